"""The whole site as an archive that works from a folder: links name files, as no server is there to find a folder's page.

Scripts are left as they are. From a folder a browser loads no data and starts no worker, so what a script
needs has to come as a script, as the index of the search does.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from datetime import date
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from factbook.publish.bound.packed import packed
from factbook.publish.site_links import target
from factbook.settings import Settings

FOLDER = "aws-developer-notes"
_LEFT_OUT = re.compile(r"sitemap\.xml(\.gz)?|[^/]*\.(pdf|epub|zip)|.*\.map|search/.*|search\.json")
"""What only servers and search engines read, the other downloads, and the generators' own search indexes."""
_LINK = re.compile(
    r"""(<(?:a|link|script|img|area)\b[^>]*?\s(?:href|src)=)("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE
)

_ONWARD = re.compile(r"""(<meta http-equiv="refresh" content="\d+; ?url=)([^"]+)""")
_QUOTES = "\"'"


def archive(site: Path, day: date, settings: Settings, changed: Mapping[str, str]) -> bytes:
    """The archive; `changed` has the texts of pages that are other than those in the folder `site`."""
    names = sorted(file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file())
    kept = {name for name in names if not _LEFT_OUT.fullmatch(name)}
    return packed(((f"{FOLDER}/{name}", data) for name, data in _files(site, kept, settings, changed)), day)


def _files(site: Path, kept: set[str], settings: Settings, changed: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    for name in sorted(kept):
        data = (site / name).read_bytes()
        if name.endswith(".html"):
            yield name, page(changed.get(name) or data.decode(errors="replace"), name, kept, settings).encode()
        else:
            yield name, data


def page(html: str, name: str, files: set[str], settings: Settings) -> str:
    """A page whose links name files of the archive; what is not in there stays on the web."""
    base = urlsplit(settings.url).path

    def led(address: str) -> str:
        found = target(name, address, base)
        if found is None or not urlsplit(address).path:
            return address
        file, anchor = found
        if file in files:
            to = quote(posixpath.relpath(file, posixpath.dirname(name) or "."), safe="/~")
        else:
            to = urljoin(settings.url, file.removesuffix("index.html"))
        return to + (f"#{anchor}" if anchor else "")

    def linked(match: re.Match[str]) -> str:
        return f'{match[1]}"{escape(led(unescape(match[2].strip(_QUOTES))))}"'

    def onward(match: re.Match[str]) -> str:
        return match[1] + escape(led(unescape(match[2])))

    return _ONWARD.sub(onward, _LINK.sub(linked, html))
