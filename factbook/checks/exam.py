"""Rules about the exam: its skills and services, and the pages that treat them."""

from __future__ import annotations

from collections.abc import Iterator

from factbook import exam
from factbook.book import Book
from factbook.facts import Edit, Problem, closest


def unknown_skill(book: Book) -> Iterator[Problem]:
    """Every skill that a page says it treats is one of the exam's, and stands there once, in order."""
    if any(problem.place.path == exam.FILE for problem in book.problems):
        return  # what was refused there is not known here
    known = list(book.exam.skills)
    for note in book.notes.values():
        last = -1
        for number, place in zip(note.skills, note.skill_places, strict=True):
            if number not in known:
                near = closest(number, known)
                yield Problem(
                    place,
                    f"no skill {number!r}",
                    f"did you mean {near!r}?" if near else "see the numbers in data/exam.yaml",
                )
            elif known.index(number) <= last:
                yield Problem(place, f"skill {number!r} is out of order", "sort the skills, each once")
            else:
                last = known.index(number)


def skills_not_shown(book: Book) -> Iterator[Problem]:
    """A page that names skills shows them to its readers: on the card of its service, or by serves()."""
    for note in book.notes.values():
        calls = {(call.macro, call.arguments.get("id")) for call in note.calls}
        if note.skills and not calls & {("serves", None), *(("service", id_) for id_ in note.services[:1])}:
            first = next((heading.place for heading in note.headings if heading.level == 2), None)
            at = book.offset(first) if first else 0
            fix = (Edit(note.path, at, at, "{{ serves() }}\n\n"),) if first and not note.services else ()
            hint = f'write {{{{ service("{note.services[0]}") }}}}' if note.services else "write {{ serves() }}"
            yield Problem(
                note.skill_places[0], "the page does not show its skills", f"{hint} below its first sentences", fix=fix
            )


def domain_without_page(book: Book) -> Iterator[Problem]:
    """The page that leads through a domain of the exam is there."""
    for edition in book.exam.editions.values():
        for domain in edition.domains.values():
            if domain.page and domain.page_place and f"docs/{domain.page}" not in book.notes:
                yield Problem(domain.page_place, f"no page docs/{domain.page}", "write it, or correct 'page'")


def task_without_page(book: Book) -> Iterator[Problem]:
    """Every task of the newest edition of the exam has a page that treats one of its skills."""
    edition = book.exam.current
    for task in edition.tasks.values() if edition else ():
        if not any(book.pages_by_skill[skill.number] for skill in edition.skills_of(task.number)):
            numbers = ", ".join(skill.number for skill in edition.skills_of(task.number))
            yield Problem(task.place, f"no page serves task {task.number}", f"write one that treats {numbers}")


def skill_without_page(book: Book) -> Iterator[Problem]:
    """Every skill of the newest edition of the exam is treated by a page, which says so in its front matter."""
    edition = book.exam.current
    for task in edition.tasks.values() if edition else ():
        skills = edition.skills_of(task.number)
        if any(book.pages_by_skill[skill.number] for skill in skills):  # task_without_page says the rest
            for skill in skills:
                if not book.pages_by_skill[skill.number]:
                    hint = f"treat it in a page, and write 'skills: [{skill.number}]' there"
                    yield Problem(skill.place, f"no page treats skill {skill.number}", hint)


def service_in_scope_without_page(book: Book) -> Iterator[Problem]:
    """Every service that a guide to the exam puts in scope is one of data/services.yaml, and so has a page."""
    for edition in book.exam.editions.values():
        for listed in edition.in_scope:
            if listed.service not in book.services:
                near = closest(listed.service, list(book.services))
                hint = f"did you mean {near!r}?" if near else "add it to data/services.yaml, with its page"
                yield Problem(listed.place, f"{listed.name!r} is in scope and has no page", hint)


def claimed_out_of_scope(book: Book) -> Iterator[Problem]:
    """What AWS puts out of the exam's scope is not called in scope, and has no entry in data/services.yaml."""
    edition = book.exam.current
    if edition is None:
        return
    out = {_plain(listed.name): listed.name for listed in edition.out_of_scope}
    for listed in edition.in_scope:
        if _plain(listed.name) in out:
            yield Problem(listed.place, f"{listed.name!r} is in scope and out of scope", "keep what AWS's guide says")
    for service in book.services.values():
        if _plain(service.name) in out:
            yield Problem(
                service.place, f"{service.name!r} is out of the exam's scope", "leave it out, or correct data/exam.yaml"
            )


def _plain(name: str) -> str:
    """A service's name without what is written now this way and now that: the maker, an abbreviation behind it."""
    return name.partition(" (")[0].removeprefix("AWS ").removeprefix("Amazon ").casefold()
