"""MkDocs and Zensical build the same site; and the comparison that says so sees what differs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from factbook import book, settings
from factbook.clock import today
from factbook.publish import files
from factbook.publish.bound import chapters, volume
from tests import twins
from tests.projects import ROOT, written


def test_both_generators_build_the_same_site(site, zensical_site):
    assert twins.compare(site, zensical_site) == []


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
    assert [line.partition(":")[0] for line in twins.compare(one, other)] == ["x/index.html"]


def test_files_that_differ_are_seen(tmp_path):
    one = written(tmp_path / "one", {"a.json": "1", "b.json": "1"})
    other = written(tmp_path / "other", {"a.json": "2", "c.json": "1"})
    assert twins.compare(one, other) == ["only in one: b.json", "only in one: c.json", "a.json: other bytes"]


@pytest.mark.parametrize(
    ("old", "new"), [("../c/#a.b", "../x/../c#a.b"), ("../c/#a.b", "/c/#a.b"), ("> ", ">\n  "), ("&nbsp;", "&#160;")]
)
def test_two_ways_to_write_the_same_are_the_same(tmp_path, old, new):
    page = PAGE.replace("<p>", "<p> ")
    one = written(tmp_path / "one", {"x/index.html": page})
    other = written(tmp_path / "other", {"x/index.html": page.replace(old, new)})
    assert twins.compare(one, other) == []


STYLED = '<link rel="stylesheet" href="../assets/stylesheets/main.57a0d79d.min.css"><p>Text.</p>'


@pytest.mark.parametrize(
    ("new", "found"),
    [
        ("../assets/stylesheets/classic/main.94dd801d.min.css", 0),
        ("../assets/stylesheets/classic/palette.94dd801d.min.css", 1),
        ("../../assets/stylesheets/main.57a0d79d.min.css", 0),  # above the site there is nothing: browsers stay
        ("../x/assets/stylesheets/main.57a0d79d.min.css", 1),
        ("../assets/stylesheets/notes-57a0d79d.css", 1),
        ("../assets/stylesheets/main.css", 1),
    ],
)
def test_of_the_theme_s_files_pages_have_to_name_the_same_kind(tmp_path, new, found):
    one = written(tmp_path / "one", {"x/index.html": STYLED})
    other = written(
        tmp_path / "other", {"x/index.html": STYLED.replace("../assets/stylesheets/main.57a0d79d.min.css", new)}
    )
    assert len(twins.compare(one, other)) == found


def test_only_what_a_generator_copies_unchanged_is_the_theme_s(tmp_path):
    packed = [
        file.relative_to(templates).as_posix()
        for templates in twins.themes()
        for file in templates.glob("assets/javascripts/bundle.*.min.js")
    ]
    assert len(packed) == len(twins.themes()) == 2
    texts = {
        name: next(path for templates in twins.themes() if (path := templates / name).is_file()).read_text("utf-8")
        for name in packed
    }
    one, other = (written(tmp_path / name, {name: texts[name]}) for name in packed)
    assert twins.compare(one, other) == []
    written(one, {packed[0]: texts[packed[0]] + "alert()", "assets/javascripts/more.js": ""})
    assert twins.compare(one, other) == [f"only in one: {packed[0]}", "only in one: assets/javascripts/more.js"]
