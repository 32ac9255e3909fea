"""The rule about generated files."""

from __future__ import annotations

from collections.abc import Iterator

from factbook import generated
from factbook.book import Book
from factbook.facts import Edit, Place, Problem


def stale_file(book: Book) -> Iterator[Problem]:
    """A generated file is what its source makes it: the editors' schema, the tables of the contributor guides."""
    for path in generated.FILES:
        text = book.texts.get(path)
        if text is not None and (new := generated.made(path, text, book.texts)) != text:
            line = next(
                (
                    number
                    for number, (one, other) in enumerate(zip(text.splitlines(), new.splitlines(), strict=False), 1)
                    if one != other
                ),
                1,
            )
            fix = (Edit(path, 0, len(text), new),)
            yield Problem(
                Place(path, line), "not what its source makes it", "run python -m factbook check --fix", fix=fix
            )
