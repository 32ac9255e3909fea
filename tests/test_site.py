"""The real site: what it holds, and that a value stands in one place only."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from factbook import book, checks, report, settings
from factbook.clock import today
from factbook.publish.bound import archive
from factbook.publish.scan import scan
from tests.conftest import build
from tests.projects import ROOT, html_files

FACT = re.compile(r'<a class="fact" data-fact="([^"]+)" href="([^"]+)"[^>]*>(.*?)</a>')


@pytest.fixture(scope="module")
def notes() -> book.Book:
    return book.load(ROOT, today())


def shown(site: Path) -> dict[str, list[tuple[str, str]]]:
    """For each page the facts it shows, in order: id and text."""
    return {
        page.relative_to(site).as_posix(): [
            (id_, unescape(text)) for id_, _, text in FACT.findall(page.read_text("utf-8"))
        ]
        for page in html_files(site)
    }


def pages(site: Path) -> dict[str, str]:
    return {page.relative_to(site).as_posix(): page.read_text("utf-8") for page in html_files(site)}


def test_no_check_has_anything_to_say(notes):
    assert report.text(checks.run(notes), notes.texts) == ""


def test_there_is_as_much_as_we_say(notes):
    facts = list(notes.facts.values())
    own = [fact for fact in facts if not fact.derive]
    assert len({page for page in notes.notes if notes.notes[page].services and not page.startswith("docs/exam/")}) >= 24
    assert len(own) >= 250
    assert len([fact for fact in facts if fact.history]) >= 60
    assert [fact.id for fact in own if not (fact.source and fact.evidence and fact.verified > date(2020, 1, 1))] == []


@pytest.mark.parametrize("built", ["site", "zensical_site"])
def test_the_built_pages_hold_no_error(built, project, request):
    found = scan(request.getfixturevalue(built), project)
    assert found.problems == ()
    assert found.pages > 30
    assert found.links > 1000


def test_every_fact_that_a_note_names_is_on_its_page(site, notes):
    on_pages = shown(site)
    for note in notes.notes.values():
        page = note.page.removesuffix(".md").removesuffix("index").rstrip("/")
        found = [id_ for id_, _ in on_pages[f"{page}/index.html" if page else "index.html"]]
        for call in note.calls:
            if call.macro == "fact":
                assert call.fact_id in found, note.path


def test_every_fact_has_one_row_in_the_reference_and_is_linked_to_it(site, notes):
    rows: dict[str, str] = {}
    for page in (site / "reference").rglob("*.html"):
        for id_ in re.findall(r'<tr id="([^"]+)" data-service', page.read_text("utf-8")):
            assert id_ not in rows
            rows[id_] = page.parent.name
    assert set(rows) == set(notes.facts)
    for page in html_files(site):
        for id_, href, _ in FACT.findall(page.read_text("utf-8")):
            target = (page.parent / href.partition("#")[0]).resolve() / "index.html"
            assert href.partition("#")[2] == id_
            assert target == (site / "reference" / rows[id_] / "index.html").resolve()


def bytes_of(site: Path) -> dict[str, str]:
    """A hash of each file below a folder, by its path."""
    return {
        file.relative_to(site).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in site.rglob("*")
        if file.is_file()
    }


def test_a_build_in_another_folder_gives_the_same_bytes(site, same_site):
    first, second = bytes_of(site), bytes_of(same_site)
    assert set(first) == set(second)
    assert [path for path in first if first[path] != second[path]] == []
    assert {"sitemap.xml", "search-index.js", "feed.xml", "facts.csv", "assets/previews/home.png"} <= set(first)


def test_the_archive_of_another_folder_has_the_same_bytes(site, same_site):
    known = settings.parse((ROOT / "mkdocs.yml").read_text("utf-8"))
    first, second = (archive.archive(each, date(2026, 11, 27), known, {}) for each in (site, same_site))
    assert first == second


def test_one_value_changed_in_yaml_changes_every_page_that_shows_it_and_no_other(same_site, another_project):
    """The site has been built before, so this also says that only those pages are made again."""
    before_site = pages(same_site)
    file = another_project / "data" / "facts" / "lambda.yaml"
    text = file.read_text("utf-8")
    entry = re.search(r"^timeout_max:\n(?:  .*\n)+", text, re.MULTILINE)
    assert entry
    changed = (
        entry[0]
        .replace("value: 15", "value: 14")
        .replace("evidence: 900 seconds (15 minutes)", "evidence: 840 seconds (14 minutes)")
    )
    assert changed.count("14") == 2
    file.write_text(text.replace(entry[0], changed), "utf-8")
    try:
        after_site = pages(build(another_project))
    finally:
        file.write_text(text, "utf-8")

    showing = {
        page
        for page, text in before_site.items()
        if 'data-fact="lambda.timeout_max"' in text
        or 'id="lambda.timeout_max"' in text
        or 'data-service="lambda" data-kind="limit"' in text
    }
    different = {page for page in before_site if before_site[page] != after_site[page]}
    uses = {page for page, facts in shown(same_site).items() if "lambda.timeout_max" in dict(facts)}
    editions = "editions/index.html"  # says what has changed since each edition that knows the fact
    recorded = any(
        '"lambda.timeout_max"' in file.read_text("utf-8") for file in another_project.glob("data/editions/*.json")
    )
    assert uses <= different <= showing | {editions}
    assert (editions in different) == recorded
    assert len(uses) >= 2
    for page in uses:
        texts = [unescape(text) for id_, _, text in FACT.findall(after_site[page]) if id_ == "lambda.timeout_max"]
        assert texts
        assert all("14" in text or "840" in text for text in texts)


def test_the_listing_agrees_with_the_pages(site):
    listed = json.loads(
        subprocess.run(
            [sys.executable, "-m", "factbook", "facts", "--json"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
    )
    on_pages = shown(site)
    for fact in listed:
        for note in fact["notes"]:
            page = note.removeprefix("docs/").removesuffix(".md").removesuffix("index").rstrip("/")
            html = (site / page / "index.html").read_text("utf-8")
            assert (
                fact["id"] in [id_ for id_, _ in on_pages[f"{page}/index.html" if page else "index.html"]]
                or fact["id"] in html
                or not re.search(rf'fact\("{re.escape(fact["id"])}"', (ROOT / note).read_text("utf-8"))
            )


def test_no_address_is_typed_twice():
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    host = re.search(r"^site_url: https://([^/\n]+)", config, re.MULTILINE)
    assert host
    elsewhere = [
        file.relative_to(ROOT).as_posix()
        for folder in ("docs", "data", "macros", "factbook", "overrides")
        for file in (ROOT / folder).rglob("*")
        if file.is_file()
        and file.suffix in (".md", ".py", ".yaml", ".html", ".js", ".css")
        and host[1] in file.read_text("utf-8")
    ]
    assert elsewhere == []


def test_every_diagram_and_snippet_is_shown_somewhere(site, notes):
    whole = "".join(pages(site).values())
    drawn = set(re.findall(r'<figure class="diagram[^>]* id="diagram-([^"]+)"', whole))
    assert drawn >= set(notes.diagrams)
    assert set(re.findall(r'<span class="filename">([^<]+)</span>', whole)) >= set(notes.snippets)


def test_a_snippet_is_shown_whole_wherever_it_stands(site, notes):
    for note in notes.notes.values():
        calls = [call for call in note.calls if call.macro == "snippet"]
        page = note.page.removesuffix(".md").removesuffix("index").rstrip("/")
        text = (site / page / "index.html").read_text("utf-8") if calls else ""
        blocks = [
            unescape(re.sub(r"<[^>]+>", "", block))
            for block in re.findall(r'<span class="filename">.*?</span>.*?<code>(.*?)</code>', text, re.DOTALL)
        ]
        wanted = [notes.texts[notes.snippets[str(call.arguments["file"])]].rstrip("\n") for call in calls]
        assert [block.rstrip("\n") for block in blocks] == wanted, note.path


def test_the_text_of_a_picture_is_in_the_markdown_copy(site, notes):
    copy = (site / "security/sts/index.md").read_text("utf-8")
    assert "How an application assumes a role" in copy
    assert "> - An application swaps its own credentials for temporary ones of a role" in copy
    assert "<svg" not in copy
