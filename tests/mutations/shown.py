"""Mistakes in diagrams and snippets, in the calls that show them, and in which skills have a page."""

from __future__ import annotations

import re

from factbook import exam
from tests.mutations.lists import field, mistyped
from tests.mutations.project import Mistake, Project, kind


def shown_once(project: Project, macro: str) -> tuple[str, str, int, int]:
    """A diagram or a snippet that one note shows: its name, and the note's path with the characters of the call."""
    counts: dict[str, int] = {}
    for note in project.book.notes.values():
        for call in note.calls:
            if call.macro == macro:
                name = str(next(iter(call.arguments.values())))
                counts[name] = counts.get(name, 0) + 1
    path, call, start, end = project.call(
        lambda call: call.macro == macro and counts[next(iter(call.arguments.values()))] == 1
    )
    return next(iter(call.arguments.values())), path, start, end


@kind
def diagram_that_no_note_shows(project: Project) -> Mistake:
    name, path, start, end = shown_once(project, "diagram")
    place = project.book.diagrams[name].place
    return project.edited(path, start, end, "", "unused-diagram", where=place.path, line=place.line)


@kind
def snippet_that_no_note_shows(project: Project) -> Mistake:
    name, path, start, end = shown_once(project, "snippet")
    return project.edited(path, start, end, "", "unused-snippet", where=project.book.snippets[name], line=1)


@kind
def diagram_or_snippet_inside_a_text(project: Project) -> Mistake:
    path, call, start, end = project.call(lambda call: call.macro in ("diagram", "snippet"))
    if project.turn % 2:
        return project.edited(path, end, end, " and so on", "misplaced-snippet")
    return project.edited(path, start, start, "As in ", "misplaced-snippet")


@kind
def diagram_or_snippet_twice(project: Project) -> Mistake:
    path, call, start, end = project.call(lambda call: call.macro in ("diagram", "snippet") and call.place.column == 1)
    text = project.book.texts[path][start:end]
    return project.edited(path, end, end, f"\n\n{text}", "misplaced-snippet", line=call.place.line + 2)


@kind
def snippet_that_is_not_run_for_no_reason(project: Project) -> Mistake:
    path = project.any_of(path for path in project.book.snippets.values() if not path.endswith(".json"))
    text = project.book.texts[path]
    line = text.count("\n") + 1
    new = project.any_of(("# not run\n", "# not run:\n", "# not run today\n"))
    return project.edited(path, len(text), len(text), new, "reason-not-to-run", line=line)


@kind
def snippet_that_does_not_parse(project: Project) -> Mistake:
    path = project.any_of(path for path in project.book.snippets.values() if path.endswith((".json", ".py", ".yaml")))
    text = project.book.texts[path]
    line = project.dice.randrange(1, text.count("\n") + 1)
    at = project.span(path, line)[0]
    last = text.count("\n") + 2
    new = {"json": "}} ]\n", "py": "if ((\n", "yaml": "}: [\n"}[path.rpartition(".")[2]]
    return project.edited(path, at, at, new, "broken-code", line=tuple(range(1, last + 1)))


@kind
def link_of_a_diagram_mistyped(project: Project) -> Mistake:
    diagrams = [
        diagram.place.path
        for diagram in project.book.diagrams.values()
        if re.search(r"^    - \w+ -> ", project.book.texts[diagram.place.path], re.MULTILINE)
    ]
    path = project.any_of(sorted(set(diagrams)))
    at, match = field(project, path, r"^    - (\w+) -> ")
    known = set(re.findall(r"^    (\w+):", project.book.texts[path], re.MULTILINE))
    new = project.typo(match[1], lambda word: re.fullmatch(r"[a-z]\w*", word) and word not in known)
    return project.edited(path, at, at + len(match[1]), new, "diagram")


@kind
def field_of_a_diagram_wrong(project: Project) -> Mistake:
    path = project.any_of(sorted({diagram.place.path for diagram in project.book.diagrams.values()}))
    at, match = field(project, path, r"^(title|text):")
    new = project.typo(match[1], lambda word: re.fullmatch("[a-z]+", word) and word not in ("title", "text"))
    line = project.line_of(path, at)
    return project.edited(path, at, at + len(match[1]), new, "diagram", line=(1, line))


# ---- the exam's skills ----


@kind
def skill_that_no_page_treats_any_more(project: Project) -> Mistake:
    pages = project.book.pages_by_skill
    notes = [
        (note, skill)
        for note in project.book.notes.values()
        for skill in note.skills
        if len(note.skills) > 1 and skill in pages and len(pages[skill]) == 1
    ]
    note, skill = project.any_of(notes)
    number, key, value = next(each for each in project.front_matter(note) if each[1] == "skills")
    end = project.span(note.path, number)[1] - 1
    left = ", ".join(each for each in note.skills if each != skill)
    edition = project.book.exam.current
    task = next(
        each for each in edition.tasks.values() if skill in {one.number for one in edition.skills_of(each.number)}
    )
    return project.edited(
        note.path,
        end - len(value),
        end,
        f"[{left}]",
        "skill-without-page",
        "task-without-page",
        where=exam.FILE,
        line=(edition.skills[skill].place.line, task.place.line),
    )


@kind
def service_in_scope_mistyped(project: Project) -> Mistake:
    pattern = r"^      [A-Z][^:\n]*: ([a-z]\w+)$"
    known = project.book.services
    return mistyped(project, exam.FILE, pattern, known, "service-in-scope-without-page", form=r"[a-z]\w+")
