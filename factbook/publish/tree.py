"""The main part of a built page as a tree of elements, whichever generator built it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass(slots=True)
class Element:
    """A tag with what is inside it, in order: texts and elements."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> Sequence[str]:
        """Its classes, in order."""
        written = self.attributes.get("class")
        return _split(written) if written else ()

    def has_class(self, name: str) -> bool:
        """Whether `name` is one of its classes."""
        return name in self.classes

    @property
    def text(self) -> str:
        """All text in it, as it is written."""
        children = self.children
        if len(children) == 1 and type(children[0]) is str:
            return children[0]
        return "".join([child if type(child) is str else child.text for child in children])

    def first(self, *tags: str) -> Element | None:
        """The first element in it, at any depth, with one of these tags."""
        for child in self.children:
            if isinstance(child, Element):
                if child.tag in tags:
                    return child
                if found := child.first(*tags):
                    return found
        return None

    def all(self, *tags: str) -> list[Element]:
        """Every element in it, at any depth, with one of these tags."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                found += [child] if child.tag in tags else []
                found += child.all(*tags)
        return found


_split = lru_cache(maxsize=4096)(str.split)


def article(html: str) -> Element | None:
    """The article of a page, or None when it has none."""
    start = html.find("<article")
    end = html.rfind("</article>")
    if start < 0 or end < start:
        return None
    parser = etree.HTMLParser(target=_Builder(), huge_tree=True)
    parser.feed(html[start:end] + "</article>")
    return parser.close().first("article")


class _Builder:
    """What libxml2 hands the parts of a page to. Its HTML is older than `wbr`, so elements without an end are kept here."""

    def __init__(self) -> None:
        self._open = [Element("")]
        self._text: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._text:
            self._write()
        element = Element(tag, attributes, [])
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def end(self, tag: str) -> None:
        if self._text:
            self._write()
        if tag not in _VOID:
            self._open.pop()

    def data(self, text: str) -> None:
        self._text.append(text)

    def comment(self, text: str) -> None:
        """Nothing that a reader sees."""

    def close(self) -> Element:
        """All of it, and let go of it: the parser and this hold each other for longer."""
        if self._text:
            self._write()
        return self._open.pop(0)

    def _write(self) -> None:
        text = self._text
        self._open[-1].children.append(text[0] if len(text) == 1 else "".join(text))
        text.clear()
