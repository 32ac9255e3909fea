"""What the witnesses of facts say: that a fact holds, that its source has moved, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from factbook.facts import Amount, Choices, Fact, Span, Value, Witness, Words, bare, in_unit, parse_unit
from factbook.facts.evidence import NUMBER_WORDS
from factbook.facts.values import number_text
from factbook.witness.proof import PLACEHOLDER, can_prove
from factbook.witness.sources import Sources
from factbook.witness.spots import BULLET, NoSuchPath, Spot

HOLDS, MOVED, GONE = "holds", "moved", "path gone"


@dataclass(frozen=True, slots=True)
class Testimony:
    """What one witness says of one fact: `outcome` is holds, moved or path gone; `says` what stands there now."""

    fact: Fact
    witness: Witness
    outcome: str
    says: str = ""


def verify(facts: Iterable[Fact], sources: Sources) -> Iterator[Testimony]:
    """Ask every witness of every fact. Raises NotAtHand for a package that is not there."""
    for fact in facts:
        for witness in fact.witnesses:
            yield ask(fact, witness, sources)


def ask(fact: Fact, witness: Witness, sources: Sources) -> Testimony:
    """Ask one witness of a fact. Raises NotAtHand when its package is not there."""
    try:
        spot = sources.spot(witness)
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


def proves(testimony: Testimony) -> bool:
    """Whether a testimony that holds proves the value, rather than fitting it."""
    return testimony.outcome == HOLDS and can_prove(testimony.fact, testimony.witness)


class _NotSaid(Exception):
    """The value is of a kind that cannot stand where the witness expects one."""


_ANY = r"(?P<now{}>.{{1,80}}?)"
_SHOWN = 160


def _text(fact: Fact, witness: Witness, spot: Spot) -> tuple[bool, str]:
    """Whether the documentation says the sentence with the fact's value in it."""
    try:
        if re.search(_sentence(witness, fact.value), spot.text, re.IGNORECASE):
            return True, ""
    except _NotSaid:
        pass
    loose = re.search(_sentence(witness, None), spot.text, re.IGNORECASE)
    if loose:
        start, end = max(0, loose.start() - 30), loose.end() + 30
        return False, f"says “{spot.text[start:end].strip()}”"
    return False, f"no longer says “{witness.expected}”; it says “{spot.text[:_SHOWN]}”"


def _sentence(witness: Witness, value: Value | None) -> str:
    """A pattern of the expected text with a value in it, or with any. Raises _NotSaid."""
    parts, at, template = [], 0, witness.expected
    numbers = [int(match[1]) for match in PLACEHOLDER.finditer(template) if match[1].isdigit()]
    if numbers and isinstance(value, Choices) and max(numbers) != len(value.items):
        raise _NotSaid
    for number, match in enumerate(PLACEHOLDER.finditer(template)):
        between = _literal(template[at : match.start()])
        parts += [between, _ANY.format(number) if value is None else _said(value, match, witness)]
        at = match.end()
    return "".join([*parts, _literal(template[at:])])


def _literal(text: str) -> str:
    return re.sub(r"(?:\\ )+", rf"[\\s{BULLET}]+", re.escape(text))


def _said(value: Value, match: re.Match[str], witness: Witness) -> str:
    """A pattern of the value, or of a part of it, as sources write it: digits with or without commas, or names."""
    which, unit = match[1], match[2]
    try:
        value = in_unit(value, parse_unit(unit)) if unit else value
    except ValueError as error:
        raise _NotSaid from error
    if isinstance(value, Amount) and which == "value":
        return _number(value.number)
    if isinstance(value, Span) and which in ("min", "max"):
        return _number(value.low if which == "min" else value.high)
    if isinstance(value, Words) and which == "value":
        return _name(value.text, witness)
    if isinstance(value, Choices):
        if which == "count":
            return _number(Fraction(len(value.items)))
        if which == "items":
            items = r"\W+(?:(?:and|or)\W+)?".join(_name(item, witness) for item in value.items)
            return (
                (_LIST_BEFORE if match.start() == 0 else "")
                + items
                + (_LIST_AFTER if match.end() == len(match.string) else "")
            )
        if which.isdigit():
            return _name(value.items[int(which) - 1], witness)
    raise _NotSaid


