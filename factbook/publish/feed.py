"""What AWS changed, as an Atom feed (RFC 4287).

An entry's id is its address on the page of changes, which its fact's id and its date make;
its time is the first that its date can mean. Nothing depends on the day of the build, so
the feed changes when its entries do, and only then.
"""

from __future__ import annotations

from xml.etree import ElementTree

from factbook import pages
from factbook.book import Book
from factbook.chronicle import SINCE, Turn, turns
from factbook.publish.records import LICENCE, absolute, credit, entry_address
from factbook.settings import Settings

FILE = "feed.xml"
_ATOM = "http://www.w3.org/2005/Atom"
_ENTRIES = 60
"""The newest changes: about what one year brings."""


def feed(book: Book, settings: Settings) -> str:
    """The feed of the newest changes."""
    found = turns(book.facts.values(), SINCE)[:_ENTRIES]
    root = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    _add(root, "id", settings.url + FILE)
    _add(root, "title", f"{settings.name}: what AWS changed")
    _add(root, "subtitle", settings.description)
    _add(root, "updated", _time(found[0]) if found else f"{SINCE.earliest}T00:00:00Z")
    _add(root, "rights", f"{credit(settings)}, {LICENCE['id']}, {LICENCE['url']}")
    _add(_add(root, "author"), "name", credit(settings))
    _add(root, "link", rel="self", type="application/atom+xml", href=settings.url + FILE)
    _add(root, "link", rel="alternate", type="text/html", href=absolute(settings, pages.address(pages.CHANGES)))
    for turn in found:
        _entry(root, turn, book, settings)
    ElementTree.indent(root, " ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, "unicode") + "\n"


def _entry(root: ElementTree.Element, turn: Turn, book: Book, settings: Settings) -> None:
    fact = turn.fact
    service = book.services[fact.service]
    row = absolute(settings, pages.row(fact))
    scope = f" ({fact.scope})" if fact.scope else ""
    said = f"{fact.title}{scope}: {turn.before.plain} until {turn.when.iso}, then {turn.after.plain}."
    entry = _add(root, "entry")
    _add(entry, "id", absolute(settings, pages.address(pages.CHANGES, turn.id)))
    _add(entry, "title", f"{service.short_name}: {fact.title}: {turn.before.plain} → {turn.after.plain}")
    _add(entry, "updated", _time(turn))
    _add(entry, "published", _time(turn))
    _add(entry, "category", term=service.id, label=service.short_name)
    _add(entry, "link", rel="alternate", type="text/html", href=entry_address(turn, book, settings) or row)
    _add(entry, "link", rel="related", type="text/html", href=row, title="Today's value in the reference")
    if turn.source:
        _add(entry, "link", rel="via", href=turn.source)
    _add(entry, "summary", said + (f" Note: {turn.note}" if turn.note else ""), type="text")


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name, attributes)
    element.text = text or None
    return element


def _time(turn: Turn) -> str:
    return f"{turn.when.earliest}T00:00:00Z"
