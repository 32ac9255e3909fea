"""Rules about code blocks: what a reader copies must at least parse."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from typing import Any

import yaml

from factbook import yaml_nodes
from factbook.book import Book
from factbook.facts import Place, Problem
from factbook.prose import Code
from factbook.snippets import language

_JSON = frozenset({"json"})
_YAML = frozenset({"yaml", "yml"})
_PYTHON = frozenset({"python", "py"})


def broken_code(book: Book) -> Iterator[Problem]:
    """A code block or a snippet in JSON, YAML or Python parses; a policy or a template has the parts that one must have."""
    for note in book.notes.values():
        for code in book.structure(note).code:
            yield from _parsed(code, _published(book, code))
    for path in book.snippets.values():
        text = book.texts[path]
        yield from _parsed(Code(language(path), text, Place(path)), text)


def _published(book: Book, code: Code) -> str:
    """The code as it is published: value() written out, and marks of raw text gone."""
    calls = re.compile(r"\{\{[ ]*value\(.*?\)[ ]*\}\}")
    return re.sub(r"\{%[ ]*(?:end)?raw[ ]*%\}", "", calls.sub(lambda call: book.written(call[0]) or "0", code.text))


def _parsed(code: Code, text: str) -> Iterator[Problem]:
    name = code.language.lower()
    if name in _JSON:
        yield from _json(code, text)
    elif name in _YAML:
        yield from _yaml(code, text)
    elif name in _PYTHON:
        yield from _python(code, text)


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


def _policy(code: Code, content: Any) -> Iterator[Problem]:
    """An IAM policy has a version and statements, each with an effect and what it is about."""
    if not isinstance(content, dict) or "Statement" not in content:
        return
    if content.get("Version") != "2012-10-17":
        yield Problem(
            code.place, 'a policy without "Version": "2012-10-17"', "add it: without it variables do not work"
        )
    statements = content["Statement"] if isinstance(content["Statement"], list) else [content["Statement"]]
    for number, statement in enumerate(statements, 1):
        if not isinstance(statement, dict) or statement.get("Effect") not in ("Allow", "Deny"):
            yield Problem(code.place, f"statement {number} of the policy has no Effect", "write Allow or Deny")
        elif not ({"Action", "NotAction"} & set(statement)):
            yield Problem(code.place, f"statement {number} of the policy has no Action", "say what it allows or denies")


def _template(code: Code, content: yaml.Node) -> Iterator[Problem]:
    """A CloudFormation template has resources, each with a type."""
    sections = yaml_nodes.entries(content)
    if "AWSTemplateFormatVersion" in sections and "Resources" not in sections:
        yield Problem(
            code.place, "a template without Resources", "add them: they are the one section that must be there"
        )
    for name, resource in yaml_nodes.entries(sections.get("Resources")).items():
        if not name.startswith("Fn::") and "Type" not in yaml_nodes.entries(resource):
            yield Problem(code.place, f"resource {name!r} of the template has no Type", "write which resource it is")
