"""The book as one HTML document: cover, how to read it, contents, chapters with their references, two indexes.

Page numbers are not known here: the style asks for those of the anchors that links name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from xml.etree.ElementTree import Comment, Element, fromstring, tostring

import segno

from factbook import pages
from factbook.book import Book
from factbook.publish.bound import elements, paper
from factbook.publish.bound.chapters import Chapter, anchor, excerpt
from factbook.publish.bound.elements import added, new
from factbook.publish.records import LICENCE, absolute, credit
from factbook.settings import Settings

_COMMON = frozenset(
    "at-a-glance what-goes-wrong-and-what-it-means traps worked-examples snippets facts-and-sources see-also".split()
)
"""Sections that every page on a service has: the contents do not list them."""
_PLACES_OF_A_TERM = 6
_ABOUT_THE_PROJECT = "Contribute"
_START = "Start"
"""The name of what stands in no section of the navigation."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What says which copy of the book this is: the edition, the day it was made, and where its changes are listed."""

    title: str
    edition: str
    day: str
    url: str
    oldest: str

    @property
    def foot(self) -> str:
        """What stands at the foot of every page."""
        return f"Edition {self.edition} · made {self.day}" if self.edition else f"Made {self.day}"


def imprint(book: Book, settings: Settings) -> Imprint:
    """Which copy of the book this is."""
    edition = book.editions[0].id if book.editions else ""
    url = absolute(settings, pages.address(pages.EDITIONS, edition))
    oldest = min((fact.verified for fact in book.facts.values()), default=book.today)
    return Imprint(settings.name, edition, long_date(book.today), url, long_date(oldest))


def long_date(day) -> str:
    """A day as it is read: 23 November 2026."""
    return f"{day.day} {day:%B} {day.year}"


def sections(chapters: Iterable[Chapter]) -> list[str]:
    """The sections of the navigation, in order: a volume of the book each. What stands in none begins the book."""
    return list(dict.fromkeys(chapter.section or _START for chapter in chapters))


def slug(section: str) -> str:
    """A section in the name of a file."""
    return re.sub(r"[^a-z0-9]+", "-", section.casefold()).strip("-")


def file_name(name: str, section: str) -> str:
    """The name of a volume's file, by the name of the whole book's."""
    stem, dot, kind = name.rpartition(".")
    return f"{stem}-{slug(section)}{dot}{kind}" if section else name


def documents(
    chapters: list[Chapter], sections: Sequence[str], book: Book, settings: Settings
) -> Iterator[tuple[str, str]]:
    """The HTML of each volume, after its section; of the whole book for a section without a name."""
    for section in sections:
        if section:
            own = [deepcopy(chapter) for chapter in chapters if (chapter.section or _START) == section]
            yield section, document(excerpt(own, {chapter.key for chapter in own}), book, settings, section)
        else:
            yield section, document(chapters, book, settings)


def document(chapters: list[Chapter], book: Book, settings: Settings, section: str = "") -> str:
    """The whole book as HTML, or the volume with a section; the same bytes for the same facts and notes on the same day."""
    which = imprint(book, settings)
    root = new("html", "", lang="en")
    head = added(root, "head")
    added(head, "meta", charset="utf-8")
    added(head, "title", ", ".join(filter(None, (which.title, section, which.foot))))
    for name, content in (
        ("author", credit(settings)),
        ("description", settings.description),
        ("dcterms.created", book.today.isoformat()),
        ("dcterms.modified", book.today.isoformat()),
    ):
        added(head, "meta", name=name, content=content)
    body = added(root, "body", data_foot=which.foot)
    body.append(cover(which, book, section))
    body.append(how_to_read(which, settings, section))
    body.append(contents(chapters))
    begun: set[str] = set()
    for number, chapter in enumerate(chapters, start=1):
        body.append(chapter_section(chapter, number, part=chapter.section not in begun))
        begun.add(chapter.section)
    body.append(facts_index(chapters, book))
    body.append(terms_index(chapters, book))
    for index in range(len(body) - 1, -1, -1):
        body.insert(index, Comment(paper.PART.removeprefix("<!--").removesuffix("-->")))
    return "<!DOCTYPE html>\n" + written(root)


def written(root: Element) -> str:
    """HTML for an element; drawings keep their own names."""
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.startswith("{"):
            element.tag = element.tag.rpartition("}")[2]
            if element.tag == "svg":
                element.set("xmlns", elements.SVG[1:-1])
    return tostring(root, "unicode", method="html")


