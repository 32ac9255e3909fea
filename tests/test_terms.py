"""Terms of the glossary are marked at their first use on a page, and nowhere else."""

from __future__ import annotations

import pytest

from factbook.facts import Place
from factbook.glossary import Term
from factbook.publish import terms

HERE = Place("data/glossary.yaml")
GLOSSARY = [
    Term("ALB", "Reads requests.", "elb.md", HERE, name="Application Load Balancer"),
    Term("LB", 'Spreads "requests" & more.', "elb.md", HERE),
    Term("partition key", "The key that places an item.", "dynamodb.md", HERE),
    Term("key", "What opens.", "kms.md", HERE),
]
OWN = "reference/glossary/index.html"


def marked(html: dict[str, str], glossary: list[Term]) -> dict[str, str]:
    """The pages in which a term was marked."""
    mark = terms.marker(html, glossary)
    return {path: new for path, text in html.items() if (new := mark(path, text)) != text}


def first(body: str, path: str = "compute/lambda/index.html") -> str:
    """The article of a page after marking, without its frame."""
    html = {path: f"<main>ALB<article class='x'>{body}</article>ALB</main>", OWN: "<article>ALB</article>"}
    found = marked(html, GLOSSARY).get(path, html[path])
    assert found.startswith("<main>ALB<") and found.endswith("</article>ALB</main>"), "the rest of the page stays"
    return found.split("'x'>", 1)[1].removesuffix("</article>ALB</main>")


def mark(text: str, anchor: str, title: str, up: str = "../../") -> str:
    return f'<a class="term" href="{up}reference/glossary/#{anchor}"><abbr title="{title}">{text}</abbr></a>'


ALB = mark("ALB", "alb", "Application Load Balancer: Reads requests.")
PARTITION_KEY = "The key that places an item."


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>An ALB and an ALB.</p><p>ALB</p>", f"<p>An {ALB} and an ALB.</p><p>ALB</p>"),
        ("<p>Two ALBs.</p>", f"<p>Two {ALB.replace('>ALB<', '>ALBs<')}.</p>"),
        ("<p>Not ALBERT, x-ALB, ALB-x, alb or a.ALB</p>",) * 2,
        ("<h2>ALB</h2><p><a href='x'>ALB</a> <code>ALB</code></p><pre><b>ALB</b></pre><dt>ALB</dt>",) * 2,
        ("<figure><svg><text>ALB</text></svg><details><li>ALB</li></details></figure>",) * 2,
        ('<div class="highlight"><span class="filename">ALB</span></div>',) * 2,
        ("<h2>ALB</h2><p>ALB</p>", f"<h2>ALB</h2><p>{ALB}</p>"),
        ("<p title='ALB > x'>x<br/>ALB</p>", f"<p title='ALB > x'>x<br/>{ALB}</p>"),
        ("<p>LB</p>", f"<p>{mark('LB', 'lb', 'Spreads &quot;requests&quot; &amp; more.')}</p>"),
        ("<p>Partition keys</p>", f"<p>{mark('Partition keys', 'partition-key', PARTITION_KEY)}</p>"),
        ("<p>A partition key</p>", f"<p>A {mark('partition key', 'partition-key', PARTITION_KEY)}</p>"),
    ],
)
def test_the_first_use_in_running_text_is_marked(body, expected):
    assert first(body) == expected


def test_a_word_is_found_once_however_it_is_written():
    assert first("<p>Partition keys. A partition key.</p>").count("<abbr") == 1


def test_the_address_is_seen_from_the_page():
    assert (
        first("<p>ALB</p>", "index.html")
        == f"<p>{mark('ALB', 'alb', 'Application Load Balancer: Reads requests.', '')}</p>"
    )


def test_the_glossary_itself_and_a_site_without_one_stay_as_they_are():
    page = {"index.html": "<article><p>ALB</p></article>"}
    assert marked(page, GLOSSARY) == {}
    assert marked({**page, OWN: "<article>ALB</article>"}, []) == {}
    assert OWN not in marked({**page, OWN: "<article><p>ALB</p></article>"}, GLOSSARY)
    flat = marked({**page, "reference/glossary.html": ""}, GLOSSARY)
    assert 'href="reference/glossary.html#alb"' in flat["index.html"]


def test_marking_twice_is_marking_once():
    html = {"index.html": "<article><p>An ALB, a key.</p></article>", OWN: ""}
    once = marked(html, GLOSSARY)
    assert "<abbr" in once["index.html"]
    assert {path: terms.unmarked(text) for path, text in once.items()} == {"index.html": html["index.html"]}
