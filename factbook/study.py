"""An order to study in: first the pages that bring most of the exam that no page before them has brought.

AWS gives the weight of each domain and no more. Each skill of a domain counts for the same part of it here.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from factbook.book import Book
from factbook.facts import Amount
from factbook.notes import Note
from factbook.reading_time import minutes


@dataclass(frozen=True, slots=True)
class Stop:
    """A page of the order: the skills that it brings first, the minutes it takes, and the percent of the exam met by then."""

    note: Note
    first: tuple[str, ...]
    minutes: int
    met: Fraction


def shares(book: Book) -> dict[str, Fraction]:
    """The part of the exam that each skill stands for, in percent."""
    edition = book.exam.current
    found: dict[str, Fraction] = {}
    for domain in edition.domains.values() if edition else ():
        skills = [skill for task in edition.tasks_of(domain.number) for skill in edition.skills_of(task.number)]
        weight = book.facts.get(book.resolve(domain.weight))
        whole = weight.value.number if weight and isinstance(weight.value, Amount) else Fraction(0)
        found |= {skill.number: whole / len(skills) for skill in skills}
    return found


def order(book: Book) -> list[Stop]:
    """Every page that treats a skill, each once; those that bring nothing first come last, the weightiest before."""
    share = shares(book)
    left = [note for note in book.notes.values() if any(number in share for number in note.skills)]
    time = {note.path: minutes(book, note) for note in left}
    whole = {note.path: sum(share.get(number, Fraction(0)) for number in note.skills) for note in left}
    met: set[str] = set()
    total = Fraction(0)
    stops = []

    def rank(note: Note) -> tuple[Fraction, Fraction, int, str]:
        new = sum((share[number] for number in note.skills if number in share and number not in met), Fraction(0))
        return (-new, -whole[note.path], time[note.path], note.path)

    ranks = {note.path: rank(note) for note in left}
    while left:
        best = min(left, key=lambda note: ranks[note.path])
        left.remove(best)
        first = tuple(number for number in best.skills if number in share and number not in met)
        met.update(first)
        total += sum(share[number] for number in dict.fromkeys(first))
        ranks |= {note.path: rank(note) for note in left if not set(first).isdisjoint(note.skills)}
        stops.append(Stop(best, first, time[best.path], total))
    return stops
