"""What the page of downloads says of each file: its size, its day, its checksum."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from factbook import pages

_CELL = re.compile(r'(<t[hd][^>]* data-download="([^"]+)"[^>]* data-part="(\w+)"[^>]*>)(.*?)(</t[hd]>)', re.DOTALL)
PAGE = f"{pages.address(pages.DOWNLOAD)}index.html"


@dataclass(frozen=True, slots=True)
class Download:
    """A file that was made."""

    data: bytes
    day: date

    @property
    def size(self) -> str:
        """Its size as people read it."""
        number, unit = (len(self.data) / 1024**2, "MB") if len(self.data) >= 1024**2 else (len(self.data) / 1024, "KB")
        return f"{number:.1f} {unit}"

    @property
    def checksum(self) -> str:
        """SHA-256 of its bytes."""
        return hashlib.sha256(self.data).hexdigest()


def filled(html: str, made: Mapping[str, Download], up: str) -> str:
    """The page with its table filled in; a file that was not made says so and has no link."""

    def cell(match: re.Match[str]) -> str:
        begin, name, part, text, end = match.groups()
        if name not in made:
            return begin + ("not in this build" if part == "size" else text) + end
        found = made[name]
        say = {
            "name": f'<a href="{up}{name}" download>{text}</a>',
            "size": found.size,
            "day": f'<time datetime="{found.day}">{found.day}</time>',
            "checksum": f"<code>{found.checksum}</code>",
        }
        return begin + say[part] + end

    return _CELL.sub(cell, html)
