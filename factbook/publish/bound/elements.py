"""Small moves on trees of elements, in which text belongs to the element before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element, SubElement

import tinyhtml5

SVG = "{http://www.w3.org/2000/svg}"


def article(html: str) -> Element | None:
    """The article of a built page; None for a page that has none."""
    start, end = html.find("<article"), html.rfind("</article>")
    if start < 0 or end < start:
        return None
    return tinyhtml5.parse(html[start:end] + "</article>", namespace_html_elements=False).find("body/article")


def new(tag: str, text: str = "", /, *children: Element, **attributes: str) -> Element:
    """An element with text and then children; `class_` stands for class, `data_x` for data-x."""
    element = Element(tag, {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()})
    element.text = text
    element.extend(children)
    return element


def added(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """A new last child of an element."""
    element = SubElement(parent, tag, {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()})
    element.text = text
    return element


def classes(element: Element) -> list[str]:
    """The classes of an element."""
    return element.get("class", "").split()


def text(element: Element) -> str:
    """All text in an element, blanks as one."""
    return " ".join("".join(element.itertext()).split())


def changed(element: Element, change: Callable[[Element], Element | None]) -> Element | None:
    """An element after `change`, which came to its children first; None takes one away and leaves the text after it."""
    children = list(element)
    for child in children:
        kept = changed(child, change)
        if kept is None:
            _remove(element, child)
        elif kept is not child:
            kept.tail = child.tail
            element[list(element).index(child)] = kept
    return change(element)


def _remove(parent: Element, child: Element) -> None:
    index = list(parent).index(child)
    if child.tail:
        if index:
            parent[index - 1].tail = (parent[index - 1].tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
    parent.remove(child)


def lines(element: Element, kept: Callable[[Element], bool]) -> list[Element]:
    """What is in an element as one element for each line of its text; of the marks in it those that `kept` accepts."""
    found: list[Element] = []
    open_: list[Element] = []

    def begin() -> None:
        found.append(new("span", class_="line"))
        for index, each in enumerate(open_):
            fresh = Element(each.tag, dict(each.attrib))
            (found[-1] if index == 0 else open_[index - 1]).append(fresh)
            open_[index] = fresh

    def say(data: str | None) -> None:
        for index, part in enumerate((data or "").split("\n")):
            if index:
                begin()
            place = open_[-1] if open_ else found[-1]
            if len(place):
                place[-1].tail = (place[-1].tail or "") + part
            else:
                place.text = (place.text or "") + part

    def walk(each: Element) -> None:
        say(each.text)
        for child in each:
            if kept(child):
                fresh = Element(child.tag, dict(child.attrib))
                (open_[-1] if open_ else found[-1]).append(fresh)
                open_.append(fresh)
                walk(child)
                open_.pop()
            else:
                walk(child)
            say(child.tail)

    begin()
    walk(element)
    while found and not "".join(found[-1].itertext()).strip():
        found.pop()
    return found


def with_class(element: Element, name: str) -> Iterator[Element]:
    """Every element in this one that has a class."""
    return (each for each in element.iter() if name in classes(each))
