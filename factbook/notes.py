"""Notes: their front matter, their headings, and which macros they call with what.

A note may call a known macro with literal arguments, and use `{% raw %}`. This
module recognises exactly that and refuses whatever else Jinja could read, so
every reference is found without running anything, and a pull request cannot run
code. The grammar is narrower than Jinja's on purpose: what it accepts means the
same to both.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from functools import lru_cache

from factbook.facts import Place, Problem, closest
from factbook.facts.strict_yaml import Mapping, Scalar, Sequence, empty, read

RULE = "note"

FRONT_MATTER = {
    "title": "The page's title, where the heading is not the title.",
    "description": "One sentence for search engines and previews.",
    "about": "The id of the service that the page is about, or a list of ids.",
    "skills": "The skills of the exam that the page treats, not just mentions, by their numbers in data/exam.yaml.",
    "hide": "Which side columns to leave away: navigation, toc.",
}
"""The keys that a note's front matter may have. Any other would overwrite a variable of the macros."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """An argument that a macro takes; `of` says what it is, such as "fact id" or "number"."""

    name: str
    of: str
    required: bool = False


MACROS: dict[str, tuple[Parameter, ...]] = {
    "fact": (Parameter("id", "fact id", True), Parameter("unit", "unit")),
    "value": (Parameter("id", "fact id", True), Parameter("unit", "unit")),
    "was": (Parameter("id", "fact id", True),),
    "facts": (Parameter("service", "service id"), Parameter("kind", "kind")),
    "changes": (Parameter("service", "service id"),),
    "mistakes": (Parameter("service", "service id"),),
    "service": (Parameter("id", "service id", True),),
    "services": (Parameter("area", "area"),),
    "stats": (),
    "glossary": (),
    "serves": (),
    "task": (Parameter("number", "task", True),),
    "coverage": (),
    "edition": (Parameter("id", "edition", True),),
    "exam_services": (),
    "out_of_scope": (),
    "study_order": (),
    "compare": (Parameter("id", "comparison", True),),
    "errors": (Parameter("service", "service id"),),
    "worked": (Parameter("example", "worked example", True),),
    "diagram": (Parameter("name", "diagram", True),),
    "snippet": (Parameter("file", "snippet", True),),
    "data_files": (),
    "downloads": (),
    "editions": (),
    "published": (Parameter("file", "published file", True),),
    "macro_manual": (),
    "field_table": (),
    "unit_table": (),
    "rule_manual": (),
}
"""The macros that a note may call. `macros/` defines them; a test holds the two against each other."""

_POSITIONS = {macro: [parameter.name for parameter in parameters] for macro, parameters in MACROS.items()}

