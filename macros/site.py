"""What every macro needs: the book, and addresses seen from the page being built."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from factbook import gate, pages
from factbook.book import Book
from factbook.facts import Fact
from factbook.notes import Note


class Site:
    """The site from one page's point of view.

    `variables` are the generator's macro variables: `page` (with its `url`) changes
    from page to page, so it is looked up at each call.
    """

    def __init__(self, root: Path, variables: Mapping) -> None:
        self.book: Book = gate.open_book(root)
        self._variables = variables
        self._tables: dict[str, list[tuple[object, object]]] = {}

    def address(self, page: str, anchor: str = "") -> str:
        """The relative address of a page, given below docs/ ("compute/lambda.md"), from the current one."""
        current = self._variables["page"]
        if hasattr(current, "file"):
            relative = self._address_in_mkdocs(page, str(current.url))
        else:
            relative = _relative(page, posixpath.dirname(current.path) or ".")
        return relative + (f"#{anchor}" if anchor else "")

    def _address_in_mkdocs(self, page: str, url: str) -> str:
        """MkDocs leaves links in HTML as they are; Zensical resolves them like a note's own, from file to file."""
        target = pages.address(page, directories=self._variables["config"].get("use_directory_urls", True))
        here = "" if url in (".", "./") else url
        start = here if here.endswith("/") or not here else posixpath.dirname(here)
        relative = _relative("/" + target, "/" + start)
        return relative + "/" if target.endswith("/") or not target else relative

    def file_address(self, path: str) -> str:
        """The relative address of a published file, which is no page and has no note, from the current page."""
        current = self._variables["page"]
        if hasattr(current, "file"):
            here = posixpath.dirname(str(current.url)) if str(current.url) not in (".", "./") else ""
        else:
            here = posixpath.dirname(current.path)
        return _relative("/" + path, "/" + here)

    def fact_address(self, fact: Fact) -> str:
        """The address of a fact's row in the reference."""
        return self.address(pages.reference(fact), fact.id)

    @property
    def note(self) -> Note | None:
        """The note that the current page is made from."""
        current = self._variables["page"]
        page = getattr(current.file, "src_uri", "") if hasattr(current, "file") else current.path
        return self.book.notes.get(f"docs/{page}")

    def has_row(self, fact: Fact) -> bool:
        """Whether the current page has a table of facts with this one in it."""
        note = self.note
        page = note.path if note else ""
        if page not in self._tables:
            self._tables[page] = [
                (call.arguments.get("service", ""), call.arguments.get("kind", ""))
                for call in (note.calls if note else ())
                if call.macro == "facts"
            ]
        return any(service in ("", fact.service) and kind in ("", fact.kind) for service, kind in self._tables[page])


_relative = lru_cache(maxsize=1024)(posixpath.relpath)
"""The way from one address to another: the links of a page lead to few pages, often."""

_INERT = {ord(sign): f"&#{ord(sign)};" for sign in "*_`[]|\\{}~^=+!#:&<>\"'"}


@lru_cache(maxsize=16_384)
def inert(text: str) -> str:
    """Text for inside Markdown: with nothing left that HTML or Markdown would read."""
    return text.translate(_INERT)
