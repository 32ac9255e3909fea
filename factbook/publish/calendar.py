"""Dates as an iCalendar file to subscribe to (RFC 5545): exam days, ends of support.

A date is a fact whose value is a whole date, or the day from which a service has its
status. Those to come are listed, and those of the year before, so that
a calendar that follows the file does not lose a day once it has passed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from factbook import pages
from factbook.book import Book
from factbook.facts import Words
from factbook.publish.records import absolute
from factbook.services import STATUSES
from factbook.settings import Settings

FILE = "calendar.ics"
_KEPT = timedelta(days=366)
_OCTETS = 75
_MONTHS = "January February March April May June July August September October November December".split()
_DATE = re.compile(
    rf"(?:(?P<day>\d{{1,2}}) (?P<month>{'|'.join(_MONTHS)}) (?P<year>\d{{4}})"
    rf"|(?P<month2>{'|'.join(_MONTHS)}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?, (?P<year2>\d{{4}}))"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which something happens; `id` names it for ever."""

    id: str
    day: date
    title: str
    text: str
    address: str


def days(book: Book, settings: Settings) -> list[Day]:
    """The days that the project knows, from a year ago on, in order."""
    found = (*_fact_days(book, settings), *_service_days(book, settings))
    return sorted((each for each in found if each.day >= book.today - _KEPT), key=lambda each: (each.day, each.id))


def calendar(book: Book, settings: Settings) -> str:
    """The calendar of those days, each a whole day that takes nobody's time."""
    host = urlsplit(settings.url).hostname or "localhost"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_escaped(settings.name)}//calendar//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{_escaped(settings.name)}",
        f"X-WR-CALNAME:{_escaped(settings.name)}",
        f"SOURCE;VALUE=URI:{settings.url}{FILE}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    ]
    for each in days(book, settings):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{each.id}@{host}",
            f"DTSTAMP:{book.today:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{each.day:%Y%m%d}",
            f"SUMMARY:{_escaped(each.title)}",
            f"DESCRIPTION:{_escaped(each.text)}",
            f"URL:{each.address}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def date_in(text: str) -> date | None:
    """The day that a text is: "30 November 2026", "July 15, 2027". None when it is anything else."""
    found = _DATE.fullmatch(text)
    if not found:
        return None
    year, month, day = (found[part] or found[f"{part}2"] for part in ("year", "month", "day"))
    try:
        return date(int(year), _MONTHS.index(month) + 1, int(day))
    except ValueError:
        return None


def _fact_days(book: Book, settings: Settings) -> Iterator[Day]:
    for fact in book.facts.values():
        day = date_in(fact.value.text) if isinstance(fact.value, Words) else None
        if day:
            checked = f"Checked {fact.verified}." + (f" Source: {fact.source}" if fact.source else "")
            yield Day(fact.id, day, fact.title, checked, absolute(settings, pages.row(fact)))


def _service_days(book: Book, settings: Settings) -> Iterator[Day]:
    for service in book.services.values():
        since = service.status_since
        if since and since.day:
            title = f"{service.name}: {STATUSES[service.status].lower()}"
            source = f" Source: {service.status_source}" if service.status_source else ""
            address = absolute(settings, pages.address(service.page))
            yield Day(f"{service.id}.status", since.earliest, title, f"{service.status_note}{source}".strip(), address)


def _escaped(text: str) -> str:
    """A text as the value of a property."""
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\r\n", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line of at most 75 octets; what is longer goes on after a line break and a space, no character cut in two."""
    pieces, piece, room = [], "", _OCTETS
    for sign in line:
        size = len(sign.encode())
        if len(piece.encode()) + size > room:
            pieces.append(piece)
            piece, room = "", _OCTETS - 1
        piece += sign
    return "\r\n ".join([*pieces, piece]) + "\r\n"
