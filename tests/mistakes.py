"""Single mistakes, as people make them: one change of one file, and where it has to be reported.

Each kind is a function that makes one mistake at a place of the real project chosen
at random. `KINDS` has them all by name.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

from factbook.book import Book
from factbook.checks.notes import FIRST, LAST, OPTIONAL
from factbook.facts import Amount, Choices, Fact, Span, Words
from factbook.facts.evidence import contains
from factbook.facts.fields import BY_NAME
from factbook.facts.fields import KINDS as FACT_KINDS
from factbook.facts.units import ATOMS, COUNTS, parse_unit
from factbook.facts.values import Value, in_unit
from factbook.notes import MACROS, Call, Note
from factbook.prose import blanked, tables
from factbook.services import FIELDS as SERVICE_FIELDS
from factbook.services import NEEDED as SERVICE_NEEDED


@dataclass(frozen=True, slots=True)
class Mistake:
    """A file's new content, None for one that is gone, and the lines of a file on one of which a rule must speak."""

    path: str
    content: bytes | None
    rules: tuple[str, ...]
    where: str
    lines: tuple[int, ...]
    shown: str


class Project:
    """The project without mistakes, and the dice that choose a place in it."""

    def __init__(self, book: Book, dice: Random, turn: int) -> None:
        self.book, self.dice, self.turn = book, dice, turn

    def any_of(self, things: Iterable) -> Any:
        return self.dice.choice(sorted(things) if isinstance(things, set) else list(things))

    def line_of(self, path: str, offset: int) -> int:
        return self.book.texts[path].count("\n", 0, offset) + 1

    def edited(
        self,
        path: str,
        start: int,
        end: int,
        new: str,
        *rules: str,
        line: int | tuple[int, ...] = 0,
        where: str = "",
    ) -> Mistake:
        """The characters from `start` to `end` made `new`; to be reported on the line of the change unless told otherwise."""
        text = self.book.texts[path]
        lines = (line or self.line_of(path, start),) if isinstance(line, int) else line
        shown = f"{path}:{self.line_of(path, start)}: {text[start:end]!r} made {new!r}"
        return Mistake(path, (text[:start] + new + text[end:]).encode(), rules, where or path, lines, shown)

    def span(self, path: str, first: int, last: int | None = None) -> tuple[int, int]:
        """The characters of some lines, the last one's end included."""
        starts = [0, *(match.end() for match in re.finditer("\n", self.book.texts[path])), len(self.book.texts[path])]
        return starts[first - 1], starts[last or first]

    def lines(self, path: str, first: int, last: int | None = None) -> str:
        start, end = self.span(path, first, last)
        return self.book.texts[path][start:end]

    # Notes.

    def note(self, wanted: Callable[[Note], object] = lambda note: True) -> Note:
        return self.any_of(note for note in self.book.notes.values() if wanted(note))

    def prose_line(self, note: Note | None = None) -> tuple[str, int, str]:
        """The path, number and text of a line of prose that is neither empty nor raw, nor part of a table."""
        note = note or self.note()
        raw = [
            range(self.line_of(note.path, match.start()), self.line_of(note.path, match.end()) + 1)
            for match in re.finditer(r"\{% raw %\}.*?\{% endraw %\}", note.text, re.DOTALL)
        ]
        found = [
            line.number
            for line in self.book.structure(note).lines
            if line.text.strip() and "|" not in line.text and not any(line.number in lines for lines in raw)
        ]
        number = self.any_of(found)
        return note.path, number, self.lines(note.path, number).rstrip("\n")

    def appended(self, new: str, *rules: str) -> Mistake:
        """Something put at the end of a line of prose."""
        path, number, line = self.prose_line()
        at = self.span(path, number)[0] + len(line)
        return self.edited(path, at, at, f" {new}", *rules)

    def call(self, wanted: Callable[[Call], object] = lambda call: True) -> tuple[str, Call, int, int]:
        """A note's path, a call in it, and the characters that the call takes up."""
        found = [(note.path, call) for note in self.book.notes.values() for call in note.calls if wanted(call)]
        path, call = self.any_of(found)
        start = self.book.offset(call.place)
        return path, call, start, self.book.texts[path].index("}}", start) + 2

    # Facts.

    def fact(self, wanted: Callable[[Fact], object] = lambda fact: True) -> Fact:
        return self.any_of(fact for fact in self.book.facts.values() if not fact.derive and wanted(fact))

    def field(self, fact: Fact, name: str) -> tuple[int, int]:
        """The characters of a field, its line ends included."""
        last = next((place.line - 1 for place in fact.keys.values() if place.line > fact.keys[name].line), None)
        return self.span(fact.place.path, fact.keys[name].line, last or self.last_line(fact))

    def last_line(self, fact: Fact) -> int:
        """The last line of an entry that is not empty."""
        lines = self.book.texts[fact.place.path].split("\n")
        number = fact.place.line
        while number < len(lines) and (not lines[number] or lines[number].startswith(" ")):
            number += 1
        while not lines[number - 1]:
            number -= 1
        return number

    def one_line_fields(self, fact: Fact) -> list[str]:
        text = self.book.texts[fact.place.path]
        return [name for name in fact.keys if text[slice(*self.field(fact, name))].count("\n") == 1]

    def written(self, fact: Fact, name: str) -> str:
        """A field of one line as it is written behind its name."""
        start, end = self.field(fact, name)
        return self.book.texts[fact.place.path][start:end].partition(":")[2].strip()

    def field_made(self, fact: Fact, name: str, value: str, *rules: str, at: str = "") -> Mistake:
        """A field with another value; to be reported at the field `at`."""
        start, end = self.field(fact, name)
        return self.edited(fact.place.path, start, end, f"  {name}: {value}\n", *rules, line=fact.keys[at or name].line)

    def typo(self, word: str, wrong: Callable[[str], bool] = lambda word: True) -> str:
        """The word with one letter dropped, doubled, swapped with the next or replaced, such that it is wrong."""
        while True:
            at = self.dice.randrange(len(word))
            new = self.any_of(
                (
                    word[:at] + word[at + 1 :],
                    word[:at] + word[at] + word[at:],
                    word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
                    word[:at] + self.any_of("abcdefghijklmnopqrstuvwxyz") + word[at + 1 :],
                )
            )
            if new and new != word and wrong(new):
                return new


KINDS: dict[str, Callable[[Project], Mistake]] = {}
"""Every kind of mistake by its name."""


def kind(make: Callable[[Project], Mistake]) -> Callable[[Project], Mistake]:
    KINDS[make.__name__.replace("_", " ")] = make
    return make


# ---- what a note names ----


