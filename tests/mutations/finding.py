"""Mistakes in what leads people to a page: the synonyms that the search knows, and the addresses of pages that moved."""

from __future__ import annotations

from factbook import moved, synonyms
from tests.mutations.project import Mistake, Project, kind


@kind
def synonyms_out_of_order(project: Project) -> Mistake:
    path = synonyms.FILE
    found = list(project.book.synonyms.values())
    number = project.dice.randrange(len(found) - 1)
    first, second = (synonym.place.line for synonym in found[number : number + 2])
    start, end = project.span(path, first, second)
    new = project.lines(path, second) + project.lines(path, first)
    return project.edited(path, start, end, new, "synonym-order", line=second)


@kind
def meaning_of_a_synonym_mistyped(project: Project) -> Mistake:
    said = "\n".join(
        [*(note.text for note in project.book.notes.values()), *(fact.title for fact in project.book.facts.values())]
    ).lower()
    synonym = project.any_of(project.book.synonyms.values())
    meant, place = project.any_of(synonym.meant.items())
    at = project.book.offset(place)
    new = project.typo(
        meant,
        lambda words: words.lower() not in said and words.isprintable() and words[0].isalpha() and "\\" not in words,
    )
    return project.edited(place.path, at, at + len(meant), new, "synonym-for-nothing")


@kind
def synonym_that_the_glossary_has(project: Project) -> Mistake:
    term = project.any_of(
        term for term in project.book.glossary.values() if term.name and term.term.lower() not in project.book.synonyms
    )
    place = project.any_of(project.book.synonyms.values()).place
    start, _ = project.span(place.path, place.line)
    new = f'"{term.term.lower()}": ["{term.name}"]\n'
    return project.edited(place.path, start, start, new, "synonym-in-glossary")


@kind
def form_of_a_synonym_wrong(project: Project) -> Mistake:
    synonym = project.any_of(synonym for synonym in project.book.synonyms.values() if synonym.typed[0].isalpha())
    path, line = synonym.place.path, synonym.place.line
    start, end = project.span(path, line)
    meant = ", ".join(synonym.meant)
    new = project.any_of(
        (
            f"{synonym.typed.capitalize()}: [{meant}]\n",
            f"{synonym.typed}: {meant}\n",
            f"{synonym.typed}: []\n",
            f"{synonym.typed}: [[{meant}]]\n",
            f"{synonym.typed}:\n",
        )
    )
    return project.edited(path, start, end, new, "synonym")


@kind
def moved_page_that_is_not_where_it_is_said_to_be(project: Project) -> Mistake:
    move = project.any_of(project.book.moves.values())
    old, new = move.old, move.new
    if project.turn % 2:
        old = project.any_of(project.book.notes.values()).page
    else:
        new = f"{project.typo(new.removesuffix('.md'), lambda page: f'docs/{page}.md' not in project.book.notes)}.md"
    start, end = project.span(moved.FILE, move.old_place.line)
    return project.edited(moved.FILE, start, end, f"{old}: {new}\n", "moved-page")


@kind
def form_of_a_moved_page_wrong(project: Project) -> Mistake:
    move = project.any_of(project.book.moves.values())
    start, end = project.span(moved.FILE, move.old_place.line)
    new = project.any_of(
        (
            f"{move.old.removesuffix('.md')}: {move.new}\n",
            f"{move.old}: {move.new.removesuffix('.md')}\n",
            f"{move.old}: [{move.new}]\n",
            f"{move.old}:\n",
        )
    )
    return project.edited(moved.FILE, start, end, new, "moved")
