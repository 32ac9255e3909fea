"""The data of the site for programs: JSON with its schemas, and CSV."""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import Any

from factbook.book import Book
from factbook.publish import records, shapes
from factbook.publish.sheet import sheet
from factbook.settings import Settings


def files(book: Book, settings: Settings) -> dict[str, str]:
    """The texts of all data files by their paths below the site."""

    def whole(name: str, **lists: list[records.Record]) -> str:
        return as_json(records.envelope(name, book, settings) | lists)

    facts = [records.fact_record(fact, book, settings) for fact in book.facts.values()]
    written = [Written(_json(fact, _DEPTH)) for fact in facts]  # each stands in two files
    of_service: dict[str, list[Written]] = {id_: [] for id_ in book.services}
    for fact, text in zip(facts, written, strict=True):
        of_service.setdefault(fact["service"], []).append(text)
    services = [records.service_record(service, book, settings) for service in book.services.values()]
    changes, mistakes = records.change_records(book, settings), records.mistake_records(book, settings)
    return {
        "api/v1/facts.json": whole("facts", facts=written),
        **{f"api/v1/facts/{id_}.json": whole("facts", facts=of_service[id_]) for id_ in book.services},
        "api/v1/services.json": whole("services", services=services),
        "api/v1/changes.json": whole("changes", changes=changes, mistakes=mistakes),
        "api/v1/exam.json": whole(
            "exam", facts=of_service.get("exam", []), skills=records.skill_records(book, settings)
        ),
        "api/v1/errors.json": whole("errors", errors=records.error_records(book, settings)),
        **{f"api/v1/{name}.schema.json": as_json(shapes.schema(name, settings)) for name in shapes.FILES},
        "facts.csv": sheet(facts),
    }


class Written(str):
    """A record that is JSON already, as it stands in a list of a file."""

    __slots__ = ()


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
    if isinstance(value, dict):
        lines = [f"{encode_basestring(name)}: {_json(each, deeper)}" for name, each in value.items()]
    else:
        lines = [_json(each, deeper) for each in value]
    start, end = "{}" if isinstance(value, dict) else "[]"
    return f"{start}{pad}{f',{pad}'.join(lines)}{pad[:-1]}{end}"
