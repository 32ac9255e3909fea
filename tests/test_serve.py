"""`make serve` shows every kind of edit by itself, on the pages that it changes, where a reader is; and survives mistakes."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.projects import KMS, small

PATIENCE = 90
"""Seconds after which an edit that does not show counts as lost."""


LONG = "\n\n".join(f"Line {number} of many, which make the page longer than the window." for number in range(120))


class Preview:
    """A small project being served by tools/serve.py."""

    def __init__(self, project: Path, port: int) -> None:
        self.project = project
        self.site = f"http://127.0.0.1:{port}/"
        self.output = project / "output.txt"

    def edit(self, file: str, old: str, new: str) -> None:
        text = (self.project / file).read_text("utf-8")
        assert old in text
        (self.project / file).write_text(text.replace(old, new), "utf-8")

    def page(self, path: str) -> str:
        """A file as it is served, or nothing."""
        try:
            with urllib.request.urlopen(self.site + path, timeout=5) as answer:
                return answer.read().decode()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return ""

    def until(self, happens: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not happens():
            assert time.monotonic() < end, f"{what} never happened:\n{self.output.read_text()[-3000:]}"
            time.sleep(0.2)

    def until_shown(self, text: str, path: str = "networking/sqs/") -> None:
        self.until(lambda: text in self.page(path), f"{text!r} on {path}")

    def until_said(self, text: str) -> None:
        self.until(lambda: text in self.output.read_text(), f"{text!r}")

    def made(self) -> list[str]:
        """The pages that each edit made, in order."""
        return re.findall(r"^serve: made \d+: (.*)$", self.output.read_text(), re.MULTILINE)


@pytest.fixture
def preview(tmp_path) -> Iterator[Preview]:
    project = small(tmp_path / "project")
    (project / "overrides").mkdir()
    (project / "overrides" / "main.html").write_text(
        '{% extends "base.html" %}{% block footer %}first theme{% endblock %}'
    )
    config = (project / "mkdocs.yml").read_text()
    config = config.replace("font: false}", "font: false, custom_dir: overrides}")
    config = config.replace("  - search\n", "")
    (project / "mkdocs.yml").write_text(config)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    served = Preview(project, port)
    with served.output.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "tools/serve.py", f"127.0.0.1:{port}"],
            cwd=project,
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    yield served
    server.terminate()
    server.wait()


def test_every_kind_of_edit_shows_by_itself_on_the_pages_that_it_changes(preview):
    preview.until_shown(">1\N{NO-BREAK SPACE}MiB</a>")
    preview.until_shown("first theme")
    assert preview.made() == []

    preview.edit("data/facts/sqs.yaml", "value: 4\n", "value: 5\n")
    preview.until_shown(">5\N{NO-BREAK SPACE}days</a>")
    preview.until(lambda: len(preview.made()) == 1, "a line on the pages made")
    assert preview.made() == ["networking/sqs.md, reference/defaults.md, reference/rules.md"]

    preview.edit("docs/networking/sqs.md", "Queues hold messages", "Queues keep messages")
    preview.until_shown("Queues keep messages")
    preview.until(lambda: len(preview.made()) == 2, "a line on the page made")
    assert preview.made()[1] == "networking/sqs.md"

    preview.edit("overrides/main.html", "first theme", "second theme")
    preview.until_shown("second theme")
    preview.until_shown("second theme", "kms/")

    preview.edit("macros/facts.py", 'f"until {past.until}"', 'f"up to {past.until}"')
    preview.until_shown("up to August 2025")


def test_a_mistake_leaves_the_pages_that_were_there_until_it_is_mended(preview):
    preview.until_shown(">8\N{NO-BREAK SPACE}days</a>")
    preview.edit("docs/networking/sqs.md", 'fact("sqs.twice")', 'fact("sqs.thrice")')
    preview.until_said("no fact 'sqs.thrice'")
    preview.until_said("the pages are those before this mistake")
    assert ">8\N{NO-BREAK SPACE}days</a>" in preview.page("networking/sqs/")
    preview.edit("docs/networking/sqs.md", 'fact("sqs.thrice")', 'fact("sqs.twice", unit="hour")')
    preview.until_shown(">192\N{NO-BREAK SPACE}hours</a>")


def test_a_mistake_before_the_first_page_is_mended_by_an_edit(preview):
    preview.until_shown("first theme")
    preview.edit("docs/networking/sqs.md", 'fact("sqs.twice")', 'fact("sqs.thrice")')
    preview.until_said("the pages are those before this mistake")
    preview.edit("macros/facts.py", 'f"until {past.until}"', 'f"up to {past.until}"')  # a new server meets it first
    preview.until_said("starts again at your next edit")
    preview.edit("docs/networking/sqs.md", 'fact("sqs.thrice")', 'fact("sqs.twice")')
    preview.until_shown("up to August 2025")


def test_the_preview_has_the_search_and_the_other_files_of_the_site(preview):
    preview.until_shown("searchIndex(", "search-index.js")
    preview.until_shown("Largest message", "facts.csv")
    preview.edit("data/facts/sqs.yaml", "title: Largest message", "title: Longest message")
    preview.until_shown("Longest message", "facts.csv")
    assert "Longest message" in preview.page("search-index.js")


def test_an_edit_shows_in_an_open_page_at_the_place_that_is_being_read(preview, chromium):
    (preview.project / "docs/kms.md").write_text(KMS + LONG + '\n\n{{ fact("sqs.twice") }}\n\n' + LONG, "utf-8")
    preview.until_shown("Line 119", "kms/")
    page = chromium.new_page(viewport={"width": 1000, "height": 600})
    page.goto(preview.site + "kms/")
    fact = page.locator('a.fact[data-fact="sqs.twice"]')
    fact.evaluate("(link) => window.scrollTo(0, link.getBoundingClientRect().top + window.scrollY - 200)")
    page.wait_for_timeout(300)
    place = page.evaluate("window.scrollY")
    assert place > 2000
    preview.edit("data/facts/sqs.yaml", "value: 4\n", "value: 5\n")
    expect(fact).to_have_text("10\N{NO-BREAK SPACE}days", timeout=PATIENCE * 1000)
    page.wait_for_function(f"Math.abs(window.scrollY - {place}) < 5")
    page.close()
