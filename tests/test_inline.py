"""Patterns of Markdown that are asked only where their sign is: the page is what Markdown alone makes."""

from __future__ import annotations

import pytest
from markdown import Markdown
from mkdocs.config import load_config

from macros.inline import SIGNS, Asked
from tests.projects import ROOT

TEXT = r"""
Plain text, nothing more.

`code *not strong*`, **strong `code`**, *em _in_ em*, __both__, \*as it is\*, \\ and 2 \< 3.

[A link](https://example.com "title"), [a reference][one], [one], ![a picture](a.png), ![a picture][one], ![one].

<https://example.com/?a=1&b=2>, <someone@example.com>, &copy; and AT&T, <b>bold *em*</b>, ++ctrl+c++, c++ \++x++.

A line that ends
here, and a note[^1]. [*em* in `a` link](b.md) with *a [link](c.md) in em*.

| a `|` b | *c* |
|---|---|
| <i>x</i> | ![p](q.png) |

[one]: https://example.com/one
[^1]: What it *says*, with `code`.
""".replace("ends\n", "ends  \n")


def converted(text: str, *, asked: bool) -> str:
    return made(asked=asked).convert(text)


def made(*, asked: bool) -> Markdown:
    config = load_config(str(ROOT / "mkdocs.yml"))
    md = Markdown(extensions=config["markdown_extensions"], extension_configs=config["mdx_configs"])
    if asked:
        md.treeprocessors.register(Asked(md), "inline", 20)
    return md


def listen(pattern, name: str, asked: list[str]) -> None:
    found = pattern.getCompiledRegExp()
    pattern.getCompiledRegExp = lambda: asked.append(name) or found


@pytest.mark.parametrize("text", [TEXT, "a \x02 b `c`", "", "*", "![", "**a *b** c*", "[a](b`c)`", "`a *b` c*"])
def test_the_page_is_the_same(text):
    assert converted(text, asked=True) == converted(text, asked=False)


def test_no_pattern_matches_a_text_without_its_sign():
    patterns = made(asked=False).inlinePatterns
    for name, sign in SIGNS.items():
        found = patterns[name].getCompiledRegExp()
        assert found.search(TEXT), name
        assert not found.search(TEXT.replace(sign, "")), name


def test_only_patterns_whose_sign_is_there_are_asked():
    md = made(asked=True)
    asked = []
    for name in SIGNS:
        listen(md.inlinePatterns[name], name, asked)
    md.convert("Plain text, and *em*.")
    assert asked == []
    md.reset()
    md.convert("Some `code`.")
    assert asked[0] == "backtick"
    assert "link" not in asked
