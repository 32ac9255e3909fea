"""Evidence contains a value however AWS words it, and not because something like it is near."""

from __future__ import annotations

from fractions import Fraction

import pytest

from factbook.facts import Amount, Choices, Span, Words, parse_unit
from factbook.facts.evidence import contains


def amount(number: str, unit: str = "") -> Amount:
    return Amount(Fraction(number), parse_unit(unit))


@pytest.mark.parametrize(
    ("value", "evidence"),
    [
        (amount("15", "minute"), "900 seconds (15 minutes)"),
        (amount("15", "minute"), "at most 900 seconds"),
        (amount("1", "MiB"), "1,048,576 bytes"),
        (amount("5", "layer"), "up to five layers"),
        (amount("0.2", "USD per million request"), "$0.20 per 1 million requests"),
        (amount("1000", "execution"), "1,000 concurrent executions"),
        (amount("72", "percent"), "save up to 72%"),
        (amount("1000000", "request"), "one million requests"),
        (Span(Fraction(60), Fraction(1209600), parse_unit("second")), "60 seconds to 14 days"),
        (Choices(("OK", "ALARM", "INSUFFICIENT_DATA")), "three possible states"),
        (Choices(("OK", "ALARM")), "states OK and so on"),
        (Words("eventually consistent"), "reads are eventually consistent by default"),
        (Words("disabled"), "versioning is disabled"),
        (amount("1", "minute"), "one-minute wait between attempts"),
        (amount("2", "MB per second"), "a maximum rate of 2 MBps"),
        (amount("500", "request per second"), "500 per second"),
        (amount("3", "attempt"), "3 tries within 3 seconds"),
        (amount("12", "hour"), "15 m 36 hr 12 hr"),
        (amount("64", "KB"), "entire request header 64 K"),
    ],
)
def test_it_says_the_value(value, evidence):
    assert contains(evidence, value)


@pytest.mark.parametrize(
    ("value", "evidence"),
    [
        (amount("15", "minute"), "300 seconds"),
        (amount("15", "minute"), "150 minutes"),
        (amount("5", "layer"), "up to six layers"),
        (amount("1", "MiB"), "256 KiB"),
        (amount("0.2", "USD per million request"), "$0.40 per 1 million requests"),
        (Span(Fraction(128), Fraction(10240), parse_unit("MB")), "128 MB to 3,008 MB"),
        (Choices(("OK", "ALARM", "INSUFFICIENT_DATA")), "several states"),
        (Words("eventually consistent"), "reads are strongly consistent"),
        (amount("15", "second"), "900 seconds (15 minutes)"),
        (amount("15", "hour"), "900 seconds (15 minutes)"),
        (amount("900", "minute"), "900 seconds (15 minutes)"),
        (amount("1", "KiB"), "up to 1 MiB"),
        (amount("15"), "15 minutes"),
        (amount("15", "attempt"), "15 minutes"),
        (amount("2", "minute"), "a two-hour window"),
        (Span(Fraction(1), Fraction(14), parse_unit("hour")), "between 1 minute and 14 days"),
    ],
)
def test_it_does_not(value, evidence):
    assert not contains(evidence, value)
