"""Dates that moved alone are refused, in real repositories, unless somebody says that the pages were read."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from factbook import cli
from tests.projects import small

FILE = "data/facts/sqs.yaml"


class Repository:
    """A small project under git: a commit on main, and a branch for changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = small(folder)
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "a")
        self.git("config", "user.email", "a@b.c")
        self.commit("Begin")
        self.git("switch", "-qc", "work")

    def git(self, *arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=self.folder, check=True, capture_output=True, text=True)
        return done.stdout

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-qm", message)

    def change(self, *pairs: tuple[str, str], file: str = FILE) -> None:
        text = (self.folder / file).read_text("utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        (self.folder / file).write_text(text, "utf-8")

    def strict(self, *more: str) -> int:
        return cli.main(["--root", str(self.folder), "diff", "main", "--strict", *more])


@pytest.fixture
def repository(tmp_path, monkeypatch) -> Repository:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1798000000")
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return Repository(tmp_path)


BUMP = ("verified: 2026-11-2", "verified: 2026-12-1")
"""Moves the dates of all three facts."""


def test_a_bulk_bump_is_refused_with_file_and_line_of_each(repository, capsys):
    repository.change(BUMP)
    repository.commit("Bump")
    assert repository.strict() == 1
    out, err = capsys.readouterr()
    assert "verified: 2026-11-20 → 2026-12-10" in out
    assert re.findall(r"^(\S+): (bulk-bump): '([\w.]+)'", err, re.MULTILINE) == [
        (f"{FILE}:10:13", "bulk-bump", "sqs.message_size_max"),
        (f"{FILE}:22:13", "bulk-bump", "sqs.retention_default"),
        (f"{FILE}:32:13", "bulk-bump", "sqs.states"),
    ]
    assert "3 problems in 1 file" in err


def test_it_says_what_to_do(repository, capsys):
    repository.change(("2026-11-20", "2026-12-10"))
    assert repository.strict() == 1, "what is not committed yet counts, too"
    err = capsys.readouterr().err
    assert (
        "'sqs.message_size_max' says verified on 2026-12-10 instead of 2026-11-20, and nothing else has changed" in err
    )
    assert "'Seen: sqs.message_size_max' at the end of the commit message" in err


def test_a_date_put_back_is_refused_as_well(repository):
    repository.change(("2026-11-20", "2026-10-20"))
    assert repository.strict() == 1


@pytest.mark.parametrize(
    "change",
    [
        ("up to 1 MiB", "at most 1 MiB"),
        ("value: 1\n", "value: 2\n"),
        ("unit: MiB", "unit: GiB"),
        ("quotas.html\n  evidence: up", "limits.html\n  evidence: up"),
    ],
    ids=["evidence", "value", "unit", "source"],
)
def test_a_date_that_moves_with_what_was_read_is_right(repository, change):
    repository.change(("2026-11-20", "2026-12-10"), change)
    assert repository.strict() == 0


@pytest.mark.parametrize(
    "change",
    [
        ("title: Largest message", "title: Largest of messages"),
        ("up to 1 MiB", '"Up  to 1 MIB"'),
        ("raised * quietly", "raised"),
        ("scope: per message", "scope: each"),
    ],
    ids=["title", "case and blanks of evidence", "history", "scope"],
)
def test_other_changes_do_not_explain_a_date(repository, change):
    repository.change(("2026-11-20", "2026-12-10"), change)
    assert repository.strict() == 1


def test_changes_without_a_date_and_new_and_removed_facts_are_no_matter(repository):
    repository.change(("scope: per message", "scope: each"), ("states:\n", "conditions:\n"))
    assert repository.strict() == 0


def test_a_renamed_fact_is_still_the_same(repository, capsys):
    repository.change(("states:\n", "conditions:\n"), ("2026-11-23", "2026-12-13"))
    file = repository.folder / FILE
    file.write_text(file.read_text() + "states: {moved_to: sqs.conditions}\n")
    assert repository.strict("--seen", "sqs.retention_default") == 1
    assert "'sqs.conditions' says verified on" in capsys.readouterr().err
    assert repository.strict("--seen", "sqs.retention_default", "--seen", "sqs.states") == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["--seen", "sqs.message_size_max,sqs.retention_default,sqs.states"],
        ["--seen", "sqs.message_size_max, sqs.states", "--seen", "sqs.retention_default"],
    ],
)
def test_each_fact_can_be_confirmed_by_name(repository, arguments):
    repository.change(BUMP)
    assert repository.strict(*arguments) == 0
    assert repository.strict(*arguments[:2], "--format", "json") == (0 if len(arguments) == 2 else 1)


