"""The glossary: abbreviations and words that a note may use without explaining them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from factbook.facts import Place, Problem, closest
from factbook.facts.disk import read_mapping
from factbook.facts.strict_yaml import Mapping, Scalar

FILE = "data/glossary.yaml"
RULE = "glossary"
FIELDS = {
    "name": "what an abbreviation stands for",
    "means": "what it is, in a sentence of ours",
    "page": "the note below docs/ that says more",
}
NEEDED = ("means", "page")


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the glossary. `name` is what it stands for, where it is an abbreviation."""

    term: str
    means: str
    page: str
    place: Place
    name: str = ""

    @property
    def anchor(self) -> str:
        """Its anchor on the glossary's page: its words in lower case, joined by hyphens."""
        return self.term.lower().replace(" ", "-")


def load(root: Path) -> tuple[dict[str, Term], list[Problem], dict[str, str]]:
    """The terms as they are written, what is wrong with their file, and its text by its path."""
    tree, problems, texts = read_mapping(root, FILE)
    terms = {}
    for term, node in tree.entries.items():
        before = len(problems)
        fields = _fields(term, tree.keys[term], node, problems)
        if len(problems) == before:
            terms[term] = Term(term=term, place=tree.keys[term], **fields)
    return terms, problems, texts


def _fields(term: str, place: Place, node: object, problems: list[Problem]) -> dict[str, str]:
    if not isinstance(node, Mapping):
        problems.append(Problem(place, f"{term!r} has no fields", "write means and page below it", RULE))
        return {}
    for name in NEEDED:
        if name not in node.entries:
            problems.append(Problem(place, f"{term!r} has no {name!r}", f"add it: {FIELDS[name]}", RULE))
    fields = {}
    for name, part in node.entries.items():
        if name not in FIELDS:
            near = closest(name, list(FIELDS))
            hint = f"did you mean {near!r}?" if near else "one of " + ", ".join(FIELDS)
            problems.append(Problem(node.keys[name], f"unknown field {name!r}", hint, RULE))
        elif not isinstance(part, Scalar) or not part.text.strip() or "<" in part.text:
            problems.append(Problem(part.place, f"{name!r} is not a plain text", f"write {FIELDS[name]}", RULE))
        else:
            fields[name] = part.text.strip()
    return fields
