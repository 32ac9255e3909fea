"""What a command costs: processor time, time on the clock, and memory."""

from __future__ import annotations

import functools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Made = TypeVar("Made")
ENVIRONMENT = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": ""}
"""Of what is measured. Python keeps what it has compiled: an installer does so for stock's modules, and the first run does so for ours."""


@dataclass(frozen=True, slots=True)
class Cost:
    """`seconds` of processor, the user's and the system's; seconds by the clock; the most memory at one time, in MB."""

    seconds: float
    clock: float
    memory: float

    def __add__(self, other: Cost) -> Cost:
        """One after the other."""
        return Cost(self.seconds + other.seconds, self.clock + other.clock, max(self.memory, other.memory))


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each part."""
    return Cost(*(statistics.median(getattr(each, name) for each in costs) for name in Cost.__dataclass_fields__))


def cost(project: Path, *command: str, may_fail: bool = False) -> Cost:
    """What a Python module costs that runs in a project. Ends the measuring when it fails."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        child = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=project, env=ENVIRONMENT, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, used = os.wait4(child.pid, 0)
        took = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode and not may_fail:
            output.seek(0)
            print(output.read().decode(errors="replace")[-4000:], file=sys.stderr)
            raise SystemExit(f"bench: {' '.join(command)} failed in {project.name}")
    return Cost(used.ru_utime + used.ru_stime, took, used.ru_maxrss / 1024)


def side_by_side(*makes: Callable[[], Made]) -> list[Made]:
    """What each call gives, all of them made at one time.

    On one processor, see `apart`, they take turns of a few milliseconds: whatever slows it down, slows down all of them.
    """
    with ThreadPoolExecutor(len(makes)) as pool:
        return [each.result() for each in [pool.submit(make) for make in makes]]


def apart(*makes: Callable[[], Made]) -> list[Made]:
    """The same, each call with all that it starts on a processor of its own, as far as there are so many and the system lets choose."""
    there = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []

    def on_one(number: int, make: Callable[[], Made]) -> Made:
        if there:
            os.sched_setaffinity(0, {there[number % len(there)]})  # of this thread; what it starts inherits it
        return make()

    return side_by_side(*(functools.partial(on_one, number, make) for number, make in enumerate(makes)))
