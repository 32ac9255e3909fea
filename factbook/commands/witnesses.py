"""Commands that keep facts true: verify holds them against their witnesses, due lists those to read again."""

from __future__ import annotations

import argparse
import gc
import sys
from pathlib import Path

from factbook import due, editing, navigation, progress
from factbook.book import Book
from factbook.clock import today
from factbook.commands.reading import read_book
from factbook.facts import Fact

FORMATS = ("text", "json", "markdown")


def add(commands: argparse._SubParsersAction) -> None:
    """Add these commands to the parser."""
    verify = commands.add_parser(
        "verify",
        help="hold every fact that has a witness against it",
        description="Ask every witness of every fact: packages of AWS's, offline: models of its APIs, schemas, documentation, code. "
        "Exit code 1 when one moved. With --online read the source pages instead, and look for the evidence: "
        "this takes minutes; interrupted, it goes on where it stopped; a page that cannot be read says nothing, "
        "and only when none can be read is the exit code 2.",
    )
    verify.add_argument(
        "ids", nargs="*", metavar="ID", help="only these facts, or all of a service: lambda, lambda.timeout_max"
    )
    verify.add_argument(
        "--online", action="store_true", help="look on the source pages for the evidence, one request at a time"
    )
    verify.add_argument("--format", choices=FORMATS, default="text", help="how to report (default: text)")
    verify.set_defaults(run=_verify)
    due_ = commands.add_parser(
        "due",
        help="list the facts to read again next",
        description="List the facts whose source is to be read again: prices soonest, rules last, what a witness "
        "proves later than the rest. Facts read on one day do not fall due on one day.",
    )
    due_.add_argument("--days", type=_days, default=30, help="how far to look ahead (default: 30)")
    due_.add_argument("--format", choices=due.FORMATS, default="text", help="how to list (default: text)")
    due_.set_defaults(run=_due)


def _verify(root: Path, options: argparse.Namespace) -> int:
    book = read_book(root)
    for id_ in options.ids:
        if id_ not in book.facts and id_ not in book.facts.services:
            raise editing.CannotEdit(f"no fact and no service {id_!r}")
    wanted = [
        fact for fact in book.facts.values() if not options.ids or fact.id in options.ids or fact.service in options.ids
    ]
    return (_online if options.online else _offline)(book, wanted, options.format)


def _offline(book: Book, wanted: list[Fact], format_: str) -> int:
    try:  # botocore is a requirement of the checks, not of the site
        from factbook.witness import errors, reports, testimony
        from factbook.witness.sources import Sources
        from factbook.witness.spots import NotAtHand
    except ImportError:
        print("factbook: botocore is not installed: make check installs it", file=sys.stderr)
        return 2
    sources = Sources()
    try:
        found = list(testimony.verify(wanted, sources))
    except NotAtHand as error:
        print(f"factbook: the package {error} is not at hand: make check fetches it", file=sys.stderr)
        return 2
    asked = [error for error in book.errors.values() if error.model] if len(wanted) == len(book.facts) else []
    against = list(errors.ask(asked, sources.models))
    print(reports.FORMATS[format_](reports.Hearing(found, wanted, book.facts, sources.versions)))
    if format_ != "json":
        told = [f"{problem.place}: {problem.what}\n    {problem.hint}" for problem in against]
        print("\n".join([*told, f"{len(asked)} errors asked: {len(asked) - len(against)} as the models say"]))
    return 1 if against or any(each.outcome != testimony.HOLDS for each in found) else 0


def _online(book: Book, wanted: list[Fact], format_: str) -> int:
    from factbook.witness import pages, seen  # 90 ms to import, and nothing else needs the network

    gc.enable()  # the command switches it off for a second's work; this reads pages by the hundred
    shown = progress.Progress(sys.stderr)
    looking = pages.look(
        wanted,
        cache=book.root / ".cache" / "pages",
        agent=pages.agent(book.texts.get(navigation.FILE, "")),
        today=today(),
        say=shown,
    )
    try:
        found = list(looking)
    except KeyboardInterrupt:
        print("\nfactbook: interrupted; the same command goes on from here", file=sys.stderr)
        return 2
    finally:
        shown.done()
    print(seen.FORMATS[format_](found, book.facts))
    if found and all(each.outcome == seen.COULD_NOT_TELL for each in found):
        print("factbook: no source page could be read", file=sys.stderr)
        return 2
    return 1 if any(each.outcome == seen.NOT_FOUND for each in found) else 0


def _due(root: Path, options: argparse.Namespace) -> int:
    found = due.due(read_book(root).facts.values(), today(), options.days)
    print(due.FORMATS[options.format](found, today(), options.days))
    return 0


def _days(text: str) -> int:
    if not text.isdecimal() or len(text) > 5:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days")
    return int(text)
