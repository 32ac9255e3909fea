"""What was found sound is looked at again when anything has changed that it is held against, and only then."""

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
    QUEUES: f'{HEAD}# Queues\n\nKept for {{{{ fact("sqs.retention_max") }}}}, under [a key](keys/keys.md#keys), '
    "in [a row](keys/keys.md#sqs.retention_min), at [a place](keys/keys.md#place).\n",
    KEYS: f'{HEAD}# Keys\n\nThey lock [what is sent](../queues.md). <span id="here">Here.</span> ![A key](key.png)\n\n'
    '## Places {#place}\n\n{{ facts(kind="retention") }}\n',
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


def check_all(project: Path) -> dict[str, str]:
    """The rules that files break, by their paths; the same whether something is remembered or not."""
    found = checks.run(book.load(project, TODAY), kept=kept(project))
    assert found == checks.run(book.load(project, TODAY))
    return {each.place.path: each.rule for each in found}


def check(project: Path) -> dict[str, str]:
    """The rules that notes break."""
    return {path: rule for path, rule in check_all(project).items() if path.startswith("docs/")}


def all_known(project: Path) -> set[str]:
    """The files that the next check does not look at."""
    return set(Sound(kept(project), book.load(project, TODAY)).paths)


def known(project: Path) -> set[str]:
    """The notes among them."""
    return {path for path in all_known(project) if path.endswith(".md")}


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
    "an id in an attribute list": (
        lambda project: edit(project, KEYS, "{#place}", "{#spot}"),
        {QUEUES: "broken-link"},
    ),
    "which rows a table has": (
        lambda project: edit(project, KEYS, 'kind="retention"', 'kind="price"'),
        {QUEUES: "broken-link"},
    ),
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
    assert all_known(project) == set()
    assert check(project) == broken


def test_another_code_looks_at_all(project, monkeypatch):
    monkeypatch.setattr(sound, "hash_of_code", lambda _: "another")
    assert all_known(project) == set()


def test_a_waived_problem_is_found_each_time(project):
    assert check(project) == {}
    edit(project, WAIVED, "<script></script>", "")
    assert check(project) == {WAIVED: "waiver"}


@pytest.mark.parametrize("spoilt", [b"", b"\xff", b"neither\nof these\n"])
def test_a_spoilt_file_looks_at_all(project, spoilt):
    kept(project).write_bytes(spoilt)
    assert all_known(project) == set()
    assert check(project) == {}
    assert known(project) == {QUEUES, KEYS}


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path):
    project = written(tmp_path, FILES)
    (project / ".cache").write_text("not a folder")
    assert check(project) == {}
    assert all_known(project) == set()


def test_the_command_remembers(project):
    kept(project).unlink()
    run(project, "check")
    assert known(project) == {QUEUES, KEYS}


SNIPPET, DIAGRAM = "docs/snippets/sqs/send.py", "data/diagrams/stay.yaml"
WHOLE = {
    FACTS: """\
retention_max:
  title: Longest that a message can stay in a queue
  kind: retention
  value: 14
  unit: day
  source: https://docs.aws.amazon.com/sqs/quotas.html
  evidence: The maximum is 1,209,600 seconds (14 days)
  verified: 2026-11-20
""",
    "data/services.yaml": "sqs: {name: Amazon SQS, area: integration, page: queues.md, status: active, summary: Queues.}\n",
    SNIPPET: '"""Send a message."""\n',
    DIAGRAM: """\
title: How long a message stays
text:
  - A message goes to a queue, and a reader takes it from there.
  - It waits.
graph:
  nodes:
    queue: {label: A queue, detail: '{{ fact("sqs.retention_max") }}', kind: service}
    reader: {label: A reader, kind: actor}
  links: [queue -> reader]
""",
    QUEUES: """\
---
about: sqs
description: Queues.
---
# Queues

Kept for {{ fact("sqs.retention_max") }}.

{{ snippet("sqs/send.py") }}

{{ diagram("stay") }}
""",
}


@pytest.fixture
def whole(tmp_path) -> Path:
    """A project with a fact, a snippet and a diagram, all of them sound, that was checked once."""
    project = written(tmp_path, WHOLE)
    assert {path: rule for path, rule in check_all(project).items() if path in WHOLE} == {}
    return project


def test_facts_snippets_and_diagrams_are_not_looked_at_again(whole):
    assert all_known(whole) >= {FACTS, SNIPPET, DIAGRAM, QUEUES}


@pytest.mark.parametrize(
    ("path", "old", "new", "rule"),
    [
        (FACTS, "1,209,600 seconds (14 days)", "as long as you like", "evidence-without-value"),
        (FACTS, "docs.aws.amazon.com", "example.com", "not-a-primary-source"),
        (SNIPPET, '"""Send', '("""Send', "broken-code"),
        (SNIPPET, "a message", "a message within 14 days", "typed-number"),
        (DIAGRAM, "It waits.", "It waits 14 days.", "typed-number"),
    ],
)
def test_a_mistake_in_facts_a_snippet_or_a_diagram_is_found_each_time(whole, path, old, new, rule):
    edit(whole, path, old, new)
    assert path not in all_known(whole)
    assert check_all(whole)[path] == check_all(whole)[path] == rule


def test_an_edit_to_a_note_brings_back_neither_facts_nor_snippets_nor_diagrams(whole):
    edit(whole, QUEUES, "Kept for", "It is kept for")
    assert all_known(whole) >= {FACTS, SNIPPET, DIAGRAM}
    assert QUEUES not in all_known(whole)
    edit(whole, QUEUES, "# Queues", "# All queues")
    assert FACTS in all_known(whole)


def test_an_edit_to_a_fact_brings_back_what_is_held_against_it(whole):
    edit(whole, SNIPPET, "a message", "a message within 13 days")
    assert SNIPPET not in check_all(whole)
    edit(whole, FACTS, "value: 14", "value: 13")
    assert all_known(whole) == set()
    assert check_all(whole)[SNIPPET] == "typed-number"
