"""Rules about the errors of services."""

from __future__ import annotations

from collections.abc import Iterator

from factbook.book import Book
from factbook.checks.typed import quantities_in
from factbook.facts import Problem, closest


def error_of_unknown_service(book: Book) -> Iterator[Problem]:
    """Every error belongs to a service of data/services.yaml."""
    for error in book.errors.values():
        if error.service not in book.services:
            near = closest(error.service, list(book.services))
            hint = f"did you mean {near!r}?" if near else "add it to data/services.yaml"
            yield Problem(error.place, f"no service {error.service!r}", hint)


def typed_in_error(book: Book) -> Iterator[Problem]:
    """What is said of an error holds no quantity: those are facts, on the page of the service."""
    for error in book.errors.values():
        for text in (error.means, error.do):
            for match in quantities_in(text):
                if any(sign.isdigit() for sign in match[0]):
                    yield Problem(error.place, f"{match[0]!r} is typed", "say it without the number")
