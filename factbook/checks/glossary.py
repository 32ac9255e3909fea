"""Rules about the glossary."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from string import ascii_lowercase

from factbook.book import Book
from factbook.checks.facts import sorted_file
from factbook.facts import Problem, closest
from factbook.notes import Note


def glossary_page(book: Book) -> Iterator[Problem]:
    """Every term of the glossary leads to a note that is there and uses it."""
    for term in book.glossary.values():
        note = book.notes.get(f"docs/{term.page}")
        if note is None:
            near = closest(term.page, [each.page for each in book.notes.values()])
            yield Problem(
                term.place,
                f"{term.term!r} leads to docs/{term.page}, which is not there",
                f"did you mean {near!r}?" if near else "write a note's path",
            )
        elif not _uses(note, term.term):
            yield Problem(term.place, f"docs/{term.page} does not use {term.term!r}", "name a note that does")


@lru_cache(maxsize=65536)
def _uses(note: Note, term: str) -> bool:
    """Whether a note has a word in it that begins so. A note that stays as it was is not read again."""
    said, word = _lower(note), term.lower()
    at = said.find(word)
    while at > 0 and said[at - 1] in ascii_lowercase:
        at = said.find(word, at + 1)
    return at >= 0


@lru_cache(maxsize=8192)
def _lower(note: Note) -> str:
    return note.text.lower()


def glossary_order(book: Book) -> Iterator[Problem]:
    """The terms of the glossary are sorted, and none stands twice in another spelling."""
    terms = list(book.glossary.values())
    for before, term in pairwise(terms):
        if term.term < before.term:
            yield Problem(
                term.place,
                f"{term.term!r} stands after {before.term!r}",
                "sort the terms",
                fix=sorted_file(book, term.place.path),
            )
    seen: dict[str, str] = {}
    for term in terms:
        if (first := seen.get(term.term.casefold())) is not None:
            yield Problem(term.place, f"{term.term!r} is {first!r} again", "keep one of them")
        seen[term.term.casefold()] = term.term
