"""Whether a few words from a page contain a fact's value."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from factbook.facts.units import ATOMS, COUNTS, NONE, Unit, parse_unit, worded
from factbook.facts.values import Amount, Choices, Span, Value, Words

NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty".split()
    )
} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
    "hundred": 100,
    "single": 1,
    "once": 1,
    "twice": 2,
    "half": Fraction(1, 2),
    "no": 0,
    "free": 0,
}
_SCALES = {"thousand": 1000, "million": 10**6, "billion": 10**9, "k": 1000, "m": 10**6}
_ABBREVIATIONS = {"ms": "millisecond", "sec": "second", "min": "minute", "hr": "hour", "%": "percent"}
_UNITS = {
    form: ATOMS[name]
    for name in ATOMS
    if name not in COUNTS and name != "USD"
    for form in (name, worded(ATOMS[name], plural=True))
} | {short: ATOMS[name] for short, name in _ABBREVIATIONS.items()}
"""The measured units as they stand after a number. What is counted goes by many names there, and is left alone."""

_NUMBER = re.compile(
    rf"(?:(?P<digits>\d[\d,]*(?:\.\d+)?)|\b(?P<word>(?i:{'|'.join(NUMBER_WORDS)}))\b)"
    rf"(?:[\s-]*(?P<scale>(?i:{'|'.join(_SCALES)}))\b)?"
    rf"(?:[\s-]?(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})(?![\w-]))?"
)
_SMALL = frozenset("a an and are as at be by for from in into is it no not of on or per the then to up with".split())


@lru_cache(maxsize=65536)
def contains(evidence: str, value: Value) -> bool:
    """Whether `evidence` says `value`: in any unit, in digits or words.

    Of a list it must name the first item or the number of items; of a short text
    every significant word, whatever its ending. A number that stands before another
    measured unit is not the value: "5 seconds" is not five minutes.
    """
    if isinstance(value, Amount):
        return _says(evidence, value.number, value.unit)
    if isinstance(value, Span):
        return _says(evidence, value.low, value.unit) and _says(evidence, value.high, value.unit)
    if isinstance(value, Choices):
        return _has_words(evidence, value.items[0]) or any(len(value.items) == number for number, _ in _said(evidence))
    assert isinstance(value, Words)
    return _has_words(evidence, value.text)


def _says(evidence: str, number: Fraction, unit: Unit) -> bool:
    said = _said(evidence)
    above = unit.name.partition(" per ")[0]
    own = parse_unit(above) if above else NONE
    if any(
        number == each and (at is None or (at.dimension, at.factor) == (own.dimension, own.factor)) for each, at in said
    ):
        return True
    if own == unit and any(at and at.converts_to(own) and each * at.factor == number * own.factor for each, at in said):
        return True
    alone, found = {each for each, at in said if at is None}, {each for each, _ in said}
    words = set(re.findall(r"[a-z]+", evidence.lower()))
    for other in (*ATOMS.values(), NONE):
        if other.dimension == unit.dimension and other.factor != unit.factor:
            name = other.name.lower()
            if (name in words or name + "s" in words or not name) and number * unit.factor / other.factor in alone:
                return True
    # "$0.20 per 1M requests" for a price per million, "1,000 per 10 seconds" for a rate
    return any(number * a == b for a in found for b in found if a != b and a > 0 and " per " in unit.name)


def _said(text: str) -> list[tuple[Fraction, Unit | None]]:
    """Every number in a text with the measured unit after it; "5 million" and "1M" as themselves and as their product."""
    found: list[tuple[Fraction, Unit | None]] = []
    for match in _NUMBER.finditer(text):
        number = (
            Fraction(match["digits"].replace(",", "").rstrip("."))
            if match["digits"]
            else Fraction(NUMBER_WORDS[match["word"].lower()])
        )
        unit = _UNITS[match["unit"]] if match["unit"] else None
        found.append((number, unit))
        if match["scale"]:
            found.append((number * _SCALES[match["scale"].lower()], unit))
    return found


def _has_words(evidence: str, text: str) -> bool:
    here = {_stem(word) for word in _words(evidence)}
    wanted = [word for word in _words(text) if word not in _SMALL]
    return all(_stem(word) in here for word in wanted or _words(text))


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+(?:\.[0-9]+)?", text.lower())


def _stem(word: str) -> str:
    """The word without its ending, so that "replicated" agrees with "replicates"."""
    if len(word) <= 3:
        return word
    for ending in ("ally", "ly", "ies", "ing", "ed", "es", "s", "d", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
