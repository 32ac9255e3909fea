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

_FENCE = re.compile(r"(?P<indent>[ \t>]*)(?P<mark>`{3,}|~{3,})(?P<title>[^`]*)$")
_TITLE = re.compile(r"[ ]*(?:(?P<language>[\w+-]+)(?:[ ]+[a-z_]+=\"[^\"<>]*\")*|\{(?:[ ]*[.#][\w-]+)+[ ]*\})?[ ]*")
"""What may stand behind a fence that opens a block: anything else would make it text."""

_CODE_SPAN = re.compile(r"(?:(?<!\\)(?:\\{2})+(?=`+)|(?<!\\)(?P<ticks>`+)(?P<code>.+?)(?<!`)(?P=ticks)(?!`))")
_TICK = re.compile(r"(?<!\\)(?:\\\\)*`")
_MACRO = re.compile(r"\{\{[ ]*[a-z_]+\([^{}<>]*\)[ ]*\}\}")
"""A call. Other text in double braces stands raw, and is looked at like any text."""

_RAW_MARK = re.compile(r"\{%[ ]*(?:end)?raw[ ]*%\}")
_BLOCK = re.compile(r"<(?:p|div|details|summary|d[dlt]|figure|figcaption)\b(?![^>]*\smarkdown\b)", re.IGNORECASE)
"""The beginning of a block of HTML, in which backticks make no code."""

_COMMENT = re.compile(r"<!--(?!-?>)(?:(?!--!?>|<!--).)*-->")
"""A comment that ends for a browser where it seems to end: `<!-->` is a whole one, and `--!>` ends one."""


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
    """A link or an image: its target as written, the text shown for it, and the place of the target.

    The target is None when it is no link that this can read.
    """

    target: str | None
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
    """What a note consists of. `open_fences` has the places of fences that are not written as they should,
    `open_spans` those of backticks whose other is not on their line.
    """

    lines: list[Line] = field(default_factory=list)
    code: list[Code] = field(default_factory=list)
    open_fences: list[Place] = field(default_factory=list)
    open_spans: list[Place] = field(default_factory=list)
    links: tuple[Link, ...] = ()
    tables: tuple[Table, ...] = ()


def structure(note: Note) -> Structure:
    """Tell prose from code."""
    found = Structure()
    fence: re.Match[str] | None = None
    opened = 0
    block: list[str] = []
    front = note.text.startswith("---")
    html = False
    before, raw = "", ""

    def open_fence() -> None:
        if fence is not None:
            found.open_fences.append(Place(note.path, opened, len(fence["indent"]) + 1))

    for number, line in enumerate(note.text.splitlines(), 1):
        before, raw = raw, line
        if front:
            front = not (number > 1 and raw.strip() == "---")
            raw = ""
            continue
        mark = _FENCE.match(raw)
        title = _TITLE.fullmatch(mark["title"]) if mark else None
        if fence and mark and mark["mark"] == fence["mark"] and mark["title"].strip() and title:
            open_fence()  # another block begins inside it
            fence = None
        elif fence and raw.strip(" >") and not raw.startswith(fence["indent"]):
            open_fence()  # what is indented less is outside
            fence = None
        if fence is None and mark:
            fence, opened, block = mark, number, []
            if title is None or "\t" in mark["indent"] or before.strip(" >"):
                open_fence()
        elif fence is None:
            html = html or bool(_BLOCK.search(raw))
            text = blanked(raw, code=not html)
            found.lines.append(Line(number, text))
            if not html and (tick := _TICK.search(text)):
                found.open_spans.append(Place(note.path, number, tick.end()))
        elif mark and mark.group("indent", "mark") == fence.group("indent", "mark") and not mark["title"].strip():
            language = _TITLE.match(fence["title"])
            place = Place(note.path, opened + 1, len(fence["indent"]) + 1)
            found.code.append(Code((language and language["language"]) or "", "\n".join(block), place))
            fence = None
        else:
            block.append(raw.removeprefix(fence["indent"]))
    open_fence()
    found.links = tuple(links(note, found.lines))
    found.tables = tuple(tables(note, found.lines))
    return found


def blanked(line: str, *, code: bool = True) -> str:
    """A line with code spans (unless told not to), macros, marks of raw text and comments made blanks."""
    if "{" not in line and "`" not in line and "<" not in line:
        return line
    for pattern in (_RAW_MARK, _MACRO, *((_CODE_SPAN,) if code else ()), _COMMENT):
        line = pattern.sub(lambda found: " " * len(found[0]), line)
    return line


_END_OF_TEXT = re.compile(r"\][(:]|!\[")
_TARGET = re.compile(r"[ ]*<?(?P<target>[^)\s>]*)>?(?:[ ]+[\"'][^)]*)?\)")
_DEFINED = re.compile(r"[ ]*<?(?P<target>[^\s>]+)>?")
_AUTOLINK = re.compile(r"<(?P<target>[A-Za-z][A-Za-z0-9+.-]*:[^<>]*)>")


