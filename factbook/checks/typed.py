"""The rule against typed facts: a quantity that is a fact stands in data/, and a note names it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

from factbook.book import Book
from factbook.facts import Amount, Fact, Place, Problem, Span, Value, parse_unit
from factbook.facts.units import ATOMS, COUNTS, Dimension, worded
from factbook.notes import Note
from factbook.prose import structure
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
    """A note, diagram or snippet does not type a quantity that is or was a fact of its service or of one that it names.

    Of code blocks in notes it reads the remarks. What else stands in them are settings that somebody chose: 300 seconds
    in an example claims nothing about AWS, whatever facts are 300 seconds long.
    """
    said = cache(lambda service: _Said(book.facts.of(service)))  # most texts type nothing, and need none of it
    for note in book.doubtful:
        if typed := _typed_in(note):
            named = {use.id.partition(".")[0] for use in book.uses_in(note.path)}
            yield from _typed(book, typed, [*map(said, (*note.services, *sorted(named - set(note.services))))])
    for diagram in book.diagrams.values():
        path = diagram.place.path
        if path not in book.sound and (typed := _typed_beside(book.texts[path], path)):
            services = dict.fromkeys(str(call.fact_id).partition(".")[0] for call in diagram.calls)
            yield from _typed(book, typed, [*map(said, services)])
    for name, path in book.snippets.items():
        if path not in book.sound and (typed := _typed_beside(book.texts[path], path)):
            yield from _typed(book, typed, [said(name.partition("/")[0].replace("-", "_"))])


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


@lru_cache(maxsize=65536)
def _quantities(value: Value) -> tuple[_Quantity, ...]:
    """A value, or both ends of a span, in base units; of a rate only what stands before "per", as people type it."""
    if isinstance(value, Amount):
        ends = (value.number,)
    elif isinstance(value, Span):
        ends = (value.low, value.high)
    else:
        return ()
    above = value.unit.name.partition(" per ")[0]
    unit = parse_unit(above) if above else value.unit
    return tuple((unit.dimension, end * unit.factor) for end in ends)


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
    for word in _WORDS:
        at = lower.find(word)
        while at >= 0:
            if _WORD.match(lower, at):
                starts.append(at)
            at = lower.find(word, at + 1)
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


class _Typed(NamedTuple):
    """A quantity in a text, as it is written, where, and what it comes to; `by` is what should stand there instead."""

    shown: str
    place: Place
    quantity: _Quantity
    by: str


class _Read(NamedTuple):
    """A piece of a line with the place where it begins, and what names facts there: fact, value, or an empty text."""

    text: str
    place: Place
    by: str


@lru_cache(maxsize=8192)
def _typed_in(note: Note) -> tuple[_Typed, ...]:
    """Every quantity that a note types. A note that stays as it was is not read again."""
    return tuple(_found(_read(note)))


@lru_cache(maxsize=8192)
def _typed_beside(text: str, path: str) -> tuple[_Typed, ...]:
    """Every quantity in a diagram or a snippet."""
    by = "" if path.startswith(FOLDER) else "label"
    lines = enumerate(text.splitlines(), 1)
    return tuple(_found(_Read(_CALL.sub(_blanks, line), Place(path, number), by) for number, line in lines))


_CALL = re.compile(r"\{\{[^{}]*\}\}")


def _blanks(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _found(pieces: Iterable[_Read]) -> Iterator[_Typed]:
    """The quantities of all pieces, looked for in one text: no quantity goes over the end of a line."""
    read = list(pieces)
    texts = [_text(piece.text) for piece in read]
    begins = [0, *accumulate(len(text) + 1 for text in texts)]
    for match in quantities_in("\n".join(texts)):
        written = (match["money"] or match["number"]).lower()
        amount = Fraction(_WORDS[written] if written in _WORDS else written.rstrip(",").replace(",", ""))
        unit = "USD" if match["money"] else _UNITS[match["unit"].lower()]
        if amount == 0 or (unit in COUNTS and amount < _FEW):
            continue
        start = match.start() - bool(match["money"])
        number = bisect_right(begins, start) - 1
        text, place, by = read[number]
        column = start - begins[number]
        where = place._replace(column=place.column + column)
        quantity = (ATOMS[unit].dimension, amount * ATOMS[unit].factor)
        yield _Typed(text[column : match.end() - begins[number]], where, quantity, by)


_REMARK = re.compile(r"(?:^|\s)(?:#|//)[ ]")


def _read(note: Note) -> Iterator[_Read]:
    """The lines of a note's prose and the remarks in its code."""
    for line in structure(note).lines:
        yield _Read(line.text, Place(note.path, line.number), "fact")
    for code in structure(note).code:
        for number, text in enumerate(code.text.split("\n"), code.place.line):
            if remark := _REMARK.search(text):
                place = Place(note.path, number, code.place.column + remark.end())
                yield _Read(text[remark.end() :], place, "value")


def _typed(book: Book, quantities: tuple[_Typed, ...], known: list[_Said]) -> Iterator[Problem]:
    for shown, place, quantity, by in quantities:
        now = [fact for said in known for fact in said.now.get(quantity, ())]
        before = [fact for said in known for fact in said.before.get(quantity, ())]
        if now:
            call = f'{{{{ fact("{now[0].id}") }}}}'
            hints = {
                "value": f'write {{{{ value("{now[0].id}") }}}} and the unit',
                "": "say it without the number; the note beside the snippet can name the fact",
            }
            fix = book.replacing(place, shown, call) if by == "fact" and len(now) == 1 and not before else ()
            yield Problem(place, f"{shown!r} is typed, and is {_ids(now)}", hints.get(by, f"write {call}"), fix=fix)
        elif before:
            today = f", now {before[0].value.plain}" if len(before) == 1 else ""
            hint = f'write {{{{ was("{before[0].id}") }}}}' + ("" if by == "fact" else " in the text of the note")
            yield Problem(place, f"{shown!r} is typed, and was {_ids(before)}{today}", hint)


def _ids(facts: list[Fact]) -> str:
    return " or ".join(repr(fact.id) for fact in facts[:3]) + (" or others" if len(facts) > 3 else "")


_NOT_TEXT = re.compile(r"\]\([^)\[\]]*\)|<[^<>]*>|https?://\S+")


def _text(line: str) -> str:
    """A line of prose with the targets of links, tags and addresses blanked out."""
    if "](" not in line and "<" not in line and "://" not in line:
        return line
    return _NOT_TEXT.sub(lambda found: " " * len(found[0]), line)
