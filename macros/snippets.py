"""The macro that shows a file of docs/snippets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from factbook.snippets import FOLDER, language
from macros.site import Site


def macros(site: Site) -> Iterator[Callable[..., str]]:
    """The macros of this family, bound to a site."""

    def snippet(file: str) -> str:
        """A file of docs/snippets/, highlighted, under its name. It stands alone on its line, once on a page.

        >>> snippet("s3/deny-insecure-transport.json")
        """
        path = FOLDER + file
        text = site.book.texts[path].rstrip("\n")
        fence = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`+", text)), 3)
        indent = _indent(site, file)
        lines = [f'{fence}{language(path)} title="{file}"', *text.split("\n"), fence]
        return "\n".join(lines[:1] + [f"{indent}{line}" if line else "" for line in lines[1:]])

    yield snippet


def _indent(site: Site, file: str) -> str:
    """The blanks before the call, which all further lines need: it may stand in a tab or a list."""
    note = site.note
    for call in note.calls if note else ():
        if call.macro == "snippet" and call.arguments["file"] == file:
            return " " * (call.place.column - 1)
    return ""
