"""Copies of a project that may be edited while it is measured."""

from __future__ import annotations

import shutil
from pathlib import Path

_NOT_COPIED = (".git", ".venv", ".build", ".cache", "site", "*.egg-info")


def copied(project: Path, folder: Path) -> Path:
    """A project as it is in a fresh clone, its modules compiled, in a new `folder`."""
    return shutil.copytree(project, folder, ignore=shutil.ignore_patterns(*_NOT_COPIED))
