"""Commands about facts: listed, shown, given a new value, renamed, compared with a revision."""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import date
from pathlib import Path

from factbook import changes, editing, listing, mend, report
from factbook.clock import today
from factbook.commands.reading import read_book
from factbook.facts.fields import KINDS


def add(commands: argparse._SubParsersAction) -> None:
    """Add these commands to the parser."""
    facts = commands.add_parser(
        "facts",
        help="list facts, or find them by words",
        description="List all facts, or those that have every WORD in their id, title, value, scope or service's name.",
    )
    facts.add_argument("words", nargs="*", metavar="WORD", help="what to look for, such as: lambda timeout")
    facts.add_argument("--json", action="store_true", help="as JSON, with every field and the notes that use each fact")
    facts.set_defaults(run=_facts)
    show = commands.add_parser(
        "show",
        help="show one fact: value, source, history, and every line that names it",
        description="Show one fact: its value, scope, source and evidence, what it was before, and every line of every note "
        "that names it. An old id works, too.",
    )
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
    new = commands.add_parser(
        "new",
        help="put a template for a new fact into its file",
        description="Put a template for a new fact into data/facts/SERVICE.yaml, at its place in the order of keys. "
        "Fill in every '…' from AWS's page; check tells what is still open.",
    )
    new.add_argument("service", help="the id of the service, such as lambda")
    new.add_argument("key", help="the fact's key, noun first, such as timeout_max")
    new.add_argument("--kind", default="limit", help=f"one of {', '.join(KINDS)} (default: limit)")
    new.set_defaults(run=_new)
    rename = commands.add_parser(
        "rename",
        help="give a fact another id, in its file and in every note; the old id still works",
        description="Give a fact another id: in its file, in every note that names it, and in what is derived from it. "
        "The old id stays as 'moved_to', so that links to it still work.",
    )
    rename.add_argument("old", help="the id that it has")
    rename.add_argument("new", help="the id that it shall have")
    rename.set_defaults(run=_rename)
    diff = commands.add_parser(
        "diff",
        help="what changed in facts since a revision, with the notes that it touches",
        description="What changed in facts since a revision, with the notes that it touches. With --strict a date that "
        "moved although nothing else did is a mistake, unless it is confirmed: by --seen, or by a line "
        "'Seen: id, id' at the end of a commit message.",
    )
    diff.add_argument("revision", metavar="REV", help="a git revision, such as main or HEAD~3")
    diff.add_argument("--format", choices=changes.FORMATS, default="text", help="how to show it (default: text)")
    diff.add_argument(
        "--strict", action="store_true", help="compare with where the work left REV, and refuse dates that moved alone"
    )
    diff.add_argument(
        "--seen", action="append", default=[], metavar="ID[,ID…]", help="facts whose source was read and is unchanged"
    )
    diff.set_defaults(run=_diff)


def _facts(root: Path, options: argparse.Namespace) -> int:
    read = read_book(root)
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
    read = read_book(root)
    print(listing.card(editing.fact_named(read, options.id), read))
    return 0


def _set(root: Path, options: argparse.Namespace) -> int:
    read = read_book(root)
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
    return _write(root, editing.new_fact(read_book(root), options.service, options.key, options.kind))


def _rename(root: Path, options: argparse.Namespace) -> int:
    return _write(root, editing.rename(read_book(root), options.old, options.new))


def _diff(root: Path, options: argparse.Namespace) -> int:
    read = read_book(root)
    revision = changes.base(root, options.revision) if options.strict else options.revision
    before = changes.facts_at(root, revision)
    print(changes.FORMATS[options.format](changes.changes(before, read)))
    if not options.strict:
        return 0
    given = [editing.fact_named(read, id_).id for text in options.seen for id_ in changes.listed(text)]
    problems = changes.bumps(before, read, {*given, *changes.seen_since(root, revision)})
    if problems:
        print(report.text(problems, read.texts), file=sys.stderr)
        if os.environ.get("GITHUB_ACTIONS") == "true":
            print(report.github(problems, read.texts), file=sys.stderr)
    return 1 if problems else 0


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
