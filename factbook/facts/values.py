"""What a fact can say: an amount, a span, a closed list, or a few words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from factbook.facts.units import NONE, Unit, convert, worded

NBSP = "\N{NO-BREAK SPACE}"
_DIGITS = 6
"""Significant digits shown of a number that has no end, such as 1/3."""


class _Shown:
    """What all values have in common."""

    __slots__ = ()

    @property
    def plain(self) -> str:
        """The value as it is read, with ordinary spaces: for messages and programs."""
        return str(self).replace(NBSP, " ")


@dataclass(frozen=True, slots=True)
class Amount(_Shown):
    """A number of units; money is an Amount of USD."""

    number: Fraction
    unit: Unit = NONE

    def __str__(self) -> str:
        return _with_unit(number_text(self.number, money=_is_money(self.unit)), self.unit, plural=self.number != 1)


@dataclass(frozen=True, slots=True)
class Span(_Shown):
    """Everything from `low` to `high`, both included."""

    low: Fraction
    high: Fraction
    unit: Unit = NONE

    def __str__(self) -> str:
        money = _is_money(self.unit)
        low, high = number_text(self.low, money=money), number_text(self.high, money=money)
        sign = "$" if money else ""
        return _with_unit(f"{low} to {sign}{high}", self.unit, plural=True)


@dataclass(frozen=True, slots=True)
class Choices(_Shown):
    """A closed list of short texts, in their source's order."""

    items: tuple[str, ...]

    def __str__(self) -> str:
        if len(self.items) == 1:
            return self.items[0]
        return f"{', '.join(self.items[:-1])} and {self.items[-1]}"


@dataclass(frozen=True, slots=True)
class Words(_Shown):
    """A short text."""

    text: str

    def __str__(self) -> str:
        return self.text


Value = Amount | Span | Choices | Words


def in_unit(value: Value, unit: Unit) -> Value:
    """The same value said in another unit. Raises ValueError when it cannot be."""
    if isinstance(value, Amount):
        return Amount(convert(value.number, value.unit, unit), unit)
    if isinstance(value, Span):
        return Span(convert(value.low, value.unit, unit), convert(value.high, value.unit, unit), unit)
    raise ValueError("a text has no unit")


def bare(value: Value) -> str:
    """The value as a program would want it: digits without unit, sign or separators."""
    if isinstance(value, Amount):
        return number_text(value.number, grouped=False)
    if isinstance(value, Span):
        return f"{number_text(value.low, grouped=False)}-{number_text(value.high, grouped=False)}"
    return str(value)


def number_text(number: Fraction, *, grouped: bool = True, money: bool = False) -> str:
    """A number in digits: exact where it ends, six significant digits with "≈" where it does not.

    Money has no decimals or at least two.
    """
    return _number_text(number.numerator, number.denominator, grouped, money)


@lru_cache(maxsize=8192)
def _number_text(numerator: int, denominator: int, grouped: bool, money: bool) -> str:
    """The same of the two parts of a number, as a Fraction takes long to look up."""
    rest = denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    sign = ""
    if rest == 1:
        exact = Decimal(numerator) / Decimal(denominator)
    else:
        sign = "≈" + NBSP
        exact = Decimal(f"{numerator / denominator:.{_DIGITS}g}")
    text = f"{exact:,f}" if grouped else f"{exact:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if money and len(text.partition(".")[2]) == 1:
        text += "0"
    return sign + text


def _is_money(unit: Unit) -> bool:
    return unit.name == "USD" or unit.name.startswith("USD per ")


def _with_unit(number: str, unit: Unit, *, plural: bool) -> str:
    if unit.name == "":
        return number
    if unit.name == "percent":
        return number + "%"
    if _is_money(unit):
        price = "$" + number
        return price + worded(unit, plural=False).removeprefix("USD")
    return number + NBSP + worded(unit, plural=plural)
