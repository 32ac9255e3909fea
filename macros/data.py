"""Macros about what is published beside the pages: data, and files to download."""

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

    def downloads() -> str:
        """The files to download, with what each is for; sizes, days and checksums come in when they are made."""
        head = "".join(f'<th scope="col">{name}</th>' for name in ("File", "For", "Size", "Made", "SHA-256"))
        rows = "".join(
            f'<tr><th scope="row" data-download="{file}" data-part="name">{inert(name)}</th><td>{inert(purpose)}</td>'
            f'<td data-download="{file}" data-part="size">see the site</td><td data-download="{file}" data-part="day"></td>'
            f'<td data-download="{file}" data-part="checksum"></td></tr>'
            for file, (name, purpose) in pages.DOWNLOADS.items()
        )
        return f'<div class="downloads"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'

    yield from (data_files, published, downloads)
