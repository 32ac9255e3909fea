"""The command line: reads its arguments, calls one thing, prints, and returns an exit code.

0: done, nothing wrong · 1: problems were found · 2: it could not run.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from factbook import book, checks, listing, report
from factbook.clock import today
from factbook.facts import schema
from factbook.publish import scan

SCHEMA_FILE = "data/schema/facts.schema.json"


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
    read = book.load(root, today())
    problems = checks.run(read)
    if problems:
        print(report.text(problems, read.texts))
        return 1
    print(f"{len(read.facts)} facts, {len(read.services)} services, {len(read.notes)} notes: no problem")
    return 0


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
