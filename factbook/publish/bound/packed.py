"""Files packed into one, all with the same date, so that the same files make the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from datetime import date
from io import BytesIO


def packed(files: Iterable[tuple[str, bytes]], day: date, *, stored: frozenset[str] = frozenset()) -> bytes:
    """The files in a ZIP archive, in this order; those that are `stored` are not compressed."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name, data in files:
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            made.writestr(entry, data)
    return out.getvalue()
