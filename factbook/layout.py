"""The layout of YAML files: entries and fields moved as whole lines, so that comments and spelling stay as they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_TOP_KEY = re.compile(r"[A-Za-z0-9_\"'-][^:#]*:")


def sorted_entries(text: str) -> str:
    """The text of a file with its top-level entries sorted by key.

    A comment right above an entry moves with it; the blank lines between entries stay
    where they are. A file with other things at its left edge is returned unchanged.
    """
    lines = text.splitlines(keepends=True)
    starts = [number for number, line in enumerate(lines) if _TOP_KEY.match(line)]
    if not starts or any(line[0] not in " \t#\r\n" and not _TOP_KEY.match(line) for line in lines):
        return text
    if not lines[-1].endswith("\n"):
        lines[-1] += newline(text)
    begins = [_with_comments(lines, start) for start in starts]
    blocks, gaps = [], []
    for begin, end in zip(begins, [*begins[1:], len(lines)], strict=True):
        body = end
        while body > begin + 1 and not lines[body - 1].strip():
            body -= 1
        blocks.append(lines[begin:body])
        gaps.append(lines[body:end])
    keys = [_key(lines[start]) for start in starts]
    order = sorted(range(len(blocks)), key=lambda index: keys[index])
    moved = [line for place, index in enumerate(order) for line in (*blocks[index], *gaps[place])]
    return "".join([*lines[: begins[0]], *moved])


def newline(text: str) -> str:
    """How the lines of a text end."""
    return "\r\n" if "\r\n" in text else "\n"


def with_entry(text: str, entry: str) -> str:
    """The text of a sorted file with one more entry at its place; a blank line apart where the others are."""
    end_of_line = newline(text)
    lines = text.splitlines(keepends=True)
    starts = [number for number, line in enumerate(lines) if _TOP_KEY.match(line)]
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += end_of_line
    new = [line.rstrip("\r\n") + end_of_line for line in entry.splitlines()]
    begins = [_with_comments(lines, start) for start in starts]
    apart = [end_of_line] if len(begins) < 2 or any(not lines[begin - 1].strip() for begin in begins[1:]) else []
    key = _key(next(line for line in new if _TOP_KEY.match(line)))
    for begin, start in zip(begins, starts, strict=True):
        if _key(lines[start]) > key:
            return "".join([*lines[:begin], *new, *apart, *lines[begin:]])
    end = max((number + 1 for number, line in enumerate(lines) if line.strip()), default=0)
    return "".join([*lines[:end], *(apart if end else []), *new, *lines[end:]])


def replaced_entry(text: str, line: int, new: str) -> tuple[str, str]:
    """The text of a file with another entry in the place of that on a line, and the old one with the comments above it."""
    lines = text.splitlines(keepends=True)
    start, end = line - 1, line
    while end < len(lines) and (not lines[end].strip() or lines[end][0] in " \t"):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    begin = _with_comments(lines, start)
    new = new.rstrip("\n") + newline(text)
    return "".join([*lines[:begin], new, *lines[end:]]), "".join(lines[begin:end])


def sorted_fields(text: str, keys: Mapping[str, int], rank: Callable[[str], int]) -> tuple[int, int, str] | None:
    """The fields of one entry in the order of `rank`: first character, end, and the new text between.

    `keys` has the line, from 1, of each field's key. None when two fields share a line
    (an entry written in braces): there is nothing to move whole lines of.
    """
    lines = text.splitlines(keepends=True)
    names = sorted(keys, key=lambda name: keys[name])
    numbers = [keys[name] - 1 for name in names]
    if len(set(numbers)) < len(numbers):
        return None
    indent = len(lines[numbers[0]]) - len(lines[numbers[0]].lstrip(" "))
    if indent == 0:
        return None
    end = numbers[-1] + 1
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith(" " * indent)):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    begins = [
        numbers[0],
        *(
            _with_comments(lines, number, floor=before + 1)
            for before, number in zip(numbers, numbers[1:], strict=False)
        ),
    ]
    chunks = {name: lines[begin:stop] for name, begin, stop in zip(names, begins, [*begins[1:], end], strict=True)}
    newline = "\r\n" if lines[numbers[0]].endswith("\r\n") else "\n"
    whole = [
        line if line.endswith("\n") else line + newline for name in sorted(names, key=rank) for line in chunks[name]
    ]
    if not lines[end - 1].endswith("\n"):
        whole[-1] = whole[-1].rstrip("\r\n")
    first = sum(len(line) for line in lines[: begins[0]])
    return first, first + sum(len(line) for line in lines[begins[0] : end]), "".join(whole)


def _key(line: str) -> str:
    """The key that a line starts with."""
    return line.partition(":")[0].strip("\"' ")


def _with_comments(lines: list[str], start: int, floor: int = 0) -> int:
    """The first of the comment lines right above a line."""
    while start > floor and lines[start - 1].lstrip().startswith("#"):
        start -= 1
    return start
