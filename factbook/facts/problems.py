"""Where something stands, and what is wrong there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple


class Place(NamedTuple):
    """A character in a file of the project.

    `path` is relative to the project's root, with forward slashes; `line` and
    `column` count from 1, in characters.
    """

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Places(Mapping[str, Place]):
    """Places in one file by their names. They are packed: facts have very many, and hardly any is ever asked for.

    `numbers` has for each name, in order, its line and its column.
    """

    __slots__ = ("_path", "names", "numbers")

    def __init__(self, path: str = "", names: tuple[str, ...] = (), numbers: Sequence[int] = ()) -> None:
        self._path = path
        self.names = _shared(names)
        self.numbers = numbers

    def __getitem__(self, name: str) -> Place:
        if name not in self.names:
            raise KeyError(name)
        at = 2 * self.names.index(name)
        return Place(self._path, self.numbers[at], self.numbers[at + 1])

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


@lru_cache(maxsize=4096)
def _shared(names: tuple[str, ...]) -> tuple[str, ...]:
    """The first tuple of these names: most facts have the same fields."""
    return names


@dataclass(frozen=True, order=True, slots=True)
class Edit:
    """A change to a file: the characters from `start` up to `end` of its text become `text`."""

    path: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One mistake: where it is, what is wrong, and what to do about it.

    `what` quotes the offending text; `hint` says what to write instead. `rule`
    names the check that found it. `fix` has the edits that mend it, where a machine
    can: all of them or none.
    """

    place: Place
    what: str
    hint: str = ""
    rule: str = ""
    fix: tuple[Edit, ...] = ()

    def by(self, rule: str) -> Problem:
        """The same problem, signed by the rule that found it (unless it already is)."""
        return self if self.rule else replace(self, rule=rule)


def closest(name: str, names: list[str]) -> str | None:
    """The one of `names` that reads most like `name`, or None when none is near."""
    import difflib  # 4 ms to import, and needed only when something is wrong

    found = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    return found[0] if found else None
