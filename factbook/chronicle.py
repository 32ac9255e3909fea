"""What AWS changed and when: the histories of all facts as one list, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from factbook.facts import Choices, Fact, Mistake, PartialDate, Value

SINCE = PartialDate(2020)
"""From when on changes are listed for readers: the age of most older material."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One change of one fact: on the day `when` (as far as it is known) `before` became `after`.

    `after` may have changed again since. `source` is a page that shows the change or,
    where none is known, the fact's own.
    """

    fact: Fact
    when: PartialDate
    before: Value
    after: Value
    source: str
    note: str

    @property
    def id(self) -> str:
        """What names this change, also as an anchor: the fact's id and the date."""
        return f"{self.fact.id}-{self.when.iso}"


def turns(facts: Iterable[Fact], since: PartialDate | None = None) -> list[Turn]:
    """Every change that the facts' histories tell, or those since a date: newest first, then by id.

    Of a year whose month is not known nothing is later, so it stands at the end of its year.
    """
    found = [
        Turn(fact, past.until, past.value, after, past.source or fact.source, past.note)
        for fact in facts
        for past, after in zip(fact.history, [*(past.value for past in fact.history), fact.value][1:], strict=True)
        if since is None or past.until >= since
    ]
    return sorted(sorted(found, key=lambda turn: turn.fact.id), key=lambda turn: turn.when, reverse=True)


def mistakes(facts: Iterable[Fact]) -> list[tuple[Fact, Mistake]]:
    """What older material teaches although it never was true, fact by fact."""
    return [(fact, mistake) for fact in facts for mistake in fact.mistaken]


def gained_and_lost(before: Value, after: Value) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """What a closed list gained and lost; None for other values, and for lists that have nothing in common."""
    if not (isinstance(before, Choices) and isinstance(after, Choices)):
        return None
    if not set(before.items) & set(after.items):
        return None
    gained = tuple(name for name in after.items if name not in before.items)
    lost = tuple(name for name in before.items if name not in after.items)
    return (gained, lost) if gained or lost else None
