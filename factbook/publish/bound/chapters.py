"""The pages of the built site as chapters: in the order of the navigation, with everything open, and links among them.

Only the built pages are read, so it is all the same which generator built them. Anchors
get the chapter's key before them, as a book has them all in one document.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from factbook import pages
from factbook.book import Book
from factbook.facts import Fact, Place, Problem
from factbook.publish import terms
from factbook.publish.bound import elements
from factbook.publish.bound.elements import added, classes, new
from factbook.publish.site_links import target
from factbook.settings import Settings

RULE = "book"
_LEFT_OUT = frozenset("button form script style template".split())
_LEFT_OUT_CLASSES = frozenset("headerlink md-content__button areas home-doors".split())
"""What leads through a site and not through a book."""
_WIDE, _TURNED = 6, 10
"""From how many columns on a table is set smaller, and from how many on a page of its own that is turned."""
_COLOURED = frozenset("k kn kd kc kr kt nt c c1 cm ch cs cp s s1 s2 sd sa se si".split())
"""The kinds of words in code that the book's style tells apart; every other mark would only cost time."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A source that a chapter names: its address, and the oldest day on which a fact from there was checked."""

    url: str
    checked: str = ""


@dataclass(slots=True)
class Chapter:
    """A page in the book: `path` below the site, `key` which begins its anchors, `section` of the navigation, `body`."""

    path: str
    key: str
    section: str
    body: Element
    title: str = ""
    anchors: set[str] = field(default_factory=set)
    references: list[Reference] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    """The anchor of the first place that names each fact, by its id."""
    rows: dict[str, str] = field(default_factory=dict)
    """The anchor of the row of each fact that has its row here, by its id."""

    @property
    def headings(self) -> list[Element]:
        """The headings of its sections."""
        return list(self.body.iter("h2"))


def chapters(
    html: Mapping[str, str], files: set[str], book: Book, settings: Settings
) -> tuple[list[Chapter], list[Problem]]:
    """Every page of the navigation as a chapter; `html` has the built pages, `files` everything that is in the site.

    What cannot be in a book is a problem: a page that is not there, a link to nowhere, a missing or remote picture.
    """
    found: list[Chapter] = []
    problems: list[Problem] = []
    for entry in book.navigation:
        path = f"{pages.address(entry.page)}index.html"
        body = elements.article(terms.unmarked(html.get(path, "")))
        if body is None:
            problems.append(Problem(Place(path), "the page is not in the site", "build the site first", RULE))
            continue
        key = entry.page.removesuffix(".md").removesuffix("/index").replace("/", "-")
        found.append(_opened(Chapter(path, key, entry.sections[0] if entry.sections else "", body)))
    rows = _rows(found)
    by_path = {chapter.path: chapter for chapter in found}
    for chapter in found:
        problems += _Linker(chapter, by_path, rows, files, book, settings).run()
    return found, problems


def _opened(chapter: Chapter) -> Chapter:
    """A chapter as paper needs it: nothing closed, nothing to press, its anchors its own."""
    _drop_heading_of_areas(chapter.body)
    kept = elements.changed(chapter.body, _open)
    assert kept is not None
    kept.tag, kept.attrib = "div", {"class": "text"}
    chapter.body = kept
    for element in kept.iter():
        if id_ := element.get("id"):
            chapter.anchors.add(id_)
            element.set("id", anchor(chapter, id_))
        for name in ("aria-labelledby", "aria-describedby"):
            if named := element.get(name):
                element.set(name, " ".join(anchor(chapter, each) for each in named.split()))
    title = kept.find(".//h1")
    chapter.title = elements.text(title) if title is not None else chapter.key
    return chapter


def excerpt(chapters: list[Chapter], keys: set[str]) -> list[Chapter]:
    """Some of the chapters, for a sample of the book; links to the others become plain text."""
    kept = [chapter for chapter in chapters if chapter.key in keys]
    there = {element.get("id") for chapter in kept for element in chapter.body.iter()} | {each.key for each in kept}
    there |= {anchor(each, f"reference-{number + 1}") for each in kept for number in range(len(each.references))}
    for chapter in kept:
        for element in chapter.body.iter("a"):
            if element.get("href", "").startswith("#") and element.get("href", "")[1:] not in there:
                del element.attrib["href"]
                element.attrib.pop("class", None)
    return kept


