"""The rule about AWS's names for its things."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from factbook.book import Book
from factbook.facts import Place, Problem
from factbook.notes import Note
from factbook.prose import structure

_NOT_TEXT = re.compile(
    r"\]\([^)\[\]]*\)|<[^<>]*>|https?://\S+|\{[.#:][^{}]*\}|[\w.-]+\.(?:com|html|md|json|ya?ml|py)\b"
)


def wrong_name(book: Book) -> Iterator[Problem]:
    """A service is called by the name that AWS gives it, in its spelling."""
    names = tuple(sorted(_spellings(book).items(), key=lambda each: (-len(each[0]), each)))
    for note in book.doubtful:
        for place, written, right in _wrong_in(note, names) if names else ():
            fix = book.replacing(place, written, right)
            yield Problem(place, f"{written!r} is spelt {right!r}", f"write {right!r}", fix=fix)


@lru_cache(maxsize=8192)
def _wrong_in(note: Note, names: tuple[tuple[str, str], ...]) -> tuple[tuple[Place, str, str], ...]:
    """Each name that a note spells in another way: where, how, and the right spelling. A note that stays is not read again."""
    lines = structure(note).lines
    whole = "\n".join(line.text for line in lines)
    lower = whole.lower()
    # Looking for each name is much quicker than the pattern, and nearly every note spells nearly every name right.
    doubtful = [(form, right) for form, right in names if form in lower]
    numbers = _lines_with(doubtful, whole, lower)
    if not numbers:
        return ()
    pattern = re.compile(
        rf"(?<![\w./:@-])(?:{'|'.join(re.escape(form) for form, _ in names)})(?![\w/:@-]|\.\w)", re.IGNORECASE
    )
    rights = dict(names)
    found = []
    for line in (lines[number] for number in numbers):
        text = _NOT_TEXT.sub(lambda match: " " * len(match[0]), line.text)
        for match in pattern.finditer(text):
            right = rights[match[0].casefold()]
            if match[0] != right:
                found.append((Place(note.path, line.number, match.start() + 1), match[0], right))
    return tuple(found)


def _lines_with(names: list[tuple[str, str]], whole: str, lower: str) -> list[int]:
    """The lines, counted from 0, on which a name is perhaps not spelt right, in their order; `lower` is the text in lower case."""
    begins = [0, *accumulate(len(line) + 1 for line in lower.split("\n"))]
    found = set()
    for form, right in names:
        at = lower.find(form)
        while at >= 0:
            if not whole.startswith(right, at):
                found.add(bisect_right(begins, at) - 1)
            at = lower.find(form, at + 1)
    return sorted(found)


def _spellings(book: Book) -> dict[str, str]:
    """Each name with capitals inside, and the same with blanks between its parts or none, in lower case: the right one.

    A name that is an ordinary word ("Lambda", "Fargate") may stand in lower case for something else.
    """
    found: dict[str, str] = {}
    for service in book.services.values():
        for name in (service.short_name, *service.former_names):
            if len(re.findall(r"[A-Z]", name)) >= 2 and re.search(r"[a-z]", name):
                found[name.casefold()] = name
                if " " not in name:
                    found[" ".join(re.findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]+[a-z0-9]*|[0-9]+", name)).casefold()] = name
    return found
