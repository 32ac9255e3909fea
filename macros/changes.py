"""Macros that say what AWS changed, and what is taught by mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from factbook.chronicle import SINCE, Turn, gained_and_lost, turns
from factbook.chronicle import mistakes as mistakes_of
from factbook.editions import Edition, since
from factbook.facts import Fact, Mistake, PartialDate
from factbook.phrases import counted
from macros.facts import long_date
from macros.site import Site, inert

_LONG_LIST = 4
"""Of closed lists with more names than this only the difference is shown."""


def macros(site: Site) -> Iterator[Callable[..., str]]:
    """The macros of this family, bound to a site."""
    book = site.book

    def changes(service: str = "") -> str:
        """What AWS changed since 2020, newest first: of one service, or of all by year and month.

        >>> changes("fargate")
        """
        found = turns(book.facts.of(service) if service else book.facts.values(), SINCE)
        if not found:
            return '<p class="facts-none">No changes since 2020.</p>'
        if service:
            return _list(_turn(site, turn, whole=False) for turn in found)
        parts = []
        for year, of_year in groupby(found, key=lambda turn: turn.when.year):
            parts.append(f"## {year}")
            for when, of_month in groupby(of_year, key=lambda turn: PartialDate(year, turn.when.month)):
                parts.append(f"### {when if when.month else f'{year}, month unknown'}")
                parts.append(_list(_turn(site, turn, whole=True) for turn in of_month))
        return "\n\n".join(parts)

    def mistakes(service: str = "") -> str:
        """What older material teaches although it never was true: about one service, or about all.

        >>> mistakes("ebs")
        """
        found = mistakes_of(book.facts.of(service) if service else book.facts.values())
        if not found:
            return '<p class="facts-none">Nothing is known to be taught by mistake.</p>'
        return _list(_mistake(site, fact, mistake, whole=not service) for fact, mistake in found)

    def editions() -> str:
        """The editions of the book, newest first, each with what has changed in the facts since."""
        if not book.editions:
            return "No edition has been recorded yet."
        return "\n\n".join(_edition(site, edition) for edition in book.editions)

    yield from (changes, mistakes, editions)


def _list(items: Iterator[str]) -> str:
    # Left out of the search index, as the tables of the reference are: the pages on the services say it better.
    return f'<ul class="changes">{"".join(items)}</ul>'


def _turn(site: Site, turn: Turn, *, whole: bool) -> str:
    when = turn.when
    day = long_date(when.earliest) if when.day else str(when)
    note = f'<span class="fact-note">{inert(turn.note)}</span>' if turn.note else ""
    return (
        f'<li{_anchor(turn.id, whole=whole)} data-fact="{turn.fact.id}"><time datetime="{when.iso}">{day}</time> '
        f"{_subject(site, turn.fact, whole=whole)}: {_difference(turn)} "
        f'<a class="change-source" href="{inert(turn.source)}" rel="noopener">source</a>{note}</li>'
    )


def _edition(site: Site, edition: Edition) -> str:
    """A heading whose anchor is on the cover and at the foot of every page of that edition, and what has changed."""
    found = since(edition, site.book.facts)
    counts = (("changed", found.changed), ("added", found.added), ("gone", found.gone))
    said = ", ".join(f"{counted(len(each), 'fact')} {what}" for what, each in counts if each) or "nothing has changed"
    changed = [
        f'<li data-fact="{fact.id}">{_subject(site, fact, whole=True)}: <s>{inert(before)}</s> → <b>{inert(str(fact.value))}</b> '
        f'<span class="change-source">checked {long_date(fact.verified)}</span></li>'
        for fact, before in found.changed
    ]
    gone = [f"<li>{inert(title)}: was {inert(value)}, is no longer listed</li>" for title, value in found.gone]
    lines = [f"## Edition {edition.id} {{#{edition.id}}}", f"{len(edition.facts):,} facts. Since then: {said}."]
    return "\n\n".join([*lines, *([_list(iter([*changed, *gone]))] if changed or gone else [])])


def _difference(turn: Turn) -> str:
    """The old value and the new one; of a long list what it gained and lost."""
    lists = gained_and_lost(turn.before, turn.after)
    if lists and max(len(turn.before.items), len(turn.after.items)) > _LONG_LIST:
        words = (("now also ", "<b>", "</b>", lists[0]), ("no longer ", "<s>", "</s>", lists[1]))
        return ", ".join(
            word + ", ".join(f"{start}{inert(name)}{end}" for name in names)
            for word, start, end, names in words
            if names
        )
    return f"<s>{inert(str(turn.before))}</s> → <b>{inert(str(turn.after))}</b>"


def _mistake(site: Site, fact: Fact, mistake: Mistake, *, whole: bool) -> str:
    number = fact.mistaken.index(mistake)
    anchor = f"{fact.id}-mistake" + (f"-{number + 1}" if number else "")
    note = f'<span class="fact-note">{inert(mistake.note)}</span>' if mistake.note else ""
    return (
        f'<li{_anchor(anchor, whole=whole)} data-fact="{fact.id}">{_subject(site, fact, whole=whole)}: '
        f"not <s>{inert(str(mistake.value))}</s> but <b>{inert(str(fact.value))}</b>{note}</li>"
    )


def _anchor(name: str, *, whole: bool) -> str:
    """An id, where all are listed: there may be several lists of one service, but one whole list."""
    return f' id="{name}"' if whole else ""


def _subject(site: Site, fact: Fact, *, whole: bool) -> str:
    """What an entry is about: the service, where it is one of several, and the fact, which leads to its row."""
    service = site.book.services[fact.service]
    scope = f', <span class="change-scope">{inert(fact.scope)}</span>' if fact.scope else ""
    name = f'<a href="{site.address(service.page)}">{inert(service.short_name)}</a> · ' if whole else ""
    return f'{name}<a href="{site.fact_address(fact)}">{inert(fact.title)}</a>{scope}'
