"""Facts read before, below `.cache/facts`: what a file says, under the hash of its path, its text and the code that read it.

Reading YAML strictly takes a third of a millisecond a fact, and checking, building and publishing each do it. What is
kept is JSON: numbers, texts and lists, nothing that could run. Only files without a problem are kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from factbook.facts.disk import hash_of_code, keep, let_go
from factbook.facts.fact import Fact, Mistake, Move, PartialDate, Past, Witness
from factbook.facts.problems import Place, Places
from factbook.facts.units import parse_unit
from factbook.facts.values import Amount, Choices, Span, Value, Words

Read = tuple[dict[str, Fact], dict[str, Move]]
"""What one file says: its facts and its renamed ids."""


class Kept:
    """The readings in a folder. A folder that cannot be written keeps nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._named: set[str] = set()

    def get(self, text: str, path: str) -> Read | None:
        """What a file with this text said, if it was read before."""
        try:
            data = (self._folder / self._name(text, path)).read_bytes()
        except OSError:
            return None
        try:
            facts, moves = json.loads(data)
            return {each[0]: _fact(each, path) for each in facts}, {
                old: Move(old, new, Place(path, *place)) for old, new, place in moves
            }
        except (ValueError, TypeError, LookupError):  # spoilt: it is read anew, and kept again
            return None

    def put(self, text: str, path: str, read: Read) -> None:
        """Keep what a file says."""
        facts, moves = read
        data = json.dumps(
            [
                [_plain(fact) for fact in facts.values()],
                [[each.old, each.new, each.place[1:]] for each in moves.values()],
            ],
            ensure_ascii=False,
            separators=(",", ":"),
        )
        keep(self._folder / self._name(text, path), data)

    def tidy(self) -> None:
        """Let go of what was not asked for: texts that are no longer."""
        let_go(self._folder, self._named)

    def _name(self, text: str, path: str) -> str:
        name = hashlib.sha256(f"{hash_of_code(Path(__file__).parent)}\n{path}\n{text}".encode()).hexdigest() + ".json"
        self._named.add(name)
        return name


# A fact as a list, in the order of its fields, and back.


def _plain(fact: Fact) -> list[Any]:
    return [
        fact.id,
        fact.title,
        fact.kind,
        _plain_value(fact.value),
        fact.place[1:],
        fact.scope,
        fact.region,
        fact.adjustable,
        fact.source,
        fact.evidence,
        fact.verified.isoformat(),
        _plain_date(fact.since) if fact.since else None,
        [
            [_plain_date(each.until), _plain_value(each.value), each.place[1:], each.source, each.note]
            for each in fact.history
        ],
        [[_plain_value(each.value), each.place[1:], each.note] for each in fact.mistaken],
        [
            [each.kind, each.path, each.way, each.expected, each.place[1:], dict(each.called), each.supports]
            for each in fact.witnesses
        ],
        fact.note,
        fact.derive,
        " ".join(fact.places.names),
        fact.places.numbers,
        fact.keys.numbers,
    ]


def _fact(plain: list[Any], path: str) -> Fact:
    (id_, title, kind, value, place, scope, region, adjustable, source, evidence, verified, since, history, mistaken,
     witnesses, note, derive, fields, places, keys) = plain  # fmt: skip
    return Fact(
        id=id_,
        title=title,
        kind=kind,
        value=_value(value),
        place=Place(path, *place),
        scope=scope,
        region=region,
        adjustable=adjustable,
        source=source,
        evidence=evidence,
        verified=date.fromisoformat(verified),
        since=PartialDate(*since) if since else None,
        history=tuple(
            Past(PartialDate(*until), _value(past), Place(path, *at), from_, said)
            for until, past, at, from_, said in history
        ),
        mistaken=tuple(Mistake(_value(taught), Place(path, *at), said) for taught, at, said in mistaken),
        witnesses=tuple(
            Witness(of, where, way, expected, Place(path, *at), called, supports)
            for of, where, way, expected, at, called, supports in witnesses
        ),
        note=note,
        derive=derive,
        places=Places(path, _names(fields), places),
        keys=Places(path, _names(fields), keys),
    )


def _plain_date(day: PartialDate) -> list[int]:
    return [day.year, day.month, day.day]


def _plain_value(value: Value) -> list[Any]:
    if isinstance(value, Amount):
        return ["amount", str(value.number), value.unit.name]
    if isinstance(value, Span):
        return ["span", str(value.low), str(value.high), value.unit.name]
    if isinstance(value, Choices):
        return ["choices", *value.items]
    return ["words", value.text]


_MAKE: dict[str, Callable[..., Value]] = {
    "amount": lambda number, unit: Amount(_number(number), parse_unit(unit)),
    "span": lambda low, high, unit: Span(_number(low), _number(high), parse_unit(unit)),
    "choices": lambda *items: Choices(items),
    "words": Words,
}


def _value(plain: list[Any]) -> Value:
    return _MAKE[plain[0]](*plain[1:])


_number = cache(Fraction)
_names = cache(lambda joined: tuple(joined.split()))
