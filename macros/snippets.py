"""The macro that shows a file of docs/snippets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from factbook.snippets import FOLDER, language
from macros.site import Site


def macros(site: Site) -> Iterator[Callable[..., str]]:
    """The macros of this family, bound to a site."""

    def snippet(file: str) -> str:
        """A file of docs/snippets/, highlighted, under its name. It stands alone on its line.

        >>> snippet("s3/deny-insecure-transport.json")
        """
        path = FOLDER + file
        text = site.book.texts[path].rstrip("\n")
        fence = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`+", text)), 3)
        return f'{fence}{language(path)} title="{file}"\n{text}\n{fence}'

    yield snippet