@kind
def typo_in_an_id(project: Project) -> Mistake:
    path, call, start, end = project.call(lambda call: call.fact_id)
    new = project.typo(call.fact_id, lambda id_: id_ not in project.book.facts and id_ not in project.book.facts.moves)
    at = project.book.offset(call.places["id"])
    return project.edited(path, at, at + len(call.fact_id), new, "unknown-fact")


@kind
def typo_in_a_macro(project: Project) -> Mistake:
    path, call, start, end = project.call()
    at = start + project.book.texts[path][start:end].index(call.macro)
    return project.edited(
        path, at, at + len(call.macro), project.typo(call.macro, lambda name: name not in MACROS), "note"
    )


@kind
def typo_in_an_argument(project: Project) -> Mistake:
    names = {"facts": ("service", "kind"), "service": ("id",), "worked": ("example",), "services": ("area",)}
    path, call, *_ = project.call(lambda call: set(names.get(call.macro, ())) & set(call.arguments))
    name = project.any_of(set(names[call.macro]) & set(call.arguments))
    value = call.arguments[name]
    at = project.book.offset(call.places[name])
    known = {*project.book.services, *FACT_KINDS}
    new = project.typo(value, lambda word: word not in known)
    start = project.book.texts[path].index(value, at)
    return project.edited(path, start, start + len(value), new, "wrong-argument")


@kind
def unit_in_a_note_that_does_not_fit(project: Project) -> Mistake:
    facts = project.book.facts
    path, call, start, end = project.call(lambda call: call.macro == "fact" and call.fact_id in facts)
    value = facts[call.fact_id].value
    fitting = value.unit.dimension if isinstance(value, Amount | Span) else None
    unit = project.any_of(name for name, unit in ATOMS.items() if unit.dimension != fitting)
    return project.edited(path, start, end, f'{{{{ fact("{call.fact_id}", unit="{unit}") }}}}', "wrong-argument")


@kind
def past_asked_of_a_fact_that_has_none(project: Project) -> Mistake:
    facts = project.book.facts
    path, call, start, end = project.call(
        lambda call: (
            call.macro == "fact"
            and call.fact_id in facts
            and not facts[call.fact_id].history
            and not facts[call.fact_id].mistaken
        )
    )
    return project.edited(path, start, end, f'{{{{ was("{call.fact_id}") }}}}', "wrong-argument")


def typed(project: Project, values: Callable[[Fact], Iterable[Value]]) -> Mistake:
    """A fact's call in prose replaced by one of these values, typed."""
    known = project.book.facts
    while True:
        path, call, start, end = project.call(
            lambda call: (
                call.macro in ("fact", "was")
                and any(told(value) for value in values(known[project.book.resolve(call.fact_id)]))
            )
        )
        value = project.any_of(filter(told, values(known[project.book.resolve(call.fact_id)])))
        new = project.any_of(spellings(value))
        line = project.lines(path, call.place.line).rstrip("\n")
        column = call.place.column - 1
        shown = blanked(line[:column] + new + line[column + end - start :])
        note = project.book.notes[path]
        prose = any(each.number == call.place.line for each in project.book.structure(note).lines)
        others = any(
            other is not call and other.fact_id and other.fact_id.partition(".")[0] == call.fact_id.partition(".")[0]
            for other in note.calls
        )
        if prose and shown[column:].startswith(new) and (others or call.fact_id.partition(".")[0] in note.services):
            return project.edited(path, start, end, new, "typed-number")


def told(value: Value) -> bool:
    """Whether a quantity says by itself of what it is: "two ways" and "0" do not."""
    if not isinstance(value, Amount | Span) or not value.unit.name:
        return False
    number = value.number if isinstance(value, Amount) else value.high
    above = value.unit.name.partition(" per ")[0]
    return (
        number != 0
        and number.denominator in (1, 2, 5, 10, 100)
        and not (above in COUNTS and number < 3)
        and "-" not in above
    )


def spellings(value: Value) -> list[str]:
    """Ways to type a value."""
    found = [str(value), value.plain]
    number = value.number if isinstance(value, Amount) else value.high
    above = value.unit.name.partition(" per ")[0]
    if isinstance(value, Amount) and above not in ("USD", "percent"):
        found += [f"{number:.0f}-{above}", f"{number:.0f} {above.upper()}"] if number.denominator == 1 else []
        for other in ("second", "minute", "KB"):
            if parse_unit(above).dimension == ATOMS[other].dimension and " per " not in value.unit.name:
                same = in_unit(value, ATOMS[other])
                found += [same.plain] if same.number.denominator == 1 else []
    return found


@kind
def value_typed(project: Project) -> Mistake:
    return typed(project, lambda fact: [fact.value])


@kind
def old_value_typed(project: Project) -> Mistake:
    return typed(project, lambda fact: [past.value for past in (*fact.history, *fact.mistaken)])


# ---- Markdown ----


@kind
def broken_link(project: Project) -> Mistake:
    note = project.note(lambda note: any(".md" in link.target for link in inside(project, note)))
    link = project.any_of(link for link in inside(project, note) if ".md" in link.target)
    path, mark, anchor = link.target.partition("#")

    def gone(new: str) -> bool:
        return posixpath.normpath(posixpath.join(posixpath.dirname(note.path), new)) not in project.book.files and (
            re.fullmatch(r"[\w./-]+", new) is not None
        )

    at = project.book.offset(link.place)
    return project.edited(note.path, at, at + len(path), project.typo(path, gone), "broken-link")


def inside(project: Project, note: Note) -> list:
    return [
        link for link in project.book.structure(note).links if "://" not in link.target and link.text != "definition"
    ]


@kind
def broken_anchor(project: Project) -> Mistake:
    note = project.note(lambda note: any(".md" in link.target for link in inside(project, note)))
    link = project.any_of(link for link in inside(project, note) if ".md" in link.target)
    path, mark, anchor = link.target.partition("#")
    target = project.book.notes[posixpath.normpath(posixpath.join(posixpath.dirname(note.path), path))]
    anchors = project.book.anchors(target)
    old = anchor or project.any_of(sorted(anchors))
    new = project.typo(old, lambda word: word not in anchors and re.fullmatch(r"[\w.:-]+", word) is not None)
    at = project.book.offset(link.place)
    return project.edited(note.path, at, at + len(link.target), f"{path}#{new}", "broken-link")


@kind
def link_without_https(project: Project) -> Mistake:
    note = project.note(lambda note: any("https://" in link.target for link in project.book.structure(note).links))
    link = project.any_of(link for link in project.book.structure(note).links if "https://" in link.target)
    at = project.book.offset(link.place)
    start = project.any_of(("http://", "//", "www.", "htps://", "/"))
    return project.edited(note.path, at, at + len("https://"), start, "unsafe-link", "broken-link")


