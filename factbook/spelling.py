"""Spelling, as the program `typos` finds it: a well-kept list of misspellings, with our own words in pyproject.toml."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from factbook.facts import Edit, Place, Problem
from factbook.facts.disk import everything_below, keep, kept_lines

RULE = "misspelt"
WHERE = ("docs", "data")
_SETTINGS = "pyproject.toml"
_READ = (0, 2)
"""How typos ends when it has read everything: nothing found, or something."""


def program() -> str | None:
    """Where typos is: beside this Python, or on the path; None when it is not installed."""
    return shutil.which("typos", path=str(Path(sys.executable).parent)) or shutil.which("typos")


class Speller:
    """typos at work on docs/ and data/, beside whatever else is done until its report is asked for.

    Files that were found right before, under the same settings, are not given to it again: `.cache/spelling` has their hashes.
    """

    def __init__(self, root: Path) -> None:
        found = program()
        self._kept = root / ".cache" / "spelling"
        self._hashes = _hashes(root, found) if found else {}
        self._right = kept_lines(self._kept)
        asked = [path for path, hash_ in self._hashes.items() if hash_ not in self._right]
        command = [found, "--format", "json", "--force-exclude", *asked] if found and asked else None
        self._process = (
            subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) if command else None
        )

    def problems(self, texts: Mapping[str, str]) -> list[Problem]:
        """Every misspelling in these texts; none when typos is not installed."""
        if self._process is None:
            return []
        said, _ = self._process.communicate()
        reports = [json.loads(line) for line in said.decode("utf-8").splitlines() if line.startswith("{")]
        if self._process.returncode in _READ:
            wrong = {each.get("path") for each in reports}
            keep(self._kept, "\n".join(sorted(hash_ for path, hash_ in self._hashes.items() if path not in wrong)))
        typos = [each for each in reports if each.get("type") == "typo" and each.get("path") in texts]
        return [problem for problem in (_problem(each, texts) for each in typos) if problem]


def _hashes(root: Path, reader: str) -> dict[str, str]:
    """A hash of each file that is read, with the settings and the program it is read by, by its path."""
    settings, installed = root / _SETTINGS, Path(reader).stat()
    by = f"{installed.st_size} {installed.st_mtime_ns}".encode() + (
        settings.read_bytes() if settings.is_file() else b""
    )
    return {
        path: hashlib.sha256(by + b"\0" + (root / path).read_bytes()).hexdigest()
        for folder in WHERE
        for path, entry in everything_below(root, folder)
        if entry.is_file(follow_symlinks=False)
    }


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
