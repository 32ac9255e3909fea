"""Parts of the book that were laid out before, in a folder of `.cache/book`: each under the hash of all that it was made from."""

from __future__ import annotations

from pathlib import Path

from factbook.facts.disk import keep, let_go
from factbook.publish.bound.laid_out import Part, unpacked


class Shelf:
    """The parts in a folder; without one, and in one that cannot be written, nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._named: set[str] = set()

    def get(self, key: str) -> Part | None:
        """The part with this key, if it is there and whole."""
        self._named.add(key)
        if self._folder is None:
            return None
        try:
            return unpacked((self._folder / key).read_bytes())
        except (OSError, ValueError):  # not there, or spoilt: it is laid out anew, and kept again
            return None

    def put(self, key: str, part: Part) -> None:
        """Keep a part."""
        if self._folder is not None:
            keep(self._folder / key, part.packed())

    def tidy(self) -> None:
        """Let go of what was not asked for: texts that are no longer."""
        if self._folder is not None:
            let_go(self._folder, self._named)
