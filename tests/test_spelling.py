"""The speller is given only what it has not found right before, and nothing is missed by that."""

from __future__ import annotations

from pathlib import Path

import pytest

from factbook import book, spelling
from factbook.clock import today
from tests.projects import small

NOTE = "docs/networking/sqs.md"


@pytest.fixture
def asked(tmp_path, monkeypatch) -> Path:
    """What typos was asked to read, one line a run."""
    log = tmp_path / "asked"
    log.touch()
    found = spelling.program()
    assert found
    program = tmp_path / "typos"
    program.write_text(f'#!/bin/sh\n[ -e "{log}.broken" ] && exit 64\necho "$@" >> "{log}"\nexec "{found}" "$@"\n')
    program.chmod(0o755)
    monkeypatch.setattr(spelling, "program", lambda: str(program))
    return log


@pytest.fixture
def project(tmp_path) -> Path:
    return small(tmp_path / "project")


def misspelt(project: Path) -> list[str]:
    read = book.load(project, today())
    return [f"{each.place.path}: {each.what}" for each in spelling.Speller(project).problems(read.texts)]


def edit(project: Path, old: str, new: str) -> None:
    file = project / NOTE
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_what_was_right_is_read_again_only_when_it_has_changed(project, asked):
    assert misspelt(project) == []
    assert misspelt(project) == []
    assert len(asked.read_text("utf-8").splitlines()) == 1
    edit(project, "Queues", "Teh queues")
    assert misspelt(project) == [f"{NOTE}: 'Teh' is misspelt"]
    assert asked.read_text("utf-8").splitlines()[1].split()[-1] == NOTE
    assert asked.read_text("utf-8").splitlines()[1].count(".md") == 1


def test_what_is_wrong_is_said_again_until_it_is_mended(project, asked):
    edit(project, "Queues", "Teh queues")
    assert misspelt(project) == misspelt(project) == [f"{NOTE}: 'Teh' is misspelt"]
    edit(project, "Teh queues", "Queues")
    assert misspelt(project) == []


def test_other_settings_have_everything_read_again(project, asked):
    settings = project / "pyproject.toml"
    settings.write_text('[tool.typos.default.extend-words]\nteh = "teh"\n', "utf-8")
    edit(project, "Queues", "Teh queues")
    assert misspelt(project) == []
    settings.write_text("", "utf-8")
    assert misspelt(project) == [f"{NOTE}: 'Teh' is misspelt"]


def test_a_speller_that_broke_off_has_found_nothing_right(project, asked):
    edit(project, "Queues", "Teh queues")
    broken = asked.with_suffix(".broken")
    broken.touch()
    misspelt(project)
    broken.unlink()
    assert misspelt(project) == [f"{NOTE}: 'Teh' is misspelt"]
