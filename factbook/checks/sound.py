"""Notes found sound before, in `.cache/sound`: a note for which nothing has changed is not looked at again.

Most rules look at each note by itself (`Book.doubtful`): at its text, and at what it is held against, which is all data, the
files that there are, and where a link into another note may lead. A hash of all that, and of our code, stands for a note
without a problem.
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
    """Which notes of a book were sound, by a file. One that cannot be read or written keeps nothing."""

    def __init__(self, file: Path, book: Book) -> None:
        self._file = file
        self._hashes = _hashes(book)
        known = kept_lines(file)
        self.paths = frozenset(path for path, hash_ in self._hashes.items() if hash_ in known)

    def keep(self, problems: Iterable[Problem]) -> None:
        """Keep which notes have no problem at all, not even a waived one: its waiver would seem to be for nothing."""
        wrong = {problem.place.path for problem in problems}
        keep(self._file, "\n".join(sorted(hash_ for path, hash_ in self._hashes.items() if path not in wrong)))


def _hashes(book: Book) -> dict[str, str]:
    """What stands for each note, by its path."""
    beside = _hash(
        hash_of_code(Path(__file__).parents[1]),
        {path: _hash(text) for path, text in book.texts.items() if path not in book.notes},
        list(book.files),
        {path: sorted(book.anchors(note)) for path, note in book.notes.items()},
    )
    return {path: _hash(beside, path, note.text) for path, note in book.notes.items()}


def _hash(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
