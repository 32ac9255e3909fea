"""Mistakes in the lists beside the facts: glossary, exam, services, and the files that are generated."""

from __future__ import annotations

import re
from collections.abc import Container

from factbook import comparisons, errors, exam, generated, glossary
from factbook.exam import SKILL
from factbook.services import STATUSES
from tests.mutations.project import Mistake, Project, kind


def entries(project: Project, path: str) -> list[tuple[int, int]]:
    """The first and the last line of each entry of a file whose keys stand at the line's beginning."""
    lines = project.book.texts[path].rstrip("\n").split("\n")
    starts = [number for number, line in enumerate(lines, 1) if re.match(r"[A-Za-z]", line)]
    ends = [*(start - 1 for start in starts[1:]), len(lines)]
    return list(zip(starts, ends, strict=True))


def field(project: Project, path: str, pattern: str) -> tuple[int, re.Match[str]]:
    """The offset of a match of a pattern in a file, and the match; one of them by chance."""
    match = project.any_of(re.finditer(pattern, project.book.texts[path], re.MULTILINE))
    return match.start(1), match


def mistyped(
    project: Project, path: str, pattern: str, known: Container[str], *rules: str, form: str = "[a-z]+"
) -> Mistake:
    """A word that a pattern finds in a file, with a typo that makes it none of those that are known."""
    at, match = field(project, path, pattern)
    new = project.typo(match[1], lambda word: re.fullmatch(form, word) and word not in known)
    return project.edited(path, at, at + len(match[1]), new, *rules)


# ---- the glossary ----


@kind
def glossary_out_of_order(project: Project) -> Mistake:
    path = glossary.FILE
    found = entries(project, path)
    number = project.dice.randrange(len(found) - 2)
    (first, last), (second, end) = found[number : number + 2]
    new = project.lines(path, second, end) + project.lines(path, first, last)
    moved = first + end - second + 1
    return project.edited(
        path, project.span(path, first)[0], project.span(path, end)[1], new, "glossary-order", line=moved
    )


@kind
def term_twice_in_the_glossary(project: Project) -> Mistake:
    path = glossary.FILE
    first, last = project.any_of(entries(project, path))
    entry = project.lines(path, first, last)
    key = entry.partition(":")[0]
    other = project.any_of((key, key.lower(), key.upper(), key.capitalize()))
    at = project.span(path, last)[1]
    new = entry.replace(key, other, 1)
    return project.edited(path, at, at, new, "yaml", "glossary-order", line=(first, last + 1))


@kind
def term_that_leads_nowhere(project: Project) -> Mistake:
    path = glossary.FILE
    at, match = field(project, path, r"^  page: (.*)$")
    new = project.typo(
        match[1], lambda page: re.fullmatch(r"[a-z][\w./-]+", page) and f"docs/{page}" not in project.book.notes
    )
    term = project.line_of(path, project.book.texts[path].rindex("\n\n", 0, at) + 2)
    return project.edited(path, at, at + len(match[1]), new, "glossary-page", line=term)


@kind
def field_of_a_term_wrong(project: Project) -> Mistake:
    return mistyped(project, glossary.FILE, r"^  (name|means|page): .*$", glossary.FIELDS, "glossary")


@kind
def field_of_a_term_lost(project: Project) -> Mistake:
    path = glossary.FILE
    at, match = field(project, path, r"^  ((?:means|page): .*)\n")
    term = project.line_of(path, project.book.texts[path].rindex("\n\n", 0, at) + 2)
    return project.edited(path, at - 2, match.end(), "", "glossary", line=term)


# ---- the exam ----


@kind
def skill_that_the_exam_has_not(project: Project) -> Mistake:
    note = project.note(lambda note: note.skills)
    place = project.any_of(note.skill_places)
    old = note.skills[note.skill_places.index(place)]
    at = project.book.offset(place)
    new = project.any_of(("9.1.1", f"{old}.1", "1.1.77", "2.9.1", "x"))
    return project.edited(note.path, at, at + len(old), new, "unknown-skill")


@kind
def skill_twice_or_out_of_order(project: Project) -> Mistake:
    note = project.note(lambda note: note.skills)
    number, key, value = next(each for each in project.front_matter(note) if each[1] == "skills")
    end = project.span(note.path, number)[1]
    start = end - 1 - len(value)
    skills = list(note.skills)
    new = [*skills, skills[0]] if project.turn % 2 or len(skills) == 1 else [*skills[1:], skills[0]]
    return project.edited(note.path, start, end - 1, f"[{', '.join(new)}]", "unknown-skill")


