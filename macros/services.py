"""Macros that say what services are, and how current the site is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from factbook.services import STATUSES, Service
from factbook.witness.proof import is_proved
from macros.exam import page_rows
from macros.facts import long_date
from macros.site import Site, inert


def macros(site: Site) -> Iterator[Callable[..., str]]:
    """The macros of this family, bound to a site."""
    book = site.book

    def service(id: str) -> str:
        """A service's card: its status, what it is in a line, the exam's tasks, how long its page takes to read, its facts.

        >>> service("lambda")
        """
        found = book.services[id]
        facts = book.facts.of(id)
        note = site.note
        rows = page_rows(site, note) if note and note.services[:1] == (id,) else []
        if scope := [each.name for each in book.exam.editions.values() if each.names(id)]:
            rows.append(("In scope of", " and ".join(scope)))
        rows.append(("Facts", str(len(facts))))
        if facts:
            oldest = min(fact.verified for fact in facts)
            rows.append(("Oldest check", f'<time datetime="{oldest}">{long_date(oldest)}</time>'))
        changed = [fact for fact in facts if fact.history]
        if changed:
            rows.append(("Changed since older material", str(len(changed))))
        if found.former_names:
            rows.append(("Formerly", inert(", ".join(found.former_names))))
        return (
            f'<div class="glance"><p class="glance-status" data-status="{found.status}">{_status(found)}</p>'
            f'<p class="glance-summary"><strong>{inert(found.name)}.</strong> {inert(found.summary)}</p>{_note(found)}'
            f'<dl class="glance-list">{_pairs(rows)}</dl></div>'
        )

    def services(area: str = "") -> str:
        """The services, of one area or all, each with a link to its page and its line.

        >>> services("containers")
        """
        found = [each for each in book.services.values() if area in ("", each.area)]
        items = (
            f'<li><a href="{site.address(each.page)}">{inert(each.short_name)}</a> <span>{inert(each.summary)}</span></li>'
            for each in sorted(found, key=lambda each: each.short_name.casefold())
        )
        return f'<ul class="service-list">{"".join(items)}</ul>'

    def stats() -> str:
        """How much there is and how current it is: facts, services, former values, what a machine proves, the newest
        and oldest check.

        >>> stats()
        """
        facts = list(book.facts.values())
        rows = [
            ("Facts", f"{len(facts):,}"),
            ("Services", str(len([id_ for id_ in book.services if book.services[id_].area != "exam"]))),
            ("Proved by a machine", f"{len([fact for fact in facts if is_proved(fact, book.facts)]):,}"),
            ("With former values", str(len([fact for fact in facts if fact.history or fact.mistaken]))),
        ]
        if facts:
            newest, oldest = max(fact.verified for fact in facts), min(fact.verified for fact in facts)
            rows += [
                ("Newest check", f'<time datetime="{newest}">{long_date(newest)}</time>'),
                ("Oldest check", f'<time datetime="{oldest}">{long_date(oldest)}</time>'),
            ]
        return f'<dl class="stats">{_pairs(rows)}</dl>'

    def glossary() -> str:
        """The glossary: every term with what it stands for, what it means, and the note that says more.

        >>> glossary()
        """
        return (
            '<dl class="glossary">'
            + "".join(
                f'<dt id="{term.anchor}">{inert(term.term)}{f" <span>{inert(term.name)}</span>" if term.name else ""}</dt>'
                f'<dd>{inert(term.means)} <a href="{site.address(term.page)}">More</a></dd>'
                for term in sorted(book.glossary.values(), key=lambda each: each.term.casefold())
            )
            + "</dl>"
        )

    yield from (service, services, stats, glossary)


def _pairs(rows: list[tuple[str, str]]) -> str:
    return "".join(f"<div><dt>{escape(name)}</dt><dd>{text}</dd></div>" for name, text in rows)


def _status(service: Service) -> str:
    text = STATUSES[service.status]
    if service.status_since:
        text += f" since {service.status_since}"
    return (
        f'<a href="{inert(service.status_source)}" rel="noopener">{inert(text)}</a>'
        if service.status_source
        else inert(text)
    )


def _note(service: Service) -> str:
    return f'<p class="glance-note">{inert(service.status_note)}</p>' if service.status_note else ""
