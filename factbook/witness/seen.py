"""What was seen on source pages, and how it is shown."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from factbook.facts import Fact
from factbook.phrases import counted

FOUND, NOT_FOUND, COULD_NOT_TELL = "found", "not found", "could not tell"
NOTHING_LIKE_IT = "nothing like it"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a fact's source page was seen to say.

    `says` is the nearest passage where the evidence was not found, and the reason
    where nothing can be told; `address` is where the page was read, after redirects,
    and `when` the day.
    """

    fact_id: str
    outcome: str
    says: str
    address: str
    when: date


def as_text(seen: list[Seen], facts: Mapping[str, Fact]) -> str:
    """For a terminal: each fact whose evidence is not there, with its line; the rest counted by reason."""
    blocks = []
    for each in _lost(seen):
        fact = facts[each.fact_id]
        place = fact.at("evidence")
        blocks.append(
            f"{place}: {each.fact_id}: the source no longer says {fact.evidence!r}\n"
            f"    now: {each.says or NOTHING_LIKE_IT}\n    {each.address}"
        )
    if untold := _untold(seen):
        lines = [f"    {counted(count, 'fact')}: {reason}" for reason, count in untold]
        blocks.append("\n".join(["could not tell:", *lines]))
    if moved := _moved(seen, facts):
        blocks.append("\n".join(["moved:", *(f"    {old}\n      → {new}" for old, new in moved)]))
    return "\n\n".join([*blocks, _summary(seen)])


def as_markdown(seen: list[Seen], facts: Mapping[str, Fact]) -> str:
    """For an issue: a table of what is not there, lists of the rest. Words from pages stand in code spans."""
    blocks = [f"{_summary(seen)[0].upper()}{_summary(seen)[1:]}."]
    if lost := _lost(seen):
        lines = ["| Fact | Evidence | The page now | Read |", "| --- | --- | --- | --- |"]
        for each in lost:
            fact = facts[each.fact_id]
            where = f"`{each.fact_id}`<br>`{fact.at('evidence').path}:{fact.at('evidence').line}`"
            now = _code(each.says) if each.says else NOTHING_LIKE_IT
            lines.append(f"| {where} | {_code(fact.evidence)} | {now} | [{each.when}](<{each.address}>) |")
        blocks.append("\n".join(lines))
    if untold := _untold(seen):
        lines = [f"- {counted(count, 'fact')}: {_code(reason)}" for reason, count in untold]
        blocks.append("\n".join(["Could not tell:", "", *lines]))
    if moved := _moved(seen, facts):
        blocks.append("\n".join(["Moved:", "", *(f"- <{old}> → <{new}>" for old, new in moved)]))
    return "\n\n".join(blocks)


def as_json(seen: list[Seen], facts: Mapping[str, Fact]) -> str:
    """A list of objects with id, outcome, says, address, when, path, line, source and evidence."""
    return json.dumps(
        [
            {
                "id": each.fact_id,
                "outcome": each.outcome,
                "says": each.says or None,
                "address": each.address,
                "when": each.when.isoformat(),
                "path": facts[each.fact_id].at("evidence").path,
                "line": facts[each.fact_id].at("evidence").line,
                "source": facts[each.fact_id].source,
                "evidence": facts[each.fact_id].evidence,
            }
            for each in seen
        ],
        indent=2,
        ensure_ascii=False,
    )


FORMATS: dict[str, Callable[[list[Seen], Mapping[str, Fact]], str]] = {
    "text": as_text,
    "json": as_json,
    "markdown": as_markdown,
}
"""The formats of a report by name."""


def _lost(seen: list[Seen]) -> list[Seen]:
    return [each for each in seen if each.outcome == NOT_FOUND]


def _untold(seen: list[Seen]) -> list[tuple[str, int]]:
    return Counter(each.says for each in seen if each.outcome == COULD_NOT_TELL).most_common()


def _moved(seen: list[Seen], facts: Mapping[str, Fact]) -> list[tuple[str, str]]:
    """Sources that lead elsewhere, and where to."""
    pairs = ((facts[each.fact_id].source.partition("#")[0], each.address) for each in seen)
    return sorted({(old, new) for old, new in pairs if old != new})


def _summary(seen: list[Seen]) -> str:
    counts = Counter(each.outcome for each in seen)
    parts = ", ".join(f"{counts[outcome]} {outcome}" for outcome in (FOUND, NOT_FOUND, COULD_NOT_TELL))
    return f"evidence of {counted(len(seen), 'fact')}: {parts}"


def _code(text: str) -> str:
    """A text that Markdown leaves alone, so that no page can write into an issue."""
    return "`" + text.replace("`", "'").replace("|", "\\|").replace("\n", " ") + "`"
