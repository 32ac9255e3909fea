"""A fact, its past, and all of them together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, ValuesView
from dataclasses import dataclass, field
from datetime import date

from factbook.facts.problems import Place, Places, closest
from factbook.facts.values import Value

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_MONTHS = ("January February March April May June July August September October November December").split()


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A year, a month, or a day: as much of a date as is known (0 where it is not)."""

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def read(cls, text: str) -> PartialDate:
        """The date that YYYY, YYYY-MM or YYYY-MM-DD means. Raises ValueError for anything else."""
        match = _WRITTEN.fullmatch(text)
        if not match:
            raise ValueError(text)
        date(*(int(part or 1) for part in match.groups()))  # raises when there is no such day
        return cls(*(int(part or 0) for part in match.groups()))

    @property
    def earliest(self) -> date:
        """The first day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def iso(self) -> str:
        """As it is written in YAML: 2018, 2018-10 or 2018-10-10."""
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    def __str__(self) -> str:
        """As it is read: "October 2018"; days are left out of running text."""
        return f"{_MONTHS[self.month - 1]} {self.year}" if self.month else str(self.year)


@dataclass(frozen=True, slots=True)
class Past:
    """What a fact was until a date."""

    until: PartialDate
    value: Value
    place: Place
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is taught in a fact's place although it never was true."""

    value: Value
    place: Place
    note: str = ""


@dataclass(frozen=True, slots=True)
class Witness:
    """What a machine can hold a fact against: where, what to ask there, and what is expected.

    `kind` is a key of fields.WITNESS_KINDS and `path` a path of that kind; `way` is a
    key of fields.WITNESS_WAYS; `called` has the witness's own names for the value or for
    items of it; `supports` says that it fits the fact and cannot prove it.
    """

    kind: str
    path: str
    way: str
    expected: str
    place: Place
    called: Mapping[str, str] = field(default_factory=dict, hash=False)
    supports: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One value that AWS states, with where and when it was read.

    `id` is service.key. A derived fact has `derive` and `operands` and takes the
    oldest `verified` of its operands; its `source` and `evidence` are empty.
    `place` is that of its key; `places` has the place of each field's value, `keys`
    that of each field's name.
    """

    id: str
    title: str
    kind: str
    value: Value
    place: Place
    scope: str = ""
    region: str = ""
    adjustable: bool | None = None
    source: str = ""
    evidence: str = ""
    verified: date = date.min
    since: PartialDate | None = None
    history: tuple[Past, ...] = ()
    mistaken: tuple[Mistake, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    note: str = ""
    derive: str = ""
    operands: tuple[str, ...] = ()
    places: Places = field(default_factory=Places, repr=False, compare=False)
    keys: Places = field(default_factory=Places, repr=False, compare=False)

    @property
    def service(self) -> str:
        """The id of the service whose file it stands in."""
        return self.id.partition(".")[0]

    @property
    def key(self) -> str:
        """Its key in that file."""
        return self.id.partition(".")[2]

    def at(self, name: str) -> Place:
        """The place of a field, or of the key when the field is not there."""
        return self.places.get(name, self.place)


@dataclass(frozen=True, slots=True)
class Move:
    """A renamed id: whoever names the old one means the new one."""

    old: str
    new: str
    place: Place


class Facts(Mapping[str, Fact]):
    """All facts by id, in the order of files and keys; `moves` has the renamed ids."""

    def __init__(
        self, facts: dict[str, Fact], moves: dict[str, Move] | None = None, refused: frozenset[str] = frozenset()
    ) -> None:
        self._facts = facts
        self._refused = refused
        self.moves = moves or {}
        self._by_service: dict[str, list[Fact]] = {}
        for fact in facts.values():
            self._by_service.setdefault(fact.service, []).append(fact)

    def __getitem__(self, id_: str) -> Fact:
        return self._facts[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def values(self) -> ValuesView[Fact]:
        """The facts: every rule goes through them, so without the detour of Mapping."""
        return self._facts.values()

    @property
    def services(self) -> list[str]:
        """The ids of the services that have facts."""
        return list(self._by_service)

    def of(self, service: str, kind: str | None = None) -> list[Fact]:
        """The facts of a service, all or of one kind."""
        return [fact for fact in self._by_service.get(service, []) if kind in (None, fact.kind)]

    def is_refused(self, id_: str) -> bool:
        """Whether the id is written down, but its entry or its whole file could not be read."""
        return id_ in self._refused or id_.partition(".")[0] in self._refused

    def closest(self, id_: str) -> Fact | None:
        """The fact whose id reads most like this one, of its service if it has one; or None."""
        near = closest(id_, [fact.id for fact in self.of(id_.partition(".")[0])]) or closest(id_, list(self._facts))
        return self._facts[near] if near else None
