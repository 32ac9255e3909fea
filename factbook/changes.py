"""What changed in facts between two states of the project, which notes it touches, and which dates moved alone."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from factbook.book import Book
from factbook.facts import Fact, Facts, Problem, load_contents
from factbook.phrases import cell, counted
from factbook.stop import CannotRun

_FIELDS = (
    "title", "kind", "value", "scope", "region", "adjustable", "source", "evidence", "verified",
    "since", "history", "mistaken", "note", "derive",
)  # fmt: skip


class NoRevision(CannotRun):
    """A revision that git does not know, or a folder that is no git repository."""


@dataclass(frozen=True, slots=True)
class Change:
    """One fact's change: `how` is added, removed, renamed or changed; `fields` has each field's old and new text."""

    id: str
    how: str
    fields: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]


def facts_at(root: Path, revision: str) -> Facts:
    """The facts as they were at a git revision. Raises NoRevision."""
    _git(root, "rev-parse", "--git-dir")
    try:
        found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except NoRevision:
        raise NoRevision(f"no revision {revision!r}") from None
    commit = found.decode().strip()
    names = _git(root, "ls-tree", "-r", "--name-only", "-z", commit, "--", "data/facts/").decode().split("\0")
    contents = {name: _git(root, "show", f"{commit}:./{name}") for name in names if name.endswith(".yaml")}
    return load_contents(contents)[0]


def changes(before: Facts, book: Book) -> list[Change]:
    """What changed from `before` to the book, by id: first what is new to readers' eyes, the values."""
    after = book.facts
    found = []
    for id_ in dict.fromkeys([*before, *after]):
        if id_ not in before:
            renamed = any(move.new == id_ for move in after.moves.values() if move.old in before)
            if not renamed:
                found.append(Change(id_, "added", (("value", "", _text(after[id_], "value")),), book.used_by[id_]))
        elif id_ not in after:
            new = book.resolve(id_)
            if new in after:
                fields = (("id", id_, new), *_different(before[id_], after[new]))
                found.append(Change(new, "renamed", fields, book.used_by[new]))
            else:
                found.append(Change(id_, "removed", (("value", _text(before[id_], "value"), ""),), ()))
        elif fields := _different(before[id_], after[id_]):
            found.append(Change(id_, "changed", fields, book.used_by[id_]))
    return sorted(found, key=lambda change: (change.how, change.id))


BULK_BUMP = "bulk-bump"
"""The rule under which a date that moved alone is reported."""


def bumps(before: Facts, book: Book, seen: Collection[str]) -> list[Problem]:
    """A fact's `verified` moves only with its value, evidence or source, or when its id is among `seen`.

    A date says that somebody read the page that day. Moved without a word about it, for
    many facts at once, it would say that of pages that nobody opened.
    """
    found = []
    confirmed = {book.resolve(id_) for id_ in seen}
    for old in before.values():
        fact = book.facts.get(book.resolve(old.id))
        if fact is None or fact.derive or old.derive or fact.id in confirmed or fact.verified == old.verified:
            continue
        if (fact.value, _plain(fact.evidence), fact.source) == (old.value, _plain(old.evidence), old.source):
            found.append(
                Problem(
                    fact.at("verified"),
                    f"{fact.id!r} says verified on {fact.verified} instead of {old.verified}, and nothing else has changed",
                    f"if you read its source that day, confirm it: a line 'Seen: {fact.id}' at the end of the commit "
                    f"message, or --seen {fact.id}; otherwise put {old.verified} back",
                    BULK_BUMP,
                )
            )
    return sorted(found)


def _plain(text: str) -> str:
    """A text without what can change in it although nothing was read: blanks and case."""
    return " ".join(text.split()).casefold()


def base(root: Path, revision: str) -> str:
    """The commit at which the work in `root` left a revision. Raises NoRevision."""
    return _git(root, "merge-base", "--end-of-options", revision, "HEAD").decode().strip()


def seen_since(root: Path, revision: str) -> set[str]:
    """The ids that the commits since a revision confirm, in lines `Seen: id, id` at the end of their messages."""
    trailers = "--format=%(trailers:key=Seen,valueonly,unfold)"
    return set(listed(_git(root, "log", trailers, "--end-of-options", f"{revision}..HEAD").decode(errors="replace")))


def listed(text: str) -> list[str]:
    """The ids in a text, separated by commas or blanks."""
    return [id_ for id_ in re.split(r"[,\s]+", text) if id_]


def as_text(found: list[Change]) -> str:
    """For a terminal: one fact a paragraph."""
    if not found:
        return "no fact has changed"
    blocks = []
    for change in found:
        lines = [f"{change.id} ({change.how})"]
        lines += [f"    {name}: {old or '(none)'} → {new or '(none)'}" for name, old, new in change.fields]
        if change.notes:
            lines.append("    shown on: " + ", ".join(change.notes))
        blocks.append("\n".join(lines))
    return "\n\n".join([*blocks, counted(len(found), "fact")])


def as_markdown(found: list[Change]) -> str:
    """A table, for a comment on a pull request."""
    if not found:
        return "No fact has changed."
    lines = ["| Fact | What | Before | After | Shown on |", "| --- | --- | --- | --- | --- |"]
    for change in found:
        for name, old, new in change.fields:
            cells = (
                f"`{change.id}`",
                name if change.how in ("changed", "renamed") else change.how,
                old,
                new,
                ", ".join(change.notes),
            )
            lines.append("| " + " | ".join(map(cell, cells)) + " |")
    return "\n".join(lines)


def as_json(found: list[Change]) -> str:
    """A list of objects with id, how, fields (name, before, after) and notes."""
    return json.dumps(
        [
            {
                "id": change.id,
                "how": change.how,
                "fields": [
                    {"name": name, "before": old or None, "after": new or None} for name, old, new in change.fields
                ],
                "notes": list(change.notes),
            }
            for change in found
        ],
        indent=2,
        ensure_ascii=False,
    )


FORMATS = {"text": as_text, "markdown": as_markdown, "json": as_json}
"""The formats of a list of changes by name."""


def _different(before: Fact, after: Fact) -> tuple[tuple[str, str, str], ...]:
    pairs = ((name, _text(before, name), _text(after, name)) for name in _FIELDS)
    return tuple((name, old, new) for name, old, new in pairs if old != new)


def _text(fact: Fact, name: str) -> str:
    value = getattr(fact, name)
    if name == "value":
        return fact.value.plain
    if name == "history":
        return "; ".join(f"{past.value.plain} until {past.until.iso}" for past in value)
    if name == "mistaken":
        return "; ".join(mistake.value.plain for mistake in value)
    if name == "since":
        return value.iso if value else ""
    return "" if value is None else str(value)


def _git(root: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)
    except FileNotFoundError:
        raise NoRevision("git is not installed") from None
    if done.returncode:
        message = done.stderr.decode(errors="replace").strip().splitlines() or ["git failed"]
        raise NoRevision(message[0].removeprefix("fatal: "))
    return done.stdout
