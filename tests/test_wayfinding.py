"""Ways to a page: from old addresses, through the list for search engines, and back up from a page to its section."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
import yaml
from playwright.sync_api import Browser, expect

from tests.projects import ROOT, html_files

MOVED = yaml.safe_load((ROOT / "data/moved.yaml").read_text("utf-8"))
SITE = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["site_url"]


def canonical(text: str) -> str:
    tag = re.search(r'<link[^>]*rel="?canonical"?[^>]*>', text)[0]
    return re.search(r'href="?([^" >]+)', tag)[1]


@pytest.mark.parametrize("built", ["site", "zensical_site"])
def test_an_old_address_says_where_the_page_is(built, request):
    site = request.getfixturevalue(built)
    for old, new in MOVED.items():
        text = (site / old.removesuffix(".md") / "index.html").read_text("utf-8")
        assert canonical(text) == SITE + new.removesuffix(".md") + "/"


def test_an_old_address_goes_on_by_itself(chromium: Browser, address: str):
    page = chromium.new_page()
    for old, new in MOVED.items():
        page.goto(address + old.removesuffix(".md") + "/", wait_until="commit")
        page.wait_for_url(address + new.removesuffix(".md") + "/")
        expect(page.locator("article h1")).to_be_visible()
    page.close()


@pytest.mark.parametrize("built", ["site", "zensical_site"])
def test_search_engines_are_told_of_every_page_and_of_nothing_else(built, request):
    site = request.getfixturevalue(built)
    listed = set(re.findall(r"<loc>([^<]+)</loc>", (site / "sitemap.xml").read_text("utf-8")))
    pages = {
        SITE + file.relative_to(site).as_posix().removesuffix("index.html") for file in html_files(site, "index.html")
    }
    assert listed == pages


@pytest.mark.parametrize("built", ["site", "zensical_site"])
def test_each_page_names_its_own_address(built, request):
    site = request.getfixturevalue(built)
    for file in html_files(site, "index.html"):
        where = SITE + file.relative_to(site).as_posix().removesuffix("index.html")
        assert canonical(file.read_text("utf-8")) == where


@pytest.mark.parametrize("built", ["site", "zensical_site"])
def test_a_page_leads_back_to_its_section(built, request):
    site = request.getfixturevalue(built)
    text = (site / "compute/lambda/index.html").read_text("utf-8")
    path = re.search(r'<nav class="md-path".*?</nav>', text, re.DOTALL)[0]
    links = re.findall(r'href="([^"]+)"', path)
    assert [urljoin("compute/lambda/", link).removeprefix("/").removeprefix("./") for link in links][1].endswith(
        "#area-compute"
    )
    assert 'id="area-compute"' in (site / "index.html").read_text("utf-8")
    exam = (site / "exam/development/index.html").read_text("utf-8")
    assert 'href="../"' in re.search(r'<nav class="md-path".*?</nav>', exam, re.DOTALL)[0]


@pytest.mark.parametrize("built", ["site", "zensical_site"])
def test_every_page_has_a_link_past_its_menus_to_its_heading(built, request):
    site = request.getfixturevalue(built)
    for file in (site / "404.html", *html_files(site, "index.html")):
        text = file.read_text("utf-8")
        if "<article" in text:  # others lead on from an old address
            link = re.findall(r'<a href="#([^"]+)" class="md-skip">\s*Skip to content\s*</a>', text)
            assert [f'<h1 id="{each}">' in text for each in link] == [True], file


@pytest.mark.parametrize("built", ["site", "zensical_site"])
def test_a_page_asks_for_one_style_sheet_and_one_script_of_ours(built, request):
    site = request.getfixturevalue(built)
    text = (site / "compute/lambda/index.html").read_text("utf-8")
    for kind, pattern in (
        ("css", r'href="([^"]*/notes-[0-9a-f]{8}\.css)"'),
        ("js", r'src="([^"]*/notes-[0-9a-f]{8}\.js)" defer'),
    ):
        named = re.findall(pattern, text)
        assert len(named) == 1
        whole = (site / "compute/lambda" / named[0]).resolve().read_text("utf-8")
        ours = ROOT / "overrides/assets" / ("stylesheets" if kind == "css" else "javascripts")
        parts = re.findall(rf"assets/\w+/([a-z]+\.{kind})", (ROOT / "mkdocs.yml").read_text("utf-8"))
        starts = [whole.index((ours / name).read_text("utf-8")) for name in parts]
        assert starts == sorted(starts)
        assert not re.search(rf'assets/\w+/({"|".join(parts)})"', text)


@pytest.mark.parametrize("built", ["site", "zensical_site"])
def test_a_shared_link_shows_the_picture_of_its_section(built, request):
    site = request.getfixturevalue(built)
    for file in html_files(site, "index.html"):
        text = file.read_text("utf-8")
        picture = re.search(r'property="og:image" content="([^"]+)"', text)[1]
        data = (site / picture.removeprefix(SITE)).read_bytes()
        assert data.startswith(b"\x89PNG")
        assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (1200, 630)
        assert len(data) < 60_000
