"""Objects of a PDF, as they are taken out of one and put into another: by what refers to them, and with other numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

_STREAM = b"\nstream\n"
_REFERENCE = re.compile(rb"\((?:[^()\\]|\\.)*\)|/(StructParents?) (\d+)|\b(\d+) 0 R\b", re.DOTALL)
"""A text, in which nothing refers to anything; a place in the list of what is tagged; the number of an object."""
ROOT, FONTS, FIRST = 0, 1, 2
"""The numbers under which pieces know the root of all tags and all fonts; the next are those of their pages, and then of their objects."""


def number_of(reference: bytes) -> int:
    """The number of the object that is referred to."""
    return int(reference.split()[0])


def without(entries: Any, *names: str) -> bytes:
    """A dictionary without some of its entries."""
    return type(entries)({name: each for name, each in entries.items() if name not in names}).data


def drawn(content: Any) -> bytes:
    """What a stream draws, before it is compressed."""
    import pydyf

    return pydyf.Stream(content.stream).data.partition(_STREAM)[2].removesuffix(b"\nendstream")


def renumbered(data: bytes, number: Callable[[int], int], parents: int = 0) -> bytes:
    """An object that refers to others by the numbers they have elsewhere; what is tagged begins at `parents` there."""

    def new(found: re.Match[bytes]) -> bytes:
        if found[3]:
            return b"%d 0 R" % number(int(found[3]))
        return b"/%s %d" % (found[1], int(found[2]) + parents) if found[2] else found[0]

    head, stream, rest = data.partition(_STREAM)
    return _REFERENCE.sub(new, head) + stream + rest


class Pieces:
    """Objects that are taken out of a PDF because something refers to them, under numbers of their own."""

    def __init__(self, objects: list[Any], known: dict[int, int], pages: list[Any]) -> None:
        self._objects = objects
        self._numbers = known | {page.number: FIRST + index for index, page in enumerate(pages)}
        self._next = FIRST + len(pages)
        self._waiting: list[int] = []

    def own(self, data: bytes) -> bytes:
        """An object with the numbers that objects have here."""
        return renumbered(data, self._number)

    def asked_for(self) -> Iterator[bytes]:
        """The objects that were referred to so far, and then those that they refer to."""
        for number in self._waiting:  # it grows on the way
            yield self.own(self._objects[number].data)

    def _number(self, number: int) -> int:
        if number not in self._numbers:
            self._numbers[number] = self._next + len(self._waiting)
            self._waiting.append(number)
        return self._numbers[number]
