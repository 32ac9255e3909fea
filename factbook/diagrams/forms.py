"""What a diagram may consist of: four kinds, each a small grammar over plain YAML.

`graph` is boxes and arrows, `sequence` who says what to whom, `timeline` what lasts how long, `steps` a fleet from
moment to moment.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from factbook.facts import Place, Problem, closest
from factbook.facts.strict_yaml import Mapping, Node, Scalar, Sequence

RULE = "diagram"

KINDS = {
    "actor": "somebody or something outside AWS: a person, a browser, your application",
    "service": "a service of AWS, or a part of one",
    "store": "where data lies: a queue, a table, a bucket, a key",
    "step": "something that is done",
    "question": "where the way forks",
    "good": "an end as it should be",
    "bad": "an end as it should not be",
    "old": "the version that runs",
    "new": "the version that comes",
    "idle": "what stands and does nothing",
}
"""What a box can be; it decides form and colour."""

LINKS = {"->": "", "~>": "later", "x>": "fails", "--": "plain"}
"""Arrows: what happens, what happens later or comes back, what happens when something fails; and a line."""


@dataclass(frozen=True, slots=True)
class Box:
    """A node, an actor of a sequence, or a bar: what is written on it, and which kind it is."""

    label: str
    kind: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow between two boxes, by their names."""

    start: str
    end: str
    style: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A frame around boxes and other groups, by their names."""

    label: str
    holds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """Boxes and arrows, laid out by Graphviz. `rows` has the names that stand side by side."""

    nodes: dict[str, Box]
    links: tuple[Link, ...]
    groups: dict[str, Group] = field(default_factory=dict)
    rows: tuple[tuple[str, ...], ...] = ()
    direction: str = "down"


@dataclass(frozen=True, slots=True)
class Saying:
    """One step of a sequence: a message from one actor to another, or what one of them (or two) does."""

    actors: tuple[str, ...]
    label: str
    style: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Who says what to whom, in time from top to bottom."""

    actors: dict[str, Box]
    steps: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """What lasts from one moment to another, in the timeline's own units."""

    start: Fraction
    end: Fraction
    box: Box


@dataclass(frozen=True, slots=True)
class Lane:
    """Bars after each other, with what they are about."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment, across all lanes."""

    at: Fraction
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """What lasts how long, in time from left to right."""

    lanes: tuple[Lane, ...]
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """A row of a fleet: the kinds of its members, or how many percent of the traffic the new version gets."""

    label: str
    cells: tuple[str, ...] = ()
    share: str = ""


@dataclass(frozen=True, slots=True)
class Steps:
    """A fleet from moment to moment. `legend` says what the kinds mean here."""

    rows: tuple[Moment, ...]
    legend: dict[str, str]


Form = Graph | Conversation | Timeline | Steps


