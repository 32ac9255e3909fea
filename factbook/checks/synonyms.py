"""Rules about the synonyms that the search knows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from factbook.book import Book
from factbook.checks.facts import sorted_file
from factbook.facts import Problem


def synonym_for_nothing(book: Book) -> Iterator[Problem]:
    """What a synonym means stands in a note or in a fact's title: otherwise nobody finds anything by it."""
    sought = {meant.lower() for synonym in book.synonyms.values() for meant in synonym.meant}
    titles = "\n".join(fact.title for fact in book.facts.values())
    for text in (titles, *(note.text for note in book.notes.values())):
        if not sought:
            return
        said = text.lower()
        sought = {meant for meant in sought if meant not in said}
    for synonym in book.synonyms.values():
        for meant, place in synonym.meant.items():
            if meant.lower() in sought:
                yield Problem(place, f"no note and no title has {meant!r}", "write what our pages say, or leave it out")


def synonym_in_glossary(book: Book) -> Iterator[Problem]:
    """A synonym is not a term of the glossary: those are found by their names already."""
    terms = {term.term.casefold(): term for term in book.glossary.values() if term.name}
    for synonym in book.synonyms.values():
        if term := terms.get(synonym.typed.casefold()):
            for meant, place in synonym.meant.items():
                if meant.casefold() == term.name.casefold():
                    yield Problem(
                        place, f"the glossary says already that {term.term!r} is {term.name!r}", "leave it out"
                    )


def synonym_order(book: Book) -> Iterator[Problem]:
    """The synonyms are sorted."""
    for before, synonym in pairwise(book.synonyms.values()):
        if synonym.typed < before.typed:
            yield Problem(
                synonym.place,
                f"{synonym.typed!r} stands after {before.typed!r}",
                "sort them",
                fix=sorted_file(book, synonym.place.path),
            )
