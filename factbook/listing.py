"""Facts found, shown in full, and as plain data for programs."""

from __future__ import annotations

from typing import Any

from factbook.book import Book
from factbook.facts import Amount, Choices, Fact, Span, Value
from factbook.facts.values import bare, number_text


def found(book: Book, words: list[str]) -> list[Fact]:
    """The facts that have every word in their id, title, value, scope or service's name; all when there is none."""
    wanted = [word.casefold() for word in words]
    return [fact for fact in book.facts.values() if all(word in _searched(fact, book) for word in wanted)]


def _searched(fact: Fact, book: Book) -> str:
    service = book.services.get(fact.service)
    parts = (fact.id, fact.title, fact.value.plain, fact.scope, service.name if service else "")
    return " ".join(parts).casefold()


def card(fact: Fact, book: Book) -> str:
    """One fact in full, for a terminal: its fields, its past, and every line that names it."""
    rows = [("is", fact.value.plain), ("kind", fact.kind), ("scope", fact.scope), ("region", fact.region)]
    rows += [("derived", f"{fact.derive}")] if fact.derive else [("source", fact.source), ("evidence", fact.evidence)]
    rows += [("verified", fact.verified.isoformat()), ("since", fact.since.iso if fact.since else "")]
    rows += [("was", f"{past.value.plain} until {past.until.iso}") for past in reversed(fact.history)]
    rows += [("mistaken", f"{mistake.value.plain}: {mistake.note}") for mistake in fact.mistaken]
    rows += [("note", fact.note), ("stands", f"{fact.place.path}:{fact.place.line}")]
    rows += [("used", f"{use.place} {use.macro}()") for use in book.uses if book.resolve(use.id) == fact.id]
    return "\n".join([f"{fact.id}: {fact.title}", *(f"    {name:<9} {text}" for name, text in rows if text)])


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
