"""The rules: each a generator of problems over the book, its docstring the rule.

A rule reads data only: never the clock, the disk or the screen. `run` collects
what all of them say, together with what went wrong while reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from factbook.book import Book
from factbook.checks import (
    code,
    comparisons,
    contradictions,
    errors,
    exam,
    facts,
    generated,
    glossary,
    markup,
    moved,
    names,
    navigation,
    notes,
    services,
    shown,
    synonyms,
    typed,
    uses,
    waivers,
)
from factbook.checks.sound import Sound
from factbook.facts import Problem

Check = Callable[[Book], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    uses.unknown_fact,
    uses.moved_fact,
    uses.unused_fact,
    uses.wrong_argument,
    uses.markup_in_code,
    typed.typed_number,
    facts.evidence_without_value,
    facts.history_order,
    facts.unit_that_does_not_fit,
    facts.read_in_the_future,
    facts.not_a_primary_source,
    facts.order_of_fields,
    facts.order_of_facts,
    facts.move_to_nowhere,
    facts.same_title,
    contradictions.contradiction,
    services.service_without_page,
    services.page_without_service,
    services.facts_without_service,
    services.status_without_source,
    services.order_of_services,
    notes.page_shape,
    notes.no_description,
    notes.too_long_to_read,
    markup.unsafe_html,
    markup.unsafe_link,
    markup.snippet,
    shown.unused_diagram,
    shown.unused_snippet,
    shown.misplaced_snippet,
    shown.reason_not_to_run,
    markup.broken_link,
    markup.image_without_text,
    markup.heading_order,
    markup.underlined_heading,
    markup.broken_table,
    markup.merge_conflict,
    markup.large_file,
    markup.symbolic_link,
    markup.stray_file,
    code.broken_code,
    navigation.page_not_in_navigation,
    navigation.navigation_to_nowhere,
    navigation.navigation_out_of_order,
    names.wrong_name,
    glossary.glossary_page,
    glossary.glossary_order,
    moved.moved_page,
    synonyms.synonym_for_nothing,
    synonyms.synonym_in_glossary,
    synonyms.synonym_order,
    comparisons.unshown_comparison,
    comparisons.typed_in_comparison,
    errors.error_of_unknown_service,
    errors.typed_in_error,
    exam.unknown_skill,
    exam.skills_not_shown,
    exam.domain_without_page,
    exam.claimed_out_of_scope,
    exam.task_without_page,
    exam.skill_without_page,
    exam.service_in_scope_without_page,
    generated.stale_file,
)
"""Every rule, in the order of the rules' page."""

READING = {
    "yaml": "The files of data/ and a note's front matter are YAML that means what it seems to mean.",
    "fact": "Each entry of a facts file has the fields of the field table, in their forms; what is derived can be computed.",
    "service": "Each entry of data/services.yaml has its fields, and areas and statuses that there are.",
    "note": "A note calls macros that there are, with literal arguments, and uses nothing else of the macro language.",
    "glossary": "Each entry of data/glossary.yaml has its fields.",
    "moved": "Each entry of data/moved.yaml leads from a page below docs/ to another.",
    "synonym": "Each entry of data/synonyms.yaml has what people type, in small letters, and a list of what it means.",
    "comparison": "Each entry of data/comparisons.yaml has a title, columns, and rows with a cell for each column.",
    "error": "Each entry of data/errors.yaml has its fields, a status of an error, and a way to try again that there is.",
    "exam": "data/exam.yaml has the exam's editions with all their fields, and AWS's numbers without gaps.",
    "navigation": "mkdocs.yml can be read.",
    "diagram": "Each file of data/diagrams/ has a title, a text that says what the picture shows, and one drawing of known parts.",
    "waiver": "A waiver stands next to what it waives, names a rule, gives a reason, and is needed.",
}
"""What the reading of files reports, under names like a rule's; none of these can be waived."""

OTHERS = {
    "misspelt": "Notes and facts have no misspelling that the program `typos` knows; our own words are in pyproject.toml."
}
"""What other programs find, under names like a rule's."""


def rule_name(check: Check) -> str:
    """The name under which a check reports."""
    return check.__name__.replace("_", "-")


def run(book: Book, others: Iterable[Problem] = (), kept: Path | None = None) -> list[Problem]:
    """Every problem of the book, sorted by place, each signed by its rule.

    `others` were found by other programs; they are reported, and can be waived, with the rest. `kept` is the file that
    remembers which notes were sound; without it all are looked at.
    """
    found = {*book.problems, *others}
    sound = Sound(kept, book) if kept else None
    if sound:
        book = replace(book, sound=sound.paths)
    for check in CHECKS:
        found.update(problem.by(rule_name(check)) for problem in check(book))
    if sound:
        sound.keep(found)
    return sorted(waivers.apply(sorted(found), book.texts, [*(rule_name(check) for check in CHECKS), *OTHERS]))
