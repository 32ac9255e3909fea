"""The files of docs/snippets: examples that notes show and that the tests run."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

FOLDER = "docs/snippets/"
LANGUAGES = {".json": "json", ".yaml": "yaml", ".yml": "yaml", ".py": "python", ".sh": "bash"}
"""The highlighting of a snippet, by the end of its name; no other file may stand there."""

NOT_RUN = re.compile(r"^# not run: (?P<reason>\S.*)$", re.MULTILINE)
"""Says in a snippet, to readers too, why no test runs it."""


def language(path: str) -> str:
    """How a snippet is highlighted, empty for a file that is none."""
    return LANGUAGES.get(PurePosixPath(path).suffix, "") if path.startswith(FOLDER) else ""


def name(path: str) -> str:
    """What notes call a snippet: its path below docs/snippets."""
    return path.removeprefix(FOLDER)
