"""The facts as CSV, for spreadsheets.

It begins with a byte order mark, without which Excel reads the file in an 8-bit
code page and garbles every dash; other spreadsheets and CSV readers skip the mark
(Python's as `utf-8-sig`). Programs are better off with the JSON.

A cell that a spreadsheet would take for a formula gets an apostrophe before it, which
spreadsheets read as "this is text"; numbers are left as they are.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from factbook.publish.records import Record

COLUMNS = (
    "id", "service", "title", "kind", "text", "number", "min", "max", "items", "unit", "scope", "region",
    "adjustable", "source", "evidence", "verified", "since", "was", "note", "row",
)  # fmt: skip

_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_FORMULA = tuple("=+-@\t\r\n")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def sheet(facts: Iterable[Record]) -> str:
    """The records of facts as the text of a CSV file, lines ended as RFC 4180 wants them."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for fact in facts:
        cells = fact["value"] | fact
        cells["items"] = "; ".join(fact["value"]["items"])
        cells["adjustable"] = {True: "yes", False: "no", None: ""}[fact["adjustable"]]
        cells["was"] = "; ".join(f"{past['value']['text']} until {past['until']}" for past in fact["history"])
        row = [cells[name] or "" for name in COLUMNS]
        writer.writerow([inert(cell) if cell.startswith(_FORMULA) else cell for cell in row])
    return _MARK + out.getvalue()


def inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell
