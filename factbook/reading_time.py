"""How long it takes to read a note: its words, with facts as the words that they become, at one speed."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from factbook import worked
from factbook.book import Book
from factbook.comparisons import Comparison
from factbook.facts import Value
from factbook.notes import Call, Note

WORDS_PER_MINUTE = 238
"""The mean for non-fiction in English, over 190 studies: Brysbaert, "How many words do we read per minute?", 2019."""

LONGEST = 15
"""Minutes that a page may take at most."""

_UNREAD = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|<!--(?:(?!<!--).)*?-->|<[^<>]*>|\]\([^()]*\)|\{[^{}]*\}", re.DOTALL)
"""Calls, marks of raw text, comments, tags, the targets of links, attribute lists."""

_MARKS = "#|*>=~`"
"""Marks of Markdown, which are no words where they stand alone."""


def minutes(book: Book, note: Note) -> int:
    """The minutes that a note takes, rounded up. Cards, tables of facts and lists that macros write are not read through."""
    return math.ceil(max(1, words(book, note)) / WORDS_PER_MINUTE)


def words(book: Book, note: Note) -> int:
    """The words of a note, code included."""
    return _typed(note) + sum(_added(book, call) for call in note.calls)


@lru_cache(maxsize=8192)
def _typed(note: Note) -> int:
    """The words that stand in the note itself. A note that stays as it was is not read again."""
    text = note.text.split("\n---\n", 1)[-1] if note.text.startswith("---") else note.text
    return _count(_UNREAD.sub(" ", text))


@lru_cache(maxsize=65536)
def _count(text: str) -> int:
    text = text.replace("\n- ", "\n")
    for mark in _MARKS:
        text = text.replace(mark, " ")
    return len(text.split())


def _added(book: Book, call: Call) -> int:
    """The words that a macro adds."""
    if call.fact_id is None:
        return _count(_written(book, call))
    fact = book.facts.get(book.resolve(call.fact_id))
    return _words_of(fact.value) if fact else 0


@lru_cache(maxsize=65536)
def _words_of(value: Value) -> int:
    return _count(str(value))


def _written(book: Book, call: Call) -> str:
    """The text of what another macro than those for facts writes, as far as it is read with the text around it."""
    if call.macro == "compare":
        comparison = book.comparisons.get(str(call.arguments["id"]))
        return _compared(book, comparison) if comparison else ""
    if call.macro == "snippet":
        return book.texts.get(book.snippets.get(str(call.arguments["file"]), ""), "")
    if call.macro == "diagram" and (diagram := book.diagrams.get(str(call.arguments["name"]))):
        # A picture takes about as long as what it says in words.
        return " ".join([diagram.title, *(book.written(text) for text in diagram.text)])
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
