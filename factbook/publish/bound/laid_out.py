"""A part of the book when it is laid out: its pages as pieces of a PDF, in which every page number is still a mark.

Nothing in it depends on what stands before or after it, so it is kept while its own text stays. It is bytes, texts
and numbers, nothing that could run.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Callable
from dataclasses import astuple, dataclass
from typing import Any

from factbook.publish.bound.pieces import FONTS, ROOT, Pieces, drawn, number_of, without

NUMBER = "9081726354"
"""What is drawn where a page number will stand: each digit once, in an order in which nobody writes them; then which mark it is."""
_DIGITS_OF_A_MARK = 6
_MARK = re.compile(rb"\0(\d+)\0")
_FONT = re.compile(rb"/(\w+) [\d.]+ Tf")
_TEXT = re.compile(rb"\[(.*)\] TJ")
_GLYPHS = re.compile(rb"<([0-9a-f]*)>|([-\d.]+)")


class Spoilt(ValueError):
    """What was kept is not what was written."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the page number of `target` stands, or without one that of the page itself.

    It ends where `room` for some digits ends, or begins at once where that is 0.
    """

    target: str
    room: int


@dataclass(frozen=True, slots=True)
class Digits:
    """The digits of a font: their glyphs and their widths."""

    glyphs: list[str]
    widths: list[int]

    def written(self, number: str, room: int) -> bytes:
        """A number, as far to the right as it has room."""
        digits = [int(each) for each in number]
        shift = max(room * max(self.widths) - sum(self.widths[each] for each in digits), 0) if room and digits else 0
        shown = "".join(self.glyphs[each] for each in digits)
        return (f"{-shift} " if shift else "").encode() + (f"<{shown}>" if shown else "").encode()


@dataclass(frozen=True, slots=True)
class Font:
    """What a part uses of a font: its name in a PDF, how a style asks for it, its glyphs with their texts and widths."""

    name: str
    family: str
    weight: int
    style: int
    texts: list[tuple[int, str]]
    widths: list[tuple[int, int]]

    @property
    def digits(self) -> Digits | None:
        """Its digits, where all of them are used."""
        glyphs, widths = {text: glyph for glyph, text in self.texts}, dict(self.widths)
        if any(digit not in glyphs for digit in NUMBER):
            return None
        found = [glyphs[str(digit)] for digit in range(10)]
        return Digits([f"{each:04x}" for each in found], [widths[each] for each in found])


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its size, its entries in a PDF, what is drawn on it, and what the outline says of it: level, label, place, state."""

    width: float
    height: float
    entries: bytes
    content: bytes
    bookmarks: list[Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the book.

    `places` has the page of each anchor, and where on it; `links` the anchors that it leads to. `states` and `resources` are
    what its pages draw with, `tagged` and `parents` what its tags are, `objects` everything that these refer to.
    """

    sheets: list[Sheet]
    marks: list[Mark]
    digits: list[Digits]
    fonts: list[Font]
    places: dict[str, tuple[int, float, float]]
    links: list[str]
    states: dict[str, bytes]
    resources: bytes
    tagged: bytes
    parents: list[bytes]
    objects: list[bytes]

    def drawn(self, sheet: Sheet, number: Callable[[str], str]) -> bytes:
        """What is drawn on a page, with the page numbers that `number` says."""

        def written(found: re.Match[bytes]) -> bytes:
            mark = self.marks[int(found[1])]
            return self.digits[int(found[1])].written(number(mark.target), mark.room)

        return _MARK.sub(written, sheet.content)

    def packed(self) -> bytes:
        """All of it, behind a hash."""
        text = json.dumps(astuple(self), default=lambda data: data.decode("latin-1"), ensure_ascii=False)
        data = zlib.compress(text.encode(), 6)
        return hashlib.sha256(data).digest() + data


def unpacked(data: bytes) -> Part:
    """A part that was packed. Raises Spoilt."""
    digest, data = data[:32], data[32:]
    if hashlib.sha256(data).digest() != digest:
        raise Spoilt
    sheets, marks, digits, fonts, places, links, states, *rest = json.loads(zlib.decompress(data))
    resources, tagged, parents, objects = rest
    return Part(
        [Sheet(*size, _bytes(entries), _bytes(content), said) for *size, entries, content, said in sheets],
        [Mark(*each) for each in marks],
        [Digits(*each) for each in digits],
        [Font(*each) for each in fonts],
        {name: tuple(place) for name, place in places.items()},
        links,
        {name: _bytes(each) for name, each in states.items()},
        _bytes(resources),
        _bytes(tagged),
        [_bytes(each) for each in parents],
        [_bytes(each) for each in objects],
    )


def _bytes(text: str) -> bytes:
    return text.encode("latin-1")


def shown(mark: int) -> str:
    """What to draw where the number of a mark will stand."""
    return f"{NUMBER}{mark:0{_DIGITS_OF_A_MARK}}"


def taken(document: Any, pdf: Any, marks: list[Mark], foreign: set[str]) -> Part:
    """The part that is in a PDF of WeasyPrint's before it is written; places in other parts had a stand-in on its first page."""
    root = pdf.objects[number_of(pdf.catalog["StructTreeRoot"])]
    top = pdf.objects[number_of(root["K"][0])]
    pages = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
    resources = pdf.objects[number_of(pages[0]["Resources"])]
    parents = pdf.objects[number_of(root["ParentTree"])]["Nums"]
    assert parents[::2] == list(range(len(parents) // 2)), "tags are numbered from 0 on"
    pieces = Pieces(pdf.objects, {top.number: ROOT, number_of(resources["Font"]): FONTS}, pages)
    fonts = fonts_of(document)
    marker = _Marker(fonts, len(marks))
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    at = {page.reference: index for index, page in enumerate(pages)}
    return Part(
        sheets=[
            Sheet(
                page.width,
                page.height,
                pieces.own(without(entries, "Parent", "Contents", "Resources"))[2:-2],
                marker.marked(drawn(pdf.objects[number_of(entries["Contents"])])),
                [[level, label, list(place), state] for level, label, place, state in page.bookmarks],
            )
            for page, entries in zip(document.pages, pages, strict=True)
        ],
        marks=marks,
        digits=marker.digits(),
        fonts=fonts,
        places={
            name.string: (at[place[0]], place[2], place[3])
            for name, place in zip(names[::2], names[1::2], strict=True)
            if name.string not in foreign
        },
        links=sorted({target for page in document.pages for kind, target, *_ in page.links if kind == "internal"}),
        states={name: pieces.own(each.data) for name, each in resources["ExtGState"].items()},
        resources=pieces.own(without(resources, "Font", "ExtGState")),
        tagged=pieces.own(top["K"].data),
        parents=[pieces.own(getattr(each, "data", each)) for each in parents[1::2]],
        objects=list(pieces.asked_for()),
    )


def fonts_of(document: Any) -> list[Font]:
    """What a document of WeasyPrint's uses of its fonts, when it was drawn."""
    return [
        Font(
            each.hash,
            each.family,
            int(each.weight),
            int(each.style),
            [*each.to_unicode.items()],
            [*each.widths.items()],
        )
        for each in document.fonts.values()
    ]


class _Marker:
    """Puts marks where what shown() says is drawn; heads and feet all have the same."""

    def __init__(self, fonts: list[Font], marks: int) -> None:
        self._fonts = {each.name.encode(): digits for each in fonts if (digits := each.digits)}
        self._found: list[Digits | None] = [None] * marks

    def digits(self) -> list[Digits]:
        """The digits of each mark, after all pages were marked."""
        found = [each for each in self._found if each]
        assert len(found) == len(self._found), "a page number was not drawn"
        return found

    def marked(self, content: bytes) -> bytes:
        """What is drawn on a page, with marks."""
        font = b""
        lines = []
        for line in content.split(b"\n"):
            if found := _FONT.fullmatch(line):
                font = found[1]
            elif (digits := self._fonts.get(font)) and (found := _TEXT.fullmatch(line)):
                line = self._marked(found[1], digits) or line
            lines.append(line)
        return b"\n".join(lines)

    def _marked(self, text: bytes, digits: Digits) -> bytes | None:
        """A text with a mark, if it has what is drawn for one."""
        glyphs, places = _glyphs(text)
        names = [glyphs[place].decode() for place in places]
        begins = " ".join(names).find(" ".join(digits.glyphs[int(each)] for each in NUMBER)) // 5
        if begins < 0:
            return None
        ends = begins + len(NUMBER) + _DIGITS_OF_A_MARK
        said = "".join(
            str(digits.glyphs.index(each)) for each in names[begins + len(NUMBER) : ends] if each in digits.glyphs
        )
        if len(said) < _DIGITS_OF_A_MARK or (number := int(said)) >= len(self._found):
            return None  # somebody writes so, after all
        self._found[number] = digits
        rest = glyphs[places[ends] :] if ends < len(places) else []
        return b"[%s\0%d\0%s] TJ" % (_joined(glyphs[: places[begins]]), number, _joined(rest))


def _glyphs(text: bytes) -> tuple[list[bytes], list[int]]:
    """The glyphs of a text and the moves between them, which are in parentheses; and where there are glyphs."""
    found: list[bytes] = []
    for run, move in _GLYPHS.findall(text):
        found += [b"(%s)" % move] if move else [run[place : place + 4] for place in range(0, len(run), 4)]
    return found, [place for place, each in enumerate(found) if each[:1] != b"("]


def _joined(glyphs: list[bytes]) -> bytes:
    return b"".join(each[1:-1] if each[:1] == b"(" else b"<%s>" % each for each in glyphs).replace(b"><", b"")
