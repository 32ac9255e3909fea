"""A fleet from moment to moment: a row for each, of small boxes or of a bar that is shared out."""

from __future__ import annotations

from factbook.diagrams.forms import Steps
from factbook.diagrams.svg import DETAIL, LINE, PHONE, Drawing, width, wrapped

_LABELS = 118
_HIGH = 22


def draw(steps: Steps) -> Drawing:
    """The picture of a fleet, as wide as a phone."""
    drawing = Drawing()
    y = 0.0
    most = max((len(row.cells) for row in steps.rows), default=0)
    field = PHONE - _LABELS
    for row in steps.rows:
        lines = wrapped(row.label + (f" / {row.share} %" if row.share else ""), _LABELS - 8, DETAIL)
        high = max(float(_HIGH), len(lines) * DETAIL * LINE)
        drawing.label(0, y + high / 2, lines, anchor="start")
        middle = y + (high - _HIGH) / 2
        if row.share:
            share = float(row.share)
            cut = field * share / 100
            if share:
                drawing.box(_LABELS, middle, cut, _HIGH, "new", plain=True)
            if share < 100:
                drawing.box(_LABELS + cut, middle, field - cut, _HIGH, "old", plain=True)
        else:
            wide = field / most
            for number, cell in enumerate(row.cells):
                if cell != "none":
                    drawing.box(_LABELS + number * wide + 2, middle, wide - 4, _HIGH, cell)
        y += high + 7
    y += 6
    x = 0.0
    for kind, text in steps.legend.items():
        wide = 18 + width(text, DETAIL) + 14
        if x and x + wide > PHONE + 10:
            x, y = 0.0, y + 19
        drawing.box(x, y, 13, 13, kind)
        drawing.text(x + 19, y + 10.5, text, anchor="start", tone="soft")
        x += wide
    drawing.reach(PHONE, y + 16)
    return drawing
