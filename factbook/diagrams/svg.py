"""The visual language of the diagrams: boxes, arrows and texts as SVG, and how wide a text is.

Colours are the light ones of overrides/assets/stylesheets/site.css, as attributes, so that a picture is right without
a style sheet, too; on the site, diagrams.css puts the theme's own in their place. Nothing has an id or a style
attribute, and numbers are rounded: the same diagram is the same bytes everywhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

TITLE, DETAIL = 12.5, 11.0
"""Sizes of letters: of a box's name, and of everything else."""

LINE = 1.24
"""The height of a line, in letters."""

PHONE = 328
"""What fits between the margins of a phone 360 pixels wide."""

INK, SOFT, PAPER, RULE = "#1e272c", "#515e65", "#fdfcfa", "#8d8a80"

_COLOURS = {
    "actor": ("#ffffff", "#515e65"),
    "service": ("#e7f1f0", "#5f9a99"),
    "store": ("#eef2f8", "#7d93b5"),
    "step": ("#f6f4ee", "#8d8a80"),
    "question": ("#f9f1df", "#b99a55"),
    "good": ("#ebf4ec", "#6aa377"),
    "bad": ("#fbefec", "#c98a7e"),
    "old": ("#f6f4ee", "#8d8a80"),
    "new": ("#e7f1f0", "#5f9a99"),
    "idle": ("#fdfcfa", "#8d8a80"),
}
_ALARM = "#a03a2c"

# The widths of letters in thousandths of their size, as in Helvetica; readers' own fonts come near.
_WIDTHS = {
    width: letters
    for letters, width in {
        "ijl'|": 222,
        " !,./:;I[]\\ftr()-": 300,
        "Jcksvxyz*°": 500,
        "abdeghnopqu0123456789$#?_Lč": 556,
        "FTZ+<>=~→": 611,
        "ABEKPSVXY&": 667,
        "CDHNRUwÜ": 730,
        "GOQ": 778,
        "mM%": 850,
        "W@—…": 970,
    }.items()
}
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_ROOM = 1.1
"""Some readers' fonts are wider."""


