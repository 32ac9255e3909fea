"""Which facts are due: by kind, age and witness, and spread over the days."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook import cli, due
from factbook.facts import Amount, Fact, Place, Witness
from factbook.facts.fields import KINDS
from tests.projects import small

READ = date(2026, 11, 23)
PLACE = Place("data/facts/a.yaml", 7)


def fact(id_: str, kind: str = "limit", verified: date = READ, **more) -> Fact:
    more = {"source": "https://docs.aws.amazon.com/a.html#x", "evidence": "up to 5", **more}
    return Fact(id_, "T", kind, Amount(Fraction(5)), PLACE, verified=verified, **more)


def days(kind: str, number: int = 400, **more) -> list[date]:
    """The days on which many facts read on one day are due."""
    facts = [fact(f"a.fact_{each}", kind, **more) for each in range(number)]
    return [each.day for each in due.due(facts, READ, 5000)]


def test_every_kind_has_a_cycle_prices_the_shortest_and_rules_the_longest():
    assert set(due.CYCLES) == set(KINDS)
    cycle = due.CYCLES
    assert cycle["price"] < cycle["limit"] == cycle["retention"] == cycle["default"] < cycle["list"] < cycle["rule"]


@pytest.mark.parametrize("kind", KINDS)
def test_facts_read_on_one_day_do_not_fall_due_on_one_day(kind):
    found, cycle = days(kind), due.CYCLES[kind]
    assert min(found) >= READ + timedelta(cycle // 2)
    assert max(found) < READ + timedelta(cycle // 2 + cycle)
    assert max(Counter(found).values()) <= 400 / cycle * 5
    halves = sum(day < READ + timedelta(cycle) for day in found)
    assert 150 < halves < 250, "evenly over the cycle"


def test_a_fact_that_is_read_when_it_is_due_comes_round_after_exactly_one_cycle():
    one = fact("a.b", "price")
    first = due.due_day(one, 90)
    assert due.due_day(fact("a.b", "price", verified=first), 90) == first + timedelta(90)
    assert due.due_day(fact("a.b", "price", verified=first + timedelta(20)), 90) == first + timedelta(90)


@given(st.text(min_size=1), st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.sampled_from(sorted(due.CYCLES.values())))
def test_a_fact_rests_half_a_cycle_and_never_longer_than_one_and_a_half(id_, verified, cycle):
    rest = (due.due_day(fact(id_, verified=verified), cycle) - verified).days
    assert cycle // 2 <= rest < cycle // 2 + cycle


PROVES = Witness("botocore", "a:B", "max", "number", PLACE)
SUPPORTS = Witness("botocore", "a:B", "max", "number", PLACE, supports=True)


@pytest.mark.parametrize(("witnesses", "cycle"), [((), 180), ((SUPPORTS,), 180), ((SUPPORTS, PROVES), 360)])
def test_what_a_witness_proves_is_read_half_as_often(witnesses, cycle):
    assert [each.cycle for each in due.due([fact("a.b", witnesses=witnesses)], READ, 5000)] == [cycle]


def test_the_earliest_come_first_and_only_up_to_the_last_day():
    facts = [fact(f"a.fact_{each}") for each in range(50)]
    whole = due.due(facts, READ, 5000)
    assert [each.day for each in whole] == sorted(each.day for each in whole)
    last = whole[20].day
    found = due.due(facts, READ + timedelta(10), (last - READ).days - 10)
    assert [each.fact.id for each in found] == [each.fact.id for each in whole if each.day <= last]


def test_what_is_late_is_listed_at_any_number_of_days():
    assert len(due.due([fact("a.b")], READ + timedelta(1000), 0)) == 1


def test_a_derived_fact_is_never_due():
    assert due.due([fact("a.b", derive="a.c * 2", source="", evidence="")], READ + timedelta(1000), 0) == []


def test_the_listing_as_text_has_a_page_once():
    today = READ + timedelta(1000)
    facts = [
        fact("a.b"),
        fact("a.cd", source="https://docs.aws.amazon.com/a.html"),
        fact("a.e", source="https://x.org/"),
    ]
    shown = due.as_text(due.due(facts, today, 0), today, 0)
    assert shown.count("https://docs.aws.amazon.com/a.html\n") == 1
    assert "  a.b   5  “up to 5”, read 2026-11-23" in shown
    assert shown.endswith("\n\n3 facts due up to 2029-08-19, 3 of them before today")


def test_the_listing_as_markdown_and_json():
    today = READ + timedelta(1000)
    found = due.due([fact("a.b")], today, 0)
    day = found[0].day
    assert due.as_markdown(found, today, 0).splitlines() == [
        "| Due | Fact | Kind | Value | Read | Source |",
        "| --- | --- | --- | --- | --- | --- |",
        f"| {day} | `a.b` | limit | 5 | 2026-11-23 | <https://docs.aws.amazon.com/a.html#x> |",
        "",
        "1 fact due up to 2029-08-19, 1 of them before today.",
    ]
    assert due.as_markdown([], today, 3) == "No facts due up to 2029-08-22."
    assert json.loads(due.as_json(found, today, 0)) == [
        {
            "id": "a.b",
            "due": day.isoformat(),
            "kind": "limit",
            "value": "5",
            "evidence": "up to 5",
            "source": "https://docs.aws.amazon.com/a.html#x",
            "verified": "2026-11-23",
            "cycle": 180,
            "path": "data/facts/a.yaml",
            "line": 7,
        }
    ]


@pytest.mark.parametrize("name", due.FORMATS)
def test_the_command_lists_and_is_content(name, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1890000000")  # 2029-11-22
    small(tmp_path)
    assert cli.main(["--root", str(tmp_path), "due", "--days", "0", "--format", name]) == 0
    shown = capsys.readouterr().out
    assert "sqs.message_size_max" in shown
    assert "sqs.twice" not in shown


@pytest.mark.parametrize("text", ["soon", "-1", "1.5", "999999"])
def test_a_number_of_days_that_is_none(text, tmp_path, capsys):
    with pytest.raises(SystemExit):
        cli.main(["due", "--days", text])
    assert f"'{text}' is no number of days" in capsys.readouterr().err