@kind
def number_of_a_skill_mistyped(project: Project) -> Mistake:
    path = exam.FILE
    at, match = field(project, path, r"^    (\d\.\d\.\d+): ")
    new = project.any_of((f"{match[1]}0", match[1][:-2], "9.9.9", match[1].replace(".", "", 1)))
    line = project.line_of(path, at)
    return project.edited(path, at, at + len(match[1]), new, "exam", "yaml", line=(line, line + 1))


@kind
def field_of_a_skill_wrong(project: Project) -> Mistake:
    return mistyped(project, exam.FILE, r"^    \d\.\d\.\d+: \{(asks)", SKILL, "exam")


@kind
def page_or_weight_of_a_domain_wrong(project: Project) -> Mistake:
    return mistyped(
        project, exam.FILE, r"weight: (exam\.\w+)", project.book.facts, "unknown-fact", form=r"exam\.[a-z]\w+"
    )


@kind
def domain_whose_page_is_gone(project: Project) -> Mistake:
    path = exam.FILE
    at, match = field(project, path, r"^      (weight: exam\.\w+)\n")
    new = project.any_of(("exam/nowhere.md", "exam/indx.md", "index.md.md", "docs/exam/index.md"))
    line = project.line_of(path, at) + 1
    return project.edited(path, match.end(), match.end(), f"      page: {new}\n", "domain-without-page", line=line)


@kind
def service_in_scope_that_aws_puts_out_of_it(project: Project) -> Mistake:
    edition = project.book.exam.current
    listed = project.any_of(edition.in_scope)
    out = project.any_of(edition.out_of_scope)
    at = project.book.offset(listed.place)
    return project.edited(exam.FILE, at, at + len(listed.name), out.name, "claimed-out-of-scope")


# ---- services ----


@kind
def unknown_status(project: Project) -> Mistake:
    service = project.any_of(project.book.services.values())
    path = service.place.path
    at = project.book.texts[path].index("  status: ", project.book.offset(service.place)) + len("  status: ")
    new = project.any_of(("retired", "Active", "deprecated", "beta", "closed", "actve"))
    assert new not in STATUSES
    return project.edited(path, at, at + len(service.status), new, "service")


@kind
def status_without_a_source(project: Project) -> Mistake:
    service = project.any_of(each for each in project.book.services.values() if each.status == "active")
    path = service.place.path
    at = project.book.texts[path].index("  status: ", project.book.offset(service.place)) + len("  status: ")
    new = project.any_of(sorted(set(STATUSES) - {"active"}))
    return project.edited(path, at, at + len("active"), new, "status-without-source", line=service.place.line)


# ---- generated files, and files that are not wanted ----


@kind
def generated_file_edited(project: Project) -> Mistake:
    if project.turn % 2:
        path = generated.GUIDE
        at, match = field(project, path, r"^\| `\w+` \| (?:yes)? \| (.*) \|$")
        line = project.line_of(path, at)
    else:
        path = generated.SCHEMA
        at, match = field(project, path, r'^ +"description": "(.*)",?$')
        line = project.line_of(path, at)
    new = project.typo(match[1], lambda text: '"' not in text and "\\" not in text)
    return project.edited(path, at, at + len(match[1]), new, "stale-file", line=line)


@kind
def stray_file(project: Project) -> Mistake:
    folder = project.any_of(sorted({path.rpartition("/")[0] for path in project.book.notes}))
    name = project.any_of(("x.html", "x.svg", "x.js", "x.markdown", "X.MD", "x.md.bak", "x", "x.yaml"))
    path = f"{folder}/{name}"
    return Mistake(path, b"<script>alert(1)</script>\n", ("stray-file",), path, (1,), f"{path} written")


@kind
def large_file(project: Project) -> Mistake:
    folder = project.any_of(sorted({path.rpartition("/")[0] for path in project.book.notes}))
    path = f"{folder}/{project.any_of('abcdef')}.{project.any_of(('png', 'jpg', 'webp', 'gif', 'avif'))}"
    return Mistake(path, b"x" * (1024 * 1024 + 1), ("large-file",), path, (1,), f"{path} written")


