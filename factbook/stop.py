"""What ends a command: said in one line, with the exit code of what could not run."""

from __future__ import annotations


class CannotRun(ValueError):
    """What was asked for cannot be done; says why and, where that helps, what to do instead."""
