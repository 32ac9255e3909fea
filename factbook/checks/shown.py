"""Rules about the pictures and the snippets that notes show."""

from __future__ import annotations

from collections.abc import Iterator

from factbook.book import Book
from factbook.facts import Place, Problem
from factbook.snippets import NOT_RUN


def unused_diagram(book: Book) -> Iterator[Problem]:
    """Every diagram is shown by a note."""
    shown = _shown(book, "diagram", "name")
    for name, diagram in book.diagrams.items():
        if name not in shown:
            yield Problem(diagram.place, f"no note shows {name!r}", f'write {{{{ diagram("{name}") }}}} where it helps')


def unused_snippet(book: Book) -> Iterator[Problem]:
    """Every snippet is shown by a note."""
    shown = _shown(book, "snippet", "file")
    for name, path in book.snippets.items():
        if name not in shown:
            yield Problem(Place(path), f"no note shows {name!r}", f'write {{{{ snippet("{name}") }}}} where it helps')


def misplaced_snippet(book: Book) -> Iterator[Problem]:
    """A diagram or a snippet stands alone on its line, and on its page once: it is a block of its own."""
    for note in book.doubtful:
        lines = note.text.splitlines()
        seen: dict[tuple[str, object], Place] = {}
        for call in note.calls:
            line = lines[call.place.line - 1]
            before = line[: call.place.column - 1]
            alone = not before.strip(" ") and line.rstrip().endswith("}}") and line.count("{{") == 1
            if call.macro == "diagram" and before:
                alone = False  # a picture is no part of a list
            if call.macro in ("diagram", "snippet") and not alone:
                yield Problem(call.place, f"{call.macro}() inside other text", "put it on a line of its own")
            elif call.macro in ("diagram", "snippet"):
                name = next(iter(call.arguments.values()))
                first = seen.setdefault((call.macro, name), call.place)
                if first != call.place:
                    what = f"{name!r} stands twice, first on line {first.line}"
                    yield Problem(call.place, what, "show it once on a page")


def reason_not_to_run(book: Book) -> Iterator[Problem]:
    """A snippet that no test runs says so once, and why, in a comment: '# not run: …'."""
    for path in book.snippets.values():
        text = book.texts[path]
        marks = [text.count("\n", 0, at) + 1 for at in _found(text, "# not run")]
        good = len(NOT_RUN.findall(text))
        if len(marks) > good or good > 1:
            yield Problem(
                Place(path, marks[-1]), "a mark that gives no reason, or a second one", "write '# not run: ' and why"
            )


def _found(text: str, part: str) -> list[int]:
    found, at = [], text.find(part)
    while at >= 0:
        found.append(at)
        at = text.find(part, at + 1)
    return found


def _shown(book: Book, macro: str, argument: str) -> set[str]:
    found = set()
    for note in book.notes.values():
        for call in note.calls:
            if call.macro == macro:
                found.add(str(call.arguments[argument]))
    return found
