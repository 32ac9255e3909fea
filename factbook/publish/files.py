"""Everything that is published beside the built pages, made first and then written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from factbook import mend
from factbook.book import Book
from factbook.publish import calendar, data, feed, redirects, search, sitemap, terms, texts
from factbook.publish.tree import article
from factbook.settings import Settings


def published(html: Mapping[str, str], book: Book, settings: Settings) -> dict[str, str]:
    """The texts of all files by their paths below the site; `html` has the built pages by theirs."""
    copies: dict[str, str] = {}
    index = search.Index(book)
    for path, text in sorted(html.items()):
        # One tree at a time: those of all pages together take ten times the memory of the pages.
        if path.endswith("index.html") and (main := article(text)):
            copies[texts.beside(path)] = texts.copy(path, main, book, settings)
            if page := search.read(path, main, book):
                index.add(page)
    return {
        **data.files(book, settings),
        feed.FILE: feed.feed(book, settings),
        calendar.FILE: calendar.calendar(book, settings),
        sitemap.FILE: sitemap.sitemap(copies, settings),
        **redirects.redirects(book, settings),
        **copies,
        search.FILE: index.text(),
        **texts.language_models(copies, book, settings),
    }


def pages_of(site: Path) -> dict[str, str]:
    """The pages below a folder, by their paths below it, as the generator built them: without the marks of terms."""
    return {
        file.relative_to(site).as_posix(): terms.unmarked(file.read_text("utf-8", errors="replace"))
        for file in sorted(site.rglob("*.html"))
    }


def write(site: Path, files: Mapping[str, str]) -> None:
    """Put the files in their places: each whole or not at all, and none before all could be written."""
    mend.write(site, files)
    (site / sitemap.COMPRESSED).unlink(missing_ok=True)
