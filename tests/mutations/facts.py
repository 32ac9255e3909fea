"""Mistakes in a fact."""

from __future__ import annotations

import re

from factbook.facts import Amount, Choices, Fact, Span, Words
from factbook.facts.evidence import contains
from factbook.facts.fields import BY_NAME
from factbook.facts.units import ATOMS, parse_unit
from factbook.facts.values import Value
from tests.mutations.project import Mistake, Project, kind

TIMES = ("millisecond", "second", "minute", "hour", "day", "week")
BYTES = ("byte", "KB", "MB", "GB", "TB")


def family(unit: str) -> tuple[str, ...]:
    """The units that this one is easily taken for."""
    plain = unit.replace("iB", "B")
    return next((names for names in (TIMES, BYTES, ("month", "year")) if plain in names), ())


@kind
def unit_swapped(project: Project) -> Mistake:
    fact = project.fact(
        lambda fact: (
            isinstance(fact.value, Amount | Span)
            and family(fact.value.unit.name)
            and not contains(fact.evidence, type(fact.value)(*ends(fact.value), parse_unit("question")))
        )
    )
    names = [name for name in family(fact.value.unit.name) if ATOMS[name].factor != fact.value.unit.factor]
    return project.field_made(fact, "unit", project.any_of(names), "evidence-without-value", at="evidence")


def ends(value: Value) -> tuple:
    return (value.number,) if isinstance(value, Amount) else (value.low, value.high)


@kind
def unit_lost(project: Project) -> Mistake:
    fact = project.fact(
        lambda fact: (
            isinstance(fact.value, Amount | Span)
            and family(fact.value.unit.name)
            and not contains(fact.evidence, type(fact.value)(*ends(fact.value), parse_unit("question")))
        )
    )
    start, end = project.field(fact, "unit")
    lines = tuple(range(fact.place.line, project.last_line(fact) + 1))  # a witness may be the first that it hinders
    return project.edited(fact.place.path, start, end, "", "evidence-without-value", "fact", line=lines)


@kind
def typo_in_a_unit(project: Project) -> Mistake:
    fact = project.fact(lambda fact: "unit" in fact.keys)
    unit = project.written(fact, "unit")
    return project.field_made(fact, "unit", project.typo(unit, lambda word: unknown_unit(word.strip())), "fact")


def unknown_unit(word: str) -> bool:
    try:
        parse_unit(word)
    except ValueError:
        return bool(re.fullmatch(r"[A-Za-z][\w -]*", word))
    return False


@kind
def typo_in_a_kind(project: Project) -> Mistake:
    fact = project.fact()
    return project.field_made(fact, "kind", project.typo(fact.kind, str.isalpha), "fact")


@kind
def number_changed(project: Project) -> Mistake:
    while True:
        fact = project.fact(
            lambda fact: isinstance(fact.value, Amount | Span) and "value" in project.one_line_fields(fact)
        )
        old = project.written(fact, "value")
        match = project.any_of(re.finditer(r"\d+(?:\.\d+)?", old))
        number = match[0]
        new = project.any_of(
            (
                str(float(number) * 2).removesuffix(".0"),
                str(float(number) + 1).removesuffix(".0"),
                number + "0",
                number[:-1],
                number[::-1],
            )
        )
        if not re.fullmatch(r"0|[1-9]\d*|\d+\.\d*[1-9]", new) or float(new) == float(number):
            continue
        numbers = [
            float(each) for each in re.findall(r"\d+(?:\.\d+)?", old[: match.start()] + new + old[match.end() :])
        ]
        said = {float(each.replace(",", "")) for each in re.findall(r"\d[\d,]*(?:\.\d+)?", fact.evidence)}
        if numbers == sorted(numbers) and len(set(numbers)) == len(numbers) and float(new) not in said:
            value = old[: match.start()] + new + old[match.end() :]
            return project.field_made(fact, "value", value, "evidence-without-value", at="evidence")


@kind
def word_changed(project: Project) -> Mistake:
    fact = project.fact(lambda fact: isinstance(fact.value, Words) and "value" in project.one_line_fields(fact))
    return project.field_made(
        fact,
        "value",
        project.any_of(("strongly purple", "not at all", "every Thursday")),
        "evidence-without-value",
        at="evidence",
    )


@kind
def list_changed(project: Project) -> Mistake:
    fact = project.fact(lambda fact: isinstance(fact.value, Choices) and "value" in project.one_line_fields(fact))
    return project.field_made(
        fact,
        "value",
        "[" + ", ".join(["Something else", *(f"x{i}" for i in range(23))]) + "]",
        "evidence-without-value",
        at="evidence",
    )


