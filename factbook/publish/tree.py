"""The main part of a built page as a tree of elements, whichever generator built it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_CLOSED_BY = {
    "li": frozenset({"li"}), "dt": frozenset({"dt", "dd"}), "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"tr"}), "td": frozenset({"td", "th"}), "th": frozenset({"td", "th"}),
}  # fmt: skip
"""End tags that HTML lets one leave away: which open elements a start tag ends."""


@dataclass(slots=True)
class Element:
    """A tag with what is inside it, in order: texts and elements."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def has_class(self, name: str) -> bool:
        """Whether `name` is one of its classes."""
        return name in self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        """All text in it, as it is written."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

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


def article(html: str) -> Element | None:
    """The article of a page, or None when it has none."""
    start = html.find("<article")
    end = html.rfind("</article>")
    if start < 0 or end < start:
        return None
    builder = _Builder()
    builder.feed(html[start:end] + "</article>")
    builder.close()
    return builder.root.first("article")


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if self._open[-1].tag in _CLOSED_BY.get(tag, ()):
            self._open.pop()
        element = Element(tag, {name: value or "" for name, value in attributes})
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self._open[1:]):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)
