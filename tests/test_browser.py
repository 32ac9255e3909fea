"""The built site in a real browser, on a phone and a desk, with and without scripts."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.projects import html_files

WIDTHS = (320, 360, 1440)


def paths(site: Path) -> list[str]:
    return sorted(page.parent.relative_to(site).as_posix().removeprefix(".") for page in html_files(site, "index.html"))


@pytest.fixture
def page(chromium: Browser, address) -> Page:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


# The height of each part of a page and its distance from the next one, as it is in the window; then the same with nothing put off.
PARTS = """async (whole) => {
    const parts = [...document.querySelectorAll(".md-content__inner > *")];
    const found = [];
    if (whole) {
        const style = document.createElement("style");
        style.textContent = "* { content-visibility: visible !important; }";
        document.head.append(style);
    }
    for (const [index, part] of parts.entries()) {
        part.scrollIntoView({ block: "center", behavior: "instant" });
        await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
        const { top, height } = part.getBoundingClientRect();
        const next = parts[index + 1]?.getBoundingClientRect().top ?? top;
        found.push([index, part.className, Math.round(height), Math.round(next - top)]);
    }
    return found;
}"""


@pytest.mark.parametrize("width", [360, 1440])
def test_what_is_laid_out_late_takes_the_room_that_it_would_take_at_once(chromium, address, width):
    context = chromium.new_context(viewport={"width": width, "height": 900}, base_url=address)
    page = context.new_page()
    for path in ("compute/lambda/", "integration/sqs/", "contribute/facts/"):
        page.goto(path)
        late = "[...document.querySelectorAll('.md-content__inner > *')].filter((each) => getComputedStyle(each).contentVisibility === 'auto').length"
        assert page.evaluate(late) > 5
        page.evaluate(PARTS, False)  # once through, so that all have their heights
        assert page.evaluate(PARTS, False) == page.evaluate(PARTS, True), path
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_scrolls_sideways_asks_elsewhere_or_has_an_error(chromium, address, site, width):
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    wrong: list[str] = []
    page.on(
        "request",
        lambda request: (
            request.url.startswith((address, "data:", "blob:")) or wrong.append(f"{page.url}: asks {request.url}")
        ),
    )
    page.on("console", lambda message: message.type == "error" and wrong.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    for path in paths(site):
        page.goto(f"{address}{path}/" if path else address)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            wrong.append(f"{path}: {over} px too wide at {width}")
    context.close()
    assert wrong == []


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("visibility", "lambda"),
        ("presigned", "storage/s3"),
        ("WCU", "database/dynamodb"),
        ("SnapStart", "compute/lambda"),
    ],
)
def test_a_first_search_finds(page, query, place):
    page.locator("[data-md-component=search-query]").click()
    page.keyboard.type(query)
    first = page.locator(".md-search-result__item a").first
    expect(first).to_be_visible()
    links = [link.get_attribute("href") or "" for link in page.locator(".md-search-result__item > a").all()[:3]]
    assert any(place in link for link in links), links


def test_a_tapped_fact_leads_to_its_row(page, address):
    page.goto(address + "compute/lambda/")
    link = page.locator('a.fact[data-fact="lambda.timeout_max"]').first
    assert "Checked" in (link.get_attribute("title") or "")
    link.click()
    row = page.locator('tr[id="lambda.timeout_max"]')
    expect(row).to_be_in_viewport()
    expect(row.locator(".fact-value")).to_contain_text("15 minutes")
    assert row.locator("a[rel=noopener]").get_attribute("href").startswith("https://docs.aws.amazon.com/lambda/")


def test_on_a_phone_only_the_rows_near_a_named_one_are_laid_out(chromium, address):
    context = chromium.new_context(viewport={"width": 360, "height": 780})
    page = context.new_page()
    page.goto(address + "reference/limits/#lambda.timeout_max")
    row = page.locator('tr[id="lambda.timeout_max"]')
    expect(row).to_be_in_viewport()
    top = "document.getElementById('lambda.timeout_max').getBoundingClientRect().top"
    page.wait_for_function(f"(() => {{ const top = {top}; return top > 60 && top < 180; }})()")
    seen = "(cell) => cell.checkVisibility({ contentVisibilityAuto: true })"
    assert row.locator("th").evaluate(seen)
    assert not page.locator(".facts--reference tbody th").first.evaluate(seen)
    context.close()


def test_the_reference_can_be_filtered_and_the_view_shared(page, address):
    page.goto(address + "reference/limits/")
    rows = page.locator(".facts--reference tbody tr")
    everything = rows.count()
    page.get_by_label("Find in this table").fill("timeout")
    visible = [row for row in rows.all() if row.is_visible()]
    assert 0 < len(visible) < everything
    assert all("timeout" in row.inner_text().lower() or "timeout" in (row.get_attribute("id") or "") for row in visible)
    shared = page.url
    assert "timeout" in shared
    page.goto("about:blank")
    page.goto(shared)
    assert len([row for row in rows.all() if row.is_visible()]) == len(visible)


def test_everything_is_there_without_scripts(chromium, address):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(address + "compute/lambda/")
    page.locator("a.fact").first.click()
    assert "/reference/" in page.url
    assert page.locator(".facts--reference tbody tr").count() > 50
    context.close()


def test_a_table_can_be_ordered_and_downloaded_as_it_is_shown(page, address):
    page.goto(address + "reference/limits/?find=timeout&adjustable=1&sort=checked&since=not-a-date")
    rows = page.locator(".facts--reference tbody tr:visible")
    dates = rows.locator("time").evaluate_all("(times) => times.map((each) => each.dateTime)")
    assert dates
    assert dates == sorted(dates)
    assert rows.evaluate_all("(rows) => rows.every((row) => row.dataset.adjustable === 'true')")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as CSV").click()
    assert download.value.suggested_filename == "limits.csv"
    lines = list(csv.DictReader(Path(download.value.path()).read_text("utf-8-sig").splitlines()))
    ids = rows.evaluate_all("(rows) => rows.map((row) => row.id)")
    assert [line["id"] for line in lines] == ids
    assert all(line["source"].startswith("https://") for line in lines)
    page.get_by_label("Changed since").fill("2025-01-01")
    changes = rows.evaluate_all("(rows) => rows.map((row) => row.dataset.changed)")
    assert all(changed >= "2025" for changed in changes)
    assert "since=2025-01-01" in page.url


def test_a_printed_page_has_its_text_open_and_nothing_to_press(page, address):
    page.goto(address + "compute/lambda/")
    page.emulate_media(media="print")
    for name in (
        ".md-header",
        ".md-sidebar",
        ".md-footer",
        ".md-content__button",
        ".headerlink",
        ".md-top",
        ".md-clipboard",
    ):
        assert [each for each in page.locator(name).all() if each.is_visible()] == [], name
    blocks = page.locator(".tabbed-block").all()
    assert blocks
    assert all(block.is_visible() for block in blocks)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
