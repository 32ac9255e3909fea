"""Rules about comparisons."""

from __future__ import annotations

from collections.abc import Iterator

from factbook.book import Book
from factbook.checks.typed import quantities_in
from factbook.facts import Problem


def unshown_comparison(book: Book) -> Iterator[Problem]:
    """Every comparison is shown by a page."""
    shown = {call.arguments["id"] for note in book.notes.values() for call in note.calls if call.macro == "compare"}
    for comparison in book.comparisons.values():
        if comparison.id not in shown:
            call = f'{{{{ compare("{comparison.id}") }}}}'
            yield Problem(comparison.place, f"no page shows {comparison.id!r}", f"write {call} in one")


def typed_in_comparison(book: Book) -> Iterator[Problem]:
    """The words in a comparison hold no quantity: each number with a unit is a fact."""
    for comparison in book.comparisons.values():
        for cell in comparison.cells:
            for match in quantities_in(cell.words):
                if any(sign.isdigit() for sign in match[0]):
                    yield Problem(
                        cell.place, f"{match[0]!r} is typed", "name the fact that says so, as in {lambda.timeout_max}"
                    )
