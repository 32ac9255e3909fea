"""Editions of the book: for each, the facts as they were on its day, so that a reader of an old one learns what changed.

A file in data/editions/ is written by `factbook edition` and never edited: an edition
that somebody printed does not change any more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from factbook.facts import Fact, Facts, Place, Problem
from factbook.facts.disk import read_text

FOLDER = "data/editions"
RULE = "edition"


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition: `facts` has title and value of every fact by its id. The day is its name."""

    day: date
    facts: dict[str, tuple[str, str]]

    @property
    def id(self) -> str:
        """What every page of it carries at its foot."""
        return self.day.isoformat()


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed in the facts since an edition: `changed` with the value then, `gone` with title and value then."""

    changed: tuple[tuple[Fact, str], ...]
    added: tuple[Fact, ...]
    gone: tuple[tuple[str, str], ...]


def load(root: Path) -> tuple[tuple[Edition, ...], list[Problem], dict[str, str]]:
    """All editions below `root`, newest first, and what is wrong with their files; their texts are of no use to checks."""
    found, problems = [], []
    for file in sorted((root / FOLDER).glob("*.json"), reverse=True):
        path = file.relative_to(root).as_posix()
        text, bad = read_text(root, path)
        problems += bad
        if text is None:
            continue
        try:
            found.append(_edition(file.stem, text))
        except (ValueError, TypeError, AttributeError):
            hint = "take it back from git; an edition is written by 'factbook edition' and never edited"
            problems.append(Problem(Place(path), "this is no edition", hint, RULE))
    return tuple(found), problems, {}


def _edition(name: str, text: str) -> Edition:
    facts = {str(id_): (str(title), str(value)) for id_, (title, value) in json.loads(text)["facts"].items()}
    return Edition(date.fromisoformat(name), facts)


def recorded(facts: Mapping[str, Fact], day: date) -> tuple[str, str]:
    """Path and text of the file that keeps the facts as the edition of a day."""
    entries = {fact.id: [fact.title, fact.value.plain] for fact in sorted(facts.values(), key=lambda each: each.id)}
    lines = ",\n".join(
        f"  {json.dumps(id_)}: {json.dumps(entry, ensure_ascii=False)}" for id_, entry in entries.items()
    )
    return f"{FOLDER}/{day.isoformat()}.json", f'{{"facts": {{\n{lines}\n}}}}\n'


def since(edition: Edition, facts: Facts) -> Since:
    """What has changed since an edition; a renamed fact is the same fact."""
    then: dict[str, str] = {}
    gone = []
    for id_, (title, value) in edition.facts.items():
        now = _renamed(id_, facts)
        if now in facts:
            then[now] = value
        else:
            gone.append((title, value))
    everything = list(facts.values())
    return Since(
        tuple((fact, then[fact.id]) for fact in everything if then.get(fact.id, fact.value.plain) != fact.value.plain),
        tuple(fact for fact in everything if fact.id not in then),
        tuple(gone),
    )


def _renamed(id_: str, facts: Facts) -> str:
    seen = set()
    while id_ in facts.moves and id_ not in seen:
        seen.add(id_)
        id_ = facts.moves[id_].new
    return id_
