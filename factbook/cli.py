"""The command line: reads its arguments, calls one thing, prints, and returns an exit code.

0: done, nothing wrong · 1: problems were found, or nothing was · 2: it could not run.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from factbook import garbage
from factbook.stop import CannotRun

_FAMILIES = {
    "checking": ("check", "scan", "generate"),
    "facts": ("facts", "show", "set", "new", "rename", "diff"),
    "witnesses": ("verify", "due"),
    "publishing": ("publish", "bind", "edition"),
}
"""The commands of each module in factbook/commands/. Only those that are asked for are loaded: all take as long as half a check."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    garbage.look_seldom()
    parser = _parser(sys.argv[1:] if arguments is None else arguments)
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
    except CannotRun as error:
        print(f"factbook: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader went away: say nothing more
        return 2
    except OSError as error:
        what = (error.strerror or str(error)).lower()
        print(f"factbook: {what}{f': {error.filename}' if error.filename else ''}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("factbook: interrupted", file=sys.stderr)
        return 2


_CODES = "Exit codes: 0 done and nothing wrong, 1 problems found or nothing found, 2 could not run."


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m factbook",
        description="Facts and notes: check them, list them, check the built site.",
        epilog=_CODES,
    )
    parser.add_argument("--root", type=Path, default=Path(), help="the project's folder (default: this one)")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for family in [name for name, its in _FAMILIES.items() if set(its) & set(arguments)] or _FAMILIES:
        import_module(f"factbook.commands.{family}").add(commands)
    for command in commands.choices.values():
        command.epilog = f"{command.epilog} · {_CODES}" if command.epilog else _CODES
    return parser
