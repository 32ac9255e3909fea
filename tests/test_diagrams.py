"""Diagrams as they are drawn: the same bytes each time, no text outside the picture, nothing that is not theirs."""

from __future__ import annotations

import builtins
import re
import shutil
import sys
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from factbook import book, diagrams
from factbook.diagrams import svg
from tests.projects import ROOT, written

BOOK = book.load(ROOT, date(2026, 11, 27))
NAMES = sorted(BOOK.diagrams)
LINE = """\
title: How a consumer asks a queue
text: [The consumer asks the queue for messages, and the queue answers with those that are visible.]
graph: {nodes: {app: {label: Consumer, kind: actor}, queue: {label: 'Queue', kind: store}}, links: ['app -> queue: asks']}
"""
SERVICES = "sqs: {name: Amazon SQS, area: networking, page: sqs.md, status: active, summary: Queues.}\n"
FACTS = (
    "wait_max: {title: Longest wait, kind: limit, value: 20, unit: second, "
    "source: https://docs.aws.amazon.com/sqs.html, evidence: 20 seconds, verified: 2026-11-23}\n"
)


def small(folder: Path, diagram: str = LINE, facts: str = FACTS) -> book.Book:
    """A project with one diagram, named `line`."""
    written(folder, {"data/services.yaml": SERVICES, "data/facts/sqs.yaml": facts, "data/diagrams/line.yaml": diagram})
    return book.load(folder, date(2026, 11, 27))


def drawn(folder: Path, diagram: str = LINE, facts: str = FACTS) -> str:
    read = small(folder, diagram, facts)
    return diagrams.draw(read.diagrams["line"], read.written, folder / ".cache" / "diagrams").svg


def test_there_are_diagrams_of_every_kind():
    assert len(NAMES) >= 20
    assert {type(diagram.form).__name__ for diagram in BOOK.diagrams.values()} == {
        "Graph", "Conversation", "Timeline", "Steps"
    }  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_diagram_is_drawn_alike_each_time(name, tmp_path):
    once, again = (
        diagrams.draw(BOOK.diagrams[name], BOOK.written, tmp_path / folder).svg.encode() for folder in ("one", "two")
    )
    assert once == again


@pytest.mark.parametrize("name", NAMES)
def test_a_diagram_fits_a_phone_and_has_its_texts_inside(name, tmp_path):
    picture = diagrams.draw(BOOK.diagrams[name], BOOK.written, tmp_path)
    root = ElementTree.fromstring(picture.svg)
    left, top, wide, high = (float(each) for each in root.get("viewBox", "").split())
    assert (left, top, wide, picture.wide) == (0, 0, svg.PHONE, False)
    (group,) = root.findall("g")
    dx, dy = (float(each) for each in re.findall(r"[\d.]+", group.get("transform", "")))
    for text in group.findall("text"):
        reach = svg.width(text.text or "", float(text.get("font-size", 0)), bold=bool(text.get("font-weight")))
        x = float(text.get("x", 0)) + dx - {"start": 0, "middle": reach / 2, "end": reach}[text.get("text-anchor", "")]
        assert -1 <= x <= x + reach <= wide + 6, text.text
        assert 8 <= float(text.get("y", 0)) + dy <= high, text.text


@pytest.mark.parametrize("name", NAMES)
def test_a_diagram_has_a_name_a_description_and_nothing_that_runs_or_loads(name, tmp_path):
    root = ElementTree.fromstring(diagrams.draw(BOOK.diagrams[name], BOOK.written, tmp_path).svg)
    assert root.get("role") == "img"
    assert root.findtext("title") == BOOK.diagrams[name].title
    assert len((root.findtext("desc") or "").split()) > 8
    assert {each.tag for each in root.iter()} <= {"svg", "title", "desc", "g", "path", "rect", "text"}
    attributes = {attribute for each in root.iter() for attribute in each.attrib}
    assert not attributes & {"style", "href", "onload", "src"}
    assert "{{" not in ElementTree.tostring(root, "unicode")


def test_a_fact_in_a_diagram_is_drawn_with_its_value_and_anew_when_it_changes(tmp_path):
    waiting = LINE.replace(
        "asks'", 'waits {{ fact("sqs.wait_max") }}, {{ value("sqs.wait_max", unit="millisecond") }}\''
    )
    assert "waits 20 seconds, 20000" in said(drawn(tmp_path, waiting))
    assert "waits 30 seconds, 30000" in said(drawn(tmp_path, waiting, FACTS.replace("20", "30")))


def said(picture: str) -> str:
    """The texts of a picture, one after the other."""
    return " ".join(text.text or "" for text in ElementTree.fromstring(picture).findall("g/text"))


def test_what_is_kept_is_used_and_what_is_outdated_goes(tmp_path):
    first = drawn(tmp_path)
    (kept,) = (tmp_path / ".cache" / "diagrams").iterdir()
    kept.write_text(first.replace("Consumer", "Kept"))
    assert "Kept" in drawn(tmp_path)
    assert "Customer" in drawn(tmp_path, LINE.replace("Consumer", "Customer"))
    assert kept not in set((tmp_path / ".cache" / "diagrams").iterdir())


def test_without_graphviz_one_line_says_what_to_install(tmp_path, monkeypatch):
    real = builtins.__import__

    def without(name: str, *arguments: object, **more: object) -> object:
        if name == "pygraphviz":
            raise ImportError(name)
        return real(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.delitem(sys.modules, "pygraphviz", raising=False)
    with pytest.raises(diagrams.CannotDraw) as error:
        drawn(tmp_path)
    assert str(error.value).startswith("diagram 'line' was not drawn: diagrams need Graphviz: run tools/setup.sh site")
    assert "\n" not in str(error.value)


def test_a_store_that_cannot_be_written_is_no_mistake(tmp_path):
    read = small(tmp_path)
    (tmp_path / "file").write_text("in the way")
    assert "<svg" in diagrams.draw(read.diagrams["line"], read.written, tmp_path / "file" / "below").svg


def test_text_is_escaped(tmp_path):
    assert "a &lt;b&gt; &amp; c" in drawn(tmp_path, LINE.replace("label: Consumer", "label: 'a <b> & c'"))


def test_long_texts_are_broken_into_lines_of_about_the_same_length():
    lines = svg.wrapped("Allowed by the organisation or not", 150, svg.DETAIL)
    assert len(lines) == 2
    assert max(svg.width(line, svg.DETAIL) for line in lines) <= 150
    assert svg.wrapped("one / two", 500, svg.DETAIL) == ["one", "two"]


def test_the_light_colours_of_a_drawing_are_those_of_the_theme():
    theme = (ROOT / "overrides/assets/stylesheets/site.css").read_text("utf-8")
    light = dict(re.findall(r"--([\w-]+): light-dark\((#\w+)", theme))
    assert tuple(light[name] for name in ("ink", "ink-soft", "paper", "edge")) == (
        svg.INK,
        svg.SOFT,
        svg.PAPER,
        svg.RULE,
    )


def test_every_class_of_a_drawing_has_a_colour_on_the_site(tmp_path):
    sheet = (ROOT / "overrides/assets/stylesheets/diagrams.css").read_text("utf-8")
    used = set()
    for name in NAMES:
        for names in re.findall(r'class="([^"]+)"', diagrams.draw(BOOK.diagrams[name], BOOK.written, tmp_path).svg):
            used |= set(names.split())
    assert {name for name in used if f".{name}" not in sheet} == set()
    shutil.rmtree(tmp_path)
