"""The book as PDF: WeasyPrint lays out our HTML in our style, and nothing from outside comes in.

Each part of the book is laid out by itself, with room for page numbers that are filled in
when all parts have their pages. WeasyPrint alone looks at every reference for every anchor,
and lays the whole book out again until its page numbers stand still: three times.

A laid-out part is kept under the hash of all that went into it, so an edit lays out the parts that it changes. What changes
with other parts or from day to day is none of theirs: page numbers, heads and feet are put onto the pages afterwards.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape, unescape
from importlib.metadata import requires, version
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from factbook.facts import Place, Problem
from factbook.publish.bound import laid_out, pieces
from factbook.publish.bound.chapters import RULE
from factbook.publish.bound.laid_out import Font, Mark, Part
from factbook.publish.bound.shelf import Shelf

STYLE = Path(__file__).with_name("style")
FONTS = Path(__file__).with_name("fonts")
_VARIANT = "pdf/ua-1"
PART = "<!-- part -->"
"""What stands before each part of a book's HTML: parts begin on a new page and are laid out one by one."""
_NUMBER = "target-counter(attr(href), page)"
_ROOM = "0"
_BYTES_OF_A_PAGE = 7000
"""Fewer than a page of the book has, so that there is room enough for numbers."""
_HEAD = '<!DOCTYPE html>\n<html lang="en"><head><title>part</title></head><body>'
"""What stands before a part when it is laid out: the head of the book has its day."""
_STYLES = ("normal", "oblique", "italic")
"""As pango counts them."""


class Missing(RuntimeError):
    """What lays out the book cannot be loaded; says what and how to get it."""


