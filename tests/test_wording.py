"""What a page says, and what robots.txt allows: pure functions over texts."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.progress import Progress
from factbook.witness import robots
from factbook.witness.wording import Wording


@pytest.mark.parametrize(
    ("html", "evidence"),
    [
        ("<table><tr><td>Timeout</td><td><p>900 seconds</p></td><td>No</td></tr></table>", "Timeout 900 seconds No"),
        ("<td>Timeout</td><td>900</td>", "timeout 900"),
        ("up to 10,240&nbsp;MB, in 1&#8209;MB increments", "10,240 MB, in 1-MB increments"),
        ("the &ldquo;default&rdquo; value isn&rsquo;t 3", 'the "default" value isn\'t 3'),
        ("ApplicationStop &ndash; This event", "ApplicationStop - This event"),
        ("The <code>timeout</code>, in <em>sec</em>onds", "timeout, in seconds"),
        ("a&shy;vail&#8203;able in 3 zones", "available in 3 zones"),
        ("MAXIMUM 5 Layers", "maximum 5 layers"),
        ("one<ul><li>code<li>implicit</ul>", "code | implicit"),
        ("10240 MB", "10,240 MB"),
        ("10MB", "10 MB"),
        ("$0.20 per 1M requests", "$0.20 per 1M requests"),
        ("up to 72 %", "up to 72%"),
        ("1024<sup>1</sup> bytes", "1024 1 bytes"),
        ("caf\u00e9 e\u0301", "CAFÉ é"),
    ],
)
def test_it_says_so(html, evidence):
    assert Wording(html).says(evidence)


@pytest.mark.parametrize(
    ("html", "evidence"),
    [
        ("15 seconds", "5 seconds"),
        ("5 seconds", "5 second"),
        ("1.5 GB", "5 GB"),
        ("1.5 GB", "1 GB"),
        ("1,500 GB", "500 GB"),
        ("10,240 MB", "10 MB"),
        ("$0.20", "$0.2"),
        ("a 3 b", "b 3 a"),
        ("<script>5 seconds</script>", "5 seconds"),
        ("<style>5 seconds</style><!-- 5 seconds -->", "5 seconds"),
        ("<template>5 seconds</template><svg><text>5 seconds</text></svg>", "5 seconds"),
        ("anything", "…"),
        ("", "5"),
    ],
)
def test_it_does_not(html, evidence):
    assert not Wording(html).says(evidence)


def test_a_table_row_is_a_line_also_where_rows_do_not_end():
    html = "<table><tr><th>a<th>b<tr><td><p>1</p><td>2<br>3</table><p>after<p>end"
    assert Wording(html).lines == ["a b", "1 2 3", "after", "end"]
    inner = "<table><tr><td>x<table><tr><td>1<td>2</table>y</tr><tr><td>z</table>"
    assert Wording(inner).lines == ["x 1 2 y", "z"]


def test_the_nearest_passage_is_the_sentence_or_row_that_says_it_now():
    html = (
        "<p>Functions are small. A function runs for at most 30 minutes. Lambda has 900 features.</p>"
        "<table><tr><td>Function timeout</td><td>1,800 seconds (30 minutes)</td></tr></table>"
    )
    assert Wording(html).nearest("900 seconds (15 minutes)") == "Function timeout 1,800 seconds (30 minutes)"
    assert Wording(html).nearest("at most 15 minutes") == "A function runs for at most 30 minutes."
    assert Wording(html).nearest("unrelated words entirely") == ""


def test_a_long_passage_is_cut_around_what_matters():
    shown = Wording(f"<p>{'so ' * 200} at most 30 minutes {'and ' * 200}</p>").nearest("at most 15 minutes")
    assert "at most 30 minutes" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown.split()) == 42


@pytest.mark.parametrize(
    ("tag", "address"),
    [
        ('<meta http-equiv="refresh" content="10;URL=welcome.html">', "welcome.html"),
        ("<META HTTP-EQUIV=Refresh CONTENT='0; url=\"/a b\"' />", "/a b"),
        ('<meta http-equiv="refresh" content="300">', ""),
        ('<meta name="refresh" content="0;url=x">', ""),
    ],
)
def test_where_a_page_sends_browsers(tag, address):
    assert Wording(tag).refresh == address


@given(st.text(alphabet="<>/=\"'&;! abtr1-", max_size=200), st.text(max_size=30))
def test_any_text_is_read(html, evidence):
    wording = Wording(html)
    wording.says(evidence)
    wording.nearest(evidence)


# ---- robots.txt: the examples of RFC 9309, and what AWS might write ----


@pytest.mark.parametrize(
    ("rule", "path", "matches"),
    [
        ("/", "/a", True),
        ("/a", "/ab", True),
        ("/a/", "/a", False),
        ("/*/old/", "/x/y/old/z", True),
        ("/*.pdf$", "/a/b.pdf", True),
        ("/*.pdf$", "/a/b.pdf?x", False),
        ("/*.pdf$", "/a.pdf.pdf", True),
        ("/*aa$", "/aaa", True),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("*/a", "/x/a", True),
        ("/a*b*c", "/a-c-b", False),
        ("/aa*aa$", "/aaa", False),
    ],
)
def test_a_rule_matches(rule, path, matches):
    assert robots.Rule(allows=False, path=rule).matches(path) is matches


TEXT = """\
\ufeff# who may
User-Agent: *
Disallow: *.gif$
Disallow: /example/
Allow: /publications/

