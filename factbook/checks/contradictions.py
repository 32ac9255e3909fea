"""Facts of one subject that cannot both be true.

Relatives are found by their keys: `delay_min`, `delay_default` and `delay_max` say
three things of one delay, and `size_max_bytes` says `size_max` again in another unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from factbook.book import Book
from factbook.exam import Edition
from factbook.facts import Amount, Fact, Problem, Span
from factbook.facts.units import ATOMS

_TIMES = {ATOMS["second"].dimension, ATOMS["month"].dimension}
_UNIT_WORDS = frozenset(form for name in ATOMS for form in (name.lower(), f"{name.lower()}s"))
_ENDS = ("min", "default", "max")


def contradiction(book: Book) -> Iterator[Problem]:
    """Of one subject the least is not above the default, nor the default above the most; the same in two units agrees; parts come to the whole."""
    for service in book.facts.services:
        subjects: dict[str, dict[str, Fact]] = {}
        for fact in book.facts.of(service):
            subject, _, end = fact.key.rpartition("_")
            if end in _ENDS:
                subjects.setdefault(subject, {})[end] = fact
        for subject, ends in subjects.items():
            if (span := book.facts.get(f"{service}.{subject}")) and isinstance(span.value, Span):
                yield from _outside(span, ends.get("default"))
            for low, high in (("min", "max"), ("min", "default"), ("default", "max")):
                if low in ends and high in ends:
                    yield from _in_order(ends[low], ends[high])
        for fact in book.facts.of(service):
            yield from _said_twice(book, fact)
    for edition in book.exam.editions.values():
        yield from _not_the_whole(book, edition)


def _not_the_whole(book: Book, edition: Edition) -> Iterator[Problem]:
    """The weights of an edition's domains come to the whole exam."""
    weights = [book.facts.get(book.resolve(domain.weight)) for domain in edition.domains.values()]
    amounts = [fact.value for fact in weights if fact and isinstance(fact.value, Amount)]
    if not amounts or len(amounts) < len(weights) or any(amount.unit.name != "percent" for amount in amounts):
        return  # a weight that is not there is reported where it is named
    if (whole := sum(amount.number for amount in amounts)) != 100:
        what = f"the weights of {edition.name}'s domains come to {float(whole):g}%, not 100%"
        yield Problem(edition.place, what, "read AWS's guide again, and correct the facts")


def _number(fact: Fact, *, high: bool) -> Fraction | None:
    """The fact's number in base units: the upper or lower end of a span."""
    value = fact.value
    if isinstance(value, Amount):
        return value.number * value.unit.factor
    if isinstance(value, Span):
        return (value.high if high else value.low) * value.unit.factor
    return None


def _in_order(low: Fact, high: Fact) -> Iterator[Problem]:
    least, most = _number(low, high=False), _number(high, high=True)
    if least is None or most is None:
        return
    if not low.value.unit.converts_to(high.value.unit):
        if {low.value.unit.dimension, high.value.unit.dimension} == _TIMES:
            return  # days and years: no number of seconds to compare, and nobody mistakes one for the other
        what = f"{low.key!r} is {low.value.plain} and {high.key!r} is {high.value.plain}"
        yield Problem(low.at("unit"), what, "give both a unit of one kind, or rename one")
    elif least > most:
        what = f"{low.key!r} is {low.value.plain}, above {high.key!r}, which is {high.value.plain}"
        yield Problem(low.at("value"), what, "read both sources again")


def _outside(span: Fact, default: Fact | None) -> Iterator[Problem]:
    number = _number(default, high=True) if default else None
    if default is None or number is None or not default.value.unit.converts_to(span.value.unit):
        return
    if not span.value.low * span.value.unit.factor <= number <= span.value.high * span.value.unit.factor:
        what = f"{default.key!r} is {default.value.plain}, outside {span.key!r}, which is {span.value.plain}"
        yield Problem(default.at("value"), what, "read both sources again")


def _said_twice(book: Book, fact: Fact) -> Iterator[Problem]:
    """A key that ends in a unit's name repeats the fact without that ending."""
    subject, _, unit = fact.key.rpartition("_")
    if not subject or unit not in _UNIT_WORDS:
        return
    first = book.facts.get(f"{fact.service}.{subject}")
    if first and isinstance(first.value, Amount | Span) and isinstance(fact.value, type(first.value)):
        ends = [(_number(each, high=False), _number(each, high=True)) for each in (first, fact)]
        if first.value.unit.converts_to(fact.value.unit) and ends[0] != ends[1]:
            what = f"{fact.key!r} is {fact.value.plain}, but {first.key!r} is {first.value.plain}"
            yield Problem(fact.at("value"), what, "keep one of them, or derive it from the other")
