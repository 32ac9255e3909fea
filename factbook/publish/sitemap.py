"""The list of all pages for search engines (sitemaps.org), the same whichever generator built them.

Both generators write one of their own: one without dates, the other with the day of the build for every page,
which search engines learn to ignore.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from factbook.publish.records import absolute
from factbook.settings import Settings

FILE = "sitemap.xml"
COMPRESSED = "sitemap.xml.gz"
"""MkDocs' copy of its own list, which nothing names."""


def sitemap(copies: Iterable[str], settings: Settings) -> str:
    """The list, given the path of every page's copy below the site."""
    addresses = sorted(absolute(settings, path.removesuffix("index.md")) for path in copies)
    lines = [f"<url><loc>{escape(address)}</loc></url>" for address in addresses]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([head, *lines, "</urlset>\n"])
