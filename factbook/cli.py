"""The command line: reads its arguments, calls one thing, prints, and returns an exit code.

0: done, nothing wrong · 1: problems were found · 2: it could not run.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from factbook import book, checks, listing, mend, report
from factbook.clock import today
from factbook.facts import Problem, schema
from factbook.publish import scan

SCHEMA_FILE = "data/schema/facts.schema.json"
_ROUNDS = 10
"""Fixes that make way for each other end after two or three rounds; ten is a bound."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    root = options.root.resolve()
    if not (root / "data" / "facts").is_dir():
        print(
            f"factbook: {options.root} has no data/facts/: run it at the project's root, or name it with --root",
            file=sys.stderr,
        )
        return 2
    try:
        return options.run(root, options)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader went away: say nothing more
        return 2
    except OSError as error:
        print(f"factbook: {error.strerror}: {error.filename}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m factbook",
        description="Facts and notes: check them, list them, check the built site.",
        epilog="Exit codes: 0 nothing wrong, 1 problems found, 2 could not run.",
    )
    parser.add_argument("--root", type=Path, default=Path(), help="the project's folder (default: this one)")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="report every mistake in facts, services and notes")
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
    facts = commands.add_parser("facts", help="list all facts, with the notes that use them")
    facts.add_argument("--json", action="store_true", help="as JSON, with every field")
    facts.set_defaults(run=_facts)
    scan_ = commands.add_parser("scan", help="look for errors in the built pages")
    scan_.add_argument("site", type=Path, help="the folder with the built site")
    scan_.set_defaults(run=_scan)
    schema_ = commands.add_parser("schema", help=f"write {SCHEMA_FILE} from the field table")
    schema_.add_argument("--check", action="store_true", help="write nothing; exit 1 when the file is stale")
    schema_.set_defaults(run=_schema)
    return parser


def _check(root: Path, options: argparse.Namespace) -> int:
    try:
        wanted = [_inside(root, path) for path in options.paths]
    except ValueError as error:
        print(f"factbook: {error}", file=sys.stderr)
        return 2
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
    read = book.load(root, today())
    found = checks.run(read)
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
        for path, text in changed.items():
            mend.write(root, path, text)
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


def _facts(root: Path, options: argparse.Namespace) -> int:
    read = book.load(root, today())
    if read.problems:
        print(f"factbook: {len(read.problems)} problems while reading; run python -m factbook check", file=sys.stderr)
    if options.json:
        print(json.dumps(listing.facts(read), indent=2, ensure_ascii=False))
    else:
        for fact in read.facts.values():
            print(f"{fact.id:<48} {fact.value}")
    return 0


def _scan(root: Path, options: argparse.Namespace) -> int:
    if not options.site.is_dir():
        print(f"factbook: no folder {options.site}: build the site first", file=sys.stderr)
        return 2
    found = scan.scan(options.site, root)
    for problem in found.problems:
        print(f"{problem.place}: {problem.rule}: {problem.what}\n    {problem.hint}")
    print(
        f"{found.pages} pages, {found.links} internal links: {len(found.problems) or 'no'} problem{'' if len(found.problems) == 1 else 's'}"
    )
    return 1 if found.problems else 0


def _schema(root: Path, options: argparse.Namespace) -> int:
    file = root / SCHEMA_FILE
    text = json.dumps(schema.schema(), indent=2, ensure_ascii=False) + "\n"
    if options.check:
        stale = not file.is_file() or file.read_text("utf-8") != text
        if stale:
            print(
                f"{SCHEMA_FILE}:1:1: stale-file: it is not what the field table makes\n    run python -m factbook schema"
            )
        return 1 if stale else 0
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    print(f"wrote {SCHEMA_FILE}")
    return 0