@kind
def evidence_of_something_else(project: Project) -> Mistake:
    fact, other = project.fact(), project.fact()
    while contains(other.evidence, fact.value) or contains("the quotas of this service", fact.value):
        fact, other = project.fact(), project.fact()
    text = project.any_of((project.written(other, "evidence"), "the quotas of this service"))
    return project.field_made(fact, "evidence", text, "evidence-without-value")


@kind
def missing_field(project: Project) -> Mistake:
    fact = project.fact()
    name = project.any_of(
        ("title", "kind", "value", "source", "evidence", "verified", *(("region",) if fact.region else ()))
    )
    return project.edited(fact.place.path, *project.field(fact, name), "", "fact", line=fact.place.line)


@kind
def unknown_field(project: Project) -> Mistake:
    fact = project.fact()
    name = project.any_of(fact.keys)
    at = project.book.offset(fact.keys[name])
    new = project.typo(name, lambda word: word not in BY_NAME and re.fullmatch(r"[a-z][a-z_]+", word))
    return project.edited(fact.place.path, at, at + len(name), new, "fact")


WRONG = {
    "title": ("[one, two]", "15", "true", '""', "2026-11-23", "A limit."),
    "kind": ("[limit]", "limits", '"5"'),
    "value": ("true", "{from: 1, to: 2}", "[]", "{min: 5, max: 5}", "2026-11-23", "[a, a]"),
    "unit": ("[minute]", "minutes", "5"),
    "scope": ("[all]", "7", '" "'),
    "adjustable": ("maybe", '"true"', "[true]", "1"),
    "source": ("[https://docs.aws.amazon.com/x.html]", "docs", "see the quota page"),
    "evidence": ("[15 minutes]", "{value: 15}", "one two three four five six seven eight nine"),
    "verified": ("yesterday", "2026-13-01", "23.11.2026", "2026-11", "[2026-11-23]"),
    "since": ("soon", "2020-7", "July 2020", "[2020]"),
    "history": ("15 minutes", "[]", "[15]", "[{until: 2020}]", "[{value: 15}]", "[{until: soon, value: 15}]"),
    "mistaken": ("15 minutes", "[{value: 15}]", "[{note: so}]"),
    "witness": ("lambda", "{botocore: x}", "{says: x}", "{botocore: x, says: y, extra: z}"),
    "note": ("[a]", "7", "<b>bold</b>"),
}


@kind
def wrong_type(project: Project) -> Mistake:
    fact = project.fact()
    name = project.any_of(name for name in fact.keys if name in WRONG)
    return project.field_made(fact, name, project.any_of(WRONG[name]), "fact")


@kind
def field_twice(project: Project) -> Mistake:
    fact = project.fact()
    name = project.any_of(project.one_line_fields(fact))
    start, end = project.field(fact, name)
    line = project.book.texts[fact.place.path][start:end]
    return project.edited(fact.place.path, end, end, line, "yaml", line=fact.keys[name].line + 1)


@kind
def key_twice(project: Project) -> Mistake:
    fact = project.fact()
    path, last = fact.place.path, project.last_line(fact)
    entry = project.lines(path, fact.place.line, last)
    at = project.span(path, last)[1]
    return project.edited(path, at, at, f"\n{entry}", "yaml", line=last + 2)


@kind
def entry_copied_under_another_key(project: Project) -> Mistake:
    fact = project.fact()
    path, last = fact.place.path, project.last_line(fact)
    entry = project.lines(path, fact.place.line, last).replace(f"{fact.key}:", f"{fact.key}_0:", 1)
    at = project.span(path, last)[1]
    return project.edited(path, at, at, f"\n{entry}", "unused-fact", line=last + 2)


@kind
def history_out_of_order(project: Project) -> Mistake:
    fact = project.fact(lambda fact: len(fact.history) > 1 and fact.history[0].place.line < fact.history[1].place.line)
    number = project.dice.randrange(len(fact.history) - 1)
    first, second = (past.place.line for past in fact.history[number : number + 2])
    path = fact.place.path
    new = project.lines(path, second) + project.lines(path, first)
    assert second == first + 1
    return project.edited(
        path, project.span(path, first)[0], project.span(path, second)[1], new, "history-order", line=second
    )


@kind
def history_that_cannot_be(project: Project) -> Mistake:
    fact = project.fact(lambda fact: fact.history)
    past = project.any_of(fact.history)
    path = fact.place.path
    text = project.lines(path, past.place.line)
    start = project.span(path, past.place.line)[0]
    match = re.search(rf"until: {past.until.iso}\b", text[past.place.column - 1 :])
    at = start + past.place.column - 1 + match.start()
    return project.edited(
        path, at, at + len(match[0]), f"until: {project.any_of(('2031', '2031-01', '2031-12-31'))}", "history-order"
    )


