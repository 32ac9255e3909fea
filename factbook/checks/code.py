"""Rules about code blocks: what a reader copies must at least parse."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import yaml

from factbook import yaml_nodes
from factbook.book import Book
from factbook.facts import Place, Problem
from factbook.prose import Code, structure
from factbook.snippets import language


def broken_code(book: Book) -> Iterator[Problem]:
    """A code block or a snippet in JSON, YAML or Python parses; a policy or a template has the parts that one must have."""
    for note in book.doubtful:
        for code in structure(note).code:
            if code.language.lower() in _READERS:
                yield from _problems(code, _published(book, code))
    for path in book.snippets.values():
        if path not in book.sound and language(path) in _READERS:
            text = book.texts[path]
            yield from _problems(Code(language(path), text, Place(path)), text)


def _published(book: Book, code: Code) -> str:
    """The code as it is published: value() written out, and marks of raw text gone."""
    calls = re.compile(r"\{\{[ ]*value\(.*?\)[ ]*\}\}")
    return re.sub(r"\{%[ ]*(?:end)?raw[ ]*%\}", "", calls.sub(lambda call: book.written(call[0]) or "0", code.text))


def _place(code: Code, line: int, column: int) -> Place:
    return Place(code.place.path, code.place.line + line - 1, column + code.place.column - 1)


def _json(code: Code, text: str) -> Iterator[Problem]:
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        yield Problem(
            _place(code, error.lineno, error.colno), f"not JSON: {error.msg}", "mend it, or call the block text"
        )
    except (RecursionError, ValueError):
        what = "not JSON that anybody could read: nested too deep, or a number too long"
        yield Problem(code.place, what, "make it smaller")
    else:
        yield from _policy(code, content)


def _yaml(code: Code, text: str) -> Iterator[Problem]:
    try:
        documents = yaml_nodes.documents(text)
    except yaml_nodes.NotYaml as error:
        place = _place(code, error.line, error.column)
        yield Problem(place, f"not YAML: {error}", "mend it, or call the block text")
    else:
        for content in documents:
            yield from _template(code, content)


def _python(code: Code, text: str) -> Iterator[Problem]:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        place = _place(code, getattr(error, "lineno", None) or 1, getattr(error, "offset", None) or 1)
        yield Problem(
            place,
            f"not Python: {getattr(error, 'msg', None) or str(error) or 'nested too deep'}",
            "mend it, or call the block text",
        )


_READERS = {"json": _json, "yaml": _yaml, "yml": _yaml, "python": _python, "py": _python}
"""What can be read, by the name behind the fence."""


@lru_cache(maxsize=8192)
def _problems(code: Code, text: str) -> tuple[Problem, ...]:
    """What is wrong with a block whose values are written out. The same one is not read again."""
    return tuple(_READERS[code.language.lower()](code, text))


def _policy(code: Code, content: Any) -> Iterator[Problem]:
    """An IAM policy has a version and statements, each with an effect and what it is about."""
    if isinstance(content, dict) and "Statement" not in content and _is_statement(content):
        yield from _statement(code, content, "the statement")
    if not isinstance(content, dict) or "Statement" not in content:
        return
    if content.get("Version") != "2012-10-17":
        yield Problem(
            code.place, 'a policy without "Version": "2012-10-17"', "add it: without it variables do not work"
        )
    statements = content["Statement"] if isinstance(content["Statement"], list) else [content["Statement"]]
    for number, statement in enumerate(statements, 1):
        yield from _statement(code, statement, f"statement {number} of the policy")


def _is_statement(content: dict[str, Any]) -> bool:
    """Whether an object is a part of a policy: it says what may be done, with what or by whom."""
    return bool({"Action", "NotAction"} & set(content)) and bool(
        {"Resource", "NotResource", "Principal"} & set(content)
    )


def _statement(code: Code, statement: Any, name: str) -> Iterator[Problem]:
    if not isinstance(statement, dict) or statement.get("Effect") not in ("Allow", "Deny"):
        yield Problem(code.place, f"{name} has no Effect", "write Allow or Deny")
    elif not ({"Action", "NotAction"} & set(statement)):
        yield Problem(code.place, f"{name} has no Action", "say what it allows or denies")


def _template(code: Code, content: yaml.Node) -> Iterator[Problem]:
    """A CloudFormation template has resources, each with a type; so has a resource that is shown alone."""
    sections = yaml_nodes.entries(content)
    if "AWSTemplateFormatVersion" in sections and "Resources" not in sections:
        yield Problem(
            code.place, "a template without Resources", "add them: they are the one section that must be there"
        )
    for name, resource in yaml_nodes.entries(sections.get("Resources")).items():
        if not name.startswith("Fn::") and "Type" not in yaml_nodes.entries(resource):
            yield Problem(code.place, f"resource {name!r} of the template has no Type", "write which resource it is")
    for name, parameter in yaml_nodes.entries(sections.get("Parameters")).items():
        if isinstance(parameter, yaml.MappingNode) and "Type" not in yaml_nodes.entries(parameter):
            yield Problem(code.place, f"parameter {name!r} of the template has no Type", "write what it takes")
    for name, resource in sections.items():  # a part of a template, shown alone
        if "Properties" in yaml_nodes.entries(resource) and "Type" not in yaml_nodes.entries(resource):
            yield Problem(code.place, f"resource {name!r} has no Type", "write which resource it is")
