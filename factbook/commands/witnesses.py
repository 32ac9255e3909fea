"""The command that holds facts against their witnesses."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from factbook import editing
from factbook.commands.reading import read_book

FORMATS = ("text", "json", "markdown")


def add(commands: argparse._SubParsersAction) -> None:
    """Add these commands to the parser."""
    verify = commands.add_parser(
        "verify",
        help="hold every fact that has a witness against it",
        description="Ask every witness of every fact: botocore's models of AWS's APIs, offline. "
        "Exit code 1 when one moved.",
    )
    verify.add_argument(
        "ids", nargs="*", metavar="ID", help="only these facts, or all of a service: lambda, lambda.timeout_max"
    )
    verify.add_argument("--format", choices=FORMATS, default="text", help="how to report (default: text)")
    verify.set_defaults(run=_verify)


def _verify(root: Path, options: argparse.Namespace) -> int:
    try:  # botocore is a requirement of the checks, not of the site
        from factbook.witness import reports, testimony
        from factbook.witness.api_models import Models
    except ImportError:
        print("factbook: botocore is not installed: make check installs it", file=sys.stderr)
        return 2
    facts = read_book(root).facts
    for id_ in options.ids:
        if id_ not in facts and id_ not in facts.services:
            raise editing.CannotEdit(f"no fact and no service {id_!r}")
    wanted = [
        fact for fact in facts.values() if not options.ids or fact.id in options.ids or fact.service in options.ids
    ]
    models = Models()
    found = list(testimony.verify(wanted, models))
    print(reports.FORMATS[options.format](found, models.version))
    return 1 if any(each.outcome != testimony.HOLDS for each in found) else 0