User-Agent: foobot
Disallow:/
Allow:/example/page.html   # this one
Allow:/example/allowed.gif
Sitemap: https://example.org/sitemap.xml

User-Agent: barbot
User-Agent: bazbot
Disallow: /example/page.html
Crawl-delay: 2.5

User-Agent: quxbot
Disallow:

User-agent: FooBot
Allow: /second/group
"""


@pytest.mark.parametrize(
    ("product", "path", "allowed"),
    [
        ("foobot", "/example/page.html", True),
        ("foobot", "/example/allowed.gif", True),
        ("foobot", "/example/other.html", False),
        ("FOOBOT", "/second/group/x", True),
        ("barbot", "/example/page.html", False),
        ("bazbot", "/example/page.html", False),
        ("bazbot", "/example/allowed.gif", True),
        ("quxbot", "/example/page.html", True),
        ("other", "/example/page.html", False),
        ("other", "/a.gif", False),
        ("other", "/publications/a.gif", True),
        ("other", "/", True),
        ("other", "/ex%61mple/", False),
    ],
)
def test_who_may_read_what(product, path, allowed):
    assert robots.parse(TEXT, product).allows(f"https://example.org{path}") is allowed


def test_the_pause_a_site_asks_for():
    assert robots.parse(TEXT, "bazbot").delay == 2.5
    assert robots.parse("User-agent: *\nCrawl-delay: 1e9\n", "x").delay == 0


def test_equally_long_rules_allow():
    assert robots.parse("User-agent: *\nDisallow: /a\nAllow: /a", "x").allows("https://h/a")


@given(st.text(alphabet="user-agent:dislow*$/ \n", max_size=200), st.text(alphabet="/a*$", max_size=20))
def test_any_robots_text_is_read(text, path):
    robots.parse(text, "x").allows(f"https://h/{path}")


# ---- progress ----


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_plain_lines_where_nobody_watches():
    stream = io.StringIO()
    shown = Progress(stream)
    shown("1/2 a")
    shown("2/2 b")
    shown.done()
    assert stream.getvalue() == "1/2 a\n2/2 b\n"


def test_progress_is_a_bar_on_a_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    stream = Terminal()
    shown = Progress(stream)
    shown(f"1/2 {'a' * 80}")
    shown("not counted")
    shown.done()
    lines = stream.getvalue().split("\r\x1b[K")
    assert lines[1] == f"[{'#' * 12}{'.' * 12}] 1/2 {'a' * 28}"
    assert len(lines[1]) == 59
    assert lines[2:] == ["not counted", ""]