def rows(project: Project, note: Note) -> list[tuple[int, list[int]]]:
    """The number of each row of each table, and the columns of its bars that part cells."""
    found = []
    lines = {line.number: line.text for line in project.book.structure(note).lines}
    for table in tables(note, project.book.structure(note).lines):
        number = table.place.line - 1
        while "|" in lines.get(number, ""):
            text = lines[number]
            bars = [
                match.start()
                for match in re.finditer(r"(?<!\\)\|", text)
                if text[: match.start()].strip(" |") and text[match.end() :].strip(" |")
            ]
            if number != table.place.line and bars:
                found.append((number, bars))
            number += 1
    return found


@kind
def cell_lost(project: Project) -> Mistake:
    note = project.note(lambda note: rows(project, note))
    number, bars = project.any_of(rows(project, note))
    at = project.span(note.path, number)[0] + project.any_of(bars)
    return project.edited(note.path, at, at + 1, project.any_of(("", "\\|", "/")), "broken-table")


@kind
def cell_too_many(project: Project) -> Mistake:
    note = project.note(lambda note: rows(project, note))
    number, bars = project.any_of(rows(project, note))
    at = project.span(note.path, number)[0] + project.any_of(bars)
    return project.edited(note.path, at, at + 1, project.any_of(("||", "| |", "| a \\| b |")), "broken-table")


@kind
def table_without_its_line_of_dashes(project: Project) -> Mistake:
    note = project.note(lambda note: rows(project, note))
    table = project.any_of(tables(note, project.book.structure(note).lines))
    start, end = project.span(note.path, table.place.line)
    line = note.text[start:end]
    new = project.any_of(("", "\n", line.replace("-", "x", 1), line.replace("-", "=")))
    return project.edited(
        note.path, start, end, new, "broken-table", line=(table.place.line - 1, table.place.line, table.place.line + 1)
    )


@kind
def heading_too_deep(project: Project) -> Mistake:
    found = [
        (before, heading)
        for note in project.book.notes.values()
        for before, heading in zip(note.headings, note.headings[1:], strict=False)
        if before.level < 5
    ]
    before, heading = project.any_of(found)
    at = project.book.offset(heading.place)
    new = "#" * project.any_of(range(before.level + 2, 7))
    return project.edited(heading.place.path, at, at + heading.level, new, "heading-order")


@kind
def heading_twice(project: Project) -> Mistake:
    note = project.note(lambda note: note.headings)
    heading = project.any_of(note.headings)
    start, end = project.span(note.path, heading.place.line)
    return project.edited(
        note.path, end, end, "\n" + note.text[start:end], "heading-order", line=heading.place.line + 2
    )


@kind
def heading_by_underline(project: Project) -> Mistake:
    path, number, line = project.prose_line()
    end = project.span(path, number)[1]
    new = f"\nSomething to say\n{project.any_of('-=') * project.dice.randrange(2, 9)}\n\n"
    return project.edited(path, end, end, new, "heading-order", line=(number + 2, number + 3))


def service_page(note: Note) -> bool:
    return bool(note.services) and {FIRST, *LAST} - {*OPTIONAL} <= {heading.text for heading in note.headings}


@kind
def missing_section(project: Project) -> Mistake:
    note = project.note(service_page)
    heading = project.any_of(
        heading for heading in note.headings if heading.text in (FIRST, *LAST) and heading.text not in OPTIONAL
    )
    start, end = project.span(note.path, heading.place.line)
    new = project.any_of(("", f"## {project.typo(heading.text)}\n", f"### {heading.text}\n", f"{heading.text}\n"))
    return project.edited(note.path, start, end, new, "page-shape", line=1)


@kind
def sections_swapped(project: Project) -> Mistake:
    note = project.note(service_page)
    sections = [heading for heading in note.headings if heading.level == 2]
    last = [heading for heading in sections if heading.text in LAST]
    number = project.dice.randrange(len(last) - 1)
    first, second = last[number : number + 2]
    start, middle = project.book.offset(first.place), project.book.offset(second.place)
    after = sections[sections.index(second) + 1 :]
    end = project.book.offset(after[0].place) if after else len(note.text)
    new = note.text[middle:end].rstrip("\n") + "\n\n" + note.text[start:middle]
    moved = first.place.line + new[: new.index(f"## {first.text}\n")].count("\n")
    return project.edited(note.path, start, end, new, "page-shape", line=moved)


@kind
def card_or_table_of_facts_lost(project: Project) -> Mistake:
    about = {id_ for note in project.book.notes.values() if service_page(note) for id_ in note.services}
    path, call, start, end = project.call(
        lambda call: (
            call.macro in ("service", "facts")
            and (call.arguments.get("id") or call.arguments.get("service")) in about
            and "kind" not in call.arguments
        )
    )
    return project.edited(path, start, end, "", "page-shape", line=1)


@kind
def title_twice_or_not_at_all(project: Project) -> Mistake:
    note = project.note(service_page)
    title = next(heading for heading in note.headings if heading.level == 1)
    start, end = project.span(note.path, title.place.line)
    if project.turn % 2:
        return project.edited(note.path, start, end, "", "page-shape", line=1)
    return project.edited(note.path, end, end, "\n# Another\n", "page-shape", line=title.place.line + 2)


@kind
def broken_code(project: Project) -> Mistake:
    found = [
        (note, code)
        for note in project.book.notes.values()
        for code in project.book.structure(note).code
        if code.language in ("json", "yaml", "python")
    ]
    note, code = project.any_of(found)
    first, last = code.place.line, code.place.line + code.text.count("\n")
    start, end = project.span(note.path, first, last)
    text = note.text[start:end]
    ends = {
        "json": ("{", "}", '"', ":", "]"),
        "yaml": (": ",),
        "python": ("(", ")", '"'),
    }[code.language]
    at = [match.start() for sign in ends for match in re.finditer(re.escape(sign), text)]
    at = [each for each in at if "{{" not in text[each - 2 : each + 3] and "}}" not in text[each - 2 : each + 3]]
    if code.language == "yaml" or not at:
        line = project.any_of(range(text.count("\n")))
        offset = start + sum(len(each) + 1 for each in text.split("\n")[:line])
        return project.edited(
            note.path,
            offset,
            offset,
            project.any_of(("\t", "}: [", '"')),
            "broken-code",
            line=tuple(range(first, last + 2)),
        )
    offset = start + project.any_of(at)
    return project.edited(note.path, offset, offset + 1, "", "broken-code", line=tuple(range(first, last + 2)))