@kind
def weights_that_are_not_the_whole_exam(project: Project) -> Mistake:
    edition = project.any_of(project.book.exam.editions.values())
    domain = project.any_of(edition.domains.values())
    fact = project.book.facts[domain.weight]
    start, end = project.field(fact, "value")
    new = f"  value: {int(fact.value.number) + project.dice.randrange(1, 9)}\n"
    return project.edited(fact.place.path, start, end, new, "contradiction", where=exam.FILE, line=edition.place.line)


# ---- comparisons and errors ----


@kind
def comparison_that_no_page_shows(project: Project) -> Mistake:
    path, call, start, end = project.call(lambda call: call.macro == "compare")
    id_ = call.arguments["id"]
    others = [other for note in project.book.notes.values() for other in note.calls if other.arguments.get("id") == id_]
    if len(others) > 1:
        return comparison_that_no_page_shows(project)
    place = project.book.comparisons[id_].place
    return project.edited(path, start, end, "", "unshown-comparison", where=place.path, line=place.line)


@kind
def quantity_typed_in_a_comparison(project: Project) -> Mistake:
    path = comparisons.FILE
    at, match = field(project, path, r"^    [A-Z][^:\n]*: \[(\w[^,\"{}\]]*)")
    new = project.any_of(("15 minutes", "at most 256 KB", "$0.40 each", "for 7 days"))
    return project.edited(path, at, at + len(match[1]), new, "typed-in-comparison")


@kind
def cell_of_a_comparison_lost(project: Project) -> Mistake:
    path = comparisons.FILE
    at, match = field(project, path, r"^    [A-Z][^:\n]*: \[(\w[^,\"{}\]]*, )")
    return project.edited(path, at, at + len(match[1]), "", "comparison")


@kind
def fact_of_a_comparison_mistyped(project: Project) -> Mistake:
    return mistyped(
        project,
        comparisons.FILE,
        r"\{([a-z]\w*\.\w+)\}",
        project.book.facts,
        "unknown-fact",
        form=r"[a-z]\w*\.[a-z]\w*",
    )


@kind
def field_of_a_comparison_wrong(project: Project) -> Mistake:
    return mistyped(project, comparisons.FILE, r"^  (title|columns|rows):", comparisons.FIELDS, "comparison")


@kind
def error_of_a_service_mistyped(project: Project) -> Mistake:
    path = errors.FILE
    at, match = field(project, path, r"^([a-z]\w+):$")
    new = project.typo(match[1], lambda id_: re.fullmatch(r"[a-z]\w+", id_) and id_ not in project.book.services)
    line = project.line_of(path, at)
    return project.edited(path, at, at + len(match[1]), new, "error-of-unknown-service", "error", line=(line, line + 1))


@kind
def quantity_typed_in_an_error(project: Project) -> Mistake:
    error = project.any_of(project.book.errors.values())
    path = error.place.path
    at = project.book.texts[path].index("    means: ", project.book.offset(error.place)) + len("    means: ")
    end = project.book.texts[path].index("\n", at)
    new = project.any_of(("It ran for 15 minutes.", "More than 256 KB.", "Over 1,000 requests per second."))
    return project.edited(path, at, end, new, "typed-in-error", line=error.place.line)


@kind
def field_of_an_error_wrong(project: Project) -> Mistake:
    return mistyped(project, errors.FILE, r"^    (means|retry|do|status|source):", errors.FIELDS, "error")


@kind
def retry_or_status_of_an_error_that_cannot_be(project: Project) -> Mistake:
    path = errors.FILE
    at, match = field(project, path, r"^    (?:retry|status): (.*)$")
    new = project.any_of(("soon", "always", "yes", "4o4", "four hundred"))
    return project.edited(path, at, at + len(match[1]), new, "error", "yaml")


# ---- what a page shows ----


@kind
def skills_that_the_page_does_not_show(project: Project) -> Mistake:
    path, call, start, end = project.call(
        lambda call: call.macro == "serves" and project.book.notes[call.place.path].skills
    )
    note = project.book.notes[path]
    return project.edited(path, start, end, "", "skills-not-shown", line=note.skill_places[0].line)


@kind
def page_too_long_to_read(project: Project) -> Mistake:
    path, number, line = project.prose_line()
    end = project.span(path, number)[1]
    words = ("Some more words about it, and then some again.\n" * 40 + "\n") * 12
    return project.edited(path, end, end, f"\n{words}", "too-long-to-read", line=1)
