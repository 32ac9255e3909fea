"""Mistakes in the Markdown of a note: links, tables, headings, sections, code, names."""

from __future__ import annotations

import posixpath
import re

from factbook.checks.notes import FIRST, LAST, OPTIONAL
from factbook.notes import Note
from factbook.prose import structure, tables
from tests.mutations.project import Mistake, Project, kind


@kind
def broken_link(project: Project) -> Mistake:
    note = project.note(lambda note: any(".md" in link.target for link in inside(project, note)))
    link = project.any_of(link for link in inside(project, note) if ".md" in link.target)
    path, mark, anchor = link.target.partition("#")

    def gone(new: str) -> bool:
        return posixpath.normpath(posixpath.join(posixpath.dirname(note.path), new)) not in project.book.files and (
            re.fullmatch(r"[\w./-]+", new) is not None
        )

    at = project.book.offset(link.place)
    return project.edited(note.path, at, at + len(path), project.typo(path, gone), "broken-link")


def inside(project: Project, note: Note) -> list:
    return [link for link in structure(note).links if "://" not in link.target and link.text != "definition"]


@kind
def broken_anchor(project: Project) -> Mistake:
    note = project.note(lambda note: any(".md" in link.target for link in inside(project, note)))
    link = project.any_of(link for link in inside(project, note) if ".md" in link.target)
    path, mark, anchor = link.target.partition("#")
    target = project.book.notes[posixpath.normpath(posixpath.join(posixpath.dirname(note.path), path))]
    anchors = project.book.anchors(target)
    old = anchor or project.any_of(sorted(anchors))
    new = project.typo(old, lambda word: word not in anchors and re.fullmatch(r"[\w.:-]+", word) is not None)
    at = project.book.offset(link.place)
    return project.edited(note.path, at, at + len(link.target), f"{path}#{new}", "broken-link")


@kind
def link_without_https(project: Project) -> Mistake:
    note = project.note(lambda note: any("https://" in link.target for link in structure(note).links))
    link = project.any_of(link for link in structure(note).links if "https://" in link.target)
    at = project.book.offset(link.place)
    start = project.any_of(("http://", "//", "www.", "htps://", "/"))
    return project.edited(note.path, at, at + len("https://"), start, "unsafe-link", "broken-link")


def rows(project: Project, note: Note) -> list[tuple[int, list[int]]]:
    """The number of each row of each table, and the columns of its bars that part cells."""
    found = []
    lines = {line.number: line.text for line in structure(note).lines}
    for table in tables(note, structure(note).lines):
        number = table.place.line - 1
        while "|" in lines.get(number, ""):
            text = lines[number]
            bars = [
                match.start()
                for match in re.finditer(r"(?<!\\)\|", text)
                if text[: match.start()].strip(" |") and text[match.end() :].strip(" |")
            ]
            if number != table.place.line and bars:
                found.append((number, bars))
            number += 1
    return found


@kind
def cell_lost(project: Project) -> Mistake:
    note = project.note(lambda note: rows(project, note))
    number, bars = project.any_of(rows(project, note))
    at = project.span(note.path, number)[0] + project.any_of(bars)
    return project.edited(note.path, at, at + 1, project.any_of(("", "\\|", "/")), "broken-table")


@kind
def cell_too_many(project: Project) -> Mistake:
    note = project.note(lambda note: rows(project, note))
    number, bars = project.any_of(rows(project, note))
    at = project.span(note.path, number)[0] + project.any_of(bars)
    return project.edited(note.path, at, at + 1, project.any_of(("||", "| |", "| a \\| b |")), "broken-table")


@kind
def column_without_name(project: Project) -> Mistake:
    def heads(note: Note) -> list[tuple[int, list[int]]]:
        first = {table.place.line - 1 for table in tables(note, structure(note).lines)}
        return [row for row in rows(project, note) if row[0] in first]

    note = project.note(heads)
    number, bars = project.any_of(heads(note))
    start, end = project.span(note.path, number)
    at = start + project.any_of(bars) + 1
    until = min([note.text.find("|", at, end), end - 1], key=lambda place: (place < 0, place))
    return project.edited(note.path, at, until, project.any_of(("", " ", "   ")), "broken-table")


@kind
def table_without_its_line_of_dashes(project: Project) -> Mistake:
    note = project.note(lambda note: rows(project, note))
    table = project.any_of(tables(note, structure(note).lines))
    start, end = project.span(note.path, table.place.line)
    line = note.text[start:end]
    new = project.any_of(("", "\n", line.replace("-", "x", 1), line.replace("-", "=")))
    return project.edited(
        note.path, start, end, new, "broken-table", line=(table.place.line - 1, table.place.line, table.place.line + 1)
    )


