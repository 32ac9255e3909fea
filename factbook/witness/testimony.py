"""What the witnesses of facts say: that a fact holds, that its source has moved, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from factbook.facts import Amount, Choices, Fact, Span, Witness, Words, in_unit, parse_unit
from factbook.facts.evidence import NUMBER_WORDS
from factbook.facts.values import number_text
from factbook.witness.api_models import Models, NoSuchPath, Spot
from factbook.witness.proof import PLACEHOLDER, can_prove

HOLDS, MOVED, GONE = "holds", "moved", "path gone"


@dataclass(frozen=True, slots=True)
class Testimony:
    """What one witness says of one fact: `outcome` is holds, moved or path gone; `says` what stands there now."""

    fact: Fact
    witness: Witness
    outcome: str
    says: str = ""


def verify(facts: Iterable[Fact], models: Models) -> Iterator[Testimony]:
    """Ask every witness of every fact."""
    for fact in facts:
        for witness in fact.witnesses:
            yield ask(fact, witness, models)


def ask(fact: Fact, witness: Witness, models: Models) -> Testimony:
    """Ask one witness of a fact."""
    try:
        spot = models.at(witness.botocore)
    except NoSuchPath as error:
        return Testimony(fact, witness, GONE, str(error))
    check = {
        "says": _text,
        "max": _bound,
        "min": _bound,
        "range": _bound,
        "enum": _names,
        "members": _names,
        "pattern": _pattern,
    }
    holds, now = check[witness.way](fact, witness, spot)
    return Testimony(fact, witness, HOLDS if holds else MOVED, "" if holds else now)


_ANY = r"(?P<now{}>[$]?\d[\d,]*(?:\.\d+)?|\b[A-Za-z][\w.-]*)"


def _text(fact: Fact, witness: Witness, spot: Spot) -> tuple[bool, str]:
    """Whether the documentation says the sentence with the fact's value in it."""
    if re.search(_sentence(witness.expected, fact), spot.text, re.IGNORECASE):
        return True, ""
    loose = re.search(_sentence(witness.expected, None), spot.text, re.IGNORECASE)
    if loose:
        start, end = max(0, loose.start() - 30), loose.end() + 30
        return False, f"says “{spot.text[start:end].strip()}”"
    return False, f"no longer says “{witness.expected}”; it says “{spot.text[:160]}”"


def _sentence(template: str, fact: Fact | None) -> str:
    """A pattern of the expected text with the value of the fact, or with any value."""
    parts, at = [], 0
    for number, match in enumerate(PLACEHOLDER.finditer(template)):
        parts += [_literal(template[at : match.start()]), _value(fact, match) if fact else _ANY.format(number)]
        at = match.end()
    return "".join([*parts, _literal(template[at:])])


def _literal(text: str) -> str:
    return re.sub(r"(?:\\ )+", r"\\s+", re.escape(text))


def _value(fact: Fact, match: re.Match[str]) -> str:
    """A pattern of the fact's value as models write it: digits with or without commas, or a word."""
    which, unit = match[1], match[2]
    value = in_unit(fact.value, parse_unit(unit)) if unit else fact.value
    if which == "count" and isinstance(value, Choices):
        return _number(Fraction(len(value.items)))
    if isinstance(value, Amount):
        return _number(value.number)
    if isinstance(value, Span):
        return _number(value.low if which == "min" else value.high)
    if isinstance(value, Choices):
        return r"\W+(?:(?:and|or)\W+)?".join(re.escape(item) for item in value.items)
    assert isinstance(value, Words)
    return _literal(value.text)


def _number(number: Fraction) -> str:
    forms = {number_text(number), number_text(number, grouped=False)}
    forms |= {word for word, each in NUMBER_WORDS.items() if each == number}
    return r"(?<![\d.,])(?:" + "|".join(re.escape(form) for form in sorted(forms)) + r")(?!,?\d|\.\d)"


def _bound(fact: Fact, witness: Witness, spot: Spot) -> tuple[bool, str]:
    """Whether the bounds of the shape that are asked for are the fact's value in the named unit."""
    unit = "" if witness.expected == "number" else witness.expected
    value = in_unit(fact.value, parse_unit(unit)) if unit else fact.value
    low, high = (
        (value.low, value.high)
        if isinstance(value, Span)
        else (value.number, value.number)
        if isinstance(value, Amount)
        else (None, None)
    )
    asked = {"min": [(spot.low, low)], "max": [(spot.high, high)], "range": [(spot.low, low), (spot.high, high)]}[
        witness.way
    ]
    holds = all(found is not None and wanted is not None and Fraction(str(found)) == wanted for found, wanted in asked)
    return (
        holds,
        f"has bounds {spot.low if spot.low is not None else 'none'} to {spot.high if spot.high is not None else 'none'}",
    )


def _names(fact: Fact, witness: Witness, spot: Spot) -> tuple[bool, str]:
    """Whether the items of a list are the names of the enumeration or members, or some of them."""
    names = spot.enum if witness.way == "enum" else spot.members
    items = fact.value.items if isinstance(fact.value, Choices) else (fact.value.plain,)
    same = {_bare(name) for name in names}
    wanted = {_bare(item) for item in items}
    holds = bool(names) and (wanted == same if witness.expected == "all" else wanted <= same)
    return holds, f"has {', '.join(names[:40]) or 'none'}"


def _bare(name: str) -> str:
    """A name without what differs between writings of it: "InsufficientData", "INSUFFICIENT_DATA", "insufficient data"."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _pattern(fact: Fact, witness: Witness, spot: Spot) -> tuple[bool, str]:
    return spot.pattern == witness.expected, f"has the pattern {spot.pattern or 'none'}"


def proves(testimony: Testimony) -> bool:
    """Whether a testimony that holds proves the value, rather than fitting it."""
    return testimony.outcome == HOLDS and can_prove(testimony.fact, testimony.witness)
