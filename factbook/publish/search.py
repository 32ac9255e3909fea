"""The search index: what overrides/assets/javascripts/search-engine.js reads, made from the built pages and the facts.

It is a script that hands its data over, so that it can be read from a folder without a server, too. Every section of a page is a
document, as is every fact. Postings are compact: documents as differences in base 36, and how often where that is more than once.
"""

from __future__ import annotations

import functools
import json
import math
import posixpath
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from factbook import pages
from factbook.book import Book
from factbook.facts import Fact
from factbook.publish.tree import Element
from factbook.words import STOP, UNITS, counted, number

FILE = pages.SEARCH
HANDS_TO = "searchIndex"
"""The global function that the index is given to."""

MARK = "^"
"""Begins the word that is all of a fact's name but its qualifiers: "lambda.timeout_max" is what "timeout" means on Lambda's page."""
_QUALIFIERS = frozenset("max min default default_max standard most least".split())
_ASIDE = ("at-a-glance", "traps")
"""Sections that name things in passing: what another explains is found there first."""
_TERM = 4
"""How many words a term has at most."""
_TEASER = 150
_OFTEN = 9
_EACH = _OFTEN + 1
_FIELDS = 3
_HEADINGS = ("h1", "h2", "h3")
_BLOCKS = frozenset("p li dt dd td th pre tr div h4 h5 h6 summary figcaption".split())
_SILENT = frozenset("script style svg button nav input label template".split())
_SILENT_CLASSES = frozenset(
    "headerlink md-content__button md-source-file glance facts coverage skills-of study-order changes diagram-sheet".split()
)
"""What is no text, and what macros repeat from elsewhere: found there, it would bury everything else."""
_WEIGHTS = {
    "contribute/": 0.25,
    "reference/macros/": 0.25,
    "reference/errors/": 0.8,
    "reference/": 0.55,
    "exam/": 0.6,
    "howto/": 0.9,
    "": 1.0,
}
"""How much a page counts: what explains a service before what repeats or is about this project."""
_LINKED = 0.1
"""How much more a page counts each time that twice as many pages lead to it."""
_NAMED = 0.25
"""How much more a fact counts each time that twice as many notes name it."""
_LEAST = 0.8
"""How much the least of something counts: who asks for a timeout means the longest, unless told otherwise."""


@dataclass(slots=True)
class Section:
    """A part of a page: from one heading to the next."""

    anchor: str
    title: str
    texts: list[str] = field(default_factory=list)
    facts: set[str] = field(default_factory=set)
    teaser: str = ""


@dataclass(slots=True)
class Page:
    """A built page: its address below the site, its title, its sections in order, and the addresses it leads to."""

    address: str
    title: str
    sections: list[Section]
    leads: set[str]


class Index:
    """The index while it is made: first of the pages, in the order of their paths, and of the facts at last."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._documents = _Documents()
        self._names = _names(book)
        self._called: dict[str, list[str]] = {}
        self._linked: Counter[str] = Counter()
        self._places: dict[str, tuple[int, str]] = {}

    def add(self, page: Page) -> None:
        """Take a page in; its text is not kept."""
        number_ = len(self._called)
        called = self._called[page.address] = [page.title, *self._names.get(page.address, ())]
        self._linked.update(page.leads)
        also = " ".join(f"{name} {_joined(name)}" for name in called[1:])
        for section in page.sections:
            on_page = "" if section is page.sections[0] else page.title
            title = section.title + ("" if on_page else f" {page.title} {_joined(page.title)}")
            self._documents.add(
                [number_, section.anchor, section.title, section.teaser],
                (title, f"{on_page} {also}", " ".join(section.texts)),
            )
        for section in sorted(page.sections, key=lambda each: each.anchor in _ASIDE):
            for id_ in section.facts:
                self._places.setdefault(f"{page.address} {id_}", (number_, section.anchor))

    def text(self) -> str:
        """The text of the index's file."""
        addresses = {address: number_ for number_, address in enumerate(self._called)}
        for fact in self._book.facts.values():
            place = _place(fact, self._book, self._places, addresses)
            if place:
                self._documents.add(*_fact(fact, self._book, place))
        for address, called in self._called.items():
            weight = _weight(address) * (1 + _LINKED * math.log2(1 + self._linked[address]))
            self._documents.pages.append([address, round(weight, 2), *dict.fromkeys(called)])
        return (
            f"{HANDS_TO}({json.dumps(self._documents.data(self._book), ensure_ascii=False, separators=(',', ':'))})\n"
        )