def cover(which: Imprint, book: Book, section: str = "") -> Element:
    """The first page: what the book is, or which volume of it; which copy this is, and where to see what has changed since."""
    made = new("section", "", class_="cover")
    added(made, "p", f"Unofficial notes · {section}" if section else "Unofficial notes", class_="cover-kind")
    added(made, "h1", which.title)
    added(made, "p", "For the AWS Certified Developer – Associate exam, DVA-C03", class_="cover-exam")
    added(
        made, "p", f"{len(book.facts):,} facts, each with its source and the day it was checked", class_="cover-facts"
    )
    foot = added(made, "div", class_="cover-foot")
    foot.append(qr(which.url))
    about = added(foot, "div", class_="cover-about")
    added(about, "p", f"Edition {which.edition}" if which.edition else "No edition", class_="cover-edition")
    added(about, "p", f"Made {which.day}. Every fact was checked on {which.oldest} or later.")
    line = added(about, "p", "What has changed since: ")
    added(line, "a", which.url.removeprefix("https://"), href=which.url)
    return made


def qr(url: str) -> Element:
    """A QR code of an address, as a drawing."""
    out = BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="svg", xmldecl=False, border=0, omitsize=True)
    drawing = fromstring(out.getvalue())
    drawing.set("class", "qr")
    drawing.insert(0, new(f"{elements.SVG}title", f"QR code of {url}"))
    return drawing


def how_to_read(which: Imprint, settings: Settings, section: str = "") -> Element:
    """What a reader has to know about numbers, links and boxes, and the imprint."""
    made = _headed("section", "How to read this book", id="about-this-book", class_="about")
    paragraphs = (
        "This book is the site as it was on the day at the foot of each page, in the order of its navigation. "
        "AWS changes its limits and prices all the time. The address on the cover lists, for this edition, every fact that has changed since.",
        "A value with a dotted line is a fact. The small number behind it leads to its source, at the end of the chapter, with the day on which it was checked. "
        "The index of facts has the page of its row: in the table at the end of its service's chapter, with its scope and what it was before.",
        "A link to another chapter shows its page in small type. In the file all of them can be clicked.",
        "Boxes with a purple edge are traps: what older material says that is no longer so. Tabs of the site stand below each other, each under its label. "
        "Code that is too long for a line goes on in the next, behind a small arrow.",
    )
    of_volume = f"This volume has the section {section}. Where it names a page of another one, there is no link."
    for paragraph in (*([of_volume] if section else []), *paragraphs):
        added(made, "p", paragraph)
    small = added(made, "div", class_="imprint")
    added(small, "p", which.foot + ".")
    line = added(small, "p", "Notes and data: ")
    link = added(line, "a", LICENCE["id"], href=LICENCE["url"])
    link.tail = f", credit {credit(settings)}. Newest copy: "
    newest = added(line, "a", settings.url.removeprefix("https://"), href=settings.url)
    newest.tail = "."
    added(
        small,
        "p",
        "Unofficial: not made, reviewed or endorsed by Amazon. AWS and the names of its services are trademarks of Amazon.com, Inc. or its affiliates.",
    )
    added(
        small,
        "p",
        "Set in Source Serif, Source Sans and Source Code by Adobe (SIL Open Font License 1.1), laid out with WeasyPrint.",
    )
    return made


def contents(chapters: list[Chapter]) -> Element:
    """Parts, chapters and their own sections, each a link whose page number the style adds."""
    made = _headed("nav", "Contents", id="contents", class_="contents")
    part, rows = None, made
    for chapter in chapters:
        if chapter.section != part or not len(rows):
            part = chapter.section
            if part:
                added(made, "p", part, class_="contents-part")
            rows = added(made, "ul")
        item = added(rows, "li")
        added(item, "a", chapter.title, href=f"#{chapter.key}", class_="contents-chapter")
        own = [each for each in chapter.headings if each.get("id", "").partition("--")[2] not in _COMMON]
        if own and chapter.section not in ("Reference", _ABOUT_THE_PROJECT):
            inner = added(item, "ul")
            for heading in own:
                added(added(inner, "li"), "a", elements.text(heading), href=f"#{heading.get('id')}")
    rows = added(made, "ul", class_="contents-indexes")
    for id_, name in (("facts-index", "Index of facts by service"), ("terms-index", "Index of terms")):
        added(added(rows, "li"), "a", name, href=f"#{id_}", class_="contents-chapter")
    return made


def chapter_section(chapter: Chapter, number: int, *, part: bool) -> Element:
    """A chapter under its part's name, with its references; `part` for the first of a part, which the outline names."""
    above_it = chapter.section or _START
    heads = {"data_chapter": chapter.title, "data_part": f"{above_it} {number}"}
    made = new("section", "", id=chapter.key, class_="chapter", **heads)
    above = added(made, "p", above_it, class_="eyebrow part" if part else "eyebrow")
    added(above, "span", f" {number}")
    made.append(chapter.body)
    if chapter.references:
        made.append(references(chapter))
    return made


def _headed(tag: str, title: str, **attributes: str) -> Element:
    """What is no chapter, with its title above it and at the head of its pages."""
    made = new(tag, "", **attributes, data_chapter=title, data_part=title)
    added(made, "h1", title)
    return made


