"""Macros that say facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

from factbook.facts import Fact, Past, Value, bare, in_unit, parse_unit
from macros.site import Site, inert


def macros(site: Site) -> Iterator[Callable[..., str]]:
    """The macros of this family, bound to a site."""
    book = site.book

    def fact(id: str, unit: str = "") -> str:
        """A fact's value with its unit, as a link to its row in the reference.

        `unit` says it in another unit of the same kind.

        >>> fact("lambda.timeout_max")
        >>> fact("lambda.timeout_max", unit="second")
        """
        found = book.facts[book.resolve(id)]
        return link(site, found, in_unit(found.value, parse_unit(unit)) if unit else found.value)

    def value(id: str, unit: str = "") -> str:
        """The bare value: digits without unit or separators, for code blocks.

        >>> value("lambda.timeout_max", unit="second")
        """
        found = book.facts[book.resolve(id)]
        return bare(in_unit(found.value, parse_unit(unit)) if unit else found.value)

    def was(id: str) -> str:
        """What older material says: the former values, or what is taught by mistake.

        >>> was("lambda.timeout_max")
        """
        found = book.facts[book.resolve(id)]
        spans = [_was(str(past.value), f"until {past.until}", past.note) for past in found.history]
        spans += [_was(str(mistake.value), "never true", mistake.note) for mistake in found.mistaken]
        return ", ".join(spans)

    def facts(service: str = "", kind: str = "") -> str:
        """A table of facts with sources, dates and history: of one service, of one kind, or both.

        >>> facts("lambda", kind="retention")
        """
        services = [service] if service else list(book.services)
        rows = [fact for id_ in services for fact in book.facts.of(id_, kind or None)]
        return _table(site, rows, reference=not service)

    yield from (fact, value, was, facts)


def link(site: Site, fact: Fact, shown: Value) -> str:
    """A value, in whatever unit, as a link to its fact's row."""
    more = "" if site.has_row(fact) else _rest(fact)
    return (
        f'<a class="fact" data-fact="{fact.id}" href="{site.fact_address(fact)}" '
        f'title="{_title(_summary(fact))}"{more}>{inert(str(shown))}</a>'
    )


@lru_cache(maxsize=1024)
def long_date(day: date) -> str:
    """A day as it is read: 23 November 2026."""
    return f"{day.day} {day:%B} {day.year}"


def _summary(fact: Fact) -> list[str]:
    """A fact in lines of plain text: what; value and scope; date; then its past, newest first.

    The card reads the first, the third and those after it (overrides/assets/javascripts/card.js).
    """
    day = long_date(fact.verified)
    lines = [
        f"{fact.title}:",
        f"{fact.value}{', ' + fact.scope if fact.scope else ''}{' in ' + _region(fact) if _region(fact) else ''}.",
        f"Computed from other facts, checked {day}." if fact.derive else f"Checked {day}.",
    ]
    lines += [f"Was {past.value} until {past.until}." for past in reversed(fact.history)]
    if fact.since and not fact.history:
        lines.append(f"The same at least since {fact.since}.")
    return lines


def _title(lines: list[str]) -> str:
    """Lines for a title attribute, which shows them below each other."""
    return "&#10;".join(inert(line.replace("\n", " ")) for line in lines)


def _rest(fact: Fact) -> str:
    """What the card says beyond the summary, for a page without the row of the fact."""
    parts = {
        "value": str(fact.value),
        "scope": _scope(fact),
        "source": fact.source,
        "evidence": fact.evidence,
        "note": fact.note,
    }
    return "".join(f' data-{name}="{inert(text)}"' for name, text in parts.items() if text)


def _was(value: str, when: str, note: str) -> str:
    title = f' title="{inert(note)}"' if note else ""
    return f'<span class="was"{title}><s>{inert(value)}</s> <span class="was-when">{inert(when)}</span></span>'


_HEAD = ("Fact", "Value", "Scope", "Checked")


def _table(site: Site, rows: list[Fact], *, reference: bool) -> str:
    if not rows:
        return '<p class="facts-none">No facts of this kind.</p>'
    head = (("Service",) if reference else ()) + _HEAD
    lines = [
        '<div class="facts facts--reference">'
        if reference
        else f'<div class="facts" data-service="{rows[0].service}">',
        "<table><thead><tr>" + "".join(f'<th scope="col">{name}</th>' for name in head) + "</tr></thead><tbody>",
        *(_row(site, fact, reference=reference) for fact in rows),
        "</tbody></table></div>",
    ]
    return " ".join(lines)


def _row(site: Site, fact: Fact, *, reference: bool) -> str:
    changed = fact.history[-1].until.iso if fact.history else ""
    adjustable = "" if fact.adjustable is None else str(fact.adjustable).lower()
    service = site.book.services[fact.service]
    cells = [
        f'<th scope="row">{inert(fact.title)}{_note(fact)}</th>',
        f'<td class="fact-value" data-label="Value">{inert(str(fact.value))}{"".join(_past(past) for past in reversed(fact.history))}</td>',
        f'<td data-label="Scope">{inert(_scope(fact))}</td>',
        f'<td data-label="Checked">{_checked(site, fact)}</td>',
    ]
    if reference:
        cells.insert(
            0, f'<td data-label="Service"><a href="{site.address(service.page)}">{inert(service.short_name)}</a></td>'
        )
    name = "id" if reference else "data-fact"
    return (
        f'<tr {name}="{fact.id}" data-service="{fact.service}" data-kind="{fact.kind}" data-adjustable="{adjustable}" data-changed="{changed}">'
        f"{' '.join(cells)}</tr>"
    )


def _scope(fact: Fact) -> str:
    parts = [fact.scope, _region(fact), "adjustable" if fact.adjustable else ""]
    return ", ".join(part for part in parts if part)


def _region(fact: Fact) -> str:
    return "" if fact.region == "all" else fact.region


def _note(fact: Fact) -> str:
    return f'<span class="fact-note">{inert(fact.note)}</span>' if fact.note else ""


def _checked(site: Site, fact: Fact) -> str:
    when = f'<time datetime="{fact.verified}">{fact.verified}</time>'
    if not fact.derive:
        title = _title([f"AWS: {fact.evidence}"] + ([f"The same at least since {fact.since}."] if fact.since else []))
        return f'<a href="{inert(fact.source)}" rel="noopener" title="{title}">{when}</a>'
    operands = ", ".join(
        f'<a href="{site.fact_address(site.book.facts[id_])}">{inert(site.book.facts[id_].title)}</a>'
        for id_ in fact.operands
    )
    return f'{when}<span class="fact-derived">computed from {operands}</span>'


def _past(past: Past) -> str:
    return f' <span class="fact-history">{inert(str(past.value))} until {inert(str(past.until))}</span>'
