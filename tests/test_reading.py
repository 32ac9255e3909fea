"""Whatever bytes a file holds, reading it ends with facts or problems, never with a crash."""

from __future__ import annotations

import datetime
from datetime import date

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from factbook import book, checks, notes, report
from factbook.facts import derived, parse
from factbook.facts.derived import CannotDerive
from factbook.facts.strict_yaml import MAX_BYTES, decode, read

yamlish = st.text(alphabet="abk:-,[]{}\"'#&*!|>?%@` \n\t0123456789.~<=é", max_size=200)
notish = st.text(alphabet="{}%#()\"'=,|- \nabfactrwendo._01", max_size=200)
arithmetic = st.text(alphabet="ab.+-*/()0123456789 _ceilfor,'[]", max_size=80)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_a_problem(data):
    text, problems = decode(data, "x.yaml")
    assert text.encode() == data or problems


@given(yamlish)
@settings(max_examples=300)
def test_any_text_reads_as_yaml_or_is_reported(text):
    tree, problems = read(text, "x.yaml")
    assert tree is not None or problems
    for problem in problems:
        assert 1 <= problem.place.line <= text.count("\n") + 2
    parse(text, "data/facts/x.yaml")


@given(notish)
@settings(max_examples=300)
def test_any_text_reads_as_a_note_or_is_reported(text):
    note = notes.parse(text, "docs/x.md")
    for problem in note.problems:
        assert 1 <= problem.place.line <= text.count("\n") + 1


@given(arithmetic)
@settings(max_examples=300)
def test_any_text_is_arithmetic_or_is_refused(text):
    try:
        derived.references(text)
    except CannotDerive as error:
        assert str(error)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\xff\xfe", "byte 0xff is not UTF-8"),
        (b"a: 1\nb: \xe9", "byte 0xe9 is not UTF-8"),
        (b"\xef\xbb\xbfa: 1", "byte order mark"),
        (b"a\0b", "control character U+0000"),
        (b"a: 1\x0cb: 2", "control character U+000C"),
        (b"a: 1\rb: 2", "control character U+000D"),
        ("a: 1\u2028b: 2".encode(), "control character U+2028"),
        (b"#" * (MAX_BYTES + 1), "at most 1,048,576 are read"),
    ],
)
def test_what_is_no_text_is_refused(data, what):
    _, problems = decode(data, "x.yaml")
    assert [what in problem.what for problem in problems] == [True]


def test_a_deep_file_is_refused_and_not_followed(tmp_path):
    for deep in ("a: " + "[" * 500_000, "a: " + "{b: " * 100_000, "- " * 100_000):
        _, problems = read(deep, "x.yaml")
        assert any("deep" in problem.what for problem in problems)


def test_windows_line_ends_change_nothing():
    text = (
        "a:\n  title: T\n  kind: rule\n  value: 7\n  unit: day\n  source: https://docs.aws.amazon.com/a.html\n"
        "  evidence: seven days\n  verified: 2026-11-23\n"
    )
    unix, windows = (parse(each, "data/facts/x.yaml") for each in (text, text.replace("\n", "\r\n")))
    assert unix == windows
    assert unix[0]["x.a"].place.line == 1


def test_a_project_of_broken_files_is_reported_whole(tmp_path):
    (tmp_path / "data" / "facts").mkdir(parents=True)
    (tmp_path / "docs").mkdir()
    for name, data in {"a.yaml": b"\x80", "b.yaml": b"a: [", "c.yaml": b"", "d.yaml": b"x: 1\n" * 10}.items():
        (tmp_path / "data" / "facts" / name).write_bytes(data)
    (tmp_path / "docs" / "x.md").write_bytes(b"\xff")
    (tmp_path / "docs" / "y.md").write_text("{{ evil }} " * 100)
    (tmp_path / "data" / "services.yaml").write_bytes(b"a: *b")
    loaded = book.load(tmp_path, date(2026, 11, 23))
    problems = checks.run(loaded)
    assert {problem.place.path for problem in problems} == {
        "data/facts/a.yaml",
        "data/facts/b.yaml",
        "data/facts/d.yaml",
        "data/services.yaml",
        "docs/x.md",
        "docs/y.md",
    }
    assert report.text(problems, loaded.texts).endswith("in 6 files")


def test_the_caret_stands_under_the_place(tmp_path):
    (tmp_path / "data" / "facts").mkdir(parents=True)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "x.md").write_text("---\ndescription: x\n---\n" + "word " * 40 + '{{ fact("a.b") }}\n')
    loaded = book.load(tmp_path, date(2026, 11, 23))
    lines = report.text(checks.run(loaded), loaded.texts).splitlines()
    assert lines[0] == "docs/x.md:4:210: unknown-fact: no fact 'a.b'"
    assert lines[1][lines[2].index("^") :].startswith('a.b"')


@given(st.text(alphabet="yesnotruefalsoNULYTRonf~=<. :-_0123456789e+", min_size=1, max_size=8))
@settings(max_examples=300)
def test_a_plain_scalar_that_is_not_reported_is_a_text_a_number_or_a_date_to_yaml_as_well(text):
    if text.strip() != text or ": " in text or text[-1] == ":" or text[0] in "-:?~=<." or "- " in text:
        return
    tree, problems = read(f"a: {text}", "x.yaml")
    if tree is None or problems:
        return
    value = yaml.safe_load(f"a: {text}")["a"]
    assert isinstance(value, str | int | float | datetime.date) or text in ("true", "false")
    if isinstance(value, int | float) and not isinstance(value, bool):
        assert str(value) == text or float(text) == value
