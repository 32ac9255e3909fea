"""The rule against typed facts: a quantity that is a fact stands in data/, and a note names it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from factbook.book import Book
from factbook.facts import Amount, Fact, Place, Problem, Span, Value, parse_unit
from factbook.facts.units import ATOMS, COUNTS, convert, worded
from factbook.notes import Note

_FEW = 3
"""Smaller counts are said of many things ("two ways") and are left alone."""

_WORDS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
    )
} | {"twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90, "hundred": 100, "thousand": 1000}
_MEASURED = ("second", "month", "byte", "bit per second")
_ABBREVIATIONS = {"ms": "millisecond", "s": "second", "sec": "second", "min": "minute", "hr": "hour", "%": "percent"}


def typed_number(book: Book) -> Iterator[Problem]:
    """A note does not type a quantity that is, or once was, a fact of its service or of a service that it names."""
    for note in book.notes.values():
        named = {use.id.partition(".")[0] for use in book.uses_in(note.path)}
        services = [*note.services, *sorted(named - set(note.services))]
        if known := [fact for service in services for fact in book.facts.of(service)]:
            yield from _typed(book, note, known)


def _unit_names() -> dict[str, str]:
    """Every way to write a unit after a number, in lower case, and the unit."""
    names = {name.lower(): name for name, unit in ATOMS.items() if unit.dimension and unit.dimension[0][0] in _MEASURED}
    names |= {worded(ATOMS[name], plural=True).lower(): name for name in names.values()}
    names |= {form.lower(): name for name in COUNTS for form in (name, worded(ATOMS[name], plural=True))}
    return names | _ABBREVIATIONS


_UNITS = _unit_names()
_LONGEST_FIRST = "|".join(re.escape(name) for name in sorted(_UNITS, key=len, reverse=True))
_QUANTITY = re.compile(
    r"(?<![\w.$/=-])(?:\$(?P<money>\d[\d,]*(?:\.\d+)?)"
    rf"|(?P<number>\d[\d,]*(?:\.\d+)?|\b(?:{'|'.join(_WORDS)})\b)[ \u00a0-]?(?P<unit>{_LONGEST_FIRST})(?![\w]))",
    re.IGNORECASE,
)


def _typed(book: Book, note: Note, known: list[Fact]) -> Iterator[Problem]:
    for line in book.structure(note).lines:
        for match in _QUANTITY.finditer(_text(line.text)):
            written = (match["money"] or match["number"]).lower()
            amount = Fraction(_WORDS[written] if written in _WORDS else written.rstrip(",").replace(",", ""))
            unit = "USD" if match["money"] else _UNITS[match["unit"].lower()]
            if amount == 0 or (unit in COUNTS and amount < _FEW):
                continue
            place = Place(note.path, line.number, match.start() + 1)
            now = [fact for fact in known if _says(fact.value, amount, unit)]
            before = [
                fact
                for fact in known
                if any(_says(past.value, amount, unit) for past in (*fact.history, *fact.mistaken))
            ]
            if now:
                fix = (
                    book.replacing(place, match[0], f'{{{{ fact("{now[0].id}") }}}}')
                    if len(now) == 1 and not before
                    else ()
                )
                yield Problem(
                    place, f"{match[0]!r} is typed, and is {_ids(now)}", f'write {{{{ fact("{now[0].id}") }}}}', fix=fix
                )
            elif before:
                today = f", now {before[0].value.plain}" if len(before) == 1 else ""
                yield Problem(
                    place,
                    f"{match[0]!r} is typed, and was {_ids(before)}{today}",
                    f'write {{{{ was("{before[0].id}") }}}}',
                )


def _ids(facts: list[Fact]) -> str:
    return " or ".join(repr(fact.id) for fact in facts[:3]) + (" or others" if len(facts) > 3 else "")


def _says(value: Value, amount: Fraction, unit: str) -> bool:
    """Whether a value, or an end of a span, is this quantity; of a rate only what stands before "per", as people type it."""
    if isinstance(value, Amount):
        ends = (value.number,)
    elif isinstance(value, Span):
        ends = (value.low, value.high)
    else:
        return False
    above = value.unit.name.partition(" per ")[0]
    own, other = parse_unit(above) if above else value.unit, ATOMS[unit]
    return own.converts_to(other) and any(convert(end, own, other) == amount for end in ends)


_NOT_TEXT = re.compile(r"\]\([^)]*\)|<[^>]*>|https?://\S+")


def _text(line: str) -> str:
    """A line of prose with the targets of links, tags and addresses blanked out."""
    return _NOT_TEXT.sub(lambda found: " " * len(found[0]), line)
