"""Rules about the shape of notes."""

from __future__ import annotations

from collections.abc import Iterator

from factbook import reading_time
from factbook.book import Book
from factbook.facts import Place, Problem
from factbook.notes import Note
from factbook.services import AREAS

FIRST = "At a glance"
LAST = ("What goes wrong and what it means", "Traps", "Worked examples", "Snippets", "Facts and sources", "See also")
OPTIONAL = ("Worked examples", "Snippets")


def page_shape(book: Book) -> Iterator[Problem]:
    """A service page has one title, then: at a glance, its notes, what goes wrong, traps, facts and sources, see also."""
    for note in book.doubtful:
        if note.services and note.area in AREAS and note.area != "exam":
            yield from _shape(note)


def _shape(note: Note) -> Iterator[Problem]:
    titles = [heading for heading in note.headings if heading.level == 1]
    if len(titles) != 1:
        yield Problem(
            titles[1].place if titles else Place(note.path),
            f"the page has {len(titles)} titles",
            "one heading starts with a single '#'",
        )
    sections = [heading for heading in note.headings if heading.level == 2]
    names = [heading.text for heading in sections]
    if FIRST not in names:
        yield Problem(Place(note.path), f"no section {FIRST!r}", f"add '## {FIRST}' below the first sentences")
    elif names[0] != FIRST:
        yield Problem(sections[0].place, f"{names[0]!r} stands before {FIRST!r}", f"start with '## {FIRST}'")
    for name in LAST:
        if name not in names and name not in OPTIONAL:
            yield Problem(Place(note.path), f"no section {name!r}", f"add '## {name}'")
    present = [heading for heading in sections if heading.text in LAST]
    for before, heading in zip(present, present[1:], strict=False):
        if LAST.index(heading.text) <= LAST.index(before.text):
            yield Problem(
                heading.place, f"{heading.text!r} stands after {before.text!r}", "the order is: " + ", ".join(LAST)
            )
    if present and any(heading.text not in LAST for heading in sections[sections.index(present[0]) :]):
        stray = next(heading for heading in sections[sections.index(present[0]) :] if heading.text not in LAST)
        yield Problem(
            stray.place, f"{stray.text!r} stands after {present[0].text!r}", f"move it before '## {present[0].text}'"
        )
    if not any(name not in (FIRST, *LAST) for name in names):
        yield Problem(
            Place(note.path), "the page has no notes of its own", f"write sections between {FIRST!r} and {LAST[0]!r}"
        )
    called = {(call.macro, call.arguments.get("id") or call.arguments.get("service")) for call in note.calls}
    for id_ in note.services:
        if ("service", id_) not in called:
            yield Problem(
                Place(note.path),
                f"the card of {id_!r} is not shown",
                f'write {{{{ service("{id_}") }}}} below {FIRST!r}',
            )
        if ("facts", id_) not in called:
            yield Problem(
                Place(note.path),
                f"the facts of {id_!r} are not listed",
                f"write {{{{ facts(\"{id_}\") }}}} below 'Facts and sources'",
            )


def no_description(book: Book) -> Iterator[Problem]:
    """Every page says in its front matter, in one sentence, what it is about."""
    for note in book.doubtful:
        if not note.description:
            yield Problem(Place(note.path), "the page has no description", "write 'description: …' in its front matter")


def too_long_to_read(book: Book) -> Iterator[Problem]:
    """No page takes more than fifteen minutes to read, facts counted as the words that they become."""
    for note in book.doubtful:
        if (needed := reading_time.minutes(book, note)) > reading_time.LONGEST:
            many = f"{reading_time.words(book, note):,} words"
            yield Problem(
                Place(note.path),
                f"the page has {many}, which take {needed} minutes to read",
                f"split it: {reading_time.LONGEST} minutes are the most",
            )