@kind
def heading_too_deep(project: Project) -> Mistake:
    found = [
        (before, heading)
        for note in project.book.notes.values()
        for before, heading in zip(note.headings, note.headings[1:], strict=False)
        if before.level < 5
    ]
    before, heading = project.any_of(found)
    at = project.book.offset(heading.place)
    new = "#" * project.any_of(range(before.level + 2, 7))
    return project.edited(heading.place.path, at, at + heading.level, new, "heading-order")


@kind
def heading_twice(project: Project) -> Mistake:
    note = project.note(lambda note: note.headings)
    heading = project.any_of(note.headings)
    start, end = project.span(note.path, heading.place.line)
    return project.edited(
        note.path, end, end, "\n" + note.text[start:end], "heading-order", line=heading.place.line + 2
    )


@kind
def heading_by_underline(project: Project) -> Mistake:
    path, number, line = project.prose_line()
    end = project.span(path, number)[1]
    new = f"\nSomething to say\n{project.any_of('-=') * project.dice.randrange(2, 9)}\n\n"
    return project.edited(path, end, end, new, "underlined-heading", line=(number + 2, number + 3))


def service_page(note: Note) -> bool:
    return bool(note.services) and {FIRST, *LAST} - {*OPTIONAL} <= {heading.text for heading in note.headings}


@kind
def missing_section(project: Project) -> Mistake:
    note = project.note(service_page)
    heading = project.any_of(
        heading for heading in note.headings if heading.text in (FIRST, *LAST) and heading.text not in OPTIONAL
    )
    start, end = project.span(note.path, heading.place.line)
    new = project.any_of(("", f"## {project.typo(heading.text)}\n", f"### {heading.text}\n", f"{heading.text}\n"))
    return project.edited(note.path, start, end, new, "page-shape", line=1)


@kind
def sections_swapped(project: Project) -> Mistake:
    note = project.note(service_page)
    sections = [heading for heading in note.headings if heading.level == 2]
    last = [heading for heading in sections if heading.text in LAST]
    number = project.dice.randrange(len(last) - 1)
    first, second = last[number : number + 2]
    start, middle = project.book.offset(first.place), project.book.offset(second.place)
    after = sections[sections.index(second) + 1 :]
    end = project.book.offset(after[0].place) if after else len(note.text)
    new = note.text[middle:end].rstrip("\n") + "\n\n" + note.text[start:middle]
    moved = first.place.line + new[: new.index(f"## {first.text}\n")].count("\n")
    return project.edited(note.path, start, end, new, "page-shape", line=moved)


@kind
def card_or_table_of_facts_lost(project: Project) -> Mistake:
    about = {id_ for note in project.book.notes.values() if service_page(note) for id_ in note.services}
    path, call, start, end = project.call(
        lambda call: (
            call.macro in ("service", "facts")
            and (call.arguments.get("id") or call.arguments.get("service")) in about
            and "kind" not in call.arguments
        )
    )
    return project.edited(path, start, end, "", "page-shape", line=1)


@kind
def title_twice_or_not_at_all(project: Project) -> Mistake:
    note = project.note(service_page)
    title = next(heading for heading in note.headings if heading.level == 1)
    start, end = project.span(note.path, title.place.line)
    if project.turn % 2:
        return project.edited(note.path, start, end, "", "page-shape", line=1)
    return project.edited(note.path, end, end, "\n# Another\n", "page-shape", line=title.place.line + 2)


@kind
def broken_code(project: Project) -> Mistake:
    found = [
        (note, code)
        for note in project.book.notes.values()
        for code in structure(note).code
        if code.language in ("json", "yaml", "python")
    ]
    note, code = project.any_of(found)
    first, last = code.place.line, code.place.line + code.text.count("\n")
    start, end = project.span(note.path, first, last)
    text = note.text[start:end]
    ends = {
        "json": ("{", "}", '"', ":", "]"),
        "yaml": (": ",),
        "python": ("(", ")", '"'),
    }[code.language]
    at = [match.start() for sign in ends for match in re.finditer(re.escape(sign), text)]
    at = [each for each in at if "{{" not in text[each - 2 : each + 3] and "}}" not in text[each - 2 : each + 3]]
    if code.language == "yaml" or not at:
        line = project.any_of(range(text.count("\n")))
        offset = start + sum(len(each) + 1 for each in text.split("\n")[:line])
        return project.edited(
            note.path,
            offset,
            offset,
            project.any_of(("\t", "}: [", '"')),
            "broken-code",
            line=tuple(range(first, last + 2)),
        )
    offset = start + project.any_of(at)
    return project.edited(note.path, offset, offset + 1, "", "broken-code", line=tuple(range(first, last + 2)))


@kind
def code_without_its_end(project: Project) -> Mistake:
    note = project.note(lambda note: structure(note).code)
    code = project.any_of(structure(note).code)
    opening = code.place.line - 1
    closing = opening + 1 + (code.text.count("\n") + 1 if code.text or note.text.split("\n")[opening] == "" else 0)
    start, end = project.span(note.path, closing)
    assert note.text[start:end].strip().strip("`~") == ""
    return project.edited(note.path, start, end, "", "unsafe-html", line=opening)


