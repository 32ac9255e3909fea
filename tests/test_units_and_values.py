"""Units convert exactly, and values read as a person would write them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.facts import Amount, Choices, Span, UnknownUnit, Words, bare, in_unit, parse_unit
from factbook.facts.units import ATOMS, COUNTS, convert

units = st.sampled_from(sorted(ATOMS)).map(parse_unit)
numbers = st.fractions(min_value=0, max_value=10**9, max_denominator=10**6)


def amount(number: str, unit: str = "") -> Amount:
    return Amount(Fraction(number), parse_unit(unit))


@pytest.mark.parametrize(
    ("value", "unit", "same", "other"),
    [
        ("15", "minute", "900", "second"),
        ("14", "day", "1209600", "second"),
        ("1", "MiB", "1048576", "byte"),
        ("4", "KB", "4096", "byte"),
        ("256", "KB", "0.25", "MB"),
        ("1", "KB", "1", "KiB"),
        ("1", "year", "12", "month"),
        ("1", "Gbps", "1000", "Mbps"),
        ("0.2", "USD per million request", "0.0000002", "USD per request"),
        ("0.03", "USD per 10000 request", "0.003", "USD per thousand request"),
        ("3600", "GB-second", "1", "GB-hour"),
        ("50", "percent", "0.5", ""),
    ],
)
def test_the_same_amount_in_another_unit(value, unit, same, other):
    assert in_unit(amount(value, unit), parse_unit(other)) == amount(same, other)


@pytest.mark.parametrize(
    ("unit", "other"),
    [("month", "day"), ("MB", "Mbps"), ("request", "message"), ("second", ""), ("USD per hour", "USD")],
)
def test_what_is_not_of_one_kind_does_not_convert(unit, other):
    with pytest.raises(ValueError, match="does not convert"):
        convert(Fraction(1), parse_unit(unit), parse_unit(other))


@pytest.mark.parametrize(
    ("name", "unknown"),
    [
        ("minuts", "minuts"),
        ("minutes", "minutes"),
        ("USD per million requets", "requets"),
        ("GB-sec", "sec"),
        ("USD per ", ""),
        ("kb", "kb"),
    ],
)
def test_a_unit_outside_the_list_is_named(name, unknown):
    with pytest.raises(UnknownUnit) as caught:
        parse_unit(name)
    assert str(caught.value) == unknown


@given(numbers, units, units)
def test_converting_there_and_back_changes_nothing(number, one, other):
    if one.converts_to(other):
        assert convert(convert(number, one, other), other, one) == number


def test_counted_things_are_sorted_and_singular():
    assert list(COUNTS) == sorted(COUNTS, key=str.casefold)
    assert len(set(COUNTS)) == len(COUNTS)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (amount("15", "minute"), "15 minutes"),
        (amount("1", "minute"), "1 minute"),
        (amount("10240", "MB"), "10,240 MB"),
        (amount("1000"), "1,000"),
        (amount("72", "percent"), "72%"),
        (amount("0.2", "USD per million request"), "$0.20 per million requests"),
        (amount("0.0000166667", "USD per GB-second"), "$0.0000166667 per GB-second"),
        (amount("150", "USD"), "$150"),
        (amount("125", "MiB per second"), "125 MiB/s"),
        (amount("1000", "request per second"), "1,000 requests per second"),
        (amount("400000", "GB-second per month"), "400,000 GB-seconds per month"),
        (amount("5", "index"), "5 indexes"),
        (amount("3000", "IOPS"), "3,000 IOPS"),
        (amount("1/3", "second"), "≈ 0.333333 seconds"),
        (Span(Fraction(128), Fraction(10240), parse_unit("MB")), "128 to 10,240 MB"),
        (Choices(("one",)), "one"),
        (Choices(("one", "two", "three")), "one, two and three"),
        (Words("in order"), "in order"),
    ],
)
def test_how_a_value_reads(value, text):
    assert value.plain == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (amount("10240", "MB"), "10240"),
        (amount("0.2", "USD"), "0.2"),
        (Span(Fraction(1), Fraction(14), parse_unit("day")), "1-14"),
        (Words("in order"), "in order"),
    ],
)
def test_how_a_program_gets_it(value, text):
    assert bare(value) == text


@given(st.integers(-(10**12), 10**12), st.integers(0, 9))
def test_a_bare_decimal_reads_back_as_the_same_number(digits, places):
    number = Fraction(digits, 10**places)
    assert Fraction(bare(Amount(number))) == number
