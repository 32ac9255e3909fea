"""Changing facts by command: new texts for files, with every comment and everything else left as it is.

Nothing is written here. Each function returns the new text of every file that it
changes, so that the caller writes all of them or none.
"""

from __future__ import annotations

import re
from datetime import date

from factbook import layout, worked
from factbook.book import Book
from factbook.facts import Edit, Fact, Place, UnknownUnit, closest, derived, parse, parse_unit
from factbook.facts.fields import BY_NAME, FIELDS, KEY_PATTERN, KINDS
from factbook.facts.files import PLACEHOLDER
from factbook.facts.strict_yaml import Mapping, Node, Sequence, read
from factbook.mend import edited

_RANK = {field.name: rank for rank, field in enumerate(FIELDS)}
Texts = dict[str, str]


class CannotEdit(ValueError):
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

    `value` is written as in YAML: 15, text, [a, list], {min: 1, max: 10}.
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
    old_unit = entry.text_of("unit") if "unit" in entry.fields else ""
    past = f"until: {until}, value: {entry.text_of('value')}"
    if unit is not None and old_unit != unit and old_unit:
        past += f", unit: {old_unit}"
    entry.put("value", value)
    if unit is not None:
        entry.put("unit", unit)
    if source is not None:
        entry.put("source", source)
    entry.put("evidence", _quoted(evidence))
    entry.put("verified", verified.isoformat())
    if "since" in entry.fields:
        entry.put("since", until)
    entry.add_item("history", f"{{{past}}}")
    return _checked(book, entry.done(), fact.place.path)


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
    text = book.texts.get(path, "")
    return {path: layout.sorted_entries(_joined(text, _template(key, kind)))}


def rename(book: Book, old: str, new: str) -> Texts:
    """Give a fact another id: in its file, in every note and every derived fact; the old id stays as moved."""
    fact = book.facts.get(old)
    if fact is None:
        raise CannotEdit(f"no fact {old!r}" + (f": it is {book.resolve(old)!r} now" if old in book.facts.moves else ""))
    if not re.fullmatch(rf"{KEY_PATTERN}\.{KEY_PATTERN}", new):
        raise CannotEdit(f"{new!r} is not a fact id: ids are written service.key")
    if new in book.facts or new in book.facts.moves:
        raise CannotEdit(f"{new!r} is there already")
    service, _, key = new.partition(".")
    if service not in book.services:
        raise CannotEdit(f"no service {service!r}: add it to data/services.yaml first")
    if examples := [name for name, example in worked.EXAMPLES.items() if old in example.facts]:
        raise CannotEdit(f"the worked examples {', '.join(examples)} need {old!r}: change factbook/worked.py with it")
    edits = [edit for use in book.uses if use.id == old for edit in book.replacing(use.place, old, new)]
    edits += [edit for other in book.facts.values() if other.derive for edit in _in_expression(book, other, old, new)]
    for move in book.facts.moves.values():
        if move.new == old:
            edits += _in_move(book, move.place, old, new)
    texts = _applied(book, edits)
    path, target = fact.place.path, f"data/facts/{service}.yaml"
    before, body, after = _cut(texts.get(path, book.texts[path]), fact.key)
    body = re.sub(rf"^{re.escape(fact.key)}(?=\s*:)", key, body, count=1, flags=re.MULTILINE)
    texts[path] = _joined(before, f"{fact.key}: {{moved_to: {new}}}\n") + after
    texts[target] = layout.sorted_entries(_joined(texts.get(target, book.texts.get(target, "")), body))
    texts[path] = layout.sorted_entries(texts[path])
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

    def done(self) -> Texts:
        return {self.path: self.text}

    def offset(self, place: Place) -> int:
        return sum(len(line) for line in self.text.splitlines(keepends=True)[: place.line - 1]) + place.column - 1

    def span(self, name: str) -> tuple[int, int]:
        """First character and end of a field's value, blank space and comments after it left out."""
        node = self.fields[name]
        start, end = self.offset(node.place), self.offset(Place(self.path, *node.end))
        while end > start and self.text[end - 1] in " \r\n":
            end -= 1
        return start, end

    def text_of(self, name: str) -> str:
        """A field's value as it is written."""
        start, end = self.span(name)
        return self.text[start:end]

    def put(self, name: str, value: str) -> None:
        """Set a field; one that is not there yet is put at its place in the order of fields."""
        if name in self.fields:
            start, end = self.span(name)
            self.text = self.text[:start] + value + self.text[end:]
        else:
            self.insert(name, value)

    def add_item(self, name: str, item: str) -> None:
        """Add a line to a list, or make the list."""
        node = self.fields.get(name)
        if node is None:
            self.insert(name, f"[{item}]" if self.node.braces else f"\n{self.indent}  - {item}")
            return
        assert isinstance(node, Sequence)
        start, end = self.span(name)
        if self.text[start] == "[":
            self.text = f"{self.text[: end - 1].rstrip()}, {item}]{self.text[end:]}"
        else:
            column = " " * (node.place.column - 1)
            self.text = f"{self.text[:end]}{self.newline}{column}- {item}{self.text[end:]}"

    def insert(self, name: str, value: str) -> None:
        """Put a new field before the first that comes after it in the order of fields, or at the end."""
        node = self.node
        later = [each for each in node.entries if _RANK[each] > _RANK[name]]
        written = f"{name}:{'' if value.startswith(chr(10)) else ' '}{value}".replace("\n", self.newline)
        if later:
            at = self.offset(node.keys[later[0]])
            between = ", " if node.braces else self.newline + self.indent
            self.text = self.text[:at] + written + between + self.text[at:]
        else:
            _, end = self.span(list(node.entries)[-1])
            between = ", " if node.braces else self.newline + self.indent
            self.text = self.text[:end] + between + written + self.text[end:]

    @property
    def indent(self) -> str:
        first = next(iter(self.node.keys.values()))
        return " " * (first.column - 1)

    @property
    def newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"


