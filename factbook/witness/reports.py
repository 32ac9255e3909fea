"""How the testimony of witnesses is shown: text, JSON, Markdown."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from factbook.facts import Amount, Fact, Facts, Span
from factbook.phrases import cell
from factbook.witness.proof import is_proved
from factbook.witness.testimony import GONE, HOLDS, MOVED, Testimony, proves


@dataclass(frozen=True)
class Hearing:
    """Everything that was asked: the testimony on some facts of all, and the versions of the packages that said it."""

    found: list[Testimony]
    asked: list[Fact]
    facts: Facts
    versions: dict[str, str]


def as_text(hearing: Hearing) -> str:
    """For a terminal: what moved, where it stands, what the source says now, and a count."""
    blocks = [_block(each) for each in hearing.found if each.outcome != HOLDS]
    return "\n\n".join([*blocks, "\n".join(_summary(hearing))])


def as_markdown(hearing: Hearing) -> str:
    """A table of what moved, for an issue or a pull request."""
    rows = [
        f"| `{each.fact.id}` | {cell(each.fact.value.plain)} | {each.outcome} | {cell(each.says)} | "
        f"`{each.fact.place.path}:{each.witness.place.line}` |"
        for each in hearing.found
        if each.outcome != HOLDS
    ]
    head = ["| Fact | Value here | Witness | It says | Where |", "| --- | --- | --- | --- | --- |"]
    summary = [f"{line[0].upper()}{line[1:]}." for line in _summary(hearing)]
    return "\n".join([*summary, "", *(head if rows else []), *rows]).rstrip()


def as_json(hearing: Hearing) -> str:
    """An object: the version of each package, and the testimony: fact, value, kind, path, expected, outcome, says, proves."""
    records = [
        {
            "fact": each.fact.id,
            "value": each.fact.value.plain,
            "kind": each.witness.kind,
            "path": each.witness.path,
            "way": each.witness.way,
            "expected": each.witness.expected,
            "outcome": each.outcome,
            "says": each.says or None,
            "proves": proves(each),
            "place": str(each.witness.place),
        }
        for each in hearing.found
    ]
    return json.dumps({"packages": hearing.versions, "testimony": records}, indent=2, ensure_ascii=False)


FORMATS: dict[str, Callable[[Hearing], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "json": as_json,
}
"""The formats of a report by name."""


def _block(each: Testimony) -> str:
    value = f"{each.fact.id} is {each.fact.value.plain} here"
    hint = "read the source again; then python -m factbook set" if each.outcome == MOVED else "find where it stands now"
    return f"{each.witness.place}: {each.outcome}: {value}\n    {each.witness.path} {each.says}\n    {hint}"


def _summary(hearing: Hearing) -> Iterable[str]:
    counts = {outcome: sum(each.outcome == outcome for each in hearing.found) for outcome in (HOLDS, MOVED, GONE)}
    yield f"{len(hearing.found)} witnesses: {', '.join(f'{count} {outcome}' for outcome, count in counts.items())}"
    yield f"asked: {', '.join(f'{name} {version}' for name, version in hearing.versions.items())}"
    doubted = {each.fact.id for each in hearing.found if each.outcome != HOLDS}
    proved = {fact.id for fact in hearing.asked if is_proved(fact, hearing.facts)} - doubted
    numeric = [fact.id for fact in hearing.asked if isinstance(fact.value, Amount | Span)]
    yield (
        f"{_share(len(proved), len(hearing.asked))} facts are proved, "
        f"{_share(len(proved.intersection(numeric)), len(numeric))} of those that are numbers"
    )
    kinds = Counter(kind for _, kind in {(each.fact.id, each.witness.kind) for each in hearing.found if proves(each)})
    yield "facts proved by " + (", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())) or "none")


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} ({part * 100 // whole if whole else 0} %)"
