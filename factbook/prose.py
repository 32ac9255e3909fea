"""The Markdown of a note as far as the rules look at it: prose, code, links, tags, tables, each with its place.

This reads line by line and knows only what the rules need. Where Markdown would be
lenient it is strict: what it cannot recognise it reports as unrecognised, so that
nothing reaches a page unseen.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter

from factbook.facts import Place
from factbook.notes import Call, Note

_FENCE = re.compile(r"(?P<indent>[ \t>]*)(?P<mark>`{3,}|~{3,})(?P<title>[^`]*)$")
_TITLE = re.compile(r"[ ]*(?:(?P<language>[\w+-]+)(?:[ ]+[a-z_]+=\"[^\"<>]*\")*|\{(?:[ ]*[.#][\w-]+)+[ ]*\})?[ ]*")
"""What may stand behind a fence that opens a block: anything else would make it text."""

CODE, CALL, MARK = "\ue000", "\ue001", "\ue002"
"""Stand in a line of prose for each character of code, of a macro's call, and of a mark of raw text."""

_HIDDEN = f"{CODE}{CALL}{MARK}"
_TICKS = re.compile(r"`+")
_CALL = re.compile(r"\{\{[ ]*[a-z_]+\([^{}<>`\\\[\]]*\)[ ]*\}\}")
_RAW_MARK = re.compile(r"\{%[ ]*(?:end)?raw[ ]*%\}")
_JOINED = re.compile(rf"\\{MARK}+\S|`{MARK}+`|!{MARK}+\[|\]{MARK}+[(\[:]")
"""What becomes a sign of Markdown only when the mark of raw text inside of it is gone."""

_BLOCK = re.compile(r"</?(?:p|div|details|summary|d[dlt]|figure|figcaption)\b", re.IGNORECASE)
"""The beginning of a block of HTML. In it backticks make no code, or only between the tags in it."""

_COMMENT = re.compile(r"<!--(?!-?>)(?:(?!--!?>|<!--).)*-->")
"""A comment that ends for a browser where it seems to end: `<!-->` is a whole one, and `--!>` ends one."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of prose: `text` has signs for what is hidden in it (CODE, CALL, MARK), and blanks for comments; columns stay."""

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


@dataclass(frozen=True, slots=True)
class Doubt:
    """What Markdown might read in another way than its writer meant, and how to write it."""

    place: Place
    what: str
    hint: str


@dataclass
class Structure:
    """What a note consists of. `doubts` has what is not written as plainly as it should be."""

    lines: list[Line] = field(default_factory=list)
    code: list[Code] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    links: tuple[Link, ...] = ()
    tables: tuple[Table, ...] = ()
    tags: tuple[Tag, ...] = ()
    attributes: tuple[tuple[str, str | None, Place], ...] = ()

    def line(self, number: int) -> str:
        """The text of a line of prose, empty for any other; the lines are sorted."""
        at = bisect_left(self.lines, number, key=attrgetter("number"))
        return self.lines[at].text if at < len(self.lines) and self.lines[at].number == number else ""


@lru_cache(maxsize=8192)
def structure(note: Note) -> Structure:
    """Tell prose from code. A note that stays as it was is not read again."""
    found = Structure()
    fence: re.Match[str] | None = None
    opened = 0
    block: list[str] = []
    front = note.text.startswith("---")
    html = False
    before, line = "", ""
    calls: dict[int, list[Call]] = {}
    for call in note.calls:
        calls.setdefault(call.place.line, []).append(call)

    def open_fence() -> None:
        if fence is not None:
            hint = (
                "leave a line empty, write ``` and a language, and the same ``` alone after the code, indented as much"
            )
            place = Place(note.path, opened, len(fence["indent"]) + 1)
            found.doubts.append(Doubt(place, "a code block without a proper beginning and end", hint))

    for number, raw in enumerate(note.text.splitlines(), 1):
        before, line = line, _RAW_MARK.sub("", raw) if "{%" in raw else raw  # as it is rendered
        if front:
            front = not (number > 1 and raw.strip() == "---")
            line = ""
            continue
        mark = _FENCE.match(line) if "```" in line or "~~~" in line else None
        title = _TITLE.fullmatch(mark["title"]) if mark else None
        if fence and mark and mark["mark"] == fence["mark"] and mark["title"].strip() and title:
            open_fence()  # another block begins inside it
            fence = None
        elif fence and line.strip(" >") and not line.startswith(fence["indent"]):
            open_fence()  # what is indented less is outside
            fence = None
        if fence is None and mark:
            fence, opened, block = mark, number, []
            if title is None or "\t" in mark["indent"] or before.strip(" >"):
                open_fence()
        elif fence is None:
            text, doubts = _hidden(raw, calls.get(number, ()), html=html)
            if not html and "<" in text and _BLOCK.search(text):
                html = True
                text, doubts = _hidden(raw, calls.get(number, ()), html=True)
            found.lines.append(Line(number, text))
            found.doubts += [Doubt(Place(note.path, number, column + 1), *said) for column, *said in doubts]
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
    found.tags = tuple(tags(note, found.lines))
    found.attributes = tuple(attribute_lists(note, found.lines))
    return found


