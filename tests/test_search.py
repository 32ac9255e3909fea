"""The search in a real browser: what it finds, what it says of facts, and what it makes of hostile input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

import pytest
import yaml
from playwright.sync_api import Page, expect

from factbook import book, words
from factbook.clock import today
from tests.projects import ROOT
from tests.watched import watched

QUERIES = yaml.safe_load((ROOT / "tests/data/search-queries.yaml").read_text("utf-8"))
QUESTIONS = yaml.safe_load((ROOT / "tests/data/search-questions.yaml").read_text("utf-8"))
WORDS = yaml.safe_load((ROOT / "tests/data/search-words.yaml").read_text("utf-8"))
INDEX = "search-index.js"
FIELD = "[data-md-component=search-query]"
RESULTS = ".md-search-result__item > a"
# Waiting for a browser from outside takes longer than its search does.
TYPE_ALL = """(queries) => queries.map((query) => {
    const field = document.querySelector("[data-md-component=search-query]");
    field.value = query;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return [...document.querySelectorAll(".md-search-result__item > a:first-child")].slice(0, 3).map((link) => link.href);
})"""
ANSWERS = """(questions) => questions.map((question) => {
    const field = document.querySelector("[data-md-component=search-query]");
    field.value = question;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return document.querySelector(".md-search-result__item > a:first-child").textContent.replace(/\\s+/g, " ");
})"""
HOSTILE = [
    "<script>globalThis.hit = 1</script>",
    '"><img src=x onerror="globalThis.hit = 1">',
    "x" * 5000,
    "مهلة الدالة \u202e lambda",
    "😀 lambda 👩‍💻",
    "__proto__ constructor toString",
    "\\ [ ( * + ? ^ $ { |",
    "%00 %E0%A4%A",
]


@pytest.fixture
def page(chromium, address) -> Iterator[Page]:
    viewport = {"width": 1440, "height": 900}
    with watched(chromium, viewport=viewport, base_url=address, reduced_motion="reduce") as page:
        yield page


def ask(page: Page, query: str) -> None:
    page.locator(FIELD).fill(query)


def test_what_people_type_finds_what_they_mean(page, address):
    page.goto("compute/lambda/")
    page.keyboard.press("/")
    ask(page, "lambda")
    expect(page.locator(RESULTS).first).to_be_visible()
    links = page.evaluate(TYPE_ALL, [each["query"] for each in QUERIES])
    first, three, missed = 0, 0, []
    for each, places in zip(QUERIES, links, strict=True):
        pages = [place.removeprefix(address).partition("?")[0].partition("#")[0] for place in places]
        first += pages[:1] != [] and pages[0] in each["at"]
        if set(pages) & set(each["at"]):
            three += 1
        else:
            missed.append((each["query"], pages))
    assert len(QUERIES) >= 150
    assert three / len(QUERIES) >= 0.95, missed
    assert first / len(QUERIES) >= 0.85, missed


def test_the_first_thing_said_is_the_answer(page):
    page.goto("?q=lambda")
    expect(page.locator(RESULTS).first).to_be_visible()
    facts = book.load(ROOT, today()).facts
    answers = zip(QUESTIONS.items(), page.evaluate(ANSWERS, list(QUESTIONS)), strict=True)
    wrong = [
        f"{question}: {said}"
        for (question, id_), said in answers
        if facts[id_].title not in said or facts[id_].value.plain not in said
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("lambda timeout", "15 minutes"),
        ("lamda timout", "15 minutes"),
        ("900 sec", "15 minutes"),
        ("how many gsi", "20 indexes"),
        ("sqs message size", "1 MiB"),
    ],
)
def test_a_fact_answers_in_the_results(page, address, query, value):
    page.goto("?q=" + quote(query))
    fact = page.locator(".md-search-result__fact").filter(has_text=value).first
    expect(fact).to_be_visible()
    expect(fact).to_contain_text("checked")
    link = fact.locator("xpath=..")
    link.click()
    expect(page.locator("article h1").first).to_be_visible()
    assert page.url.startswith(address)
    anchor = page.url.partition("#")[2]
    expect(page.locator(f'[id="{anchor}"]')).to_be_in_viewport()


@pytest.mark.parametrize("text", [*WORDS, "How long can a message stay in the queue, and how long is the message?"])
def test_the_index_counts_the_words_that_tell_something(text):
    assert words.counted(text) == Counter(word for word in words.words(text) if word not in words.STOP)


@pytest.mark.parametrize("text", WORDS)
def test_python_and_the_browser_tell_words_apart_alike(page, text):
    assert list(words.words(text)) == WORDS[text]
    page.goto("?q=x")
    page.wait_for_function(
        "globalThis.searchEngine && document.querySelector('.md-search-result__meta').textContent !== 'Loading the search index'"
    )
    units = {spelling: [sign, words.number(factor)] for spelling, (sign, factor) in words.UNITS.items()}
    data = {
        "pages": [],
        "documents": [],
        "lengths": "0,0,0",
        "postings": "a 0||",
        "units": units,
        "stop": "",
        "synonyms": {},
    }
    assert page.evaluate("([data, text]) => globalThis.searchEngine(data).words(text)", [data, text]) == WORDS[text]


@pytest.mark.parametrize("query", HOSTILE)
def test_a_hostile_query_is_text(page, query):
    page.goto("compute/lambda/?q=" + quote(query) + "&h=" + quote(query))
    expect(page.locator(".md-search-result__meta")).to_contain_text("ound")
    ask(page, query[:100] + " lambda")
    expect(page.locator(RESULTS).first).to_be_visible()
    assert page.evaluate("globalThis.hit") is None
    assert page.locator(".md-search :is(script, img)").count() == 0


def test_a_query_of_every_length_takes_no_long_time(page):
    page.goto("?q=lambda")
    expect(page.locator(RESULTS).first).to_be_visible()
    ask(page, "how many lambda functions can run at once in an account " * 20)
    expect(page.locator(RESULTS).first).to_be_visible()


def test_it_works_without_storage(chromium, address):
    context = chromium.new_context(base_url=address)
    page = context.new_page()
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        "  Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError') } })"
    )
    page.goto("?q=dlq")
    expect(page.locator(RESULTS).first).to_be_visible()
    context.close()
    assert [text for text in wrong if "denied" not in text] == []


def test_it_works_from_a_folder(chromium, site):
    page = chromium.new_page()
    page.goto((site / "compute/lambda/index.html").as_uri() + "?q=visibility%20timeout")
    link = page.locator(RESULTS).first
    expect(link).to_be_visible()
    target = link.get_attribute("href")
    assert target.startswith(site.as_uri())
    assert "/index.html" in target
    link.click()
    expect(page.locator("article mark").first).to_be_visible()
    page.close()


def test_an_address_that_is_not_there_finds_what_was_meant(page, site):
    body = (site / "404.html").read_text("utf-8")
    page.route("**/lamda-tiemout*", lambda route: route.fulfill(status=404, content_type="text/html", body=body))
    page.goto("compute/lamda-tiemout.html")
    expect(page.locator(".lost a").first).to_have_attribute(
        "href", page.url.partition("/compute")[0] + "/compute/lambda/"
    )
    page.goto("%3Cimg%20src=x%20onerror=alert(1)%3E/lamda-tiemout%E0%A4%A")
    expect(page.locator("h1")).to_have_text("There is no page at this address")
    assert page.locator("article img, .md-content img").count() == 0


def test_a_search_can_be_shared(page, address):
    page.goto("compute/lambda/")
    page.keyboard.press("s")
    ask(page, "dlq & more")
    page.locator("[data-md-component=search-share]").click()
    page.goto(page.locator("[data-md-component=search-share]").evaluate("(link) => link.href"))
    expect(page.locator(FIELD)).to_have_value("dlq & more")
    expect(page.locator(RESULTS).first).to_be_visible()


def test_the_index_stays_small(site):
    assert len((site / INDEX).read_bytes()) < 1_500_000
