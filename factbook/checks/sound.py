"""What was found sound before, in `.cache/sound`: a file for which nothing has changed is not looked at again.

Most rules look at each note by itself (`Book.doubtful`), or at each diagram or snippet: at its text, and at what it is held
against, which is all data, the files that there are, and where a link into another note may lead. A hash of all that, and of
our code, stands for a file without a problem. Some rules look at each fact by itself (`Book.doubtful_facts`): for a facts
file stands a hash of its text alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from factbook.book import Book
from factbook.facts import Problem
from factbook.facts.disk import hash_of_code, keep, kept_lines


class Sound:
    """Which files of a book were sound, by a file. One that cannot be read or written keeps nothing."""

    def __init__(self, file: Path, book: Book) -> None:
        self._file = file
        self._hashes = _hashes(book)
        known = kept_lines(file)
        self.paths = frozenset(path for path, hash_ in self._hashes.items() if hash_ in known)

    def keep(self, problems: Iterable[Problem]) -> None:
        """Keep which files have no problem at all, not even a waived one: its waiver would seem to be for nothing."""
        wrong = {problem.place.path for problem in problems}
        keep(self._file, "\n".join(sorted(hash_ for path, hash_ in self._hashes.items() if path not in wrong)))


def _hashes(book: Book) -> dict[str, str]:
    """What stands for each file, by its path."""
    code = hash_of_code(Path(__file__).parents[1])
    others = {path: _hash(code, path, text) for path, text in book.texts.items() if path not in book.notes}
    beside = _hash(others, list(book.files), {path: book.origins_of_anchors(note) for path, note in book.notes.items()})
    facts = {fact.place.path for fact in book.facts.values()}
    return {path: others[path] if path in facts else _hash(beside, path, text) for path, text in book.texts.items()}


def _hash(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
