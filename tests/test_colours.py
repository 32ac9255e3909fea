"""The colours of the system, light, dark: in a real browser, from the first paint on, with storage refused, and on paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.watched import watched

PAPER = {"light": "rgb(253, 252, 250)", "dark": "rgb(21, 25, 28)"}
REFUSE = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('refused', 'SecurityError'); } });"
)
BARS = "[...document.querySelectorAll('meta[name=theme-color]')].map((each) => each.content)"


@pytest.fixture
def page(chromium, address) -> Iterator[Page]:
    with watched(chromium, base_url=address, color_scheme="light") as page:
        yield page


def paper(page: Page) -> str:
    """The colour behind the text, by its name."""
    colour = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    return {value: name for name, value in PAPER.items()}[colour]


def button(page: Page, colours: str):
    return page.get_by_role("button", name=f"Switch to {colours}")


def test_the_button_goes_round(page):
    page.goto("compute/lambda/")
    seen = []
    for colours in ("light colours", "dark colours", "the colours of your system"):
        page.emulate_media(color_scheme="dark")
        button(page, colours).click()
        seen.append((paper(page), page.locator(".colours svg:visible").count()))
    assert seen == [("light", 1), ("dark", 1), ("dark", 1)]
    expect(button(page, "light colours")).to_be_visible()
    page.emulate_media(color_scheme="light")
    assert paper(page) == "light"


def test_what_was_chosen_holds_on_the_next_page_before_any_script_but_its_own(page):
    page.goto("compute/lambda/")
    button(page, "light colours").click()
    button(page, "dark colours").click()
    page.route("**/*.js", lambda route: route.abort())
    page.goto("storage/s3/")
    assert paper(page) == "dark"


def test_another_tab_follows(page):
    other = page.context.new_page()
    other.goto("storage/s3/")
    page.goto("compute/lambda/")
    button(page, "light colours").click()
    button(page, "dark colours").click()
    expect(button(other, "the colours of your system")).to_be_visible()
    assert paper(other) == "dark"


def test_the_bar_of_the_browser_has_the_same_colour(page):
    page.goto("compute/lambda/")
    assert page.evaluate(BARS) == ["#fdfcfa", "#15191c"]
    button(page, "light colours").click()
    button(page, "dark colours").click()
    assert page.evaluate(BARS) == ["#15191c", "#15191c"]


def test_paper_is_light(page):
    page.goto("compute/lambda/")
    button(page, "light colours").click()
    button(page, "dark colours").click()
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"


@pytest.mark.parametrize("kept", ["", "purple", "constructor", "<script>alert(1)</script>", "א" * 10_000])
def test_nonsense_that_was_kept_is_the_system_s(page, kept):
    page.goto("404.html")
    page.evaluate("(kept) => localStorage.setItem('notes.colours', kept)", kept)
    page.goto("compute/lambda/")
    expect(button(page, "light colours")).to_be_visible()
    assert paper(page) == "light"
    button(page, "light colours").click()
    expect(button(page, "dark colours")).to_be_visible()


def test_without_storage_it_holds_for_the_page(page):
    page.add_init_script(REFUSE)
    page.goto("compute/lambda/")
    button(page, "light colours").click()
    button(page, "dark colours").click()
    assert paper(page) == "dark"


def test_without_scripts_the_system_decides_and_there_is_no_button(chromium, address):
    with chromium.new_context(base_url=address, color_scheme="dark", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("compute/lambda/")
        expect(page.locator(".colours")).to_be_hidden()
        # Nothing can be asked of such a page but what it looks like.
        other = chromium.new_context(base_url=address, color_scheme="light", java_script_enabled=False)
        light = other.new_page()
        light.goto("compute/lambda/")
        assert page.screenshot() != light.screenshot()
        other.close()
