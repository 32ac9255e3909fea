"""Which witnesses prove a value, and which only fit it. Needs no models: it is told by what they are asked."""

from __future__ import annotations

import re
from collections.abc import Mapping

from factbook.facts import Choices, Fact, Span, Witness

PLACEHOLDER = re.compile(r"\{(value|min|max|count|items|[1-9]\d?)(?: in ([^{}]+))?\}")
"""Where a fact's value, or the item of a list with that number, stands in the text that a witness is expected to say."""


def can_prove(fact: Fact, witness: Witness) -> bool:
    """Whether a witness, when it holds, proves the fact: it would not hold for another value."""
    if witness.supports:
        return False
    way, expected = witness.way, witness.expected
    if way in ("enum", "members"):
        return expected.startswith("all")
    if way in ("says", "pattern"):
        named = {match[1] for match in PLACEHOLDER.finditer(expected)}
        if isinstance(fact.value, Span):
            return {"min", "max"} <= named
        if isinstance(fact.value, Choices):
            return "items" in named or {str(number) for number in range(1, len(fact.value.items) + 1)} <= named
        return "value" in named
    return way == ("range" if isinstance(fact.value, Span) else way)


def is_proved(fact: Fact, facts: Mapping[str, Fact]) -> bool:
    """Whether a witness can prove the fact, or every fact that it is derived from: its arithmetic is exact."""
    if fact.derive:
        return all(is_proved(facts[id_], facts) for id_ in fact.operands)
    return any(can_prove(fact, witness) for witness in fact.witnesses)
