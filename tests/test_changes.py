"""What changed in facts since a revision, read from a real repository."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.projects import run, written

BEFORE = """\
delay_max:
  title: Longest delay
  kind: limit
  value: 15
  unit: minute
  source: https://docs.aws.amazon.com/sqs.html
  evidence: 15 minutes
  verified: 2026-11-20
gone: {title: Old thing, kind: rule, value: 7, unit: day, source: https://docs.aws.amazon.com/sqs.html, evidence: 7 days, verified: 2026-11-20}
old_name: {title: States, kind: list, value: [stored, deleted], source: https://docs.aws.amazon.com/sqs.html, evidence: stored, verified: 2026-11-20}
twice: {title: Twice the delay, kind: rule, derive: sqs.delay_max * 2, unit: minute}
untouched: {title: Same, kind: rule, value: 1, source: https://docs.aws.amazon.com/sqs.html, evidence: one, verified: 2026-11-20}
"""
AFTER = """\
# A comment and another order of lines are no change of facts.
delay_max:
  title: Longest delay | at most
  kind: limit
  value: 900
  unit: second
  adjustable: false
  source: https://docs.aws.amazon.com/sqs.html
  evidence: 900 seconds
  verified: 2026-11-23
  since: 2020
  history:
    - {until: 2020, value: 1, unit: hour}
  mistaken:
    - {value: 2, note: a slip}
fresh: {title: New thing, kind: rule, value: 3, unit: day, source: https://docs.aws.amazon.com/sqs.html, evidence: 3 days, verified: 2026-11-23}
old_name: {moved_to: sqs.states}
states: {title: States, kind: list, value: [stored, in flight, deleted], source: https://docs.aws.amazon.com/sqs.html, evidence: stored, verified: 2026-11-20}
twice: {title: Twice the delay, kind: rule, derive: sqs.delay_max * 2, unit: minute}
untouched: {title: Same, kind: rule, value: 1, source: https://docs.aws.amazon.com/sqs.html, evidence: one, verified: 2026-11-20}
"""
NOTES = {
    "docs/a.md": '# A\n\n{{ fact("sqs.delay_max") }} {{ fact("sqs.old_name") }} {{ fact("sqs.fresh") }}\n',
    "docs/b.md": '# B\n\n{{ value("sqs.delay_max") }} {{ fact("sqs.twice") }} {{ fact("sqs.untouched") }}\n',
}


def git(folder: Path, *arguments: str) -> None:
    names = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *names, *arguments], cwd=folder, check=True, capture_output=True)


def repository(folder: Path) -> Path:
    """A repository with one commit, the first state, tagged before."""
    written(folder, {"data/facts/sqs.yaml": BEFORE} | NOTES)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "first")
    git(folder, "tag", "before")
    return folder


@pytest.fixture
def project(tmp_path) -> Path:
    """The changed state, not committed."""
    repository(tmp_path)
    return written(tmp_path, {"data/facts/sqs.yaml": AFTER})


TEXT = """\
sqs.fresh (added)
    value: (none) → 3 days
    shown on: docs/a.md

sqs.delay_max (changed)
    title: Longest delay → Longest delay | at most
    value: 15 minutes → 900 seconds
    adjustable: (none) → False
    evidence: 15 minutes → 900 seconds
    verified: 2026-11-20 → 2026-11-23
    since: (none) → 2020
    history: (none) → 1 hour until 2020
    mistaken: (none) → 2 seconds
    shown on: docs/a.md, docs/b.md

sqs.twice (changed)
    verified: 2026-11-20 → 2026-11-23
    shown on: docs/b.md

sqs.gone (removed)
    value: 7 days → (none)

sqs.states (renamed)
    id: sqs.old_name → sqs.states
    value: stored and deleted → stored, in flight and deleted
    shown on: docs/a.md

5 facts
"""
MARKDOWN = """\
| Fact | What | Before | After | Shown on |
| --- | --- | --- | --- | --- |
| `sqs.fresh` | added |  | 3 days | docs/a.md |
| `sqs.delay_max` | title | Longest delay | Longest delay \\| at most | docs/a.md, docs/b.md |
| `sqs.delay_max` | value | 15 minutes | 900 seconds | docs/a.md, docs/b.md |
| `sqs.delay_max` | adjustable |  | False | docs/a.md, docs/b.md |
| `sqs.delay_max` | evidence | 15 minutes | 900 seconds | docs/a.md, docs/b.md |
| `sqs.delay_max` | verified | 2026-11-20 | 2026-11-23 | docs/a.md, docs/b.md |
| `sqs.delay_max` | since |  | 2020 | docs/a.md, docs/b.md |
| `sqs.delay_max` | history |  | 1 hour until 2020 | docs/a.md, docs/b.md |
| `sqs.delay_max` | mistaken |  | 2 seconds | docs/a.md, docs/b.md |
| `sqs.twice` | verified | 2026-11-20 | 2026-11-23 | docs/b.md |
| `sqs.gone` | removed | 7 days |  |  |
| `sqs.states` | id | sqs.old_name | sqs.states | docs/a.md |
| `sqs.states` | value | stored and deleted | stored, in flight and deleted | docs/a.md |
"""


@pytest.mark.parametrize(("options", "shown"), [((), TEXT), (("--format", "markdown"), MARKDOWN)])
def test_every_change_is_shown_with_the_notes_that_it_touches(project, options, shown):
    done = run(project, "diff", "before", *options)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == shown


def test_as_json(project):
    found = {change["id"]: change for change in json.loads(run(project, "diff", "HEAD", "--format", "json").stdout)}
    assert list(found) == ["sqs.fresh", "sqs.delay_max", "sqs.twice", "sqs.gone", "sqs.states"]
    assert found["sqs.gone"] == {
        "id": "sqs.gone",
        "how": "removed",
        "fields": [{"name": "value", "before": "7 days", "after": None}],
        "notes": [],
    }
    assert found["sqs.delay_max"]["how"] == "changed"
    assert found["sqs.delay_max"]["notes"] == ["docs/a.md", "docs/b.md"]
    assert {"name": "value", "before": "15 minutes", "after": "900 seconds"} in found["sqs.delay_max"]["fields"]
    assert found["sqs.states"]["fields"][0] == {"name": "id", "before": "sqs.old_name", "after": "sqs.states"}


def test_facts_of_a_new_file_are_added_and_of_a_deleted_one_removed(project):
    (project / "data/facts/sqs.yaml").rename(project / "data/facts/sns.yaml")
    found = json.loads(run(project, "diff", "before", "--format", "json").stdout)
    assert {change["how"] for change in found if change["id"].startswith("sns.")} == {"added"}
    assert {change["how"] for change in found if change["id"].startswith("sqs.")} == {"removed"}


def test_a_folder_below_the_repository_is_a_project_as_well(tmp_path):
    folder = tmp_path / "site of notes"
    written(folder, {"data/facts/sqs.yaml": BEFORE} | NOTES)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "first")
    written(folder, {"data/facts/sqs.yaml": AFTER})
    assert run(folder, "diff", "main").stdout == TEXT


@pytest.mark.parametrize(
    ("name", "said"),
    [("text", "no fact has changed"), ("markdown", "No fact has changed."), ("json", "[]")],
)
def test_no_change(tmp_path, name, said):
    done = run(repository(tmp_path), "diff", "before", "--format", name)
    assert (done.returncode, done.stdout, done.stderr) == (0, said + "\n", "")


def test_facts_that_could_not_be_read_then_are_added_now(tmp_path):
    repository(tmp_path)
    written(tmp_path, {"data/facts/sqs.yaml": "a: [1\n"})
    git(tmp_path, "commit", "-aqm", "broken")
    written(tmp_path, {"data/facts/sqs.yaml": AFTER})
    done = run(tmp_path, "diff", "HEAD")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("(added)") == 5


@pytest.mark.parametrize("revision", ["nowhere", "HEAD~7", "before:data", "", "main..before", "-x", "--all"])
def test_a_revision_that_is_none_is_one_line_and_exit_code_2(tmp_path, revision):
    done = run(repository(tmp_path), "diff", "--", revision)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"factbook: no revision {revision!r}\n")


def test_a_folder_without_a_repository(tmp_path):
    written(tmp_path, {"data/facts/sqs.yaml": BEFORE})
    done = run(tmp_path, "diff", "HEAD", GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("factbook: not a git repository")
    assert done.stderr.count("\n") == 1


def test_a_repository_without_a_commit(tmp_path):
    written(tmp_path, {"data/facts/sqs.yaml": BEFORE})
    git(tmp_path, "init", "-q")
    done = run(tmp_path, "diff", "HEAD")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "factbook: no revision 'HEAD'\n")


def test_a_machine_without_git(project):
    done = run(project, "diff", "HEAD", PATH=str(project))
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "factbook: git is not installed\n")
