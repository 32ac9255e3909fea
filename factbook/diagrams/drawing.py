"""From a diagram and the facts to a picture, and the store of pictures already drawn."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from html import escape
from pathlib import Path

from factbook.diagrams import graph, sequence, steps, timeline
from factbook.diagrams.files import Diagram
from factbook.diagrams.forms import Conversation, Form, Graph, Steps, Timeline
from factbook.diagrams.svg import PHONE, Drawing, number
from factbook.facts.disk import hash_of_code, keep

_DRAWERS: dict[type, Callable[..., Drawing]] = {
    Graph: graph.draw,
    Conversation: sequence.draw,
    Timeline: timeline.draw,
    Steps: steps.draw,
}
_MARGIN = 2
_SCALE = 1.2
"""How much larger than on a phone a picture is shown where there is room."""


class CannotDraw(RuntimeError):
    """A picture that cannot be drawn on this machine; says in one line what to do."""


@dataclasses.dataclass(frozen=True, slots=True)
class Picture:
    """A drawn diagram: its SVG, and whether it is wider than a phone."""

    svg: str
    wide: bool


def draw(diagram: Diagram, written: Callable[[str], str], store: Path) -> Picture:
    """The picture of a diagram. `written` gives a text with its facts written out, `store` is where pictures are kept."""
    form = _filled(diagram.form, written)
    said = json.dumps(
        [diagram.name, diagram.title, written(diagram.text[0]), type(form).__name__, dataclasses.asdict(form)],
        default=str, ensure_ascii=False,
    )  # fmt: skip
    kept = store / f"{diagram.name}-{hashlib.sha256((_version() + said).encode()).hexdigest()[:24]}.svg"
    try:
        svg = kept.read_text("utf-8")
    except OSError:
        svg = _svg(diagram, form, written)
        _keep(kept, svg)
    return Picture(svg, f'viewBox="0 0 {PHONE} ' not in svg)


def _svg(diagram: Diagram, form: Form, written: Callable[[str], str]) -> str:
    try:
        drawing = _DRAWERS[type(form)](form)
    except graph.NoEngine as error:
        raise CannotDraw(f"diagram {diagram.name!r} was not drawn: {error}") from None
    wide = max(PHONE, round(drawing.right))
    high = round(drawing.bottom + 2 * _MARGIN)
    inner = f'<g transform="translate({number((wide - drawing.right) / 2)} {_MARGIN})">{"".join(drawing.parts)}</g>'
    return (
        f'<svg role="img" aria-labelledby="diagram-{diagram.name}-title" aria-describedby="diagram-{diagram.name}-text" '
        f'width="{round(wide * _SCALE)}" height="{round(high * _SCALE)}" viewBox="0 0 {wide} {high}">'
        f'<title id="diagram-{diagram.name}-title">{escape(diagram.title)}</title>'
        f"<desc>{escape(written(diagram.text[0]), quote=False)}</desc>{inner}</svg>"
    )


def _keep(file: Path, svg: str) -> None:
    """Keep a picture in place of older ones of its diagram. A store that cannot be written is no mistake."""
    with contextlib.suppress(OSError):
        for old in file.parent.glob(f"{file.stem[:-24]}{'?' * 24}.svg"):
            old.unlink(missing_ok=True)
    keep(file, svg)


@cache
def _version() -> str:
    """What a picture depends on besides its diagram: this package, and what lays it out."""
    from importlib import metadata  # a check draws nothing, and should not wait for it

    try:
        engine = metadata.version("pygraphviz")
    except metadata.PackageNotFoundError:
        engine = ""
    return hash_of_code(Path(__file__).parent) + engine


def _filled(value: object, written: Callable[[str], str]) -> object:
    """The same form with the facts written out in each of its texts."""
    if isinstance(value, str):
        return written(value) if "{{" in value else value
    if isinstance(value, tuple):
        return tuple(_filled(each, written) for each in value)
    if isinstance(value, dict):
        return {name: _filled(each, written) for name, each in value.items()}
    if isinstance(value, Fraction) or not dataclasses.is_dataclass(value):
        return value
    return type(value)(**{each.name: _filled(getattr(value, each.name), written) for each in dataclasses.fields(value)})