def is_prose(note: Note, place: Place) -> bool:
    """Whether a call stands in prose, not in code."""
    return structure(note).line(place.line).startswith(CALL, place.column - 1)


_CLOSE = "close the code on its line, by as many, or write \\` for the sign"


def _hidden(line: str, calls: Sequence[Call], *, html: bool) -> tuple[str, list[tuple[int, str, str]]]:
    """A line in which what is hidden is made signs, and what is doubtful about it, each with its column from 0."""
    if "{" not in line and "`" not in line and "<" not in line:
        return line, []
    for call in calls:
        if match := _CALL.match(line, call.place.column - 1):
            sign = " " if call.macro == "published" else CALL  # an address of ours: it may be a link's target
            line = line[: match.start()] + sign * len(match[0]) + line[match.end() :]
    line = _RAW_MARK.sub(lambda found: MARK * len(found[0]), line)
    doubts = [
        (match.start(), "a mark of raw text between two signs", "put it before or after both")
        for match in _JOINED.finditer(line)
    ]
    parts: list[str] = []
    at = 0
    for start, end in _code_spans(line):
        html = html or line.find("<!--", at, start) >= 0  # what follows a comment on its line is HTML to Markdown
        parts.append(line[at:start])
        at = start
        if end is None:
            doubts.append((start, "a backtick without its other", _CLOSE))
            continue
        if html and "<" in line[start:end]:
            doubts.append((start, "'<' in code between HTML tags", "write &lt; for it, or use a code block"))
        parts.append(CODE * (end - start))
        at = end
    return "".join(_COMMENT.sub(_blanks, part) for part in (*parts, line[at:])), doubts


