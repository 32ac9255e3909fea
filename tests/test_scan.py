"""The built pages are read back, and what no generator reports is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from factbook.publish.scan import scan

WORDS = "Enough words to be a page that somebody would want to read from its first line down to the last one of them. "


def site(folder: Path, **pages: str) -> Path:
    built = folder / "site"
    for name, body in pages.items():
        file = built / name.replace("__", "/") / "index.html" if name != "index" else built / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"<html><body><article>{WORDS}{body}</article></body></html>", "utf-8")
    return built


def rules(folder: Path, **pages: str) -> list[str]:
    found = scan(site(folder, **pages), folder)
    return [f"{problem.place.path}: {problem.rule}: {problem.what}" for problem in found.problems]


def test_a_sound_site_is_silent(tmp_path):
    assert (
        rules(
            tmp_path,
            index='<a href="a/#x">a</a><a href="https://example.com/{{x}}">out</a><a href="mailto:x@y">m</a>',
            a='<p id="x"></p><a href="../">home</a><a href="#x">x</a><a href="/a/">a</a>',
        )
        == []
    )


def test_the_scripts_of_the_theme_are_left_alone(tmp_path):
    built = site(tmp_path, index="")
    page = built / "index.html"
    page.write_text(page.read_text("utf-8").replace("</body>", "<script>{{ js }}</script></body>"), "utf-8")
    assert scan(built, tmp_path).problems == ()


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ('{{ fact("lambda.timeout") }}', "unrendered-marker: unrendered marker: '{{ fact(\"lambda.timeout\") }}'"),
        ("<code>sleep {{ value(</code>", "unrendered-marker: unrendered marker: '{{ value('"),
        ("{% raw %}", "unrendered-marker: unrendered marker: '{% raw %}'"),
        (
            "<pre>Traceback (most recent call last)</pre>",
            "traceback: the page holds a Python traceback: 'Traceback (most recent call last)'",
        ),
        ("<em>Macro Rendering Error</em>", "macro-error: the page holds a macro error: 'Macro Rendering Error'"),
        ("no such element: dict object['x']", "macro-error: the page holds a macro error: 'no such element'"),
        ('<a href="b/">b</a>', "broken-link: link to 'b/', which is not there"),
        ('<img src="x.png">', "broken-link: link to 'x.png', which is not there"),
        ('<a href="/a/">a</a>', "broken-link: link to '/a/', which is not there"),
        ('<a href="../../../etc/passwd">up</a>', "broken-link: link to '../../../etc/passwd', which is not there"),
        ('<a href="#nowhere">x</a>', "broken-anchor: link to '#nowhere': the page has no anchor 'nowhere'"),
    ],
)
def test_what_is_found(tmp_path, body, what):
    assert rules(tmp_path, index="", other=body) == [f"other/index.html: {what}"]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("<script>x</script>", "<script>"),
        ("<IFRAME></IFRAME>", "<iframe>"),
        ("<form></form>", "<form>"),
        ('<input type="text">', "<input>"),
        ('<b onclick="x">b</b>', '<b onclick="x">'),
        ('<p style="position:fixed">p</p>', '<p style="position:fixed">'),
        ('<a href="java&#10;script:x">a</a>', '<a href="java\nscript:x">'),
        ('<a href="//example.com/">a</a>', '<a href="//example.com/">'),
        ('<a href="http://example.com/">a</a>', '<a href="http://example.com/">'),
        ('<a href="https://[x/">a</a>', '<a href="https://[x/">'),
        ('<img src="https://example.com/x.png">', '<img src="https://example.com/x.png">'),
        ("<svg><image></image></svg>", "<image>"),
        ("</article><script>x</script>", "a second </article>"),
        ("</article><script>x</script><article>", "a second <article>"),
    ],
)
def test_what_would_run_or_load_something_is_found(tmp_path, body, what):
    assert f"index.html: unsafe-markup: {what} in the text of the page" in rules(tmp_path, index=body)


def test_what_notes_and_theme_make_is_no_harm(tmp_path):
    body = (
        '<td style="text-align: right;">1</td><input type="radio" name="t"><input type="checkbox" disabled checked>'
        '<a href="mailto:a@example.com">m</a><a href="https://example.com/">e</a><code>&lt;script&gt;</code>'
    )
    assert rules(tmp_path, index=body) == []


def test_two_mistakes_on_one_page_are_two_problems_with_their_lines(tmp_path):
    built = site(tmp_path, index='\n<a href="b/">b</a>\n\n<a href="c/">c</a>')
    assert [problem.place.line for problem in scan(built, tmp_path).problems] == [2, 4]


def test_a_path_of_the_building_machine_is_found(tmp_path):
    assert rules(tmp_path, index=f"see {tmp_path}/docs") == [
        f"index.html: machine-path: a path of the building machine: '{tmp_path}'"
    ]


def test_a_path_that_the_note_itself_names_is_no_leak(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text(f"Cache `{tmp_path}/cache` in the container.")
    assert rules(tmp_path, index="", a=f"<code>{tmp_path}/cache</code>") == []
    assert len(rules(tmp_path, index="", a=f"<code>{tmp_path}/other</code>")) == 1


def test_an_empty_page_and_an_empty_site_are_found(tmp_path):
    (tmp_path / "site").mkdir()
    assert [problem.rule for problem in scan(tmp_path / "site", tmp_path).problems] == ["empty-page"]
    (tmp_path / "site" / "index.html").write_text(
        "<html><body><nav>" + WORDS + "</nav><article>Few words</article></body></html>"
    )
    assert [problem.what for problem in scan(tmp_path / "site", tmp_path).problems] == ["the page has 2 words"]


def test_markers_that_a_note_shows_on_purpose_are_left_alone(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("{% raw %}`{{resolve:ssm:x}}` and {% $states %}{% endraw %}")
    shown = "<code><span>{{</span>resolve:ssm:x}}</code> and {% $states %}"
    assert rules(tmp_path, index="", a=shown, b='<code data-shown>{{ fact("x") }}</code>') == []
    assert len(rules(tmp_path, index="", c=shown)) == 2, "on a page whose note does not show them"


def test_the_site_may_live_below_a_path(tmp_path):
    (tmp_path / "mkdocs.yml").write_text("site_url: https://example.com/notes/\n")
    assert rules(tmp_path, index='<a href="/notes/a/">a</a><a href="/a/">a</a>', a="") == [
        "index.html: broken-link: link to '/a/', which is not there"
    ]
