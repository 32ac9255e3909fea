"""Who says what to whom: actors side by side, time from top to bottom."""

from __future__ import annotations

from factbook.diagrams.forms import Conversation
from factbook.diagrams.svg import DETAIL, LINE, PHONE, Drawing, Words, wrapped


def draw(conversation: Conversation) -> Drawing:
    """The picture of a conversation, as wide as a phone."""
    names = list(conversation.actors)
    column = PHONE / len(names)
    middle = {name: column * (number + 0.5) for number, name in enumerate(names)}
    drawing = Drawing()
    heads = {name: Words.of(box.label, box.detail, column - 18) for name, box in conversation.actors.items()}
    top = max(words.height for words in heads.values()) + 16
    body = Drawing()
    y = top + 10
    for step in conversation.steps:
        at = [middle[name] for name in step.actors]
        if step.kind:
            left, right = min(at), max(at)
            wide = max(right - left + 64, min(column * 1.5, PHONE - 4))
            words = Words((), tuple(wrapped(step.label, wide - 16, DETAIL)))
            wide = max(words.width + 18, right - left + 40)
            centre = min(max((left + right) / 2, wide / 2 + 1), PHONE - wide / 2 - 1)
            high = words.height + 10
            body.box(centre - wide / 2, y, wide, high, step.kind, words)
            y += high + 9
            continue
        start, end = at
        if start == end:
            side = 1 if start + 30 < PHONE - 40 else -1
            lines = wrapped(step.label, PHONE - start - 44 if side == 1 else start - 44, DETAIL)
            high = max(20.0, len(lines) * DETAIL * LINE)
            body.line(f"M{start:.1f} {y:.1f}h{26 * side}v{high:.1f}h{-19 * side}", step.style)
            body.head(start, y + high, -side, 0, step.style)
            body.label(start + 32 * side, y + high / 2, lines, anchor="start" if side == 1 else "end")
            y += high + 12
            continue
        room = max(abs(end - start) - 14, column * 1.35)
        lines = wrapped(step.label, room, DETAIL) if step.label else []
        wide = Words((), tuple(lines)).width
        centre = min(max((start + end) / 2, wide / 2 + 2), PHONE - wide / 2 - 2)
        high = len(lines) * DETAIL * LINE
        body.label(centre, y + high / 2 - 1, lines, tone="alarm" if step.style == "fails" else "ink")
        y += high + 3
        way = 1 if end > start else -1
        body.line(f"M{start:.1f} {y:.1f}H{end - 7 * way:.1f}", step.style)
        body.head(end, y, way, 0, step.style)
        y += 12
    for name in names:
        drawing.thread(middle[name], top, y)
    drawing.parts += body.parts
    for name, box in conversation.actors.items():
        drawing.box(middle[name] - column / 2 + 3, 0, column - 6, top, box.kind, heads[name])
    drawing.reach(PHONE, y)
    return drawing
