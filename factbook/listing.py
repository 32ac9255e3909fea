"""All facts as plain data, for programs."""

from __future__ import annotations

from typing import Any

from factbook.book import Book
from factbook.facts import Amount, Choices, Fact, Span, Value
from factbook.facts.values import bare, number_text


def facts(book: Book) -> list[dict[str, Any]]:
    """Every fact with the notes that use it, JSON-ready; absent fields are null or empty, never missing."""
    return [fact_record(fact, book) for fact in book.facts.values()]


def fact_record(fact: Fact, book: Book) -> dict[str, Any]:
    """One fact. Numbers are decimal texts, so that no reader rounds them."""
    operands = [book.facts[id_] for id_ in fact.operands]
    return {
        "id": fact.id,
        "title": fact.title,
        "kind": fact.kind,
        "value": value_record(fact.value),
        "text": fact.value.plain,
        "unit": _unit(fact.value),
        "scope": fact.scope or None,
        "region": fact.region or None,
        "adjustable": fact.adjustable,
        "source": fact.source or (operands[0].source if operands else None),
        "evidence": fact.evidence or None,
        "verified": fact.verified.isoformat(),
        "since": fact.since.iso if fact.since else None,
        "history": [
            {
                "until": past.until.iso,
                "value": value_record(past.value),
                "unit": _unit(past.value),
                "source": past.source or None,
                "note": past.note or None,
            }
            for past in fact.history
        ],
        "mistaken": [
            {"value": value_record(mistake.value), "unit": _unit(mistake.value), "note": mistake.note}
            for mistake in fact.mistaken
        ],
        "derive": fact.derive or None,
        "note": fact.note or None,
        "notes": list(book.used_by[fact.id]),
    }


def value_record(value: Value) -> Any:
    """A value as JSON: a decimal text, {min, max}, a list of texts, or a text."""
    if isinstance(value, Amount):
        return bare(value)
    if isinstance(value, Span):
        return {"min": number_text(value.low, grouped=False), "max": number_text(value.high, grouped=False)}
    if isinstance(value, Choices):
        return list(value.items)
    return value.text


def _unit(value: Value) -> str | None:
    return value.unit.name or None if isinstance(value, Amount | Span) else None
