"""How problems are shown: text with a caret under the place."""

from __future__ import annotations

from collections.abc import Mapping

from factbook.facts import Problem

_WIDTH = 110


def text(problems: list[Problem], texts: Mapping[str, str]) -> str:
    """All problems as text for a terminal, and their number; an empty text for none."""
    if not problems:
        return ""
    blocks = [_block(problem, texts) for problem in problems]
    count = len(problems)
    files = len({problem.place.path for problem in problems})
    blocks.append(f"{count} problem{'' if count == 1 else 's'} in {files} file{'' if files == 1 else 's'}")
    return "\n\n".join(blocks)


def _block(problem: Problem, texts: Mapping[str, str]) -> str:
    lines = [f"{problem.place}: {problem.rule}: {problem.what}"]
    source = texts.get(problem.place.path, "").split("\n")
    if problem.place.line <= len(source) and (line := source[problem.place.line - 1].rstrip("\r").replace("\t", " ")):
        start = max(0, problem.place.column - 1 - _WIDTH * 2 // 3)
        lines.append("    " + line[start : start + _WIDTH])
        lines.append("    " + " " * (problem.place.column - 1 - start) + "^")
    if problem.hint:
        lines.append("    " + problem.hint)
    return "\n".join(lines)
