"""The order of the pages: the `nav` of mkdocs.yml, which both generators read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from factbook import yaml_nodes
from factbook.facts import Place, Problem

FILE = "mkdocs.yml"
RULE = "navigation"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the navigation: its path below docs/, the titles of the sections above it, its place, and its own title."""

    page: str
    sections: tuple[str, ...]
    place: Place
    title: str = ""


def parse(text: str) -> tuple[tuple[Entry, ...], list[Problem]]:
    """The pages in the order of `nav`; a file that cannot be read is a problem."""
    try:
        found = yaml_nodes.documents(text)
    except yaml_nodes.NotYaml as error:
        return (), [error.at(FILE, RULE)]
    nav = yaml_nodes.entries(found[0]).get("nav") if found else None
    return tuple(_entries(nav, ())) if nav is not None else (), []


def _entries(node: yaml.Node, sections: tuple[str, ...], title: str = "") -> Iterator[Entry]:
    if isinstance(node, yaml.ScalarNode):
        place = Place(FILE, node.start_mark.line + 1, node.start_mark.column + 1)
        if "://" not in node.value:
            yield Entry(node.value, sections, place, title)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _entries(item, sections)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = sections if isinstance(value, yaml.ScalarNode) else (*sections, key.value)
            yield from _entries(value, inner, key.value)
