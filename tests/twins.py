"""Two built sites compared, page by page and file by file: every tag, text, anchor and link.

Nothing may differ. Not compared is the theme's own machinery, as each generator brings it: the style sheets and scripts that it copies
unchanged out of its package, and in the pages the folder and checksum in their names. They are other programs; what a page names must
still be the same kind of file in the same place, and a file that stands beside them, or was changed, is compared like any other.
"""

from __future__ import annotations

import importlib.util
import posixpath
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from html import unescape
from itertools import zip_longest
from pathlib import Path

_THEMES = ("material", "zensical")
"""The packages that bring a theme, and have it below templates/."""
_THEME = ("assets/javascripts/", "assets/stylesheets/")
_OF_THEME = re.compile(
    r"^/assets/(?:stylesheets/(?:classic/)?(main|palette)|javascripts/(bundle))\.[0-9a-f]{8}\.min(?=\.(?:css|js)$)"
)
"""The address of a style sheet or script of the theme, up to what kind it is."""

_TAG = re.compile(r"""(<(?:[^<>"']|"[^"]*"|'[^']*')*>)""")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_PLACES = {"href", "src", "action", "data-search"}


def compare(one: Path, other: Path) -> list[str]:
    """What differs between two sites, each in a line."""
    first, second = _files(one), _files(other)
    found = [f"only in one: {path}" for path in sorted(first ^ second)]
    for path in sorted(first & second):
        if path.endswith(".html"):
            found += [f"{path}: {line}" for line in _pages(path, one, other)]
        elif (one / path).read_bytes() != (other / path).read_bytes():
            found.append(f"{path}: other bytes")
    return found


def _files(site: Path) -> set[str]:
    files = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    return {path for path in files if not (path.startswith(_THEME) and _is_the_theme_s(site, path))}


def _is_the_theme_s(site: Path, path: str) -> bool:
    """Whether a generator copied this file out of its package, as it is."""
    packed = [templates / path for templates in themes()]
    return any(file.is_file() and file.read_bytes() == (site / path).read_bytes() for file in packed)


@cache
def themes() -> tuple[Path, ...]:
    """The folders in which the generators bring their themes."""
    found = [importlib.util.find_spec(name) for name in _THEMES]
    return tuple(Path(each.origin).parent / "templates" for each in found if each and each.origin)


def _pages(path: str, one: Path, other: Path) -> Iterator[str]:
    first, second = (list(pieces((site / path).read_text("utf-8"), path)) for site in (one, other))
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
    whole = posixpath.normpath(posixpath.join("/", folder, way)) + mark + anchor
    return _OF_THEME.sub(r"the theme's \1\2", whole)
