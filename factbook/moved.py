"""Pages that have moved: where they stood, and where they are now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from factbook.facts import Place, Problem
from factbook.facts.disk import read_mapping
from factbook.facts.strict_yaml import Scalar

FILE = "data/moved.yaml"
RULE = "moved"


@dataclass(frozen=True, slots=True)
class Move:
    """An old page and the new one, both below docs/, with their places."""

    old: str
    new: str
    old_place: Place
    new_place: Place


def load(root: Path) -> tuple[dict[str, Move], list[Problem], dict[str, str]]:
    """The moves by the old page, what is wrong with their file, and its text by its path."""
    tree, problems, texts = read_mapping(root, FILE)
    moves = {}
    for old, node in tree.entries.items():
        place = tree.keys[old]
        if isinstance(node, Scalar) and old.endswith(".md") and node.text.endswith(".md"):
            moves[old] = Move(old, node.text, place, node.place)
        else:
            problems.append(Problem(place, f"{old!r} does not lead from page to page", "write old.md: new.md", RULE))
    return moves, problems, texts