def anchor(chapter: Chapter, name: str) -> str:
    """The anchor in the book of a place on a chapter's page; the chapter itself without a name."""
    return f"{chapter.key}--{name}" if name else chapter.key


def _drop_heading_of_areas(body: Element) -> None:
    children = list(body)
    for index, child in enumerate(children):
        if "areas" in classes(child) and index and children[index - 1].tag == "h2":
            body.remove(children[index - 1])


def _open(element: Element) -> Element | None:
    names = classes(element)
    if not isinstance(element.tag, str):
        return None  # a comment
    if element.tag in _LEFT_OUT or not _LEFT_OUT_CLASSES.isdisjoint(names):
        return None
    if "tabbed-set" in names:
        return _tabs(element)
    if element.tag == "input":
        return new("span", "☑" if "checked" in element.attrib else "☐", class_="box")
    if element.tag == "details":
        element.tag = "div"
        element.set("class", " ".join(["admonition", *names]))
        element.attrib.pop("open", None)
    if element.tag == "summary":
        element.tag = "p"
        element.set("class", "admonition-title")
    if element.tag == "pre":
        return _code(element)
    if element.tag == f"{elements.SVG}svg":
        return _drawing(element)
    if element.tag == "table":
        _fit(element)
    if element.tag == "dl":
        return _list_of_terms(element)
    if "facts" in names and element.find(".//td[@data-label]") is not None:
        return _lists_of_facts(element)
    for name in ("title", "data-evidence", "data-value", "data-scope", "data-source", "data-note", "style"):
        if element.tag in ("a", "span", "div", "p", "table") and name in element.attrib:
            del element.attrib[name]
    return element


def _tabs(element: Element) -> Element:
    """Tabs below each other, each under its label."""
    labels = [elements.text(each) for each in element.iter("label")]
    blocks = list(elements.with_class(element, "tabbed-block"))
    made = new("div", class_="tabs")
    for label, block in zip(labels, blocks, strict=True):
        block.set("class", "tab")
        block.insert(0, new("p", label, class_="tab-label"))
        block[0].tail, block.text = block.text, None
        made.append(block)
    return made


def _code(element: Element) -> Element:
    """Code line by line, so that the style can mark what goes on in the next."""
    made = new("pre")
    made.extend(elements.lines(element, lambda each: each.tag != "span" or not _COLOURED.isdisjoint(classes(each))))
    return made


def _drawing(element: Element) -> Element | None:
    """A drawing that says what it shows; one that says nothing is an ornament of the site."""
    title = element.find(f"{elements.SVG}title")
    said = elements.text(title) if title is not None else element.get("aria-label", "")
    if not said:
        return None
    if title is None:
        title = new(f"{elements.SVG}title", said)
        element.insert(0, title)
    element.set("font-family", "Book Sans, sans-serif")
    for part in list(element.iter()):
        for child in list(part):
            if child.attrib.pop("paint-order", None):
                part.insert(list(part).index(child), _halo(child))
    return element


def _halo(text: Element) -> Element:
    """The line around letters as a copy of them, below them: no e-book may say so itself, and WeasyPrint does not know it."""
    halo = deepcopy(text)
    halo.set("stroke", "#fff")
    for name in ("stroke", "stroke-width", "stroke-linejoin"):
        text.attrib.pop(name, None)
    return halo


def _fit(table: Element) -> None:
    """Mark a table whose columns need smaller letters, or a page turned round."""
    columns = max((len(row) for row in table.iter("tr")), default=0)
    if columns >= _WIDE:
        table.set("class", f"{table.get('class', '')} {'turned' if columns >= _TURNED else 'wide'}".strip())


