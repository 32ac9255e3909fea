"""The rule about AWS's names for its things."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factbook.book import Book
from factbook.facts import Place, Problem

_NOT_TEXT = re.compile(r"\]\([^)]*\)|<[^>]*>|https?://\S+|\{[.#:][^}]*\}|[\w.-]+\.(?:com|html|md|json|ya?ml|py)\b")


def wrong_name(book: Book) -> Iterator[Problem]:
    """A service is called by the name that AWS gives it, in its spelling."""
    names = _spellings(book)
    if not names:
        return
    pattern = re.compile(
        r"(?<![\w./:@-])(?:"
        + "|".join(re.escape(each) for each in sorted(names, key=len, reverse=True))
        + r")(?![\w/:@-]|\.\w)",
        re.IGNORECASE,
    )
    for note in book.notes.values():
        lines = book.structure(note).lines
        whole = "\n".join(line.text for line in lines)
        lower = whole.lower()
        # Counting is much quicker than the pattern, and nearly every note spells nearly every name right.
        doubtful = [form for form, right in names.items() if form in lower and lower.count(form) != whole.count(right)]
        for line in lines if doubtful else ():
            if not any(form in line.text.lower() for form in doubtful):
                continue
            text = _NOT_TEXT.sub(lambda found: " " * len(found[0]), line.text)
            for match in pattern.finditer(text):
                right = names[match[0].casefold()]
                if match[0] != right:
                    place = Place(note.path, line.number, match.start() + 1)
                    yield Problem(
                        place,
                        f"{match[0]!r} is spelt {right!r}",
                        f"write {right!r}",
                        fix=book.replacing(place, match[0], right),
                    )


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
