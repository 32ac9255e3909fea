"""The order of the pages: the `nav` of mkdocs.yml, which both generators read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from factbook.facts import Place, Problem

FILE = "mkdocs.yml"
RULE = "navigation"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the navigation: its path below docs/, the titles of the sections above it, and its place."""

    page: str
    sections: tuple[str, ...]
    place: Place


def parse(text: str) -> tuple[tuple[Entry, ...], list[Problem]]:
    """The pages in the order of `nav`; a file that cannot be read is a problem."""
    try:
        root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(FILE, mark.line + 1, mark.column + 1) if mark else Place(FILE)
        return (), [Problem(place, f"not YAML: {getattr(error, 'problem', error)}", "mend the file", RULE)]
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    nav = next((value for key, value in pairs if key.value == "nav"), None)
    return tuple(_entries(nav, ())) if nav is not None else (), []


def _entries(node: yaml.Node, sections: tuple[str, ...]) -> Iterator[Entry]:
    if isinstance(node, yaml.ScalarNode):
        place = Place(FILE, node.start_mark.line + 1, node.start_mark.column + 1)
        if "://" not in node.value:
            yield Entry(node.value, sections, place)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _entries(item, sections)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = sections if isinstance(value, yaml.ScalarNode) else (*sections, key.value)
            yield from _entries(value, inner)
