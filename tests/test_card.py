"""The card of a fact, in a real browser: how it opens and closes, what it says, and where it stands."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page, expect

from factbook import book
from factbook.clock import today
from factbook.facts import Fact
from macros.facts import long_date
from tests.conftest import build
from tests.projects import ROOT

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 320, "height": 640}
LAMBDA = "compute/lambda/"
LONGEST = "lambda.timeout_max"


@pytest.fixture(scope="module")
def facts():
    return book.load(ROOT, today()).facts


@pytest.fixture
def opened(chromium: Browser, address):
    """Opens pages of the site; at the end no page may have had an error or asked anybody else."""
    contexts, wrong = [], []

    def open_page(path: str = LAMBDA, *, viewport=DESK, start: str = address, **options) -> Page:
        context = chromium.new_context(viewport=viewport, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: said.type == "error" and wrong.append(said.text + said.location["url"]))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "request",
            lambda request: (
                request.url.startswith((address, start, "data:", "blob:")) or wrong.append(f"asks {request.url}")
            ),
        )
        page.goto(start + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    # A folder has no index for Material's search, which is another matter.
    assert [text for text in wrong if not ("file:" in text and "search" in text)] == []


def fact(page: Page, id_: str = LONGEST) -> Locator:
    return page.locator(f'a.fact[data-fact="{id_}"]').first


def card(page: Page) -> Locator:
    return page.locator(".fact-card")


def focused(page: Page) -> str:
    return page.evaluate("(document.activeElement.closest('a.fact') || document.activeElement).textContent.trim()")


def test_it_opens_under_the_pointer_and_stays_while_that_is_on_it(opened):
    page = opened()
    expect(card(page)).to_have_count(0)
    fact(page).hover()
    expect(card(page)).to_be_visible()
    card(page).hover()
    page.wait_for_timeout(500)
    expect(card(page)).to_be_visible()
    page.mouse.move(5, 5)
    expect(card(page)).to_have_count(0)


def test_a_pointer_that_only_passes_opens_nothing(opened):
    page = opened()
    fact(page).hover()
    page.mouse.move(5, 5)
    page.wait_for_timeout(500)
    expect(card(page)).to_have_count(0)


def test_a_click_follows(opened):
    page = opened()
    fact(page).click()
    page.wait_for_url(f"**/reference/limits/#{LONGEST}")


def test_focus_opens_it_and_enter_follows(opened):
    page = opened()
    fact(page).focus()
    expect(card(page)).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/reference/limits/#{LONGEST}")


def test_the_keyboard_walks_into_it_through_it_and_out(opened):
    page = opened()
    fact(page).focus()
    expect(card(page)).to_be_visible()
    walked = []
    for _ in range(5):
        page.keyboard.press("Tab")
        walked.append(focused(page))
        if len(walked) < 5:
            expect(card(page)).to_be_visible()
    assert walked == [
        "Source: docs.aws.amazon.com",
        "All details",
        "Copy link",
        "Report this",
        "3\N{NO-BREAK SPACE}seconds",
    ]
    expect(card(page)).to_contain_text("Timeout of a function unless you choose")
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "15\N{NO-BREAK SPACE}minutes"
    expect(card(page)).to_contain_text("Longest that a function may run")


def test_a_resting_pointer_does_not_hinder_the_keyboard(opened):
    """The page scrolls to what has focus, and something else comes to lie under the pointer."""
    page = opened()
    for id_ in ("lambda.timeout_max", "lambda.init_timeout", "lambda.compute_price_x86"):
        page.mouse.move(700, 450)
        links = page.locator(f'a.fact[data-fact="{id_}"]')
        links.last.focus()
        page.wait_for_timeout(600)
        expect(links.last, id_).to_have_attribute("aria-expanded", "true")


def test_escape_closes_it_and_leads_back_to_the_value(opened):
    page = opened()
    fact(page).focus()
    expect(card(page)).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    assert focused(page) == "15\N{NO-BREAK SPACE}minutes"
    page.wait_for_timeout(500)
    expect(card(page)).to_have_count(0)
    page.keyboard.press("Tab")
    assert focused(page) == "3\N{NO-BREAK SPACE}seconds"


def test_escape_closes_what_the_pointer_opened(opened):
    page = opened()
    fact(page).hover()
    expect(card(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)


def test_the_first_tap_opens_and_the_second_follows(opened):
    page = opened(viewport=PHONE, has_touch=True)
    fact(page).tap()
    expect(card(page)).to_be_visible()
    assert page.url.endswith(LAMBDA)
    fact(page).tap()
    page.wait_for_url(f"**/reference/limits/#{LONGEST}")


def test_a_tap_elsewhere_closes_it_and_one_on_another_fact_opens_that(opened):
    page = opened(viewport=PHONE, has_touch=True)
    fact(page).tap()
    card(page).get_by_text("Longest that").tap()
    expect(card(page)).to_be_visible()
    fact(page, "lambda.timeout_default").tap()
    expect(card(page)).to_have_count(1)
    expect(card(page)).to_contain_text("Timeout of a function unless you choose")
    page.locator(".md-header__topic").first.tap()
    expect(card(page)).to_have_count(0)
    fact(page).tap()
    card(page).get_by_role("button", name="Close").tap()
    expect(card(page)).to_have_count(0)
    fact(page).tap()
    card(page).get_by_role("link", name="All details").tap()
    page.wait_for_url(f"**/reference/limits/#{LONGEST}")


def test_screen_readers_find_a_named_dialog_behind_an_expanded_link(opened):
    page = opened()
    link = fact(page)
    title = link.get_attribute("title")
    assert link.get_attribute("aria-expanded") is None
    link.focus()
    expect(card(page)).to_be_visible()
    tree = page.locator("li", has=card(page)).aria_snapshot()
    assert '- link "15 minutes" [expanded]' in tree
    inside = tree.partition("[expanded]")[2]
    assert '- dialog "Longest that a function may run":' in inside
    for part in (
        "paragraph: Was 5 minutes until October 2018.",
        """'link "Source: docs.aws.amazon.com"'""",
        'link "All details"',
        'button "Copy link"',
        'link "Report this"',
    ):
        assert f"- {part}" in inside
    assert link.get_attribute("aria-controls") == card(page).get_attribute("id")
    expect(link).to_have_accessible_description(re.compile(r"^Longest that a function may run: 15\sminutes, per"))
    assert link.get_attribute("title") is None, "no second tooltip"
    page.keyboard.press("Escape")
    assert link.get_attribute("title") == title
    assert [link.get_attribute(f"aria-{name}") for name in ("expanded", "controls", "description")] == [None] * 3


@pytest.mark.parametrize("generator", ["site", "zensical_site"])
def test_it_says_what_the_data_say(opened, facts, generator, request):
    """On each page, of every fact, whether its row is on that page or not."""
    site: Path = request.getfixturevalue(generator)
    seen, foreign = set(), 0
    page = opened("index.html", start=f"{site.as_uri()}/")
    for path in ("index.html", f"{LAMBDA}index.html", "networking/vpc/index.html", "storage/s3/index.html"):
        page.goto(f"{site.as_uri()}/{path}")
        for id_, brings, text in page.evaluate(SAID):
            assert text == expected(facts, facts[id_]), id_
            seen.add(id_)
            foreign += brings
    assert len(seen) > 120
    assert foreign > 5
    assert any(facts[id_].history for id_ in seen)
    assert any(facts[id_].derive for id_ in seen)
    assert any(facts[id_].note for id_ in seen)


SAID = """async () => {
  const said = [];
  for (const link of document.querySelectorAll("a.fact")) {
    const event = (type, detail) => link.dispatchEvent(
      new PointerEvent(type, { bubbles: true, cancelable: true, pointerType: "touch", detail }));
    event("pointerdown");
    event("click", 1);
    const card = document.querySelector(".fact-card");
    const lines = [...card.querySelectorAll(":scope > p:not(:last-child):not(.fact-card-source), .fact-card-source > *")];
    const href = card.querySelector(".fact-card-source > a")?.href;
    said.push([link.dataset.fact, "value" in link.dataset, [...lines.map((line) => line.textContent), href]]);
  }
  return said;
}"""


def expected(facts, found: Fact) -> list[str | None]:
    """The lines of a card, and the address of its source."""
    scope = ", ".join(
        part
        for part in (found.scope, found.region.replace("all", ""), "adjustable" if found.adjustable else "")
        if part
    )
    past = [f"Was {past.value} until {past.until}." for past in reversed(found.history)]
    if found.since and not past:
        past = [f"The same at least since {found.since}."]
    if found.derive:
        source = ["computed from " + ", ".join(facts[id_].title for id_ in found.operands)]
    else:
        source = [found.evidence, f"Source: {urlsplit(found.source).hostname}"]
    lines = [found.title, str(found.value), scope, *past, found.note, *source, f"Checked {long_date(found.verified)}."]
    return [line for line in lines if line] + [found.source or None]


def test_a_wrong_fact_is_reported_with_its_id(opened):
    page = opened()
    fact(page).hover()
    href = urlsplit(card(page).get_by_role("link", name="Report this").get_attribute("href"))
    asked = parse_qs(href.query)
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    assert f"{href.scheme}://{href.netloc}{href.path}" == f"{settings['repo_url']}/issues/new"
    form = ROOT / ".github" / "ISSUE_TEMPLATE" / asked.pop("template")[0]
    fields = [field["id"] for field in yaml.safe_load(form.read_text("utf-8"))["body"]]
    assert asked == {"title": [f"Wrong fact: {LONGEST}"], "fact": [LONGEST]}
    assert "fact" in fields


def test_its_link_is_copied(opened, address):
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    fact(page).focus()
    card(page).get_by_role("button", name="Copy link").click()
    expect(card(page).get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}reference/limits/#{LONGEST}"


def test_where_copying_is_refused_the_link_stands_selected(opened, address):
    page = opened()
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    fact(page).focus()
    card(page).get_by_role("button", name="Copy link").click()
    field = card(page).get_by_label("Link to this fact")
    expect(field).to_be_focused()
    assert page.evaluate("getSelection().toString()") == field.input_value() == f"{address}reference/limits/#{LONGEST}"


def test_it_works_from_a_folder_and_copies_the_address_on_the_web(opened, site):
    page = opened(f"{LAMBDA}index.html", start=f"{site.as_uri()}/")
    page.evaluate("() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; }")
    fact(page).hover()
    card(page).get_by_role("button", name="Copy link").click()
    web = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["site_url"]
    assert page.evaluate("window.copied") == f"{web}reference/limits/#{LONGEST}"


def test_without_scripts_the_value_leads_to_its_row(opened):
    page = opened(java_script_enabled=False)
    assert "Checked" in fact(page).get_attribute("title")
    fact(page).hover()
    expect(card(page)).to_have_count(0)
    fact(page).click()
    page.wait_for_url(f"**/reference/limits/#{LONGEST}")


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
@pytest.mark.parametrize("height", [360, 800])
@pytest.mark.parametrize("path", ["", LAMBDA, "networking/vpc/"])
def test_it_stays_in_sight_and_never_covers_the_value(opened, width, height, path):
    page = opened(path, viewport={"width": width, "height": height})
    wrong = page.evaluate(STANDS)
    assert wrong == []


STANDS = """async () => {
  const wrong = [];
  for (const place of ["start", "center", "end"])
    for (const link of document.querySelectorAll("a.fact")) {
      if (!link.checkVisibility()) continue;
      link.scrollIntoView({ block: place, behavior: "instant" });
      for (const type of ["pointerdown", "click"])
        link.dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true, pointerType: "touch", detail: 1 }));
      const box = document.querySelector(".fact-card").getBoundingClientRect();
      const { clientWidth, clientHeight } = document.documentElement;
      if (box.left < 0 || box.top < 0 || box.right > clientWidth + 0.5 || box.bottom > clientHeight + 0.5 || box.height < 60)
        wrong.push([link.dataset.fact, place, "out of sight", JSON.stringify(box)]);
      for (const line of link.getClientRects())
        if (line.left < box.right && line.right > box.left && line.top < box.bottom && line.bottom > box.top)
          wrong.push([link.dataset.fact, place, "covers its value", JSON.stringify(box), JSON.stringify(line)]);
      document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    }
  return wrong;
}"""


def test_it_is_not_printed_and_does_not_move_for_those_who_ask_for_calm(opened):
    page = opened(reduced_motion="reduce")
    fact(page).hover()
    expect(card(page)).to_be_visible()
    assert card(page).evaluate("card => getComputedStyle(card).transitionProperty") == "none"
    page.emulate_media(media="print")
    expect(card(page)).to_be_hidden()


def test_what_is_hostile_in_a_fact_is_text(opened, same_site, another_project):
    """The rules refuse "<" and "`" in a fact; everything else that Markdown or HTML could read is allowed."""
    facts = another_project / "data" / "facts"
    before = {file: file.read_text("utf-8") for file in facts.glob("*.yaml")}
    hostile = "&lt;img src=x onerror=alert(1)&gt; **b** [l](javascript:alert(2)) \"' & {x} | y"
    quoted = "'" + hostile.replace("'", "''") + "'"
    for file, id_ in (("lambda", "timeout_max"), ("exam", "c03_first_day")):
        data = facts / f"{file}.yaml"
        above, title, below = re.split(rf"(?<=^{id_}:\n)(  title: .*\n)", before[data], flags=re.MULTILINE)
        assert title
        data.write_text(f"{above}  title: {quoted}\n  note: {quoted}\n{below}", "utf-8")
    try:
        start = f"{build(another_project).as_uri()}/"
    finally:
        for data, text in before.items():
            data.write_text(text, "utf-8")
    page = opened("index.html", start=start)
    for path, id_ in ((f"{LAMBDA}index.html", LONGEST), ("index.html", LONGEST), ("index.html", "exam.c03_first_day")):
        page.goto(start + path)
        fact(page, id_).hover()
        expect(card(page)).to_be_visible()
        assert page.locator("#fact-card-title").text_content() == hostile
        assert hostile in card(page).locator("> p").all_text_contents()[1:]
        assert card(page).locator("img, b, strong, em, code").count() == 0
        assert card(page).locator("a").count() == 3


def test_markup_that_got_into_a_page_as_text_stays_text(opened):
    page = opened()
    page.evaluate(
        """(id) => {
          const hostile = "<img src=x onerror=console.error(1)><script>console.error(2)</script>";
          const link = document.querySelector(`a.fact[data-fact="${id}"]`);
          link.title = link.title.split("\\n").fill(hostile).join("\\n");
          const row = document.querySelector(`tr[data-fact="${id}"]`);
          for (const part of row.querySelectorAll(".fact-value, [data-label=Scope]")) part.textContent = hostile;
          row.querySelector("a[rel]").title = hostile;
        }""",
        LONGEST,
    )
    fact(page).hover()
    expect(card(page)).to_contain_text("<img src=x")
    assert card(page).locator("img, script").count() == 0
    page.wait_for_timeout(200)


def test_it_is_small():
    script = ROOT / "overrides" / "assets" / "javascripts" / "card.js"
    styles = (ROOT / "overrides" / "assets" / "stylesheets" / "notes.css").read_text("utf-8")
    part = re.search(r"/\* ---- The card of a fact .*?(?=/\* ----)", styles, re.DOTALL)
    assert part
    assert len(gzip.compress(script.read_bytes())) + len(gzip.compress(part[0].encode())) <= 4096
