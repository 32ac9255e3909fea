"""YAML that is none, or does not mean what it seems to."""

from __future__ import annotations

import re
from collections.abc import Callable

from factbook.facts import Choices, Span
from tests.mutations.project import KINDS, Mistake, Project, kind


@kind
def tab(project: Project) -> Mistake:
    fact = project.fact()
    start, _ = project.field(fact, project.any_of(project.one_line_fields(fact)))
    return project.edited(fact.place.path, start, start + 2, project.any_of(("\t", " \t", "\t\t")), "yaml")


@kind
def unclosed_quote(project: Project) -> Mistake:
    fact = project.fact()
    name = project.any_of({"title", "scope", "evidence", "note", "source"} & set(project.one_line_fields(fact)))
    quote = project.any_of("\"'")
    value = project.written(fact, name).strip("\"'").replace(quote, "")
    return project.field_made(fact, name, quote + value, "yaml")


@kind
def unclosed_bracket(project: Project) -> Mistake:
    fact = project.fact(
        lambda fact: {"history", "witness", "mistaken"} & set(fact.keys) or isinstance(fact.value, Choices | Span)
    )
    path = fact.place.path
    start, end = project.span(path, fact.place.line, project.last_line(fact))
    found = [start + match.start() for match in re.finditer(r"[\]}]\n", project.book.texts[path][start:end])]
    at = project.any_of(found) if found else None
    return project.edited(path, at, at + 1, "", "yaml") if at else unclosed_bracket(project)


def scalar(*values: str) -> Callable[[Project], Mistake]:
    """A value of a kind that YAML takes for something else."""

    def made(project: Project) -> Mistake:
        fact = project.fact(
            lambda fact: {"value", "unit", "title", "note", "scope"} & set(project.one_line_fields(fact))
        )
        name = project.any_of(
            {"value", "unit", "title", "note", "scope", "evidence"} & set(project.one_line_fields(fact))
        )
        return project.field_made(fact, name, project.any_of(values), "yaml")

    return made


KINDS["time of day without quotes"] = scalar("12:30", "1:00", "190:20:30")
KINDS["number with zeros before it"] = scalar("010", "007", "0123")
KINDS["number with underscores, exponents or signs"] = scalar("1_000", "1.5e+3", "0x1F", "+5", ".5", "0b11", ".inf")
KINDS["number that loses its last zero"] = scalar("3.10", "0.20", "2.0")
KINDS["word that means true or false"] = scalar("no", "yes", "on", "Off", "True", "FALSE")
KINDS["value that means nothing"] = scalar("", "~", "null", "NULL")
KINDS["anchor"] = scalar("&limit 15", "&x text", "&a [b]")
KINDS["alias"] = scalar("*limit", "* 5")
KINDS["tag"] = scalar("!!str 15", "!secret x", "!!python/object/apply:os.system [id]")
KINDS["text with a colon"] = scalar("at most: 15", "note: this", "a: b: c")
KINDS["text that starts with a special sign"] = scalar("@home", "`x`", "%5", "} x", "] x", ", x")


@kind
def colon_lost(project: Project) -> Mistake:
    fact = project.fact()
    name = project.any_of(project.one_line_fields(fact))
    at = project.book.offset(fact.keys[name]) + len(name)
    return project.edited(
        fact.place.path,
        at,
        at + 1,
        "",
        "yaml",
        "fact",
        line=(fact.keys[name].line, fact.keys[name].line - 1, fact.place.line),
    )


@kind
def wrong_indentation(project: Project) -> Mistake:
    fact = project.fact()
    name = project.any_of(project.one_line_fields(fact))
    start, _ = project.field(fact, name)
    line = fact.keys[name].line
    return project.edited(
        fact.place.path,
        start,
        start + 2,
        project.any_of(("", " ", "   ", "    ")),
        "yaml",
        "fact",
        line=(line - 1, line, line + 1, fact.place.line),
    )


@kind
def second_document(project: Project) -> Mistake:
    fact = project.fact(lambda fact: fact.place.line > 2)
    at = project.span(fact.place.path, fact.place.line)[0]
    return project.edited(fact.place.path, at, at, "---\n", "yaml")