@kind
def code_without_its_end(project: Project) -> Mistake:
    note = project.note(lambda note: project.book.structure(note).code)
    code = project.any_of(project.book.structure(note).code)
    opening = code.place.line - 1
    closing = opening + 1 + (code.text.count("\n") + 1 if code.text or note.text.split("\n")[opening] == "" else 0)
    start, end = project.span(note.path, closing)
    assert note.text[start:end].strip().strip("`~") == ""
    return project.edited(note.path, start, end, "", "unsafe-html", line=opening)


@kind
def name_of_a_service_misspelt(project: Project) -> Mistake:
    names = {service.short_name for service in project.book.services.values()}
    names = {name for name in names if re.fullmatch(r"[A-Z][a-z]+[A-Z]\w+", name)}
    found = []
    for note in project.book.notes.values():
        for line in project.book.structure(note).lines:
            text = re.sub(
                r"\]\([^)]*\)|<[^>]*>|https?://\S+|\{[.#:][^}]*\}", lambda match: "/" * len(match[0]), line.text
            )
            found += [
                (note.path, line.number, match)
                for name in names
                for match in re.finditer(rf"(?<![\w./:@-]){name}(?![\w/:@-]|\.\w)", text)
            ]
    path, number, match = project.any_of(found)
    at = project.span(path, number)[0] + match.start()
    name = match[0]
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name, count=1)
    new = project.any_of((name.lower(), name.upper(), name.capitalize(), split))
    return project.edited(path, at, at + len(name), new, "wrong-name")


@kind
def merge_conflict(project: Project) -> Mistake:
    path = project.any_of([*project.book.notes, *facts_files(project)])
    number = project.dice.randrange(1, project.book.texts[path].count("\n"))
    start, end = project.span(path, number)
    line = project.book.texts[path][start:end]
    new = f"<<<<<<< HEAD\n{line}=======\n{line}>>>>>>> other\n"
    return project.edited(path, start, end, new, "merge-conflict")


@kind
def waiver_that_waives_nothing(project: Project) -> Mistake:
    return project.appended("<!-- allow typed-number: the title of a song -->", "waiver")


@kind
def waiver_without_a_reason(project: Project) -> Mistake:
    return project.appended(
        project.any_of(("<!-- allow typed-number -->", "<!-- allow typed-numbr: a song -->")), "waiver"
    )


# ---- front matter, pages, navigation ----


def front_matter(project: Project, note: Note) -> list[tuple[int, str, str]]:
    """The line, key and value of what stands in the front matter."""
    head = note.text[: note.text.index("\n---", 3)].split("\n")
    pairs = ((number, *line.partition(": ")[::2]) for number, line in enumerate(head, 1))
    return [pair for pair in pairs if pair[1] not in ("---", "")]


@kind
def unknown_key_in_the_front_matter(project: Project) -> Mistake:
    note = project.note()
    number, key, value = project.any_of(front_matter(project, note))
    start, end = project.span(note.path, number)
    if project.turn % 3:
        return project.edited(note.path, start, start + len(key), project.typo(key, str.isalpha), "note")
    return project.edited(note.path, end, end, "render_macros: false\n", "note", line=number + 1)


@kind
def page_without_a_description(project: Project) -> Mistake:
    note = project.note()
    number = next(number for number, key, _ in front_matter(project, note) if key == "description")
    return project.edited(note.path, *project.span(note.path, number), "", "no-description", line=1)


@kind
def page_about_a_service_that_is_not_there(project: Project) -> Mistake:
    note = project.note(lambda note: note.services)
    place = project.any_of(note.service_places)
    id_ = note.services[note.service_places.index(place)]
    at = project.book.offset(place)
    return project.edited(
        note.path,
        at,
        at + len(id_),
        project.typo(id_, lambda word: re.fullmatch("[a-z][a-z0-9_]+", word) and word not in project.book.services),
        "page-without-service",
    )


@kind
def front_matter_without_its_end(project: Project) -> Mistake:
    note = project.note()
    at = note.text.index("\n---", 3) + 1
    return project.edited(
        note.path, at, at + 4, project.any_of(("", "--\n", "-- -\n")), "note", "yaml", line=tuple(range(1, 9))
    )


@kind
def page_not_in_the_navigation(project: Project) -> Mistake:
    entry = project.any_of(project.book.navigation)
    start, end = project.span("mkdocs.yml", entry.place.line)
    return project.edited("mkdocs.yml", start, end, "", "page-not-in-navigation", where=f"docs/{entry.page}", line=1)


@kind
def typo_in_the_navigation(project: Project) -> Mistake:
    entry = project.any_of(project.book.navigation)
    at = project.book.offset(entry.place)
    new = project.typo(entry.page, lambda page: re.fullmatch(r"[a-z][\w./-]+", page))
    return project.edited("mkdocs.yml", at, at + len(entry.page), new, "navigation-to-nowhere")


@kind
def page_twice_in_the_navigation(project: Project) -> Mistake:
    entry, other = project.dice.sample(project.book.navigation, 2)
    start, end = project.span("mkdocs.yml", entry.place.line)
    new = project.lines("mkdocs.yml", entry.place.line)
    return project.edited("mkdocs.yml", end, end, new, "navigation-to-nowhere", line=entry.place.line + 1)


@kind
def service_whose_page_is_gone(project: Project) -> Mistake:
    service = project.any_of(project.book.services.values())
    path = f"docs/{service.page}"
    return Mistake(path, None, ("service-without-page",), service.place.path, (service.place.line,), f"{path} deleted")


@kind
def page_of_a_service_mistyped(project: Project) -> Mistake:
    service = project.any_of(project.book.services.values())
    start, end = project.span(service.place.path, service.place.line, service.place.line + 5)
    at = project.book.texts[service.place.path].index(service.page, start)
    return project.edited(
        service.place.path,
        at,
        at + len(service.page),
        project.typo(service.page),
        "service-without-page",
        line=service.place.line,
    )


def service_lines(project: Project) -> tuple[str, int, list[tuple[int, str, str]]]:
    """The path of the services' file, the line of one, and the line, key and value of its fields."""
    service = project.any_of(project.book.services.values())
    path, number = service.place.path, service.place.line
    found = []
    for line in project.book.texts[path].split("\n")[number:]:
        number += 1
        if match := re.fullmatch(r"  (\w+): (.*)", line):
            found.append((number, match[1], match[2]))
        else:
            return path, service.place.line, found
    return path, service.place.line, found


@kind
def field_of_a_service_lost(project: Project) -> Mistake:
    path, line, fields = service_lines(project)
    number, *_ = project.any_of(field for field in fields if field[1] in SERVICE_NEEDED)
    return project.edited(path, *project.span(path, number), "", "service", line=line)


