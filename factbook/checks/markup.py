"""Rules about what Markdown and HTML a note may hold: nothing that runs, nothing from elsewhere, nothing broken."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from itertools import pairwise

from factbook.book import Book
from factbook.facts import Place, Problem, closest
from factbook.notes import Note
from factbook.prose import Link, structure
from factbook.snippets import FOLDER, LANGUAGES, language

TAGS = frozenset(
    "a abbr b br code dd details div dl dt em figcaption figure kbd p small span strong sub summary sup".split()
)
"""The HTML that a note may use."""

ATTRIBUTES = frozenset("class href id lang markdown open title".split())
"""The attributes that these tags, and attribute lists, may have."""

_RELATIVE = re.compile(r"(?P<path>[\w./-]*)(?:#(?P<anchor>[\w.:-]+))?")
_OUTSIDE = re.compile(r"https://[\w.-]+\.[a-z]+(?:[/?#][^\s\"<>]*)?|mailto:[\w.+-]+@[\w.-]+")


def unsafe_html(book: Book) -> Iterator[Problem]:
    """A note has no HTML beyond a short list: no scripts, frames, forms, styles or event attributes, written in any way."""
    for note in book.doubtful:
        found = structure(note)
        for tag in found.tags:
            if tag.attributes is None:
                hint = (
                    "write [text](address): in HTML it would be a tag"
                    if _ADDRESS.match(tag.name)
                    else "put it between backticks if it is code; else write a tag of the short list on one line"
                )
                yield Problem(tag.place, f"{tag.name!r} is not HTML that a note may have", hint)
            elif tag.name not in TAGS:
                yield Problem(
                    tag.place, f"HTML tag <{tag.name}>", "write it in Markdown; allowed are " + ", ".join(sorted(TAGS))
                )
            else:
                for name, value in tag.attributes.items():
                    yield from _attribute(name, value, tag.place)
        refused = {problem.place.line for problem in note.problems}
        for name, value, place in found.attributes:
            if value is None and name.startswith(("{{", "{%")) and place.line in refused:
                continue  # no macro call either, which was said
            if value is None:
                hint = "put it between backticks if it is code; an attribute list is written { .class #id }"
                yield Problem(place, f"{name!r} is no attribute list", hint)
            else:
                yield from _attribute(name, value, place)
        for doubt in found.doubts:
            yield Problem(doubt.place, doubt.what, doubt.hint)


_ADDRESS = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:|<[^ ]*@")


def _attribute(name: str, value: str, place: Place) -> Iterator[Problem]:
    if name not in ATTRIBUTES:
        yield Problem(place, f"attribute {name!r}", "remove it; allowed are " + ", ".join(sorted(ATTRIBUTES)))
    elif name == "href" and not (_OUTSIDE.fullmatch(unescape(value)) or _RELATIVE.fullmatch(value)):
        yield Problem(place, f"link to {value!r}", "link to a page of the notes, or to an https address")


def unsafe_link(book: Book) -> Iterator[Problem]:
    """A link leads to a note by its relative path, or to an https or mailto address; an image is a file of docs/."""
    for note in book.doubtful:
        for link in structure(note).links:
            if link.target is None:
                what = f"{'an image' if link.image else 'a link'} that is not written on one line"
                yield Problem(
                    link.place, what, f"write {'!' if link.image else ''}[text](target), or `…` if it is code"
                )
                continue
            inside, outside = _RELATIVE.fullmatch(link.target), _OUTSIDE.fullmatch(link.target)
            if link.image and not inside:
                hint = "put the picture into docs/ and name it by its relative path"
                yield Problem(link.place, f"image from elsewhere: {link.target!r}", hint)
            elif not inside and not outside:
                yield Problem(link.place, f"link to {link.target!r}", "write a relative path, or an https address")
            elif inside and link.target.startswith("/"):
                yield Problem(
                    link.place, f"link to {link.target!r} from the root", "write the path relative to this note"
                )


def snippet(book: Book) -> Iterator[Problem]:
    """A note includes no file: what it shows stands in it."""
    for note in book.doubtful:
        if "8<" not in note.text:
            continue
        for number, line in enumerate(note.text.splitlines(), 1):
            if match := _SNIPPET.search(line):
                place = Place(note.path, number, match.start() + 1)
                yield Problem(place, f"{match[0]!r} includes a file", "write what it says into the note")


_SNIPPET = re.compile(r"-{1,}8<-{1,}[^\n]*")


def broken_link(book: Book) -> Iterator[Problem]:
    """A relative link leads to a note or a file that is there, and to an anchor that it has."""
    for note in book.doubtful:
        for link, target, anchor in _targets_of(note):
            yield from _target_problem(book, note, link, target, anchor)


@lru_cache(maxsize=8192)
def _targets_of(note: Note) -> tuple[tuple[Link, str, str | None], ...]:
    """The links of a note inside the project, each with the file and the anchor. A note that stays is not read again."""
    found = []
    for link in structure(note).links:
        inside = _RELATIVE.fullmatch(link.target or "")
        if inside and link.target and not link.target.startswith("/"):
            folder = posixpath.dirname(note.path)
            target = posixpath.normpath(posixpath.join(folder, inside["path"])) if inside["path"] else note.path
            found.append((link, target, inside["anchor"]))
    return tuple(found)


def _target_problem(book: Book, note: Note, link: Link, target: str, anchor: str | None) -> Iterator[Problem]:
    if target not in book.files:
        near = closest(target, [file for file in book.files if file.startswith("docs/")])
        relative = posixpath.relpath(near, posixpath.dirname(note.path)) if near else ""
        fix = f"did you mean {relative!r}?" if near else "correct the path"
        yield Problem(link.place, f"link to {link.target!r}, but there is no {target}", fix)
    elif anchor and target in book.notes and anchor not in book.anchors(book.notes[target]):
        near = closest(anchor, sorted(book.anchors(book.notes[target])))
        hint = f"did you mean '#{near}'?" if near else "correct the anchor"
        yield Problem(link.place, f"{target} has no anchor '#{anchor}'", hint)


def image_without_text(book: Book) -> Iterator[Problem]:
    """Every image says in words what it shows."""
    for note in book.doubtful:
        for link in structure(note).links:
            if link.image and link.target is not None and not link.text:
                yield Problem(link.place, f"image {link.target!r} without a text", "write what it shows: ![…](…)")


def heading_order(book: Book) -> Iterator[Problem]:
    """Headings go down one level at a time, and no two of one note have the same text below the same heading."""
    for note in book.doubtful:
        for before, heading in pairwise(note.headings):
            if heading.level > before.level + 1:
                what = f"a heading of level {heading.level} below one of level {before.level}"
                yield Problem(heading.place, what, f"write {'#' * (before.level + 1)}")
        seen: dict[tuple[str, ...], Place] = {}
        above: dict[int, str] = {}
        for heading in note.headings:
            above = {level: text for level, text in above.items() if level < heading.level} | {
                heading.level: heading.text
            }
            path = tuple(above.values())
            if path in seen:
                yield Problem(
                    heading.place,
                    f"heading {heading.text!r} stands twice, first on line {seen[path].line}",
                    "rename one",
                )
            seen.setdefault(path, heading.place)


_UNDERLINE = re.compile(r"[ >]*(?:=+|-+)[ ]*")


def underlined_heading(book: Book) -> Iterator[Problem]:
    """A heading starts with '#'; a line of dashes or equals signs below a text would make one of it unseen."""
    for note in book.doubtful:
        for place in _underlined_in(note):
            hint = "write '## …' for a heading, or leave a line empty before a rule"
            yield Problem(place, "a text underlined, which makes it a heading", hint)


@lru_cache(maxsize=8192)
def _underlined_in(note: Note) -> tuple[Place, ...]:
    """The lines under a text. A note that stays as it was is not read again."""
    return tuple(
        Place(note.path, line.number)
        for before, line in pairwise(structure(note).lines)
        if before.number == line.number - 1 and before.text.strip(" >") and _UNDERLINE.fullmatch(line.text)
    )


def merge_conflict(book: Book) -> Iterator[Problem]:
    """No file has the marks in it that git leaves where two changes met."""
    for path, text in book.texts.items():
        if path in book.sound:
            continue
        for match in _CONFLICT.finditer(text) if any(mark in text for mark in _MARKS) else ():
            place = Place(path, text.count("\n", 0, match.start()) + 1)
            yield Problem(place, f"{match[0]!r}, a mark of git", "keep one of the two texts, and remove the marks")


_MARKS = ("<" * 7, ">" * 7, "|" * 7)
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?= |\r?$)", re.MULTILINE)


def broken_table(book: Book) -> Iterator[Problem]:
    """A table has a line of dashes below its head, every row has as many cells, and every column but the first has a name."""
    for note in book.doubtful:
        for table in structure(note).tables:
            if table.columns == 0:
                hint = "write |---|---| below the first row, or put '|' between backticks"
                yield Problem(table.place, "rows of a table without a line of dashes", hint)
            for column in table.nameless:
                place = Place(table.place.path, table.place.line - 1)
                yield Problem(place, f"column {column} of a table has no name", "write what the column says")
            for count, place in table.uneven:
                what = f"a row of {count} cells in a table of {table.columns} columns"
                yield Problem(place, what, "add or remove '|'; write \\| for one that is text")


def large_file(book: Book) -> Iterator[Problem]:
    """No file of docs/ or data/ is larger than a mebibyte."""
    for path, size in book.files.items():
        if size > _MAX_SIZE:
            yield Problem(
                Place(path), f"the file has {size:,} bytes; at most {_MAX_SIZE:,} are published", "make it smaller"
            )


_MAX_SIZE = 1024 * 1024


def symbolic_link(book: Book) -> Iterator[Problem]:
    """Nothing below docs/ or data/ is a symbolic link: a generator would follow it, and publish what nobody looked at."""
    for path in book.links:
        yield Problem(Place(path), "a symbolic link", "replace it with the file itself")


def stray_file(book: Book) -> Iterator[Problem]:
    """Every file of docs/ is a note, a picture or, in docs/snippets/, a snippet: any other would be published as it is."""
    for path in book.files:
        if path.startswith("docs/") and not path.endswith((".md", *_PICTURES)) and not language(path):
            hint = "write a note as .md, a picture as " + ", ".join(_PICTURES) + "; the theme's files are in overrides/"
            if path.startswith(FOLDER):
                hint = "a snippet is named " + ", ".join(LANGUAGES)
            yield Problem(Place(path), f"{posixpath.basename(path)!r} is no note and no picture", hint)


_PICTURES = (".png", ".jpg", ".webp", ".avif", ".gif")
"""Not SVG: it is a page of its own to whoever opens it, and may have scripts."""
