"""The files of data/diagrams: each one diagram, its name the diagram's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from factbook.diagrams.forms import FORMS, RULE, Form, Reader
from factbook.facts import Place, Problem
from factbook.facts.disk import read_mapping
from factbook.notes import Call, parse

FOLDER = "data/diagrams"
MACROS = ("fact", "value")
"""The macros that a diagram's texts may call: they write a fact with its unit, or bare."""

_LEAST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Diagram:
    """One diagram: its title, what it shows in sentences, and what is drawn. `calls` are the facts that it names."""

    name: str
    title: str
    text: tuple[str, ...]
    form: Form
    calls: tuple[Call, ...]
    place: Place


def load(root: Path) -> tuple[dict[str, Diagram], list[Problem], dict[str, str]]:
    """Every diagram below `root` by its name, what is wrong with their files, and these files' texts."""
    diagrams: dict[str, Diagram] = {}
    problems: list[Problem] = []
    texts: dict[str, str] = {}
    for file in sorted((root / FOLDER).glob("*.yaml")):
        path = f"{FOLDER}/{file.name}"
        tree, found, more = read_mapping(root, path)
        texts |= more
        before = len(problems)
        problems += found
        if found or path not in more:
            continue
        note = parse(more[path], path)
        problems += note.problems
        for call in note.calls:
            if call.macro not in MACROS:
                hint = "a picture has " + " and ".join(f"{macro}()" for macro in MACROS)
                problems.append(Problem(call.place, f"{call.macro}() in a diagram", hint, RULE))
        reader = Reader(problems)
        parts = reader.fields(tree, Place(path), f"title text {' '.join(FORMS)}", "title text")
        text = tuple(reader.text(item) for item in reader.items(parts.get("text")))
        if "text" in parts and sum(len(each.split()) for each in text) < _LEAST_WORDS:
            reader.refuse(
                parts["text"].place,
                "a text that does not say what the picture shows",
                "say it in sentences, for those who do not see it",
            )
        kinds = [kind for kind in FORMS if kind in parts]
        if len(kinds) != 1:
            reader.refuse(Place(path), f"{len(kinds)} drawings", "one of " + ", ".join(FORMS))
            continue
        form = FORMS[kinds[0]](reader, parts[kinds[0]])
        if len(problems) == before:
            title = reader.text(parts["title"])
            diagrams[file.stem] = Diagram(file.stem, title, text, form, note.calls, Place(path))
    return diagrams, problems, texts
