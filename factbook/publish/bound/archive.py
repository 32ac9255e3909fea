"""The whole site as an archive that works from a folder: links name files, and what scripts ask for comes as scripts.

A browser that shows a page from a folder lets it load no data and start no worker from
there. So each JSON file that a page may ask for gets a script beside it, and
`offline.js`, the first script of every page, answers requests from those. It does not
know what is asked or by whom: the search, or whatever takes its place.
"""

from __future__ import annotations

import json
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from html import escape, unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from factbook.publish.site_links import target
from factbook.settings import Settings

FOLDER = "aws-developer-notes"
_SCRIPTS = Path(__file__).with_name("scripts")
_FIRST = ("iframe-worker.js", "offline.js")
_LEFT_OUT = re.compile(r"sitemap\.xml(\.gz)?|[^/]*\.(pdf|epub|zip)|.*\.map")
_MATERIALS = "search/search_index.json"
"""The index of Material's search, which loads it by itself as a script that sets a variable when it is read from a folder."""
_API = re.compile(r"api/")
_LINK = re.compile(
    r"""(<(?:a|link|script|img|area)\b[^>]*?\s(?:href|src)=)("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE
)


def archive(site: Path, day: date, settings: Settings, changed: Mapping[str, str]) -> bytes:
    """The archive; `changed` has the texts of pages that are other than those in the folder `site`."""
    names = sorted(file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file())
    kept = {name for name in names if not _LEFT_OUT.fullmatch(name)}
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name, data in _files(site, kept, settings, changed):
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            made.writestr(entry, data)
    return out.getvalue()


def _files(site: Path, kept: set[str], settings: Settings, changed: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    for name in sorted(kept):
        data = (site / name).read_bytes()
        if name.endswith(".html"):
            yield name, page(changed.get(name) or data.decode(errors="replace"), name, kept, settings).encode()
            continue
        yield name, data
        if name.endswith(".json") and not _API.match(name):
            yield (
                f"{name}.js",
                f"offlineFile({json.dumps(data.decode(errors='replace'), ensure_ascii=False)});\n".encode(),
            )
        if name == _MATERIALS:
            yield name.removesuffix("on"), b"var __index = " + data + b";\n"
    for script in (*_FIRST, "LICENSE-iframe-worker"):
        yield f"offline/{script}", (_SCRIPTS / script).read_bytes()


def page(html: str, name: str, files: set[str], settings: Settings) -> str:
    """A page whose links name files of the archive; what is not in there stays on the web."""
    base = urlsplit(settings.url).path

    def linked(match: re.Match[str]) -> str:
        address = unescape(match[2].strip("\"'"))
        found = target(name, address, base)
        if found is None or not urlsplit(address).path:
            return match[0]
        file, anchor = found
        if file in files:
            to = quote(posixpath.relpath(file, posixpath.dirname(name) or "."), safe="/~")
        else:
            to = urljoin(settings.url, file.removesuffix("index.html"))
        return f'{match[1]}"{escape(to)}{f"#{escape(anchor)}" if anchor else ""}"'

    up = "../" * name.count("/")
    scripts = "".join(f'<script src="{up}offline/{script}"></script>' for script in _FIRST)
    return re.sub(r"<head[^>]*>", lambda match: match[0] + scripts, _LINK.sub(linked, html), count=1)
