"""The built site, read back: what no generator reports although it went wrong.

`mkdocs build --strict` and Zensical both exit 0 over pages that hold macro errors
or half-rendered markers, so the pages themselves are looked at: unrendered
markers, error texts, tracebacks, paths of the machine that built them, empty
pages, and links or anchors that lead nowhere.

It is also the second look at what a note may hold. The gate reads Markdown, and
Markdown has corners; here stands what a browser will read, so whatever runs, loads
or submits something is found however it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from factbook.facts import Place, Problem
from factbook.notes import Note, parse
from factbook.publish.site_links import target
from factbook.snippets import FOLDER

_ERRORS = (
    (
        re.compile(r"Traceback \(most recent call last\)"),
        "traceback",
        "the page holds a Python traceback",
        "mend the macro it names",
    ),
    (
        re.compile(r"Macro (?:Rendering|Syntax)? ?Error|Macro Syntax Error|UndefinedError|no such element"),
        "macro-error",
        "the page holds a macro error",
        "mend the macro's call in the note",
    ),
)
_MARKER = re.compile(r"\{\{|\{%|\{##")
_SKIPPED = frozenset({"script", "style", "template"})
_SHOWN = "data-shown"
"""An element with this attribute shows a macro's call on purpose; macros mark their own manual with it."""
_WORDS_OF_A_PAGE = 20

_ELEMENTS = frozenset(
    "a abbr article aside b blockquote br button caption code col colgroup dd del desc details div dl dt em figcaption figure "
    "footer g h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark nav ol p path pre rect s section small span strong sub "
    "summary sup svg table tbody td text tfoot th thead time title tr ul wbr".split()
)
"""What an article is made of, by its notes, the macros and the theme."""

_INPUTS = frozenset({"checkbox", "radio"})
_ACTIVE = frozenset("action background data formaction ping poster srcdoc srcset style xlink:href".split())
"""Attributes that load or run something, besides those that begin with "on"."""

_ALIGNED = re.compile(r"text-align:\s*(?:left|right|center);?")


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was read, and what is wrong; places are relative to the site's folder."""

    pages: int
    links: int
    problems: tuple[Problem, ...]


def scan(site: Path, root: Path) -> Scanned:
    """Read every page below `site`, which was built from the project at `root`."""
    pages = {file.relative_to(site).as_posix(): _read(file) for file in sorted(site.rglob("*.html"))}
    files = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    base = _base_path(root)
    problems: list[Problem] = []
    links = 0
    for path, page in pages.items():
        problems += _page_problems(path, page, root)
        for link in page.links:
            found = target(path, link.address, base)
            if found is None:
                continue
            links += 1
            problems += _link_problems(path, link, found, pages, files)
    if not pages:
        problems.append(Problem(Place(str(site)), "no page at all", "build the site first", "empty-page"))
    return Scanned(len(pages), links, tuple(sorted(problems)))


@dataclass(frozen=True, slots=True)
class _Link:
    address: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class _Unsafe:
    what: str
    line: int
    column: int


def _is_unsafe(tag: str, name: str, value: str) -> bool:
    """Whether an attribute runs or loads something, or leads to where no note may."""
    if name == "style":
        return not (tag in ("td", "th") and _ALIGNED.fullmatch(value))
    if name in _ACTIVE or name.startswith("on"):
        return True
    if name not in ("href", "src"):
        return False
    try:
        parts = urlsplit(re.sub(r"[\x00-\x20]", "", value))  # browsers drop what stands inside a scheme
    except ValueError:
        return True
    if name == "src":
        return bool(parts.scheme or parts.netloc)
    return parts.scheme not in ("", "https", "mailto") or (bool(parts.netloc) and not parts.scheme)


class _Page(HTMLParser):
    """A page's links, anchors and visible text, and what in its article could do harm."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[_Link] = []
        self.anchors: set[str] = set()
        self.text: list[tuple[str, int, int]] = []
        self.words = 0
        self.redirects = False
        self.unsafe: list[_Unsafe] = []
        self._skipped: list[str] = []
        self._main = 0
        self._articles = 0
        self._ended = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        self._article(tag, attributes)
        if tag in _SKIPPED or (_SHOWN in values and not self._skipped):
            self._skipped.append(tag)
        if tag in ("article", "main"):
            self._main += 1
        if tag == "meta" and (values.get("http-equiv") or "").lower() == "refresh":
            self.redirects = True
        for name in ("id", "name"):
            if values.get(name) and (name == "id" or tag == "a"):
                self.anchors.add(values[name] or "")
        for name in ("href", "src"):
            if values.get(name) is not None and not (
                tag == "base" or (tag == "link" and values.get("rel") in ("canonical", "edit"))
            ):
                self.links.append(_Link(values[name] or "", *self.getpos()))

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._skipped and tag == self._skipped[-1]:
            self._skipped.pop()
        if tag in ("article", "main"):
            self._main -= 1
        if tag == "article":
            self._articles -= 1
            if self._ended:
                self.unsafe.append(_Unsafe("a second </article>", *self.getpos()))
            self._ended = True

    def _article(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Keep what may not stand in an article; the theme around it has its scripts."""
        if tag == "article":
            self._articles += 1
            if self._articles > 1 or self._ended:
                self.unsafe.append(_Unsafe("a second <article>", *self.getpos()))
        if self._articles < 1:
            return
        if tag not in _ELEMENTS or (tag == "input" and dict(attributes).get("type") not in _INPUTS):
            self.unsafe.append(_Unsafe(f"<{tag}>", *self.getpos()))
        for name, value in attributes:
            if _is_unsafe(tag, name, value or ""):
                self.unsafe.append(_Unsafe(f'<{tag} {name}="{value or ""}">', *self.getpos()))

    def handle_data(self, data: str) -> None:
        if self._skipped:
            return
        line, column = self.getpos()
        self.text.append((data, line, column))
        if self._main > 0:
            self.words += len(data.split())