_LIST_BEFORE, _LIST_AFTER = r"(?<!, )(?<!\band )(?<!\bor )", rf"(?!,?\s+(?:and|or)\s|,\s|\s*{BULLET})"
"""No list goes on there: one that has lost an item is another list."""


def _number(number: Fraction) -> str:
    forms = {number_text(number), number_text(number, grouped=False)}
    forms |= {word for word, each in NUMBER_WORDS.items() if each == number}
    return r"(?<![\d.,])(?:" + "|".join(re.escape(form) for form in sorted(forms)) + r")(?:\.0+)?(?!,?\d|\.\d)"


def _name(text: str, witness: Witness) -> str:
    """A pattern of a name as a whole, whether its words are joined by blanks, hyphens or underscores, one or several of it."""
    text = witness.called.get(text, text)
    words = r"[\s_-]+".join(re.escape(part) for part in re.split(r"[\s_-]+", text) if part)
    before = r"(?<!\w)" if text[0].isalnum() else ""
    after = r"s?(?!\w)" if text[-1].isalnum() else ""
    return before + words + after


def _bound(fact: Fact, witness: Witness, spot: Spot) -> tuple[bool, str]:
    """Whether the bounds that are asked for are the fact's value in the named unit."""
    low, high = _bounds(spot)
    now = f"has bounds {'none' if low is None else low} to {'none' if high is None else high}"
    try:
        value = fact.value if witness.expected == "number" else in_unit(fact.value, parse_unit(witness.expected))
    except ValueError:
        return False, now
    if isinstance(value, Span):
        asked = {"min": [(low, value.low)], "max": [(high, value.high)]}
    elif isinstance(value, Amount):
        asked = {"min": [(low, value.number)], "max": [(high, value.number)]}
    else:
        return False, now
    pairs = asked.get(witness.way, asked["min"] + asked["max"])
    return all(found is not None and Fraction(str(found)) == wanted for found, wanted in pairs), now


def _bounds(spot: Spot) -> tuple[float | str | None, float | str | None]:
    """The bounds of a spot; of an enumeration of numbers, the smallest and the largest."""
    if spot.low is None and spot.high is None and spot.enum:
        try:
            return min(spot.enum, key=Fraction), max(spot.enum, key=Fraction)
        except ValueError:
            pass
    return spot.low, spot.high


def _names(fact: Fact, witness: Witness, spot: Spot) -> tuple[bool, str]:
    """Whether the items of a list are the names of the enumeration or members, all, all but others, or some of them."""
    names = spot.enum if witness.way == "enum" else spot.members
    items = fact.value.items if isinstance(fact.value, Choices) else (bare(fact.value),)
    same = {_bare(name) for name in names}
    wanted = {_bare(witness.called.get(item, item)) for item in items}
    besides = {_bare(name) for name in witness.expected.removeprefix("all but ").split(",")}
    if witness.expected == "some":
        holds = wanted <= same
    elif witness.expected == "all":
        holds = wanted == same
    else:
        holds = besides <= same and wanted == same - besides
    return holds and bool(names), f"has {', '.join(names[:40]) or 'none'}"


def _bare(name: str) -> str:
    """A name without what differs between writings of it: "InsufficientData", "INSUFFICIENT_DATA", "insufficient data"."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _pattern(fact: Fact, witness: Witness, spot: Spot) -> tuple[bool, str]:
    """Whether the pattern is the expected one, with the fact's value in it in digits."""

    def written(match: re.Match[str]) -> str:
        value = in_unit(fact.value, parse_unit(match[2])) if match[2] else fact.value
        if isinstance(value, Span) and match[1] in ("min", "max"):
            return number_text(value.low if match[1] == "min" else value.high, grouped=False)
        return bare(value)

    try:
        expected = PLACEHOLDER.sub(written, witness.expected)
    except ValueError:
        expected = None
    return spot.pattern == expected, f"has the pattern {spot.pattern or 'none'}"
