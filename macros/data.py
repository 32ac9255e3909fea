"""Macros about the data that is published beside the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from factbook import pages, settings
from macros.site import Site, inert


def macros(site: Site) -> Iterator[Callable[..., str]]:
    """The macros of this family, bound to a site."""

    def data_files() -> str:
        """The published files, each with a link and what it has."""
        rows = "".join(
            f'<tr><th scope="row"><a href="{site.file_address(path)}"><code>{inert(path)}</code></a></th>'
            f"<td>{inert(what)}</td></tr>"
            for path, what in pages.PUBLISHED.items()
        )
        return f'<table><thead><tr><th scope="col">File</th><th scope="col">What it has</th></tr></thead><tbody>{rows}</tbody></table>'

    def published(file: str) -> str:
        """The whole address of a published file, for code blocks and examples.

        >>> published("api/v1/facts.json")
        """
        return settings.parse(site.book.texts.get(settings.FILE, "")).url + file

    yield from (data_files, published)
