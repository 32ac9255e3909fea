"""Mending what is mechanical: the edits that problems carry, and files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from factbook.facts import Edit, Problem


def mended(problems: list[Problem], texts: Mapping[str, str]) -> dict[str, str]:
    """The new text of each file that the problems' fixes change.

    A fix whose edits overlap those of one before it is left for the next round;
    everything outside the edits stays as it is, to the byte.
    """
    taken: dict[str, list[Edit]] = {}
    for problem in problems:
        if problem.fix and not any(_overlap(edit, other) for edit in problem.fix for other in taken.get(edit.path, [])):
            for edit in problem.fix:
                taken.setdefault(edit.path, []).append(edit)
    return {path: edited(texts[path], edits) for path, edits in taken.items()}


def write(root: Path, texts: Mapping[str, str | bytes] | Iterable[tuple[str, str | bytes]]) -> None:
    """Put the new texts or bytes of files in their places: each whole, or not at all, and none before all could be written.

    Links and modes of files are kept. Texts that come one by one need not be in memory together.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        for path, text in texts.items() if isinstance(texts, Mapping) else texts:
            _stage((root / path).resolve(), text, staged)
        for new, file in staged:
            new.replace(file)
    except BaseException:
        for new, _ in staged:
            new.unlink(missing_ok=True)
        raise


def _stage(file: Path, text: str | bytes, staged: list[tuple[Path, Path]]) -> None:
    """Write a file's new text or bytes beside it."""
    mode = file.stat().st_mode if file.exists() else 0o644
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    staged.append((Path(name), file))
    with os.fdopen(handle, "wb") as new:
        new.write(text if isinstance(text, bytes) else text.encode())
    Path(name).chmod(mode & 0o7777)


def _overlap(one: Edit, other: Edit) -> bool:
    return one.start < other.end and other.start < one.end or one.start == other.start


def edited(text: str, edits: list[Edit]) -> str:
    """A text with edits that do not overlap carried out."""
    for edit in sorted(edits, reverse=True, key=lambda each: each.start):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text
