"""What the gate lets through is harmless when Markdown has made a page of it: texts of hostile pieces, rendered as the site is."""

from __future__ import annotations

import re
from types import SimpleNamespace

import markdown
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from factbook import notes
from factbook.checks import markup
from factbook.facts import Problem
from factbook.publish.scan import unsafe_elements
from tests.projects import ROOT

PIECES = """
` ` `` ``` \\ \\\\ <script>alert(1)</script> <img␣src=x␣onerror=alert(1)> <a␣onclick=alert(1)> [x](javascript:alert(1))
<b> </b> <div> </div> <div␣markdown> <p> </p> <details> </details> <summary> <a␣title=" <span␣class="x"␣title=" "> <!-- -->
<!--␣x␣--> <br> ⏎ ⏎ ⏎⏎ ⏎⏎ ␣␣␣␣ ␣ ␣ word |␣a␣|␣b␣|⏎|␣-␣|␣-␣|⏎ | >␣ -␣ 1.␣ #␣ !!!␣note␣"t"⏎⏎␣␣␣␣ ???␣note⏎␣␣␣␣ ===␣"t"⏎⏎␣␣␣␣
```text⏎ ⏎```⏎ ~~~⏎ [ ] ]( ) [y]:␣ ![ ! {%␣raw␣%} {%␣endraw␣%} { } {:␣ onclick=x *[x]:␣ [^1]:␣ [^1] :␣␣␣ Term⏎:␣␣␣ ** * _ &lt;
&#106; ++ ++ctrl++ " ' <https://aws.amazon.com/> <javascript:alert(1)> javascript:alert(1) ( <code> </code> #!py␣ -␣[␣]␣ <style>
<dl> <dt> <kbd> <sup> <svg/onload=alert(1)> <math> <base␣href=//x> <form> <meta␣http-equiv=refresh> <link> <hr>
""".replace("\n", " ").split(" ")
PIECES = [piece.replace("␣", " ").replace("⏎", "\n") for piece in PIECES if piece]
"""What Markdown reads, and what would do harm."""


def converter() -> markdown.Markdown:
    """Markdown with the extensions of the site."""
    listed = yaml.safe_load(re.search(r"(?ms)^markdown_extensions:\n(.*?)^\S", (ROOT / "mkdocs.yml").read_text())[1])
    options = {name: given or {} for each in listed if isinstance(each, dict) for name, given in each.items()}
    names = [next(iter(each)) if isinstance(each, dict) else each for each in listed]
    return markdown.Markdown(extensions=names, extension_configs=options)


def refused(text: str) -> list[Problem]:
    """What the gate has against a note with this text."""
    note = notes.parse(text, "docs/x.md")
    book = SimpleNamespace(doubtful=[note])
    return [*note.problems, *markup.unsafe_html(book), *markup.unsafe_link(book)]


def rendered(text: str) -> str:
    """The note as a page, after the macro language has taken its marks of raw text away."""
    return converter().convert(re.sub(r"\{%[ ]*(?:end)?raw[ ]*%\}", "", text))


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join))
@settings(max_examples=1000)
@example("\\\\`a` <script>alert(1)</script> `")
@example("``a` \n`` <script>alert(1)</script> ``")
@example('<a title="`" onclick=alert(1) x="`">x</a>')
@example("<!-- ` --> <script>alert(1)</script> <!-- ` -->")
@example("<div markdown>\n`</div>` `<script>alert(1)</script>`\n</div>")
@example("{% raw %}`{% endraw %}` a ` <script>alert(1)</script> `")
@example("`{% raw %}{% endraw %}` a ` <script>alert(1)</script> `")
@example("\\{% raw %}{% endraw %}`<script>alert(1)</script>`")
@example("{% raw %}{{ a(`) }}{% endraw %}`<script>alert(1)</script>`")
@example("{% raw %}{{ a([x](javascript:alert(1))) }}{% endraw %}")
@example("```text\na\n``{% raw %}`{% endraw %}\n<script>alert(1)</script>\n```")
@example("<p>\n<https://aws.amazon.com/onclick=alert(1)>\n</p>")
@example('<!-- x -->x```&#106;<sup>{[^1]- <https://aws.amazon.com/>{: "<script>alert(1)</script>```text')
def test_what_the_gate_lets_through_does_no_harm_on_a_page(text):
    if not refused(text):
        assert unsafe_elements(rendered(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Code `a < b`, ``a ` b``, `<script>` and `[x](javascript:y)` in a sentence.",
        "- Is written {% raw %}`{{resolve:ssm:x}}`{% endraw %} here.",
        "| a | `b | c` |\n| --- | --- |\n| \\` | `<b>` |",
        "A path `C:\\\\` and `\\` alone, a \\` sign.",
        '<div class="x" markdown>\n\n**bold** and `code`\n\n</div>',
        '[x](../compute/lambda.md#at-a-glance) [y](https://aws.amazon.com/ "a title"){ .md-button }',
        "```html\n<script>\n```\n\n~~~text\n`\n~~~",
        "Text <!-- a comment --> and more.",
    ],
)
def test_what_people_write_is_let_through(text):
    assert refused(text) == []
    assert unsafe_elements(rendered(text)) == []
