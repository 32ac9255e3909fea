"""Measuring comes to an end: what it runs in turns when it is stopped or one fails, and a page that is scrolled."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks import reader
from benchmarks.process import cost, in_turns
from tests.conftest import served
from tests.projects import ROOT

SLOW = """import os, pathlib, sys, time
pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))
time.sleep(float(sys.argv[2]))
pathlib.Path(sys.argv[1] + "-to-its-end").touch()
"""
IN_TURNS = """import pathlib, signal, sys
from benchmarks.process import cost, in_turns
signal.signal(signal.SIGINT, signal.default_int_handler)  # tests in the background inherit that it is ignored,
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # and with nohup this
project = pathlib.Path(sys.argv[1])
in_turns(lambda: cost(project, "slow", "one", "20"), lambda: cost(project, "slow", "other", "20"))
"""
STOPS = """<script>
    let painted = 0;
    const next = requestAnimationFrame;
    requestAnimationFrame = (step) => ++painted < 5 && next(step);
</script>"""


def waited_for(is_so) -> bool:
    """Whether it becomes so within a minute."""
    end = time.monotonic() + 60
    while not (found := is_so()) and time.monotonic() < end:
        time.sleep(0.1)
    return found


def alive(process: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize(("sent", "killed"), [(signal.SIGINT, 2), (signal.SIGTERM, 1)])
def test_nothing_that_is_measured_in_turns_stays_behind_stopped(tmp_path, sent, killed):
    (tmp_path / "slow.py").write_text(SLOW)
    command = [sys.executable, "-c", IN_TURNS, str(tmp_path)]
    # In a session of its own: in a container whose first process is the shell that runs the tests, that one could wake what is stopped.
    measuring = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True)
    names = [tmp_path / "one", tmp_path / "other"]
    assert waited_for(lambda: all(name.exists() and name.read_text() for name in names))
    children = [int(name.read_text()) for name in names]
    measuring.send_signal(sent)
    measuring.wait(60)
    assert waited_for(lambda: not any(map(alive, children)))
    assert len([*tmp_path.glob("*-to-its-end")]) <= 2 - killed


def test_when_one_of_two_fails_the_other_is_not_waited_for(tmp_path, capfd):
    (tmp_path / "slow.py").write_text(SLOW)
    with pytest.raises(SystemExit, match="bench: no_such_module failed"):
        in_turns(lambda: cost(tmp_path, "slow", "one", "20"), lambda: cost(tmp_path, "no_such_module"))
    assert not (tmp_path / "one-to-its-end").exists()
    assert "No module named no_such_module" in capfd.readouterr().err


def test_a_browser_that_stops_painting_does_not_hold_up_the_measuring_for_ever(chromium, tmp_path, capfd):
    page = tmp_path / reader.LONGEST / "index.html"
    page.parent.mkdir(parents=True)
    tall = "<!doctype html><title>x</title><div style='height: 20000px'></div>"
    page.write_text(tall)
    with served(tmp_path) as address:
        assert reader.longest_frame(chromium, address) > 0
        page.write_text(tall + STOPS)
        with pytest.raises(SystemExit, match="reference/limits/ was never scrolled to its end: look"):
            reader.longest_frame(chromium, address, patience=0.5)
    assert capfd.readouterr().out.count("the browser painted nothing for 0.5 s") == 3
