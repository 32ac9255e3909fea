"""Files that are made from the project's own tables: never edited by hand, and held against their source."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from factbook import speed
from factbook.facts import schema
from factbook.facts.fields import FIELDS

SCHEMA = "data/schema/facts.schema.json"
GUIDE = "CONTRIBUTING.md"
SPEED = "docs/contribute/speed.md"
FILES = (SCHEMA, GUIDE, SPEED)
"""The files that are generated, wholly or between marks, by path."""

SOURCES = (speed.RESULTS,)
"""The files that they are made from, besides the code."""

_MARKS = re.compile(r"(<!-- ([a-z]+) table: .*? -->\n).*?(<!-- end of \2 table -->\n)", re.DOTALL)


def made(path: str, text: str, sources: Mapping[str, str]) -> str:
    """What a generated file should be, given what it is and the texts of its sources; the same text for one without marks to fill."""
    if path == SCHEMA:
        return json.dumps(schema.schema(), indent=2, ensure_ascii=False) + "\n"
    tables = {"field": _field_table}
    if speed.RESULTS in sources:
        tables["speed"] = lambda: f"\n{speed.tables(sources[speed.RESULTS])}\n\n"
    return _MARKS.sub(lambda match: match[1] + tables[match[2]]() + match[3] if match[2] in tables else match[0], text)


def _field_table() -> str:
    lines = ["", "| Field | Must | Form | Meaning |", "| --- | --- | --- | --- |"]
    for field in FIELDS:
        must = "yes" if "value" in field.needed else ""
        lines.append(f"| `{field.name}` | {must} | {field.form.value} | {field.meaning} |")
    return "\n".join([*lines, "", ""])
