"""How the testimony of witnesses is shown: text, JSON, Markdown."""

from __future__ import annotations

import json
from collections.abc import Callable

from factbook.phrases import cell
from factbook.witness.testimony import GONE, HOLDS, MOVED, Testimony, proves


def as_text(found: list[Testimony], version: str) -> str:
    """For a terminal: what moved, where it stands, what the model says now, and a count."""
    blocks = [_block(each) for each in found if each.outcome != HOLDS]
    return "\n\n".join([*blocks, _summary(found, version)])


def as_markdown(found: list[Testimony], version: str) -> str:
    """A table of what moved, for an issue or a pull request."""
    rows = [
        f"| `{each.fact.id}` | {each.fact.value.plain} | {each.outcome} | {cell(each.says)} | "
        f"`{each.fact.place.path}:{each.witness.place.line}` |"
        for each in found
        if each.outcome != HOLDS
    ]
    head = ["| Fact | Value here | Witness | It says | Where |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([_summary(found, version) + ".", "", *(head if rows else []), *rows]).rstrip()


def as_json(found: list[Testimony], version: str) -> str:
    """An object with botocore's version and a list of testimony: fact, value, path, expected, outcome, says, proves."""
    records = [
        {
            "fact": each.fact.id,
            "value": each.fact.value.plain,
            "path": each.witness.botocore,
            "way": each.witness.way,
            "expected": each.witness.expected,
            "outcome": each.outcome,
            "says": each.says or None,
            "proves": proves(each),
            "place": str(each.witness.place),
        }
        for each in found
    ]
    return json.dumps({"botocore": version, "testimony": records}, indent=2, ensure_ascii=False)


FORMATS: dict[str, Callable[[list[Testimony], str], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "json": as_json,
}
"""The formats of a report by name."""


def _block(each: Testimony) -> str:
    value = f"{each.fact.id} is {each.fact.value.plain} here"
    hint = "read the source again; then python -m factbook set" if each.outcome == MOVED else "find where it stands now"
    return f"{each.witness.place}: {each.outcome}: {value}\n    {each.witness.botocore} {each.says}\n    {hint}"


def _summary(found: list[Testimony], version: str) -> str:
    counts = {outcome: sum(each.outcome == outcome for each in found) for outcome in (HOLDS, MOVED, GONE)}
    proved = len({each.fact.id for each in found if proves(each)})
    told = ", ".join(f"{count} {outcome}" for outcome, count in counts.items())
    return f"botocore {version}: {len(found)} witnesses: {told}; {proved} facts are proved"
