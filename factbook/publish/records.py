"""Facts, services and changes as plain data: every field always there, and always of one type.

Numbers are texts of decimal digits, so that no reader rounds them; what is not known is null.
`shapes` says the same as JSON Schema.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from factbook import pages
from factbook.book import Book
from factbook.chronicle import SINCE, Turn, mistakes, turns
from factbook.facts import Amount, Choices, Fact, Span, Value, Words
from factbook.facts.values import number_text
from factbook.services import AREAS, STATUSES, Service
from factbook.settings import Settings

Record = dict[str, Any]

VERSION = 1
"""The version of the published data: it stays 1 as long as fields are only added."""

LICENCE = {"id": "CC-BY-4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
_SAFE = "/#-._~"
_PLAIN = re.compile(r"[\w/#.~-]*", re.ASCII)
"""An address that stays as it is, as most do."""
FORMS = {Amount: "number", Span: "range", Choices: "list", Words: "text"}


def envelope(name: str, book: Book, settings: Settings) -> Record:
    """What stands before the records in every file: version, day, licence, and where all this comes from."""
    return {
        "schema": f"{settings.url}api/v1/{name}.schema.json",
        "schema_version": VERSION,
        "generated": book.today.isoformat(),
        "licence": {**LICENCE, "credit": credit(settings)},
        "site": settings.url,
    }


def credit(settings: Settings) -> str:
    """Whom the licence wants named."""
    return f"{settings.name} contributors"


def fact_record(fact: Fact, book: Book, settings: Settings) -> Record:
    """One fact, with the address of its row and of the pages that name it."""
    return {
        "id": fact.id,
        "service": fact.service,
        "title": fact.title,
        "kind": fact.kind,
        "value": value_record(fact.value),
        "scope": fact.scope or None,
        "region": fact.region or None,
        "adjustable": fact.adjustable,
        "source": fact.source or None,
        "evidence": fact.evidence or None,
        "verified": fact.verified.isoformat(),
        "since": fact.since.iso if fact.since else None,
        "history": [
            {
                "until": past.until.iso,
                "value": value_record(past.value),
                "source": past.source or None,
                "note": past.note or None,
            }
            for past in fact.history
        ],
        "mistaken": [{"value": value_record(mistake.value), "note": mistake.note or None} for mistake in fact.mistaken],
        "derive": fact.derive or None,
        "operands": list(fact.operands),
        "note": fact.note or None,
        "row": absolute(settings, pages.row(fact)),
        "pages": [absolute(settings, pages.address(book.notes[path].page)) for path in book.used_by[fact.id]],
    }


def service_record(service: Service, book: Book, settings: Settings) -> Record:
    """One service, with its page and the file that has its facts."""
    return {
        "id": service.id,
        "name": service.name,
        "short_name": service.short_name,
        "former_names": list(service.former_names),
        "area": service.area,
        "area_name": AREAS.get(service.area, service.area),
        "summary": service.summary,
        "status": service.status,
        "status_name": STATUSES.get(service.status, service.status),
        "status_since": service.status_since.iso if service.status_since else None,
        "status_source": service.status_source or None,
        "status_note": service.status_note or None,
        "page": absolute(settings, pages.address(service.page)),
        "facts": absolute(settings, f"api/v1/facts/{service.id}.json"),
        "fact_count": len(book.facts.of(service.id)),
    }


def change_records(book: Book, settings: Settings) -> list[Record]:
    """Every change that AWS made to a fact, newest first."""
    return [
        {
            "id": turn.id,
            "fact": turn.fact.id,
            "service": turn.fact.service,
            "title": turn.fact.title,
            "scope": turn.fact.scope or None,
            "date": turn.when.iso,
            "before": value_record(turn.before),
            "after": value_record(turn.after),
            "source": turn.source or None,
            "note": turn.note or None,
            "row": absolute(settings, pages.row(turn.fact)),
            "entry": entry_address(turn, book, settings),
        }
        for turn in turns(book.facts.values())
    ]


def mistake_records(book: Book, settings: Settings) -> list[Record]:
    """Every value that is taught although it never was true."""
    return [
        {
            "fact": fact.id,
            "service": fact.service,
            "title": fact.title,
            "scope": fact.scope or None,
            "taught": value_record(mistake.value),
            "true": value_record(fact.value),
            "note": mistake.note or None,
            "row": absolute(settings, pages.row(fact)),
        }
        for fact, mistake in mistakes(book.facts.values())
    ]


def error_records(book: Book, settings: Settings) -> list[Record]:
    """Every error of a service, with the address of its row."""
    there = f"docs/{pages.ERRORS}" in book.notes
    return [
        {
            "id": error.id,
            "service": error.service,
            "code": error.code,
            "status": error.status,
            "means": error.means,
            "retry": error.retry,
            "do": error.do,
            "source": error.source,
            "row": absolute(settings, pages.address(pages.ERRORS, error.id)) if there else None,
        }
        for error in book.errors.values()
    ]


def skill_records(book: Book, settings: Settings) -> list[Record]:
    """Every skill of the newest edition of the exam, with the pages that treat it."""
    edition = book.exam.current
    return [
        {
            "edition": edition.name,
            "number": skill.number,
            "task": skill.task,
            "task_title": edition.tasks[skill.task].title,
            "domain": edition.domains[skill.task.partition(".")[0]].title,
            "asks": skill.asks,
            "new": skill.new,
            "continues": list(skill.continues),
            "pages": [absolute(settings, pages.address(note.page)) for note in book.pages_by_skill[skill.number]],
        }
        for skill in (edition.skills.values() if edition else ())
    ]


def entry_address(turn: Turn, book: Book, settings: Settings) -> str | None:
    """Where the page of changes has this one; None for what is older than the page."""
    if turn.when < SINCE or f"docs/{pages.CHANGES}" not in book.notes:
        return None
    return absolute(settings, pages.address(pages.CHANGES, turn.id))


def value_record(value: Value) -> Record:
    """A value: as it reads, and in parts. Which parts are there depends on its form."""
    record: Record = {
        "form": FORMS[type(value)],
        "text": value.plain,
        "number": None,
        "min": None,
        "max": None,
        "exact": True,
        "items": [],
        "unit": None,
    }
    if isinstance(value, Amount):
        record["number"], record["exact"] = _digits(value.number)
        record["unit"] = value.unit.name or None
    elif isinstance(value, Span):
        (record["min"], low), (record["max"], high) = _digits(value.low), _digits(value.high)
        record["exact"] = low and high
        record["unit"] = value.unit.name or None
    elif isinstance(value, Choices):
        record["items"] = list(value.items)
    return record


def _digits(number: Any) -> tuple[str, bool]:
    """A number in decimal digits, and whether they are all it has."""
    text = number_text(number, grouped=False)
    return text.lstrip("≈\N{NO-BREAK SPACE}"), not text.startswith("≈")


def absolute(settings: Settings, address: str) -> str:
    """The whole address of something on the site."""
    return settings.url + (address if _PLAIN.fullmatch(address) else quote(address, safe=_SAFE))
