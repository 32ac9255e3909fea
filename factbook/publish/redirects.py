"""A page at each old address that says where its text is now, and goes there."""

from __future__ import annotations

import posixpath
from html import escape

from factbook import pages
from factbook.book import Book
from factbook.publish.records import absolute
from factbook.settings import Settings

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={relative}">
<title>Moved: {title}</title>
<link rel="canonical" href="{absolute}">
</head>
<body>
<main class="md-content">
<h1>This page has moved</h1>
<p>It is called {title} now, and stands at <a href="{relative}">{absolute}</a>.</p>
</main>
</body>
</html>
"""


def redirects(book: Book, settings: Settings) -> dict[str, str]:
    """The texts of these pages by their paths below the site."""
    found = {}
    for move in book.moves.values():
        note = book.notes.get(f"docs/{move.new}")
        if note is None:
            continue
        old, new = pages.address(move.old), pages.address(move.new)
        found[f"{old}index.html"] = _PAGE.format(
            title=escape(book.title(note)),
            relative=escape(posixpath.relpath("/" + new, "/" + old) + "/"),
            absolute=escape(absolute(settings, new)),
        )
    return found
