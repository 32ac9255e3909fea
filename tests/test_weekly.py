"""What runs every week: all witnesses are asked, and one issue lists what moved."""

from __future__ import annotations

import shutil

import pytest
import yaml

from tests.test_setup import ROOT, Copy, pins

WITNESSES = {"pinned packages": ".venv", "newest packages": ".build/newest", "source pages": "--online"}


@pytest.fixture
def copy(tmp_path) -> Copy:
    found = Copy(tmp_path)
    for program in "cat head sed wc".split():
        (found.bin / program).symlink_to(shutil.which(program))
    return found


def look(copy: Copy, *, pinned: int = 0, newest: int = 0, pages: int = 0, pip: int = 0):
    """Run tools/witness.sh with witnesses that end with these exit codes."""

    def verdict(code: int, name: str) -> str:
        return f'echo "Report of {name}."; exit {code}'

    new = f'case "$*" in *pip*) exit {pip} ;; *verify*) {verdict(newest, "the new models")} ;; esac'
    copy.program("newest-python", new)
    script = (
        'case "$*" in '
        '*"-m venv "*) mkdir -p .build/newest/bin && cp newest-python .build/newest/bin/python ;; '
        f"*--online*) {verdict(pages, 'the pages')} ;; "
        f"*verify*) {verdict(pinned, 'the models')} ;; esac"
    )
    copy.program(".venv/bin/python", script)
    return copy.run("tools/witness.sh", "out")


def test_every_witness_is_asked_for_a_report_in_markdown(copy):
    done = look(copy)
    assert done.returncode == 0, done.stderr
    asked = [line for line in copy.calls.splitlines() if "verify" in line]
    assert asked == [
        "python -m factbook verify --format markdown",
        "newest-python -m factbook verify --format markdown",
        "python -m factbook verify --online --format markdown",
    ]
    assert (copy.root / "out/moved.md").read_text() == ""
    assert (copy.root / "out/silent").read_text() == ""


def test_the_newest_botocore_comes_on_top_of_what_is_pinned(copy):
    look(copy)
    first, second = (line for line in copy.calls.splitlines() if "pip install" in line)
    assert "--require-hashes" in first and "--requirement requirements.txt" in first
    assert second.endswith("--only-binary :all: --upgrade botocore")


def test_the_newest_of_every_package_that_is_only_read_is_fetched(copy):
    look(copy)
    (line,) = (line for line in copy.calls.splitlines() if "pip download" in line)
    assert "--no-deps --only-binary :all: --dest .build/newest/witnesses" in line
    names = (copy.root / ".build/newest/names").read_text("utf-8").split()
    assert sorted(names) == sorted(pins("requirements-witness.in"))


def test_what_moved_is_listed_and_is_no_failure(copy):
    done = look(copy, newest=1, pages=1)
    assert done.returncode == 0, done.stderr
    assert (copy.root / "out/moved.md").read_text() == (
        "## The newest packages\n\nReport of the new models.\n\n## The source pages\n\nReport of the pages.\n\n"
    )


@pytest.mark.parametrize(
    ("codes", "silent"),
    [
        ({"pinned": 2}, "pinned packages\n"),
        ({"newest": 2, "pages": 2}, "newest packages\nsource pages\n"),
        ({"pip": 1}, "newest packages\n"),
        ({"pages": 139}, "source pages\n"),
    ],
)
def test_a_witness_that_cannot_be_asked_fails_the_run_and_hides_no_other(copy, codes, silent):
    done = look(copy, **{"newest": 1, **codes})
    assert done.returncode == 1
    assert (copy.root / "out/silent").read_text() == silent
    assert ("new models" in (copy.root / "out/moved.md").read_text()) == ("newest" not in silent)


def tell(copy: Copy, moved: str = "", silent: str = "", issue: str = ""):
    """Run tools/tell.sh with a gh that knows one open issue, or none."""
    copy.program("bin/gh", f'case "$*" in "issue list"*) echo "{issue}" ;; esac')
    (copy.root / "out").mkdir()
    (copy.root / "out/moved.md").write_text(moved, "utf-8")
    (copy.root / "out/silent").write_text(silent)
    done = copy.run("tools/tell.sh", "out")
    assert done.returncode == 0, done.stderr
    return [line for line in copy.calls.splitlines() if "issue list" not in line]


def test_the_first_move_opens_an_issue(copy):
    label, create = tell(copy, "## The source pages\n\n| a |\n")
    assert label.startswith("gh label create witness --force ")
    assert create.startswith(
        "gh issue create --title AWS no longer says what some facts say --label witness --body-file "
    )
    assert "## The source pages\n\n| a |\n" in (copy.root / "out/issue.md").read_text()


def test_an_open_issue_is_brought_up_to_date(copy):
    (edit,) = tell(copy, "| a |\n", "pinned packages\n", issue="7")
    assert edit.startswith("gh issue edit 7 ")
    assert (copy.root / "out/issue.md").read_text().endswith("| a |\n\nNot asked this time:\n\n- the pinned packages\n")


def test_an_issue_without_cause_is_closed(copy):
    (close,) = tell(copy, issue="7")
    assert close.startswith("gh issue close 7 ")


def test_an_issue_stays_open_when_not_every_witness_was_asked(copy):
    assert tell(copy, silent="source pages\n", issue="7") == []


def test_nothing_to_tell(copy):
    assert tell(copy) == []


def test_a_list_that_is_too_long_for_an_issue_is_cut_after_a_line(copy):
    row = "| " + "é" * 100 + " |\n"
    tell(copy, row * 400)
    text = (copy.root / "out/issue.md").read_text("utf-8")
    assert len(text) < 65_536
    head, _, end = text.partition("\n\nThe list is cut here; ")
    assert head.endswith(row.strip())
    assert end == "the whole of it is kept with the run of the workflow.\n"


# ---- the workflow ----

WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/witness.yml").read_text("utf-8"))


def test_it_runs_by_the_clock_or_by_hand_and_never_for_a_pull_request():
    assert set(WORKFLOW[True]) == {"schedule", "workflow_dispatch"}
    (when,) = WORKFLOW[True]["schedule"]
    assert when["cron"].split()[2:] == ["*", "*", "1"]


def test_what_installs_and_reads_may_change_nothing_and_what_may_change_installs_nothing():
    look, tell = WORKFLOW["jobs"]["look"], WORKFLOW["jobs"]["tell"]
    assert "permissions" not in look
    assert tell["permissions"] == {"contents": "read", "issues": "write"}
    assert "token" not in str(look)
    assert [step["run"] for step in tell["steps"] if "run" in step] == ['tools/tell.sh "$RUNNER_TEMP/witness"']
    for job in WORKFLOW["jobs"].values():
        assert job["steps"][0]["with"] == {"persist-credentials": False}


def test_a_pull_request_is_compared_with_its_base():
    job = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))["jobs"]["dates"]
    assert job["if"] == "github.event_name == 'pull_request'"
    assert job["steps"][0]["with"]["fetch-depth"] == 0
    assert job["steps"][-1]["run"].endswith("factbook diff HEAD^1 --strict")