@kind
def typo_in_a_field_of_a_service(project: Project) -> Mistake:
    path, _, fields = service_lines(project)
    number, key, value = project.any_of(field for field in fields if field[1] in SERVICE_NEEDED)
    start = project.span(path, number)[0] + 2
    if key in ("area", "status") and project.turn % 2:
        start += len(key) + 2
        return project.edited(path, start, start + len(value), project.typo(value), "service")
    return project.edited(
        path, start, start + len(key), project.typo(key, lambda name: name not in SERVICE_FIELDS), "service"
    )


@kind
def services_out_of_order(project: Project) -> Mistake:
    services = list(project.book.services.values())
    number = project.dice.randrange(len(services) - 2)
    path = services[0].place.path
    first, second, after = (service.place.line for service in services[number : number + 3])
    start, end = project.span(path, first)[0], project.span(path, after)[0]
    new = project.lines(path, second, after - 1) + project.lines(path, first, second - 1)
    return project.edited(path, start, end, new, "order-of-services", line=first + after - second)


# ---- facts ----

TIMES = ("millisecond", "second", "minute", "hour", "day", "week")
BYTES = ("byte", "KB", "MB", "GB", "TB")


def family(unit: str) -> tuple[str, ...]:
    """The units that this one is easily taken for."""
    plain = unit.replace("iB", "B")
    return next((names for names in (TIMES, BYTES, ("month", "year")) if plain in names), ())


@kind
def unit_swapped(project: Project) -> Mistake:
    fact = project.fact(
        lambda fact: (
            isinstance(fact.value, Amount | Span)
            and family(fact.value.unit.name)
            and not contains(fact.evidence, type(fact.value)(*ends(fact.value), parse_unit("question")))
        )
    )
    names = [name for name in family(fact.value.unit.name) if ATOMS[name].factor != fact.value.unit.factor]
    return project.field_made(fact, "unit", project.any_of(names), "evidence-without-value", at="evidence")


def ends(value: Value) -> tuple:
    return (value.number,) if isinstance(value, Amount) else (value.low, value.high)


@kind
def unit_lost(project: Project) -> Mistake:
    fact = project.fact(
        lambda fact: (
            isinstance(fact.value, Amount | Span)
            and family(fact.value.unit.name)
            and not contains(fact.evidence, type(fact.value)(*ends(fact.value), parse_unit("question")))
        )
    )
    start, end = project.field(fact, "unit")
    before = [name for name in fact.keys if fact.keys[name].line < fact.keys["unit"].line]
    gone = 1 if fact.keys["evidence"].line > fact.keys["unit"].line else 0
    assert before
    return project.edited(
        fact.place.path, start, end, "", "evidence-without-value", line=fact.keys["evidence"].line - gone
    )


@kind
def typo_in_a_unit(project: Project) -> Mistake:
    fact = project.fact(lambda fact: "unit" in fact.keys)
    unit = project.written(fact, "unit")
    return project.field_made(fact, "unit", project.typo(unit, lambda word: unknown_unit(word.strip())), "fact")


def unknown_unit(word: str) -> bool:
    try:
        parse_unit(word)
    except ValueError:
        return bool(re.fullmatch(r"[A-Za-z][\w -]*", word))
    return False


@kind
def typo_in_a_kind(project: Project) -> Mistake:
    fact = project.fact()
    return project.field_made(fact, "kind", project.typo(fact.kind, str.isalpha), "fact")


@kind
def number_changed(project: Project) -> Mistake:
    while True:
        fact = project.fact(
            lambda fact: isinstance(fact.value, Amount | Span) and "value" in project.one_line_fields(fact)
        )
        old = project.written(fact, "value")
        match = project.any_of(re.finditer(r"\d+(?:\.\d+)?", old))
        number = match[0]
        new = project.any_of(
            (
                str(float(number) * 2).removesuffix(".0"),
                str(float(number) + 1).removesuffix(".0"),
                number + "0",
                number[:-1],
                number[::-1],
            )
        )
        if not re.fullmatch(r"0|[1-9]\d*|\d+\.\d*[1-9]", new) or float(new) == float(number):
            continue
        numbers = [
            float(each) for each in re.findall(r"\d+(?:\.\d+)?", old[: match.start()] + new + old[match.end() :])
        ]
        said = {float(each.replace(",", "")) for each in re.findall(r"\d[\d,]*(?:\.\d+)?", fact.evidence)}
        if numbers == sorted(numbers) and len(set(numbers)) == len(numbers) and float(new) not in said:
            value = old[: match.start()] + new + old[match.end() :]
            return project.field_made(fact, "value", value, "evidence-without-value", at="evidence")


@kind
def word_changed(project: Project) -> Mistake:
    fact = project.fact(lambda fact: isinstance(fact.value, Words) and "value" in project.one_line_fields(fact))
    return project.field_made(
        fact,
        "value",
        project.any_of(("strongly purple", "not at all", "every Thursday")),
        "evidence-without-value",
        at="evidence",
    )


@kind
def list_changed(project: Project) -> Mistake:
    fact = project.fact(lambda fact: isinstance(fact.value, Choices) and "value" in project.one_line_fields(fact))
    return project.field_made(
        fact,
        "value",
        "[" + ", ".join(["Something else", *(f"x{i}" for i in range(23))]) + "]",
        "evidence-without-value",
        at="evidence",
    )


@kind
def evidence_of_something_else(project: Project) -> Mistake:
    fact, other = project.fact(), project.fact()
    while contains(other.evidence, fact.value) or contains("the quotas of this service", fact.value):
        fact, other = project.fact(), project.fact()
    text = project.any_of((project.written(other, "evidence"), "the quotas of this service"))
    return project.field_made(fact, "evidence", text, "evidence-without-value")


@kind
def missing_field(project: Project) -> Mistake:
    fact = project.fact()
    name = project.any_of(
        ("title", "kind", "value", "source", "evidence", "verified", *(("region",) if fact.region else ()))
    )
    return project.edited(fact.place.path, *project.field(fact, name), "", "fact", line=fact.place.line)


@kind
def unknown_field(project: Project) -> Mistake:
    fact = project.fact()
    name = project.any_of(fact.keys)
    at = project.book.offset(fact.keys[name])
    new = project.typo(name, lambda word: word not in BY_NAME and re.fullmatch(r"[a-z][a-z_]+", word))
    return project.edited(fact.place.path, at, at + len(name), new, "fact")


