"""Rules about pages that have moved."""

from __future__ import annotations

from collections.abc import Iterator

from factbook.book import Book
from factbook.facts import Problem, closest


def moved_page(book: Book) -> Iterator[Problem]:
    """A page that has moved is no longer where it was, and where it leads there is one."""
    for move in book.moves.values():
        if f"docs/{move.old}" in book.notes:
            yield Problem(move.old_place, f"docs/{move.old} is still there", "leave it out, or delete that page")
        if f"docs/{move.new}" not in book.notes:
            near = closest(move.new, [note.page for note in book.notes.values()])
            hint = f"did you mean {near!r}?" if near else "write a note's path"
            yield Problem(move.new_place, f"no page docs/{move.new}", hint)
