"""Mistakes in the front matter of a note, in the navigation and in the list of services."""

from __future__ import annotations

import re

from factbook.services import FIELDS as SERVICE_FIELDS
from factbook.services import NEEDED as SERVICE_NEEDED
from tests.mutations.project import Mistake, Project, kind


@kind
def unknown_key_in_the_front_matter(project: Project) -> Mistake:
    note = project.note()
    number, key, value = project.any_of(project.front_matter(note))
    start, end = project.span(note.path, number)
    if project.turn % 3:
        return project.edited(note.path, start, start + len(key), project.typo(key, str.isalpha), "note")
    return project.edited(note.path, end, end, "render_macros: false\n", "note", line=number + 1)


@kind
def page_without_a_description(project: Project) -> Mistake:
    note = project.note()
    number = next(number for number, key, _ in project.front_matter(note) if key == "description")
    return project.edited(note.path, *project.span(note.path, number), "", "no-description", line=1)


@kind
def page_about_a_service_that_is_not_there(project: Project) -> Mistake:
    note = project.note(lambda note: note.services)
    place = project.any_of(note.service_places)
    id_ = note.services[note.service_places.index(place)]
    at = project.book.offset(place)
    return project.edited(
        note.path,
        at,
        at + len(id_),
        project.typo(id_, lambda word: re.fullmatch("[a-z][a-z0-9_]+", word) and word not in project.book.services),
        "page-without-service",
    )


@kind
def front_matter_without_its_end(project: Project) -> Mistake:
    note = project.note()
    at = note.text.index("\n---", 3) + 1
    return project.edited(
        note.path, at, at + 4, project.any_of(("", "--\n", "-- -\n")), "note", "yaml", line=tuple(range(1, 9))
    )


@kind
def page_not_in_the_navigation(project: Project) -> Mistake:
    entry = project.any_of(project.book.navigation)
    start, end = project.span("mkdocs.yml", entry.place.line)
    return project.edited("mkdocs.yml", start, end, "", "page-not-in-navigation", where=f"docs/{entry.page}", line=1)


@kind
def typo_in_the_navigation(project: Project) -> Mistake:
    entry = project.any_of(project.book.navigation)
    at = project.book.offset(entry.place)
    new = project.typo(entry.page, lambda page: re.fullmatch(r"[a-z][\w./-]+", page))
    return project.edited("mkdocs.yml", at, at + len(entry.page), new, "navigation-to-nowhere")


@kind
def page_twice_in_the_navigation(project: Project) -> Mistake:
    entry, other = project.dice.sample(project.book.navigation, 2)
    start, end = project.span("mkdocs.yml", entry.place.line)
    new = project.lines("mkdocs.yml", entry.place.line)
    return project.edited("mkdocs.yml", end, end, new, "navigation-to-nowhere", line=entry.place.line + 1)


@kind
def service_whose_page_is_gone(project: Project) -> Mistake:
    service = project.any_of(project.book.services.values())
    path = f"docs/{service.page}"
    return Mistake(path, None, ("service-without-page",), service.place.path, (service.place.line,), f"{path} deleted")


@kind
def page_of_a_service_mistyped(project: Project) -> Mistake:
    service = project.any_of(project.book.services.values())
    start, end = project.span(service.place.path, service.place.line, service.place.line + 5)
    at = project.book.texts[service.place.path].index(service.page, start)
    return project.edited(
        service.place.path,
        at,
        at + len(service.page),
        project.typo(service.page),
        "service-without-page",
        line=service.place.line,
    )


def service_lines(project: Project) -> tuple[str, int, list[tuple[int, str, str]]]:
    """The path of the services' file, the line of one, and the line, key and value of its fields."""
    service = project.any_of(project.book.services.values())
    path, number = service.place.path, service.place.line
    found = []
    for line in project.book.texts[path].split("\n")[number:]:
        number += 1
        if match := re.fullmatch(r"  (\w+): (.*)", line):
            found.append((number, match[1], match[2]))
        else:
            return path, service.place.line, found
    return path, service.place.line, found