Literal = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a macro. `arguments` has every argument under its parameter's name; it stands from `start` to `end`."""

    macro: str
    arguments: MappingType[str, Literal]
    place: Place
    places: MappingType[str, Place]
    start: int
    end: int

    @property
    def fact_id(self) -> str | None:
        """The fact that it names, if its macro takes one."""
        return str(self.arguments["id"]) if self.macro in ("fact", "value", "was") else None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 to 6, its text as written."""

    level: int
    text: str
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Note:
    """One page. `path` is relative to the project; `services` are the ids in its front matter, `skills` its numbers.

    `raw` has the texts inside `{% raw %}`, which may show what looks like a call.
    """

    path: str
    text: str
    title: str = ""
    description: str = ""
    services: tuple[str, ...] = ()
    service_places: tuple[Place, ...] = ()
    skills: tuple[str, ...] = ()
    skill_places: tuple[Place, ...] = ()
    calls: tuple[Call, ...] = ()
    headings: tuple[Heading, ...] = ()
    raw: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), repr=False)

    @property
    def page(self) -> str:
        """Its path below docs/."""
        return self.path.removeprefix("docs/")

    @property
    def area(self) -> str:
        """The folder it stands in, or an empty text at the top."""
        return self.page.rpartition("/")[0]


@lru_cache(maxsize=8192)
def parse(text: str, path: str) -> Note:
    """The note that `text` is, with everything in it that a note may not have. The same text is the same note."""
    problems: list[Problem] = []
    lines = _Lines(text, path)
    start, meta = _front_matter(text, path, problems)
    raw: list[str] = []
    calls = list(_calls(text, start, lines, raw, problems))
    about = _scalars(meta.entries.get("about"))
    skills = _scalars(meta.entries.get("skills"))
    return Note(
        path=path,
        text=text,
        title=_text(meta.entries.get("title")),
        description=_text(meta.entries.get("description")),
        services=tuple(node.text for node in about),
        service_places=tuple(node.place for node in about),
        skills=tuple(node.text for node in skills),
        skill_places=tuple(node.place for node in skills),
        calls=tuple(calls),
        headings=tuple(_headings(text, start, lines)),
        raw=tuple(raw),
        problems=tuple(problems),
    )


class _Lines:
    """From an offset in a text to its place."""

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, offset: int) -> Place:
        line = bisect_right(self.starts, offset)
        return Place(self.path, line, offset - self.starts[line - 1] + 1)


_FENCED_META = re.compile(r"---[ \t]*\r?\n(.*?)(?:^---[ \t]*\r?\n|^---[ \t]*\Z)", re.DOTALL | re.MULTILINE)


def _front_matter(text: str, path: str, problems: list[Problem]) -> tuple[int, Mapping]:
    """Where the body starts, and the mapping before it."""
    nothing = empty(path)
    if not text.startswith("---"):
        return 0, nothing
    match = _FENCED_META.match(text)
    if not match:
        problems.append(Problem(Place(path), "the front matter has no end", "close it with a line '---'", RULE))
        return len(text), nothing
    for marker in re.finditer(r"\{\{|\{%|\{##", match[1]):
        place = _Lines(text, path).place(match.start(1) + marker.start())
        problems.append(Problem(place, f"{marker[0]!r} in the front matter", "write plain text there", RULE))
    meta, found = read(match[1], path, first_line=2)
    problems.extend(found)
    for name, place in (meta or nothing).keys.items():
        if name not in FRONT_MATTER:
            near = "about" if name == "service" else closest(name, list(FRONT_MATTER))
            hint = f"did you mean {near!r}?" if near else "remove it; allowed are " + ", ".join(FRONT_MATTER)
            problems.append(Problem(place, f"front matter has {name!r}", hint, RULE))
    for name in ("title", "description"):
        node = (meta or nothing).entries.get(name)
        if isinstance(node, Scalar) and (sign := re.search('[<>"]', node.text)):
            what = f"{sign[0]!r} in the {name}"
            problems.append(Problem(node.place, what, "write it in words: themes put it on the page as it is", RULE))
        elif node is not None and not isinstance(node, Scalar):
            problems.append(Problem(node.place, f"the {name} is not a text", "write one sentence", RULE))
    return match.end(), meta or nothing


def _scalars(node: object) -> list[Scalar]:
    """The words of a list, or the one word that stands in the place of a list."""
    nodes = node.items if isinstance(node, Sequence) else [node]
    return [each for each in nodes if isinstance(each, Scalar)]


def _text(node: object) -> str:
    return node.text if isinstance(node, Scalar) else ""


_MARKER = re.compile(r"\{\{|\{%|\{##")
_RAW = "{% raw %}"
_END_OF_RAW = re.compile(r"\{%[-+]?\s*endraw\s*[-+]?%\}")
_END_RAW = "{% endraw %}"
_NAME = re.compile(r"\{\{[ ]*([A-Za-z_][A-Za-z0-9_]*)\([ ]*")
_ARGUMENT = re.compile(
    r"(?:(?P<name>[a-z_][a-z0-9_]*)[ ]*=[ ]*)?"
    r'(?:"(?P<double>[^"\\{}\n]*)"|\'(?P<single>[^\'\\{}\n]*)\''
    r"|(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?)|(?P<boolean>true|false))"
    r"(?=[ ]*[,)])[ ]*"
)
_COMMA = re.compile(r",[ ]*")
_END = re.compile(r"\)[ ]*\}\}")


def _calls(text: str, start: int, lines: _Lines, raw: list[str], problems: list[Problem]) -> Iterator[Call]:
    """Every macro call after `start`; what stands raw goes to `raw`, and all else that Jinja would read is refused."""

    def refuse(offset: int, what: str, hint: str) -> None:
        problems.append(Problem(lines.place(offset), what, hint, RULE))

    at = start
    while marker := _MARKER.search(text, at):
        here = marker.start()
        at = marker.end()
        if marker[0] == "{##":
            refuse(here, "'{##' starts a comment of the macro language", "write <!-- … -->, or remove it")
            continue
        if text.startswith(_RAW, here):
            end = _END_OF_RAW.search(text, here)
            if not end:
                refuse(here, "'{% raw %}' has no end", "close it with {% endraw %}")
                return
            if end[0] != _END_RAW:
                refuse(end.start(), f"{end[0]!r}", "write {% endraw %}")
            raw.append(text[here + len(_RAW) : end.start()])
            at = end.end()
            continue
        if marker[0] == "{%":
            refuse(
                here,
                f"{_excerpt(text, here)!r} is a command of the macro language",
                "notes only call macros; put {% raw %} … {% endraw %} around text that needs '{%'",
            )
            continue
        call, end_ = _call(text, here, lines, refuse)
        if call:
            at = end_
            yield call


def _call(text: str, here: int, lines: _Lines, refuse: Callable[[int, str, str], None]) -> tuple[Call | None, int]:
    """The call that starts at `here`, and where it ends."""
    general = (
        'write a macro\'s name and literal arguments, as in {{ fact("lambda.timeout_max") }}; '
        "put {% raw %} … {% endraw %} around text that needs '{{'"
    )
    name = _NAME.match(text, here)
    if not name:
        refuse(here, f"{_excerpt(text, here)!r} is not a macro call", general)
        return None, 0
    macro = name[1]
    if macro not in MACROS:
        near = closest(macro, list(MACROS))
        refuse(
            name.start(1), f"no macro {macro!r}", f"did you mean {near!r}?" if near else "one of " + ", ".join(MACROS)
        )
        return None, 0
    positions = _POSITIONS[macro]
    found: dict[str, Literal] = {}
    places: dict[str, Place] = {}
    at = name.end()
    while not (end := _END.match(text, at)):
        if found:
            comma = _COMMA.match(text, at)
            if not comma:
                refuse(at, f"{_excerpt(text, at)!r} where a comma or the end is expected", general)
                return None, 0
            at = comma.end()
        argument = _ARGUMENT.match(text, at)
        if not argument:
            refuse(
                at,
                f"{_excerpt(text, at)!r} is not a literal argument",
                "write a text in quotes, a number, or true or false; no names, filters or operators",
            )
            return None, 0
        parameter = argument["name"] or (positions[len(found)] if len(found) < len(positions) else "")
        if not parameter or (parameter not in positions and macro != "worked"):
            refuse(
                at,
                f"{macro}() takes no {'argument ' + repr(parameter) if parameter else 'further argument'}",
                "it takes " + (", ".join(positions) or "none"),
            )
            return None, 0
        if parameter in found:
            refuse(at, f"argument {parameter!r} stands twice", "keep one of them")
            return None, 0
        found[parameter] = _literal(argument)
        places[parameter] = lines.place(argument.start(argument.lastgroup))
        at = argument.end()
    for parameter in MACROS[macro]:
        if parameter.required and parameter.name not in found:
            refuse(here, f"{macro}() without its {parameter.of}", f'write {{{{ {macro}("…") }}}}')
            return None, 0
    return Call(macro, found, lines.place(here), places, here, end.end()), end.end()


def _literal(argument: re.Match[str]) -> Literal:
    if argument["number"] is not None:
        return float(argument["number"]) if "." in argument["number"] else int(argument["number"])
    if argument["boolean"] is not None:
        return argument["boolean"] == "true"
    return argument["double"] if argument["double"] is not None else argument["single"]


def _excerpt(text: str, at: int) -> str:
    """The offending text, to the end of the marker or line, at most 40 characters."""
    line = text[at : at + 41].partition("\n")[0]  # not to the end of the text: there may be very many of them
    ends = [line.find(sign) + 2 for sign in ("}}", "%}") if sign in line]
    piece = line[: min(ends)] if ends else line
    return piece if len(piece) <= 40 else piece[:39] + "…"


_FENCE = re.compile(r"[ ]*(?:`{3,}|~{3,})")
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t#]*$")


def _headings(text: str, start: int, lines: _Lines) -> Iterator[Heading]:
    """The headings outside code blocks."""
    fence = ""
    offset = start
    for line in text[start:].splitlines(keepends=True):
        first = line[0]
        if first in "`~ " and (opened := _FENCE.match(line)):
            mark = opened[0].strip()
            if not fence:
                fence = mark
            elif mark == fence and not line.strip().strip(mark[0]):
                fence = ""
        elif first == "#" and not fence and (heading := _HEADING.match(line.rstrip("\r\n"))):
            yield Heading(len(heading[1]), re.sub(r"\s*\{.*\}$", "", heading[2]), lines.place(offset))
        offset += len(line)
