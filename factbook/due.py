"""Which facts to read again, and when.

Each kind of fact has a cycle of days, and each fact its own day in the cycle, drawn
from its id. A fact is due on the first of its days on which it was last read at least
half a cycle ago: so a thousand facts read on one day do not fall due on one day, and
each comes round evenly ever after.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from factbook.facts import Fact
from factbook.phrases import cell, counted
from factbook.witness.proof import can_prove

CYCLES = {"price": 90, "limit": 180, "retention": 180, "default": 180, "list": 270, "rule": 360}
"""Days from one reading of a fact to the next by its kind: what changes most often comes first."""

PROVED = 2
"""How many times as long the cycle of a fact is that a witness proves: a machine looks at it every week."""


@dataclass(frozen=True, slots=True)
class Due:
    """A fact, the day on which it is due, its cycle in days, and how old it is today, in cycles."""

    fact: Fact
    day: date
    cycle: int
    age: float


def due(facts: Iterable[Fact], today: date, days: int) -> list[Due]:
    """The facts that are due up to `days` from today, the earliest first; of one day, the oldest for their kind.

    Derived facts are left out: they are as old as those that they are derived from.
    """
    found = []
    for fact in facts:
        if fact.derive:
            continue
        cycle = CYCLES[fact.kind] * (PROVED if any(can_prove(fact, each) for each in fact.witnesses) else 1)
        day = due_day(fact, cycle)
        if day <= today + timedelta(days):
            found.append(Due(fact, day, cycle, (today - fact.verified).days / cycle))
    return sorted(found, key=lambda each: (each.day, -each.age, each.fact.source, each.fact.id))


def due_day(fact: Fact, cycle: int) -> date:
    """The day on which a fact is due: half a cycle after it was read at the earliest, one and a half at the latest."""
    earliest = fact.verified + timedelta(cycle // 2)
    own = int.from_bytes(hashlib.sha256(fact.id.encode()).digest()[:8]) % cycle
    return earliest + timedelta((own - earliest.toordinal()) % cycle)


def as_text(found: list[Due], today: date, days: int) -> str:
    """For a terminal: page by page, since whoever opens a page reads all that is due there."""
    by_page: dict[str, list[Due]] = {}
    for each in found:
        by_page.setdefault(each.fact.source.partition("#")[0], []).append(each)
    blocks = []
    for page, of_page in by_page.items():
        width = max(len(each.fact.id) for each in of_page)
        lines = [
            f"    {each.day}  {each.fact.id:<{width}}  {each.fact.value.plain}  “{each.fact.evidence}”, read {each.fact.verified}"
            for each in of_page
        ]
        blocks.append("\n".join([page, *lines]))
    return "\n\n".join([*blocks, _summary(found, today, days)])


def as_markdown(found: list[Due], today: date, days: int) -> str:
    """A table, for an issue."""
    lines = ["| Due | Fact | Kind | Value | Read | Source |", "| --- | --- | --- | --- | --- | --- |"]
    for each in found:
        fact = each.fact
        source = fact.source.replace("|", "%7C")
        cells = (f"{each.day}", f"`{fact.id}`", fact.kind, cell(fact.value.plain), f"{fact.verified}", f"<{source}>")
        lines.append(f"| {' | '.join(cells)} |")
    summary = _summary(found, today, days)
    return "\n".join([*(lines if found else []), *([""] if found else []), f"{summary[0].upper()}{summary[1:]}."])


def as_json(found: list[Due], today: date, days: int) -> str:
    """A list of objects with id, due, kind, value, evidence, source, verified, cycle, path and line."""
    return json.dumps(
        [
            {
                "id": each.fact.id,
                "due": each.day.isoformat(),
                "kind": each.fact.kind,
                "value": each.fact.value.plain,
                "evidence": each.fact.evidence,
                "source": each.fact.source,
                "verified": each.fact.verified.isoformat(),
                "cycle": each.cycle,
                "path": each.fact.place.path,
                "line": each.fact.place.line,
            }
            for each in found
        ],
        indent=2,
        ensure_ascii=False,
    )


FORMATS: dict[str, Callable[[list[Due], date, int], str]] = {
    "text": as_text,
    "json": as_json,
    "markdown": as_markdown,
}
"""The formats of the listing by name."""


def _summary(found: list[Due], today: date, days: int) -> str:
    late = sum(each.day < today for each in found)
    count = f"{counted(len(found), 'fact', none='no')} due up to {today + timedelta(days)}"
    return f"{count}, {late} of them before today" if late else count
