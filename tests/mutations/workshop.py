"""Where mistakes are made: a copy of the real project for each process, and each mistake taken back before the next."""

from __future__ import annotations

import os
import shutil
import traceback
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random

from factbook import book, checks, report, spelling
from factbook.clock import today
from factbook.facts import Problem
from tests.mutations import KINDS
from tests.mutations.hostile import HOSTILE_JINJA, HTML, JINJA
from tests.mutations.project import Mistake, Project
from tests.projects import real

TIMES = 8
"""How often each kind of mistake is made, each time somewhere else."""

LONGER = {"bad jinja": len(JINJA), "hostile jinja": len(HOSTILE_JINJA), "hostile html": len(HTML)}
"""Kinds that go through a list to its end."""

WORKERS = 2


@dataclass(frozen=True)
class Outcome:
    """How many mistakes of a kind were made, and what is to be said of each that was not found where it is."""

    kind: str
    made: int
    missed: tuple[str, ...]

    @property
    def caught(self) -> int:
        return self.made - len(self.missed)


class Workshop:
    """A copy of the real project in which mistakes are made and taken back.

    What is read of a file is remembered by its content, so that a mistake costs the reading of one file
    and what the rules compare between files.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = real(folder)
        self.sound = book.load(folder, today())
        self.kept = folder / ".cache" / "sound"
        checks.run(self.sound, kept=self.kept)
        self.before = set(self.problems(spell=True))

    def problems(self, *, spell: bool = False) -> list[Problem]:
        """What `check` finds in the copy as it is now; the spelling only on request, since it is another program's work.

        It remembers which notes were sound without the mistake, as it does for whoever makes one.
        """
        speller = spelling.Speller(self.folder) if spell else None
        read = book.load(self.folder, today())
        kept = shutil.copy(self.kept, self.kept.with_suffix(".now"))
        found = checks.run(read, speller.problems(read.texts) if speller else (), kept=kept)
        for form in report.FORMATS.values():
            form([problem for problem in found if problem not in getattr(self, "before", ())], read.texts)
        return found

    def mistake(self, kind: str, turn: int) -> Mistake:
        """The same mistake each time that it is asked for."""
        return KINDS[kind](Project(self.sound, Random(f"{kind} {turn}"), turn))

    def make(self, mistake: Mistake) -> None:
        file = self.folder / mistake.path
        if mistake.content is None:
            file.unlink()
        else:
            file.write_bytes(mistake.content)

    def take_back(self, mistake: Mistake) -> None:
        file = self.folder / mistake.path
        if mistake.path in self.sound.texts:
            file.write_bytes(self.sound.texts[mistake.path].encode())
        else:
            file.unlink()

    def found(self, mistake: Mistake) -> list[Problem]:
        """What is reported with the mistake made, and not without it."""
        self.make(mistake)
        try:
            problems = self.problems(spell="misspelt" in mistake.rules)
        finally:
            self.take_back(mistake)
        return [problem for problem in problems if problem not in self.before]

    def outcome(self, kind: str) -> Outcome:
        """Make the mistakes of one kind, and see which are found."""
        made = LONGER.get(kind, TIMES)
        missed = []
        for turn in range(made):
            shown = f"turn {turn}"
            try:
                mistake = self.mistake(kind, turn)
                shown = mistake.shown
                found = self.found(mistake)
            except Exception:  # the point: no mistake may end in a traceback
                missed.append(f"{shown}\n{traceback.format_exc()}")
                continue
            if not any(answers(mistake, problem) for problem in found):
                said = "; ".join(f"{problem.place}: {problem.rule}: {problem.what}" for problem in found[:3])
                wanted = f"{' or '.join(mistake.rules)} in {mistake.where}, line {mistake.lines}"
                missed.append(f"{mistake.shown}\n    wanted {wanted}; got {said or 'nothing'}")
        return Outcome(kind, made, tuple(missed))


def answers(mistake: Mistake, problem: Problem) -> bool:
    """Whether a problem says what is wrong, where it is wrong."""
    place = problem.place
    return place.path == mistake.where and place.line in mistake.lines and problem.rule in mistake.rules


_mine: list[Workshop] = []


def _open(folder: Path) -> None:
    _mine.append(Workshop(folder / str(os.getpid())))


def _outcome(kind: str) -> Outcome:
    return _mine[0].outcome(kind)


def outcomes(folder: Path, kinds: list[str]) -> Iterator[Outcome]:
    """The outcome of each kind, worked out by some processes below `folder`."""
    with ProcessPoolExecutor(WORKERS, get_context("spawn"), _open, (folder,)) as pool:
        yield from pool.map(_outcome, kinds)


def row(found: Outcome) -> str:
    """How many mistakes of a kind were caught."""
    return f"{found.caught:4} of {found.made:4} {100 * found.caught // found.made:4} %  {found.kind}"


def whole(found: list[Outcome]) -> Outcome:
    """All kinds together."""
    missed = tuple(each for outcome in found for each in outcome.missed)
    return Outcome(f"all {len(found)} kinds", sum(outcome.made for outcome in found), missed)