@kind
def field_of_a_service_lost(project: Project) -> Mistake:
    path, line, fields = service_lines(project)
    number, *_ = project.any_of(field for field in fields if field[1] in SERVICE_NEEDED)
    return project.edited(path, *project.span(path, number), "", "service", line=line)


@kind
def typo_in_a_field_of_a_service(project: Project) -> Mistake:
    path, _, fields = service_lines(project)
    number, key, value = project.any_of(field for field in fields if field[1] in SERVICE_NEEDED)
    start = project.span(path, number)[0] + 2
    if key in ("area", "status") and project.turn % 2:
        start += len(key) + 2
        return project.edited(path, start, start + len(value), project.typo(value), "service")
    return project.edited(
        path, start, start + len(key), project.typo(key, lambda name: name not in SERVICE_FIELDS), "service"
    )


@kind
def services_out_of_order(project: Project) -> Mistake:
    services = list(project.book.services.values())
    number = project.dice.randrange(len(services) - 2)
    path = services[0].place.path
    first, second, after = (service.place.line for service in services[number : number + 3])
    start, end = project.span(path, first)[0], project.span(path, after)[0]
    new = project.lines(path, second, after - 1) + project.lines(path, first, second - 1)
    return project.edited(path, start, end, new, "order-of-services", line=first + after - second)


@kind
def key_that_a_generator_would_obey(project: Project) -> Mistake:
    note = project.note()
    number, *_ = project.any_of(project.front_matter(note))
    keys = (
        "template: main.html",
        "render_macros: false",
        "ignore_macros: true",
        "search: {exclude: true}",
        "icon: material/lambda",
        "status: new",
        "tags: [a]",
        "comments: true",
    )
    end = project.span(note.path, number)[1]
    return project.edited(note.path, end, end, f"{keys[project.turn % len(keys)]}\n", "note", line=number + 1)


@kind
def front_matter_that_ends_early(project: Project) -> Mistake:
    note = project.note()
    number, *_ = project.any_of(project.front_matter(note))
    end = project.span(note.path, number)[1]
    return project.edited(note.path, end, end, "...\n# <script>alert(1)</script>\n", "yaml", line=number + 1)


@kind
def page_far_from_its_folder_in_the_navigation(project: Project) -> Mistake:
    entries = project.book.navigation
    folders = {}
    for entry in entries:
        folders.setdefault(entry.page.rpartition("/")[0], []).append(entry)
    folder = project.any_of(name for name, found in folders.items() if name and len(found) > 2)
    entry = folders[folder][0]
    others = [
        other
        for other in entries
        if other.page.rpartition("/")[0] not in ("", folder) and other.place.line > entry.place.line
    ]
    if not others:
        return page_far_from_its_folder_in_the_navigation(project)
    other = project.any_of(others)
    path = "mkdocs.yml"
    first, last = entry.place.line, other.place.line
    if last <= folders[folder][-1].place.line:
        return page_far_from_its_folder_in_the_navigation(project)
    new = project.lines(path, first + 1, last) + project.lines(path, first)
    start, end = project.span(path, first)[0], project.span(path, last)[1]
    return project.edited(path, start, end, new, "navigation-out-of-order", line=(last, last + 1))


@kind
def navigation_that_is_no_yaml(project: Project) -> Mistake:
    entry = project.any_of(
        entry for entry in project.book.navigation if ": " in project.lines("mkdocs.yml", entry.place.line)
    )
    start, end = project.span("mkdocs.yml", entry.place.line)
    line = entry.place.line
    new = project.lines("mkdocs.yml", line).replace(": ", project.any_of((': "', ": [", ": {", ": 'x: ")), 1)
    return project.edited("mkdocs.yml", start, end, new, "navigation", line=(line, line + 1))