def links(note: Note, lines: list[Line]) -> Iterator[Link]:
    """Every link and image in the prose, however it is written; what goes over several lines has no target."""
    for line in lines:
        if "]" in line.text or "<" in line.text or "![" in line.text:
            for target, text, image, column in _links(line.text):
                yield Link(target, text, image, Place(note.path, line.number, column + 1))


def _links(line: str) -> Iterator[tuple[str | None, str, bool, int]]:
    for match in _END_OF_TEXT.finditer(line):
        at = match.end()
        if match[0] == "![":
            closed = _other_bracket(line, at - 1, 1)
            if closed is None or not line.startswith("(", closed + 1):
                yield None, "", True, match.start()
            continue
        opened = _other_bracket(line, match.start(), -1)
        text = line[opened + 1 : match.start()] if opened is not None else ""
        if match[0] == "]:":
            if not text.startswith("^"):  # a footnote is no link
                found = _DEFINED.match(line, at)
                yield (found["target"] if found else None), "definition", False, found.start("target") if found else at
            continue
        found = _TARGET.match(line, at) if opened is not None else None
        image = bool(opened) and line[opened - 1] == "!"
        yield (found["target"] if found else None), text.strip(), image, found.start("target") if found else at
    for match in _AUTOLINK.finditer(line):
        yield match["target"], match["target"], False, match.start("target")


def _other_bracket(line: str, at: int, step: int) -> int | None:
    """Where the bracket stands that belongs to the one at `at`, before it or after it."""
    depth = 0
    while 0 <= at < len(line):
        depth += (line[at] == "[") - (line[at] == "]")
        if depth == 0:
            return at
        at += step
    return None


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


_ATTRIBUTE_LIST = re.compile(r"\{:?(?P<list>(?:[ ]*(?:[.#][\w:.-]+|[a-z][a-z-]*=(?:\"[^\"{}]*\"|[\w.:/-]+)))+)[ ]*\}")
_BRACE = re.compile(r"(?P<macro>\{[{%])|\{")
_LIST_ITEM = re.compile(r"(?P<mark>[.#])(?P<word>[\w:.-]+)|(?P<name>[a-z][a-z-]*)=(?P<value>\"[^\"]*\"|[\w.:/-]+)")


def attribute_lists(note: Note, lines: list[Line]) -> Iterator[tuple[str, str | None, Place]]:
    """Every attribute that is set by an attribute list, `{ .class #id name="value" }`: its name, its value, its place.

    The value is None of what stands in braces and is no such list.
    """
    for line in lines:
        for brace in _BRACE.finditer(line.text):
            if brace["macro"] and "=" not in line.text[brace.end() :]:
                continue  # raw text of the macro language, which sets nothing
            match = _ATTRIBUTE_LIST.match(line.text, brace.start())
            if match is None:
                excerpt = line.text[brace.start() : brace.start() + 20].partition("}")[0].strip()
                yield excerpt, None, Place(note.path, line.number, brace.start() + 1)
                continue
            for item in _LIST_ITEM.finditer(match["list"]):
                place = Place(note.path, line.number, match.start("list") + item.start() + 1)
                if item["mark"]:
                    yield ("class" if item["mark"] == "." else "id"), item["word"], place
                else:
                    yield item["name"], item["value"].strip('"'), place


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the number of its columns, and each row that has another number of cells.

    No columns has what looks like rows and has no line of dashes below the first one: it is shown as text.
    """

    columns: int
    place: Place
    uneven: tuple[tuple[int, Place], ...] = ()


_SEPARATOR = re.compile(r"[ ]*(?:\|[ ]*)?(?::?-{2,}:?[ ]*\|[ ]*)+(?::?-{2,}:?[ ]*)?$|[ ]*\|[ ]*:?-+:?[ ]*\|[ ]*$")


def tables(note: Note, lines: list[Line]) -> Iterator[Table]:
    """Every table of the prose: a head, a line of dashes, and rows up to the next line without a bar."""
    by_number = {line.number: line.text for line in lines if "|" in line.text}
    heads = {number for number in by_number if number + 1 in by_number and _SEPARATOR.match(by_number[number + 1])}
    seen = 0
    for number in by_number:
        if number <= seen:
            continue
        if number in heads:
            columns = cells(by_number[number + 1])
            uneven = []
            place = Place(note.path, number + 1)
            while number in by_number:
                if (count := cells(by_number[number])) != columns:
                    uneven.append((count, Place(note.path, number)))
                seen, number = number, number + 1
            yield Table(columns, place, tuple(uneven))
        elif by_number[number].lstrip(" >").startswith("|"):
            place = Place(note.path, number)
            while number in by_number and number not in heads:
                seen, number = number, number + 1
            yield Table(0, place)


def cells(row: str) -> int:
    """How many cells a row has."""
    inner = row.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return len(re.findall(r"(?<!\\)\|", inner)) + 1
