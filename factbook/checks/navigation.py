"""Rules about mkdocs.yml's navigation."""

from __future__ import annotations

from collections.abc import Iterator

from factbook.book import Book
from factbook.facts import Place, Problem, closest


def page_not_in_navigation(book: Book) -> Iterator[Problem]:
    """Every note stands in the navigation, once."""
    if not book.navigation:
        return
    listed = {entry.page for entry in book.navigation}
    for note in book.notes.values():
        if note.page not in listed:
            yield Problem(
                Place(note.path), "the page is not in the navigation", f"add {note.page} below nav: in mkdocs.yml"
            )


def navigation_to_nowhere(book: Book) -> Iterator[Problem]:
    """Every entry of the navigation is a note that is there, and no note stands in it twice."""
    seen: dict[str, Place] = {}
    for entry in book.navigation:
        if f"docs/{entry.page}" not in book.notes:
            near = closest(entry.page, [note.page for note in book.notes.values()])
            yield Problem(
                entry.place,
                f"no page docs/{entry.page}",
                f"did you mean {near!r}?" if near else "write it, or remove the entry",
            )
        elif entry.page in seen:
            yield Problem(
                entry.place, f"{entry.page!r} stands twice, first on line {seen[entry.page].line}", "keep one of them"
            )
        seen.setdefault(entry.page, entry.place)


def navigation_out_of_order(book: Book) -> Iterator[Problem]:
    """The pages of one folder stand together in the navigation."""
    done: dict[str, Place] = {}
    last = ""
    for entry in book.navigation:
        folder = entry.page.rpartition("/")[0]
        if folder and folder != last and folder in done:
            yield Problem(
                entry.place, f"{entry.page!r} stands apart from the other pages of {folder}/", "move it to them"
            )
        if folder:
            done.setdefault(folder, entry.place)
        last = folder
