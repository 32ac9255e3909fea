"""Everything that the project says, read once: facts, services and notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from factbook import chronicle, garbage, generated, worked
from factbook import comparisons as comparisons_
from factbook import diagrams as diagrams_
from factbook import editions as editions_
from factbook import errors as errors_
from factbook import exam as exam_
from factbook import facts as facts_
from factbook import glossary as glossary_
from factbook import moved as moved_
from factbook import navigation as navigation_
from factbook import notes as notes_
from factbook import services as services_
from factbook import snippets as snippets_
from factbook import synonyms as synonyms_
from factbook.comparisons import Comparison
from factbook.diagrams import Diagram
from factbook.editions import Edition
from factbook.errors import Error
from factbook.exam import Exam
from factbook.facts import Edit, Fact, Facts, Place, Problem, bare, in_unit, parse_unit
from factbook.facts.disk import everything_below, read_text
from factbook.glossary import Term
from factbook.moved import Move
from factbook.notes import Call, Note
from factbook.prose import structure
from factbook.services import Service
from factbook.synonyms import Synonym


@dataclass(frozen=True, slots=True)
class Use:
    """A fact that is named: by which macro, in which note, and where. `id` is as written.

    A name in the data that no one note shows has an empty note.
    """

    id: str
    macro: str
    note: str
    place: Place


_ID_IN_LIST = re.compile(r"\{[^{}\n]*#")
"""What an attribute list that gives an id begins with."""


@dataclass(frozen=True)
class Book:
    """The project as its checks and macros see it.

    `texts` has the text of every file read, by its path relative to `root`; `files`
    the size of every file below docs/ and data/, `links` the symbolic links there, which
    nothing follows; `problems` what went wrong while reading. `today` is passed in: nothing here
    reads the clock. `sound` has the paths of files that were found without a problem before, and that
    nothing has changed for since.
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
    exam: Exam = field(default_factory=Exam)
    comparisons: dict[str, Comparison] = field(default_factory=dict)
    errors: dict[str, Error] = field(default_factory=dict)
    diagrams: dict[str, Diagram] = field(default_factory=dict)
    synonyms: dict[str, Synonym] = field(default_factory=dict)
    moves: dict[str, Move] = field(default_factory=dict)
    sound: frozenset[str] = frozenset()

    @cached_property
    def doubtful(self) -> tuple[Note, ...]:
        """The notes that a rule looks at which looks at each note by itself."""
        return tuple(note for path, note in self.notes.items() if path not in self.sound)

    @cached_property
    def doubtful_facts(self) -> tuple[Fact, ...]:
        """The facts that a rule looks at which looks at each fact by itself."""
        return tuple(fact for fact in self.facts.values() if fact.place.path not in self.sound)

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """Every fact that a note names, also through an example, a comparison or a diagram, and what the data names.

        Tables do not count.
        """
        found = [
            Use(domain.weight, "exam", "", domain.weight_place)
            for edition in self.exam.editions.values()
            for domain in edition.domains.values()
        ]
        found += [
            Use(named.id, "compare", "", named.place)
            for comparison in self.comparisons.values()
            for named in comparison.named
        ]
        for note in self.notes.values():
            for call in note.calls:
                if call.fact_id is not None:
                    found.append(Use(call.fact_id, call.macro, note.path, call.places["id"]))
                elif call.macro == "worked":
                    example = worked.EXAMPLES.get(str(call.arguments["example"]))
                    found += [Use(id_, "worked", note.path, call.place) for id_ in (example.facts if example else ())]
                elif call.macro == "diagram" and (diagram := self.diagrams.get(str(call.arguments["name"]))):
                    found += [
                        Use(str(each.fact_id), each.macro, note.path, each.places["id"]) for each in diagram.calls
                    ]
                elif call.macro == "compare":
                    comparison = self.comparisons.get(str(call.arguments["id"]))
                    shown = comparison.named if comparison else ()
                    found += [Use(named.id, "compare", note.path, named.place) for named in shown]
        return tuple(found)

    @cached_property
    def snippets(self) -> dict[str, str]:
        """The path of every snippet by the name that notes give it."""
        return {snippets_.name(path): path for path in self.texts if snippets_.language(path)}

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
            if id_ in found and use.note:
                found[id_][use.note] = None
        return {id_: tuple(notes) for id_, notes in found.items()}

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {entry.page: entry.title for entry in self.navigation}

    def title(self, note: Note) -> str:
        """What a note is called: in the navigation, by its first heading, or by its path."""
        first = note.headings[0].text if note.headings else note.page
        return self._titles.get(note.page) or note.title or first

    @cached_property
    def pages_by_skill(self) -> dict[str, tuple[Note, ...]]:
        """The notes that treat each skill of the current edition, in the order of the navigation."""
        order = {entry.page: number for number, entry in enumerate(self.navigation)}
        notes = sorted(self.notes.values(), key=lambda note: order.get(note.page, len(order)))
        return {number: tuple(note for note in notes if number in note.skills) for number in self.exam.skills}

    @cached_property
    def _anchors(self) -> dict[str, frozenset[str]]:
        return {}

    def anchors(self, note: Note) -> frozenset[str]:
        """Every anchor that a note's page has: of its headings, of attribute lists, of rows and of changes."""
        from markdown.extensions.toc import slugify, unique  # 20 ms to import, and only links to anchors ask for it

        if note.path not in self._anchors:
            given, tagged = _given_ids(note)
            used = set(given)
            for heading in note.headings:
                unique(slugify(self._heading_text(heading.text), "-"), used)
            for call in _calls_with_anchors(note):
                if call.macro == "facts" and "service" not in call.arguments:
                    kind = call.arguments.get("kind")
                    used |= {fact.id for fact in self.facts.values() if kind in (None, fact.kind)}
                elif call.macro == "errors" and not call.arguments:
                    used |= {
                        *self.errors,
                        *(
                            slugify(self.services[error.service].short_name, "-")
                            for error in self.errors.values()
                            if error.service in self.services
                        ),
                    }
                elif call.macro == "changes" and not call.arguments:
                    used |= {turn.id for turn in chronicle.turns(self.facts.values(), chronicle.SINCE)}
            self._anchors[note.path] = frozenset(used | tagged)
        return self._anchors[note.path]

    def origins_of_anchors(self, note: Note) -> list[Any]:
        """What in a note decides about its anchors: with the same data they are the same. It takes less than they do."""
        return [
            [heading.text for heading in note.headings],
            *map(sorted, _given_ids(note)),
            [[call.macro, dict(call.arguments)] for call in _calls_with_anchors(note)],
        ]

    def _heading_text(self, text: str) -> str:
        """A heading as it is published, without marks and with its facts written out."""
        text = self.written(text)
        return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).replace("`", "").replace("*", "")

    def written(self, text: str) -> str:
        """A text with its facts written out: fact() with the unit, value() bare; nothing for any other call."""

        def said(match: re.Match[str]) -> str:
            calls = notes_.parse(match[0], "").calls
            fact = self.facts.get(self.resolve(calls[0].fact_id or "")) if calls else None
            if fact is None:
                return ""
            unit = str(calls[0].arguments.get("unit", ""))
            try:
                value = in_unit(fact.value, parse_unit(unit)) if unit else fact.value
            except (ValueError, KeyError):  # another rule says so
                value = fact.value
            return bare(value) if calls[0].macro == "value" else str(value)

        return re.sub(r"\{\{.*?\}\}", said, text)

    @cached_property
    def _line_starts(self) -> dict[str, list[int]]:
        return {}

    def line_starts(self, path: str) -> list[int]:
        """Where each line of a file begins in its text, in characters from its beginning."""
        if path not in self._line_starts:
            self._line_starts[path] = [0, *(match.end() for match in re.finditer("\n", self.texts[path]))]
        return self._line_starts[path]

    def offset(self, place: Place) -> int:
        """Where a place is in the text of its file, in characters from its beginning."""
        return self.line_starts(place.path)[place.line - 1] + place.column - 1

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