def _list_of_terms(element: Element) -> Element:
    """Pairs in a box each are written without the boxes, which a list of terms in a book cannot have."""
    for child in list(element):
        if child.tag == "div":
            index = list(element).index(child)
            element.remove(child)
            for offset, each in enumerate(list(child)):
                element.insert(index + offset, each)
    return element


def _lists_of_facts(element: Element) -> Element:
    """A table of facts as a list, one of all facts of a kind as a list for each service, under its name.

    In a list a fact takes half the lines, and WeasyPrint half the time, that a row of four cells takes.
    """
    made = new("div", class_=element.get("class", ""))
    rows, name = None, None
    for row in element.iterfind(".//tbody/tr"):
        cells = list(row)
        if "facts--reference" in classes(element):
            service = cells.pop(0)
            if elements.text(service) != name:
                name, rows = elements.text(service), None
                added(made, "h3").extend(service)
        if rows is None:
            rows = added(made, "ul")
        rows.append(_fact(row, *cells))
    return made


def _fact(row: Element, title: Element, value: Element, scope: Element, checked: Element) -> Element:
    """One fact: value, title, scope; then its note, its past, and the day of its check, which links to its source."""
    item = new("li", "", class_="fact-entry")
    for name in ("id", "data-fact"):
        if name in row.attrib:
            item.set(name, row.get(name, ""))
    added(item, "b", (value.text or "").strip()).tail = " "
    notes, past = [*title], [*value]
    added(item, "span", (title.text or "").strip(), class_="fact-title").tail = " "
    if elements.text(scope):
        added(item, "span", elements.text(scope), class_="fact-scope").tail = " "
    for part in (*notes, *past, *checked):
        part.tail = " "
        item.append(part)
    return item


def _rows(chapters: list[Chapter]) -> dict[str, str]:
    """The anchor of the one entry of each fact. A book has it once: in the chapter on its service, if it is there.

    The reference then only lists the fact, with its value and the page of its entry.
    """
    found: dict[str, str] = {}
    for chapter in chapters:
        for entry in elements.with_class(chapter.body, "fact-entry"):
            if (id_ := entry.attrib.pop("data-fact", "")) and id_ not in found:
                found[id_] = anchor(chapter, f"row-{id_}")
                entry.set("id", found[id_])
                chapter.rows[id_] = found[id_]
    for chapter in chapters:
        for tables in elements.with_class(chapter.body, "facts--reference"):
            for entry in list(elements.with_class(tables, "fact-entry")):
                id_ = entry.get("id", "").removeprefix(f"{chapter.key}--")
                if id_ in found:
                    _shorten(entry, found[id_])
                elif id_:
                    chapter.rows[id_] = entry.get("id", "")
    return found


def _shorten(entry: Element, place: str) -> None:
    """Leave value, title and scope of a fact whose entry stands elsewhere, and lead there."""
    for part in list(entry):
        if part.tag != "b" and classes(part)[:1] not in (["fact-title"], ["fact-scope"]):
            entry.remove(part)
    added(entry, "a", "", href=f"#{place}", class_="page")


