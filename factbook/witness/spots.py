"""What every kind of witness says of one place, and that there is no such place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any


class NoSuchPath(LookupError):
    """A path that leads nowhere; says how far it was good."""


class NotAtHand(LookupError):
    """A package that is asked for and is not there; its text is the name of the package."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: its documentation as plain text, its bounds, its enumeration, members and pattern."""

    text: str
    low: float | None = None
    high: float | None = None
    enum: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    pattern: str = ""


def spot_of_schema(node: Any) -> Spot:
    """The spot that a node of a JSON Schema, or of any other JSON, is."""
    if isinstance(node, Mapping):
        return Spot(
            without_markup(str(node.get("description", ""))),
            _first(node, ("minimum", "minLength", "minItems", "minProperties")),
            _first(node, ("maximum", "maxLength", "maxItems", "maxProperties")),
            tuple(map(str, node.get("enum", node.get("enumCaseInsensitive", ())))),
            tuple(node.get("properties", () if "type" in node else node)),
            str(node.get("pattern", "")),
        )
    if isinstance(node, Sequence) and not isinstance(node, str):
        return Spot(", ".join(map(str, node)), enum=tuple(map(str, node)))
    number = node if isinstance(node, int | float) and not isinstance(node, bool) else None
    return Spot(str(node), number, number)


BULLET = "•"


def without_tags(html: str) -> str:
    """Documentation in HTML without its tags, each run of blanks one space; a bullet starts each item of a list."""
    text = re.sub(r"<li\b[^>]*>", f" {BULLET} ", html)
    text = re.sub(r"</?(?:p|li|ul|ol|dl|dt|dd|note|important|br|h\d|pre|div)\b[^>]*>", " ", text)
    text = re.sub(r"<[^>]*>", "", text)
    return re.sub(r"\s+", " ", unescape(text)).strip()


def without_markup(text: str) -> str:
    """Documentation in Markdown or reStructuredText without its signs and addresses, each run of blanks one space."""
    text = re.sub(r"\[([^\][]*)\]\([^()\s]*\)", r"\1", text)
    text = re.sub(r"`([^`<]*)\s<https?://[^>`]*>`_+", r"\1", text)
    return re.sub(r"\s+", " ", re.sub(r"`+|\*\*+", "", text)).strip()


def _first(node: Mapping[str, Any], names: tuple[str, ...]) -> float | None:
    return next((node[name] for name in names if isinstance(node.get(name), int | float)), None)
