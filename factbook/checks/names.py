"""The rule about AWS's names for its things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from factbook.book import Book
from factbook.facts import Place, Problem
from factbook.notes import Note
from factbook.prose import structure

_NOT_TEXT = re.compile(
    r"\]\([^)\[\]]*\)|<[^<>]*>|https?://\S+|\{[.#:][^{}]*\}|[\w.-]+\.(?:com|html|md|json|ya?ml|py)\b"
)
_FIRST = re.compile(r"[a-z0-9]+")
"""A word in lower case; of a name, the first: where that is not said, the name is not."""


def wrong_name(book: Book) -> Iterator[Problem]:
    """A service is called by the name that AWS gives it, in its spelling."""
    names = tuple(sorted(_spellings(book).items(), key=lambda each: (-len(each[0]), each)))
    for note in book.notes.values():
        for place, written, right in _wrong_in(note, names) if names else ():
            fix = book.replacing(place, written, right)
            yield Problem(place, f"{written!r} is spelt {right!r}", f"write {right!r}", fix=fix)


@lru_cache(maxsize=8192)
def _wrong_in(note: Note, names: tuple[tuple[str, str], ...]) -> tuple[tuple[Place, str, str], ...]:
    """Each name that a note spells in another way: where, how, and the right spelling. A note that stays is not read again."""
    lines = structure(note).lines
    whole = "\n".join(line.text for line in lines)
    lower = whole.lower()
    said = set(_FIRST.findall(lower))
    # Counting is much quicker than the pattern, and nearly every note spells nearly every name right.
    doubtful = {
        form: right
        for form, right in names
        if _FIRST.search(form)[0] in said
        and form in lower
        and (form != right.casefold() or lower.count(form) != whole.count(right))
    }
    if not doubtful:
        return ()
    pattern = re.compile(
        rf"(?<![\w./:@-])(?:{'|'.join(re.escape(form) for form, _ in names)})(?![\w/:@-]|\.\w)", re.IGNORECASE
    )
    rights = dict(names)
    found = []
    for line in lines:
        if not any(form in line.text.lower() for form in doubtful):
            continue
        text = _NOT_TEXT.sub(lambda match: " " * len(match[0]), line.text)
        for match in pattern.finditer(text):
            right = rights[match[0].casefold()]
            if match[0] != right:
                found.append((Place(note.path, line.number, match.start() + 1), match[0], right))
    return tuple(found)


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
