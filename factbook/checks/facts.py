"""Rules about facts themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from factbook import layout
from factbook.book import Book
from factbook.facts import Amount, Edit, Fact, Problem, Span, Unit
from factbook.facts.evidence import contains
from factbook.facts.fields import FIELDS
from factbook.facts.units import COUNTS

PRIMARY = (
    "docs.aws.amazon.com",
    "aws.amazon.com",
    "repost.aws",
    "github.com/aws",
    "github.com/awslabs",
    "github.com/boto",
    "github.com/awsdocs",
    "boto3.amazonaws.com",
    "d1.awsstatic.com",
    "awscli.amazonaws.com",
    "pricing.us-east-1.amazonaws.com",
    "kiro.dev",
)
"""Where AWS itself speaks."""


def evidence_without_value(book: Book) -> Iterator[Problem]:
    """The evidence contains the value: in any unit, in digits or words."""
    for fact in book.doubtful_facts:
        if fact.evidence and not contains(fact.evidence, fact.value):
            yield Problem(
                fact.at("evidence"),
                f"evidence {fact.evidence!r} does not say {fact.value.plain!r}",
                "quote the words around the value, or correct the value",
            )


def history_order(book: Book) -> Iterator[Problem]:
    """History runs from old to new, each value differs from the next, and the last from today's."""
    for fact in book.doubtful_facts:
        for index, past in enumerate(fact.history):
            following = fact.history[index + 1] if index + 1 < len(fact.history) else None
            if following and following.until.earliest <= past.until.earliest:
                yield Problem(
                    following.place,
                    f"{following.until.iso} stands after {past.until.iso}",
                    "sort the history, oldest first",
                )
            after = following.value if following else fact.value
            if past.value == after:
                yield Problem(
                    past.place,
                    f"{past.value.plain!r} until {past.until.iso}, and the same after it",
                    "remove it, or correct one",
                )
            if past.until.earliest > fact.verified:
                yield Problem(
                    past.place,
                    f"ceased to hold on {past.until.iso}, after it was verified on {fact.verified}",
                    "read the source again and put both dates right",
                )
        if fact.history and fact.since and fact.since.earliest < fact.history[-1].until.earliest:
            yield Problem(
                fact.at("since"),
                f"holds since {fact.since.iso}, but was different until {fact.history[-1].until.iso}",
                "correct one of the dates",
            )
        for mistake in fact.mistaken:
            if mistake.value == fact.value:
                yield Problem(
                    mistake.place,
                    f"{mistake.value.plain!r} is called mistaken, and is the value",
                    "remove it, or correct one",
                )


def unit_that_does_not_fit(book: Book) -> Iterator[Problem]:
    """A retention period is a time, or a number of things kept; a former value is of the same kind as today's."""
    for fact in book.doubtful_facts:
        value = fact.value
        if not isinstance(value, Amount | Span):
            continue
        if fact.kind == "retention" and value.unit.dimension and not _is_kept(value.unit):
            what = f"a retention period in {value.unit.name}"
            yield Problem(fact.at("unit"), what, "write a unit of time, or another kind")
        for other in (*fact.history, *fact.mistaken):
            if isinstance(other.value, Amount | Span) and not other.value.unit.converts_to(value.unit):
                what = f"{other.value.plain!r} is no amount of what {value.plain!r} is"
                yield Problem(other.place, what, "give it a unit of the same kind, or make it a fact of its own")


def _is_kept(unit: Unit) -> bool:
    bases = {name for name, _ in unit.dimension}
    return bases <= {"second", "month"} or bool(bases & set(COUNTS))


def read_in_the_future(book: Book) -> Iterator[Problem]:
    """Nothing is verified, known or past on a day that has not come."""
    for fact in book.facts.values():
        if fact.verified > book.today:
            yield Problem(
                fact.at("verified"),
                f"verified on {fact.verified}, after today, {book.today}",
                "write the day you read the source",
            )
        if fact.since and fact.since.earliest > book.today:
            yield Problem(
                fact.at("since"),
                f"holds since {fact.since.iso}, after today, {book.today}",
                "write a day that has passed",
            )


def not_a_primary_source(book: Book) -> Iterator[Problem]:
    """The source is a page of AWS, and not only a site's front page."""
    for fact in book.doubtful_facts:
        if not fact.source:
            continue
        address = fact.source.removeprefix("https://")
        if not any(address == host or address.startswith((host + "/", host + "-")) for host in PRIMARY):
            yield Problem(fact.at("source"), f"{fact.source!r} is not a page of AWS", "find where AWS says it")
        elif not re.search(r"/[^/]", address):
            yield Problem(fact.at("source"), f"{fact.source!r} names no page", "give the most specific page")


def order_of_fields(book: Book) -> Iterator[Problem]:
    """The fields of a fact stand in the order of the field table."""
    ranks = {field.name: rank for rank, field in enumerate(FIELDS)}
    for fact in book.doubtful_facts:
        names = list(fact.keys)
        for before, name in pairwise(names):
            if ranks[name] < ranks[before]:
                order = ", ".join(sorted(names, key=lambda each: ranks[each]))
                hint = f"put it before: the order is {order}"
                yield Problem(
                    fact.keys[name], f"{name!r} stands after {before!r}", hint, fix=_sorted_fields(book, fact, ranks)
                )
                break


def _sorted_fields(book: Book, fact: Fact, ranks: dict[str, int]) -> tuple[Edit, ...]:
    lines = {name: place.line for name, place in fact.keys.items()}
    found = layout.sorted_fields(book.texts[fact.place.path], lines, lambda name: ranks[name])
    return (Edit(fact.place.path, *found),) if found else ()


def order_of_facts(book: Book) -> Iterator[Problem]:
    """The keys of a file are sorted, so that relatives stand together."""
    for service in book.facts.services:
        for before, fact in pairwise(book.facts.of(service)):
            if fact.key < before.key:
                fix = sorted_file(book, fact.place.path)
                yield Problem(
                    fact.place, f"{fact.key!r} stands after {before.key!r}", "sort the keys of the file", fix=fix
                )


def sorted_file(book: Book, path: str) -> tuple[Edit, ...]:
    """The edit that sorts the entries of a file; none when it cannot be done line by line."""
    text = book.texts[path]
    new = layout.sorted_entries(text)
    return (Edit(path, 0, len(text), new),) if new != text else ()


def move_to_nowhere(book: Book) -> Iterator[Problem]:
    """A renamed id leads to a fact, not to itself or to another renamed id."""
    for move in book.facts.moves.values():
        if move.new in book.facts.moves:
            yield Problem(
                move.place, f"{move.old!r} moved to {move.new!r}, which moved on", f"write {book.resolve(move.new)!r}"
            )
        elif move.new not in book.facts:
            near = book.facts.closest(move.new)
            yield Problem(
                move.place,
                f"{move.old!r} moved to {move.new!r}, which is no fact",
                f"did you mean {near.id!r}?" if near else "write a fact's id",
            )


def same_title(book: Book) -> Iterator[Problem]:
    """No two facts of a service have one title and one scope: a reader could not tell them apart."""
    for service in book.facts.services:
        seen: dict[tuple[str, str, str], str] = {}
        for fact in book.facts.of(service):
            name = (fact.title.casefold(), fact.scope.casefold(), fact.region)
            if name in seen:
                yield Problem(
                    fact.at("title"),
                    f"{fact.title!r} is also the title of {seen[name]!r}",
                    "say in title or scope how they differ",
                )
            seen.setdefault(name, fact.id)
