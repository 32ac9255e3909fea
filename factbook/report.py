"""How problems are shown: text with a caret, GitHub annotations, JSON, SARIF. Finding them is none of its business."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from factbook.facts import Edit, Problem
from factbook.phrases import counted

_WIDTH = 110
_SOURCE_ROOT = "%SRCROOT%"


def text(problems: list[Problem], texts: Mapping[str, str]) -> str:
    """All problems as text for a terminal, and their number; an empty text for none."""
    if not problems:
        return ""
    lines = {path: texts.get(path, "").split("\n") for path in {problem.place.path for problem in problems}}
    blocks = [_block(problem, lines[problem.place.path]) for problem in problems]
    fixable = sum(bool(problem.fix) for problem in problems)
    summary = f"{counted(len(problems), 'problem')} in {counted(len({each.place.path for each in problems}), 'file')}"
    if fixable:
        summary += f"; {fixable} can be mended with --fix"
    return "\n\n".join([*blocks, summary])


def github(problems: list[Problem], texts: Mapping[str, str]) -> str:
    """One annotation a problem, as GitHub Actions reads them from a log."""
    lines = []
    for problem in problems:
        place = problem.place
        where = f"file={_property(place.path)},line={place.line},col={place.column},title={_property(problem.rule)}"
        lines.append(f"::error {where}::{_message(problem.what + (chr(10) + problem.hint if problem.hint else ''))}")
    return "\n".join(lines)


def as_json(problems: list[Problem], texts: Mapping[str, str]) -> str:
    """A list of objects with path, line, column, rule, what, hint and fixable."""
    return json.dumps(
        [
            {
                "path": problem.place.path,
                "line": problem.place.line,
                "column": problem.place.column,
                "rule": problem.rule,
                "what": problem.what,
                "hint": problem.hint,
                "fixable": bool(problem.fix),
            }
            for problem in problems
        ],
        indent=2,
        ensure_ascii=False,
    )


def sarif(problems: list[Problem], texts: Mapping[str, str]) -> str:
    """SARIF 2.1.0, which code scanning and editors read."""
    rules = sorted({problem.rule for problem in problems})
    run = {
        "tool": {"driver": {"name": "factbook", "rules": [{"id": rule} for rule in rules]}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_SOURCE_ROOT.strip("%"): {"description": {"text": "the project's root"}}},
        "results": [_result(problem, rules) for problem in problems],
    }
    return json.dumps(
        {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]},
        indent=2,
        ensure_ascii=False,
    )


FORMATS: dict[str, Callable[[list[Problem], Mapping[str, str]], str]] = {
    "text": text,
    "github": github,
    "json": as_json,
    "sarif": sarif,
}
"""The formats of a report by name."""


def _block(problem: Problem, source: list[str]) -> str:
    lines = [f"{problem.place}: {problem.rule}: {problem.what}"]
    if problem.place.line <= len(source) and (line := source[problem.place.line - 1].rstrip("\r").replace("\t", " ")):
        start = max(0, problem.place.column - 1 - _WIDTH * 2 // 3)
        lines.append("    " + line[start : start + _WIDTH])
        lines.append("    " + " " * (problem.place.column - 1 - start) + "^")
    if problem.hint:
        lines.append("    " + problem.hint)
    return "\n".join(lines)


def _message(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _message(value).replace(":", "%3A").replace(",", "%2C")


def _result(problem: Problem, rules: list[str]) -> dict[str, Any]:
    place = problem.place
    result: dict[str, Any] = {
        "ruleId": problem.rule,
        "ruleIndex": rules.index(problem.rule),
        "level": "error",
        "message": {"text": problem.what + (f". {problem.hint}" if problem.hint else "")},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _artifact(place.path),
                    "region": {"startLine": place.line, "startColumn": place.column},
                }
            }
        ],
    }
    if problem.fix:
        result["fixes"] = [{"artifactChanges": [_change(edit) for edit in problem.fix]}]
    return result


def _artifact(path: str) -> dict[str, str]:
    return {"uri": quote(path), "uriBaseId": _SOURCE_ROOT.strip("%")}


def _change(edit: Edit) -> dict[str, Any]:
    region = {"charOffset": edit.start, "charLength": edit.end - edit.start}
    replacement = {"deletedRegion": region, "insertedContent": {"text": edit.text}}
    return {"artifactLocation": _artifact(edit.path), "replacements": [replacement]}
