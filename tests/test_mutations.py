"""Every mistake that can be made is found: single ones of every kind, at random places of the real project."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from factbook import book, checks, notes, prose, spelling
from factbook.clock import today
from factbook.facts import Problem, files
from tests.mistakes import HOSTILE_JINJA, HTML, JINJA, KINDS, Mistake, Project
from tests.projects import ROOT, real, run

TIMES = 15
"""How often each kind of mistake is made."""

LONGER = {"bad jinja": len(JINJA), "hostile jinja": len(HOSTILE_JINJA), "hostile html": len(HTML)}
"""Kinds that go through a list to its end."""


@dataclass
class Workshop:
    """A copy of the real project in which mistakes are made and taken back."""

    folder: Path
    sound: book.Book
    before: set[Problem]

    def load(self) -> book.Book:
        return book.load(self.folder, today())

    def make(self, mistake: Mistake) -> None:
        file = self.folder / mistake.path
        if mistake.content is None:
            file.unlink()
        else:
            file.write_bytes(mistake.content)

    def take_back(self, mistake: Mistake) -> None:
        if mistake.path in self.sound.texts:
            (self.folder / mistake.path).write_bytes(self.sound.texts[mistake.path].encode())
        else:
            (self.folder / mistake.path).unlink()

    def found(self, mistake: Mistake) -> list[Problem]:
        """What is reported with the mistake made, and not without it."""
        self.make(mistake)
        try:
            return [problem for problem in checks.run(self.load()) if problem not in self.before]
        finally:
            self.take_back(mistake)

    def mistake(self, kind: str, turn: int) -> Mistake:
        return KINDS[kind](Project(self.sound, Random(f"{kind} {turn}"), turn))


def answers(mistake: Mistake, problem: Problem) -> bool:
    """Whether a problem says what is wrong, where it is wrong."""
    place = problem.place
    return place.path == mistake.where and place.line in mistake.lines and problem.rule in mistake.rules


@pytest.fixture(scope="module")
def rates(request) -> Iterator[dict[str, tuple[int, int]]]:
    """How many mistakes of each kind were made and caught; shown at the end."""
    found: dict[str, tuple[int, int]] = {}
    yield found
    reporter = request.config.pluginmanager.getplugin("terminalreporter")
    caught, made = (sum(numbers) for numbers in zip(*found.values(), strict=True))
    reporter.write_line(f"\nmistakes caught: {caught} of {made}")
    for kind, (number, of) in found.items():
        reporter.write_line(f"  {number:3} of {of:3} {100 * number // of:4} %  {kind}")


@pytest.fixture(scope="module")
def workshop(tmp_path_factory) -> Iterator[Workshop]:
    """The copy. What reads one file, and nothing but that, keeps in mind what it has read: the rest is not read again."""
    folder = real(tmp_path_factory.mktemp("mutations"))
    structures: dict[tuple[str, str], prose.Structure] = {}
    structure = prose.structure

    def remembered(note: notes.Note) -> prose.Structure:
        key = (note.path, note.text)
        if key not in structures:
            structures[key] = structure(note)
        return structures[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(notes, "parse", functools.cache(notes.parse))
        patch.setattr(files, "parse", functools.cache(files.parse))
        patch.setattr(prose, "structure", remembered)
        sound = book.load(folder, today())
        yield Workshop(folder, sound, set(checks.run(sound)))


@pytest.mark.parametrize("kind", KINDS)
def test_every_mistake_is_reported_where_it_is(workshop, rates, kind):
    times = LONGER.get(kind, TIMES)
    missed = []
    for turn in range(times):
        mistake = workshop.mistake(kind, turn)
        found = workshop.found(mistake)
        if not any(answers(mistake, problem) for problem in found):
            said = [f"{problem.place}: {problem.rule}: {problem.what}" for problem in found[:3]]
            missed.append(f"{mistake.shown}\n    wanted {mistake.rules} in {mistake.where} {mistake.lines}, got {said}")
    rates[kind] = (times - len(missed), times)
    assert missed == [], "\n" + "\n".join(missed)


@pytest.mark.parametrize("kind", Random("command").sample(list(KINDS), 20))
def test_the_command_reports_what_the_rules_say(workshop, kind):
    mistake = workshop.mistake(kind, 0)
    found = workshop.found(mistake)
    workshop.make(mistake)
    try:
        done = run(workshop.folder, "check", "--format", "json", SOURCE_DATE_EPOCH="")
    finally:
        workshop.take_back(mistake)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    shown = {
        (each["path"], each["line"], each["column"], each["rule"], each["what"]) for each in json.loads(done.stdout)
    }
    assert {(*vars_of(problem),) for problem in found} <= shown


def vars_of(problem: Problem) -> tuple[str, int, int, str, str]:
    place = problem.place
    return place.path, place.line, place.column, problem.rule, problem.what


def test_the_project_without_mistakes_is_silent():
    read = book.load(ROOT, today())
    speller = spelling.Speller(ROOT)
    assert [str(problem.place) for problem in checks.run(read, speller.problems(read.texts))] == []
