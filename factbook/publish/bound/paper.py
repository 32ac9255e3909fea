"""The book as PDF: WeasyPrint lays out our HTML in our style, and nothing from outside comes in.

Each part of the book is laid out by itself, with room for page numbers that are filled in
when all parts have their pages. WeasyPrint alone looks at every reference for every anchor,
and lays the whole book out again until its page numbers stand still: three times.

A laid-out book is kept under the hash of all that went into it, so an unchanged one is
not laid out again.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from factbook.facts import Place, Problem
from factbook.publish.bound.chapters import RULE

STYLE = Path(__file__).with_name("style")
FONTS = Path(__file__).with_name("fonts")
_VARIANT = "pdf/ua-1"
PART = "<!-- part -->"
"""What stands before each part of a book's HTML: parts begin on a new page and are laid out one by one."""
_NUMBER = "target-counter(attr(href), page)"
_ROOM = "0"
_BYTES_OF_A_PAGE = 7000
"""Fewer than a page of the book has, so that there is room enough for numbers."""
_KEPT = 8
"""How many laid-out books the cache has: two papers, some states of the notes."""


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


def is_kept(html: str, site: Path, paper: Paper, cache: Path | None) -> bool:
    """Whether the cache has this very book."""
    return cache is not None and (cache / f"{_key(html, site, paper)}.pdf").is_file()


def pdf(html: str, site: Path, paper: Paper, cache: Path | None) -> bytes:
    """The book as PDF, tagged, from the cache if it is there. Raises NotLaidOut or Missing."""
    key = _key(html, site, paper)
    kept = cache / f"{key}.pdf" if cache else None
    if kept and kept.is_file():
        kept.touch()
        return kept.read_bytes()
    made = _laid_out(html, site, paper, key)
    if kept:
        _keep(kept, made)
    return made


def _laid_out(html: str, site: Path, paper: Paper, key: str) -> bytes:
    digits = len(str(len(html) // _BYTES_OF_A_PAGE))
    with _Heard() as heard, _few_collections():
        pages, first = _pages(html, site, paper, digits, heard)
        if len(str(len(pages))) > digits:
            pages, first = _pages(html, site, paper, len(str(len(pages))), heard)
        _complete(pages)
        try:
            with _references_remembered():
                made = first.copy(pages).write_pdf(pdf_variant=_VARIANT, pdf_identifier=key[:32].encode())
        except (MemoryError, OSError):
            raise
        except Exception as error:
            raise NotLaidOut([_failure("book", error)]) from error
    if heard.errors:
        raise NotLaidOut(
            sorted({Problem(Place("book"), what, "mend the page, or remove it", RULE) for what in heard.errors})
        )
    return made


def _pages(html: str, site: Path, paper: Paper, digits: int, heard: _Heard) -> tuple[list[Any], Any]:
    """The pages of all parts, with room for page numbers of some digits, and the first part, which has the title."""
    library = weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    fonts, fetcher = FontConfiguration(), _fetcher(site, STYLE, FONTS)
    numbers = (STYLE / "numbers.css").read_text("utf-8").replace(_NUMBER, f'"{_ROOM * digits}"')
    sheets = [
        library.CSS(filename=STYLE / name, font_config=fonts, url_fetcher=fetcher) for name in ("book.css", paper.style)
    ]
    sheets.append(library.CSS(string=numbers, font_config=fonts, url_fetcher=fetcher))
    head, *parts = html.split(PART)
    problems: list[Problem] = []
    pages: list[Any] = []
    first = None
    for part in parts or [""]:
        name = found[1] if (found := re.match(r'<\w+ id="([^"]+)"', part)) else "book"
        begins = f"@page :first {{ counter-reset: page {len(pages) + 1} }} html {{ break-before: {_side(len(pages))} }}"
        try:
            laid_out = library.HTML(
                string=head + part, base_url=f"{site.resolve().as_uri()}/", url_fetcher=fetcher
            ).render(stylesheets=[*sheets, library.CSS(string=begins)], font_config=fonts)
        except (MemoryError, OSError):
            raise
        except Exception as error:
            problems.append(_failure(name, error))
        else:
            first = first or laid_out
            pages += laid_out.pages
        problems += [Problem(Place(name), what, "mend the page, or remove it", RULE) for what in heard.errors]
        problems += [
            Problem(Place(name), what, "a book loads nothing from elsewhere", RULE) for what in fetcher.refused
        ]
        heard.errors.clear()
        fetcher.refused.clear()
        gc.collect()
        gc.freeze()
    if problems:
        raise NotLaidOut(sorted(set(problems)))
    return pages, first


def _side(before: int) -> str:
    """On which side the next page is, after some pages."""
    return "left" if before % 2 else "right"


def _failure(name: str, error: Exception) -> Problem:
    reason = str(error).splitlines()[0] if str(error) else "no reason given"
    what = f"cannot be laid out: {type(error).__name__}: {reason}"
    return Problem(Place(name), what, "look at what is special on this page", RULE)


def _complete(pages: list[Any]) -> None:
    """Write the page of its target where each link has left room, and mark only those lines of code that go on."""
    numbers: dict[str, int] = {}
    for number, page in enumerate(pages, start=1):
        for name in page.anchors:
            numbers.setdefault(name, number)
    for page in pages:
        for box in page._page_box.descendants():
            tag = box.element_tag or ""
            if tag.startswith("a::") and _ROOM in getattr(box, "text", ""):
                _fill_in(box, str(numbers.get(box.element.get("href", "")[1:], "")))
            elif tag == "span::before" and box.height < 1:
                box.background = None  # WeasyPrint would draw a pattern for each, without a size


def _fill_in(box: Any, number: str) -> None:
    """Write a number where there is room; one with fewer digits in a list of pages stands right, before its comma."""
    room = box.text.count(_ROOM)
    if box.element.get("class") == "page":
        box.position_x += box.width * (room - len(number)) / room
    box.text = box.pango_layout.text = box.text.replace(_ROOM * room, number)


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
    """A book is millions of objects that stay: rubbish is looked for seldom, and only among what is new (see gc.freeze)."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 50)
    try:
        yield
    finally:
        gc.unfreeze()
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


def _key(html: str, site: Path, paper: Paper) -> str:
    """The hash of all that a laid-out book depends on."""
    found = hashlib.sha256()
    for part in (version("weasyprint"), version("pydyf"), paper.style, _VARIANT, html):
        found.update(part.encode() + b"\0")
    pictures = sorted(set(re.findall(r'<img[^>]* src="([^":]+)"', html)))
    for file in (
        *sorted(STYLE.iterdir()),
        *sorted(FONTS.iterdir()),
        *(site / name for name in pictures),
        Path(__file__),
    ):
        found.update(file.name.encode() + b"\0" + (file.read_bytes() if file.is_file() else b""))
    return found.hexdigest()


def _keep(file: Path, made: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(".new")
    try:
        new.write_bytes(made)
        new.replace(file)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    for old in sorted(file.parent.glob("*.pdf"), key=lambda each: each.stat().st_mtime, reverse=True)[_KEPT:]:
        old.unlink(missing_ok=True)