def width(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide a text is."""
    return sum(_WIDTH.get(letter, 600) for letter in text) / 1000 * size * _ROOM * (1.06 if bold else 1)


def wrapped(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in as few lines as fit into `room`, about equally long; ' / ' begins a new line in any case."""
    lines: list[str] = []
    for part in text.split(" / "):
        whole = width(part, size, bold=bold)
        count = max(1, math.ceil(whole / room))
        while True:
            found = _filled(part, max(whole / count * 1.08, 1), size, bold)
            if len(found) <= count or count > 12:
                break
            found = _filled(part, room, size, bold)
            if len(found) <= count:
                break
            count += 1
        lines += found
    return lines


def _filled(text: str, room: float, size: float, bold: bool) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width(longer, size, bold=bold) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def number(value: float) -> str:
    """A coordinate, to half a pixel."""
    return f"{round(value * 2) / 2:g}"


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of text under each other, with their size."""

    title: tuple[str, ...]
    detail: tuple[str, ...] = ()

    @classmethod
    def of(cls, label: str, detail: str, room: float) -> Words:
        """A label and its detail, wrapped."""
        return cls(
            tuple(wrapped(label, room, TITLE, bold=True)) if label else (),
            tuple(wrapped(detail, room, DETAIL)) if detail else (),
        )

    @property
    def width(self) -> float:
        """The width of the widest line."""
        return max(
            [width(line, TITLE, bold=True) for line in self.title] + [width(line, DETAIL) for line in self.detail] + [0]
        )

    @property
    def height(self) -> float:
        """The height of all lines."""
        return (len(self.title) * TITLE + len(self.detail) * DETAIL) * LINE


class Drawing:
    """Elements, in the order in which they are painted, and how far they reach."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.right = 0.0
        self.bottom = 0.0

    def reach(self, right: float, bottom: float) -> None:
        """The picture is at least as wide and as high."""
        self.right, self.bottom = max(self.right, right), max(self.bottom, bottom)

    def box(
        self, x: float, y: float, wide: float, high: float, kind: str, words: Words | None = None, *, plain: bool = False
    ) -> None:  # fmt: skip
        """A box of a kind with its words in the middle; `x` and `y` are its upper left corner.

        A plain one has the colours of its kind and the form of a bar.
        """
        fill, line = _COLOURS[kind]
        look = f'class="d-{kind}" fill="{fill}" stroke="{line}"' + (' stroke-dasharray="4 3"' if kind == "idle" else "")
        n = number
        if plain:
            self.parts.append(f'<rect {look} x="{n(x)}" y="{n(y)}" width="{n(wide)}" height="{n(high)}" rx="3"/>')
        elif kind == "store":
            dip = min(5.0, high / 6)
            self.parts.append(
                f'<path {look} d="M{n(x)} {n(y + dip)}a{n(wide / 2)} {n(dip)} 0 0 1 {n(wide)} 0v{n(high - 2 * dip)}'
                f'a{n(wide / 2)} {n(dip)} 0 0 1 {n(-wide)} 0z"/>'
                f'<path class="d-{kind}" fill="none" stroke="{line}" d="M{n(x)} {n(y + dip)}a{n(wide / 2)} {n(dip)} 0 0 0 {n(wide)} 0"/>'
            )
        elif kind == "question":
            cut = min(10.0, high / 3)
            self.parts.append(
                f'<path {look} d="M{n(x + cut)} {n(y)}h{n(wide - 2 * cut)}l{n(cut)} {n(high / 2)}l{n(-cut)} {n(high / 2)}'
                f'h{n(2 * cut - wide)}l{n(-cut)} {n(-high / 2)}z"/>'
            )
        else:
            round_ = {"actor": min(high / 2, 16), "step": 3, "old": 3, "new": 3, "idle": 3}.get(kind, 6)
            self.parts.append(
                f'<rect {look} x="{n(x)}" y="{n(y)}" width="{n(wide)}" height="{n(high)}" rx="{n(round_)}"/>'
            )
        self.reach(x + wide, y + high)
        if words:
            low = 2.5 if kind == "store" and not plain else 0
            self.words(x + wide / 2, y + (high - words.height) / 2 + low, words)

    def frame(self, x: float, y: float, wide: float, high: float) -> None:
        """A frame around other things."""
        n = number
        self.parts.append(
            f'<rect class="d-frame" fill="none" stroke="{RULE}" stroke-dasharray="2 3" x="{n(x)}" y="{n(y)}" width="{n(wide)}" height="{n(high)}" rx="8"/>'
        )
        self.reach(x + wide, y + high)

    def words(self, x: float, y: float, words: Words) -> None:
        """Lines around a middle, from `y` down."""
        for line in words.title:
            y += TITLE * LINE
            self.text(x, y - TITLE * 0.32, line, size=TITLE, strong=True)
        for line in words.detail:
            y += DETAIL * LINE
            self.text(x, y - DETAIL * 0.32, line, tone="soft")

    def text(
        self, x: float, y: float, text: str, *, size: float = DETAIL, anchor: str = "middle", strong: bool = False,
        tone: str = "ink", halo: bool = False,
    ) -> None:  # fmt: skip
        """One line of text on its base line."""
        colour = {"ink": INK, "soft": SOFT, "alarm": _ALARM}[tone]
        look = (
            f'class="d-{tone}{" d-halo" if halo else ""}" fill="{colour}" font-size="{size:g}" text-anchor="{anchor}"'
        )
        if strong:
            look += ' font-weight="600"'
        if halo:
            look += f' stroke="{PAPER}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
        self.parts.append(f'<text {look} x="{number(x)}" y="{number(y)}">{escape(text, quote=False)}</text>')
        wide = width(text, size, bold=strong)
        self.reach(x + {"start": wide, "middle": wide / 2, "end": 0}[anchor], y + 3)

    def label(self, x: float, y: float, lines: list[str], *, anchor: str = "middle", tone: str = "ink") -> None:
        """Lines beside an arrow, around the height `y`."""
        y -= (len(lines) - 1) * DETAIL * LINE / 2 - DETAIL * 0.36
        for line in lines:
            self.text(x, y, line, anchor=anchor, tone=tone, halo=True)
            y += DETAIL * LINE

    def line(self, path: str, style: str = "") -> None:
        """A line along a path."""
        colour = _ALARM if style == "fails" else SOFT
        dashes = ' stroke-dasharray="5 4"' if style in ("later", "fails") else ""
        self.parts.append(
            f'<path class="d-line{" d-fails" if style == "fails" else ""}" fill="none" stroke="{colour}" stroke-width="1.3"{dashes} d="{path}"/>'
        )

    def thread(self, x: float, top: float, bottom: float) -> None:
        """A thin vertical line: the life of an actor, a moment."""
        self.parts.append(
            f'<path class="d-thread" fill="none" stroke="{RULE}" stroke-dasharray="1.5 3" d="M{number(x)} {number(top)}V{number(bottom)}"/>'
        )

    def head(self, x: float, y: float, dx: float, dy: float, style: str = "") -> None:
        """The head of an arrow that comes to a point from the direction (dx, dy)."""
        length = math.hypot(dx, dy) or 1
        ux, uy = dx / length, dy / length
        ax, ay = x - 8 * ux - 3.6 * uy, y - 8 * uy + 3.6 * ux
        bx, by = x - 8 * ux + 3.6 * uy, y - 8 * uy - 3.6 * ux
        colour = _ALARM if style == "fails" else SOFT
        n = number
        self.parts.append(
            f'<path class="d-head{" d-fails" if style == "fails" else ""}" fill="{colour}" d="M{n(x)} {n(y)}L{n(ax)} {n(ay)}L{n(bx)} {n(by)}z"/>'
        )
