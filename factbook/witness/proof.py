"""Which witnesses prove a value, and which only fit it. Needs no models: it is told by what they are asked."""

from __future__ import annotations

import re

from factbook.facts import Fact, Span, Witness

PLACEHOLDER = re.compile(r"\{(value|min|max|count|items)(?: in ([^{}]+))?\}")
"""Where a fact's value stands in the text that a witness is expected to say."""


def can_prove(fact: Fact, witness: Witness) -> bool:
    """Whether a witness, when it holds, proves the fact: it would not hold for another value."""
    if witness.supports:
        return False
    way, expected = witness.way, witness.expected
    if isinstance(fact.value, Span):
        return way == "range" or (way == "says" and "{min" in expected and "{max" in expected)
    if way == "says":
        return bool(PLACEHOLDER.search(expected))
    return way in ("max", "min", "pattern") or (way in ("enum", "members") and expected == "all")
