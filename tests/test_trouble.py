"""What goes wrong around the command: it says so in one line, never in a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from factbook import cli, gate
from tests.projects import ROOT, small
from tests.test_command import run


@pytest.mark.parametrize("day", ["tomorrow", "99999999999999999"])
def test_a_day_that_is_none_is_said_so(tmp_path, day):
    found = run(small(tmp_path), "due", SOURCE_DATE_EPOCH=day)
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr == f"factbook: SOURCE_DATE_EPOCH is '{day}': write the seconds since 1970\n"


def test_what_is_no_text_is_said_so(tmp_path):
    project = small(tmp_path)
    (project / "CONTRIBUTING.md").write_bytes(b"\xff")
    found = run(project, "generate")
    assert found.returncode == 2
    assert found.stderr.startswith("CONTRIBUTING.md:1:1: yaml: byte 0xff is not UTF-8")
    (project / "site").mkdir()
    (project / "site" / "index.html").write_bytes(b"<html>\xff")
    for command in ("publish", "scan"):
        assert "Traceback" not in run(project, command, "site").stderr


def test_an_output_that_is_full(tmp_path):
    project = small(tmp_path)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "factbook", "facts"],
            cwd=project,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, "factbook: no space left on device\n")


def test_an_interruption_is_no_traceback(tmp_path, monkeypatch, capsys):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("factbook.book.load", interrupted)
    assert cli.main(["--root", str(small(tmp_path)), "facts"]) == 2
    assert capsys.readouterr().err == "factbook: interrupted\n"


def test_a_day_that_is_none_ends_a_build(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "tomorrow")
    with pytest.raises(gate.Refused, match="SOURCE_DATE_EPOCH is 'tomorrow'"):
        gate.open_book(small(tmp_path))
