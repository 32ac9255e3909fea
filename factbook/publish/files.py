"""Everything that is published beside the built pages, and what is changed in them, one file at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from factbook import mend
from factbook.book import Book
from factbook.publish import calendar, data, feed, previews, redirects, search, sitemap, terms, texts
from factbook.publish.joined import Joined
from factbook.publish.tree import article
from factbook.settings import Settings


def published(html: Mapping[str, str], book: Book, settings: Settings) -> Iterator[tuple[str, str]]:
    """The paths of all files below the site, each with its text; `html` has the built pages by theirs."""
    yield from data.files(book, settings)
    yield feed.FILE, feed.feed(book, settings)
    yield calendar.FILE, calendar.calendar(book, settings)
    yield from redirects.redirects(book, settings).items()
    copies: dict[str, str] = {}
    index = search.Index(book)
    for path, text in sorted(html.items()):
        # One tree at a time: those of all pages together take ten times the memory of the pages.
        if path.endswith("index.html") and (main := article(text)):
            copy = copies[texts.beside(path)] = texts.copy(path, main, book, settings)
            yield texts.beside(path), copy
            if page := search.read(path, main, book):
                index.add(page)
    yield search.FILE, index.text()
    yield sitemap.FILE, sitemap.sitemap(copies, settings)
    yield from texts.language_models(copies, book, settings).items()


def publish(site: Path, html: Mapping[str, str], book: Book, settings: Settings) -> Counter[str]:
    """Write all of it into the site, and the pages with their terms marked and their styles and scripts joined.

    Says how many files were made, how many of them are copies of pages, and on how many pages terms were marked.
    """
    done: Counter[str] = Counter()

    def everything() -> Iterator[tuple[str, str | bytes]]:
        for path, text in published(html, book, settings):
            done["files"] += 1
            done["copies"] += path.endswith(".md")
            yield path, text
        mark = terms.marker(html, book.glossary.values())
        join = Joined(lambda path: (site / path).read_text("utf-8"))
        for path, text in html.items():
            marked = mark(path, text)
            done["marked"] += marked != text
            new = join.page(marked)
            if new != text:
                yield path, new
        yield from join.files.items()
        yield from previews.previews(book, settings).items()

    write(site, everything())
    return done


def write(site: Path, files: Mapping[str, str | bytes] | Iterable[tuple[str, str | bytes]]) -> None:
    """Put the files in their places: each whole or not at all, and none before all could be written."""
    mend.write(site, files)
    (site / sitemap.COMPRESSED).unlink(missing_ok=True)


def pages_of(site: Path) -> Mapping[str, str]:
    """The pages below a folder, by their paths below it, as the generator built them: without the marks of terms."""
    return _Pages(site)


class _Pages(Mapping[str, str]):
    """Each is read when it is asked for: all of them together take much memory."""

    def __init__(self, site: Path) -> None:
        self._files = {file.relative_to(site).as_posix(): file for file in sorted(site.rglob("*.html"))}

    def __getitem__(self, path: str) -> str:
        return terms.unmarked(self._files[path].read_text("utf-8", errors="replace"))

    def __contains__(self, path: object) -> bool:
        return path in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)
