"""Rules about naming facts in notes."""

from __future__ import annotations

from collections.abc import Iterator

from factbook import pages, worked
from factbook.book import Book
from factbook.facts import Choices, Problem, UnknownUnit, Words, closest, in_unit, parse_unit
from factbook.facts.fields import KINDS
from factbook.facts.units import ATOMS
from factbook.notes import Call, Note
from factbook.prose import is_prose
from factbook.services import AREAS


def unknown_fact(book: Book) -> Iterator[Problem]:
    """Every fact that a note names is in data/facts/."""
    for use in book.uses:
        if use.id not in book.facts and use.id not in book.facts.moves and not book.facts.is_refused(use.id):
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
            new = book.resolve(use.id)
            yield Problem(
                use.place, f"{use.id!r} has a new id", f"write {new!r}", fix=book.replacing(use.place, use.id, new)
            )


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
    known = {
        "service id": book.services,
        "kind": KINDS,
        "area": AREAS,
        "worked example": worked.EXAMPLES,
        "published file": pages.published(book.services),
        "task": book.exam.current.tasks if book.exam.current else {},
        "edition": book.exam.editions,
        "comparison": book.comparisons,
        "diagram": book.diagrams,
        "snippet": book.snippets,
    }
    for note in book.doubtful:
        for call in note.calls:
            yield from _unknown_words(call, known)
            yield from _unit_problem(book, call)
            if call.macro == "worked" and call.arguments["example"] in worked.EXAMPLES:
                yield from _worked_problem(book, call)
            if call.macro == "was":
                yield from _no_past(book, call)
            if call.macro == "value":
                yield from _bare_words(book, note, call)


PLAIN = ("value", "published")
"""Macros that write plain text, fit for code."""


def markup_in_code(book: Book) -> Iterator[Problem]:
    """Inside of code stand only macros that write plain text: value() and published(). Of others one would read the HTML."""
    for note in book.doubtful:
        for call in note.calls:
            if call.macro not in PLAIN and not is_prose(note, call.place):
                hint = f'write {{{{ value("{call.fact_id}") }}}}' if call.fact_id else "put it outside of the code"
                yield Problem(call.place, f"{call.macro}() inside of code is shown as its HTML", hint)


def _no_past(book: Book, call: Call) -> Iterator[Problem]:
    fact = book.facts.get(book.resolve(str(call.arguments["id"])))
    if fact and not fact.history and not fact.mistaken:
        yield Problem(call.places["id"], f"{fact.id!r} has no history", "add what it was, or write fact() instead")


def _bare_words(book: Book, note: Note, call: Call) -> Iterator[Problem]:
    """Words are written as they are by value(): where Markdown reads them, they could be a link or worse."""
    fact = book.facts.get(book.resolve(str(call.arguments["id"])))
    if fact and isinstance(fact.value, Words | Choices) and is_prose(note, call.place):
        hint = f'put it between backticks, or write {{{{ fact("{fact.id}") }}}}'
        yield Problem(call.place, f"value() of {fact.id!r}, which is words, outside of code", hint)


_ARGUMENTS = {
    "facts": {"service": "service id", "kind": "kind"},
    "changes": {"service": "service id"},
    "mistakes": {"service": "service id"},
    "service": {"id": "service id"},
    "services": {"area": "area"},
    "worked": {"example": "worked example"},
    "published": {"file": "published file"},
    "task": {"number": "task"},
    "edition": {"id": "edition"},
    "compare": {"id": "comparison"},
    "errors": {"service": "service id"},
    "diagram": {"name": "diagram"},
    "snippet": {"file": "snippet"},
}
"""Of what the arguments of macros are, by macro and name."""


def _unknown_words(call: Call, known: dict[str, object]) -> Iterator[Problem]:
    of = _ARGUMENTS.get(call.macro, {})
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
