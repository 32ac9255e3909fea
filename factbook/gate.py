"""The gate: no page is built from notes or facts that are not sound.

It needs no hook of a generator. Whoever loads the macros opens the book through
here, and gets either a book that can be rendered or a report and the end.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from factbook import garbage, report
from factbook.book import Book, load
from factbook.checks import errors, markup, rule_name, shown, uses
from factbook.clock import NoDay, today
from factbook.facts import Problem

_GATE = (
    uses.unknown_fact,
    uses.wrong_argument,
    errors.error_of_unknown_service,
    markup.unsafe_html,
    markup.unsafe_link,
    markup.snippet,
    shown.misplaced_snippet,
    markup.large_file,
    markup.symbolic_link,
    markup.stray_file,
)
"""The rules without which a page could not be rendered, or should not; `factbook check` has all of them."""

_open: dict[tuple, Book] = {}


class Refused(SystemExit):
    """The build ends here. A SystemExit, so that every generator stops without a traceback."""


def open_book(root: Path) -> Book:
    """The project at `root`, read once for each state of its files. Raises Refused with a report."""
    key = _state(root)
    if key not in _open:
        garbage.look_seldom()
        try:
            book = load(root, today())
        except NoDay as error:
            raise Refused(str(error)) from None
        if problems := problems_of(book):
            raise Refused(
                f"{report.text(problems, book.texts)}\n\nnothing was built: mend these first (python -m factbook check)"
            )
        _open.clear()
        _open[key] = book
    return _open[key]


def problems_of(book: Book) -> list[Problem]:
    """What keeps a book from being rendered."""
    found = set(book.problems)
    for check in _GATE:
        found.update(problem.by(rule_name(check)) for problem in check(book))
    return sorted(found)


def _state(root: Path) -> tuple:
    """What tells two states of the project's files apart. Zensical asks for each page, so it is no search with patterns."""
    found: list[tuple[str, int, int]] = []
    folders = [str(root / "data"), str(root / "docs")]
    while folders:
        with contextlib.suppress(OSError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    stat = entry.stat(follow_symlinks=False)  # a link may lead nowhere
                    found.append((entry.path, stat.st_mtime_ns, stat.st_size))
    return (str(root), *sorted(found))
