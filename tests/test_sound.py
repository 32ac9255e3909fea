"""A note that was found sound is looked at again when anything has changed that it is held against, and only then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from factbook import book, checks
from factbook.checks import sound
from factbook.checks.sound import Sound
from tests.projects import ROOT, run, written

TODAY = date(2026, 11, 23)
QUEUES, KEYS, WAIVED = "docs/queues.md", "docs/keys/keys.md", "docs/waived.md"
PICTURE = "docs/keys/key.png"
FACTS = "data/facts/sqs.yaml"
HEAD = "---\ndescription: What it is about.\n---\n"
FILES = {
    FACTS: (ROOT / FACTS).read_text("utf-8"),
    QUEUES: f'{HEAD}# Queues\n\nKept for {{{{ fact("sqs.retention_max") }}}}, under [a key](keys/keys.md#keys).\n',
    KEYS: f'{HEAD}# Keys\n\nThey lock [what is sent](../queues.md). <span id="here">Here.</span> ![A key](key.png)\n',
    PICTURE: "bits",
    WAIVED: f"{HEAD}# Waived\n\n<script></script> <!-- allow unsafe-html: to show one -->\n",
}


@pytest.fixture
def project(tmp_path) -> Path:
    """A small project that was checked once."""
    project = written(tmp_path, FILES)
    check(project)
    return project


def kept(project: Path) -> Path:
    return project / ".cache" / "sound"


def check(project: Path) -> dict[str, str]:
    """The rules that notes break, by their paths; the same whether something is remembered or not."""
    found = checks.run(book.load(project, TODAY), kept=kept(project))
    assert found == checks.run(book.load(project, TODAY))
    return {each.place.path: each.rule for each in found if each.place.path.startswith("docs/")}


def known(project: Path) -> set[str]:
    """The notes that the next check does not look at."""
    return set(Sound(kept(project), book.load(project, TODAY)).paths)


def edit(project: Path, path: str, old: str, new: str) -> None:
    file = project / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_a_sound_note_is_not_looked_at_again(project):
    assert known(project) == {QUEUES, KEYS}
    assert check(project) == {}
    assert known(project) == {QUEUES, KEYS}


def test_a_note_that_was_edited_is_looked_at_again_and_no_other(project):
    edit(project, QUEUES, "Kept for", "Kept by <b>us</b> <font>for</font>")
    assert known(project) == {KEYS}
    assert check(project) == check(project) == {QUEUES: "unsafe-html"}
    edit(project, QUEUES, "<font>for</font>", "for")
    assert check(project) == {}
    assert known(project) == {QUEUES, KEYS}


CHANGES: dict[str, tuple[Callable[[Path], None], dict[str, str]]] = {
    "a fact": (lambda project: edit(project, FACTS, "\nretention_max:", "\nretained_max:"), {QUEUES: "unknown-fact"}),
    "a heading that a link leads to": (
        lambda project: edit(project, KEYS, "# Keys", "# All keys"),
        {QUEUES: "broken-link"},
    ),
    "a page that a link leads to": (lambda project: (project / KEYS).unlink(), {QUEUES: "broken-link"}),
    "an anchor": (lambda project: edit(project, KEYS, 'id="here"', 'id="there"'), {}),
    "a file that a note shows": (lambda project: (project / PICTURE).unlink(), {KEYS: "broken-link"}),
    "a new note": (lambda project: (project / "docs/new.md").write_text(f"{HEAD}# New\n", "utf-8"), {}),
    "the navigation": (
        lambda project: (project / "mkdocs.yml").write_text("nav: [queues.md]\n", "utf-8"),
        {KEYS: "page-not-in-navigation", WAIVED: "page-not-in-navigation"},
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_notes_are_held_against_brings_all_of_them_back(project, change):
    make, broken = CHANGES[change]
    make(project)
    assert known(project) == set()
    assert check(project) == broken


def test_another_code_looks_at_all(project, monkeypatch):
    monkeypatch.setattr(sound, "hash_of_code", lambda _: "another")
    assert known(project) == set()


def test_a_waived_problem_is_found_each_time(project):
    assert check(project) == {}
    edit(project, WAIVED, "<script></script>", "")
    assert check(project) == {WAIVED: "waiver"}


@pytest.mark.parametrize("spoilt", [b"", b"\xff", b"neither\nof these\n"])
def test_a_spoilt_file_looks_at_all(project, spoilt):
    kept(project).write_bytes(spoilt)
    assert known(project) == set()
    assert check(project) == {}
    assert known(project) == {QUEUES, KEYS}


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path):
    project = written(tmp_path, FILES)
    (project / ".cache").write_text("not a folder")
    assert check(project) == {}
    assert known(project) == set()


def test_the_command_remembers(project):
    kept(project).unlink()
    run(project, "check")
    assert known(project) == {QUEUES, KEYS}