def references(chapter: Chapter) -> Element:
    """What a chapter refers to outside, by number."""
    made = new("section", "", class_="references")
    added(made, "h2", "References")
    rows = added(made, "ol")
    for number, each in enumerate(chapter.references, start=1):
        row = added(rows, "li", id=anchor(chapter, f"reference-{number}"))
        link = added(row, "a", href=each.url)
        link.text = breakable(each.url.partition("://")[2].removesuffix("/"))
        if each.checked:
            added(row, "span", f" checked {each.checked}", class_="checked")
    return made


def breakable(url: str) -> str:
    """An address with places at which a line may end."""
    return re.sub(r"([/?&=#_.-])(?=\w)", "\\1\N{ZERO WIDTH SPACE}", url)


def facts_index(chapters: Iterable[Chapter], book: Book) -> Element:
    """Every fact by its service: value, the page of its row, then those of the chapters that name it."""
    made = _headed("section", "Index of facts by service", id="facts-index", class_="index")
    added(
        made,
        "p",
        "The first number is the page of the fact's row, with its scope, source and past; the others are where the notes name it.",
        class_="lead",
    )
    chapters = list(chapters)
    rows = {id_: place for chapter in chapters for id_, place in chapter.rows.items()}
    for service in sorted(book.services.values(), key=lambda each: each.short_name.casefold()):
        facts = sorted(book.facts.of(service.id), key=lambda each: each.title.casefold())
        places = {
            fact.id: [chapter.facts[fact.id] for chapter in chapters if fact.id in chapter.facts] for fact in facts
        }
        for id_ in rows.keys() & places.keys():
            places[id_].insert(0, rows[id_])
        if not any(places.values()):
            continue
        added(made, "h2", service.short_name)
        entries = added(made, "ul")
        for fact in facts:
            if places[fact.id]:
                row = added(entries, "li", f"{fact.title}: ")
                added(row, "b", str(fact.value)).tail = " "
                _places(row, places[fact.id])
    return made


def _places(row: Element, places: list[str]) -> None:
    """Page numbers, which the style finds."""
    pages_ = added(row, "span", class_="pages")
    for index, place in enumerate(places):
        link = added(pages_, "a", "", href=f"#{place}", class_="page")
        link.tail = ", " if index + 1 < len(places) else ""


def terms_index(chapters: list[Chapter], book: Book) -> Element:
    """Terms of the glossary and names of services: where each is explained, then where it is used most."""
    made = _headed("section", "Index of terms", id="terms-index", class_="index")
    rows = added(made, "ul")
    own = [chapter for chapter in chapters if chapter.section not in ("Reference", _ABOUT_THE_PROJECT)]
    blocks = {chapter.key: _blocks(chapter) for chapter in own}
    for term, name, main in sorted(_terms(chapters, book), key=lambda each: each[0].casefold()):
        if places := [*([main] if main else []), *_uses(term, own, blocks, main)]:
            _places(added(rows, "li", f"{term}, {name} " if name else f"{term} "), places)
    return made


def _terms(chapters: list[Chapter], book: Book) -> Iterable[tuple[str, str, str]]:
    """Each term, what it stands for, and the anchor of where it is explained."""
    by_path = {chapter.path: chapter for chapter in chapters}
    glossary = next((chapter for chapter in chapters if chapter.path == "reference/glossary/index.html"), None)
    defined = {}
    if glossary:
        for term in glossary.body.iter("dt"):
            if term.get("id"):
                defined[(term.text or "").strip()] = term.get("id", "")
    for term in book.glossary.values():
        yield term.term, term.name, defined.get(term.term, "")
    for service in book.services.values():
        chapter = by_path.get(f"{pages.address(service.page)}index.html")
        if chapter and service.short_name not in book.glossary:
            name = service.name if service.name != service.short_name else ""
            yield service.short_name, name, chapter.key


def _blocks(chapter: Chapter) -> list[tuple[Element, str]]:
    return [
        (each, elements.text(each)) for each in chapter.body.iter() if each.tag in ("p", "li", "td", "dd", "h2", "h3")
    ]


def _uses(term: str, chapters: list[Chapter], blocks: dict[str, list[tuple[Element, str]]], main: str) -> list[str]:
    """Anchors of the first use of a term in those chapters that use it most, in the order of the book.

    The first use gets an anchor in every chapter, so that none is another one when the counts of others change.
    """
    word = re.compile(rf"(?<![\w-]){re.escape(term)}(?:s|es)?(?![\w-])")
    counted = []
    for chapter in chapters:
        if chapter.key == main:
            continue
        hits = [element for element, text in blocks[chapter.key] if term in text and word.search(text)]
        if hits:
            counted.append((len(hits), chapter, hits[0]))
            if not hits[0].get("id"):
                hits[0].set("id", anchor(chapter, "use-" + re.sub(r"\W+", "-", term)))
    most = sorted(counted, key=lambda each: -each[0])[:_PLACES_OF_A_TERM]
    kept = {id(chapter): element for _, chapter, element in most}
    found = []
    for chapter in chapters:
        if (element := kept.get(id(chapter))) is not None:
            found.append(element.get("id", ""))
    return found
