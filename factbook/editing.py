"""Changing facts by command: new texts for files, with every comment and everything else left as it is.

Nothing is written here. Each function returns the new text of every file that it
changes, so that the caller writes all of them or none.
"""

from __future__ import annotations

import re
from datetime import date

from factbook import layout, worked
from factbook.book import Book
from factbook.facts import (
    Amount,
    Edit,
    Fact,
    Place,
    Problem,
    Span,
    UnknownUnit,
    Value,
    closest,
    in_unit,
    parse,
    parse_unit,
)
from factbook.facts.fields import BY_NAME, FIELDS, KEY_PATTERN, KINDS
from factbook.facts.files import PLACEHOLDER
from factbook.facts.strict_yaml import RULE, Mapping, Node, Scalar, Sequence, read
from factbook.mend import edited
from factbook.prose import structure
from factbook.stop import CannotRun

_RANK = {field.name: rank for rank, field in enumerate(FIELDS)}
Texts = dict[str, str]


class CannotEdit(CannotRun):
    """What was asked for cannot be done; says why and what to do instead."""


def fact_named(book: Book, id_: str) -> Fact:
    """The fact with this id, or with the new id of this old one. Raises CannotEdit, naming the closest."""
    fact = book.facts.get(book.resolve(id_))
    if fact is None:
        near = book.facts.closest(id_)
        raise CannotEdit(f"no fact {id_!r}" + (f": did you mean {near.id!r}?" if near else ""))
    return fact


def set_value(
    book: Book, id_: str, value: str, *, source: str | None, evidence: str, verified: date, until: str, unit: str | None
) -> Texts:
    """Give a fact a new value; the old one moves to its history, as it was until `until`.

    `value` is written as in YAML: 15, text, [a, list], {min: 1, max: 10}. A value that is
    the old one, or the same in another unit, has only been read again: no history.
    """
    fact = fact_named(book, id_)
    if fact.derive:
        raise CannotEdit(f"{fact.id!r} is derived: change {' or '.join(fact.operands)}")
    entry = _Entry(book, fact.place.path, fact.key)
    if unit is not None:
        try:
            parse_unit(unit)
        except UnknownUnit as error:
            raise CannotEdit(f"unknown unit {str(error)!r}: see docs/contribute/facts.md") from None
    written = _quoted(value) if value[:1].isalpha() else value
    nodes, problems = _items(written)
    if problems or len(nodes) != 1:
        raise CannotEdit(f"{value!r} is not one value" + "".join(f": {problem.what}" for problem in problems[:1]))
    past = f"until: {until}, value: {_inline(entry.fields['value'])}"
    old_unit = entry.text_of("unit") if "unit" in entry.fields else ""
    if unit is not None and old_unit not in ("", unit):
        past += f", unit: {old_unit}"
        entry.give_unit(old_unit)
    entry.put("value", written)
    if unit is not None:
        entry.put("unit", unit)
    if source is not None:
        entry.put("source", _quoted(source))
    entry.put("evidence", _quoted(evidence))
    entry.put("verified", verified.isoformat())
    if not _same(fact.value, _read_back(book, entry, fact.id).value):
        if "since" in entry.fields:
            entry.put("since", until)
        entry.add_item("history", f"{{{past}}}")
        _read_back(book, entry, fact.id)
    return {entry.path: entry.text}


def new_fact(book: Book, service: str, key: str, kind: str) -> Texts:
    """A template for a fact, at its place in the file of its service."""
    if not re.fullmatch(KEY_PATTERN, service) or not re.fullmatch(KEY_PATTERN, key):
        raise CannotEdit("service and key are lower-case letters, digits and underscores, a letter first")
    if service not in book.services:
        near = closest(service, list(book.services))
        raise CannotEdit(
            f"no service {service!r}: " + (f"did you mean {near!r}?" if near else "add it to data/services.yaml first")
        )
    if f"{service}.{key}" in book.facts or f"{service}.{key}" in book.facts.moves:
        raise CannotEdit(f"{service}.{key} is there already: change it with python -m factbook set")
    if kind not in KINDS:
        raise CannotEdit(f"no kind {kind!r}: one of {', '.join(KINDS)}")
    path = f"data/facts/{service}.yaml"
    return {path: layout.with_entry(_readable(book, path), _template(key, kind))}


