"""Spelling, as the program `typos` finds it: a well-kept list of misspellings, with our own words in pyproject.toml."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from factbook.facts import Edit, Place, Problem

RULE = "misspelt"
WHERE = ("docs", "data")


def program() -> str | None:
    """Where typos is: beside this Python, or on the path; None when it is not installed."""
    return shutil.which("typos", path=str(Path(sys.executable).parent)) or shutil.which("typos")


class Speller:
    """typos at work on docs/ and data/, beside whatever else is done until its report is asked for."""

    def __init__(self, root: Path) -> None:
        found = program()
        folders = [folder for folder in WHERE if (root / folder).is_dir()]
        command = [found, "--format", "json", *folders] if found else None
        self._process = (
            subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) if command else None
        )

    def problems(self, texts: Mapping[str, str]) -> list[Problem]:
        """Every misspelling in these texts; none when typos is not installed."""
        if self._process is None:
            return []
        said, _ = self._process.communicate()
        reports = (json.loads(line) for line in said.decode("utf-8").splitlines() if line.startswith("{"))
        typos = [each for each in reports if each.get("type") == "typo" and each.get("path") in texts]
        return [problem for problem in (_problem(each, texts) for each in typos) if problem]


def _problem(report: dict, texts: Mapping[str, str]) -> Problem | None:
    path, number = report["path"], report.get("line_num")
    if number is None:
        return None
    lines = texts[path].split("\n")
    column = len(lines[number - 1].encode()[: report["byte_offset"]].decode(errors="replace"))
    start = sum(len(line) + 1 for line in lines[: number - 1]) + column
    word, right = report["typo"], report["corrections"]
    fix = (Edit(path, start, start + len(word), right[0]),) if len(right) == 1 else ()
    hint = f"write {' or '.join(repr(each) for each in right)}" if right else "write it another way"
    return Problem(
        Place(path, number, column + 1),
        f"{word!r} is misspelt",
        f"{hint}; if it is right, add it to [tool.typos] in pyproject.toml",
        RULE,
        fix,
    )
