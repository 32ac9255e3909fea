"""The rule against typed facts: a quantity that is a fact stands in data/, and a note names it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from factbook.book import Book
from factbook.facts import Amount, Fact, Place, Problem, Span, Value, parse_unit
from factbook.facts.units import ATOMS, COUNTS, Dimension, worded
from factbook.prose import Line, blanked
from factbook.snippets import FOLDER

_FEW = 3
"""Smaller counts are said of many things ("two ways") and are left alone."""

_WORDS = {
    word: number
    for number, word in enumerate(
        "three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split(), _FEW
    )
} | {"twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90, "hundred": 100, "thousand": 1000}
_MEASURED = ("second", "month", "byte", "bit per second")
_ABBREVIATIONS = {"ms": "millisecond", "s": "second", "sec": "second", "min": "minute", "hr": "hour", "%": "percent"}


def typed_number(book: Book) -> Iterator[Problem]:
    """A note, diagram or snippet does not type a quantity that is or was a fact of its service or of one that it names."""
    said = {service: _Said(book.facts.of(service)) for service in book.facts.services}
    for note in book.notes.values():
        named = {use.id.partition(".")[0] for use in book.uses_in(note.path)}
        services = [*note.services, *sorted(named - set(note.services))]
        if known := [said[service] for service in services if service in said]:
            yield from _typed(book, note.path, book.structure(note).lines, known)
    for diagram in book.diagrams.values():
        services = dict.fromkeys(str(call.fact_id).partition(".")[0] for call in diagram.calls)
        if known := [said[service] for service in services if service in said]:
            yield from _typed(book, diagram.place.path, _lines(book.texts[diagram.place.path]), known)
    for name, path in book.snippets.items():
        service = name.partition("/")[0].replace("-", "_")
        if service in said:
            yield from _typed(book, path, _lines(book.texts[path]), [said[service]])


def _lines(text: str) -> list[Line]:
    return [Line(number, blanked(line, code=False)) for number, line in enumerate(text.splitlines(), 1)]


class _Said:
    """What the facts of a service say, and said: by dimension and amount in base units."""

    def __init__(self, facts: list[Fact]) -> None:
        self.now: dict[_Quantity, list[Fact]] = {}
        self.before: dict[_Quantity, list[Fact]] = {}
        for fact in facts:
            for quantity in _quantities(fact.value):
                self.now.setdefault(quantity, []).append(fact)
            for past in (*fact.history, *fact.mistaken):
                for quantity in _quantities(past.value):
                    if fact not in self.before.setdefault(quantity, []):
                        self.before[quantity].append(fact)


_Quantity = tuple[Dimension, Fraction]


def _quantities(value: Value) -> list[_Quantity]:
    """A value, or both ends of a span, in base units; of a rate only what stands before "per", as people type it."""
    if isinstance(value, Amount):
        ends = (value.number,)
    elif isinstance(value, Span):
        ends = (value.low, value.high)
    else:
        return []
    above = value.unit.name.partition(" per ")[0]
    unit = parse_unit(above) if above else value.unit
    return [(unit.dimension, end * unit.factor) for end in ends]


def _unit_names() -> dict[str, str]:
    """Every way to write a unit after a number, in lower case, and the unit."""
    names = {name.lower(): name for name, unit in ATOMS.items() if unit.dimension and unit.dimension[0][0] in _MEASURED}
    names |= {worded(ATOMS[name], plural=True).lower(): name for name in names.values()}
    names |= {form.lower(): name for name in COUNTS for form in (name, worded(ATOMS[name], plural=True))}
    return names | _ABBREVIATIONS


_UNITS = _unit_names()
_LONGEST_FIRST = "|".join(re.escape(name) for name in sorted(_UNITS, key=len, reverse=True))
_START = re.compile(r"\d+")
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b")
_QUANTITY = re.compile(
    rf"(?P<money>(?<=\$)\d[\d,]*(?:\.\d+)?)|(?P<number>\d[\d,]*(?:\.\d+)?|[a-z]+)[ \u00a0-]?(?P<unit>{_LONGEST_FIRST})(?![\w])",
    re.IGNORECASE,
)


def quantities_in(text: str) -> Iterator[re.Match[str]]:
    """Every number with its unit in a text: found by its digits or its word first, which is much quicker."""
    starts = [match.start() for match in _START.finditer(text)]
    lower = text.lower()
    if any(word in lower for word in _WORDS):
        starts += [match.start() for match in _WORD.finditer(lower)]
    end = 0
    for start in sorted(starts):
        before = text[start - 1] if start else " "
        if (
            start < end
            or before.isalnum()
            or before in "_./=-,"
            or (before == "$" and text[start - 2 : start - 1] == "\\")
        ):
            continue
        if match := _QUANTITY.match(text, start):
            end = match.end()
            yield match


def _typed(book: Book, path: str, lines: list[Line], known: list[_Said]) -> Iterator[Problem]:
    note = path.endswith(".md")
    for line in lines:
        for match in quantities_in(_text(line.text)):
            written = (match["money"] or match["number"]).lower()
            amount = Fraction(_WORDS[written] if written in _WORDS else written.rstrip(",").replace(",", ""))
            unit = "USD" if match["money"] else _UNITS[match["unit"].lower()]
            if amount == 0 or (unit in COUNTS and amount < _FEW):
                continue
            start = match.start() - bool(match["money"])
            shown = line.text[start : match.end()]
            place = Place(path, line.number, start + 1)
            quantity = (ATOMS[unit].dimension, amount * ATOMS[unit].factor)
            now = [fact for said in known for fact in said.now.get(quantity, ())]
            before = [fact for said in known for fact in said.before.get(quantity, ())]
            if now:
                fix = (
                    book.replacing(place, shown, f'{{{{ fact("{now[0].id}") }}}}')
                    if note and len(now) == 1 and not before
                    else ()
                )
                hint = f'write {{{{ fact("{now[0].id}") }}}}'
                if path.startswith(FOLDER):
                    hint = "say it without the number; the note beside the snippet can name the fact"
                yield Problem(place, f"{shown!r} is typed, and is {_ids(now)}", hint, fix=fix)
            elif before:
                today = f", now {before[0].value.plain}" if len(before) == 1 else ""
                yield Problem(
                    place,
                    f"{shown!r} is typed, and was {_ids(before)}{today}",
                    f'write {{{{ was("{before[0].id}") }}}}',
                )


def _ids(facts: list[Fact]) -> str:
    return " or ".join(repr(fact.id) for fact in facts[:3]) + (" or others" if len(facts) > 3 else "")


_NOT_TEXT = re.compile(r"\]\([^)]*\)|<[^>]*>|https?://\S+")


def _text(line: str) -> str:
    """A line of prose with the targets of links, tags and addresses blanked out."""
    if "](" not in line and "<" not in line and "://" not in line:
        return line
    return _NOT_TEXT.sub(lambda found: " " * len(found[0]), line)
