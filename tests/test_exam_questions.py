"""Who knows only the notes can answer: each question of the exam's kind names the passages that answer it, and they are there."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
import yaml

from factbook import book
from factbook.book import Book
from tests.projects import ROOT

FILE = "tests/data/exam-questions.yaml"
FIELDS = {"id", "task", "skill", "question", "options", "answer", "why", "source", "answered_by"}
AT_LEAST = 5
"""Questions for each task."""


@pytest.fixture(scope="module")
def notes() -> Book:
    return book.load(ROOT, date(2026, 11, 27))


@pytest.fixture(scope="module")
def questions() -> list[dict]:
    return yaml.safe_load((ROOT / FILE).read_text(encoding="utf-8"))


def mistakes(notes: Book, questions: list[dict]) -> list[str]:
    """What is wrong with the questions, or with the notes that are to answer them."""
    found = [f"task {task}: fewer than {AT_LEAST} questions" for task in _short(notes, questions)]
    found += [f"{id_}: {times} times" for id_, times in Counter(each["id"] for each in questions).items() if times > 1]
    for each in questions:
        found += [f"{each['id']}: {what}" for what in _of_one(notes, each)]
    return found


def _short(notes: Book, questions: list[dict]) -> Iterator[str]:
    counted = Counter(each["task"] for each in questions)
    yield from (task for task in notes.exam.current.tasks if counted[task] < AT_LEAST)


def _of_one(notes: Book, question: dict) -> Iterator[str]:
    if set(question) - {"facts"} != FIELDS:
        yield f"fields {sorted(set(question) ^ FIELDS)}"
        return
    skill = notes.exam.skills.get(question["skill"])
    if skill is None or skill.task != question["task"]:
        yield f"no skill {question['skill']} in task {question['task']}"
    options = question["options"]
    if list(options) != list("abcd") or len(set(options.values())) != 4:
        yield "not four different options"
    if question["answer"] not in options:
        yield f"no option {question['answer']}"
    if not question["source"].startswith("https://docs.aws.amazon.com/"):
        yield f"source {question['source']}"
    if not question["answered_by"]:
        yield "no passage answers it"
    used: set[str] = set()
    for passage in question["answered_by"]:
        page, _, anchor = passage.partition("#")
        note = notes.notes.get(f"docs/{page}")
        if note is None:
            yield f"no page {page}"
        elif anchor not in notes.anchors(note):
            yield f"no passage {passage}"
        else:
            used |= {notes.resolve(use.id) for use in notes.uses_in(note.path)}
    for id_ in question.get("facts", []):
        if notes.resolve(id_) not in notes.facts:
            yield f"no fact {id_}"
        elif notes.resolve(id_) not in used:
            yield f"{id_} is on none of its pages"


def test_the_notes_answer_every_question(notes, questions):
    assert mistakes(notes, questions) == []


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("task", "9.9", "no skill 1.1.2 in task 9.9"),
        ("skill", "1.1.99", "no skill 1.1.99 in task 1.1"),
        ("answer", "e", "no option e"),
        ("options", {"a": "x", "b": "x", "c": "y", "d": "z"}, "not four different options"),
        ("source", "https://example.com/", "source https://example.com/"),
        ("answered_by", [], "no passage answers it"),
        ("answered_by", ["compute/lamda.md#at-a-glance"], "no page compute/lamda.md"),
        ("answered_by", ["compute/lambda.md#at-a-glimpse"], "no passage compute/lambda.md#at-a-glimpse"),
        ("facts", ["lambda.time_out"], "no fact lambda.time_out"),
        ("facts", ["s3.object_size_max"], "s3.object_size_max is on none of its pages"),
        ("id", "raw-delivery-attributes", "2 times"),
        ("explanation", "", "fields ['explanation']"),
    ],
)
def test_what_is_wrong_is_told(notes, questions, field, value, said):
    broken = copy.deepcopy(questions)
    broken[0][field] = value
    assert [each.partition(": ")[2] for each in mistakes(notes, broken)] == [said]


def test_a_task_without_enough_questions_is_told(notes, questions):
    left = [each for each in questions if each["task"] != "2.3"]
    few = [each for each in questions if each["task"] == "2.3"][: AT_LEAST - 1]
    assert mistakes(notes, left + few) == ["task 2.3: fewer than 5 questions"]
