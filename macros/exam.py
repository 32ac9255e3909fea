"""Macros that lead from the exam to the notes: its tasks and skills, the pages that treat them, what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from factbook import study
from factbook.exam import Edition, Skill
from factbook.notes import Note
from factbook.phrases import counted
from factbook.reading_time import minutes
from macros.site import Site, inert

_TOGETHER = 4
"""How many pages a page names as being on the exam with it."""


def macros(site: Site) -> Iterator[Callable[..., str]]:
    """The macros of this family, bound to a site."""
    book = site.book

    def serves() -> str:
        """The tasks of the exam that this page serves, and how long it takes to read: for a page without a service's card.

        >>> serves()
        """
        note = site.note
        rows = page_rows(site, note) if note else []
        return "".join(
            ['<dl class="page-facts">', *(f"<div><dt>{name}</dt><dd>{text}</dd></div>" for name, text in rows), "</dl>"]
        )

    def task(number: str) -> str:
        """The skills of a task of the exam, each with the pages that treat it.

        >>> task("4.1")
        """
        edition = book.exam.current
        return f'<dl class="skills">{"".join(_skill(site, skill) for skill in edition.skills_of(number))}</dl>'

    def coverage() -> str:
        """Which page treats which skills of which task: pages down, tasks across.

        >>> coverage()
        """
        edition = book.exam.current
        tasks = list(edition.tasks.values())
        head = "".join(f'<th scope="col">{_task(site, each.number)}</th>' for each in tasks)
        rows = []
        for area, notes in _by_area(site):
            rows.append(
                f'<tr class="coverage-area"><th scope="rowgroup" colspan="{len(tasks) + 1}">{inert(area)}</th></tr>'
            )
            rows += [
                f'<tr><th scope="row"><a href="{site.address(note.page)}">{inert(site.book.title(note))}</a></th>'
                + "".join(_cell(edition, note, task.number) for task in tasks)
                + "</tr>"
                for note in notes
            ]
        return (
            f'<div class="coverage" data-search-exclude><table><thead><tr><th scope="col">Page</th>{head}</tr></thead>'
            f"<tbody>{''.join(rows)}</tbody></table></div>"
        )

    def edition(id: str) -> str:
        """The skills of an edition of the exam: of the newest one where each comes from, of an older one what became of it.

        >>> edition("c02")
        """
        found = book.exam.editions[id]
        newer = book.exam.current if found is not book.exam.current else None
        parts = []
        for each in found.tasks.values():
            rows = "".join(
                _after(site, skill, newer) if newer else _before(site, skill, book.exam.former)
                for skill in found.skills_of(each.number)
            )
            parts.append(
                f'<section class="skills-of"><h3 id="{found.id}-{_anchor(each.number)}">{each.number} {inert(each.title)}</h3>'
                f'<dl class="skills">{rows}</dl></section>'
            )
        return f"<div data-search-exclude>{''.join(parts)}</div>"

    def exam_services() -> str:
        """The services that the exam's guides put in scope, each with its page, and in which editions.

        >>> exam_services()
        """
        editions = list(book.exam.editions.values())
        names = list(dict.fromkeys(listed.name for each in reversed(editions) for listed in each.in_scope))
        lists = {each.id: {listed.name: listed.service for listed in each.in_scope} for each in editions}
        rows = []
        for name in sorted(names, key=lambda each: each.removeprefix("AWS ").removeprefix("Amazon ").casefold()):
            id_ = next(lists[each.id][name] for each in reversed(editions) if name in lists[each.id])
            service = book.services.get(id_)
            shown = f'<a href="{site.address(service.page)}">{inert(name)}</a>' if service else inert(name)
            cells = "".join(
                f'<td data-label="{each.name}">{"in scope" if name in lists[each.id] else "<span>not named</span>"}</td>'
                for each in editions
            )
            rows.append(f'<tr><th scope="row">{shown}</th>{cells}</tr>')
        head = "".join(f'<th scope="col">{each.name}</th>' for each in editions)
        return (
            f'<div class="compare"><table><thead><tr><th scope="col">Service</th>{head}</tr></thead>'
            f"<tbody>{''.join(rows)}</tbody></table></div>"
        )

    def out_of_scope() -> str:
        """What AWS's guide to the newest edition puts out of scope.

        >>> out_of_scope()
        """
        return ", ".join(inert(listed.name) for listed in book.exam.current.out_of_scope)

    def study_order() -> str:
        """The pages in the order that meets most of the exam soonest, each with the skills it brings first and its minutes.

        >>> study_order()
        """
        total, items = 0, []
        for stop in study.order(book):
            total += stop.minutes
            new = f"brings {', '.join(stop.first)}" if stop.first else "deepens what you have met"
            items.append(
                f'<li><a href="{site.address(stop.note.page)}">{inert(site.book.title(stop.note))}</a> '
                f'<span class="study-new">{new}</span> <span class="study-time">{counted(stop.minutes, "minute")}, '
                f"{_hours(total)} so far; {round(stop.met)} % of the exam met</span></li>"
            )
        return f'<ol class="study-order" data-search-exclude>{"".join(items)}</ol>'

    yield from (serves, task, coverage, edition, exam_services, out_of_scope, study_order)


def page_rows(site: Site, note: Note) -> list[tuple[str, str]]:
    """What a page says of itself: the tasks that it serves, and how long it takes to read."""
    edition = site.book.exam.current
    tasks = (
        [task for task in edition.tasks.values() if any(_is_of(number, task.number) for number in note.skills)]
        if edition
        else []
    )
    links = ", ".join(_task(site, task.number) for task in tasks)
    rows = [("Exam tasks", links)] if links else []
    if together := _links(site, _together(site, note)):
        rows.append(("On the exam with", together))
    return [*rows, ("Reading time", counted(minutes(site.book, note), "minute"))]


def _task(site: Site, number: str, shown: str = "", title: str = "") -> str:
    """A task of the newest edition as a link to its place on the page of its domain, if there is one."""
    edition = site.book.exam.current
    task = edition.tasks[number]
    page = edition.domains[task.domain].page
    if not page:
        return shown or number
    address = site.address(page, f"task-{_anchor(number)}")
    return f'<a href="{address}" title="{inert(title or task.title)}">{shown or number}</a>'


def _anchor(number: str) -> str:
    return number.replace(".", "-")


def _is_of(skill: str, task: str) -> bool:
    return skill.rpartition(".")[0] == task


def _skill(site: Site, skill: Skill) -> str:
    notes = site.book.pages_by_skill[skill.number]
    new = ' <span class="skill-new">new in C03</span>' if skill.new else ""
    return (
        f'<div id="skill-{_anchor(skill.number)}"><dt><b>{skill.number}</b> <span>{inert(skill.asks)}{new}</span></dt>'
        f"<dd>{_links(site, notes) or 'No page yet.'}</dd></div>"
    )


def _links(site: Site, notes: Iterable[Note]) -> str:
    return ", ".join(f'<a href="{site.address(note.page)}">{inert(site.book.title(note))}</a>' for note in notes)


def _together(site: Site, note: Note) -> list[Note]:
    """The few pages that share most of the exam's skills with a page; a skill that many pages treat ties them least."""
    shared: dict[str, float] = {}
    for number in note.skills:
        others = site.book.pages_by_skill.get(number, ())
        for other in others:
            if other.path != note.path:
                shared[other.path] = shared.get(other.path, 0) + 1 / len(others)
    closest = sorted(shared, key=lambda path: (-shared[path], path))
    return [site.book.notes[path] for path in closest[:_TOGETHER]]