@kind
def since_before_the_history(project: Project) -> Mistake:
    fact = project.fact(lambda fact: fact.history and "since" in fact.keys)
    return project.field_made(fact, "since", project.any_of(("2001", "2001-01", "2001-12-31")), "history-order")


@kind
def date_in_the_future(project: Project) -> Mistake:
    fact = project.fact()
    name = project.any_of({"verified", "since"} & set(fact.keys))
    day = project.any_of(("2031-11-23", "2100-01-01", "2062-11-23"))
    return project.field_made(fact, name, day, "read-in-the-future")


@kind
def source_without_https(project: Project) -> Mistake:
    fact = project.fact()
    start = project.any_of(("http://", "//", "", "ftp://", "https:/", "www."))
    return project.field_made(fact, "source", fact.source.replace("https://", start), "fact")


@kind
def foreign_source(project: Project) -> Mistake:
    fact = project.fact()
    source = project.any_of(
        (
            "https://medium.com/aws-limits",
            "https://docs.aws.amazon.com.evil.example/x.html",
            "https://en.wikipedia.org/wiki/AWS_Lambda",
            "https://stackoverflow.com/q/1",
            "https://github.com/awsome/limits",
        )
    )
    return project.field_made(fact, "source", source, "not-a-primary-source")


@kind
def source_without_a_page(project: Project) -> Mistake:
    fact = project.fact()
    return project.field_made(
        fact,
        "source",
        project.any_of(("https://docs.aws.amazon.com/", "https://aws.amazon.com")),
        "not-a-primary-source",
    )


@kind
def fields_out_of_order(project: Project) -> Mistake:
    fact = project.fact()
    names = list(fact.keys)
    number = project.dice.randrange(len(names) - 1)
    first, second = (project.field(fact, name) for name in names[number : number + 2])
    text = project.book.texts[fact.place.path]
    new = text[slice(*second)] + text[slice(*first)]
    return project.edited(
        fact.place.path,
        first[0],
        second[1],
        new,
        "order-of-fields",
        line=fact.keys[names[number]].line + text[slice(*second)].count("\n"),
    )


@kind
def facts_out_of_order(project: Project) -> Mistake:
    service = project.any_of(
        service for service in project.book.facts.services if len(project.book.facts.of(service)) > 2
    )
    facts = project.book.facts.of(service)
    number = project.dice.randrange(len(facts) - 2)
    first, second, after = (fact.place.line for fact in facts[number : number + 3])
    path = facts[0].place.path
    new = project.lines(path, second, after - 1) + project.lines(path, first, second - 1)
    return project.edited(
        path,
        project.span(path, first)[0],
        project.span(path, after)[0],
        new,
        "order-of-facts",
        line=first + after - second,
    )


@kind
def file_of_facts_that_no_service_has(project: Project) -> Mistake:
    service = project.any_of(project.book.services)
    new = project.typo(
        service, lambda word: re.fullmatch("[a-z][a-z0-9_]+", word) and word not in project.book.services
    )
    text = (
        "a: {title: A, kind: rule, value: 1, source: https://docs.aws.amazon.com/x.html, evidence: one, "
        "verified: 2026-01-01}\n"
    )
    path = f"data/facts/{new}.yaml"
    return Mistake(path, text.encode(), ("facts-without-service",), path, (1,), f"{path} written")


def derived(project: Project) -> tuple[str, int, str]:
    """The path, offset and text of an expression."""
    fact = project.any_of(fact for fact in project.book.facts.values() if fact.derive)
    path = fact.place.path
    return path, project.book.offset(fact.at("derive")), fact.derive


@kind
def typo_in_a_derived_fact(project: Project) -> Mistake:
    path, at, expression = derived(project)
    match = project.any_of(re.finditer(r"[a-z]\w*\.\w+", expression))
    at = project.book.texts[path].index(match[0], at)
    return project.edited(
        path, at, at + len(match[0]), project.typo(match[0], lambda id_: id_ not in project.book.facts), "fact"
    )


@kind
def sum_that_cannot_be(project: Project) -> Mistake:
    path, at, expression = derived(project)
    at = project.book.texts[path].index(expression, at)
    new = project.any_of(
        (
            f"{expression} / 0",
            f"{expression} +",
            f"({expression}",
            f"{expression} ** 2",
            f"{expression} + sts.duration",
            "__import__('os').system('id')",
            "7",
            f"{expression} * {project.fact(lambda fact: isinstance(fact.value, Words)).id}",
        )
    )
    return project.edited(path, at, at + len(expression), new, "fact", "yaml")


# ---- facts beside each other ----


