"""`make serve` shows every kind of edit by itself: a fact, a note, the theme, code; and survives a mistake."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.projects import ROOT, small

PATIENCE = 90
"""Seconds after which an edit that does not show counts as lost."""


@pytest.fixture
def preview(tmp_path) -> Iterator[tuple[Path, str]]:
    """A small project being served by tools/serve.py, and its address."""
    project = small(tmp_path)
    shutil.copytree(ROOT / "tools", project / "tools")
    (project / "overrides").mkdir()
    (project / "overrides" / "main.html").write_text(
        '{% extends "base.html" %}{% block footer %}first theme{% endblock %}'
    )
    config = (project / "mkdocs.yml").read_text().replace("font: false}", "font: false, custom_dir: overrides}")
    (project / "mkdocs.yml").write_text(config + "watch: [data, macros, factbook, overrides]\n")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "tools/serve.py", f"127.0.0.1:{port}"],
        cwd=project,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield project, f"http://127.0.0.1:{port}/networking/sqs/"
    server.terminate()
    server.wait()


def until_shown(address: str, text: str) -> None:
    """Return when the page shows the text."""
    end = time.monotonic() + PATIENCE
    page = ""
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                page = answer.read().decode()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            page = ""
        if text in page:
            return
        time.sleep(0.2)
    pytest.fail(f"{text!r} never showed at {address}")


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_every_kind_of_edit_shows_by_itself(preview):
    project, address = preview
    until_shown(address, ">1\N{NO-BREAK SPACE}MiB</a>")
    until_shown(address, "first theme")

    edit(project / "data" / "facts" / "sqs.yaml", "value: 1\n", "value: 2\n")
    until_shown(address, ">2\N{NO-BREAK SPACE}MiB</a>")

    edit(project / "docs" / "networking" / "sqs.md", "Queues hold messages", "Queues keep messages")
    until_shown(address, "Queues keep messages")

    edit(project / "overrides" / "main.html", "first theme", "second theme")
    until_shown(address, "second theme")

    edit(project / "macros" / "facts.py", 'f"until {past.until}"', 'f"up to {past.until}"')
    until_shown(address, "up to August 2025")

    edit(project / "docs" / "networking" / "sqs.md", 'fact("sqs.twice")', 'fact("sqs.thrice")')
    time.sleep(3)  # long enough for the mistake to be met
    edit(project / "docs" / "networking" / "sqs.md", 'fact("sqs.thrice")', 'fact("sqs.twice", unit="hour")')
    until_shown(address, ">192\N{NO-BREAK SPACE}hours</a>")
