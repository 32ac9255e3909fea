"""Everything that the project says, read once: facts, services and notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from markdown.extensions.toc import slugify, unique

from factbook import chronicle, generated, prose, worked
from factbook import editions as editions_
from factbook import facts as facts_
from factbook import glossary as glossary_
from factbook import navigation as navigation_
from factbook import notes as notes_
from factbook import services as services_
from factbook.editions import Edition
from factbook.facts import Edit, Facts, Place, Problem
from factbook.facts.disk import read_text
from factbook.glossary import Term
from factbook.notes import Note
from factbook.prose import Structure
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

    `texts` has the text of every file read, by its path relative to `root`; `files`
    the size of every file below docs/ and data/, `links` the symbolic links there, which
    nothing follows; `problems` what went wrong while reading. `today` is passed in: nothing here
    reads the clock.
    """

    root: Path
    facts: Facts
    services: dict[str, Service]
    notes: dict[str, Note]
    texts: dict[str, str]
    problems: tuple[Problem, ...]
    today: date
    files: dict[str, int] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    navigation: tuple[navigation_.Entry, ...] = ()
    glossary: dict[str, Term] = field(default_factory=dict)
    editions: tuple[Edition, ...] = ()

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
    def _structures(self) -> dict[str, Structure]:
        return {}

    def structure(self, note: Note) -> Structure:
        """The prose and the code of a note, told apart once."""
        if note.path not in self._structures:
            self._structures[note.path] = prose.structure(note)
        return self._structures[note.path]

    @cached_property
    def _anchors(self) -> dict[str, frozenset[str]]:
        return {}

    def anchors(self, note: Note) -> frozenset[str]:
        """Every anchor that a note's page has: of its headings, of attribute lists, of rows and of changes."""
        if note.path not in self._anchors:
            given = {
                value for name, value, _ in prose.attribute_lists(note, self.structure(note).lines) if name == "id"
            }
            tagged = {
                tag.attributes["id"]
                for tag in prose.tags(note, self.structure(note).lines)
                if tag.attributes and "id" in tag.attributes
            }
            used: set[str] = set(given)
            for heading in note.headings:
                unique(slugify(self._heading_text(heading.text), "-"), used)
            for call in note.calls:
                if call.macro == "facts" and "service" not in call.arguments:
                    kind = call.arguments.get("kind")
                    used |= {fact.id for fact in self.facts.values() if kind in (None, fact.kind)}
                elif call.macro == "changes" and not call.arguments:
                    used |= {turn.id for turn in chronicle.turns(self.facts.values(), chronicle.SINCE)}
            self._anchors[note.path] = frozenset(used | tagged)
        return self._anchors[note.path]

    def _heading_text(self, text: str) -> str:
        """A heading as it is published, without marks and with its facts written out."""

        def written(match: re.Match[str]) -> str:
            calls = notes_.parse(match[0], "").calls
            fact = self.facts.get(self.resolve(calls[0].fact_id or "")) if calls else None
            return str(fact.value) if fact else ""

        text = re.sub(r"\{\{.*?\}\}", written, text)
        return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).replace("`", "").replace("*", "")

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
    glossary, still_more, glossary_texts = glossary_.load(root)
    notes: dict[str, Note] = {}
    texts |= service_texts | glossary_texts
    editions, worst = editions_.load(root)
    problems += [*more, *still_more, *worst]
    files, links = _files(root)
    entries: tuple[navigation_.Entry, ...] = ()
    for path in (navigation_.FILE, *generated.FILES):
        text, bad = read_text(root, path)
        problems += bad
        if text is not None:
            texts[path] = text
    if navigation_.FILE in texts:
        entries, worse = navigation_.parse(texts[navigation_.FILE])
        problems += worse
    for path in files:
        if path.startswith("docs/") and path.endswith(".md"):
            text, bad = read_text(root, path)
            problems += bad
            texts[path] = text or ""
            if text is not None:
                notes[path] = notes_.parse(text, path)
                problems += notes[path].problems
    return Book(root, facts, services, notes, texts, tuple(problems), today, files, links, entries, glossary, editions)


def _files(root: Path) -> tuple[dict[str, int], tuple[str, ...]]:
    """The size of every file below docs/ and data/, sorted, and the symbolic links among them, which are not followed."""
    sizes: dict[str, int] = {}
    links = []
    for folder in (root / "docs", root / "data"):
        for path in (folder, *sorted(folder.rglob("*") if not folder.is_symlink() else ())):
            name = path.relative_to(root).as_posix()
            if path.is_symlink():
                links.append(name)
            elif path.is_file():
                sizes[name] = path.stat().st_size
    return sizes, tuple(links)
