"""The command line: reads its arguments, calls one thing, prints, and returns an exit code.

0: done, nothing wrong · 1: problems were found, or nothing was · 2: it could not run.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import date
from pathlib import Path

from factbook import book, changes, checks, editing, generated, listing, mend, report, spelling
from factbook.clock import today
from factbook.facts import Problem
from factbook.facts.fields import KINDS
from factbook.publish import scan

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
    except (editing.CannotEdit, changes.NoRevision) as error:
        print(f"factbook: {error}", file=sys.stderr)
        return 2
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
    facts = commands.add_parser(
        "facts",
        help="list facts, or find them by words",
        description="List all facts, or those that have every WORD in their id, title, value, scope or service's name.",
    )
    facts.add_argument("words", nargs="*", metavar="WORD", help="what to look for, such as: lambda timeout")
    facts.add_argument("--json", action="store_true", help="as JSON, with every field and the notes that use each fact")
    facts.set_defaults(run=_facts)
    show = commands.add_parser("show", help="show one fact: value, source, history, and every line that names it")
    show.add_argument("id", help="the fact's id, such as lambda.timeout_max")
    show.set_defaults(run=_show)
    set_ = commands.add_parser(
        "set",
        help="give a fact a new value; the old one moves to its history",
        description="Give a fact a new value. The old one moves to its history; comments and layout stay as they are.",
        epilog="Example: python -m factbook set lambda.timeout_max 30 --evidence '1,800 seconds (30 minutes)' --until 2026-11-20",
    )
    set_.add_argument("id", help="the fact's id, such as lambda.timeout_max")
    set_.add_argument("value", help="as in YAML: 15 · text · '[one, two]' · '{min: 1, max: 10}'")
    set_.add_argument("--evidence", required=True, help="the at most eight words around the value on AWS's page")
    set_.add_argument("--source", help="the page, where it is another one than before")
    set_.add_argument("--unit", help="the unit, where it is another one than before")
    set_.add_argument("--verified", type=_day, help="the day you read it there (default: today)")
    set_.add_argument(
        "--until", help="when the old value ceased to hold: YYYY, YYYY-MM or YYYY-MM-DD (default: the day you read it)"
    )
    set_.set_defaults(run=_set)
    new = commands.add_parser("new", help="put a template for a new fact into its file")
    new.add_argument("service", help="the id of the service, such as lambda")
    new.add_argument("key", help="the fact's key, noun first, such as timeout_max")
    new.add_argument("--kind", default="limit", help=f"one of {', '.join(KINDS)} (default: limit)")
    new.set_defaults(run=_new)
    rename = commands.add_parser(
        "rename", help="give a fact another id, in its file and in every note; the old id still works"
    )
    rename.add_argument("old", help="the id that it has")
    rename.add_argument("new", help="the id that it shall have")
    rename.set_defaults(run=_rename)
    diff = commands.add_parser("diff", help="what changed in facts since a revision, with the notes that it touches")
    diff.add_argument("revision", metavar="REV", help="a git revision, such as main or HEAD~3")
    diff.add_argument("--format", choices=changes.FORMATS, default="text", help="how to show it (default: text)")
    diff.set_defaults(run=_diff)
    scan_ = commands.add_parser("scan", help="look for errors in the built pages")
    scan_.add_argument("site", type=Path, help="the folder with the built site")
    scan_.set_defaults(run=_scan)
    generate = commands.add_parser("generate", help="write the files that are made from the project's own tables")
    generate.set_defaults(run=_generate)
    return parser


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
    found = checks.run(read, speller.problems(read.texts))
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


def _facts(root: Path, options: argparse.Namespace) -> int:
    read = _read(root)
    found = listing.found(read, options.words)
    if options.json:
        print(json.dumps([listing.fact_record(fact, read) for fact in found], indent=2, ensure_ascii=False))
        return 0
    width = max((len(fact.id) for fact in found), default=0)
    for fact in found:
        print(f"{fact.id:<{width}}  {fact.value.plain}  ({fact.title})")
    if not found:
        print(f"no fact has all of: {' '.join(options.words)}", file=sys.stderr)
    return 0 if found else 1


def _show(root: Path, options: argparse.Namespace) -> int:
    read = _read(root)
    print(listing.card(editing.fact_named(read, options.id), read))
    return 0


def _set(root: Path, options: argparse.Namespace) -> int:
    read = _read(root)
    verified = options.verified or today()
    until = options.until or verified.isoformat()
    texts = editing.set_value(
        read,
        options.id,
        options.value,
        source=options.source,
        evidence=options.evidence,
        verified=verified,
        until=until,
        unit=options.unit,
    )
    return _write(root, texts)


def _new(root: Path, options: argparse.Namespace) -> int:
    return _write(root, editing.new_fact(_read(root), options.service, options.key, options.kind))


def _rename(root: Path, options: argparse.Namespace) -> int:
    return _write(root, editing.rename(_read(root), options.old, options.new))


def _diff(root: Path, options: argparse.Namespace) -> int:
    read = _read(root)
    print(changes.FORMATS[options.format](changes.changes(changes.facts_at(root, options.revision), read)))
    return 0


def _read(root: Path) -> book.Book:
    """The project; on standard error how much of it could not be read."""
    read = book.load(root, today())
    if read.problems:
        print(f"factbook: {len(read.problems)} problems while reading; run python -m factbook check", file=sys.stderr)
    return read


def _write(root: Path, texts: dict[str, str]) -> int:
    mend.write(root, texts)
    for path in texts:
        print(f"changed {path}")
    print("now run python -m factbook check")
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date: write YYYY-MM-DD") from None


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


def _generate(root: Path, options: argparse.Namespace) -> int:
    for path in generated.FILES:
        file = root / path
        text = file.read_text("utf-8") if file.is_file() else ""
        new = generated.made(path, text)
        if new != text:
            mend.write(root, {path: new})
            print(f"wrote {path}")
    return 0
