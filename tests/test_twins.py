"""MkDocs and Zensical build the same site; and the comparison that says so sees what differs."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from factbook import book, settings
from factbook.clock import today
from factbook.publish import files
from factbook.publish.bound import chapters, volume
from tests import twins
from tests.projects import ROOT, written


def test_both_generators_build_the_same_site(site, zensical_site):
    found, met = twins.compare(site, zensical_site)
    assert found == []
    assert met == {each.name for each in (*twins.IN_PAGES, *twins.FILES)}, "take out of the list what no longer differs"


def test_both_generators_bind_the_same_book(site, zensical_site):
    whole = book.load(ROOT, today())
    few = [each for each in whole.navigation if each.page in ("index.md", "security/sts.md", "reference/errors.md")]
    notes = replace(whole, navigation=tuple(few))
    known = settings.parse(notes.texts["mkdocs.yml"])
    texts = []
    for each in (site, zensical_site):
        there = {file.relative_to(each).as_posix() for file in each.rglob("*") if file.is_file()}
        found, problems = chapters.chapters(files.pages_of(each), there, notes, known)
        assert problems == []
        assert len(found) == len(few)
        texts.append(" ".join(volume.document(found, notes, known).split()))
    assert texts[0] == texts[1]


def test_the_page_on_generators_gives_a_reason_for_each_difference():
    page = (ROOT / "docs/contribute/generators.md").read_text("utf-8")
    named = re.findall(r"^\| `([a-z-]+)` \| [^|]{10,} \| [^|]{10,} \|$", page, re.MULTILINE)
    assert sorted(named) == sorted({each.name for each in (*twins.IN_PAGES, *twins.FILES)})


PAGE = (
    '<article><h2 id="limits">Limits<a class="headerlink" href="#limits">¶</a></h2><p>Holds '
    '<a class="fact" data-fact="a.b" href="../c/#a.b">5&nbsp;MB</a>.</p></article>'
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id="limits"', 'id="limits_1"'),
        ('href="#limits"', 'href="#limit"'),
        ("../c/#a.b", "../d/#a.b"),
        ("../c/#a.b", "../c/#a.c"),
        ('data-fact="a.b"', 'data-fact="a.c"'),
        ("Holds", "Keeps"),
        ("<h2", "<h3"),
        ('class="fact" ', ""),
    ],
)
def test_what_differs_in_a_page_is_seen(tmp_path, old, new):
    one = written(tmp_path / "one", {"x/index.html": PAGE})
    other = written(tmp_path / "other", {"x/index.html": PAGE.replace(old, new, 1)})
    found, met = twins.compare(one, other)
    assert [line.partition(":")[0] for line in found] == ["x/index.html"]
    assert met == set()


def test_files_that_differ_are_seen(tmp_path):
    one = written(tmp_path / "one", {"a.json": "1", "b.json": "1"})
    other = written(tmp_path / "other", {"a.json": "2", "c.json": "1"})
    assert twins.compare(one, other)[0] == ["only in one: b.json", "only in one: c.json", "a.json: other bytes"]


@pytest.mark.parametrize(
    ("old", "new"), [("../c/#a.b", "../x/../c#a.b"), ("../c/#a.b", "/c/#a.b"), ("> ", ">\n  "), ("&nbsp;", "&#160;")]
)
def test_two_ways_to_write_the_same_are_the_same(tmp_path, old, new):
    page = PAGE.replace("<p>", "<p> ")
    one = written(tmp_path / "one", {"x/index.html": page})
    other = written(tmp_path / "other", {"x/index.html": page.replace(old, new)})
    assert twins.compare(one, other) == ([], set())
