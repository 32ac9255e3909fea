"""The macro that shows a diagram."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape

from factbook import diagrams
from factbook.gate import Refused
from factbook.notes import parse
from macros.facts import link
from macros.site import Site


def macros(site: Site) -> Iterator[Callable[..., str]]:
    """The macros of this family, bound to a site."""
    book = site.book

    def diagram(name: str) -> str:
        """A diagram of data/diagrams/, drawn, with what it shows in words below it. At most once on a page.

        >>> diagram("sts-assume-role")
        """
        found = book.diagrams[name]
        try:
            picture = diagrams.draw(found, book.written, book.root / ".cache" / "diagrams")
        except diagrams.CannotDraw as error:
            raise Refused(str(error)) from None
        items = "".join(f"<li>{_sentence(site, text)}</li>" for text in found.text)
        wide = " diagram--wide" if picture.wide else ""
        # A sheet that scrolls inside itself has to be reachable by keyboard.
        reach = ' tabindex="0"' if picture.wide else ""
        return (
            f'<figure class="diagram{wide}" id="diagram-{name}"><figcaption>{escape(found.title, quote=False)}</figcaption>'
            f'<div class="diagram-sheet"{reach} data-search-exclude>{picture.svg}</div>'
            f'<details class="diagram-words"><summary>The picture in words</summary>'
            f'<ul id="diagram-{name}-text">{items}</ul></details></figure>'
        )

    yield diagram


_PIECE = re.compile(r"(\{\{.*?\}\})")


def _sentence(site: Site, text: str) -> str:
    """A sentence with its facts as links, for inside HTML."""
    return "".join(
        _fact(site, piece) if piece.startswith("{{") else escape(piece, quote=False) for piece in _PIECE.split(text)
    )


def _fact(site: Site, call: str) -> str:
    (found,) = parse(call, "").calls
    if found.macro == "value" or "unit" in found.arguments:
        return escape(site.book.written(call), quote=False)
    fact = site.book.facts[site.book.resolve(str(found.fact_id))]
    return link(site, fact, fact.value)