def _quoted(text: str) -> str:
    """A text as YAML can hold it: in quotes where it must be."""
    plain = re.fullmatch(r"[A-Za-z0-9($][^#:\"'{}\[\],&*!|>%@`]*", text) and not re.fullmatch(
        r"[\d.]+|true|false|yes|no|on|off|null", text
    )
    return text if plain else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _checked(book: Book, texts: Texts, path: str) -> Texts:
    """The texts, unless the changed file no longer reads as facts."""
    _, _, problems = parse(texts[path], path)
    before = {problem.what for problem in parse(book.texts[path], path)[2]}
    new = [problem for problem in problems if problem.what not in before]
    if new:
        raise CannotEdit(f"{new[0].what}: {new[0].hint}")
    return texts


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


def _joined(text: str, entry: str) -> str:
    """An entry put at the end of a file, a blank line before it."""
    if not text.strip():
        return text + entry if text.strip() else entry
    return text.rstrip("\r\n") + "\n\n" + entry


def _cut(text: str, key: str) -> tuple[str, str, str]:
    """A file's text before an entry, the entry with the comments right above it, and the text after it."""
    lines = text.splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if re.match(rf"{re.escape(key)}\s*:", line))
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or lines[end][0] in " \t"):
        end += 1
    while start and lines[start - 1].startswith("#"):
        start -= 1
    return "".join(lines[:start]), "".join(lines[start:end]).rstrip("\r\n") + "\n", "".join(["\n", *lines[end:]])


def _in_expression(book: Book, fact: Fact, old: str, new: str) -> list[Edit]:
    text, start = book.texts[fact.place.path], book.offset(fact.at("derive"))
    line = text[start:].partition("\n")[0]
    columns = [match.start() for match in re.finditer(rf"(?<![\w.]){re.escape(old)}(?![\w.])", line)]
    named = [id_ for id_, _ in derived.references(fact.derive)]
    return (
        [Edit(fact.place.path, start + column, start + column + len(old), new) for column in columns]
        if old in named
        else []
    )


def _in_move(book: Book, place: Place, old: str, new: str) -> list[Edit]:
    start = book.offset(place)
    line = book.texts[place.path][start:].partition("\n")[0]
    column = line.find(old)
    return [Edit(place.path, start + column, start + column + len(old), new)] if column >= 0 else []


def _applied(book: Book, edits: list[Edit]) -> Texts:
    by_path: dict[str, list[Edit]] = {}
    for edit in dict.fromkeys(edits):
        by_path.setdefault(edit.path, []).append(edit)
    return {path: edited(book.texts[path], found) for path, found in by_path.items()}
