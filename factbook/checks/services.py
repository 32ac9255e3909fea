"""Rules about services and their pages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from factbook.book import Book
from factbook.checks.facts import sorted_file
from factbook.facts import Place, Problem, closest
from factbook.services import AREAS


def service_without_page(book: Book) -> Iterator[Problem]:
    """Every service has a page, and that page names the service in its front matter."""
    for service in book.services.values():
        note = book.notes.get(f"docs/{service.page}")
        if note is None:
            yield Problem(
                service.place, f"{service.id!r} has no page docs/{service.page}", "write it, or correct 'page'"
            )
        elif service.id not in note.services:
            yield Problem(
                Place(note.path),
                f"the page of {service.id!r} does not name it",
                f"write 'about: {service.id}' in its front matter",
            )


def page_without_service(book: Book) -> Iterator[Problem]:
    """Every page of an area, the exam's excepted, is about a service that data/services.yaml knows, and shows its card."""
    for note in book.notes.values():
        if note.area in AREAS and note.area != "exam" and not note.services and not note.page.endswith("index.md"):
            yield Problem(Place(note.path), "the page names no service", "write 'about: <id>' in its front matter")
        for id_, place in zip(note.services, note.service_places, strict=True):
            if id_ not in book.services:
                near = closest(id_, list(book.services))
                yield Problem(
                    place, f"no service {id_!r}", f"did you mean {near!r}?" if near else "add it to data/services.yaml"
                )


def facts_without_service(book: Book) -> Iterator[Problem]:
    """Every file of facts belongs to a service."""
    for id_ in book.facts.services:
        if id_ not in book.services:
            place = Place(book.facts.of(id_)[0].place.path)
            near = closest(id_, list(book.services))
            yield Problem(
                place,
                f"no service {id_!r}",
                f"did you mean {near!r}? rename the file" if near else "add it to data/services.yaml",
            )


def status_without_source(book: Book) -> Iterator[Problem]:
    """A service that is not simply active says since when, and where AWS says so."""
    for service in book.services.values():
        if service.status != "active" and not (service.status_since and service.status_source):
            yield Problem(
                service.place, f"{service.id!r} is {service.status} without status_since and status_source", "add both"
            )


def order_of_services(book: Book) -> Iterator[Problem]:
    """The services are sorted by id."""
    for before, id_ in pairwise(book.services):
        if id_ < before:
            place = book.services[id_].place
            fix = sorted_file(book, place.path)
            yield Problem(place, f"{id_!r} stands after {before!r}", "sort the services by id", fix=fix)