def rename(book: Book, old: str, new: str) -> Texts:
    """Give a fact another id: in its file, in every note and every derived fact; the old id stays as moved."""
    if old in book.facts.moves:
        raise CannotEdit(f"{old!r} is {book.resolve(old)!r} now: rename that")
    fact = fact_named(book, old)
    if not re.fullmatch(rf"{KEY_PATTERN}\.{KEY_PATTERN}", new):
        raise CannotEdit(f"{new!r} is not a fact id: ids are written service.key")
    if new in book.facts or new in book.facts.moves:
        raise CannotEdit(f"{new!r} is there already")
    service, _, key = new.partition(".")
    if service not in book.services:
        raise CannotEdit(f"no service {service!r}: add it to data/services.yaml first")
    if examples := [name for name, example in worked.EXAMPLES.items() if old in example.facts]:
        raise CannotEdit(f"the worked examples {', '.join(examples)} need {old!r}: change factbook/worked.py with it")
    uses = dict.fromkeys(use.place for use in book.uses if use.id == old)  # what several pages show stands once
    edits = [edit for place in uses for edit in book.replacing(place, old, new)]
    edits += [edit for note in book.notes for edit in _in_links(book, note, old, new)]
    edits += [
        edit
        for other in book.facts.values()
        if old in other.operands
        for edit in _in_field(book, other.place, "derive", old, new)
    ]
    edits += [
        edit
        for move in book.facts.moves.values()
        if move.new == old
        for edit in _in_field(book, move.place, "moved_to", old, new)
    ]
    texts = _applied(book, edits)
    path, target = fact.place.path, f"data/facts/{service}.yaml"
    text, body = layout.replaced_entry(
        texts.get(path, book.texts[path]), fact.place.line, f"{fact.key}: {{moved_to: {new}}}\n"
    )
    body = re.sub(rf"^([\"']?){re.escape(fact.key)}(?=\1\s*:)", rf"\g<1>{key}", body, count=1, flags=re.MULTILINE)
    texts[path] = text
    texts[target] = layout.with_entry(texts.get(target) or _readable(book, target), body)
    if _new_problems(book, texts):
        raise CannotEdit(f"{path} is laid out in a way that cannot be changed by machine: rename by hand")
    return texts


class _Entry:
    """One entry of a file being changed, field by field."""

    def __init__(self, book: Book, path: str, key: str) -> None:
        self.path, self.key = path, key
        self.text = book.texts[path]

    @property
    def node(self) -> Mapping:
        tree, _ = read(self.text, self.path)
        node = tree.entries[self.key] if tree else None
        assert isinstance(node, Mapping)
        return node

    @property
    def fields(self) -> dict[str, Node]:
        return self.node.entries

    def offset(self, place: Place) -> int:
        return sum(len(line) for line in self.text.splitlines(keepends=True)[: place.line - 1]) + place.column - 1

    def end(self, node: Node) -> int:
        """The end of a node; comments and blank space after it are not its own."""
        if isinstance(node, Sequence) and self.text[self.offset(node.place)] != "[":
            return self.end(node.items[-1])
        if isinstance(node, Mapping) and not node.braces:
            return self.end(list(node.entries.values())[-1])
        start, end = self.offset(node.place), self.offset(Place(self.path, *node.end))
        return start + len(self.text[start:end].rstrip())

    def text_of(self, name: str) -> str:
        """A field's value as it is written."""
        node = self.fields[name]
        return self.text[self.offset(node.place) : self.end(node)]

    def put(self, name: str, value: str) -> None:
        """Set a field; one that is not there yet is put at its place in the order of fields."""
        node = self.fields.get(name)
        if node is None:
            earlier = [each for each in self.fields if _RANK[each] < _RANK[name]]
            self.insert(self.node, max(earlier, key=lambda each: _RANK[each]), f"{name}: {value}")
            return
        start, end = self.offset(node.place), self.end(node)
        if node.place.line > self.node.keys[name].line:  # in block style below its key: put it behind the key
            colon = self.text.index(":", self.offset(self.node.keys[name])) + 1
            comment = self.text[colon : self.line_end(colon)].rstrip()
            self.text = f"{self.text[:colon]} {value}{comment}{self.text[end:]}"
        else:
            self.text = self.text[:start] + value + self.text[end:]

    def give_unit(self, unit: str) -> None:
        """Write a unit into the rows of history and mistakes that had it from the fact."""
        for name in ("history", "mistaken"):
            node = self.fields.get(name)
            for index in range(len(node.items) if isinstance(node, Sequence) else 0):
                row = self.fields[name].items[index]
                value = row.entries["value"]
                number = isinstance(value, Mapping) or (isinstance(value, Scalar) and value.looks_like == "number")
                if number and "unit" not in row.entries:
                    self.insert(row, "value", f"unit: {unit}")

    def add_item(self, name: str, item: str) -> None:
        """Add a line to a list, or make the list."""
        node = self.fields.get(name)
        if node is None:
            self.put(name, f"[{item}]" if self.node.braces else f"{self.newline}{self.indent}  - {item}")
            return
        assert isinstance(node, Sequence)
        if self.text[self.offset(node.place)] == "[":
            end = self.end(node)
            self.text = f"{self.text[: end - 1].rstrip(', ')}, {item}]{self.text[end:]}"
        else:
            end = self.line_end(self.end(node))
            self.text = f"{self.text[:end]}{self.newline}{' ' * (node.place.column - 1)}- {item}{self.text[end:]}"

    def insert(self, mapping: Mapping, after: str, written: str) -> None:
        """Put a new field behind another one: in braces after a comma, else on a line of its own."""
        end = self.end(mapping.entries[after])
        if mapping.braces:
            self.text = f"{self.text[:end]}, {written}{self.text[end:]}"
        else:
            end = self.line_end(end)
            indent = " " * (mapping.keys[after].column - 1)
            self.text = f"{self.text[:end]}{self.newline}{indent}{written.replace(': ' + self.newline, ':' + self.newline)}{self.text[end:]}"

    def line_end(self, at: int) -> int:
        """The end of the line that a character stands on, a comment on it included."""
        end = self.text.find(self.newline, at)
        return len(self.text) if end < 0 else end

    @property
    def indent(self) -> str:
        first = next(iter(self.node.keys.values()))
        return " " * (first.column - 1)

    @property
    def newline(self) -> str:
        return layout.newline(self.text)