@kind
def title_twice(project: Project) -> Mistake:
    fact = project.fact()
    later = [
        other
        for other in project.book.facts.of(fact.service)
        if other.place.line > fact.place.line and not other.derive and other.region == fact.region
    ]
    if not later or fact.scope or "title" not in project.one_line_fields(fact):
        return title_twice(project)
    other = project.any_of(later)
    if other.scope or "title" not in project.one_line_fields(other):
        return title_twice(project)
    return project.field_made(other, "title", project.written(fact, "title"), "same-title")


def relatives(project: Project) -> list[tuple[Fact, Fact]]:
    """Pairs of facts of which the first may not be above the second."""
    found = []
    for low, high in (("min", "max"), ("min", "default"), ("default", "max")):
        for fact in project.book.facts.values():
            subject, _, end = fact.key.rpartition("_")
            other = project.book.facts.get(f"{fact.service}.{subject}_{high}")
            if end == low and other and not fact.derive and not other.derive:
                both = isinstance(fact.value, Amount) and isinstance(other.value, Amount)
                if both and fact.value.unit == other.value.unit and "value" in project.one_line_fields(fact):
                    found.append((fact, other))
    return found


@kind
def least_above_the_most(project: Project) -> Mistake:
    low, high = project.any_of(relatives(project))
    return project.field_made(
        low, "value", str(int(high.value.number) + project.dice.randrange(1, 99)), "contradiction"
    )


@kind
def moved_to_nowhere(project: Project) -> Mistake:
    fact = project.fact()
    path = fact.place.path
    new = project.typo(fact.id, lambda id_: re.fullmatch(r"[a-z]\w*\.[a-z]\w*", id_) and id_ not in project.book.facts)
    at = len(project.book.texts[path])
    line = project.line_of(path, at) + 1
    return project.edited(path, at, at, f"\nzzz_old: {{moved_to: {new}}}\n", "move-to-nowhere", line=line)


@kind
def only_use_of_a_fact_lost(project: Project) -> Mistake:
    operands = {id_ for fact in project.book.facts.values() for id_ in fact.operands}
    uses: dict[str, int] = {}
    for use in project.book.uses:
        uses[project.book.resolve(use.id)] = uses.get(project.book.resolve(use.id), 0) + 1
    path, call, start, end = project.call(
        lambda call: call.macro == "fact" and uses.get(call.fact_id) == 1 and call.fact_id not in operands
    )
    fact = project.book.facts[call.fact_id]
    return project.edited(path, start, end, "some", "unused-fact", where=fact.place.path, line=fact.place.line)


@kind
def history_that_says_what_holds_now(project: Project) -> Mistake:
    fact = project.fact(
        lambda fact: (
            not fact.history
            and not fact.since
            and "value" in project.one_line_fields(fact)
            and list(fact.keys)[-1] in ("verified", "witness")
        )
    )
    path, last = fact.place.path, project.last_line(fact)
    at = project.span(path, last)[1]
    new = f"  history:\n    - {{until: 2012, value: {project.written(fact, 'value')}}}\n"
    if "{" in project.written(fact, "value"):
        return history_that_says_what_holds_now(project)
    return project.edited(path, at, at, new, "history-order", line=last + 2)


@kind
def retention_that_is_no_time(project: Project) -> Mistake:
    fact = project.fact(
        lambda fact: (
            fact.kind == "retention"
            and isinstance(fact.value, Amount)
            and "unit" in project.one_line_fields(fact)
            and not fact.witnesses
        )
    )
    return project.field_made(fact, "unit", project.any_of(("GB", "KiB", "Mbps")), "unit-that-does-not-fit")


@kind
def evidence_too_long(project: Project) -> Mistake:
    fact = project.fact(lambda fact: "evidence" in project.one_line_fields(fact))
    words = re.sub(r'["\\]', "", project.written(fact, "evidence").strip("'"))
    return project.field_made(fact, "evidence", f'"{words} and so on and on for many more words"', "fact")


@kind
def hostile_text_in_a_fact(project: Project) -> Mistake:
    fact = project.fact()
    name = project.any_of({"title", "scope", "note", "evidence"} & set(project.one_line_fields(fact)))
    texts = (
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a ` that ends code",
        '"```"',
        '"one\\n\\n# two"',
        "x </a><b onclick=alert(1)>",
        '"<!--"',
    )
    text = texts[project.turn % len(texts)]
    return project.field_made(fact, name, text if text.startswith('"') else f"'{text}'", "fact", "yaml")


@kind
def facts_that_go_round_in_a_circle(project: Project) -> Mistake:
    fact = project.any_of(fact for fact in project.book.facts.values() if fact.derive)
    path, at = fact.place.path, project.book.offset(fact.at("derive"))
    at = project.book.texts[path].index(fact.derive, at)
    new = project.any_of((fact.id, f"{fact.derive} + {fact.id}", f"2 * {fact.id}"))
    return project.edited(path, at, at + len(fact.derive), new, "fact")
