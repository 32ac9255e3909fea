"""Files of the project, as far as they are really there."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from collections.abc import Container, Iterator
from functools import cache
from operator import attrgetter
from pathlib import Path

from factbook.facts.problems import Problem
from factbook.facts.strict_yaml import Mapping, decode, empty, read


def is_own(root: Path, name: str) -> bool:
    """Whether `name` below `root` is a file: not a folder or a pipe, and with no symbolic link on the way to it."""
    path = str(root)
    for part in name.split("/"):
        path = f"{path}/{part}"
        if part == ".." or os.path.islink(path):  # noqa: PTH114  (hundreds of files: Path is ten times slower)
            return False
    return os.path.isfile(path)  # noqa: PTH113


def everything_below(root: Path, folder: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file, folder and symbolic link below a folder of the project, sorted, with its path; no link is followed."""
    whole = f"{root}/{folder}"
    if os.path.islink(whole):  # noqa: PTH114
        return
    try:
        with os.scandir(whole) as entries:
            found = sorted(entries, key=attrgetter("name"))
    except OSError:  # not there, or gone again while an editor or git writes
        return
    for entry in found:
        path = f"{folder}/{entry.name}"
        yield path, entry
        if entry.is_dir(follow_symlinks=False):
            yield from everything_below(root, path)


def keep(file: Path, data: str | bytes) -> None:
    """Write what can be made again: whole or not at all, and not at all where its folder cannot be written."""
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        try:
            new.write_bytes(data.encode() if isinstance(data, str) else data)
            new.replace(file)
        finally:
            new.unlink(missing_ok=True)


def kept_lines(file: Path) -> frozenset[str]:
    """The lines of a file that `keep` has written, none of them where it is not there or spoilt."""
    try:
        return frozenset(file.read_text("utf-8").split())
    except (OSError, ValueError):
        return frozenset()


def let_go(folder: Path, named: Container[str]) -> None:
    """Remove the kept files that nobody has asked for by their names: what they were made from is no longer."""
    with contextlib.suppress(OSError):
        for file in folder.iterdir():
            if file.name not in named:
                file.unlink()


@cache
def hash_of_code(folder: Path) -> str:
    """The hash of the Python files below a folder: what code has made is made anew when the code changes."""
    files = sorted(folder.rglob("*.py"))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def read_text(root: Path, name: str) -> tuple[str | None, list[Problem]]:
    """The text of a file of the project, None where it is not there or is no text, and what is wrong with it."""
    if not is_own(root, name):
        return None, []
    text, problems = decode((root / name).read_bytes(), name)
    return (None if problems else text), list(problems)


def read_mapping(root: Path, name: str) -> tuple[Mapping, list[Problem], dict[str, str]]:
    """What a YAML file of the project maps, its problems, and its text by its path; nothing for a file not there."""
    text, problems = read_text(root, name)
    if text is None:
        return empty(name), problems, {name: ""} if problems else {}
    tree, found = read(text, name)
    return tree or empty(name), found, {name: text}
