"""Other people's YAML as nodes: CloudFormation templates, mkdocs.yml. Nothing in it is interpreted, nothing built.

PyYAML's constructors raise whatever comes up over tags that do not fit (`!!bool x`),
multiply merge keys without end, and its composer ends the process where brackets are
nested by the ten thousand. None of that can happen to nodes of a bounded depth.
"""

from __future__ import annotations

import yaml

from factbook.facts import Place, Problem

MAX_DEPTH = 100
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class NotYaml(ValueError):
    """A text that is not YAML; `line` and `column` say where, from 1."""

    def __init__(self, what: str, line: int, column: int) -> None:
        super().__init__(what)
        self.line, self.column = line, column

    def at(self, path: str, rule: str) -> Problem:
        """The same as a problem of a file."""
        return Problem(Place(path, self.line, self.column), f"not YAML: {self}", "mend the file", rule)


def documents(text: str) -> list[yaml.Node]:
    """The documents in a text. Raises NotYaml, also for one that is nested too deep."""
    quotes: list[yaml.Mark] = []
    try:
        _bounded(text, quotes)
        return list(yaml.compose_all(text, Loader=_Loader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        if quotes and mark and quotes[-1].line < mark.line:
            what = "the quote that begins here does not end on its line"
            raise NotYaml(what, quotes[-1].line + 1, quotes[-1].column + 1) from None
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise NotYaml(getattr(error, "problem", None) or str(error), line, column) from None


def entries(node: yaml.Node | None) -> dict[str, yaml.Node]:
    """What a mapping has by its keys, as they are written; nothing for another node."""
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}


def _bounded(text: str, quotes: list[yaml.Mark]) -> None:
    """Refuse what is nested too deep; `quotes` gets the beginnings of quoted texts that end on a later line.

    One that was meant to end on its own line swallows what follows up to the next quote, and fails only there.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if (
            isinstance(event, yaml.ScalarEvent)
            and event.style in ("'", '"')
            and event.start_mark.line < event.end_mark.line
        ):
            quotes.append(event.start_mark)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            mark = event.start_mark
            raise NotYaml(f"nested more than {MAX_DEPTH} levels deep", mark.line + 1, mark.column + 1)