def _same(one: Value, other: Value) -> bool:
    """Whether two values are one quantity, in whatever unit."""
    if isinstance(one, Amount | Span) and isinstance(other, type(one)) and one.unit.converts_to(other.unit):
        return in_unit(other, one.unit) == in_unit(one, one.unit)
    return one == other


def _inline(node: Node) -> str:
    """A value as it can stand inside braces."""
    if isinstance(node, Sequence):
        return f"[{', '.join(_inline(item) for item in node.items)}]"
    if isinstance(node, Mapping):
        return f"{{{', '.join(f'{name}: {_inline(part)}' for name, part in node.entries.items())}}}"
    return (
        f'"{_escaped(node.text)}"' if node.quoted else node.text if node.looks_like == "number" else _quoted(node.text)
    )


def _quoted(text: str) -> str:
    """A text as YAML can hold it, also inside braces: in quotes where it must be."""
    nodes, problems = _items(text)
    node = nodes[0] if len(nodes) == 1 and not problems else None
    plain = isinstance(node, Scalar) and not node.quoted and node.text == text and node.looks_like == "text"
    return text if plain else f'"{_escaped(text)}"'


def _items(text: str) -> tuple[tuple[Node, ...], list[Problem]]:
    """What a text is to YAML inside brackets, and what is wrong with it."""
    tree, problems = read(f"x: [{text}]", "")
    node = tree.entries["x"] if tree else None
    return (node.items if isinstance(node, Sequence) else ()), problems


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _read_back(book: Book, entry: _Entry, id_: str) -> Fact:
    """The fact as it is written now. Raises CannotEdit when its file no longer reads as facts."""
    facts, _, _ = parse(entry.text, entry.path)
    new = _new_problems(book, {entry.path: entry.text})
    if new or id_ not in facts:
        raise CannotEdit(f"{new[0].what}: {new[0].hint}" if new else f"{id_!r} could not be read any more")
    return facts[id_]


def _new_problems(book: Book, texts: Texts) -> list[Problem]:
    """What keeps files of facts from being read, and did not before."""
    paths = [path for path in texts if path.startswith("data/facts/")]
    before = {problem.what for path in paths for problem in parse(book.texts.get(path, ""), path)[2]}
    return [problem for path in paths for problem in parse(texts[path], path)[2] if problem.what not in before]


def _readable(book: Book, path: str) -> str:
    """The text of a file, empty for one that is not there. Raises CannotEdit when it is there and is no YAML."""
    if any(problem.place.path == path and problem.rule == RULE for problem in book.problems):
        raise CannotEdit(f"{path} cannot be read: mend it first, see python -m factbook check {path}")
    return book.texts.get(path, "")


def _template(key: str, kind: str) -> str:
    lines = [f"{key}:"]
    for field in FIELDS:
        if field.name in ("title", "source", "evidence", "verified", "value"):
            lines.append(f"  {field.name}: {PLACEHOLDER}  # {field.meaning}")
        elif field.name == "kind":
            lines.append(f"  kind: {kind}")
        elif field.name == "region" and kind == "price":
            lines.append(f"  region: {PLACEHOLDER}  # {field.meaning}")
        elif field.name in ("unit", "scope"):
            lines.append(f"  # {field.name}: {BY_NAME[field.name].example}  # {field.meaning}")
    return "\n".join(lines) + "\n"


def _in_links(book: Book, path: str, old: str, new: str) -> list[Edit]:
    """In the links of a note: to the row of a fact in a reference table."""
    links = structure(book.notes[path]).links
    targets = (link for link in links if link.target and link.target.endswith(f"#{old}"))
    return [
        edit
        for link in targets
        for edit in book.replacing(link.place, link.target, link.target.removesuffix(old) + new)
    ]


def _in_field(book: Book, place: Place, name: str, old: str, new: str) -> list[Edit]:
    """In a field of the entry whose key stands at a place."""
    text = book.texts[place.path]
    tree, _ = read(text, place.path)
    entry = next(node for key, node in tree.entries.items() if tree.keys[key] == place) if tree else None
    if not isinstance(entry, Mapping):
        return []
    start, end = book.offset(entry.entries[name].place), book.offset(Place(place.path, *entry.entries[name].end))
    found = re.finditer(rf"(?<![\w.]){re.escape(old)}(?![\w.])", text[start:end])
    return [Edit(place.path, start + match.start(), start + match.end(), new) for match in found]


def _applied(book: Book, edits: list[Edit]) -> Texts:
    by_path: dict[str, list[Edit]] = {}
    for edit in dict.fromkeys(edits):
        by_path.setdefault(edit.path, []).append(edit)
    return {path: edited(book.texts[path], found) for path, found in by_path.items()}