class _Linker:
    """Leads the links of one chapter: to places in the book, or to numbered references at its end."""

    def __init__(
        self,
        chapter: Chapter,
        by_path: Mapping[str, Chapter],
        rows: Mapping[str, str],
        files: set[str],
        book: Book,
        settings: Settings,
    ) -> None:
        self._chapter, self._by_path, self._rows, self._files = chapter, by_path, rows, files
        self._book, self._settings = book, settings
        self._numbers: dict[str, int] = {}
        self._checked: dict[str, str] = {}
        self._problems: list[Problem] = []

    def run(self) -> list[Problem]:
        """Lead them; what leads nowhere is a problem."""
        self._walk(self._chapter.body, heading=False)
        self._chapter.references = [Reference(url, self._checked.get(url, "")) for url in self._numbers]
        return self._problems

    def _walk(self, element: Element, *, heading: bool) -> None:
        """Follow a tree in the order of reading."""
        heading = heading or element.tag in ("h1", "h2", "h3", "h4")
        for child in list(element):
            self._walk(child, heading=heading)
            if child.tag == "a":
                self._link(element, child, heading=heading)
            elif child.tag == "img":
                self._picture(child)

    def _picture(self, element: Element) -> None:
        source = element.get("src", "")
        found = target(self._chapter.path, source, urlsplit(self._settings.url).path)
        if found is None:
            self._say(
                f"picture {source!r} is not in the site", "put it below docs/: a book loads nothing from elsewhere"
            )
        elif found[0] not in self._files:
            self._say(f"picture {source!r} is not there", "correct the link")
        else:
            element.set("src", found[0])
        if not element.get("alt"):
            self._say(f"picture {source!r} has no words", "say between the brackets what it shows")

    def _link(self, parent: Element, element: Element, *, heading: bool) -> None:
        if "page" in classes(element):
            return
        address = element.attrib.pop("href", "")
        found = target(self._chapter.path, address, urlsplit(self._settings.url).path)
        if not address:
            return
        if found is None:
            self._outside(parent, element, address, heading=heading)
            return
        file, name = found
        chapter = self._by_path.get(file)
        if chapter is None:
            if file not in self._files and not file.endswith(_MADE_LATER):
                self._say(f"link to {address!r}, which is not there", "correct the link")
            else:
                url = urljoin(self._settings.url, file.removesuffix("index.html")) + (f"#{name}" if name else "")
                self._outside(parent, element, url, heading=heading)
            return
        if name and name not in chapter.anchors:
            if name != "__top" and not self._was_left_out(chapter, name):
                self._say(f"link to {address!r}: the page has no anchor {name!r}", "correct the anchor")
            name = ""
        element.set("href", f"#{self._rows.get(name) or anchor(chapter, name)}")
        id_ = element.attrib.pop("data-fact", "")
        if "fact" in classes(element) and id_ in self._book.facts:
            self._fact(parent, element, self._book.facts[id_], heading=heading)
        elif not heading and chapter is not self._chapter:
            element.set("class", " ".join([*classes(element), "xref"]))

    def _was_left_out(self, chapter: Chapter, name: str) -> bool:
        return chapter.path == "index.html" and name == "pages"

    def _fact(self, parent: Element, element: Element, fact: Fact, *, heading: bool) -> None:
        """A fact: where it stands first in the chapter, and a mark for each of its sources."""
        if fact.id not in self._chapter.facts:
            here = element.get("id") or f"{self._chapter.key}--fact-{fact.id}"
            element.set("id", here)
            self._chapter.facts[fact.id] = here
        if heading:
            return
        operands = [self._book.facts[id_] for id_ in fact.operands] if fact.derive else [fact]
        numbers = []
        for each in operands:
            if each.source:
                numbers.append(self._number(each.source))
                day = each.verified.isoformat()
                self._checked[each.source] = min(day, self._checked.get(each.source, day))
        self._mark(parent, element, sorted(set(numbers)))

    def _outside(self, parent: Element, element: Element, url: str, *, heading: bool) -> None:
        element.set("href", url)
        if not heading and url.startswith(("https:", "http:")):
            self._mark(parent, element, [self._number(url)])

    def _number(self, url: str) -> int:
        return self._numbers.setdefault(url, len(self._numbers) + 1)

    def _mark(self, parent: Element, element: Element, numbers: list[int]) -> None:
        """Numbers of references behind an element."""
        if not numbers:
            return
        marks = new("sup", class_="marks")
        for index, number in enumerate(numbers):
            mark = added(marks, "a", str(number), href=f"#{self._chapter.key}--reference-{number}", class_="mark")
            mark.tail = "," if index + 1 < len(numbers) else ""
        marks.tail, element.tail = element.tail, None
        parent.insert(list(parent).index(element) + 1, marks)

    def _say(self, what: str, hint: str) -> None:
        self._problems.append(Problem(Place(self._chapter.path), what, hint, RULE))


_MADE_LATER = (".json", ".csv", ".xml", ".ics", ".txt", ".md", ".pdf", ".epub", ".zip")
"""Files that are published beside the pages, perhaps after the book was made."""
