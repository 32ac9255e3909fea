"""Mistakes in what a note names, and in what it types instead of naming it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from factbook.facts import Amount, Choices, Fact, Span, Words
from factbook.facts.fields import KINDS as FACT_KINDS
from factbook.facts.units import ATOMS, COUNTS, parse_unit
from factbook.facts.values import Value, in_unit
from factbook.notes import MACROS, parse
from factbook.prose import is_prose, structure
from tests.mutations.project import Mistake, Project, kind


@kind
def typo_in_an_id(project: Project) -> Mistake:
    path, call, start, end = project.call(lambda call: call.fact_id)
    new = project.typo(call.fact_id, lambda id_: id_ not in project.book.facts and id_ not in project.book.facts.moves)
    at = project.book.offset(call.places["id"])
    return project.edited(path, at, at + len(call.fact_id), new, "unknown-fact")


@kind
def typo_in_a_macro(project: Project) -> Mistake:
    path, call, start, end = project.call()
    at = start + project.book.texts[path][start:end].index(call.macro)
    return project.edited(
        path, at, at + len(call.macro), project.typo(call.macro, lambda name: name not in MACROS), "note"
    )


@kind
def typo_in_an_argument(project: Project) -> Mistake:
    names = {"facts": ("service", "kind"), "service": ("id",), "worked": ("example",), "services": ("area",)}
    path, call, *_ = project.call(lambda call: set(names.get(call.macro, ())) & set(call.arguments))
    name = project.any_of(set(names[call.macro]) & set(call.arguments))
    value = call.arguments[name]
    at = project.book.offset(call.places[name])
    known = {*project.book.services, *FACT_KINDS}
    new = project.typo(value, lambda word: word not in known)
    start = project.book.texts[path].index(value, at)
    return project.edited(path, start, start + len(value), new, "wrong-argument")


@kind
def fact_inside_of_code(project: Project) -> Mistake:
    path, call, start, end = project.call(
        lambda call: call.macro in ("fact", "was") and call.fact_id in project.book.facts
    )
    line = project.lines(path, call.place.line)
    if not is_prose(project.book.notes[path], call.place) or "`" in line:
        return fact_inside_of_code(project)
    new = f"`{project.book.texts[path][start:end]}`"
    return project.edited(path, start, end, new, "markup-in-code")


@kind
def unit_in_a_note_that_does_not_fit(project: Project) -> Mistake:
    facts = project.book.facts
    path, call, start, end = project.call(lambda call: call.macro == "fact" and call.fact_id in facts)
    value = facts[call.fact_id].value
    fitting = value.unit.dimension if isinstance(value, Amount | Span) else None
    unit = project.any_of(name for name, unit in ATOMS.items() if unit.dimension != fitting)
    return project.edited(path, start, end, f'{{{{ fact("{call.fact_id}", unit="{unit}") }}}}', "wrong-argument")


@kind
def past_asked_of_a_fact_that_has_none(project: Project) -> Mistake:
    facts = project.book.facts
    path, call, start, end = project.call(
        lambda call: (
            call.macro == "fact"
            and call.fact_id in facts
            and not facts[call.fact_id].history
            and not facts[call.fact_id].mistaken
        )
    )
    return project.edited(path, start, end, f'{{{{ was("{call.fact_id}") }}}}', "wrong-argument")


def typed(project: Project, values: Callable[[Fact], Iterable[Value]]) -> Mistake:
    """A fact's call in prose replaced by one of these values, typed."""
    known = project.book.facts
    while True:
        path, call, start, end = project.call(
            lambda call: (
                call.macro in ("fact", "was")
                and any(told(value) for value in values(known[project.book.resolve(call.fact_id)]))
            )
        )
        value = project.any_of(filter(told, values(known[project.book.resolve(call.fact_id)])))
        new = project.any_of(spellings(value))
        text = project.book.texts[path]
        note = parse(text[:start] + new + text[end:], path)
        shown = next((each.text for each in structure(note).lines if each.number == call.place.line), "")
        others = any(
            other is not call and other.fact_id and other.fact_id.partition(".")[0] == call.fact_id.partition(".")[0]
            for other in note.calls
        )
        if shown.startswith(new, call.place.column - 1) and (others or call.fact_id.partition(".")[0] in note.services):
            return project.edited(path, start, end, new, "typed-number")


def told(value: Value) -> bool:
    """Whether a quantity says by itself of what it is: "two ways" and "0" do not."""
    if not isinstance(value, Amount | Span) or not value.unit.name:
        return False
    number = value.number if isinstance(value, Amount) else value.high
    above = value.unit.name.partition(" per ")[0]
    return (
        number != 0
        and number.denominator in (1, 2, 5, 10, 100)
        and not (above in COUNTS and number < 3)
        and "-" not in above
    )


def spellings(value: Value) -> list[str]:
    """Ways to type a value."""
    found = [str(value), value.plain]
    number = value.number if isinstance(value, Amount) else value.high
    above = value.unit.name.partition(" per ")[0]
    if isinstance(value, Amount) and above not in ("USD", "percent"):
        found += [f"{int(number)}-{above}", f"{int(number)} {above.upper()}"] if number.denominator == 1 else []
        for other in ("second", "minute", "KB"):
            if parse_unit(above).dimension == ATOMS[other].dimension and " per " not in value.unit.name:
                same = in_unit(value, ATOMS[other])
                found += [same.plain] if same.number.denominator == 1 else []
    return found


@kind
def value_typed(project: Project) -> Mistake:
    return typed(project, lambda fact: [fact.value])


@kind
def old_value_typed(project: Project) -> Mistake:
    return typed(project, lambda fact: [past.value for past in (*fact.history, *fact.mistaken)])


@kind
def words_written_bare_in_prose(project: Project) -> Mistake:
    facts = project.book.facts
    path, call, start, end = project.call(
        lambda call: (
            call.macro == "fact"
            and call.fact_id in facts
            and isinstance(facts[call.fact_id].value, Words | Choices)
            and "unit" not in call.arguments
        )
    )
    return project.edited(path, start, end, f'{{{{ value("{call.fact_id}") }}}}', "wrong-argument")


@kind
def fact_renamed_and_its_uses_not(project: Project) -> Mistake:
    path, call, start, end = project.call(lambda call: call.fact_id and call.fact_id in project.book.facts)
    fact = project.book.facts[call.fact_id]
    at = project.book.offset(fact.place)
    text = project.book.texts[fact.place.path]
    new = f"{fact.key}_then: {{moved_to: {fact.service}.{fact.key}_now}}\n"
    assert text.startswith(f"{fact.key}:", at)
    moved = f"{fact.key}_now{text[at + len(fact.key) :].rstrip()}\n{new.replace('_then', '')}"
    return project.edited(fact.place.path, at, len(text), moved, "moved-fact", where=path, line=call.place.line)


@kind
def value_typed_in_a_remark_of_code(project: Project) -> Mistake:
    found = [
        (note, code, fact)
        for note in project.book.notes.values()
        for code in structure(note).code
        if code.language in ("python", "yaml", "sh")
        for service in note.services
        for fact in project.book.facts.of(service)
        if told(fact.value)
    ]
    note, code, fact = project.any_of(found)
    at = project.span(note.path, code.place.line)[0]
    new = f"{' ' * (code.place.column - 1)}# it is {fact.value.plain.partition(' per ')[0]}\n"
    return project.edited(note.path, at, at, new, "typed-number")


@kind
def misspelling(project: Project) -> Mistake:
    words = ("recieve", "occured", "seperate", "teh", "transfered", "maintainance", "wich", "adress")
    return project.appended(words[project.turn % len(words)], "misspelt")
