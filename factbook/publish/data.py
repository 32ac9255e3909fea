"""The data of the site for programs: JSON with its schemas, and CSV."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from json.encoder import encode_basestring
from typing import Any

from factbook.book import Book
from factbook.publish import records, shapes
from factbook.publish.sheet import sheet
from factbook.settings import Settings


def files(book: Book, settings: Settings) -> Iterator[tuple[str, str]]:
    """The paths of all data files below the site, each with its text."""

    def whole(name: str, **lists: list[records.Record]) -> str:
        return as_json(records.envelope(name, book, settings) | lists)

    written: list[Written] = []  # each stands in two files
    of_service: dict[str, list[Written]] = {id_: [] for id_ in book.services}

    def facts() -> Iterator[records.Record]:
        """The records, one at a time: those of all facts take more memory than anything else."""
        for fact in book.facts.values():
            record = records.fact_record(fact, book, settings)
            text = Written(_json(record, _DEPTH))
            written.append(text)
            of_service.setdefault(fact.service, []).append(text)
            yield record

    yield "facts.csv", sheet(facts())
    yield "api/v1/facts.json", whole("facts", facts=written)
    written.clear()
    for id_ in book.services:
        yield f"api/v1/facts/{id_}.json", whole("facts", facts=of_service[id_])
    services = [records.service_record(service, book, settings) for service in book.services.values()]
    yield "api/v1/services.json", whole("services", services=services)
    changes, mistakes = records.change_records(book, settings), records.mistake_records(book, settings)
    yield "api/v1/changes.json", whole("changes", changes=changes, mistakes=mistakes)
    skills = records.skill_records(book, settings)
    yield "api/v1/exam.json", whole("exam", facts=of_service.get("exam", []), skills=skills)
    yield "api/v1/errors.json", whole("errors", errors=records.error_records(book, settings))
    for name in shapes.FILES:
        yield f"api/v1/{name}.schema.json", as_json(shapes.schema(name, settings))


class Written(str):
    """A record that is JSON already, as it stands in a list of a file."""

    __slots__ = ()


_name = functools.lru_cache(maxsize=1024)(encode_basestring)
_NESTED = (dict, list, tuple)
_DEPTH = 2
"""How deep a record stands in a file."""


def as_json(value: Any) -> str:
    """JSON as people and programs read it, ended by a new line."""
    return _json(value, 0) + "\n"


def _json(value: Any, depth: int) -> str:
    """What json.dumps writes with an indent of 1, in a quarter of its time: it indents in Python, value by value."""
    kind = type(value)
    if kind is str:
        return encode_basestring(value)
    if kind is Written:
        return value
    if value is None:
        return "null"
    if kind is bool:
        return "true" if value else "false"
    if not value or not isinstance(value, _NESTED):
        return "[]" if value == [] else json.dumps(value, ensure_ascii=False)
    pad = "\n" + " " * (depth + 1)
    deeper = depth + 1
    if kind is dict:
        lines = []
        for name, each in value.items():  # most are texts, and a call takes longer than they do
            text = encode_basestring(each) if type(each) is str else "null" if each is None else _json(each, deeper)
            lines.append(f"{_name(name)}: {text}")
    else:
        lines = [_json(each, deeper) for each in value]
    start, end = "{}" if kind is dict else "[]"
    return f"{start}{pad}{f',{pad}'.join(lines)}{pad[:-1]}{end}"
