"""Every page by axe-core in light and dark, on a phone and a desk, and a walk through the site by keyboard alone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from tests.projects import ROOT, html_files
from tests.watched import watched

AXE = (ROOT / "tests" / "vendor" / "axe.min.js").read_text("utf-8")
PHONE = {"width": 360, "height": 800}
DESK = {"width": 1440, "height": 900}

# What a rule finds depends on the colours for two rules only; running the others twice would find the same twice.
RUN = """async (dark) => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const found = await axe.run(document, {
        ...(dark ? { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } } : {
            runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
            rules: { "target-size": { enabled: true } },
        }),
        resultTypes: ["violations"],
        preload: false,
    });
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
        `${id}: ${target.join(" ")}: ${failureSummary.replace(/\\s+/g, " ")}`));
}"""
# Of rows and items with the same elements and classes inside, the first dozen is kept: what axe finds depends on those,
# not on the words, and the largest table has hundreds of rows of a few shapes.
THIN = """() => {
    const shape = (element) => [...element.querySelectorAll("*")].map((each) => `${each.localName}.${each.className}`).join();
    const seen = new Map();
    for (const each of document.querySelectorAll("tbody > tr, ul > li, ol > li")) {
        const key = [each.parentElement.className, each.className, shape(each)].join();
        seen.set(key, (seen.get(key) ?? 0) + 1);
        if (seen.get(key) > 12) each.remove();
    }
}"""
# What is far down a page is laid out when it is nearly seen. axe looks at all of it at once.
LAID_OUT = "* { content-visibility: visible !important; }"
FOCUSED = """() => {
    const focused = document.activeElement;
    const words = focused.ariaLabel || focused.labels?.[0]?.textContent || focused.textContent;
    return words.replace(/\\s+/g, " ").trim();
}"""
# The ring may lie on what stands for the element: a label around it or beside it, the form of the search field.
RING = """() => {
    const focused = document.activeElement;
    const places = [focused, focused.parentElement, focused.matches("input") && focused.nextElementSibling,
        ...focused.labels ?? [], focused.closest("form"),
        focused.parentElement.querySelector(":scope > .tabbed-labels, :scope > .md-nav__container")];
    return places.some((place) => {
        if (!place) return false;
        const style = getComputedStyle(place);
        const { width, height } = place.getBoundingClientRect();
        const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
        const shadow = place.localName === "form" && style.boxShadow !== "none";
        return (ring || shadow) && width > 4 && height > 4 && style.visibility === "visible";
    });
}"""


@pytest.fixture
def desk(chromium, address) -> Iterator[Page]:
    yield from _page(chromium, address, DESK)


@pytest.fixture
def phone(chromium, address) -> Iterator[Page]:
    yield from _page(chromium, address, PHONE)


def _page(chromium, address, viewport) -> Iterator[Page]:
    """A page at `viewport` that asks for less motion and writes down what it requests."""
    with watched(chromium, viewport=viewport, reduced_motion="reduce", base_url=address) as page:
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url.removeprefix(address)))
        yield page


def axe(page: Page, where: str) -> list[str]:
    """What axe-core finds on the page as it is, in light and in dark."""
    found = []
    for colours in ("light", "dark"):
        page.emulate_media(color_scheme=colours, reduced_motion="reduce")
        found += [f"{where} in {colours}: {each}" for each in page.evaluate(RUN, colours == "dark")]
    return found


def focused(page: Page) -> str:
    return page.evaluate(FOCUSED)


def test_axe_finds_nothing_on_any_page(desk, site):
    found = []
    for file in sorted(html_files(site)):
        path = file.relative_to(site).as_posix()
        desk.goto(path)
        desk.add_style_tag(content=LAID_OUT)
        desk.evaluate(THIN)
        desk.evaluate(AXE)
        for viewport in (DESK, PHONE):
            desk.set_viewport_size(viewport)
            found += axe(desk, f"{path} at {viewport['width']}")
    assert found == []


def test_axe_finds_nothing_in_an_open_search_or_drawer(phone, desk):
    found = []
    for page in (phone, desk):
        page.goto("compute/lambda/?q=timeout")
        expect(page.locator(".md-search-result__item").first).to_be_visible()
        page.add_style_tag(content=LAID_OUT)
        page.evaluate(AXE)
        found += axe(page, f"search at {page.viewport_size['width']}")
    phone.goto("compute/lambda/")
    phone.get_by_role("button", name="Navigation").click()
    phone.add_style_tag(content=LAID_OUT)
    phone.evaluate(AXE)
    found += axe(phone, "drawer")
    assert found == []


@pytest.mark.parametrize("viewport", ["desk", "phone"])
def test_whatever_has_focus_shows_it(viewport, request):
    page = request.getfixturevalue(viewport)
    for path in ("", "compute/lambda/", "reference/limits/"):
        page.goto(path)
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break
            try:
                page.wait_for_function(RING)  # on a phone the search first has to open
            except TimeoutError:
                pytest.fail(f"{path}: no ring: {page.evaluate('document.activeElement.outerHTML')}")


@pytest.mark.parametrize("path", ["compute/lambda/", "404.html"])
def test_the_first_tab_skips_to_the_text(desk, path):
    desk.goto(path)
    desk.keyboard.press("Tab")
    assert focused(desk) == "Skip to content"
    expect(desk.locator(".md-skip")).to_have_css("opacity", "1")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.closest('.md-content') !== null")


@pytest.mark.parametrize("key", ["/", "s"])
def test_a_key_opens_the_search_and_the_arrows_reach_its_results(desk, key):
    desk.goto("compute/lambda/")
    desk.keyboard.press(key)
    expect(desk.locator("[data-md-component=search-query]")).to_be_focused()
    desk.keyboard.type("visibility")
    links = desk.locator(".md-search-result__item > a")
    expect(links.first).to_be_visible()
    expect(desk.get_by_role("status").filter(has_text="found")).to_be_visible()
    desk.keyboard.press("ArrowDown")
    expect(links.first).to_be_focused()
    address = links.first.get_attribute("href")
    desk.keyboard.press("Enter")
    desk.wait_for_url(address)


def test_arrow_keys_go_from_tab_to_tab(desk):
    desk.goto("compute/lambda/")
    tabs = desk.locator(".tabbed-set").first
    tabs.locator("input").first.focus()
    desk.keyboard.press("ArrowRight")
    expect(tabs.locator("input").nth(1)).to_be_checked()
    expect(tabs.locator(".tabbed-block").nth(1)).to_be_visible()
    expect(tabs.locator(".tabbed-block").first).to_be_hidden()


def test_the_drawer_opens_holds_the_focus_and_closes_by_keyboard(phone):
    phone.goto("compute/lambda/")
    menu = phone.get_by_role("button", name="Navigation")
    menu.focus()
    expect(menu).to_have_attribute("aria-expanded", "false")
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    assert focused(phone) == "Compute"
    phone.keyboard.press("Space")  # to the list of sections
    phone.keyboard.press("Tab")
    assert focused(phone) == "Containers"  # a link to its first page, as every section but the reader's own
    phone.keyboard.press("Tab")
    assert focused(phone) == "Storage"
    seen = set()
    for _ in range(6):
        phone.keyboard.press("Tab")
        seen.add(phone.evaluate("document.activeElement.closest('.md-sidebar--primary, body').className"))
    assert all("primary" in name or name == "" for name in seen), seen
    phone.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(phone.locator(".md-sidebar--primary")).to_be_hidden()


def test_the_drawer_opens_by_keyboard_without_scripts(chromium, address):
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "compute/lambda/")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("link", name="Invoking Lambda").first).to_be_visible()
    context.close()


def test_what_scrolls_sideways_scrolls_by_arrow_keys(phone):
    phone.goto("database/rds/")
    table = phone.get_by_role("group", name="Table, scrolls sideways").first
    table.focus()
    phone.keyboard.press("ArrowRight")
    phone.wait_for_function("document.activeElement.scrollLeft > 0")


def test_nothing_moves_for_those_who_asked(desk):
    desk.goto("compute/lambda/")
    moving = desk.evaluate(
        """[...document.querySelectorAll("*")].filter((each) => ["", "::before", "::after"].some((part) => {
            const style = getComputedStyle(each, part);
            return style.transitionProperty !== "none" && parseFloat(style.transitionDuration) > 0
                || style.animationName !== "none";
        })).map((each) => each.outerHTML.slice(0, 80))"""
    )
    assert moving == []
    assert desk.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_every_page_names_its_language_and_keeps_its_headings_in_order(chromium, site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    for file in sorted(html_files(site)):
        page.goto(file.as_uri(), wait_until="domcontentloaded")
        assert page.locator("html").get_attribute("lang") == "en", file
        levels = page.evaluate(
            "[...document.querySelectorAll('.md-content :is(h1, h2, h3, h4, h5, h6)')].map((each) => +each.localName[1])"
        )
        assert levels.count(1) == 1, file
        assert levels[0] == 1, file
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), (file, levels)
    context.close()


INDEX = "search-index.js"


def test_a_visit_does_not_ask_for_the_search_index(desk):
    desk.goto("compute/lambda/")
    desk.mouse.wheel(0, 2000)
    desk.wait_for_timeout(500)
    assert [each for each in desk.asked if "search-" in each or "minisearch" in each] == []
    desk.locator("[data-md-component=search-query]").click()
    desk.keyboard.type("visibility")
    expect(desk.locator(".md-search-result__item").first).to_be_visible()
    assert desk.asked.count(INDEX) == 1


def test_an_address_with_a_query_searches(phone):
    phone.goto("?q=visibility")
    expect(phone.locator(".md-search-result__item").first).to_be_visible()
    assert phone.asked.count(INDEX) == 1


def test_what_was_found_is_marked(desk):
    desk.goto("compute/lambda-invocation/?h=visibility")
    expect(desk.locator("article mark").first).to_have_text("visibility", ignore_case=True)


@pytest.mark.parametrize("how", ["missing", "unreachable", "another page"])
def test_an_index_that_cannot_be_had_is_said_and_tried_again(desk, how):
    answers = {
        "missing": lambda route: route.fulfill(status=404, body="gone"),
        "unreachable": lambda route: route.abort(),
        "another page": lambda route: route.fulfill(status=200, content_type="text/html", body="<p>Log in"),
    }
    desk.route("**/" + INDEX, answers[how])
    desk.goto("compute/lambda/")
    desk.keyboard.press("/")
    desk.keyboard.type("visibility")
    expect(desk.get_by_role("status").filter(has_text="could not be loaded")).to_be_visible()
    desk.unroute("**/" + INDEX)
    desk.keyboard.press("ArrowDown")
    assert focused(desk) == "Try again"
    desk.keyboard.press("Enter")
    expect(desk.locator(".md-search-result__item").first).to_be_visible()


def test_zensical_does_not_ask_for_its_index_either(chromium, zensical_address):
    for page in _page(chromium, zensical_address, DESK):
        page.goto("compute/lambda/")
        page.wait_for_timeout(500)
        assert [each for each in page.asked if "search.json" in each or INDEX in each] == []
        page.keyboard.press("/")
        page.keyboard.type("visibility")
        expect(page.locator(".md-search-result__item").first).to_be_visible()
        assert page.asked.count(INDEX) == 1
