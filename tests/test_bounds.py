"""Hostile and careless texts: each ends in a report, and soon."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import pytest

from factbook import checks, navigation, report, settings
from factbook.book import Book
from factbook.checks import code
from factbook.facts import Facts, Place, Problem, load_contents
from factbook.facts.strict_yaml import decode
from factbook.notes import parse
from factbook.prose import Code, structure

FACT = (
    "{title: T, kind: limit, source: https://docs.aws.amazon.com/a/b.html, evidence: x, verified: 2026-11-23, value: "
)


def test_a_line_without_end_is_not_read():
    text, problems = decode(b"a: 1\n" + b"b" * 2001 + b"\nc: 1\n" + b"d" * 9000, "data/facts/a.yaml")
    assert text == ""
    assert problems == (
        Problem(
            Place("data/facts/a.yaml", 2),
            "the line has 2,001 bytes; at most 2,000 are read",
            "break it into several",
            "yaml",
        ),
    )
    assert decode(b"b" * 2000 + b"\n" + b"c" * 2000, "docs/a.md")[1] == ()


def test_numbers_longer_than_any_use():
    contents = {"data/facts/a.yaml": f"x: {FACT}{'1' * 26}}}\ny: {FACT}{{min: 1, max: {'9' * 1500}}}}}\n".encode()}
    assert [problem.what for problem in load_contents(contents)[1]] == [
        "a number of 26 digits",
        "a number of 1500 digits",
    ]


def test_facts_that_double_each_other():
    lines = [f"x0: {FACT}{'9' * 20}}}"]
    lines += [f'x{n + 1}: {{title: T, kind: rule, derive: "a.x{n} * a.x{n}"}}' for n in range(60)]
    facts, problems, _ = load_contents({"data/facts/a.yaml": "\n".join(lines).encode()})
    assert "a.x2" in facts
    assert problems[0].what == "'a.x2 * a.x2': a number too long for any use"


@pytest.mark.parametrize(
    "text",
    ["a: !!bool x", "a: !!int ''", "!!timestamp x", "- ? !Ref [a]\n  : b", "a: &a [*a]", "Resources: {[a]: {Type: x}}"],
)
def test_yaml_in_a_code_block_is_not_interpreted(text):
    assert list(code._yaml(Code("yaml", text, Place("docs/a.md")), text)) == []


def test_brackets_without_end():
    for text in ("[\n" * 300_000, "- " * 900, "{a: " * 900):
        (problem,) = code._yaml(Code("yaml", text, Place("docs/a.md", 5)), text)
        assert problem.what == "not YAML: nested more than 100 levels deep"
    assert [each.what for each in navigation.parse("nav: " + "[" * 300_000)[1]] == [
        "not YAML: nested more than 100 levels deep"
    ]
    with pytest.raises(settings.NoAddress):
        settings.parse("site_url: https://example.com/\nnav: " + "[" * 300_000)


def test_merge_keys_do_not_multiply():
    lines = ["a: &a {x: 1}"]
    for before, name in zip("abcdefghijkl", "bcdefghijklm", strict=True):
        lines.append(f"{name}: &{name} {{<<: [{', '.join([f'*{before}'] * 9)}]}}")
    text = "\n".join(lines)
    assert list(code._yaml(Code("yaml", text, Place("docs/a.md")), text)) == []


def test_a_number_in_json_that_python_refuses():
    text = "[\n" + "1" * 5000 + "]"
    (problem,) = code._json(Code("json", text, Place("docs/a.md")), text)
    assert problem.what.startswith("not JSON that anybody could read")


def test_very_many_markers():
    started = time.process_time()
    assert len(parse(("{{ x " * 300 + "\n") * 60, "docs/a.md").problems) == 18_000
    assert time.process_time() - started < 2


def test_blanks_before_a_bar():
    started = time.process_time()
    structure(parse((" " * 1990 + "|\n") * 500, "docs/a.md"))
    assert time.process_time() - started < 2


def test_a_report_of_very_many_problems():
    text = "x\n" * 50_000
    problems = [Problem(Place("docs/a.md", number), "x", "y", "z") for number in range(1, 50_001)]
    started = time.process_time()
    assert report.text(problems, {"docs/a.md": text}).endswith("50000 problems in 1 file")
    assert len(json.loads(report.as_json(problems, {}))) == 50_000
    assert time.process_time() - started < 5


LONG = [
    "[a](",
    '[a](x "',
    "](",
    "[",
    "]",
    "![",
    "`",
    "`x",
    "`` ` ",
    "<a:",
    "<b ",
    "<b a",
    "<",
    "<!--",
    "<!-- -->",
    "{.a",
    "{ .a",
    "{: a=b ",
    "{",
]
LONG += [
    "|",
    "| ",
    "*",
    "\\",
    "\\`",
    "{% raw %}",
    "{% raw %}`",
    "\ue000",
    ": ",
    "--8<--",
    "1 minute ",
    "five ",
    "$1",
    "> ",
    "# ",
    "&#",
    "https://",
    "[a]: ",
]


@pytest.mark.parametrize("piece", LONG)
def test_lines_full_of_what_may_begin_something(piece):
    """Work grows with the length of a line, not with its square: that would be ten thousand million steps here."""
    note = parse(f"---\ndescription: x\n---\nx {piece * (100_000 // len(piece))}\n", "docs/a.md")
    book = Book(Path(), Facts({}, {}), {}, {note.path: note}, {note.path: note.text}, (), date(2026, 11, 23))
    started = time.process_time()
    assert all(problem.place.path == note.path for problem in checks.run(book))
    assert time.process_time() - started < 5


def test_no_list_of_attributes_doubles_the_work_with_each_dot():
    note = parse("word {" + ".a" * 400 + "!", "docs/a.md")
    started = time.process_time()
    assert [name for name, _, _ in structure(note).attributes] == ["{" + ".a" * 9 + "."]
    assert time.process_time() - started < 2
