"""Files that are made from the project's own tables: never edited by hand, and held against their source."""

from __future__ import annotations

import json
import re

from factbook.facts import schema
from factbook.facts.fields import FIELDS

SCHEMA = "data/schema/facts.schema.json"
GUIDE = "CONTRIBUTING.md"
FILES = (SCHEMA, GUIDE)
"""The files that are generated, wholly or between marks, by path."""

_MARKS = re.compile(r"(<!-- field table: .*? -->\n).*?(<!-- end of field table -->\n)", re.DOTALL)


def made(path: str, text: str) -> str:
    """What a generated file should be, given what it is; the same text for one without marks to fill."""
    if path == SCHEMA:
        return json.dumps(schema.schema(), indent=2, ensure_ascii=False) + "\n"
    return _MARKS.sub(lambda match: match[1] + _field_table() + match[2], text)


def _field_table() -> str:
    lines = ["", "| Field | Must | Form | Meaning |", "| --- | --- | --- | --- |"]
    for field in FIELDS:
        must = "yes" if "value" in field.needed else ""
        lines.append(f"| `{field.name}` | {must} | {field.form.value} | {field.meaning} |")
    return "\n".join([*lines, "", ""])
