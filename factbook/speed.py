"""What `make bench` measured last, as the tables of docs/contribute/speed.md."""

from __future__ import annotations

import json
from typing import Any

RESULTS = "benchmarks/results.json"
"""Where the measuring leaves its results, by path."""


def tables(text: str) -> str:
    """The tables, from the text of the results: every ratio, and what a reader gets."""
    found = json.loads(text)
    said = f"Measured on {found['day']}, with Python {found['python']} on {found['processors']} processors."
    return "\n\n".join([said, _table(_ratios(found["rows"])), _table(_reader(found["reader"]))])


def _ratios(rows: list[dict[str, Any]]) -> list[list[str]]:
    lines = [["What", "Here", "Held against", "Its figure", "Ratio", "Bar", "MB here", "MB there"]]
    for row in rows:
        here, other = row["here"] or {}, row["other"] or {}
        lines.append(
            [
                _capital(row["what"]),
                f"{row['value']:.1f}",
                row["by"],
                f"{row['by_value']:.1f}",
                _judged(row["value"], row["by_value"], row["bar"]),
                "" if row["bar"] is None else f"{row['bar']:.2f}",
                *(f"{each['memory']:.0f}" if each else "" for each in (here, other)),
            ]
        )
    return lines


def _reader(rows: list[dict[str, Any]]) -> list[list[str]]:
    lines = [["For the reader", "Here", "Stock Material", "Ratio", "Bar"]]
    for row in rows:
        bar = "" if row["bar"] is None else f"{row['bar']:.2f}"
        ratio = _judged(row["here"], row["stock"], row["bar"]) if row["stock"] else ""
        lines.append([_capital(row["what"]), f"{row['here']:.1f}", f"{row['stock']:.1f}", ratio, bar])
    return lines


def _judged(value: float, by: float, bar: float | None) -> str:
    ratio = f"{value / by:.2f}"
    return f"**{ratio}, over**" if bar is not None and value / by > bar else ratio


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _table(lines: list[list[str]]) -> str:
    head, *rows = lines
    marks = ["---", *("---" if name == "Held against" else "---:" for name in head[1:])]
    return "\n".join("|" + "".join(f" {cell} |" if cell else " |" for cell in line) for line in (head, marks, *rows))
