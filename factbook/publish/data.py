"""The data of the site for programs: JSON with its schemas, and CSV."""

from __future__ import annotations

import json
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
    of_service = {id_: [fact for fact in facts if fact["service"] == id_] for id_ in book.services}
    services = [records.service_record(service, book, settings) for service in book.services.values()]
    changes, mistakes = records.change_records(book, settings), records.mistake_records(book, settings)
    return {
        "api/v1/facts.json": whole("facts", facts=facts),
        **{f"api/v1/facts/{id_}.json": whole("facts", facts=of_service[id_]) for id_ in of_service},
        "api/v1/services.json": whole("services", services=services),
        "api/v1/changes.json": whole("changes", changes=changes, mistakes=mistakes),
        "api/v1/exam.json": whole(
            "exam", facts=of_service.get("exam", []), skills=records.skill_records(book, settings)
        ),
        "api/v1/errors.json": whole("errors", errors=records.error_records(book, settings)),
        **{f"api/v1/{name}.schema.json": as_json(shapes.schema(name, settings)) for name in shapes.FILES},
        "facts.csv": sheet(facts),
    }


def as_json(value: Any) -> str:
    """JSON as people and programs read it, ended by a new line."""
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"
