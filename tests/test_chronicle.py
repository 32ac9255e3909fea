"""The changes that histories tell: each once, newest first, with what it was before and after."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from factbook.chronicle import gained_and_lost, mistakes, turns
from factbook.facts import Amount, Choices, Fact, Mistake, PartialDate, Past, Place, Words

PLACE = Place("x")


def fact(id_: str, value: int, *past: tuple[str, int]) -> Fact:
    history = tuple(Past(PartialDate.read(until), Amount(Fraction(was)), PLACE) for until, was in past)
    return Fact(
        id_, id_, "limit", Amount(Fraction(value)), PLACE, source="s", verified=date(2026, 1, 1), history=history
    )


def told(facts: list[Fact], since: str = "") -> list[tuple[str, str, str]]:
    found = turns(facts, PartialDate.read(since) if since else None)
    return [(turn.id, turn.before.plain, turn.after.plain) for turn in found]


def test_each_value_became_the_next_and_the_last_the_one_of_today():
    facts = [fact("a.b", 4, ("2019-05", 1), ("2021", 2), ("2024-02-03", 3)), fact("a.a", 9, ("2024-02-03", 8))]
    assert told(facts) == [
        ("a.a-2024-02-03", "8", "9"),
        ("a.b-2024-02-03", "3", "4"),
        ("a.b-2021", "2", "3"),
        ("a.b-2019-05", "1", "2"),
    ]
    assert [id_ for id_, *_ in told(facts, since="2021")] == ["a.a-2024-02-03", "a.b-2024-02-03", "a.b-2021"]


def test_of_a_year_that_which_is_known_best_stands_first():
    facts = [fact("a.a", 1, ("2024", 2)), fact("a.b", 1, ("2024-03", 2)), fact("a.c", 1, ("2024-03-01", 2))]
    assert [id_ for id_, *_ in told(facts)] == ["a.c-2024-03-01", "a.b-2024-03", "a.a-2024"]


@given(st.lists(st.dates(date(2000, 1, 1), date(2026, 1, 1)), unique=True, max_size=9))
def test_no_change_is_lost_and_none_told_twice(days):
    one = fact("a.b", 99, *((day.isoformat(), number) for number, day in enumerate(sorted(days))))
    assert [id_ for id_, *_ in told([one])] == [f"a.b-{day}" for day in sorted(days, reverse=True)]


def test_a_list_says_what_it_gained_and_lost():
    assert gained_and_lost(Choices(("a", "b")), Choices(("b", "c"))) == (("c",), ("a",))
    assert gained_and_lost(Choices(("a",)), Choices(("b",))) is None
    assert gained_and_lost(Choices(("a", "b")), Choices(("b", "a"))) is None
    assert gained_and_lost(Words("a"), Choices(("a", "b"))) is None


def test_mistakes_come_fact_by_fact():
    wrong = (Mistake(Words("x"), PLACE), Mistake(Words("y"), PLACE))
    facts = [fact("a.a", 1), Fact("a.b", "b", "rule", Words("z"), PLACE, mistaken=wrong)]
    assert [(each.id, mistake.value.plain) for each, mistake in mistakes(facts)] == [("a.b", "x"), ("a.b", "y")]