WRONG = {
    "title": ("[one, two]", "15", "true", '""', "2026-11-23", "A limit."),
    "kind": ("[limit]", "limits", '"5"'),
    "value": ("true", "{from: 1, to: 2}", "[]", "{min: 5, max: 5}", "2026-11-23", "[a, a]"),
    "unit": ("[minute]", "minutes", "5"),
    "scope": ("[all]", "7", '" "'),
    "adjustable": ("maybe", '"true"', "[true]", "1"),
    "source": ("[https://docs.aws.amazon.com/x.html]", "docs", "see the quota page"),
    "evidence": ("[15 minutes]", "{value: 15}", "one two three four five six seven eight nine"),
    "verified": ("yesterday", "2026-13-01", "23.11.2026", "2026-11", "[2026-11-23]"),
    "since": ("soon", "2020-7", "July 2020", "[2020]"),
    "history": ("15 minutes", "[]", "[15]", "[{until: 2020}]", "[{value: 15}]", "[{until: soon, value: 15}]"),
    "mistaken": ("15 minutes", "[{value: 15}]", "[{note: so}]"),
    "witness": ("lambda", "{botocore: x}", "{says: x}", "{botocore: x, says: y, extra: z}"),
    "note": ("[a]", "7", "<b>bold</b>"),
}


@kind
def wrong_type(project: Project) -> Mistake:
    fact = project.fact()
    name = project.any_of(name for name in fact.keys if name in WRONG)
    return project.field_made(fact, name, project.any_of(WRONG[name]), "fact")


@kind
def field_twice(project: Project) -> Mistake:
    fact = project.fact()
    name = project.any_of(project.one_line_fields(fact))
    start, end = project.field(fact, name)
    line = project.book.texts[fact.place.path][start:end]
    return project.edited(fact.place.path, end, end, line, "yaml", line=fact.keys[name].line + 1)


@kind
def key_twice(project: Project) -> Mistake:
    fact = project.fact()
    path, last = fact.place.path, project.last_line(fact)
    entry = project.lines(path, fact.place.line, last)
    at = project.span(path, last)[1]
    return project.edited(path, at, at, f"\n{entry}", "yaml", line=last + 2)


@kind
def entry_copied_under_another_key(project: Project) -> Mistake:
    fact = project.fact()
    path, last = fact.place.path, project.last_line(fact)
    entry = project.lines(path, fact.place.line, last).replace(f"{fact.key}:", f"{fact.key}_0:", 1)
    at = project.span(path, last)[1]
    return project.edited(path, at, at, f"\n{entry}", "unused-fact", line=last + 2)


@kind
def history_out_of_order(project: Project) -> Mistake:
    fact = project.fact(lambda fact: len(fact.history) > 1 and fact.history[0].place.line < fact.history[1].place.line)
    number = project.dice.randrange(len(fact.history) - 1)
    first, second = (past.place.line for past in fact.history[number : number + 2])
    path = fact.place.path
    new = project.lines(path, second) + project.lines(path, first)
    assert second == first + 1
    return project.edited(
        path, project.span(path, first)[0], project.span(path, second)[1], new, "history-order", line=second
    )


@kind
def history_that_cannot_be(project: Project) -> Mistake:
    fact = project.fact(lambda fact: fact.history)
    past = project.any_of(fact.history)
    path = fact.place.path
    text = project.lines(path, past.place.line)
    start = project.span(path, past.place.line)[0]
    match = re.search(rf"until: {past.until.iso}\b", text[past.place.column - 1 :])
    at = start + past.place.column - 1 + match.start()
    return project.edited(
        path, at, at + len(match[0]), f"until: {project.any_of(('2031', '2031-01', '2031-12-31'))}", "history-order"
    )


@kind
def since_before_the_history(project: Project) -> Mistake:
    fact = project.fact(lambda fact: fact.history and "since" in fact.keys)
    return project.field_made(fact, "since", project.any_of(("2001", "2001-01", "2001-12-31")), "history-order")


@kind
def date_in_the_future(project: Project) -> Mistake:
    fact = project.fact()
    name = project.any_of({"verified", "since"} & set(fact.keys))
    day = project.any_of(("2031-11-23", "2100-01-01", "2062-11-23"))
    return project.field_made(fact, name, day, "read-in-the-future")


@kind
def source_without_https(project: Project) -> Mistake:
    fact = project.fact()
    start = project.any_of(("http://", "//", "", "ftp://", "https:/", "www."))
    return project.field_made(fact, "source", fact.source.replace("https://", start), "fact")


@kind
def foreign_source(project: Project) -> Mistake:
    fact = project.fact()
    source = project.any_of(
        (
            "https://medium.com/aws-limits",
            "https://docs.aws.amazon.com.evil.example/x.html",
            "https://en.wikipedia.org/wiki/AWS_Lambda",
            "https://stackoverflow.com/q/1",
            "https://github.com/awsome/limits",
        )
    )
    return project.field_made(fact, "source", source, "not-a-primary-source")


@kind
def source_without_a_page(project: Project) -> Mistake:
    fact = project.fact()
    return project.field_made(
        fact,
        "source",
        project.any_of(("https://docs.aws.amazon.com/", "https://aws.amazon.com")),
        "not-a-primary-source",
    )


@kind
def fields_out_of_order(project: Project) -> Mistake:
    fact = project.fact()
    names = list(fact.keys)
    number = project.dice.randrange(len(names) - 1)
    first, second = (project.field(fact, name) for name in names[number : number + 2])
    text = project.book.texts[fact.place.path]
    new = text[slice(*second)] + text[slice(*first)]
    return project.edited(
        fact.place.path,
        first[0],
        second[1],
        new,
        "order-of-fields",
        line=fact.keys[names[number]].line + text[slice(*second)].count("\n"),
    )


@kind
def facts_out_of_order(project: Project) -> Mistake:
    service = project.any_of(
        service for service in project.book.facts.services if len(project.book.facts.of(service)) > 2
    )
    facts = project.book.facts.of(service)
    number = project.dice.randrange(len(facts) - 2)
    first, second, after = (fact.place.line for fact in facts[number : number + 3])
    path = facts[0].place.path
    new = project.lines(path, second, after - 1) + project.lines(path, first, second - 1)
    return project.edited(
        path,
        project.span(path, first)[0],
        project.span(path, after)[0],
        new,
        "order-of-facts",
        line=first + after - second,
    )


@kind
def file_of_facts_that_no_service_has(project: Project) -> Mistake:
    service = project.any_of(project.book.services)
    new = project.typo(
        service, lambda word: re.fullmatch("[a-z][a-z0-9_]+", word) and word not in project.book.services
    )
    text = (
        "a: {title: A, kind: rule, value: 1, source: https://docs.aws.amazon.com/x.html, evidence: one, "
        "verified: 2026-01-01}\n"
    )
    path = f"data/facts/{new}.yaml"
    return Mistake(path, text.encode(), ("facts-without-service",), path, (1,), f"{path} written")


