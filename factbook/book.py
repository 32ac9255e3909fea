"""Everything that the project says, read once: facts, services and notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from factbook import facts as facts_
from factbook import notes as notes_
from factbook import services as services_
from factbook import worked
from factbook.facts import Edit, Facts, Place, Problem
from factbook.facts.strict_yaml import decode
from factbook.notes import Note
from factbook.services import Service


@dataclass(frozen=True, slots=True)
class Use:
    """A fact named in a note: by which macro, and where. `id` is as written."""

    id: str
    macro: str
    note: str
    place: Place


@dataclass(frozen=True)
class Book:
    """The project as its checks and macros see it.

    `texts` has the text of every file read, by its path relative to `root`;
    `problems` what went wrong while reading. `today` is passed in: nothing here
    reads the clock.
    """

    root: Path
    facts: Facts
    services: dict[str, Service]
    notes: dict[str, Note]
    texts: dict[str, str]
    problems: tuple[Problem, ...]
    today: date

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """Every fact that a note names, also through a worked example; tables do not count."""
        found = []
        for note in self.notes.values():
            for call in note.calls:
                if call.fact_id is not None:
                    found.append(Use(call.fact_id, call.macro, note.path, call.places["id"]))
                elif call.macro == "worked":
                    example = worked.EXAMPLES.get(str(call.arguments["example"]))
                    found += [Use(id_, "worked", note.path, call.place) for id_ in (example.facts if example else ())]
        return tuple(found)

    @cached_property
    def _uses_by_note(self) -> dict[str, list[Use]]:
        found: dict[str, list[Use]] = {}
        for use in self.uses:
            found.setdefault(use.note, []).append(use)
        return found

    def uses_in(self, note: str) -> list[Use]:
        """The uses in one note, by its path."""
        return self._uses_by_note.get(note, [])

    @cached_property
    def used_by(self) -> dict[str, tuple[str, ...]]:
        """The paths of the notes that name each fact, renamed ids resolved."""
        found: dict[str, dict[str, None]] = {id_: {} for id_ in self.facts}
        for use in self.uses:
            id_ = self.resolve(use.id)
            if id_ in found:
                found[id_][use.note] = None
        return {id_: tuple(notes) for id_, notes in found.items()}

    @cached_property
    def _line_starts(self) -> dict[str, list[int]]:
        return {}

    def offset(self, place: Place) -> int:
        """Where a place is in the text of its file, in characters from its beginning."""
        if place.path not in self._line_starts:
            starts = [0, *(match.end() for match in re.finditer("\n", self.texts[place.path]))]
            self._line_starts[place.path] = starts
        return self._line_starts[place.path][place.line - 1] + place.column - 1

    def replacing(self, place: Place, old: str, new: str) -> tuple[Edit, ...]:
        """The edit that puts `new` for `old` at a place; none when something else stands there."""
        start = self.offset(place)
        if not self.texts[place.path].startswith(old, start):
            return ()
        return (Edit(place.path, start, start + len(old), new),)

    def resolve(self, id_: str) -> str:
        """The id that a renamed one stands for now."""
        seen = set()
        while id_ in self.facts.moves and id_ not in seen:
            seen.add(id_)
            id_ = self.facts.moves[id_].new
        return id_


def load(root: Path, today: date) -> Book:
    """Read the whole project below `root`."""
    facts, problems, texts = facts_.load(root)
    services, more, service_texts = services_.load(root)
    notes: dict[str, Note] = {}
    texts |= service_texts
    problems += more
    for file in sorted((root / "docs").rglob("*.md")):
        path = file.relative_to(root).as_posix()
        text, bad = decode(file.read_bytes(), path)
        texts[path] = text
        problems += bad
        if not bad:
            notes[path] = notes_.parse(text, path)
            problems += notes[path].problems
    return Book(root, facts, services, notes, texts, tuple(problems), today)
