"""What a command costs: processor time, time on the clock, and memory."""

from __future__ import annotations

import os
import resource
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
    """What each call gives, all of them made at one time: whatever else the machine does meanwhile, it does to all of them."""
    with ThreadPoolExecutor(len(makes)) as pool:
        return [each.result() for each in [pool.submit(make) for make in makes]]


def spent(make: Callable[[], Made]) -> tuple[Cost, Made]:
    """What a call costs in this process, which does nothing else, and what it gives."""
    before, start = time.process_time(), time.perf_counter()
    made = make()
    seconds, took = time.process_time() - before, time.perf_counter() - start
    return Cost(seconds, took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024), made