def derived(project: Project) -> tuple[str, int, str]:
    """The path, offset and text of an expression."""
    fact = project.any_of(fact for fact in project.book.facts.values() if fact.derive)
    path = fact.place.path
    return path, project.book.offset(fact.at("derive")), fact.derive


@kind
def typo_in_a_derived_fact(project: Project) -> Mistake:
    path, at, expression = derived(project)
    match = project.any_of(re.finditer(r"[a-z]\w*\.\w+", expression))
    at = project.book.texts[path].index(match[0], at)
    return project.edited(
        path, at, at + len(match[0]), project.typo(match[0], lambda id_: id_ not in project.book.facts), "fact"
    )


@kind
def sum_that_cannot_be(project: Project) -> Mistake:
    path, at, expression = derived(project)
    at = project.book.texts[path].index(expression, at)
    new = project.any_of(
        (
            f"{expression} / 0",
            f"{expression} +",
            f"({expression}",
            f"{expression} ** 2",
            f"{expression} + sts.duration",
            "__import__('os').system('id')",
            "7",
            f"{expression} * {project.fact(lambda fact: isinstance(fact.value, Words)).id}",
        )
    )
    return project.edited(path, at, at + len(expression), new, "fact", "yaml")


# ---- YAML that does not mean what it seems to ----


def facts_files(project: Project) -> list[str]:
    return sorted({fact.place.path for fact in project.book.facts.values()})


@kind
def tab(project: Project) -> Mistake:
    fact = project.fact()
    start, _ = project.field(fact, project.any_of(project.one_line_fields(fact)))
    return project.edited(fact.place.path, start, start + 2, project.any_of(("\t", " \t", "\t\t")), "yaml")


@kind
def unclosed_quote(project: Project) -> Mistake:
    fact = project.fact()
    name = project.any_of({"title", "scope", "evidence", "note", "source"} & set(project.one_line_fields(fact)))
    quote = project.any_of("\"'")
    value = project.written(fact, name).strip("\"'").replace(quote, "")
    return project.field_made(fact, name, quote + value, "yaml")


@kind
def unclosed_bracket(project: Project) -> Mistake:
    fact = project.fact(
        lambda fact: {"history", "witness", "mistaken"} & set(fact.keys) or isinstance(fact.value, Choices | Span)
    )
    path = fact.place.path
    start, end = project.span(path, fact.place.line, project.last_line(fact))
    found = [start + match.start() for match in re.finditer(r"[\]}]\n", project.book.texts[path][start:end])]
    at = project.any_of(found) if found else None
    return project.edited(path, at, at + 1, "", "yaml") if at else unclosed_bracket(project)


def scalar(*values: str) -> Callable[[Project], Mistake]:
    """A value of a kind that YAML takes for something else."""

    def made(project: Project) -> Mistake:
        fact = project.fact(
            lambda fact: {"value", "unit", "title", "note", "scope"} & set(project.one_line_fields(fact))
        )
        name = project.any_of(
            {"value", "unit", "title", "note", "scope", "evidence"} & set(project.one_line_fields(fact))
        )
        return project.field_made(fact, name, project.any_of(values), "yaml")

    return made


KINDS["time of day without quotes"] = scalar("12:30", "1:00", "190:20:30")
KINDS["number with zeros before it"] = scalar("010", "007", "0123")
KINDS["number with underscores, exponents or signs"] = scalar("1_000", "1.5e+3", "0x1F", "+5", ".5", "0b11", ".inf")
KINDS["number that loses its last zero"] = scalar("3.10", "0.20", "2.0")
KINDS["word that means true or false"] = scalar("no", "yes", "on", "Off", "True", "FALSE")
KINDS["value that means nothing"] = scalar("", "~", "null", "NULL")
KINDS["anchor"] = scalar("&limit 15", "&x text", "&a [b]")
KINDS["alias"] = scalar("*limit", "* 5")
KINDS["tag"] = scalar("!!str 15", "!secret x", "!!python/object/apply:os.system [id]")
KINDS["text with a colon"] = scalar("at most: 15", "note: this", "a: b: c")
KINDS["text that starts with a special sign"] = scalar("@home", "`x`", "%5", "} x", "] x", ", x")


@kind
def colon_lost(project: Project) -> Mistake:
    fact = project.fact()
    name = project.any_of(project.one_line_fields(fact))
    at = project.book.offset(fact.keys[name]) + len(name)
    return project.edited(
        fact.place.path,
        at,
        at + 1,
        "",
        "yaml",
        "fact",
        line=(fact.keys[name].line, fact.keys[name].line - 1, fact.place.line),
    )


@kind
def wrong_indentation(project: Project) -> Mistake:
    fact = project.fact()
    name = project.any_of(project.one_line_fields(fact))
    start, _ = project.field(fact, name)
    line = fact.keys[name].line
    return project.edited(
        fact.place.path,
        start,
        start + 2,
        project.any_of(("", " ", "   ", "    ")),
        "yaml",
        "fact",
        line=(line - 1, line, line + 1, fact.place.line),
    )


@kind
def second_document(project: Project) -> Mistake:
    fact = project.fact(lambda fact: fact.place.line > 2)
    at = project.span(fact.place.path, fact.place.line)[0]
    return project.edited(fact.place.path, at, at, "---\n", "yaml")


# ---- what no file may hold ----


@kind
def bytes_that_are_no_text(project: Project) -> Mistake:
    path = project.any_of([*project.book.notes, *facts_files(project), "data/services.yaml"])
    number = project.dice.randrange(1, project.book.texts[path].count("\n"))
    at = len(project.book.texts[path][: project.span(path, number)[1] - 1].encode())
    bad = project.any_of((b"\xff", b"\xe9", b"\0", b"\x0c", b"\r", "\u2028".encode(), b"\x1b[31m", b"\xc3"))
    bad += b" " if bad == b"\r" else b""
    old = project.book.texts[path].encode()
    return Mistake(
        path, old[:at] + bad + old[at:], ("yaml",), path, (number,), f"{path}:{number}: {bad!r} put at the end"
    )


@kind
def byte_order_mark(project: Project) -> Mistake:
    path = project.any_of([*project.book.notes, *facts_files(project), "data/services.yaml"])
    return Mistake(
        path,
        b"\xef\xbb\xbf" + project.book.texts[path].encode(),
        ("yaml",),
        path,
        (1,),
        f"{path}: a mark put before it",
    )