class Reader:
    """Reads one form out of YAML nodes, and keeps what is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems

    def refuse(self, place: Place, what: str, hint: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(place, what, hint, RULE))

    def fields(self, node: Node, place: Place, names: str, needed: str = "") -> dict[str, Node]:
        """The fields of a mapping, each of them known; those in `needed` there."""
        if not isinstance(node, Mapping):
            self.refuse(place, "no fields", f"write {names.split()[0]}: and what it is")
            return {}
        for name in needed.split():
            if name not in node.entries:
                self.refuse(node.place, f"no {name!r}", "add it")
        for name in node.entries:
            if name not in names.split():
                near = closest(name, names.split())
                hint = f"did you mean {near!r}?" if near else "one of " + ", ".join(names.split())
                self.refuse(node.keys[name], f"unknown field {name!r}", hint)
        return dict(node.entries)

    def text(self, node: Node | None) -> str:
        """A text on one line."""
        if node is None:
            return ""
        if not isinstance(node, Scalar) or not node.text.strip():
            self.refuse(node.place, "not a text", "write it on one line; in quotes when it has ': ' in it")
            return ""
        return node.text.strip()

    def word(self, node: Node | None, choices: dict[str, str] | tuple[str, ...], what: str) -> str:
        """One word of a list."""
        if node is None:
            return ""
        text = self.text(node)
        return self.known(text, node.place, choices, what)

    def known(self, text: str, place: Place, choices: dict | tuple[str, ...], what: str) -> str:
        """The text, if it is one of the choices."""
        if text and text not in choices:
            near = closest(text, list(choices))
            hint = f"did you mean {near!r}?" if near else "one of " + ", ".join(choices)
            self.refuse(place, f"no {what} {text!r}", hint)
            return ""
        return text

    def items(self, node: Node | None) -> tuple[Node, ...]:
        """The items of a list."""
        if node is None:
            return ()
        if not isinstance(node, Sequence):
            self.refuse(node.place, "not a list", "begin each line with '- '")
            return ()
        return node.items

    def entries(self, node: Node | None) -> dict[str, tuple[Place, Node]]:
        """The entries of a mapping with their places."""
        if node is None:
            return {}
        if not isinstance(node, Mapping):
            self.refuse(node.place, "no names", "write a name and ':' for each")
            return {}
        return {name: (node.keys[name], part) for name, part in node.entries.items()}

    def number(self, node: Node | None) -> Fraction:
        """A number that is not negative."""
        text = self.text(node)
        if not re.fullmatch(r"\d+(?:\.\d+)?", text):
            if node is not None:
                self.refuse(node.place, f"{text!r} is no number", "write digits")
            return Fraction(0)
        return Fraction(text)

    def box(self, node: Node, place: Place) -> Box:
        """A label, with its kind and a second line."""
        if isinstance(node, Scalar):
            return Box(self.text(node), "step")
        parts = self.fields(node, place, "label kind detail", "label")
        return Box(
            self.text(parts.get("label")),
            self.word(parts.get("kind"), KINDS, "kind") or "step",
            self.text(parts.get("detail")),
        )

    def pair(self, node: Node) -> tuple[str, Place, str]:
        """`a -> b` or `a -> b: label`, quoted or not: what stands before the colon, where, and what behind it."""
        if isinstance(node, Mapping) and len(node.entries) == 1:
            ((name, part),) = node.entries.items()
            return name, node.keys[name], self.text(part)
        name, _, label = self.text(node).partition(": ")
        return name, node.place, label.strip()

    def link(self, node: Node, names: dict) -> Link | None:
        """An arrow between two known names."""
        text, place, label = self.pair(node)
        match = re.fullmatch(r"(\S+) (->|~>|x>|--) (\S+)", text)
        if match is None:
            self.refuse(
                place, f"{text!r} is no arrow", "write 'a -> b', or 'a -> b: label'; others are " + " ".join(LINKS)
            )
            return None
        if not (self.known(match[1], place, names, "box") and self.known(match[3], place, names, "box")):
            return None
        return Link(match[1], match[3], LINKS[match[2]], label)


def _graph(reader: Reader, node: Node) -> Graph:
    parts = reader.fields(node, node.place, "nodes links groups rows direction", "nodes links")
    nodes = {name: reader.box(part, place) for name, (place, part) in reader.entries(parts.get("nodes")).items()}
    groups_node = reader.entries(parts.get("groups"))
    known = {**nodes, **dict.fromkeys(groups_node)}
    groups = {}
    for name, (place, part) in groups_node.items():
        inner = reader.fields(part, place, "label holds", "label holds")
        holds = tuple(reader.word(item, known, "box") for item in reader.items(inner.get("holds")))
        groups[name] = Group(reader.text(inner.get("label")), holds)
    links = tuple(link for item in reader.items(parts.get("links")) if (link := reader.link(item, nodes)))
    rows = tuple(
        tuple(reader.word(item, nodes, "box") for item in reader.items(row)) for row in reader.items(parts.get("rows"))
    )
    return Graph(
        nodes, links, groups, rows, reader.word(parts.get("direction"), ("down", "right"), "direction") or "down"
    )


def _sequence(reader: Reader, node: Node) -> Conversation:
    parts = reader.fields(node, node.place, "actors steps", "actors steps")
    actors = {name: reader.box(part, place) for name, (place, part) in reader.entries(parts.get("actors")).items()}
    steps = []
    for item in reader.items(parts.get("steps")):
        text, place, label = reader.pair(item)
        words = text.split(" ")
        if words[0] in KINDS and len(words) in (2, 3) and label:
            if all(reader.known(word, place, actors, "actor") for word in words[1:]):
                steps.append(Saying(tuple(words[1:]), label, kind=words[0]))
        elif link := reader.link(item, actors):
            steps.append(Saying((link.start, link.end), link.label, link.style))
    return Conversation(actors, tuple(steps))


def _timeline(reader: Reader, node: Node) -> Timeline:
    parts = reader.fields(node, node.place, "lanes marks", "lanes")
    lanes = []
    for item in reader.items(parts.get("lanes")):
        lane = reader.fields(item, item.place, "label bars", "label bars")
        bars = []
        for each in reader.items(lane.get("bars")):
            bar = reader.fields(each, each.place, "from to label kind", "from to")
            start, end = reader.number(bar.get("from")), reader.number(bar.get("to"))
            if start >= end:
                reader.refuse(each.place, "a bar that ends before it begins", "'from' is less than 'to'")
                continue
            kind = reader.word(bar.get("kind"), KINDS, "kind") or "step"
            bars.append(Bar(start, end, Box(reader.text(bar.get("label")), kind)))
        lanes.append(Lane(reader.text(lane.get("label")), tuple(bars)))
    marks = []
    for item in reader.items(parts.get("marks")):
        mark = reader.fields(item, item.place, "at label", "at label")
        marks.append(Mark(reader.number(mark.get("at")), reader.text(mark.get("label"))))
    return Timeline(tuple(lanes), tuple(marks))


def _steps(reader: Reader, node: Node) -> Steps:
    parts = reader.fields(node, node.place, "rows legend", "rows legend")
    legend = {
        reader.known(name, place, KINDS, "kind"): reader.text(part)
        for name, (place, part) in reader.entries(parts.get("legend")).items()
    }
    rows = []
    for item in reader.items(parts.get("rows")):
        row = reader.fields(item, item.place, "label cells share", "label")
        if ("cells" in row) == ("share" in row) and "label" in row:
            reader.refuse(item.place, "a row has cells or a share", "write one of them")
            continue
        cells = tuple(reader.text(row.get("cells")).split())
        for cell in cells:
            if cell != "none":
                reader.known(cell, row["cells"].place, legend, "kind in the legend")
        rows.append(Moment(reader.text(row.get("label")), cells, reader.text(row.get("share"))))
    return Steps(tuple(rows), legend)


FORMS: dict[str, Callable[[Reader, Node], Form]] = {
    "graph": _graph,
    "sequence": _sequence,
    "timeline": _timeline,
    "steps": _steps,
}
"""The kinds of diagrams, by the field that holds them."""
