"""The project as commands read it."""

from __future__ import annotations

import sys
from pathlib import Path

from factbook import book
from factbook.clock import today


def read_book(root: Path) -> book.Book:
    """The project; on standard error how much of it could not be read."""
    read = book.load(root, today())
    if read.problems:
        print(f"factbook: {len(read.problems)} problems while reading; run python -m factbook check", file=sys.stderr)
    return read