def read(path: str, main: Element, book: Book) -> Page | None:
    """The page that an article says, or None when it has no heading."""
    address = path.removesuffix("index.html")
    page = Page(address, "", [], set())
    _walk(main, page)
    if not page.sections:
        return None
    note = next((book.notes[name] for name in (_note(address), _note(address, index=True)) if name in book.notes), None)
    page.title = (note and book.title(note)) or page.sections[0].title
    page.sections[0].anchor = ""
    return page


def _note(address: str, *, index: bool = False) -> str:
    return f"docs/{address}index.md" if index or not address else f"docs/{address.removesuffix('/')}.md"


def _walk(element: Element, page: Page) -> None:
    """Read what is in an element into the page's last section."""
    for child in element.children:
        if type(child) is str:
            if page.sections:
                page.sections[-1].texts.append(child)
            continue
        if child.tag in _SILENT or not _SILENT_CLASSES.isdisjoint(child.classes):
            continue
        if child.tag in _HEADINGS:
            page.sections.append(Section(child.attributes.get("id", ""), _heading(child)))
            continue
        if child.tag == "a":
            _lead(child, page)
        if not page.sections:
            _walk(child, page)
            continue
        section = page.sections[-1]
        if child.tag == "strong":
            section.texts.append(f" {_joined(child.text)} ")  # what is stressed is often a term: "change set"
        if child.tag == "p" and not section.teaser:
            section.teaser = _shortened(child.text)
        block = child.tag in _BLOCKS
        if block:
            section.texts.append(" ")
        _walk(child, page)
        if block:
            page.sections[-1].texts.append(" ")


def _heading(element: Element) -> str:
    shown = [
        child if isinstance(child, str) else child.text
        for child in element.children
        if isinstance(child, str) or not child.has_class("headerlink")
    ]
    return " ".join("".join(shown).split())


def _lead(link: Element, page: Page) -> None:
    """Note where a link leads, and which fact it names."""
    fact = link.attributes.get("data-fact")
    if fact and page.sections:
        page.sections[-1].facts.add(fact)
    target = link.attributes.get("href", "").partition("#")[0]
    if target and not fact and "//" not in target:
        path = posixpath.normpath(posixpath.join(page.address, target))
        page.leads.add("" if path == "." else path + "/")


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= _TEASER:
        return text
    return text[: text.rfind(" ", 0, _TEASER)].rstrip(",;:.") + " …"


def _weight(address: str) -> float:
    return next(weight for start, weight in _WEIGHTS.items() if address.startswith(start))


def _names(book: Book) -> dict[str, list[str]]:
    """By the address of its page, what its services are called: by AWS, in short, by us, and once."""
    names: dict[str, list[str]] = {}
    for service in book.services.values():
        said = [service.short_name, service.name, service.id.replace("_", " "), *service.former_names]
        names.setdefault(pages.address(service.page), []).extend(said)
    return names


def _joined(text: str) -> str:
    """Neighbouring words written together, as some people do: "parameterstore"."""
    parts = re.findall(r"\w+", text)
    if len(parts) > _TERM:
        return ""
    return " ".join(one + other for one, other in zip(parts, parts[1:], strict=False))


def _place(
    fact: Fact, book: Book, places: Mapping[str, tuple[int, str]], addresses: Mapping[str, int]
) -> tuple[int, str] | None:
    """Where a fact is explained: on its service's page, on another that names it (one beside it first), or at its row in
    the reference.
    """
    notes = []
    if fact.service in book.services:
        home = f"docs/{book.services[fact.service].page}"
        area = home.rpartition("/")[0]
        notes = [home, *sorted(book.used_by[fact.id], key=lambda path: (path.rpartition("/")[0] != area, path))]
    for path in notes:
        note = book.notes.get(path)
        if note and (place := places.get(f"{pages.address(note.page)} {fact.id}")):
            return place
    row = pages.address(pages.reference(fact))
    return (addresses[row], fact.id) if row in addresses else None


