"""The site as an archive: unpacked into a folder, opened as files in two browsers, with the network off."""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Iterator
from datetime import date
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from factbook import settings
from factbook.publish.bound import archive
from tests.firefox import firefox
from tests.projects import ROOT

PAGES = ("", "compute/lambda/", "reference/limits/", "download/", "exam/")


@pytest.fixture(scope="module")
def folder(site, tmp_path_factory) -> Path:
    """The archive of the real site, unpacked."""
    known = settings.parse((ROOT / "mkdocs.yml").read_text("utf-8"))
    made = archive.archive(site, date(2026, 11, 27), known, {})
    into = tmp_path_factory.mktemp("offline")
    with zipfile.ZipFile(BytesIO(made)) as packed:
        assert packed.testzip() is None
        packed.extractall(into)
    return into / archive.FOLDER


class Chromium:
    """A tab of Chromium with the network off, to be used like one of Firefox."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self.wrong: list[str] = []
        page.on(
            "request",
            lambda request: (
                urlsplit(request.url).scheme in ("file", "data", "blob") or self.wrong.append(f"asks {request.url}")
            ),
        )
        page.on("console", lambda message: message.type == "error" and self.wrong.append(message.text))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))

    def go(self, address: str) -> None:
        self._page.goto(address)

    def evaluate(self, script: str) -> Any:
        return self._page.evaluate(f"(async () => ({script}))()")

    def click(self, selector: str) -> None:
        self._page.click(selector)

    def type(self, text: str) -> None:
        self._page.keyboard.type(text)


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def tab(request, tmp_path_factory) -> Iterator[Any]:
    if request.param == "firefox":
        with firefox(tmp_path_factory.mktemp("profile")) as tab:
            yield tab
    else:
        context = request.getfixturevalue("chromium").new_context(offline=True)
        yield Chromium(context.new_page())
        context.close()


def waited(tab: Any, script: str) -> Any:
    """The value of an expression as soon as it is more than nothing; nothing after half a minute."""
    return tab.evaluate(
        "await (async () => { for (let turn = 0; turn < 600; turn += 1) {"
        f"const found = {script}; if (found) return found; await new Promise((go) => setTimeout(go, 50)); }}"
        "return null; })()"
    )


def test_every_link_names_a_file_that_is_there(folder):
    wrong = []
    links = 0
    for page in folder.rglob("*.html"):
        text = page.read_text("utf-8")
        for address in re.findall(r"""<(?:a|link|script|img)\b[^>]*?\s(?:href|src)=["']?([^"'\s>]+)""", text):
            parts = urlsplit(unescape(address))
            if parts.scheme or not parts.path:
                continue
            links += 1
            if parts.netloc or not (page.parent / unquote(parts.path)).is_file():
                wrong.append(f"{page.relative_to(folder)}: {address}")
    assert wrong == []
    assert links > 1000


def test_pages_ask_for_nothing_and_have_no_error(tab, folder):
    tab.wrong.clear()
    for page in PAGES:
        tab.go((folder / page / "index.html").as_uri())
        assert waited(tab, 'document.querySelector("article h1").textContent')
    assert tab.wrong == []


@pytest.mark.parametrize(("query", "place"), [("SnapStart", "compute/lambda"), ("presigned", "presigned")])
def test_search_finds_and_leads_to_the_page(tab, folder, query, place):
    tab.wrong.clear()
    tab.go((folder / "reference/index.html").as_uri())
    tab.click("[data-md-component=search-query]")
    tab.type(query)
    found = waited(
        tab,
        '[...document.querySelectorAll(".md-search-result__link")].slice(0, 3).map((link) => link.href).join(" ")',
    )
    assert place in found
    tab.evaluate('setTimeout(() => document.querySelector(".md-search-result__link").click())')
    time.sleep(1)  # the page that the click leaves may not be asked any more
    assert waited(
        tab,
        'location.pathname.endsWith("/index.html") && !location.pathname.endsWith("/reference/index.html") && document.querySelector("article h1")?.textContent',
    )
    assert tab.wrong == []


def test_a_fact_leads_to_its_row(tab, folder):
    tab.go((folder / "compute/lambda/index.html").as_uri())
    address = tab.evaluate("document.querySelector('a.fact[data-fact=\"lambda.timeout_max\"]').href")
    assert address.endswith("/reference/limits/index.html#lambda.timeout_max")
    tab.go(address)
    assert waited(tab, "document.querySelector(':target')?.tagName") == "TR"


def test_what_is_not_in_the_archive_stays_on_the_web():
    known = settings.Settings("Small", "", "https://small.example/notes/")
    html = (
        '<html><head></head><a href="../book.pdf">b</a><a href="../">h</a><a href="/notes/a/#x">a</a><a href="#y">y</a>'
    )
    html += '<meta http-equiv="refresh" content="0; url=../a/">'
    made = archive.page(html, "download/index.html", {"index.html", "a/index.html", "download/index.html"}, known)
    assert re.findall(r'href="([^"]*)"', made) == [
        "https://small.example/notes/book.pdf",
        "../index.html",
        "../a/index.html#x",
        "#y",
    ]
    assert 'content="0; url=../a/index.html"' in made