def _read(file: Path) -> _Page:
    return _parsed(file.read_text("utf-8", errors="replace"))


def _parsed(text: str) -> _Page:
    page = _Page()
    page.feed(text)
    page.close()
    return page


def unsafe_elements(text: str) -> list[str]:
    """What in the HTML of an article runs, loads or submits something."""
    return [unsafe.what for unsafe in _parsed(f"<article>{text}</article>").unsafe]


def _page_problems(path: str, page: _Page, root: Path) -> Iterator[Problem]:
    machine_paths = [str(root), str(Path.home())]
    machine = re.compile(
        "|".join(re.escape(each) + r"(?![\w-])" for each in machine_paths if len(each) > 1 and each != "/")
    )
    whole = "".join(data for data, _, _ in page.text)
    for pattern, rule, what, hint in _ERRORS:
        if found := pattern.search(whole):
            yield Problem(_where(path, page, found[0]), f"{what}: {found[0]!r}", hint, rule)
    if _MARKER.search(whole):
        note = _note_of(path, root)
        for found in _MARKER.finditer(whole):
            excerpt = re.split(r"(?<=[}%]\})|\n", whole[found.start() : found.start() + 40])[0].rstrip()
            if not _shown(excerpt, note, root):
                yield Problem(
                    _where(path, page, found[0]),
                    f"unrendered marker: {excerpt!r}",
                    "mend the call in the note, or wrap it in {% raw %}",
                    "unrendered-marker",
                )
    for data, line, column in page.text:
        if machine.pattern and (found := machine.search(data)) and not _written(path, root, data):
            yield Problem(
                Place(path, line, column + 1),
                f"a path of the building machine: {found[0]!r}",
                "remove it",
                "machine-path",
            )
    for found in page.unsafe:
        yield Problem(
            Place(path, found.line, found.column + 1),
            f"{found.what} in the text of the page",
            "take it out of the note; if the gate let it pass, report that as SECURITY.md says",
            "unsafe-markup",
        )
    if page.words < _WORDS_OF_A_PAGE and not page.redirects and path != "404.html":
        yield Problem(Place(path), f"the page has {page.words} words", "write it, or remove it", "empty-page")


def _shown(excerpt: str, note: Note | None, root: Path) -> bool:
    """Whether the note shows this text on purpose, inside {% raw %} or in a snippet."""
    if note is None:
        return False
    files = [root / FOLDER / str(call.arguments["file"]) for call in note.calls if call.macro == "snippet"]
    return any(excerpt in raw for raw in (*note.raw, *(file.read_text("utf-8") for file in files if file.is_file())))


def _written(path: str, root: Path, data: str) -> bool:
    """Whether the note itself says this: a path inside a container may be the same as one of this machine."""
    note = _note_of(path, root)
    return note is not None and data.strip(" '\"") in note.text


def _note_of(path: str, root: Path) -> Note | None:
    """The note that a page was built from."""
    stem = path.removesuffix(".html").removesuffix("/index")
    for name in (f"docs/{stem}.md", f"docs/{stem}/index.md", "docs/index.md" if stem == "index" else ""):
        if name and (root / name).is_file():
            return parse((root / name).read_text("utf-8", errors="replace"), name)
    return None


def _where(path: str, page: _Page, text: str) -> Place:
    for data, line, column in page.text:
        if text in data:
            return Place(path, line + data[: data.index(text)].count("\n"), column + 1)
    return Place(path)


def _base_path(root: Path) -> str:
    """The path part of the site's address, so that absolute links can be followed."""
    config = root / "mkdocs.yml"
    found = (
        re.search(r"^site_url:\s*[\"']?(\S+?)[\"']?\s*$", config.read_text("utf-8"), re.MULTILINE)
        if config.is_file()
        else None
    )
    path = urlsplit(found[1]).path if found else "/"
    return path if path.endswith("/") else path + "/"


def _link_problems(
    path: str, link: _Link, target: tuple[str, str], pages: dict[str, _Page], files: set[str]
) -> Iterator[Problem]:
    file, anchor = target
    place = Place(path, link.line, link.column + 1)
    if file not in files:
        yield Problem(place, f"link to {link.address!r}, which is not there", "correct the link", "broken-link")
    elif (
        anchor
        and file in pages
        and anchor not in pages[file].anchors
        and not anchor.startswith(":~:")
        and anchor != "__top"
    ):
        yield Problem(
            place, f"link to {link.address!r}: the page has no anchor {anchor!r}", "correct the anchor", "broken-anchor"
        )