JINJA = (
    "{{ fact('lambda.timeout_max\") }}",
    '{{ fact("lambda.timeout_max" }}',
    '{{ fact("lambda.timeout_max")',
    '{ { fact("lambda.timeout_max") }} {{',
    "{{ fact(lambda.timeout_max) }}",
    "{{ fact }}",
    "{{ }}",
    '{{ fact("lambda.timeout_max", "second", 3) }}',
    "{{ fact() }}",
    '{{{ fact("lambda.timeout_max") }}}',
    '{{ fact(id="lambda.timeout_max", id="lambda.timeout_max") }}',
    '{{ fact(name="lambda.timeout_max") }}',
    "{% raw %} {{ never closed }}",
    "{% endraw %}",
    "{## never closed",
    '{{ fact("lambda.timeout_max") ) }}',
    "{{ fact(“lambda.timeout_max”) }}",
    '{{ fact("lambda.timeout_max")) }}',
    "{{lambda.timeout_max}}",
    "{{ 15 }}",
)
HOSTILE_JINJA = (
    "{{ cycler.__init__.__globals__ }}",
    '{{ cycler.__init__.__globals__.os.popen("id").read() }}',
    "{{ self.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{%- set x = 1 -%}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{%raw%}{% endraw %}{{ config }}",
    '{{ fact("lambda.timeout_max")|attr("__class__") }}',
    '{{ fact("lambda.timeout_max") | safe }}',
    '{{ fact("lambda.timeout_max").__class__ }}',
    '{{ fact("lambda.timeout_max")["x"] }}',
    '{{ fact("lambda." ~ "timeout_max") }}',
    '{{ fact("lambda.timeout_max" if 1 else "x") }}',
    "{{ fact(page.title) }}",
    '{{ fact(*["lambda.timeout_max"]) }}',
    '{{ fact(**{"id": "lambda.timeout_max"}) }}',
    "{{ lipsum.__globals__['os'] }}",
    "{{ environment }}",
    '{{- fact("lambda.timeout_max") -}}',
    "{{ macros_info() }}",
    "{% macro x() %}{% endmacro %}",
    "{% call fact() %}{% endcall %}",
    "{{ range(10**9) | list }}",
    "{% raw %}{% endraw -%}{{ 7 * 7 }}",
    '{{ fact("{{ 7 * 7 }}") }}',
    "{{\n7 * 7\n}}",
)
HTML = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    '<a href="https://aws.amazon.com/" onclick="alert(1)">x</a>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="java&Tab;script:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x][y]\n\n[y]: javascript:alert(1)\n\nand",
    "[a link\nover two lines](javascript:alert(1))",
    "[x](\njavascript:alert(1))",
    "![x\ny](https://evil.example/x.png)",
    "<javascript:alert(1)>",
    '<iframe src="https://evil.example/"></iframe>',
    "![x](https://evil.example/x.png)",
    "![x](//evil.example/x.png)",
    '<img src="https://evil.example/x.png" alt="x">',
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<style>body { background: url(https://evil.example/x) }</style>",
    '<div style="position: fixed">x</div>',
    '<form action="https://evil.example/"><input></form>',
    '<object data="https://evil.example/"></object>',
    "<embed src=x>",
    '<meta http-equiv="refresh" content="0; url=https://evil.example/">',
    '<link rel="stylesheet" href="https://evil.example/x.css">',
    '<base href="https://evil.example/">',
    "<b\nonclick=alert(1)>x</b>",
    "<b onclick\n=alert(1)>x</b>",
    '[x](https://aws.amazon.com/){ onclick="alert(1)" }',
    "[x](https://aws.amazon.com/){: style=color:red }",
    "word{ onmouseover=alert(1) }",
    "<!-- a comment\n<script>alert(1)</script> -->",
    "<!--> <script>alert(1)</script> -->",
    "<!-- x --!> <script>alert(1)</script> -->",
    "<![CDATA[ <script>alert(1)</script> ]]>",
    "<?php x ?>",
    "<x-element onclick=alert(1)>",
    '<p markdown="1" onclick="x()">x</p>',
    "`` ` `` <script>alert(1)</script> `` ` ``",
    "\\`<script>alert(1)</script>\\`",
    "`x <script>alert(1)</script>",
    "<details open ontoggle=alert(1)>x</details>",
    '<a href="http://evil.example/">x</a>',
    "<http://evil.example/>",
    "<ftp://evil.example/>",
)


@kind
def bad_jinja(project: Project) -> Mistake:
    return payload(project, JINJA, "note")


@kind
def hostile_jinja(project: Project) -> Mistake:
    return payload(project, HOSTILE_JINJA, "note")


@kind
def hostile_jinja_in_code(project: Project) -> Mistake:
    note = project.note(lambda note: any("{%" not in code.text for code in project.book.structure(note).code))
    code = project.any_of(code for code in project.book.structure(note).code if "{%" not in code.text)
    if any(
        match.start() < project.book.offset(code.place) < match.end()
        for match in re.finditer(r"\{% raw %\}.*?\{% endraw %\}", note.text, re.DOTALL)
    ):
        return hostile_jinja_in_code(project)
    at = project.span(note.path, code.place.line)[0]
    new = HOSTILE_JINJA[project.turn % len(HOSTILE_JINJA)]
    return project.edited(
        note.path, at, at, f"{new}\n", "note", line=tuple(code.place.line + i for i in range(new.count("\n") + 1))
    )


@kind
def jinja_in_the_front_matter(project: Project) -> Mistake:
    note = project.note()
    number, key, value = project.any_of(
        pair for pair in front_matter(project, note) if pair[1] in ("description", "title")
    )
    start, end = project.span(note.path, number)
    new = project.any_of(("{{ 7 * 7 }}", '{{ fact("lambda.timeout_max") }}', "{% set x = 1 %}", "{## x"))
    return project.edited(note.path, end - 1, end - 1, f" {new}", "note")


@kind
def hostile_html(project: Project) -> Mistake:
    return payload(project, HTML, "unsafe-html", "unsafe-link")


@kind
def hostile_html_in_a_table(project: Project) -> Mistake:
    note = project.note(lambda note: rows(project, note))
    number, bars = project.any_of(rows(project, note))
    at = project.span(note.path, number)[0] + bars[0]
    new = project.any_of(text for text in HTML if "\n" not in text)
    return project.edited(note.path, at, at, f" {new} ", "unsafe-html", "unsafe-link")


def payload(project: Project, texts: tuple[str, ...], *rules: str) -> Mistake:
    """One of these texts in a paragraph, each in its turn; to be reported on any of its lines."""
    new = texts[project.turn % len(texts)]
    path, number, line = project.prose_line()
    at = project.span(path, number)[0] + len(line)
    return project.edited(path, at, at, f" {new}", *rules, line=tuple(range(number, number + new.count("\n") + 1)))
