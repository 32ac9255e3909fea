"""What else people call a thing: the words that a search looks for, too."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from factbook.facts import Place, Problem
from factbook.facts.disk import read_mapping
from factbook.facts.strict_yaml import Scalar, Sequence

FILE = "data/synonyms.yaml"
RULE = "synonym"


@dataclass(frozen=True, slots=True)
class Synonym:
    """What people type, and the words that our pages use for it, each with its place."""

    typed: str
    place: Place
    meant: dict[str, Place]


def load(root: Path) -> tuple[dict[str, Synonym], list[Problem], dict[str, str]]:
    """The synonyms by what is typed, what is wrong with their file, and its text by its path."""
    tree, problems, texts = read_mapping(root, FILE)
    synonyms = {}
    for typed, node in tree.entries.items():
        place = tree.keys[typed]
        if typed != typed.lower():
            problems.append(
                Problem(place, f"{typed!r} has capitals", "write small letters: the search has no others", RULE)
            )
        elif not isinstance(node, Sequence) or not node.items:
            problems.append(Problem(place, f"{typed!r} has no list", "write what it means, as [one, two]", RULE))
        elif wrong := [part for part in node.items if not isinstance(part, Scalar) or not part.text.strip()]:
            problems += [Problem(part.place, "not a plain text", "write a word or a few", RULE) for part in wrong]
        else:
            synonyms[typed] = Synonym(typed, place, {part.text: part.place for part in node.items})
    return synonyms, problems, texts
