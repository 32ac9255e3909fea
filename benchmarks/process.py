"""What a command costs: processor time, time on the clock, and memory."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Made = TypeVar("Made")
ENVIRONMENT = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": ""}
"""Of what is measured. Python keeps what it has compiled: an installer does so for stock's modules, and the first run does so for ours."""

_TURN, _LOOK = 1.0, 0.02
"""Seconds: long enough that what a processor keeps in its caches is fetched again in no time, and how often to see whether a process has ended."""

_mine = threading.local()
"""The turn that the processes of a thread wait for."""
_running: set[int] = set()
"""The processes that take turns."""


@dataclass(frozen=True, slots=True)
class Cost:
    """`seconds` of processor, the user's and the system's; seconds by the clock, waiting for a turn included; the most memory, in MB."""

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
    turn: threading.Lock | None = getattr(_mine, "turn", None)
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        child = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=project,
            env=ENVIRONMENT,
            stdout=output,
            stderr=subprocess.STDOUT,
            process_group=0 if turn else None,  # a stopped group that nobody is left to wake gets a hang-up
        )
        status, used = _ended_in_turns(child.pid, turn) if turn else os.wait4(child.pid, 0)[1:]
        took = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode and not may_fail:
            output.seek(0)
            print(output.read().decode(errors="replace")[-4000:], file=sys.stderr)
            raise SystemExit(f"bench: {' '.join(command)} failed in {project.name}")
    return Cost(used.ru_utime + used.ru_stime, took, used.ru_maxrss / 1024)


def _ended_in_turns(process: int, turn: threading.Lock) -> tuple[int, resource.struct_rusage]:
    """How a process ends, and what it has used, when it runs only while the turn is its own."""
    _running.add(process)
    while True:
        os.kill(process, signal.SIGSTOP)
        time.sleep(_LOOK)  # who waits for the turn gets it
        with turn:
            os.kill(process, signal.SIGCONT)
            end = time.perf_counter() + _TURN
            while time.perf_counter() < end:
                ended, status, used = os.wait4(process, os.WNOHANG)
                if ended:
                    _running.remove(process)
                    return status, used
                time.sleep(_LOOK)


def in_turns(*makes: Callable[[], Made]) -> list[Made]:
    """What each call gives, made in turns of a second: each has the machine for itself, and whatever slows it down, slows down all."""
    turn = threading.Lock()

    def taking_turns(make: Callable[[], Made]) -> Made:
        _mine.turn = turn
        return make()

    with ThreadPoolExecutor(len(makes)) as pool:
        try:
            made = [pool.submit(taking_turns, make) for make in makes]
            wait(made, return_when=FIRST_EXCEPTION)
            return [each.result() for each in made if each.done()]
        except BaseException:  # one has failed, or somebody stops the measuring: nobody waits for the others
            for process in tuple(_running):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            raise
