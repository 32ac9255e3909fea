"""Comparisons: tables of things that are easily taken for each other, with facts for their numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from factbook.facts import Place, Problem, closest
from factbook.facts.disk import read_mapping
from factbook.facts.strict_yaml import Mapping, Node, Scalar, Sequence

FILE = "data/comparisons.yaml"
RULE = "comparison"
FIELDS = {
    "title": "what is compared, which stands above the table",
    "columns": "what the columns are about, as a list",
    "rows": "a list of cells for each row, under what the row is about; {service.fact} in a cell is a fact",
}
_FACT = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Named:
    """A fact in a cell, with the place of its id."""

    id: str
    place: Place


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: words and facts in turn."""

    pieces: tuple[str | Named, ...]
    place: Place

    @property
    def words(self) -> str:
        """Its words alone, with a blank for each fact."""
        return "".join(piece if isinstance(piece, str) else " " for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One table: a cell in each row for every column."""

    id: str
    title: str
    columns: tuple[str, ...]
    rows: dict[str, tuple[Cell, ...]]
    place: Place

    @property
    def cells(self) -> list[Cell]:
        """All its cells, row by row."""
        return [cell for cells in self.rows.values() for cell in cells]

    @property
    def named(self) -> list[Named]:
        """The facts in its cells."""
        return [piece for cell in self.cells for piece in cell.pieces if isinstance(piece, Named)]


def load(root: Path) -> tuple[dict[str, Comparison], list[Problem], dict[str, str]]:
    """The comparisons by id, what is wrong with their file, and its text by its path."""
    tree, problems, texts = read_mapping(root, FILE)
    found = {}
    for id_, node in tree.entries.items():
        before = len(problems)
        comparison = _comparison(id_, tree.keys[id_], node, problems)
        if comparison and len(problems) == before:
            found[id_] = comparison
    return found, problems, texts


def _comparison(id_: str, place: Place, node: Node, problems: list[Problem]) -> Comparison | None:
    def refuse(where: Place, what: str, hint: str) -> None:
        problems.append(Problem(where, what, hint, RULE))

    if not isinstance(node, Mapping):
        refuse(place, f"{id_!r} has no fields", "write title, columns and rows below it")
        return None
    for name, where in node.keys.items():
        if name not in FIELDS:
            near = closest(name, list(FIELDS))
            refuse(
                where, f"unknown field {name!r}", f"did you mean {near!r}?" if near else "one of " + ", ".join(FIELDS)
            )
    for name, meaning in FIELDS.items():
        if name not in node.entries:
            refuse(place, f"{id_!r} has no {name!r}", f"add it: {meaning}")
    title, columns, rows = (node.entries.get(name) for name in FIELDS)
    if title is not None and not (isinstance(title, Scalar) and title.text.strip()):
        refuse(title.place, "the title is not a text", "write a few words")
    names = _texts(columns)
    if columns is not None and len(names) < 2:
        refuse(columns.place, "the columns are not a list of two or more names", "write [first, second]")
    if rows is not None and not (isinstance(rows, Mapping) and rows.entries):
        refuse(rows.place, "the rows are not lists of cells by name", "write 'name: [cell, cell]' below it")
    cells = {}
    for name, row in rows.entries.items() if isinstance(rows, Mapping) else ():
        items = row.items if isinstance(row, Sequence) else ()
        if len(items) != len(names) or not all(isinstance(item, Scalar) and item.text.strip() for item in items):
            refuse(rows.keys[name], f"row {name!r} has not one text for each column", f"write {len(names)} cells")
        cells[name] = tuple(_cell(item) for item in items if isinstance(item, Scalar))
    return Comparison(id_, _text(title), tuple(names), cells, place)


def _cell(node: Scalar) -> Cell:
    """A cell's text, cut where facts stand in it."""
    start = node.place.column + node.quoted
    pieces: list[str | Named] = []
    at = 0
    for match in _FACT.finditer(node.text):
        pieces += [node.text[at : match.start()], Named(match[1], node.place._replace(column=start + match.start(1)))]
        at = match.end()
    pieces.append(node.text[at:])
    return Cell(tuple(piece for piece in pieces if piece), node.place)


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _texts(node: Node | None) -> list[str]:
    items = node.items if isinstance(node, Sequence) else ()
    return [item.text for item in items if isinstance(item, Scalar) and item.text.strip()]
