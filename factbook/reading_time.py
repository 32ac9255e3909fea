"""How long it takes to read a note: its words, with facts as the words that they become, at one speed."""

from __future__ import annotations

import math
import re

from factbook import worked
from factbook.book import Book
from factbook.comparisons import Comparison
from factbook.notes import Call, Note

WORDS_PER_MINUTE = 238
"""The mean for non-fiction in English, over 190 studies: Brysbaert, "How many words do we read per minute?", 2019."""

LONGEST = 15
"""Minutes that a page may take at most."""

_UNREAD = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|<!--.*?-->|<[^<>]*>|\]\([^()]*\)|\{[^{}]*\}", re.DOTALL)
"""Calls, marks of raw text, comments, tags, the targets of links, attribute lists."""

_MARKS = {ord(mark): " " for mark in "#|*>=~`"}
"""Marks of Markdown, which are no words where they stand alone."""


def minutes(book: Book, note: Note) -> int:
    """The minutes that a note takes, rounded up. Cards, tables of facts and lists that macros write are not read through."""
    return math.ceil(max(1, words(book, note)) / WORDS_PER_MINUTE)


def words(book: Book, note: Note) -> int:
    """The words of a note, code included."""
    text = note.text.split("\n---\n", 1)[-1] if note.text.startswith("---") else note.text
    return _count(_UNREAD.sub(" ", text)) + sum(_count(_written(book, call)) for call in note.calls)


def _count(text: str) -> int:
    return len(text.replace("\n- ", "\n").translate(_MARKS).split())


def _written(book: Book, call: Call) -> str:
    """The text of what a macro writes, as far as it is read with the text around it."""
    if call.fact_id is not None:
        fact = book.facts.get(book.resolve(call.fact_id))
        return str(fact.value) if fact else ""
    if call.macro == "compare":
        comparison = book.comparisons.get(str(call.arguments["id"]))
        return _compared(book, comparison) if comparison else ""
    if call.macro == "worked":
        numbers = {name: value for name, value in call.arguments.items() if name != "example"}
        try:
            done = worked.work(str(call.arguments["example"]), book.facts, numbers)
        except (worked.CannotWork, KeyError):
            return ""  # wrong_argument says what is wrong
        return " ".join([done.question, *(f"{_sentence(book, step)} {step.sum}" for step in done.steps), done.answer])
    return ""


def _compared(book: Book, comparison: Comparison) -> str:
    facts = [book.facts.get(book.resolve(named.id)) for named in comparison.named]
    words = [*comparison.columns, *comparison.rows, *(cell.words for cell in comparison.cells)]
    return " ".join([*words, *(str(fact.value) for fact in facts if fact)])


def _sentence(book: Book, step: worked.Step) -> str:
    return "".join(piece if isinstance(piece, str) else str(book.facts[piece.id].value) for piece in step.sentence)
