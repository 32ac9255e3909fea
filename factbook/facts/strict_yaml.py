"""YAML without its surprises: plain mappings, lists and scalars, each with its place.

YAML 1.1 as PyYAML reads it keeps the last of two equal keys, turns `12:30` into
750, `010` into 8, `no` into False and `3.10` into 3.1. A fact must not change
its value in that way, so whatever YAML would reinterpret is refused here, with
its line, before anything else looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import yaml

from factbook.facts.problems import Place, Problem

MAX_BYTES = 1024 * 1024
MAX_LINE = 2000
"""Bytes in a line: the rules look at lines one by one, and some take the square of a line's length."""

MAX_DEPTH = 6
RULE = "yaml"

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_resolve = yaml.resolver.Resolver().resolve
_BEFORE_DIGITS = "-0123456789"
_PLAIN_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_SUSPICIOUS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_CONTROL = re.compile(rf"{_SUSPICIOUS.pattern}|\r(?!\n)")
"""What is no text, or ends a line for some programs and not for others: then no line number would be true."""
_ORDINARY = re.compile(r"(?!(?:y|yes|n|no|true|false|on|off|null)$)[A-Za-z]", re.IGNORECASE)
"""A text that starts with a letter and is none of YAML's words is a text to YAML: the many need no further look."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONG_LINE = re.compile(rb"[^\n]{%d,}" % (MAX_LINE + 1))


class Scalar(NamedTuple):
    """One value as it is written: `text` without its quotes. `end` is the line and column after its last character."""

    text: str
    quoted: bool
    place: Place
    end: tuple[int, int]

    @property
    def looks_like(self) -> str:
        """What it is by its writing: text, number, date, true-or-false."""
        if self.quoted:
            return "text"
        if self.text in ("true", "false"):
            return "true-or-false"
        if self.text[:1] not in _BEFORE_DIGITS:
            return "text"
        if _PLAIN_NUMBER.fullmatch(self.text):
            return "number"
        if _DATE.fullmatch(self.text):
            return "date"
        return "text"


class Sequence(NamedTuple):
    """A list. `end` is the line and column after it: in block style those of the next line that is not its own."""

    items: tuple[Node, ...]
    place: Place
    end: tuple[int, int]


class Mapping(NamedTuple):
    """A mapping; `keys` has the place of each key, `end` is as for a list. `braces` says that it is in braces."""

    entries: dict[str, Node]
    keys: dict[str, Place]
    place: Place
    end: tuple[int, int]
    braces: bool = False


Node = Scalar | Sequence | Mapping


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not been read yet."""

    place: Place
    is_mapping: bool
    braces: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)
    key: Scalar | None = None


