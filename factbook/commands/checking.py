"""Commands that look for mistakes: check, scan, and generate, which mends what is made from tables."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from factbook import book, checks, generated, mend, report, spelling
from factbook.clock import today
from factbook.facts import Problem
from factbook.facts.disk import read_text
from factbook.phrases import counted

_ROUNDS = 10
"""Fixes that make way for each other end after two or three rounds; ten is a bound."""


def add(commands: argparse._SubParsersAction) -> None:
    """Add these commands to the parser."""
    check = commands.add_parser(
        "check",
        help="report every mistake in facts, services and notes",
        description="Read the whole project and report every mistake in it, sorted: file, line and column, the rule, "
        "what is wrong, the line itself, and what to do. The rules are listed on the site below Contribute.",
    )
    check.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="report only what is wrong in these files and folders"
    )
    check.add_argument(
        "--format",
        choices=report.FORMATS,
        help="how to report (default: text, and github annotations as well when GitHub Actions runs it)",
    )
    check.add_argument("--fix", action="store_true", help="mend what is mechanical, then report what is left")
    check.set_defaults(run=_check)
    scan_ = commands.add_parser(
        "scan",
        help="look for errors in the built pages",
        description="Read the built pages and report what no generator does: macro errors, unrendered marks, dead links, "
        "and whatever would run in a reader's browser.",
    )
    scan_.add_argument("site", type=Path, help="the folder with the built site")
    scan_.set_defaults(run=_scan)
    generate = commands.add_parser(
        "generate",
        help="write the files that are made from the project's own tables",
        description="Write what is made from the project's own tables: the schema for editors, the field table in "
        "CONTRIBUTING.md, and the tables of speed from the last make bench.",
    )
    generate.set_defaults(run=_generate)


def _check(root: Path, options: argparse.Namespace) -> int:
    try:
        wanted = [_inside(root, path) for path in options.paths]
    except ValueError as error:
        print(f"factbook: {error}", file=sys.stderr)
        return 2
    if spelling.program() is None:
        print("factbook: spelling was not checked: typos is not installed (make check installs it)", file=sys.stderr)
    read, problems = _problems(root, wanted)
    if options.fix:
        read, problems = _mend(root, wanted, read, problems)
    actions = os.environ.get("GITHUB_ACTIONS") == "true"
    name = options.format or "text"
    if name in ("json", "sarif"):
        print(report.FORMATS[name](problems, read.texts))
    elif problems:
        print(report.FORMATS[name](problems, read.texts))
        if actions and options.format is None:
            print(report.github(problems, read.texts))
    else:
        print(f"{len(read.facts)} facts, {len(read.services)} services, {len(read.notes)} notes: no problem")
    return 1 if problems else 0


def _problems(root: Path, wanted: list[str]) -> tuple[book.Book, list[Problem]]:
    """The project as it is now, and what is wrong in the wanted files and folders; all of it when none is named."""
    speller = spelling.Speller(root)
    read = book.load(root, today())
    found = checks.run(read, speller.problems(read.texts), root / ".cache" / "sound")
    if wanted:
        found = [
            each
            for each in found
            if any(path in (".", each.place.path) or each.place.path.startswith(f"{path}/") for path in wanted)
        ]
    return read, found


def _mend(root: Path, wanted: list[str], read: book.Book, problems: list[Problem]) -> tuple[book.Book, list[Problem]]:
    """Mend round by round, since one fix may make way for the next; what was mended is said on standard error."""
    for _ in range(_ROUNDS):
        changed = mend.mended(problems, read.texts)
        if not changed:
            break
        mend.write(root, changed)
        for path in changed:
            print(f"mended {path}", file=sys.stderr)
        read, problems = _problems(root, wanted)
    return read, problems


def _inside(root: Path, path: Path) -> str:
    """A path as problems have it: relative to the project. Raises ValueError when it is not there or outside."""
    whole = path.resolve()
    if not whole.exists():
        raise ValueError(f"no file or folder {path}")
    if not whole.is_relative_to(root):
        raise ValueError(f"{path} is outside the project")
    return whole.relative_to(root).as_posix()


def _scan(root: Path, options: argparse.Namespace) -> int:
    from factbook.publish import scan  # a check should not wait for it

    if not options.site.is_dir():
        print(f"factbook: no folder {options.site}: build the site first", file=sys.stderr)
        return 2
    found = scan.scan(options.site, root)
    for problem in found.problems:
        print(f"{problem.place}: {problem.rule}: {problem.what}\n    {problem.hint}")
    print(
        f"{counted(found.pages, 'page')}, {counted(found.links, 'internal link')}: "
        f"{counted(len(found.problems), 'problem', none='no')}"
    )
    return 1 if found.problems else 0


def _generate(root: Path, options: argparse.Namespace) -> int:
    sources = {path: text for path in generated.SOURCES if (text := read_text(root, path)[0]) is not None}
    for path in generated.FILES:
        text, problems = read_text(root, path)
        if problems:
            print(report.text(problems, {}), file=sys.stderr)
            return 2
        new = generated.made(path, text or "", sources)
        if new != (text or ""):
            mend.write(root, {path: new})
            print(f"wrote {path}")
    return 0
