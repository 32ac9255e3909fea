"""A built page as Markdown: its text for language models, and for people who read or quote plain text.

It is made from the built page, not from the note: so whatever a macro writes is in it,
each thing is said once, and both generators give the same. Each fact becomes a footnote
with its source and date. Links are whole addresses, so that the text may be taken elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from urllib.parse import urljoin

from factbook.publish.tree import Element

_LEFT_OUT = frozenset("button form nav script style svg template".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_TITLES = frozenset({"admonition-title", "worked-title"})
_BESIDE = frozenset({"fact-note", "fact-derived", "fact-history"})
_LEFT_OUT_CLASSES = frozenset("headerlink md-content__button md-source-file".split())
_BLOCKS = frozenset(
    "address article aside blockquote details div dl dd dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr li main ol p pre section summary table ul".split()
)
_SAID = {"glance-status": "Status", "worked-result": "Answer"}
"""What the page shows by colour and size, and text has to say."""
_KINDS = frozenset("trap warning tip danger".split())
_SHORT = 50
_LEAD = re.compile(r"^(?:([#>+-])(?=\s|$)|(\d+)([.)])(?=\s|$))")
_SIGNS = re.compile(r"[\\`*\[\]<]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)|~(?=~)")
_ANY_SIGN = re.compile(r"[\\`*\[\]<_&~]")
_END_OF_LINE = re.compile(r"[ \t]*\n[ \t]*")
_BLANKS = re.compile(r"[ ]{2,}")


class Writer:
    """Writes one page. `note_of` gives the text of a fact's footnote, or None for an unknown id."""

    def __init__(self, address: str, note_of: Callable[[str], str | None]) -> None:
        self._address = address
        self._note_of = note_of
        self._notes: dict[str, str] = {}

    def page(self, article: Element) -> str:
        """The whole page, footnotes at its end."""
        parts = self._blocks(article)
        if self._notes:
            parts.append("\n".join(f"[^{id_}]: {text}" for id_, text in self._notes.items()))
        return "\n\n".join(parts) + "\n"

    def _blocks(self, element: Element) -> list[str]:
        """What is inside an element, block by block; loose text between blocks is a paragraph."""
        found: list[str] = []
        loose: list[Element | str] = []
        for child in element.children:
            if type(child) is str:
                loose.append(child)
            elif _left_out(child):
                continue
            elif child.tag in _BLOCKS or _has_block(child):
                if loose and (text := self._paragraph(loose)):
                    found.append(text)
                loose.clear()
                found += self._block(child)
            else:
                loose.append(child)
        if loose and (text := self._paragraph(loose)):
            found.append(text)
        return found

    def _block(self, element: Element) -> list[str]:
        tag, classes = element.tag, element.classes
        if tag in _HEADINGS:
            return [f"{'#' * int(tag[1])} {self._inline(element.children, notes=False)}"]
        if tag == "summary" or not _TITLES.isdisjoint(classes):
            return [f"**{self._inline(element.children)}**"]
        for name, word in _SAID.items():
            if name in classes:
                return [f"{word}: {self._inline(element.children)}"]
        if tag == "pre" or "highlight" in classes:
            return [_code(element)]
        if tag in ("ul", "ol"):
            return [self._list(element)]
        if tag == "dl":
            return [self._definitions(element)]
        if tag == "table":
            caption = _child(element, "caption")
            return [*([f"**{self._inline(caption.children)}**"] if caption else []), self._table(element)]
        if tag == "hr":
            return ["---"]
        if tag in ("blockquote", "details", "aside") or "admonition" in classes:
            return [self._aside(element)]
        if "tabbed-set" in classes:
            return self._tabs(element)
        return self._blocks(element)

    def _aside(self, element: Element) -> str:
        """A box beside the text, as a quote; a trap says that it is one."""
        parts = self._blocks(element)
        kind = next((name for name in element.classes if name in _KINDS), "")
        if kind and parts and parts[0].startswith("**"):
            parts[0] = f"**{kind.capitalize()}: {parts[0].removeprefix('**')}"
        return _prefixed("\n\n".join(parts), "> ", "> ")

    def _list(self, element: Element) -> str:
        items = [child for child in element.children if isinstance(child, Element) and child.tag == "li"]
        number = int(element.attributes.get("start") or 1)
        lines, loose = [], False
        for offset, item in enumerate(items):
            mark = f"{number + offset}. " if element.tag == "ol" else "- "
            blocks = self._blocks(item)
            tight = all(block.startswith(("- ", "1. ")) for block in blocks[1:])
            loose = loose or not tight
            lines.append(_prefixed(("\n" if tight else "\n\n").join(blocks), mark, " " * len(mark)))
        return ("\n\n" if loose else "\n").join(lines)

    def _definitions(self, element: Element) -> str:
        """Terms and what they mean: a list, or one line where all of it is short."""
        pairs: list[str] = []
        for each in element.all("dt", "dd"):
            text = " ".join(self._blocks(each))
            if each.tag == "dt":
                pairs.append(f"{text}:")
            elif pairs:
                pairs[-1] += f" {text}"
        short = all(len(pair) < _SHORT for pair in pairs)
        return " · ".join(pairs) if short else "\n".join(f"- {pair}" for pair in pairs)

    def _table(self, element: Element) -> str:
        rows = [
            [self._cell(cell) for cell in row.children if isinstance(cell, Element) and cell.tag in ("td", "th")]
            for row in _rows(element)
        ]
        rows = [row for row in rows if row]
        width = max((len(row) for row in rows), default=0)
        if not width:
            return ""
        head = rows.pop(0) if _child(element, "thead") else [""] * width
        lines = [head, ["---"] * width, *rows]
        return "\n".join("| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in lines)

    def _cell(self, element: Element) -> str:
        text = "<br>".join(self._blocks(element))
        return text.replace("\n", " ").replace("|", "\\|")

    def _tabs(self, element: Element) -> list[str]:
        labels = [label.text.strip() for label in element.all("label")]
        blocks = [block for block in element.all("div") if block.has_class("tabbed-block")]
        found = []
        for label, block in zip(labels, blocks, strict=False):
            found += [f"**{_escaped(label)}**", *self._blocks(block)]
        return found

    def _paragraph(self, nodes: list[Element | str]) -> str:
        text = self._inline(nodes)
        lead = _LEAD.match(text)
        if not lead:
            return text
        return (f"\\{lead[1]}" if lead[1] else f"{lead[2]}\\{lead[3]}") + text[lead.end() :]

    def _inline(self, nodes: list[Element | str], *, notes: bool = True) -> str:
        if len(nodes) == 1 and type(nodes[0]) is str:
            return _escaped(" ".join(nodes[0].split()))
        text = "".join(
            [_escaped(_spaced(node)) if type(node) is str else self._span(node, notes=notes) for node in nodes]
        )
        if "  " in text:
            text = _BLANKS.sub(" ", text)
        return (_END_OF_LINE.sub("\n", text) if "\n" in text else text).strip()

    def _span(self, element: Element, *, notes: bool) -> str:
        if _left_out(element):
            return ""
        tag, attributes = element.tag, element.attributes
        if tag == "br":
            return "<br>"
        if tag == "img":
            return f"![{_escaped(attributes.get('alt', ''))}]({self._to(attributes.get('src', ''))})"
        if tag == "input":
            return "[x] " if "checked" in attributes else "[ ] "
        if tag == "code":
            return _ticked(element.text)
        text = self._inline(element.children, notes=notes)
        whole = element.text
        lead = " " if whole[:1].isspace() else ""
        tail = " " if whole[-1:].isspace() else ""
        if not text:
            return lead
        if tag == "a" and attributes.get("data-fact"):
            return lead + text + (self._note(attributes["data-fact"]) if notes else "") + tail
        if tag == "a" and attributes.get("href"):
            return f"{lead}[{text}]({self._to(attributes['href'])}){tail}"
        classes = element.classes
        if not _BESIDE.isdisjoint(classes):
            return f"{lead} ({text}){tail}"
        if "was" in classes:
            value, when = element.first("s"), element.first("span")
            return f"{lead}{_escaped(value.text if value else '')} ({_escaped(when.text if when else '')}){tail}"
        mark = {"strong": "**", "b": "**", "em": "*", "i": "*", "s": "~~", "del": "~~"}.get(tag, "")
        return f"{lead}{mark}{text}{mark}{tail}"

    def _note(self, id_: str) -> str:
        """The mark of a fact's footnote, which is kept for the end of the page."""
        if id_ not in self._notes:
            text = self._note_of(id_)
            if text is None:
                return ""
            self._notes[id_] = text
        return f"[^{id_}]"

    def _to(self, address: str) -> str:
        whole = _whole("https://aws.amazon.com/" if address.startswith("https://") else self._address, address)
        return whole.replace(" ", "%20").replace("(", "%28").replace(")", "%29")


@lru_cache(maxsize=4096)
def _whole(page: str, address: str) -> str:
    """A whole address as joining writes it: those of sources, and of the pages that tables lead to, come again and again."""
    return urljoin(page, address)


def _child(element: Element, tag: str) -> Element | None:
    """The first element right below it with this tag: in a table of thousands of rows, looking further takes long."""
    return next((child for child in element.children if isinstance(child, Element) and child.tag == tag), None)


def _rows(table: Element) -> Iterator[Element]:
    """The rows of a table, those of its parts among them."""
    for child in table.children:
        if isinstance(child, Element):
            if child.tag == "tr":
                yield child
            elif child.tag in ("thead", "tbody", "tfoot"):
                yield from _rows(child)


def _left_out(element: Element) -> bool:
    if element.tag in _LEFT_OUT:
        return True
    classes = element.classes
    return bool(classes) and not _LEFT_OUT_CLASSES.isdisjoint(classes)


def _has_block(element: Element) -> bool:
    """Whether a block is in it, at any depth."""
    for child in element.children:
        if type(child) is str:
            continue
        if child.tag in _BLOCKS or _has_block(child):
            return True
    return False


def _spaced(text: str) -> str:
    """Text with one blank where there is space of any kind."""
    words = " ".join(text.split())
    return f"{' ' if text[:1].isspace() else ''}{words}{' ' if words and text[-1].isspace() else ''}"


def _code(element: Element) -> str:
    block = element.first("code") or element
    text = block.text.strip("\n")
    classes = f"{element.attributes.get('class', '')} {block.attributes.get('class', '')}"
    language = re.search(r"\blanguage-([\w+#-]+)", classes)
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language[1] if language and language[1] != 'text' else ''}\n{text}\n{fence}"


def _ticked(text: str) -> str:
    text = re.sub(r"\s*\n\s*", " ", text)
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    ticks = "`" * (longest + 1)
    room = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{room}{text}{room}{ticks}"


def _prefixed(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join([first + lines[0], *((rest + line).rstrip() for line in lines[1:])])


def _escaped(text: str) -> str:
    """Text in which Markdown finds nothing to read."""
    return _SIGNS.sub(r"\\\g<0>", text) if _ANY_SIGN.search(text) else text
