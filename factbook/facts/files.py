"""From YAML files to facts: everything that can be wrong with one file is said at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from collections.abc import Mapping as Mapping_
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from factbook.facts import derived
from factbook.facts.derived import CannotDerive, Quantity
from factbook.facts.disk import is_own
from factbook.facts.fact import Fact, Facts, Mistake, Move, PartialDate, Past, Witness
from factbook.facts.fields import (
    BY_NAME,
    ENTRY_KINDS,
    EVIDENCE_WORDS,
    FIELDS,
    KEY_PATTERN,
    KINDS,
    MISTAKE_FIELDS,
    NUMBER_LENGTH,
    PAST_FIELDS,
    TEXT_WORDS,
    WITNESS_FIELDS,
    WITNESS_KINDS,
    WITNESS_WAYS,
    Field,
    Form,
)
from factbook.facts.kept import Kept
from factbook.facts.problems import Place, Places, Problem, closest
from factbook.facts.strict_yaml import Mapping, Node, Scalar, Sequence, decode, read, read_once
from factbook.facts.units import ATOMS, NONE, Unit, UnknownUnit, parse_unit
from factbook.facts.values import Amount, Choices, Span, Value, Words

RULE = "fact"
_KEY = re.compile(KEY_PATTERN)
PLACEHOLDER = "…"
"""Stands in a template for what its writer has to fill in."""

_REFUSED = {signs: re.compile(f"[{signs}]") for signs in ("<`\n", "<\n")}
"""What a text may not have: on pages, and where none is shown."""

_BAD = object()
"""Stands for a field that could not be read and was reported."""


def load(root: Path) -> tuple[Facts, list[Problem], dict[str, str]]:
    """Every fact in data/facts/ below `root`.

    Returns the facts that could be read, all problems of all files, and the text of
    each file by its path relative to `root`.
    """
    contents: dict[str, bytes] = {}
    for file in sorted((root / "data" / "facts").glob("*.yaml")):
        name = file.relative_to(root).as_posix()
        if is_own(root, name):  # a symbolic link is not followed; a rule reports it
            contents[name] = file.read_bytes()
    kept = Kept(root / ".cache" / "facts")
    loaded = load_contents(contents, kept)
    kept.tidy()
    return loaded


def load_contents(
    contents: Mapping_[str, bytes], kept: Kept | None = None
) -> tuple[Facts, list[Problem], dict[str, str]]:
    """The same as `load`, from the contents of the files by their paths; what was `kept` is not read again."""
    facts: dict[str, Fact] = {}
    moves: dict[str, Move] = {}
    problems: list[Problem] = []
    texts: dict[str, str] = {}
    refused: set[str] = set()
    for path, content in contents.items():
        text, bad = decode(content, path)
        texts[path] = text
        before = kept.get(text, path) if kept and not bad else None
        if before:
            found, moved, worse = *before, []
        else:
            found, moved, worse = parse(text, path) if not bad else ({}, {}, list(bad))
            if kept and not worse:
                kept.put(text, path, (found, moved))
        facts |= found
        moves |= moved
        problems += worse
        if worse:
            refused |= _named(path, text if not bad else None) - found.keys() - moved.keys()
    derived_ = {id_ for id_, fact in facts.items() if fact.derive}
    derive_all(facts, moves, problems, refused)
    return Facts(facts, moves, frozenset(refused | (derived_ - facts.keys()))), problems, texts


def _named(path: str, text: str | None) -> set[str]:
    """The ids of a file's entries; the service's id when the file cannot be read."""
    service = path.rpartition("/")[2].removesuffix(".yaml")
    tree = read(text, path)[0] if text is not None else None
    return {f"{service}.{key}" for key in tree.entries} if tree else {service}


@lru_cache(maxsize=4096)
def parse(text: str, path: str) -> tuple[dict[str, Fact], dict[str, Move], list[Problem]]:
    """The facts and moves of one file, and its problems; derived facts wait for `derive_all`.

    The same text is not read again: nobody may change what comes back.
    """
    facts: dict[str, Fact] = {}
    moves: dict[str, Move] = {}
    service = path.rpartition("/")[2].removesuffix(".yaml")
    tree, problems = read_once(text, path)
    if not _KEY.fullmatch(service):
        problems.append(
            Problem(
                Place(path),
                f"file name {service!r} is no service id",
                "lower-case letters, digits and underscores, a letter first",
                RULE,
            )
        )
    for key, node in (tree.entries if tree else {}).items():
        entry = _Entry(service, key, tree.keys[key], node, problems)
        if isinstance(read_ := entry.read(), Fact):
            facts[read_.id] = read_
        elif isinstance(read_, Move):
            moves[read_.old] = read_
    return facts, moves, problems


def derive_all(
    facts: dict[str, Fact], moves: dict[str, Move], problems: list[Problem], refused: Set[str] = frozenset()
) -> None:
    """Compute every derived fact in place; one that cannot be computed is reported and dropped.

    `refused` has the ids of entries, and of whole files, that were reported already.
    """
    waiting = [fact.id for fact in facts.values() if fact.derive]
    failed: set[str] = set()
    for id_ in waiting:
        _derive(id_, facts, moves, problems, failed, refused, ())
    for id_ in failed:
        del facts[id_]


def _derive(
    id_: str,
    facts: dict[str, Fact],
    moves: dict[str, Move],
    problems: list[Problem],
    failed: set[str],
    refused: Set[str],
    above: tuple[str, ...],
) -> None:
    fact = facts[id_]
    if fact.operands or id_ in failed:
        return
    where = fact.at("derive")

    def fail(what: str, hint: str, column: int = 0) -> CannotDerive:
        place = where._replace(column=where.column + column)
        problems.append(Problem(place, what, hint, RULE))
        failed.add(id_)
        return CannotDerive(what)

    def look_up(name: str, column: int) -> Quantity:
        name = moves[name].new if name in moves else name
        if name in refused or name.partition(".")[0] in refused:
            failed.add(id_)
            raise CannotDerive(f"{name!r} was refused")
        if name not in facts:
            near = closest(name, list(facts))
            raise fail(f"no fact {name!r}", f"did you mean {near!r}?" if near else "add it first", column)
        if name == id_ or name in above:
            circle = " → ".join([*above[above.index(name) if name in above else len(above) :], id_, name])
            raise fail(f"facts go round in a circle: {circle}", "give one of them a value", column)
        if facts[name].derive:
            _derive(name, facts, moves, problems, failed, refused, (*above, id_))
        if name in failed:
            raise fail(f"{name!r} cannot be computed", "mend that one first", column)
        value = facts[name].value
        if not isinstance(value, Amount):
            raise fail(f"{name!r} is not a single number", "derive from numbers only", column)
        return Quantity(value.number * value.unit.factor, value.unit.dimension)

    unit = fact.value.unit if isinstance(fact.value, Amount) else NONE
    try:
        operands = tuple(
            dict.fromkeys(moves[name].new if name in moves else name for name, _ in derived.references(fact.derive))
        )
        if not operands:
            raise CannotDerive("names no fact")
        number = derived.compute(fact.derive, look_up).said_in(unit)
    except CannotDerive as error:
        if id_ not in failed:
            fail(f"{fact.derive!r}: {error}", "see “Derived facts” in docs/contribute/facts.md", error.column)
        return
    facts[id_] = replace(
        fact, value=Amount(number, unit), operands=operands, verified=min(facts[name].verified for name in operands)
    )


_NEEDED = {kind: [field for field in FIELDS if kind in field.needed] for kind in ENTRY_KINDS}
"""The fields that an entry must have, by what it has of value, derive and moved_to."""


class _Entry:
    """One entry of a file while it is being read."""

    def __init__(self, service: str, key: str, place: Place, node: Node, problems: list[Problem]) -> None:
        self.id = f"{service}.{key}"
        self.key = key
        self.place = place
        self.node = node
        self.problems = problems
        self.unit = NONE

    def refuse(self, place: Place, what: str, hint: str) -> Any:
        self.problems.append(Problem(place, what, hint, RULE))
        return _BAD

    def read(self) -> Fact | Move | None:
        """The entry as a fact or a move, or None when something in it was refused."""
        if not _KEY.fullmatch(self.key):
            self.refuse(self.place, f"key {self.key!r}", "lower-case letters, digits and underscores, a letter first")
        if not isinstance(self.node, Mapping):
            self.refuse(
                self.node.place, f"{self.id!r} has no fields", "write its fields below it, indented by two spaces"
            )
            return None
        entries = self.node.entries
        kinds = [kind for kind in ENTRY_KINDS if kind in entries]
        unknown = [name for name in entries if name not in BY_NAME]
        for name in unknown:
            near = closest(name, list(BY_NAME))
            self.refuse(
                self.node.keys[name],
                f"unknown field {name!r}",
                f"did you mean {near!r}?" if near else "see “The fields” in docs/contribute/facts.md",
            )
        if not kinds and any(closest(name, list(BY_NAME)) in ENTRY_KINDS for name in unknown):
            return None
        if len(kinds) != 1:
            self.refuse(
                self.place,
                f"{self.id!r} has {' and '.join(kinds) or 'none of'}{'' if kinds else ' value, derive, moved_to'}",
                "an entry has exactly one of value, derive, moved_to",
            )
            return None
        before = len(self.problems) - len(unknown)
        fields = self.fields(kinds[0])
        self.requirements(kinds[0], fields)
        if len(self.problems) > before:
            return None
        if kinds[0] == "moved_to":
            return Move(self.id, fields["moved_to"], self.place)
        if kinds[0] == "derive":
            fields["value"] = Amount(Fraction(0), self.unit)
        names = tuple(entries)
        places = [number for node in entries.values() for number in node.place[1:]]
        keys = [number for place in self.node.keys.values() for number in place[1:]]
        path = self.place.path
        fields["witnesses"] = fields.pop("witness", ())
        return Fact(
            id=self.id,
            place=self.place,
            places=Places(path, names, places),
            keys=Places(path, names, keys),
            **fields,
        )

    def fields(self, kind: str) -> dict[str, Any]:
        """Every field by its name; misplaced and unreadable ones are reported."""
        found: dict[str, Any] = {}
        entries = self.node.entries
        if "unit" in entries:
            self.unit = self.as_unit(entries["unit"])
        for name, node in entries.items():
            field = BY_NAME.get(name)
            if field is None:
                continue
            if kind not in field.allowed:
                self.refuse(
                    self.node.keys[name], f"field {name!r} beside {kind!r}", f"remove it: an entry with {kind} has none"
                )
            elif name != "unit":  # read already: values and history need it
                value = _READERS[field.form](self, node, field)
                if value is not _BAD:
                    found[name] = value
        return found

    def requirements(self, kind: str, fields: dict[str, Any]) -> None:
        """Fields that must be there, or must not, because of others."""
        entries = self.node.entries
        for field in _NEEDED[kind]:
            if field.name not in entries:
                self.refuse(self.place, f"{self.id!r} has no {field.name!r}", f"add it: {field.meaning}")
        if kind == "value" and fields.get("kind") == "price" and "region" not in entries:
            self.refuse(self.place, f"{self.id!r} is a price without 'region'", "add the Region it is for, or all")
        if "adjustable" in entries and fields.get("kind") not in ("limit", None):
            self.refuse(self.node.keys["adjustable"], "'adjustable' on something that is not a limit", "remove it")
        if "unit" in entries and isinstance(fields.get("value"), Choices | Words):
            self.refuse(self.node.keys["unit"], "a unit beside a text", "remove it, or write the value as a number")

    # One reader for each form of a field.

    def scalar(self, node: Node, what: str) -> Scalar | Any:
        if isinstance(node, Scalar):
            return node
        return self.refuse(
            node.place,
            f"a {'list' if isinstance(node, Sequence) else 'mapping'} where {what} is expected",
            f"write {what}",
        )

    def as_text(self, node: Node, field: Field | None = None, refused: str = "<`\n") -> Any:
        scalar = self.scalar(node, "a short text")
        if scalar is _BAD:
            return _BAD
        text = scalar.text.strip()
        if not text or text == PLACEHOLDER:
            what = "the text is empty" if not text else "still to be filled in"
            return self.refuse(scalar.place, what, "write it, or remove the field")
        if field is not None and not scalar.quoted and scalar.looks_like in ("number", "date", "true-or-false"):
            return self.refuse(
                scalar.place,
                f"{scalar.text!r} is a {scalar.looks_like} where a text is expected",
                f'quote it: "{scalar.text}"',
            )
        if sign := _REFUSED[refused].search(text):
            what = "a text of several lines" if sign[0] == "\n" else f"{sign[0]!r} in a text"
            hint = (
                "write one line" if sign[0] == "\n" else "write it in words: facts are shown on web pages as they are"
            )
            return self.refuse(scalar.place, what, hint)
        if field is not None and field.name == "title" and scalar.text.endswith("."):
            return self.refuse(scalar.place, "the title ends with a full stop", "remove it")
        return text

    def as_choice(self, node: Node, field: Field) -> Any:
        text = self.as_text(node)
        if text is _BAD or text in KINDS:
            return text
        near = closest(text, list(KINDS))
        return self.refuse(
            node.place, f"kind {text!r}", f"did you mean {near!r}?" if near else "one of " + ", ".join(KINDS)
        )

    def as_boolean(self, node: Node, field: Field) -> Any:
        scalar = self.scalar(node, "true or false")
        if scalar is _BAD:
            return _BAD
        if scalar.looks_like == "true-or-false":
            return scalar.text == "true"
        return self.refuse(scalar.place, f"{scalar.text!r} for {field.name!r}", "write true or false, without quotes")

    def as_value(self, node: Node, field: Field | None = None, unit: Unit | None = None) -> Any:
        unit = self.unit if unit is None else unit
        if isinstance(node, Sequence):
            texts = [self.as_text(item) for item in node.items]
            if not texts:
                return self.refuse(node.place, "the list is empty", "write its items")
            if _BAD in texts:
                return _BAD
            double = next((text for i, text in enumerate(texts) if text in texts[:i]), None)
            if double:
                return self.refuse(node.place, f"{double!r} stands twice in the list", "keep one of them")
            return Choices(tuple(texts))
        if isinstance(node, Mapping):
            return self.as_span(node, unit)
        if node.looks_like == "number":
            number = self.number(node)
            return number if number is _BAD else Amount(number, unit)
        if node.looks_like in ("date", "true-or-false"):
            hint = (
                "write what is the case, as a word"
                if node.looks_like == "true-or-false"
                else f'quote it: "{node.text}"'
            )
            return self.refuse(node.place, f"{node.text!r} is a {node.looks_like}", hint)
        text = self.as_text(node)
        if text is not _BAD and len(text.split()) > TEXT_WORDS:
            return self.refuse(
                node.place,
                f"a value of {len(text.split())} words",
                f"say it in at most {TEXT_WORDS}; explain in the note",
            )
        return text if text is _BAD else Words(text)

    def number(self, node: Scalar) -> Any:
        if len(node.text) > NUMBER_LENGTH:
            what = f"a number of {len(node.text)} digits"
            return self.refuse(node.place, what, f"write at most {NUMBER_LENGTH}, or a larger unit")
        return Fraction(node.text)

    def as_span(self, node: Mapping, unit: Unit) -> Any:
        if set(node.entries) != {"min", "max"}:
            return self.refuse(node.place, "a span needs min and max, and nothing else", "write {min: 1, max: 10}")
        ends = []
        for name in ("min", "max"):
            end = node.entries[name]
            if not isinstance(end, Scalar) or end.looks_like != "number":
                return self.refuse(end.place, f"{name} is not a number", "write digits")
            ends.append(self.number(end))
        if _BAD in ends:
            return _BAD
        if ends[0] >= ends[1]:
            return self.refuse(
                node.place,
                f"min {node.entries['min'].text} is not below max {node.entries['max'].text}",
                "swap them, or write one number",
            )
        return Span(ends[0], ends[1], unit)

    def as_unit(self, node: Node, field: Field | None = None) -> Any:
        text = self.as_text(node)
        if text is _BAD:
            return NONE
        try:
            return parse_unit(text)
        except UnknownUnit as error:
            near = closest(str(error), list(ATOMS))
            self.refuse(
                node.place,
                f"unknown unit {str(error)!r}",
                f"did you mean {near!r}?" if near else "see “Units” in docs/contribute/facts.md",
            )
            return NONE

    def as_url(self, node: Node, field: Field) -> Any:
        text = self.as_text(node)
        if text is _BAD or re.fullmatch(r"https://[^\s/]+\.[^\s/]+/?[^\s]*", text):
            return text
        return self.refuse(node.place, f"{text!r} is not an https address", "give the page's full address")

    def as_evidence(self, node: Node, field: Field) -> Any:
        text = self.as_text(node)
        if text is not _BAD and len(text.split()) > EVIDENCE_WORDS:
            return self.refuse(
                node.place,
                f"evidence of {len(text.split())} words",
                f"keep the at most {EVIDENCE_WORDS} around the value",
            )
        return text

    def as_date(self, node: Node, field: Field) -> Any:
        text = self.as_text(node)
        try:
            return text if text is _BAD else date.fromisoformat(text) if len(text) == 10 else date.fromisoformat("")
        except ValueError:
            return self.refuse(node.place, f"{text!r} is no date", "write it as YYYY-MM-DD")

    def as_partial_date(self, node: Node, field: Field | None = None) -> Any:
        text = self.as_text(node)
        if text is _BAD:
            return _BAD
        try:
            return PartialDate.read(text)
        except ValueError:
            return self.refuse(node.place, f"{text!r} is no date", "write YYYY, YYYY-MM or YYYY-MM-DD")

    def as_history(self, node: Node, field: Field) -> Any:
        return self.rows(
            node,
            PAST_FIELDS,
            ("until", "value"),
            lambda row, value, at: Past(row["until"], value, at, row.get("source", ""), row.get("note", "")),
        )

    def as_mistakes(self, node: Node, field: Field) -> Any:
        return self.rows(
            node, MISTAKE_FIELDS, ("value", "note"), lambda row, value, at: Mistake(value, at, row["note"])
        )

    def rows(
        self,
        node: Node,
        known: dict[str, str],
        needed: tuple[str, ...],
        make: Callable[[dict[str, Any], Value, Place], Any],
    ) -> Any:
        """A list of mappings, each made into an object by `make`; one bad row is one report."""
        if not isinstance(node, Sequence) or not node.items:
            return self.refuse(node.place, "not a list", "write one line for each, starting with '- '")
        made = []
        for item in node.items:
            row = self.row(item, known, needed)
            made.append(row if row is _BAD else make(row, row["value"], item.place))
        return _BAD if _BAD in made else tuple(made)

    def row(self, item: Node, known: dict[str, str], needed: tuple[str, ...]) -> Any:
        if not isinstance(item, Mapping):
            return self.refuse(item.place, "not a mapping", f"write {{{', '.join(f'{name}: …' for name in needed)}}}")
        for name in item.entries:
            if name not in known:
                return self.refuse(item.keys[name], f"unknown field {name!r}", "one of " + ", ".join(known))
        for name in needed:
            if name not in item.entries:
                return self.refuse(item.place, f"no {name!r}", f"add it: {known[name]}")
        unit = self.as_unit(item.entries["unit"]) if "unit" in item.entries else self.unit
        row: dict[str, Any] = {}
        for name, part in item.entries.items():
            if name == "value":
                row[name] = self.as_value(part, unit=unit)
            elif name == "until":
                row[name] = self.as_partial_date(part)
            elif name == "source":
                row[name] = self.as_url(part, BY_NAME["source"])
            elif name == "note":
                row[name] = self.as_text(part)
        return _BAD if _BAD in row.values() else row

    def as_witnesses(self, node: Node, field: Field) -> Any:
        """One witness, or a list of them."""
        found = [self.as_witness(item, field) for item in (node.items if isinstance(node, Sequence) else (node,))]
        return _BAD if _BAD in found or not found else tuple(found)

    def as_witness(self, node: Node, field: Field) -> Any:
        if not isinstance(node, Mapping):
            return self.refuse(node.place, "a witness is a mapping", "write {botocore: …, says: …}")
        entries = node.entries
        for name in entries:
            if name not in WITNESS_FIELDS:
                return self.refuse(node.keys[name], f"unknown field {name!r}", "one of " + ", ".join(WITNESS_FIELDS))
        kinds = [name for name in entries if name in WITNESS_KINDS]
        ways = [name for name in entries if name in WITNESS_WAYS]
        for found, known, example in ((kinds, WITNESS_KINDS, "botocore"), (ways, WITNESS_WAYS, "says")):
            if len(found) != 1:
                what = f"a witness with {' and '.join(found) if found else 'none of ' + ', '.join(known)}"
                return self.refuse(node.place, what, f"it has exactly one, such as {example}: {known[example]}")
        path = self.as_text(entries[kinds[0]])
        expected = self.as_text(entries[ways[0]], refused="<\n")  # no page shows what a witness says
        supports = self.as_boolean(entries["supports"], field) if "supports" in entries else False
        called = self.as_names(entries["called"]) if "called" in entries else {}
        if _BAD in (path, expected, supports, called):
            return _BAD
        place = entries[ways[0]].place
        if ways[0] in ("enum", "members") and not re.fullmatch(r"all|some|all but \S.*", expected):
            return self.refuse(place, f"{ways[0]} {expected!r}", "write all, some, or all but and names")
        if (problem := self.bad_unit(ways[0], expected)) is not None:
            return self.refuse(place, problem, "write a unit of the list that the value converts to")
        return Witness(kinds[0], path, ways[0], expected, node.place, called, supports)

    def as_names(self, node: Node) -> Any:
        """Other names: a mapping of a text to a text."""
        if not isinstance(node, Mapping) or not node.entries:
            return self.refuse(node.place, "names are a mapping", "write {our name: its name}")
        names = {name: self.as_text(item) for name, item in node.entries.items()}
        return _BAD if _BAD in names.values() else names

    def bad_unit(self, way: str, expected: str) -> str | None:
        """What is wrong with the units that a witness names."""
        named = [expected] if way in ("max", "min", "range") else re.findall(r"\{\w+ in ([^{}]+)\}", expected)
        for name in named:
            try:
                unit = parse_unit("" if name == "number" else name)
            except UnknownUnit as error:
                return f"unknown unit {str(error)!r}"
            if way == "says" and not unit.converts_to(self.unit):
                return f"{self.unit.name or 'a bare number'} does not convert to {name}"
        return None

    def as_expression(self, node: Node, field: Field) -> Any:
        text = self.as_text(node)
        if text is _BAD:
            return _BAD
        try:
            derived.references(text)
        except CannotDerive as error:
            place = node.place._replace(column=node.place.column + error.column)
            return self.refuse(place, f"{text!r}: {error}", "see “Derived facts” in docs/contribute/facts.md")
        return text

    def as_fact_id(self, node: Node, field: Field) -> Any:
        text = self.as_text(node)
        if text is _BAD or re.fullmatch(rf"{KEY_PATTERN}\.{KEY_PATTERN}", text):
            return text
        return self.refuse(node.place, f"{text!r} is not a fact id", "ids are written service.key")


_READERS: dict[Form, Callable[[_Entry, Node, Field], Any]] = {
    Form.TEXT: _Entry.as_text,
    Form.CHOICE: _Entry.as_choice,
    Form.BOOLEAN: _Entry.as_boolean,
    Form.VALUE: _Entry.as_value,
    Form.URL: _Entry.as_url,
    Form.EVIDENCE: _Entry.as_evidence,
    Form.DATE: _Entry.as_date,
    Form.PARTIAL_DATE: _Entry.as_partial_date,
    Form.HISTORY: _Entry.as_history,
    Form.MISTAKES: _Entry.as_mistakes,
    Form.WITNESS: _Entry.as_witnesses,
    Form.EXPRESSION: _Entry.as_expression,
    Form.FACT_ID: _Entry.as_fact_id,
}