class NotLaidOut(RuntimeError):
    """The book could not be laid out; has the problems that say why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("the book could not be laid out")
        self.problems = problems

    def __reduce__(self) -> tuple[Any, ...]:
        return NotLaidOut, (self.problems,)  # it may come from another process


@dataclass(frozen=True, slots=True)
class Paper:
    """A size of paper: its name for people, and its style."""

    name: str
    style: str


A4 = Paper("A4", "a4.css")
LETTER = Paper("US Letter", "letter.css")


def weasyprint() -> Any:
    """The library; raises Missing when it or pango cannot be loaded."""
    try:
        import weasyprint
    except ImportError as error:
        raise Missing(f"{error.name or 'weasyprint'} is not installed: run tools/setup.sh site") from None
    except OSError as error:
        library = re.search(r"'([\w.-]+)'", str(error))
        name = library[1] if library else "pango"
        raise Missing(f"the library {name} is missing: install the package libpangoft2-1.0-0") from None
    return weasyprint


@dataclass(frozen=True, slots=True)
class Printed:
    """A book that was made: its bytes, and how many of its parts were laid out for it, and how many were laid out before."""

    data: bytes
    laid_out: int
    kept: int


def pdf(html: str, site: Path, paper: Paper, cache: Path | None) -> Printed:
    """The book as PDF, tagged, with those parts from the cache that are there. Raises NotLaidOut or Missing."""
    weasyprint()
    from factbook.publish.bound import assembled  # which needs it, too

    shelf = Shelf(cache / paper.style.removesuffix(".css") if cache else None)
    head, *parts = html.split(PART)
    with _Heard() as heard, _few_collections():
        layout = _Layout(site, paper, heard, shelf)
        digits = len(str(len(html) // _BYTES_OF_A_PAGE))
        found = layout.parts(parts, digits)
        needed = len(str(sum(len(part.sheets) for part in found)))
        if needed > digits:
            found = layout.parts(parts, needed)
        _all_there(found)
        heads, running = layout.running(head, parts, found)
    made = assembled.assembled(found, heads, running, hashlib.sha256(html.encode()).hexdigest()[:32].encode())
    shelf.tidy()
    return Printed(made, layout.made, len(found) - layout.made)


def _all_there(parts: list[Part]) -> None:
    """Every link leads to an anchor of the book."""
    there = {name for part in parts for name in part.places}
    gone = sorted({name for part in parts for name in part.links if name not in there})
    if gone:
        hint = "mend the page, or remove it"
        raise NotLaidOut(
            [Problem(Place("book"), f"no anchor {name!r}, to which a link leads", hint, RULE) for name in gone]
        )


class _Layout:
    """WeasyPrint with our style, for one size of paper."""

    def __init__(self, site: Path, paper: Paper, heard: _Heard, shelf: Shelf) -> None:
        from weasyprint.text.fonts import FontConfiguration

        self._library, self._fonts, self._fetcher = weasyprint(), FontConfiguration(), _fetcher(site, STYLE, FONTS)
        self._site, self._paper, self._heard, self._shelf = site, paper, heard, shelf
        self._state = _state(paper)
        self._sheets = [self._file(name) for name in ("book.css", paper.style)]
        self.made = 0

    def parts(self, parts: list[str], digits: int) -> list[Part]:
        """All parts, with room for page numbers of some digits."""
        numbers = (STYLE / "numbers.css").read_text("utf-8").replace(_NUMBER, f'"{_ROOM * digits}"')
        style = [*self._sheets, self._style(numbers)]
        found, problems = [], []
        self.made = 0
        for text in parts:
            key = _key(self._state, digits, text, self._site)
            part = self._shelf.get(key)
            if part is None:
                self.made += 1
                try:
                    part = self._part(text, style, digits)
                except NotLaidOut as error:
                    problems += error.problems
                    continue
                self._shelf.put(key, part)
            found.append(part)
        if problems:
            raise NotLaidOut(sorted(set(problems)))
        return found

    def running(self, head: str, texts: list[str], parts: list[Part]) -> tuple[list[list[int | None]], Any]:
        """Head and foot for either side of each part, and which of them each page has; with all fonts of the book."""
        from factbook.publish.bound import assembled

        heads, sections = _heads(texts, parts)
        used = assembled.once(font for part in parts for font in part.fonts)
        samples = "".join(map(_sample, used))
        html = f'{head}{"".join(sections)}<div style="break-before: page">{samples}</div>'
        marks = [Mark("", len(laid_out.shown(0))), Mark("", 0)]
        with self._said("book"):
            document = self._rendered(html, [*self._sheets, self._style(_running())])
            self._taken(document, lambda _: None)  # it draws, and so gets its fonts
            known = {font.name: font for font in assembled.once([*used, *laid_out.fonts_of(document)])}
            for font in document.fonts.values():
                own = known.pop(font.hash)
                font.to_unicode, font.widths = dict(own.texts), dict(own.widths)
            assert not known, f"no font {', '.join(sorted(font.family for font in known.values()))} any more"

            def take(pdf: Any) -> Any:
                return assembled.running(laid_out.taken(document, pdf, marks, set()), document, pdf)

            return heads, self._taken(document, take)

    def _part(self, text: str, style: list[Any], digits: int) -> Part:
        """A part laid out. Raises NotLaidOut."""
        name = found[1] if (found := re.match(r'<\w+ id="([^"]+)"', text)) else "book"
        with self._said(name):
            document = self._rendered(_HEAD + text, style)
            marks = _put_marks(document.pages, digits)
            there = {anchor for page in document.pages for anchor in page.anchors}
            foreign = {to for page in document.pages for kind, to, *_ in page.links if kind == "internal"} - there
            document.pages[0].anchors.update(dict.fromkeys(foreign, (0, 0, 0, 0)))
            return self._taken(document, lambda pdf: laid_out.taken(document, pdf, marks, foreign))

    def _rendered(self, html: str, style: list[Any]) -> Any:
        base = f"{self._site.resolve().as_uri()}/"
        page = self._library.HTML(string=html, base_url=base, url_fetcher=self._fetcher)
        return page.render(stylesheets=style, font_config=self._fonts)

    def _taken(self, document: Any, take: Callable[[Any], Any]) -> Any:
        """What `take` takes from the PDF of a document, which is not written."""
        found: list[Any] = []

        def finish(_: Any, pdf: Any) -> None:
            found.append(take(pdf))
            pdf.objects.clear()
            pdf.info.clear()

        with _references_remembered():
            document.write_pdf(finisher=finish, pdf_variant=_VARIANT)
        return found[0]

    @contextmanager
    def _said(self, name: str) -> Iterator[None]:
        """Make problems of what goes wrong with a part."""
        problems = []
        try:
            yield
        except (MemoryError, OSError):
            raise
        except Exception as error:
            problems.append(_failure(name, error))
        problems += [Problem(Place(name), what, "mend the page, or remove it", RULE) for what in self._heard.errors]
        problems += [
            Problem(Place(name), what, "a book loads nothing from elsewhere", RULE) for what in self._fetcher.refused
        ]
        self._heard.errors.clear()
        self._fetcher.refused.clear()
        gc.collect()
        if problems:
            raise NotLaidOut(problems)

    def _file(self, name: str) -> Any:
        return self._library.CSS(filename=STYLE / name, font_config=self._fonts, url_fetcher=self._fetcher)

    def _style(self, text: str) -> Any:
        return self._library.CSS(string=text, font_config=self._fonts, url_fetcher=self._fetcher)


def _heads(texts: list[str], parts: list[Part]) -> tuple[list[list[int | None]], list[str]]:
    """Which page with a head and foot each page of each part has, if any, and these pages: a right and a left one for each part."""
    heads: list[list[int | None]] = []
    sections: list[str] = []
    before = 0
    for text, part in zip(texts, parts, strict=True):
        said = " ".join(re.findall(r'data-(?:chapter|part)="[^"]*"', text.partition(">")[0]))
        first: dict[bool, int] = {}
        for turned in sorted({sheet.width > sheet.height for sheet in part.sheets}) if said else ():
            first[turned] = len(sections)
            for side in ("right", "left"):  # as a book begins on the right
                page = f"break-before: {side}; page: {'turned' if turned else 'auto'}"
                sections.append(f'<div {said} style="{page}">&#160;</div>')
        heads.append([])
        for sheet in part.sheets:
            own = first.get(sheet.width > sheet.height)
            heads[-1].append(None if own is None else own + before % 2)
            before += 1
    return heads, sections


def _sample(font: Font) -> str:
    """Something in a font, so that a document has it."""
    text = next((text for _, text in font.texts if text.strip()), "")
    style = f"font: {_STYLES[font.style]} {font.weight} 9pt '{font.family}'"
    return f'<p style="{escape(style)}">{escape(text)}</p>'


def _failure(name: str, error: Exception) -> Problem:
    reason = str(error).splitlines()[0] if str(error) else "no reason given"
    what = f"cannot be laid out: {type(error).__name__}: {reason}"
    return Problem(Place(name), what, "look at what is special on this page", RULE)


def _put_marks(pages: list[Any], digits: int) -> list[Mark]:
    """Have a mark drawn where each link has left room for a page number, and an arrow only beside those lines of code that go on."""
    marks = []
    for page in pages:
        for box in page._page_box.descendants():
            tag = box.element_tag or ""
            if tag.startswith("a::") and _ROOM * digits in getattr(box, "text", ""):
                box.text = box.pango_layout.text = box.text.replace(_ROOM * digits, laid_out.shown(len(marks)))
                listed = box.element.get("class") == "page"  # numbers in a list end before their comma
                marks.append(Mark(box.element.get("href", "")[1:], digits if listed else 0))
            elif tag == "span::before" and box.height < 1:
                box.background = None  # WeasyPrint would draw a pattern for each, without a size
    return marks


def _running() -> str:
    """The style of heads and feet, with marks for the page number: one on the right, and one on the left."""
    right, between, left = (STYLE / "running.css").read_text("utf-8").split("counter(page)")
    return f'{right}"{laid_out.shown(0)}"{between}"{laid_out.shown(1)}"{left}'


@contextmanager
def _references_remembered() -> Iterator[None]:
    """Let pydyf list the references to all pages once a page, not once a tag: a book has hundreds of thousands of tags."""
    import pydyf

    class Remembering(pydyf.PDF):
        _known: tuple[bytes, ...] = ()

        @property
        def page_references(self) -> tuple[bytes, ...]:
            if len(self._known) != self.pages["Count"]:
                self._known = super().page_references
            return self._known

    before, pydyf.PDF = pydyf.PDF, Remembering
    try:
        yield
    finally:
        pydyf.PDF = before


def _fetcher(*folders: Path) -> Any:
    """What reads files below some folders and data in the document itself; it refuses everything else, and remembers it."""
    from weasyprint.urls import URLFetcher

    class Fetcher(URLFetcher):
        refused: list[str]

        def fetch(self, url: str, headers: Any = None) -> Any:
            parts = urlsplit(url)
            inside = parts.scheme == "file" and not parts.netloc and _inside(unquote(parts.path), folders)
            if parts.scheme != "data" and not inside:
                self.refused.append(f"{url!r} is outside the built site")
                raise ValueError(f"refused: {url}")
            return super().fetch(url, headers)

    made = Fetcher(allowed_protocols=("file", "data"), allow_redirects=False)
    made.refused = []
    return made


def _inside(path: str, folders: tuple[Path, ...]) -> bool:
    return any(Path(path).resolve().is_relative_to(folder.resolve()) for folder in folders)


@contextmanager
def _few_collections() -> Iterator[None]:
    """A part is hundreds of thousands of objects that stay until it is laid out: rubbish is looked for seldom, and after each part."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Heard(logging.Handler):
    """What the library says went wrong, which it does not raise."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.errors.append(record.getMessage())

    def __enter__(self) -> _Heard:
        logger = logging.getLogger("weasyprint")
        logger.addHandler(self)
        self._before, logger.propagate = logger.propagate, False
        return self

    def __exit__(self, *_: object) -> None:
        logger = logging.getLogger("weasyprint")
        logger.removeHandler(self)
        logger.propagate = self._before


def _state(paper: Paper) -> bytes:
    """What all parts depend on: who lays them out, and in which style."""
    from weasyprint.text.ffi import pango

    needed = [
        "weasyprint",
        *(re.split(r"[^\w.-]", each)[0] for each in requires("weasyprint") or () if "extra ==" not in each),
    ]
    versions = [f"{name} {version(name)}" for name in needed]
    found = hashlib.sha256("\n".join([sys.version, *versions, f"pango {pango.pango_version()}", _VARIANT]).encode())
    code = [Path(__file__), Path(laid_out.__file__), Path(pieces.__file__)]
    for file in (
        *code,
        *(STYLE / name for name in ("book.css", "numbers.css", "wrap.svg", paper.style)),
        *sorted(FONTS.glob("*.woff")),
    ):
        data = file.read_bytes()
        found.update(f"{file.name} {len(data)}\n".encode() + data)
    return found.digest()


def _key(state: bytes, digits: int, text: str, site: Path) -> str:
    """The hash of all that a part depends on."""
    found = hashlib.sha256(state + f"{digits} {len(text)}\n{text}".encode())
    for name in sorted(set(re.findall(r'<img[^>]* src="([^":]+)"', text))):
        file = site / unescape(name)
        found.update(hashlib.sha256(file.read_bytes() if file.is_file() else b"").digest())
    return found.hexdigest()
