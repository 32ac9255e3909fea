"""Two built sites compared, page by page and file by file: every tag, text, anchor and link.

What the generators' themes do differently around the text of a page is named in `DIFFERENCES`, each with the reason, and
`docs/contribute/generators.md` lists the same. Whatever is not named there has to be the same.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from html import unescape
from itertools import zip_longest
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Difference:
    """A pattern of what stands in a page, or of the path of a file, where the two sites may differ; and its replacement."""

    name: str
    pattern: re.Pattern[str]
    instead: str = ""


IN_PAGES = (
    Difference(
        "theme-files",
        re.compile(r"(?<=assets/)(?:stylesheets/(?:classic/)?|javascripts/)(main|palette|bundle)\.[0-9a-f]{8}\.min"),
        r"\1",
    ),
    Difference(
        "theme-settings", re.compile(r'<script>__md_scope=.*?</script>|<script id="__config".*?</script>', re.S)
    ),
    Difference(
        "generator-name",
        re.compile(
            r'<meta name="generator" content="[^"]*">|<a href="https://(?:squidfunk\.github\.io/mkdocs-material|zensical\.org)/"'
            r"[^>]*>\s*(?:Material for MkDocs|Zensical)\s*</a>"
        ),
    ),
    Difference(
        "skip-link",
        re.compile(r'<a href="[^"]*" class="md-skip">\s*Skip to content\s*</a>|<a id="__skip" tabindex="-1"></a>'),
    ),
    Difference(
        "spoken-theme",
        re.compile(
            r'(?<=<label class="md-overlay" for="__drawer") aria-hidden="true"'
            r'|(?<=<div class="md-dialog" data-md-component="dialog") role="status" aria-atomic="true"'
        ),
    ),
)
FILES = (
    Difference(
        "theme-files",
        re.compile(
            r"assets/(?:javascripts/(?:LICENSE|lunr/.*|(?:bundle|workers/search)\.[0-9a-f]{8}\.min\.js(?:\.map)?)"
            r"|stylesheets/(?:classic/|modern/)?(?:main|palette)\.[0-9a-f]{8}\.min\.css(?:\.map)?)"
        ),
    ),
    Difference("own-index", re.compile(r"search\.json")),
)

_TAG = re.compile(r"""(<(?:[^<>"']|"[^"]*"|'[^']*')*>)""")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_PLACES = {"href", "src", "action", "data-search"}


def compare(one: Path, other: Path) -> tuple[list[str], set[str]]:
    """What differs between two sites, each in a line, and the names of the differences that were met and are known."""
    met: set[str] = set()
    first, second = _files(one, met), _files(other, met)
    found = [f"only in one: {path}" for path in sorted(first ^ second)]
    for path in sorted(first & second):
        if path.endswith(".html"):
            found += [f"{path}: {line}" for line in _pages(path, one, other, met)]
        elif (one / path).read_bytes() != (other / path).read_bytes():
            found.append(f"{path}: other bytes")
    return found, met


def _files(site: Path, met: set[str]) -> set[str]:
    found = set()
    for file in site.rglob("*"):
        path = file.relative_to(site).as_posix()
        if not file.is_file():
            continue
        if known := next((each for each in FILES if each.pattern.fullmatch(path)), None):
            met.add(known.name)
        else:
            found.add(path)
    return found


def _pages(path: str, one: Path, other: Path, met: set[str]) -> Iterator[str]:
    texts = [(site / path).read_text("utf-8") for site in (one, other)]
    for known in IN_PAGES:
        if known.pattern.findall(texts[0]) != known.pattern.findall(texts[1]):
            met.add(known.name)
        texts = [known.pattern.sub(known.instead, text) for text in texts]
    first, second = (list(pieces(text, path)) for text in texts)
    if first == second:
        return
    for kind, start, end, from_, to in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if kind != "equal":
            for old, new in zip_longest(first[start:end], second[from_:to], fillvalue="nothing"):
                yield f"{old} | {new}"


def pieces(html: str, path: str) -> Iterator[str]:
    """The tags and texts of a page: blanks made one, attributes in order, links from the root of the site."""
    for piece in _TAG.split(html):
        if said := _tag(piece, posixpath.dirname(path)) if piece.startswith("<") else " ".join(unescape(piece).split()):
            yield said


@cache
def _tag(tag: str, folder: str) -> str:
    name = re.match(r"</?[\w!-]+", tag)
    if not name or tag.startswith(("</", "<!")):
        return tag
    found = []
    for key, *values in _ATTRIBUTE.findall(tag[name.end() : -1]):
        value = unescape("".join(values))
        if key in _PLACES:
            value = " ".join(_from_root(each, folder) for each in value.split(" "))
        found.append(f'{key}="{value}"')
    return f"{name[0]} {' '.join(sorted(found))}>"


def _from_root(address: str, folder: str) -> str:
    """Where an address leads. One that is empty leads to the page's own folder, as does a dot."""
    if re.match(r"[a-z]+:|//", address):
        return address
    way, mark, anchor = address.partition("#")
    if not way and mark:
        return address
    return posixpath.normpath(posixpath.join("/", folder, way)) + mark + anchor
