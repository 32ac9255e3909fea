"""The book as PDF: WeasyPrint lays out our HTML in our style, and nothing from outside comes in.

A laid-out book is kept under the hash of all that went into it, so an unchanged one is
not laid out again.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import re
from collections.abc import Iterable, Iterator
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
    library = weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    fetcher = _fetcher(site, STYLE, FONTS)
    fonts = FontConfiguration()
    with _Heard() as heard, _few_collections():
        try:
            sheets = [
                library.CSS(filename=STYLE / name, font_config=fonts, url_fetcher=fetcher)
                for name in ("book.css", paper.style)
            ]
            document = library.HTML(string=html, base_url=f"{site.resolve().as_uri()}/", url_fetcher=fetcher).render(
                stylesheets=sheets, font_config=fonts
            )
            made = document.write_pdf(pdf_variant=_VARIANT, pdf_identifier=key[:32].encode())
        except (MemoryError, OSError):
            raise
        except Exception as error:
            raise NotLaidOut([_blame(html, site, error)]) from error
    problems = [
        Problem(Place(_page_of(html, what)), what, "mend the page, or remove it", RULE) for what in heard.errors
    ]
    problems += [
        Problem(Place(_page_of(html, what)), what, "a book loads nothing from elsewhere", RULE)
        for what in fetcher.refused
    ]
    if problems:
        raise NotLaidOut(sorted(set(problems)))
    return made


def _blame(html: str, site: Path, error: Exception) -> Problem:
    """Which chapter cannot be laid out, found by laying out each alone."""
    library = weasyprint()
    what = (
        f"cannot be laid out: {type(error).__name__}: {str(error).splitlines()[0] if str(error) else 'no reason given'}"
    )
    sheet = library.CSS(filename=STYLE / "book.css", url_fetcher=_fetcher(site, STYLE, FONTS))
    for key, chapter in _chapters(html):
        try:
            library.HTML(string=chapter, base_url=f"{site.resolve().as_uri()}/", url_fetcher=_fetcher(site)).write_pdf(
                stylesheets=[sheet], pdf_variant=_VARIANT
            )
        except Exception:
            return Problem(Place(key), what, "look at what is special on this page", RULE)
    return Problem(Place("book"), what, "no single page shows it; try with fewer pages", RULE)


def _chapters(html: str) -> Iterable[tuple[str, str]]:
    for part in html.split('<section id="')[1:]:
        key = part.partition('"')[0]
        if 'class="chapter"' in part[:200]:
            yield key, f'<html lang="en"><title>{key}</title><section id="{part}'


def _page_of(html: str, what: str) -> str:
    """The chapter in which something named in a message stands, as far as it can be told."""
    names = re.findall(r"[#/\"']([\w.~-]{4,})", what)
    for key, part in _chapters(html):
        if any(name in part for name in names):
            return key
    return "book"


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
    """A book is millions of objects that stay: looking through them for rubbish after every few hundred new ones costs minutes."""
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