def _by_area(site: Site) -> Iterator[tuple[str, list[Note]]]:
    """The sections of the navigation with their pages that treat skills, in its order."""
    found: dict[str, list[Note]] = {}
    for entry in site.book.navigation:
        note = site.book.notes.get(f"docs/{entry.page}")
        if note and note.skills:
            found.setdefault(entry.sections[0] if entry.sections else "", []).append(note)
    yield from found.items()


def _cell(edition: Edition, note: Note, task: str) -> str:
    numbers = [number for number in note.skills if _is_of(number, task)]
    shown = " ".join(
        f'<abbr title="{inert(edition.skills[number].asks)}">{number.rpartition(".")[2]}</abbr>'
        for number in numbers
        if number in edition.skills
    )
    return f'<td data-label="{task}">{shown}</td>'


def _before(site: Site, skill: Skill, former: Edition | None) -> str:
    """A skill of the newest edition, with what it goes on with."""
    parts = ["new"] if skill.new else []
    parts += [
        f"goes on with {number}: {inert(former.skills[number].asks)}" for number in (skill.continues if former else ())
    ]
    return f"<div><dt><b>{skill.number}</b> <span>{inert(skill.asks)}</span></dt><dd>{'<br>'.join(parts)}</dd></div>"


def _after(site: Site, skill: Skill, newer: Edition) -> str:
    """A skill of an older edition, with where it is now."""
    now = [each for each in newer.skills.values() if skill.number in each.continues]
    links = ", ".join(_task(site, each.task, each.number, each.asks) for each in now)
    where = f"now {links}" if links else "no longer named"
    moved = (
        " (moved)" if now and all(each.task.partition(".")[0] != skill.task.partition(".")[0] for each in now) else ""
    )
    return f"<div><dt><b>{skill.number}</b> <span>{inert(skill.asks)}</span></dt><dd>{where}{moved}</dd></div>"


def _hours(total: int) -> str:
    hours, rest = divmod(total, 60)
    return f"{hours} h {rest:02} min" if hours else f"{rest} min"
