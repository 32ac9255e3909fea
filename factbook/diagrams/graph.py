"""Boxes and arrows. Graphviz says where they stand, and nothing else: it is given sizes, and no text.

So the layout depends on no font of the machine that builds, and the drawing is ours.
"""

from __future__ import annotations

import json
from itertools import pairwise

from factbook.diagrams.forms import Box, Graph
from factbook.diagrams.svg import DETAIL, LINE, PHONE, TITLE, Drawing, Words, width, wrapped

_ROOMS = (128, 108, 92, 78, 66)
"""How wide the words in a box may be: the widest with which the picture fits a phone."""

_LABEL_ROOM = 84
_PAD = 8


class NoEngine(RuntimeError):
    """Graphviz is not there."""


def draw(graph: Graph) -> Drawing:
    """The picture of a graph."""
    labels = {
        number: wrapped(link.label, _LABEL_ROOM, DETAIL) if link.label else []
        for number, link in enumerate(graph.links)
    }
    for room in _ROOMS:
        words = {name: Words.of(box.label, box.detail, room) for name, box in graph.nodes.items()}
        placed = _placed(_dot(graph, words, labels))
        if placed["size"][0] <= PHONE - 4:
            break
    drawing = Drawing()
    high = placed["size"][1]
    for name in graph.groups:
        left, low, right, top = placed["groups"][name]
        drawing.frame(left, high - top, right - left, top - low)
    for number, link in enumerate(graph.links):
        points, head, middle = placed["links"][number]
        flip = [(x, high - y) for x, y in points]
        n = _n
        path = f"M{n(flip[0])}C" + " ".join(n(point) for point in flip[1:])
        if head:
            end = (head[0], high - head[1])
            last = flip[-1]
            drawing.line(path, link.style)
            drawing.head(*end, end[0] - last[0], end[1] - last[1], link.style)
        else:
            drawing.line(path, "" if link.style == "plain" else link.style)
        if middle:
            drawing.label(middle[0], high - middle[1], labels[number], tone="alarm" if link.style == "fails" else "ink")
    for name, group in graph.groups.items():  # above the arrows that cross them
        left, _, _, top = placed["groups"][name]
        drawing.text(left + 9, high - top + 15, group.label, anchor="start", strong=True, tone="soft", halo=True)
    for name, box in graph.nodes.items():
        x, y = placed["nodes"][name]
        wide, tall = _size(box, words[name])
        drawing.box(x - wide / 2, high - y - tall / 2, wide, tall, box.kind, words[name])
    drawing.reach(*placed["size"])
    return drawing


def _n(point: tuple[float, float]) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _size(box: Box, words: Words) -> tuple[float, float]:
    side = {"question": 12, "actor": 6}.get(box.kind, 2)
    return (
        float(max(64, round(words.width + 2 * (_PAD + side)))),
        float(round(words.height + 2 * _PAD + (5 if box.kind == "store" else 0))),
    )


def _dot(graph: Graph, words: dict[str, Words], labels: dict[int, list[str]]) -> str:
    """The graph in Graphviz's language: boxes of fixed sizes, labels as empty tables of fixed sizes."""
    lines = [
        "digraph {",
        f"rankdir={'TB' if graph.direction == 'down' else 'LR'} nodesep=0.22 ranksep=0.34 splines=true margin=0 pad=0",
        'node [shape=box fixedsize=true label=""] edge [arrowsize=0.8]',
    ]
    for name, box in graph.nodes.items():
        wide, tall = _size(box, words[name])
        lines.append(f'"{name}" [width={wide / 72:.4f} height={tall / 72:.4f}]')
    inside = {held for group in graph.groups.values() for held in group.holds}

    def frame(name: str) -> None:
        group = graph.groups[name]
        wide = width(group.label, DETAIL, bold=True) + 8
        lines.append(f'subgraph "cluster_{name}" {{ margin=10 labeljust=l label={_table(wide, TITLE * LINE)}')
        for held in group.holds:
            if held in graph.groups:
                frame(held)
            else:
                lines.append(f'"{held}"')
        lines.append("}")

    for name in graph.groups:
        if name not in inside:
            frame(name)
    for row in graph.rows:
        lines.append("{ rank=same " + " ".join(f'"{name}"' for name in row) + " }")
        # Side by side in the order given.
        lines += [f'"{left}" -> "{right}" [style=invis]' for left, right in pairwise(row)]
    for number, link in enumerate(graph.links):
        label = ""
        if labels[number]:
            wide = max(width(line, DETAIL) for line in labels[number]) + 8
            label = f" label={_table(wide, len(labels[number]) * DETAIL * LINE)}"
        arrow = "none" if link.style == "plain" else "normal"
        lines.append(f'"{link.start}" -> "{link.end}" [comment="{number}" arrowhead={arrow}{label}]')
    return "\n".join([*lines, "}"])


def _table(wide: float, high: float) -> str:
    return (
        f'<<table border="0" fixedsize="true" width="{round(wide)}" height="{round(high)}"><tr><td></td></tr></table>>'
    )


def _placed(dot: str) -> dict:
    """Where Graphviz puts everything; y grows upwards."""
    try:
        import pygraphviz
    except ImportError as error:
        raise NoEngine("diagrams need Graphviz: run tools/setup.sh site, or pip install pygraphviz") from error
    found = json.loads(pygraphviz.AGraph(string=dot).draw(format="json", prog="dot"))
    size = [float(each) for each in found["bb"].split(",")][2:]
    placed: dict = {"size": tuple(size), "nodes": {}, "groups": {}, "links": {}}
    for each in found.get("objects", ()):
        if each["name"].startswith("cluster_"):
            placed["groups"][each["name"].removeprefix("cluster_")] = tuple(
                float(part) for part in each["bb"].split(",")
            )
        elif "pos" in each:
            placed["nodes"][each["name"]] = _point(each["pos"])
    for each in found.get("edges", ()):
        if "comment" in each:
            pieces = each["pos"].split(" ")
            head = next((_point(piece[2:]) for piece in pieces if piece.startswith("e,")), None)
            points = [_point(piece) for piece in pieces if piece[1] != ","]
            placed["links"][int(each["comment"])] = (points, head, _point(each["lp"]) if "lp" in each else None)
    return placed


def _point(text: str) -> tuple[float, float]:
    x, y = text.split(",")
    return float(x), float(y)
