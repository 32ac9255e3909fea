"""What lasts how long: lanes below each other, time from left to right."""

from __future__ import annotations

from factbook.diagrams.forms import Timeline
from factbook.diagrams.svg import DETAIL, LINE, PHONE, Drawing, Words, wrapped

_BAR = 20
_LEAST = 110
"""The room that the text of a mark wants on its right; else it stands on the left."""


def draw(timeline: Timeline) -> Drawing:
    """The picture of a timeline, as wide as a phone."""
    end = max(bar.end for lane in timeline.lanes for bar in lane.bars)
    scale = (PHONE - 2) / float(end)
    drawing = Drawing()
    body = Drawing()
    y = 0.0
    texts = []
    for mark in sorted(timeline.marks, key=lambda mark: mark.at):
        x = 1 + float(mark.at) * scale
        ahead = PHONE - x - 6 >= _LEAST or x < PHONE / 2
        lines = wrapped(mark.label, (PHONE - x if ahead else x) - 6, DETAIL)
        high = len(lines) * DETAIL * LINE
        body.label(x + (4 if ahead else -4), y + high / 2, lines, anchor="start" if ahead else "end")
        texts.append((x, y))
        y += high + 4
    top = y
    for lane in timeline.lanes:
        y += 8
        body.text(0, y + 9, lane.label, anchor="start", strong=True, halo=True)
        y += 15
        high = float(_BAR)
        inside = []
        for bar in lane.bars:
            left, right = 1 + float(bar.start) * scale, 1 + float(bar.end) * scale
            lines = wrapped(bar.box.label, max(right - left - 6, 30), DETAIL) if bar.box.label else []
            inside.append((left, right, bar.box.kind, Words((), tuple(lines))))
            high = max(high, len(lines) * DETAIL * LINE + 7)
        for left, right, kind, words in inside:
            if words.width <= right - left:
                body.box(left, y, right - left, high, kind, words, plain=True)
            else:
                body.box(left, y, right - left, high, kind, plain=True)
                fits = right + words.width + 5 < PHONE
                body.label(
                    right + 5 if fits else left - 5,
                    y + high / 2,
                    [" ".join(words.detail)],
                    anchor="start" if fits else "end",
                )
        y += high
    for x, start in texts:
        drawing.thread(x, start, y + 6)
    y += 10
    drawing.line(f"M1 {y:.1f}H{PHONE - 8}")
    drawing.head(PHONE, y, 1, 0)
    drawing.text(PHONE, y + 14, "time", anchor="end", tone="soft")
    drawing.parts += body.parts
    drawing.reach(PHONE, max(y + 18, top))
    return drawing
