"""A single mistake: one change of one file, and where it has to be reported; and the project that it is made in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

from factbook.book import Book
from factbook.facts import Fact
from factbook.notes import Call, Note
from factbook.prose import structure


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
        starts = self.book.line_starts(path)
        return starts[first - 1], (
            starts[last or first] if (last or first) < len(starts) else len(self.book.texts[path])
        )

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
            for line in structure(note).lines
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

    def front_matter(self, note: Note) -> list[tuple[int, str, str]]:
        """The line, key and value of what stands in the front matter."""
        head = note.text[: note.text.index("\n---", 3)].split("\n")
        pairs = ((number, *line.partition(": ")[::2]) for number, line in enumerate(head, 1))
        return [pair for pair in pairs if pair[1] not in ("---", "")]

    # Facts.

    @property
    def facts_files(self) -> list[str]:
        return sorted({fact.place.path for fact in self.book.facts.values()})

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
