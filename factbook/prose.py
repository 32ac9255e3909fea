"""The Markdown of a note as far as the rules look at it: prose, code, links, tags, tables, each with its place.

This reads line by line and knows only what the rules need. Where Markdown would be
lenient it is strict: what it cannot recognise it reports as unrecognised, so that
nothing reaches a page unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from factbook.facts import Place
from factbook.notes import Note

_FENCE = re.compile(r"(?P<indent>[ >]*)(?P<mark>`{3,}|~{3,})(?P<language>[^`]*)$")
_CODE_SPAN = re.compile(r"(?:(?<!\\)(?:\\{2})+(?=`+)|(?<!\\)(?P<ticks>`+)(?P<code>.+?)(?<!`)(?P=ticks)(?!`))")
_MACRO = re.compile(r"\{\{.*?\}\}")
_RAW_MARK = re.compile(r"\{%[ ]*(?:end)?raw[ ]*%\}")
_COMMENT = re.compile(r"<!--.*?-->")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of prose: `text` with code spans, macros and comments blanked out, so that columns stay."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A fenced block: its language, its text with the fence's indent taken off, and where the text begins."""

    language: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Link:
    """A link or an image: its target as written, the text shown for it, and the place of the target."""

    target: str
    text: str
    image: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Tag:
    """An HTML tag: `attributes` with their values, or None when it is no tag that this can read."""

    name: str
    attributes: dict[str, str] | None
    place: Place


@dataclass
class Structure:
    """What a note consists of. `open_fence` is the place of a fence without an end."""

    lines: list[Line] = field(default_factory=list)
    code: list[Code] = field(default_factory=list)
    open_fence: Place | None = None
    links: tuple[Link, ...] = ()


def structure(note: Note) -> Structure:
    """Tell prose from code."""
    found = Structure()
    fence: re.Match[str] | None = None
    opened = 0
    block: list[str] = []
    front = note.text.startswith("---")
    for number, raw in enumerate(note.text.splitlines(), 1):
        if front:
            front = not (number > 1 and raw.strip() == "---")
            continue
        mark = _FENCE.match(raw)
        if fence is None and mark:
            fence, opened, block = mark, number, []
        elif fence is None:
            found.lines.append(Line(number, blanked(raw)))
        elif mark and mark["mark"].startswith(fence["mark"]) and not mark["language"].strip():
            language = re.match(r"[ {.]*([\w+-]*)", fence["language"])
            place = Place(note.path, opened + 1, len(fence["indent"]) + 1)
            found.code.append(Code(language[1] if language else "", "\n".join(block), place))
            fence = None
        else:
            block.append(raw.removeprefix(fence["indent"]))
    if fence is not None:
        found.open_fence = Place(note.path, opened, len(fence["indent"]) + 1)
    found.links = tuple(links(note, found.lines))
    return found


def blanked(line: str) -> str:
    """A line with code spans, macros, marks of raw text and comments made blanks."""
    if "{" not in line and "`" not in line and "<" not in line:
        return line
    for pattern in (_RAW_MARK, _MACRO, _CODE_SPAN, _COMMENT):
        line = pattern.sub(lambda found: " " * len(found[0]), line)
    return line


_LINK = re.compile(
    r"(?P<image>!?)\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\([ ]*<?(?P<target>[^)\s>]*)>?(?:[ ]+[\"'][^)]*)?\)"
)
_DEFINITION = re.compile(r"[ ]{0,3}\[(?P<text>[^\]^]+)\]:[ ]*<?(?P<target>[^\s>]*)>?")
_AUTOLINK = re.compile(r"<(?P<target>[A-Za-z][A-Za-z0-9+.-]*:[^<>]*)>")


def links(note: Note, lines: list[Line]) -> Iterator[Link]:
    """Every link and image in the prose, however it is written."""
    for line in lines:
        if "]" not in line.text and "<" not in line.text:
            continue
        for match in _LINK.finditer(line.text):
            place = Place(note.path, line.number, match.start("target") + 1)
            yield Link(match["target"], match["text"].strip(), bool(match["image"]), place)
        for pattern in (_DEFINITION, _AUTOLINK):
            for match in pattern.finditer(line.text):
                place = Place(note.path, line.number, match.start("target") + 1)
                yield Link(match["target"], "definition", image=False, place=place)


_TAG_START = re.compile(r"<(?=[A-Za-z/!?])")
_TAG = re.compile(r"</?(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?:[ ]+[a-z][a-z0-9-]*(?:=\"[^\"<>]*\")?)*)[ ]*/?>")
_ATTRIBUTE = re.compile(r"(?P<name>[a-z][a-z0-9-]*)(?:=\"(?P<value>[^\"]*)\")?")


def tags(note: Note, lines: list[Line]) -> Iterator[Tag]:
    """Every HTML tag in the prose; what only looks like one has no attributes."""
    for line in lines:
        if "<" not in line.text:
            continue
        for start in _TAG_START.finditer(line.text):
            place = Place(note.path, line.number, start.start() + 1)
            if _AUTOLINK.match(line.text, start.start()):
                continue
            match = _TAG.match(line.text, start.start())
            if match is None:
                yield Tag(line.text[start.start() : start.start() + 20].strip(), None, place)
            else:
                found = _ATTRIBUTE.finditer(match["attributes"])
                yield Tag(match["name"], {each["name"]: each["value"] or "" for each in found}, place)


_ATTRIBUTE_LIST = re.compile(r"\{:?[ ]*(?P<list>[.#]?[A-Za-z][^{}\n]*)\}")
_LIST_ITEM = re.compile(
    r"(?P<mark>[.#])(?P<word>[\w:.-]+)|(?P<name>[\w:-]+)=(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"']+)|(?P<rest>[^\s]+)"
)


def attribute_lists(note: Note, lines: list[Line]) -> Iterator[tuple[str, str, Place]]:
    """Every attribute that is set by an attribute list, `{ .class #id name=value }`: its name, its value, its place."""
    for line in lines:
        if "{" not in line.text:
            continue
        for match in _ATTRIBUTE_LIST.finditer(line.text):
            for item in _LIST_ITEM.finditer(match["list"]):
                place = Place(note.path, line.number, match.start("list") + item.start() + 1)
                if item["mark"]:
                    yield ("class" if item["mark"] == "." else "id"), item["word"], place
                else:
                    yield item["name"] or item["rest"], (item["value"] or "").strip("\"'"), place


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the number of its columns, and each row that has another number of cells."""

    columns: int
    place: Place
    uneven: tuple[tuple[int, Place], ...]


_SEPARATOR = re.compile(r"[ ]*\|?(?:[ ]*:?-{2,}:?[ ]*\|)+[ ]*(?::?-{2,}:?[ ]*)?$|[ ]*\|[ ]*:?-+:?[ ]*\|[ ]*$")


def tables(note: Note, lines: list[Line]) -> Iterator[Table]:
    """Every table of the prose: a head, a line of dashes, and rows up to the next line without a bar."""
    by_number = {line.number: line.text for line in lines}
    for line in lines:
        head = by_number.get(line.number - 1, "")
        if not _SEPARATOR.match(line.text) or "|" not in head:
            continue
        columns = cells(line.text)
        uneven = []
        number = line.number - 1
        while "|" in by_number.get(number, ""):
            if (count := cells(by_number[number])) != columns:
                uneven.append((count, Place(note.path, number)))
            number += 1
        yield Table(columns, Place(note.path, line.number), tuple(uneven))


def cells(row: str) -> int:
    """How many cells a row has."""
    inner = row.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return len(re.findall(r"(?<!\\)\|", inner)) + 1
