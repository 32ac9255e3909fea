"""How long the preview of this site takes to show an edit: from the writing of a file until the page that is served has it."""

from __future__ import annotations

import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from benchmarks.copies import copied
from benchmarks.process import ENVIRONMENT

_NOTE, _FACTS, _PAGE = "docs/integration/sqs.md", "data/facts/sqs.yaml", "integration/sqs/"
_PATIENCE = 300


def measure(project: Path, folder: Path, times: int) -> tuple[float, float]:
    """The median seconds, by the clock, for an edit to a note and for one to a fact, in a copy of the project that is made in `folder`."""
    copy = copied(project, folder / "preview")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        where = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [sys.executable, "tools/preview.py", where]
    server = subprocess.Popen(command, cwd=copy, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until(server, where, "</html>")
        note = [_edit(server, copy / _NOTE, where, r"\Z", "\nEdit {} of a note.\n", turn) for turn in range(times)]
        fact = [
            _edit(server, copy / _FACTS, where, r"(?<=title: )", "Edit {} of a fact, ", turn) for turn in range(times)
        ]
    finally:
        server.terminate()
        server.wait()
    return statistics.median(note), statistics.median(fact)


def _edit(server: subprocess.Popen, file: Path, where: str, place: str, text: str, turn: int) -> float:
    time.sleep(3)  # as somebody who looks at what the edit before has done
    said = text.format(turn)
    text = re.sub(place, said, file.read_text("utf-8"), count=1)
    start = time.perf_counter()
    file.write_text(text, "utf-8")
    _until(server, where, said.strip())
    return time.perf_counter() - start


def _until(server: subprocess.Popen, where: str, text: str) -> None:
    end = time.monotonic() + _PATIENCE
    while text not in _page(where):
        if server.poll() is not None or time.monotonic() > end:
            raise SystemExit(f"bench: the preview did not show {text!r}: run make serve to see why")
        time.sleep(0.02)


def _page(where: str) -> str:
    try:
        with urllib.request.urlopen(f"http://{where}/{_PAGE}", timeout=30) as answer:
            return answer.read().decode()
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return ""