@kind
def name_of_a_service_misspelt(project: Project) -> Mistake:
    names = {service.short_name for service in project.book.services.values()}
    names = "|".join(sorted(name for name in names if re.fullmatch(r"[A-Z][a-z]+[A-Z]\w+", name)))
    found = []
    note = project.note()
    for line in structure(note).lines:
        text = re.sub(r"\]\([^)]*\)|<[^>]*>|https?://\S+|\{[.#:][^}]*\}", lambda match: "/" * len(match[0]), line.text)
        matches = re.finditer(rf"(?<![\w./:@-])(?:{names})(?![\w/:@-]|\.\w)", text)
        found += [(note.path, line.number, match) for match in matches]
    if not found:
        return name_of_a_service_misspelt(project)
    path, number, match = project.any_of(found)
    at = project.span(path, number)[0] + match.start()
    name = match[0]
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name, count=1)
    new = project.any_of((name.lower(), name.upper(), name.capitalize(), split))
    return project.edited(path, at, at + len(name), new, "wrong-name")


@kind
def merge_conflict(project: Project) -> Mistake:
    path = project.any_of([*project.book.notes, *project.facts_files])
    number = project.dice.randrange(1, project.book.texts[path].count("\n"))
    start, end = project.span(path, number)
    line = project.book.texts[path][start:end]
    new = f"<<<<<<< HEAD\n{line}=======\n{line}>>>>>>> other\n"
    return project.edited(path, start, end, new, "merge-conflict")


@kind
def waiver_that_waives_nothing(project: Project) -> Mistake:
    return project.appended("<!-- allow typed-number: the title of a song -->", "waiver")


@kind
def waiver_without_a_reason(project: Project) -> Mistake:
    return project.appended(
        project.any_of(("<!-- allow typed-number -->", "<!-- allow typed-numbr: a song -->")), "waiver"
    )


@kind
def image_without_a_text(project: Project) -> Mistake:
    path, number, line = project.prose_line()
    target = posixpath.relpath("docs/assets/screenshot.png", posixpath.dirname(path))
    at = project.span(path, number)[0] + len(line)
    return project.edited(path, at, at, f" ![{project.any_of(('', ' '))}]({target})", "image-without-text")


@kind
def snippet(project: Project) -> Mistake:
    path, number, line = project.prose_line()
    end = project.span(path, number)[1]
    new = project.any_of(
        ('--8<-- "../README.md"', "-8<- 'x.md'", '--8<-- "https://evil.example/x.md"', "--8<--\n../mkdocs.yml\n--8<--")
    )
    return project.edited(path, end, end, f"\n{new}\n\n", "snippet", line=number + 2)


def blocks_with(project: Project, pattern: str, *languages: str) -> list[tuple[str, int, re.Match[str]]]:
    """The path, the first line and each match of a pattern in the code blocks of some languages."""
    return [
        (note.path, code.place.line, match)
        for note in project.book.notes.values()
        for code in structure(note).code
        if code.language in languages and code.place.column == 1
        for match in re.finditer(pattern, code.text, re.MULTILINE)
    ]


def code_made(project: Project, pattern: str, new: str, *languages: str) -> Mistake:
    """A match of a pattern in a code block made something else; to be reported at the block."""
    path, first, match = project.any_of(blocks_with(project, pattern, *languages))
    start = project.span(path, first)[0]
    at = project.book.texts[path].index(match[0], start + match.start())
    return project.edited(path, at, at + len(match[0]), match.expand(new), "broken-code", line=first)


@kind
def policy_without_its_version(project: Project) -> Mistake:
    new = project.any_of(("", '"Version": "2012-10-07",', '"version": "2012-10-17",'))
    return code_made(project, r'"Version": ?"2012-10-17",', new, "json")


@kind
def policy_with_a_wrong_effect(project: Project) -> Mistake:
    new = project.any_of(('"Effect": "Alow"', '"effect": "Allow"', '"Effect": "allow"', '"Effect": true'))
    return code_made(project, r'"Effect": ?"(?:Allow|Deny)"', new, "json")


@kind
def resource_of_a_template_without_its_type(project: Project) -> Mistake:
    return code_made(project, r"^(  \w+:\n    )Type: AWS::", r"\1Typ: AWS::", "yaml", "yml")


@kind
def line_too_long(project: Project) -> Mistake:
    path = project.any_of([*project.book.notes, *project.facts_files])
    number = project.dice.randrange(1, project.book.texts[path].count("\n"))
    at = project.span(path, number)[1] - 1
    return project.edited(path, at, at, " x" * 1001, "yaml", line=number)