def _blanks(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _code_spans(line: str) -> Iterator[tuple[int, int | None]]:
    """The columns from which to which each code span goes, None for backticks that nothing on the line closes.

    Markdown lets a span also begin with the last few of many backticks, and end on another line. Here it begins with all
    of them and ends with as many on its line, so that what is one here is one there.
    """
    runs = [match.span() for match in _TICKS.finditer(line)]
    starts: dict[int, list[int]] = {}
    for start, end in runs:
        starts.setdefault(end - start, []).append(start)
    at = 0
    for start, end in runs:
        if start < at:
            continue
        if _is_escaped(line, start):
            start += 1
        if start == end:
            continue
        others = starts.get(end - start, [])
        other = bisect_left(others, end)
        if other == len(others):
            yield start, None
        else:
            at = others[other] + end - start
            yield start, at


def _is_escaped(line: str, at: int) -> bool:
    """Whether an odd number of backslashes stands before a column."""
    before = at
    while before and line[before - 1] == "\\":
        before -= 1
    return (at - before) % 2 == 1


_END_OF_TEXT = re.compile(r"\][(:]|!\[")
_TARGET = re.compile(rf"[ ]*<?(?P<target>[^)\[\]\s>{_HIDDEN}]*)>?(?:[ ]+[\"'][^()\[\]{_HIDDEN}]*[\"'])?[ ]*\)")
_DEFINED = re.compile(rf"[ ]*<?(?P<target>[^\s>{_HIDDEN}]+)>?")


def links(note: Note, lines: list[Line]) -> Iterator[Link]:
    """Every link and image in the prose, however it is written; what goes over several lines has no target."""
    for line in lines:
        if "]" in line.text or "![" in line.text:
            for target, text, image, column in _links(line.text):
                yield Link(target, text, image, Place(note.path, line.number, column + 1))


def _links(line: str) -> Iterator[tuple[str | None, str, bool, int]]:
    others = _brackets(line)
    for match in _END_OF_TEXT.finditer(line):
        at = match.end()
        if match[0] == "![":
            closed = others.get(at - 1)
            if closed is None or not line.startswith("(", closed + 1):
                yield None, "", True, match.start()
            continue
        opened = others.get(match.start())
        text = line[opened + 1 : match.start()] if opened is not None else ""
        if match[0] == "]:":
            if not text.startswith("^"):  # a footnote is no link
                found = _DEFINED.match(line, at)
                yield (found["target"] if found else None), "definition", False, found.start("target") if found else at
            continue
        found = _TARGET.match(line, at) if opened is not None else None
        image = bool(opened) and line[opened - 1] == "!"
        yield (found["target"] if found else None), text.strip(), image, found.start("target") if found else at


def _brackets(line: str) -> dict[int, int]:
    """Where the other of each square bracket stands, for those that have one."""
    others: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACKET.finditer(line):
        if match[0] == "[":
            opened.append(match.start())
        elif opened:
            others[match.start()] = opened.pop()
            others[others[match.start()]] = match.start()
    return others


_BRACKET = re.compile(r"[\[\]]")
_TAG_START = re.compile(rf"<(?=[A-Za-z/!?{_HIDDEN}])")
_TAG = re.compile(
    rf"</?(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?:[ ]+[a-z][a-z0-9-]*(?:=\"[^\"<>`{_HIDDEN}]*\")?)*)[ ]*/?>"
)
_ATTRIBUTE = re.compile(r"(?P<name>[a-z][a-z0-9-]*)(?:=\"(?P<value>[^\"]*)\")?")


def tags(note: Note, lines: list[Line]) -> Iterator[Tag]:
    """Every HTML tag in the prose; what only looks like one has no attributes."""
    source = note.text.splitlines()
    for line in lines:
        if "<" not in line.text:
            continue
        for start in _TAG_START.finditer(line.text):
            place = Place(note.path, line.number, start.start() + 1)
            match = _TAG.match(line.text, start.start())
            if match is None:
                yield Tag(source[line.number - 1][start.start() : start.start() + 20].strip(), None, place)
            else:
                found = _ATTRIBUTE.finditer(match["attributes"])
                yield Tag(match["name"], {each["name"]: each["value"] or "" for each in found}, place)


_ITEM = rf"(?:[.#][\w:.-]+|[a-z][a-z-]*=(?:\"[^\"{{}}{_HIDDEN}]*\"|[\w.:/-]+))"
_ATTRIBUTE_LIST = re.compile(rf"\{{:?[ ]*(?P<list>{_ITEM}(?:[ ]+{_ITEM})*)[ ]*\}}")
_BRACE = re.compile(r"(?P<macro>\{[{%])|\{")
_LIST_ITEM = re.compile(r"(?P<mark>[.#])(?P<word>[\w:.-]+)|(?P<name>[a-z][a-z-]*)=(?P<value>\"[^\"]*\"|[\w.:/-]+)")


def attribute_lists(note: Note, lines: list[Line]) -> Iterator[tuple[str, str | None, Place]]:
    """Every attribute that is set by an attribute list, `{ .class #id name="value" }`: its name, its value, its place.

    The value is None of what stands in braces and is no such list.
    """
    source = note.text.splitlines()
    for line in lines:
        for brace in _BRACE.finditer(line.text):
            if brace["macro"] and "=" not in line.text[brace.end() :]:
                continue  # raw text of the macro language, which sets nothing
            match = _ATTRIBUTE_LIST.match(line.text, brace.start())
            if match is None:
                excerpt = source[line.number - 1][brace.start() : brace.start() + 20].partition("}")[0].strip()
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
    `nameless` has each column after the first whose head is empty.
    """

    columns: int
    place: Place
    uneven: tuple[tuple[int, Place], ...] = ()
    nameless: tuple[int, ...] = ()


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
            columns = len(cells(by_number[number + 1]))
            uneven = []
            place = Place(note.path, number + 1)
            head = enumerate(cells(by_number[number]), start=1)
            nameless = tuple(column for column, text in head if column > 1 and not text.strip())
            while number in by_number:
                if (count := len(cells(by_number[number]))) != columns:
                    uneven.append((count, Place(note.path, number)))
                seen, number = number, number + 1
            yield Table(columns, place, tuple(uneven), nameless)
        elif by_number[number].lstrip(" >").startswith("|"):
            place = Place(note.path, number)
            while number in by_number and number not in heads:
                seen, number = number, number + 1
            yield Table(0, place)


def cells(row: str) -> list[str]:
    """The cells of a row, as they stand between its bars."""
    inner = row.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return re.split(r"(?<!\\)\|", inner)