def _fact(fact: Fact, book: Book, place: tuple[int, str]) -> tuple[list, tuple[str, str, str], list[str]]:
    """A fact's document, and the texts it is found by."""
    service = book.services[fact.service]
    past = [str(each.value) for each in reversed(fact.history)]
    mistaken = [str(each.value) for each in fact.mistaken]
    name = fact.id.partition(".")[2].split("_")
    weight = (1 + _NAMED * math.log2(1 + len(book.used_by[fact.id]))) * (_LEAST if name[-1] == "min" else 1)
    key = MARK + "".join(word for word in name if word not in _QUALIFIERS)
    scope = ", ".join(filter(None, [fact.scope, "" if fact.region == "all" else fact.region]))
    shown = [
        *place,
        fact.title,
        _shortened(scope),
        _shortened(fact.value.plain),
        fact.verified.isoformat(),
        round(weight, 2),
    ]
    if past:
        shown.append(_shortened(f"{past[0]} until {fact.history[-1].until}"))
    texts = (
        f"{fact.title} {' '.join(name)} {fact.kind}",
        " ".join([service.short_name, *service.former_names]),
        " ; ".join([str(fact.value), scope, fact.note, *past, *mistaken]),
    )
    return shown, texts, [key]


class _Documents:
    """What the index has, as it is read."""

    def __init__(self) -> None:
        self.pages: list[list] = []
        self.shown: list[list] = []
        self._lengths: list[str] = []
        self._postings: tuple[dict[str, array[int]], ...] = tuple(defaultdict(_postings) for _ in range(_FIELDS))

    def add(self, shown: list, texts: tuple[str, ...], keys: Iterable[str] = ()) -> None:
        """A document: what is shown of it, the texts of its fields, and more words for the first of them."""
        document = len(self.shown)
        self.shown.append(shown)
        lengths = []
        for place, text in enumerate(texts):
            found = _shared(text) if place == 1 else counted(text)
            if place == 0:
                found.update(keys)
            lengths.append(found.total())
            postings = self._postings[place]
            for word, often in found.items():
                postings[word].append(document * _EACH + (often if often < _OFTEN else _OFTEN))
        self._lengths.append(",".join(map(_base36, lengths)))

    def data(self, book: Book) -> dict:
        """Everything, as it is written."""
        return {
            "pages": self.pages,
            "documents": self.shown,
            "lengths": " ".join(self._lengths),
            "postings": "\n".join(self._lines()),
            "units": {spelling: [sign, number(factor)] for spelling, (sign, factor) in UNITS.items()},
            "stop": " ".join(sorted(STOP)),
            "aside": list(_ASIDE),
            "synonyms": _synonyms(book),
        }

    def _lines(self) -> Iterator[str]:
        for word in sorted(set().union(*self._postings)):
            yield f"{word} " + "|".join(_packed(postings.get(word, ())) for postings in self._postings)


def _postings() -> array[int]:
    """The documents that have a word, in order: the number of each times _EACH, and how often."""
    return array("I")


_shared = functools.lru_cache(maxsize=512)(counted)
"""For a text that many documents share, such as the name of their page; nobody changes what comes back."""


def _packed(postings: Iterable[int]) -> str:
    parts, before = [], 0
    for posting in postings:
        document, often = divmod(posting, _EACH)
        parts.append(_base36(document - before) + (f"*{often}" if often > 1 else ""))
        before = document
    return ",".join(parts)


@functools.lru_cache(maxsize=4096)
def _base36(value: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = digits[value % 36]
    while value := value // 36:
        text = digits[value % 36] + text
    return text


def _synonyms(book: Book) -> dict[str, list[str]]:
    """What is meant by what is typed: abbreviations of the glossary in both directions, former names, and our list."""
    found: dict[str, dict[str, None]] = {}

    def means(typed: str, meant: Iterable[str]) -> None:
        found.setdefault(_normal(typed), {}).update(dict.fromkeys(map(_normal, meant)))

    for term in book.glossary.values():
        if term.name:
            means(term.term, [term.name])
            means(term.name, [term.term])
    for service in book.services.values():
        for former in service.former_names:
            means(former, [service.short_name])
    for synonym in book.synonyms.values():
        means(synonym.typed, synonym.meant)
    return {typed: list(meant) for typed, meant in sorted(found.items())}


def _normal(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower()))