def _calls_with_anchors(note: Note) -> list[Call]:
    """The calls in a note that write rows which can be linked to."""
    return [call for call in note.calls if call.macro in ("facts", "errors", "changes")]


def _given_ids(note: Note) -> tuple[set[str], set[str]]:
    """The ids that a note gives itself: in attribute lists, and in tags."""
    if "id=" not in note.text and not _ID_IN_LIST.search(note.text):
        return set(), set()  # as most do: only the others are taken apart
    found = structure(note)
    return (
        {value for name, value, _ in found.attributes if name == "id" and value},
        {tag.attributes["id"] for tag in found.tags if tag.attributes and "id" in tag.attributes},
    )


@garbage.kept()
def load(root: Path, today: date) -> Book:
    """Read the whole project below `root`."""
    facts, problems, texts = facts_.load(root)
    services, glossary, exam, comparisons, errors, diagrams, synonyms, moves, editions = (
        _added(module.load(root), problems, texts)
        for module in (
            services_,
            glossary_,
            exam_,
            comparisons_,
            errors_,
            diagrams_,
            synonyms_,
            moved_,
            editions_,
        )
    )
    notes: dict[str, Note] = {}
    files, links = _files(root)
    entries: tuple[navigation_.Entry, ...] = ()
    for path in (navigation_.FILE, *generated.FILES, *generated.SOURCES):
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
        elif snippets_.language(path):
            text, bad = read_text(root, path)
            problems += bad
            if text is not None:
                texts[path] = text
    return Book(
        root=root,
        facts=facts,
        services=services,
        notes=notes,
        texts=texts,
        problems=tuple(problems),
        today=today,
        files=files,
        links=links,
        navigation=entries,
        glossary=glossary,
        exam=exam,
        comparisons=comparisons,
        errors=errors,
        diagrams=diagrams,
        editions=editions,
        synonyms=synonyms,
        moves=moves,
    )


def _added(read: tuple[Any, list[Problem], dict[str, str]], problems: list[Problem], texts: dict[str, str]) -> Any:
    """What was read from a file; its problems and its text go to the others."""
    found, more, text = read
    problems += more
    texts |= text
    return found


def _files(root: Path) -> tuple[dict[str, int], tuple[str, ...]]:
    """The size of every file below docs/ and data/, sorted, and the symbolic links among them, which are not followed."""
    sizes: dict[str, int] = {}
    links = []
    for folder in ("docs", "data"):
        if (root / folder).is_symlink():
            links.append(folder)
            continue
        for path, entry in everything_below(root, folder):
            if entry.is_symlink():
                links.append(path)
            elif entry.is_file():
                sizes[path] = entry.stat().st_size
    return sizes, tuple(links)