@lru_cache(maxsize=8192)
def decode(data: bytes, path: str) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file of the project, or the problem that keeps it from being one. The same bytes are not read again."""
    if len(data) > MAX_BYTES:
        what = f"the file has {len(data):,} bytes; at most {MAX_BYTES:,} are read"
        return "", (Problem(Place(path), what, "split it", RULE),)
    if data.startswith(b"\xef\xbb\xbf"):
        return "", (
            Problem(Place(path), "the file starts with a byte order mark", "save it as UTF-8 without BOM", RULE),
        )
    if max(map(len, data.split(b"\n"))) > MAX_LINE and (long := _LONG_LINE.search(data)):
        place = Place(path, data.count(b"\n", 0, long.start()) + 1)
        what = f"the line has {len(long[0]):,} bytes; at most {MAX_LINE:,} are read"
        return "", (Problem(place, what, "break it into several", RULE),)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        place = Place(path, before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        return "", (Problem(place, f"byte {data[error.start]:#04x} is not UTF-8", "save the file as UTF-8", RULE),)
    if (_SUSPICIOUS.search(text) or "\r" in text) and (control := _CONTROL.search(text)):
        at = control.start()
        place = Place(path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
        what = f"the file has the control character U+{ord(control[0]):04X}"
        return "", (Problem(place, what, "remove it; lines end with a line feed", RULE),)
    return text, ()


def read(text: str, path: str, *, first_line: int = 1) -> tuple[Mapping | None, list[Problem]]:
    """The mapping that `text` holds, and every surprise in it.

    `first_line` is the line of `path` on which `text` starts (front matter). The
    mapping is None when the text cannot be read to its end or is not a mapping; an
    empty text is an empty mapping.
    """
    tree, problems = _read(text, path, first_line)
    return tree, list(problems)


def read_once(text: str, path: str) -> tuple[Mapping | None, list[Problem]]:
    """The same for who keeps what he makes of the tree: trees of many facts take more memory than the facts."""
    tree, problems = _read.__wrapped__(text, path, 1)
    return tree, list(problems)


@lru_cache(maxsize=8192)
def _read(text: str, path: str, first_line: int) -> tuple[Mapping | None, tuple[Problem, ...]]:
    """The same; a text that stays as it was is not read again."""
    problems: list[Problem] = []
    try:
        node = _build(_events(text), path, first_line - 1, problems)
    except yaml.YAMLError as error:
        mark = _mark(error)
        place = Place(path, mark.line + first_line, mark.column + 1) if mark else Place(path, first_line)
        what = getattr(error, "problem", None) or str(error).splitlines()[0]
        problems.append(Problem(place, f"not YAML: {what}", _syntax_hint(what), RULE))
        return None, tuple(problems)
    except _TooDeep as error:
        problems.append(Problem(error.place, f"nested more than {MAX_DEPTH} levels deep", "write it flat", RULE))
        return None, tuple(problems)
    if node is None:
        return empty(path, first_line), tuple(problems)
    if not isinstance(node, Mapping):
        problems.append(
            Problem(
                node.place,
                "the file is not a mapping of keys to values",
                "start each entry with `key:` at the line's beginning",
                RULE,
            )
        )
        return None, tuple(problems)
    return node, tuple(problems)


def _events(text: str) -> Iterator[yaml.Event]:
    """The events of a text to its end, without asking before each whether there is one, as yaml.parse does."""
    loader = _Loader(text)
    try:
        next_event = loader.get_event
        while type(event := next_event()) is not yaml.StreamEndEvent:
            yield event
    finally:
        loader.dispose()


def empty(path: str, line: int = 1) -> Mapping:
    """A mapping without entries, as an empty file is."""
    return Mapping({}, {}, Place(path, line), (line, 1))


class _TooDeep(Exception):
    def __init__(self, place: Place) -> None:
        super().__init__(str(place))
        self.place = place


def _build(events: Iterator[yaml.Event], path: str, offset: int, problems: list[Problem]) -> Node | None:
    """The tree of the first document; what is refused on the way goes to `problems`."""
    stack: list[_Open] = []
    root: Node | None = None
    documents = 0

    def refuse(place: Place, what: str, hint: str) -> None:
        problems.append(Problem(place, what, hint, RULE))

    def add(node: Node) -> None:
        nonlocal root
        if not stack:
            root = node if documents == 1 else root
            return
        parent = stack[-1]
        if not parent.is_mapping:
            parent.items.append(node)
        elif parent.key is None:
            if isinstance(node, Scalar):
                parent.key = node
            else:
                refuse(node.place, "a key is a list or a mapping", "write a plain word as key")
                parent.key = Scalar("", True, node.place, node.place[1:])
        else:
            key, parent.key = parent.key, None
            if key.text in parent.entries:
                first = parent.keys[key.text].line
                refuse(key.place, f"key {key.text!r} stands twice, first on line {first}", "keep one of them")
            else:
                parent.entries[key.text] = node
                parent.keys[key.text] = key.place

    first = offset + 1
    new, ordinary, scalar_event = (
        tuple.__new__,
        _ORDINARY.match,
        yaml.ScalarEvent,
    )  # looked up once: there are very many
    for event in events:
        mark, end_mark = event.start_mark, event.end_mark
        place = new(Place, (path, mark.line + first, mark.column + 1))
        end = (end_mark.line + first, end_mark.column + 1)
        kind = type(event)
        if kind is scalar_event:
            style, value = event.style, event.value
            scalar = new(Scalar, (value, bool(style), place, end))
            parent = stack[-1] if stack else None
            is_key = parent is not None and parent.is_mapping and parent.key is None
            if event.anchor:
                refuse(place, f"anchor '&{event.anchor}'", "write the value out where it is used")
            if event.tag:
                refuse(place, f"tag {event.tag!r}", "remove it; quote the value if it is text")
            if not style:
                if not ordinary(value) and (surprise := _surprise(scalar, is_key=is_key)):
                    refuse(place, *surprise)
            elif style in ("'", '"') and end[0] > place[1]:
                refuse(place, "a quoted text that does not end on its line", "close the quote, or write one line")
            if is_key:
                parent.key = scalar
            else:
                add(scalar)
        elif kind in (yaml.MappingStartEvent, yaml.SequenceStartEvent):
            if event.anchor:
                refuse(place, f"anchor '&{event.anchor}'", "write the value out where it is used")
            if event.tag:
                refuse(place, f"tag {event.tag!r}", "remove it")
            if len(stack) >= MAX_DEPTH:
                raise _TooDeep(place)
            stack.append(_Open(place, kind is yaml.MappingStartEvent, bool(event.flow_style)))
        elif kind is yaml.MappingEndEvent:
            done = stack.pop()
            add(Mapping(done.entries, done.keys, done.place, end, done.braces))
        elif kind is yaml.SequenceEndEvent:
            done = stack.pop()
            add(Sequence(tuple(done.items), done.place, end))
        elif kind is yaml.AliasEvent:
            refuse(place, f"alias '*{event.anchor}'", "write the value out")
            add(Scalar("", True, place, place[1:]))
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents == 2:
                refuse(place, "a second document starts here", "remove the '---' line")
        elif kind is yaml.DocumentEndEvent and event.explicit:
            refuse(place, "'...' ends the document", "remove the line")
    return root


def _surprise(scalar: Scalar, *, is_key: bool) -> tuple[str, str] | None:
    """What YAML would make of an unquoted scalar that its writer may not have meant."""
    text = scalar.text
    tag = _resolve(yaml.ScalarNode, text, (True, False)).rpartition(":")[2]
    if tag == "str":
        return None
    if is_key:
        return f"key {text!r} is not a word to YAML but a {tag}", "use a word of letters as key"
    if tag == "null":
        return (
            "the value is empty" if not text else f"{text!r} means nothing to YAML"
        ), "write a value, or remove the key"
    if tag == "bool" and text not in ("true", "false"):
        return f"{text!r} means true or false to YAML", f'write true or false, or "{text}" if it is text'
    if tag == "int" and ":" in text:
        return f"{text!r} is a number in base 60 to YAML", f'quote it: "{text}"'
    if tag in ("int", "float"):
        if not _PLAIN_NUMBER.fullmatch(text):
            return (
                f"{text!r} is not a plain decimal number",
                f'write digits and at most one point, or "{text}" if it is text',
            )
        if "." in text and text.endswith("0"):
            shorter = text.rstrip("0").rstrip(".")
            return f"{text!r} reads as {shorter}", f'write {shorter}, or "{text}" if it is text'
    if tag == "timestamp" and not _DATE.fullmatch(text):
        return f"{text!r} is a point in time to YAML", f'write the date as YYYY-MM-DD, or "{text}" if it is text'
    if tag in ("merge", "value"):
        return f"{text!r} is a command to YAML", f'quote it: "{text}"'
    return None


def _mark(error: yaml.YAMLError) -> yaml.Mark | None:
    """Where a syntax error is: what was begun on an earlier line and not ended, a quote, a bracket or a key, is the mistake itself."""
    mark, opened = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if mark and opened and opened.line < mark.line and re.search("quoted|flow|simple key", str(error.context)):
        return opened
    return mark


def _syntax_hint(what: str) -> str:
    """What usually mends a syntax error of this kind."""
    if "mapping values are not allowed" in what:
        return 'a text with ": " in it needs quotes'
    if "cannot start any token" in what:
        return "indent with spaces, and quote a text that starts with a special character"
    if "undefined alias" in what or "alias" in what:
        return "quote a text that starts with '*' or '&'"
    return "check quotes, brackets and indentation on this line and the one before"
