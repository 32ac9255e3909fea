"""The contributor guide is true: every example in it is run."""

from __future__ import annotations

import inspect
import re
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from factbook import book, checks
from factbook.checks import notes
from factbook.clock import today
from tests.projects import ROOT, real

GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def example(name: str) -> str:
    """The code block after a mark `<!-- example: name -->`."""
    found = re.search(rf"<!-- example: {name} -->\n```\w+\n(.*?)```", GUIDE, re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def project(tmp_path) -> Path:
    folder = real(tmp_path)
    for command in (
        ["init", "-q", "-b", "main"],
        ["add", "-A"],
        ["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


def rules(folder: Path) -> list[str]:
    return [problem.rule for problem in checks.run(book.load(folder, today()))]


def test_the_example_of_a_fact_is_sound_but_for_its_use(project):
    file = project / "data" / "facts" / "lambda.yaml"
    before = rules(project)
    file.write_text(file.read_text("utf-8") + "\n" + example("fact"), "utf-8")
    new = sorted(set(rules(project)) - set(before))
    assert new == ["order-of-facts", "unused-fact"], "it stands at the end of the file, and no note names it"


def test_the_examples_of_notes_are_sound(project):
    file = project / "docs" / "compute" / "lambda.md"
    before = rules(project)
    text = file.read_text("utf-8")
    file.write_text(text.replace("## Traps", example("note") + "\n" + example("waiver") + "\n## Traps", 1), "utf-8")
    assert rules(project) == before


def test_the_example_of_a_diagram_is_sound(project):
    before = rules(project)
    (project / "data" / "diagrams" / "example.yaml").write_text(example("diagram"), "utf-8")
    assert sorted(set(rules(project)) - set(before)) == ["unused-diagram"], "no note shows it"


def test_the_example_of_a_rule_is_the_rule():
    found = re.search(r"```python\n(def no_description.*?)```", GUIDE, re.DOTALL)
    assert found
    shown = re.sub(r"\s+", " ", found[1])
    own = re.sub(r"\s+", " ", textwrap.dedent(inspect.getsource(notes.no_description)))
    assert shown.strip() == own.replace("(book: Book) -> Iterator[Problem]", "(book)").strip()


COMMANDS = re.findall(r"^(python -m factbook .*)$", GUIDE, re.MULTILINE)


def test_there_are_commands_to_run():
    assert len(COMMANDS) >= 6


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_does_what_it_says(command, project):
    words = shlex.split(command)[1:]
    done = subprocess.run([sys.executable, *words], cwd=project, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert done.returncode == (1 if "layers" in words and not done.stdout else 0), done.stdout + done.stderr
    status = subprocess.run(
        ["git", "status", "--short"], cwd=project, capture_output=True, text=True, check=True
    ).stdout
    changes = {"set": [" M data/facts/lambda.yaml"], "new": [" M data/facts/lambda.yaml"]}.get(words[2], [])
    ignored = ("__pycache__", ".cache/")  # by .gitignore, which the copy does without
    assert [line for line in status.splitlines() if not any(name in line for name in ignored)] == changes