def test_a_confirmation_of_no_fact_is_said_so(repository, capsys):
    repository.change(BUMP)
    assert repository.strict("--seen", "sqs.message_size") == 2
    assert "did you mean 'sqs.message_size_max'?" in capsys.readouterr().err


def test_commit_messages_confirm(repository, capsys):
    repository.change(("2026-11-20", "2026-12-10"))
    repository.commit("Read quotas again\n\nNothing new.\n\nSeen: sqs.message_size_max")
    assert repository.strict() == 0
    repository.change(("2026-11-23", "2026-12-13"))
    repository.commit("Read more\n\nSeen: sqs.retention_default,\n  sqs.states\nReviewed-by: A <a@b.c>")
    assert repository.strict() == 0


@pytest.mark.parametrize(
    "message", ["Seen: sqs.message_size_max, it was\n\nMore.", "x\n\nSeen: sqs.*", "x\n\nSeen: all"]
)
def test_a_confirmation_is_a_line_at_the_end_that_names_ids(repository, message):
    repository.change(("2026-11-20", "2026-12-10"))
    repository.commit(message)
    assert repository.strict() == 1


def test_a_confirmation_on_main_does_not_confirm_what_a_branch_does(repository):
    repository.git("switch", "-q", "main")
    repository.change(("2026-11-20", "2026-12-09"))
    repository.commit("Read\n\nSeen: sqs.message_size_max")
    repository.git("switch", "-q", "-C", "work")
    repository.change(("2026-12-09", "2026-12-10"))
    repository.commit("Bump")
    assert repository.strict() == 1


def test_what_happens_on_main_meanwhile_is_not_held_against_a_branch(repository, capsys):
    repository.change(("scope: per message", "scope: each"))
    repository.commit("Say it shorter")
    repository.git("switch", "-q", "main")
    repository.change(BUMP)
    repository.commit("Read\n\nSeen: sqs.message_size_max, sqs.retention_default, sqs.states")
    repository.git("switch", "-q", "work")
    assert repository.strict() == 0
    assert capsys.readouterr().out.count("(changed)") == 1


def test_the_merge_commit_of_a_pull_request_is_compared_with_its_first_parent(repository):
    repository.change(("2026-11-20", "2026-12-10"))
    repository.commit("Read\n\nSeen: sqs.message_size_max")
    repository.git("switch", "-q", "main")
    repository.git("commit", "-q", "--allow-empty", "-m", "Meanwhile")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge", "work")
    strict = ["--root", str(repository.folder), "diff", "HEAD^1", "--strict"]
    assert cli.main(strict) == 0
    repository.git("commit", "-q", "--amend", "-m", "Merge again")
    repository.change(("2026-11-23", "2026-12-13"))
    assert cli.main(strict) == 1


def test_in_github_actions_the_lines_are_marked(repository, capsys, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    repository.change(("2026-11-20", "2026-12-10"))
    assert repository.strict() == 1
    assert f"::error file={FILE},line=10,col=13,title=bulk-bump::" in capsys.readouterr().err


@pytest.mark.parametrize("revision", ["nothing", "--output=x", "HEAD..main"])
def test_a_revision_that_is_none(repository, capsys, revision):
    assert cli.main(["--root", str(repository.folder), "diff", "--strict", "--", revision]) == 2
    assert capsys.readouterr().err.startswith("factbook: ")
    assert not (repository.folder / "x").exists()
