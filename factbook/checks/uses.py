"""Rules about naming facts in notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from factbook import worked
from factbook.book import Book
from factbook.facts import Amount, Fact, Place, Problem, Span, UnknownUnit, Value, closest, in_unit, parse_unit
from factbook.facts.fields import KINDS
from factbook.facts.units import ATOMS, convert
from factbook.notes import Call, Note
from factbook.services import AREAS


def unknown_fact(book: Book) -> Iterator[Problem]:
    """Every fact that a note names is in data/facts/."""
    for use in book.uses:
        if use.id not in book.facts and use.id not in book.facts.moves:
            near = book.facts.closest(use.id)
            hint = (
                f"did you mean {near.id!r}, {near.place.path}:{near.place.line}?"
                if near
                else "add it, or remove the reference"
            )
            yield Problem(use.place, f"no fact {use.id!r}", hint)


def moved_fact(book: Book) -> Iterator[Problem]:
    """A note names a fact by the id that it has now."""
    for use in book.uses:
        if use.id in book.facts.moves and use.macro != "worked":
            yield Problem(use.place, f"{use.id!r} has a new id", f"write {book.resolve(use.id)!r}")


def unused_fact(book: Book) -> Iterator[Problem]:
    """Every fact is named by a note, or another fact is derived from it. Tables do not count."""
    operands = {id_ for fact in book.facts.values() for id_ in fact.operands}
    for fact in book.facts.values():
        if not book.used_by[fact.id] and fact.id not in operands:
            yield Problem(
                fact.place,
                f"no note names {fact.id!r}",
                f'write {{{{ fact("{fact.id}") }}}} where it matters, or remove the fact',
            )


def wrong_argument(book: Book) -> Iterator[Problem]:
    """What a note passes to a macro exists and fits: services, kinds, units, worked examples."""
    known = {"service id": book.services, "kind": KINDS, "area": AREAS, "worked example": worked.EXAMPLES}
    for note in book.notes.values():
        for call in note.calls:
            yield from _unknown_words(call, known)
            yield from _unit_problem(book, call)
            if call.macro == "worked" and call.arguments["example"] in worked.EXAMPLES:
                yield from _worked_problem(book, call)
            if call.macro == "was":
                yield from _no_past(book, call)


def _no_past(book: Book, call: Call) -> Iterator[Problem]:
    fact = book.facts.get(book.resolve(str(call.arguments["id"])))
    if fact and not fact.history and not fact.mistaken:
        yield Problem(call.places["id"], f"{fact.id!r} has no history", "add what it was, or write fact() instead")


def _unknown_words(call: Call, known: dict[str, object]) -> Iterator[Problem]:
    of = {
        "facts": {"service": "service id", "kind": "kind"},
        "service": {"id": "service id"},
        "services": {"area": "area"},
        "worked": {"example": "worked example"},
    }.get(call.macro, {})
    for name, sort in of.items():
        value = call.arguments.get(name)
        if value is not None and value not in known[sort]:
            near = closest(str(value), list(known[sort]))
            yield Problem(
                call.places[name],
                f"no {sort} {value!r}",
                f"did you mean {near!r}?" if near else f"add it, or write another {sort}",
            )


def _unit_problem(book: Book, call: Call) -> Iterator[Problem]:
    if "unit" not in call.arguments:
        return
    try:
        unit = parse_unit(str(call.arguments["unit"]))
    except UnknownUnit as error:
        near = closest(str(error), list(ATOMS))
        yield Problem(
            call.places["unit"],
            f"unknown unit {str(error)!r}",
            f"did you mean {near!r}?" if near else "see docs/contribute/facts.md",
        )
        return
    fact = book.facts.get(book.resolve(str(call.arguments["id"])))
    if fact:
        try:
            in_unit(fact.value, unit)
        except ValueError as error:
            yield Problem(
                call.places["unit"], f"{fact.id!r}: {error}", f"write a unit that {fact.value.plain} can be said in"
            )


def _worked_problem(book: Book, call: Call) -> Iterator[Problem]:
    example = worked.EXAMPLES[str(call.arguments["example"])]
    if any(id_ not in book.facts for id_ in example.facts):
        return  # unknown_fact says so
    arguments = {name: value for name, value in call.arguments.items() if name != "example"}
    try:
        worked.work(str(call.arguments["example"]), book.facts, arguments)
    except worked.CannotWork as error:
        yield Problem(call.place, str(error), "mend the example's arguments, or the fact it needs")


def typed_number(book: Book) -> Iterator[Problem]:
    """A note does not type a quantity that is, or once was, a fact of its service or of one that it names."""
    for note in book.notes.values():
        if not note.services and not note.calls:
            continue
        services = set(note.services) | {use.id.partition(".")[0] for use in book.uses if use.note == note.path}
        known = [fact for service in sorted(services) for fact in book.facts.of(service)]
        yield from _typed(note, known)


_CODE_OR_MACRO = re.compile(r"\{\{.*?\}\}|\]\([^)]*\)|<[^>]*>|https?://\S+")
_UNIT_WORDS = {
    **{
        name.lower(): name
        for name, unit in ATOMS.items()
        if unit.dimension and unit.dimension[0][0] in ("second", "month", "byte", "bit per second")
    },
    "ms": "millisecond",
    "s": "second",
    "sec": "second",
    "min": "minute",
    "hr": "hour",
    "hrs": "hour",
    "%": "percent",
    "iops": "IOPS",
    "vcpu": "vCPU",
    "rcu": "RCU",
    "wcu": "WCU",
}
_QUANTITY = re.compile(
    r"(?<![\w.$/-])(?P<dollar>\$)?(?P<number>\d[\d,]*(?:\.\d+)?)(?![\d.]*\d)"
    r"(?:[ \N{NO-BREAK SPACE}-]?(?P<unit>%|[A-Za-z]+))?"
)


def _typed(note: Note, known: list[Fact]) -> Iterator[Problem]:
    for number, line, in_code in _prose(note.text):
        for match in _QUANTITY.finditer(line):
            amount = Fraction(match["number"].rstrip(",").replace(",", ""))
            word = (match["unit"] or "").lower()
            name = _UNIT_WORDS.get(word) or _UNIT_WORDS.get(word.removesuffix("s")) if word else None
            if match["dollar"]:
                name = "USD"
            if not name or amount == 0 or (in_code and name != "USD"):
                continue
            if near := _said_by(known, amount, name):
                fact, when = near
                place = Place(note.path, number, match.start() + 1)
                yield Problem(
                    place,
                    f"{match[0]!r} is typed, and {when} {fact.id!r}",
                    f'write {{{{ fact("{fact.id}") }}}}' if when == "is" else f'write {{{{ was("{fact.id}") }}}}',
                )


def _said_by(known: list[Fact], amount: Fraction, unit: str) -> tuple[Fact, str] | None:
    quantity = Amount(amount, ATOMS[unit])
    for fact in known:
        if any(_same(end, quantity) for end in _ends(fact.value)):
            return fact, "is"
    for fact in known:
        for past in (*fact.history, *fact.mistaken):
            if any(_same(end, quantity) for end in _ends(past.value)):
                return fact, "was"
    return None


def _ends(value: Value) -> list[Amount]:
    if isinstance(value, Amount):
        return [value]
    if isinstance(value, Span):
        return [Amount(value.low, value.unit), Amount(value.high, value.unit)]
    return []


def _same(one: Amount, other: Amount) -> bool:
    """Whether two amounts are one; of a rate only what stands before "per" counts, as people type it."""
    above = one.unit.name.partition(" per ")[0]
    unit = parse_unit(above) if above else one.unit
    return unit.converts_to(other.unit) and convert(one.number, unit, other.unit) == other.number


def _prose(text: str) -> Iterator[tuple[int, str, bool]]:
    """Each line with its number, macros, links and inline code blanked out; and whether it is in a code block."""
    fence, front = "", text.startswith("---")
    for number, line in enumerate(text.splitlines(), 1):
        if front:
            front = not (number > 1 and line.strip() == "---")
            continue
        mark = re.match(r"\s*(`{3,}|~{3,})", line)
        if mark:
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
            continue
        blank = _CODE_OR_MACRO.sub(lambda found: " " * len(found[0]), line)
        yield number, re.sub(r"`[^`]*`", lambda found: " " * len(found[0]), blank), bool(fence)
