"""Whether a few words from a page contain a fact's value."""

from __future__ import annotations

import re
from fractions import Fraction

from factbook.facts.units import ATOMS, NONE, Unit
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
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SMALL = frozenset("a an and are as at be by for from in into is it no not of on or per the then to up with".split())


def contains(evidence: str, value: Value) -> bool:
    """Whether `evidence` says `value`: in any unit, in digits or words.

    Of a list it must name the first item or the number of items; of a short text
    every significant word, whatever its ending.
    """
    if isinstance(value, Amount):
        return _says(evidence, value.number, value.unit)
    if isinstance(value, Span):
        return _says(evidence, value.low, value.unit) and _says(evidence, value.high, value.unit)
    if isinstance(value, Choices):
        return _has_words(evidence, value.items[0]) or Fraction(len(value.items)) in _numbers(evidence)
    assert isinstance(value, Words)
    return _has_words(evidence, value.text)


def _says(evidence: str, number: Fraction, unit: Unit) -> bool:
    found = _numbers(evidence)
    if number in found or (unit.name == "percent" and number / 100 in found):
        return True
    words = set(re.findall(r"[a-z]+", evidence.lower()))
    for other in (*ATOMS.values(), NONE):
        if other.dimension == unit.dimension and other.name != unit.name:
            name = other.name.lower()
            if (name in words or name + "s" in words or not name) and number * unit.factor / other.factor in found:
                return True
    # "$0.20 per 1M requests" for a price per million, "1,000 per 10 seconds" for a rate
    return any(number * a == b for a in found for b in found if a != b and a > 0 and " per " in unit.name)


def _numbers(text: str) -> set[Fraction]:
    """Every number in a text, with "5 million" and "1M" as themselves and as their product."""
    found: set[Fraction] = set()
    for match in _NUMBER.finditer(text):
        number = Fraction(match[0].replace(",", "").rstrip("."))
        found.add(number)
        after = re.match(r"[\s-]*([A-Za-z]+)", text[match.end() :])
        if after and (scale := _SCALES.get(after[1].lower())):
            found.add(number * scale)
    for word in re.findall(r"[a-z]+", text.lower()):
        if word in NUMBER_WORDS:
            found.add(Fraction(NUMBER_WORDS[word]))
        elif word in ("million", "billion"):
            found.add(Fraction(_SCALES[word]))
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
