"""Words as people search for them: of texts for the index, in the same way as overrides/assets/javascripts/search-engine.js.

"BatchGetItem" is one word and three, "x-forwarded-for" one and three, "256 KB", "256kb" and "0.25 MB" are one amount.
`tests/data/search-words.yaml` holds both against the same examples.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import chain

from factbook.facts.units import ATOMS, worded

STOP = frozenset(
    "a an and are as at be been but by can could did do does for from had has have how i if in into is it its many may me "
    "more much my of on or our s should so such than that the their them then there these they this those to us was we "
    "were what when where which who why will with would you your".split()
)
"""Words that say nothing about what is looked for, the question words among them."""

_SPELLINGS = {
    "millisecond": "ms msec millis",
    "second": "s sec secs",
    "minute": "min mins",
    "hour": "h hr hrs",
    "day": "d",
    "byte": "b",
    "KB": "kilobyte kilobytes kbyte kbytes",
    "MB": "megabyte megabytes mbyte mbytes meg megs",
    "GB": "gigabyte gigabytes gbyte gbytes gig gigs",
    "TB": "terabyte terabytes tbyte tbytes",
    "PB": "petabyte petabytes",
    "Kbps": "kbit/s kb/s",
    "Mbps": "mbit/s mb/s",
    "Gbps": "gbit/s gb/s",
    "percent": "% pct",
}
"""How else people write the units that an amount is found by."""

_SIGNS = {"second": "s", "month": "mo", "byte": "b", "bit per second": "bps"}
_LONGEST = 40

_AMOUNT = r"\d+(?:\.\d+)?"
_DIGIT = re.compile(r"\d")
_COMPOUND = re.compile(r"[^\W_]+(?:(?:::|[.:_\-/+@])[^\W_]+)*")
_BETWEEN = re.compile(r"[\W_]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_GROUPED = re.compile(r",(?<=\d,)(?=\d{3}(?!\d))")
_POSSESSIVE = re.compile(r"['\u2019]s\b")


def unit_table() -> dict[str, tuple[str, Fraction]]:
    """What each spelling of a unit measures, and how many of the smallest unit it is: "min" is 60 of "s"."""
    table: dict[str, tuple[str, Fraction]] = {}
    for name, unit in ATOMS.items():
        sign = "%" if name == "percent" else _SIGNS.get(unit.dimension[0][0] if unit.dimension else "")
        if not sign or name.endswith("/s"):
            continue
        factor = Fraction(1) if name == "percent" else unit.factor
        for spelling in (name, worded(unit, plural=True), *_SPELLINGS.get(name, "").split()):
            if spelling.endswith("/s"):
                continue  # "MB/s" is an amount of MB, in a second
            table[spelling.lower()] = (sign, factor)
    return table


UNITS = unit_table()
_UNIT = "|".join(re.escape(each) for each in sorted(UNITS, key=lambda each: (-len(each), each)))
_WITH_UNIT = re.compile(rf"(\d(?<![\w.]\d)\d*(?:\.\d+)?)(?:\s*(?:to|-|–)\s*({_AMOUNT}))?[\s-]?({_UNIT})(?![^\W_])")
"""It begins with what it cannot do without, which is looked for fastest."""


def words(text: str) -> list[str]:
    """The words of a text, amounts before them in a form that has no unit; then, in order, each as a whole and in its parts."""
    return list(_found(text, _parts))


def counted(text: str) -> Counter[str]:
    """How often a text has each word that tells something."""
    return Counter(_found(text, _telling))


def _found(text: str, parts: Callable[[str], Iterable[str]]) -> Iterator[str]:
    text = plain(text)
    return chain(amounts(text.lower()), chain.from_iterable(map(parts, _COMPOUND.findall(text))))


@lru_cache(maxsize=32_768)
def _parts(word: str) -> tuple[str, ...]:
    """What a word is found by; most words come again and again."""
    if word.isalnum() and word.islower():
        return (word,) if len(word) <= _LONGEST else ()
    parts = _BETWEEN.split(word)
    if len(parts) == 2 and parts[0].isdecimal() and parts[1].isdecimal() and "." in word:
        return (number(Fraction(word)),)
    found = []
    whole = "".join(parts).lower()
    if len(parts) > 1 and len(whole) <= _LONGEST:
        found.append(whole)
    for part in parts:
        if len(part) <= _LONGEST:
            found.append(part.lower())
        pieces = _CAMEL.split(part)
        if len(pieces) > 1:
            found += [piece.lower() for piece in pieces]
    return tuple(found)


@lru_cache(maxsize=32_768)
def _telling(word: str) -> tuple[str, ...]:
    """The same without what says nothing."""
    return tuple(part for part in _parts(word) if part not in STOP)


def amounts(text: str) -> Iterator[str]:
    """The amounts in a text in small letters: "15 minutes" is "=900s"."""
    for low, high, spelling in _WITH_UNIT.findall(text) if _DIGIT.search(text) else ():
        sign, factor = UNITS[spelling]
        for digits in filter(None, (low, high)):
            yield f"={number(Fraction(digits) * factor)}{sign}"


def plain(text: str) -> str:
    """A text without what only printing needs: hard spaces, commas in numbers, possessives."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if "," in text:
        text = _GROUPED.sub("", text)
    return _POSSESSIVE.sub("", text) if "'" in text or "\u2019" in text else text


def number(value: Fraction) -> str:
    """A number in digits, with at most six behind the point."""
    if value.denominator == 1:
        return str(value.numerator)
    return f"{Decimal(value.numerator) / Decimal(value.denominator):.6f}".rstrip("0").rstrip(".")
