"""What the page of downloads says of each file: its size, its day, its checksum."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html import escape

from factbook import pages

_CELL = re.compile(r'(<t[hd][^>]* data-download="([^"]+)"[^>]* data-part="(\w+)"[^>]*>)(.*?)(</t[hd]>)', re.DOTALL)
PAGE = f"{pages.address(pages.DOWNLOAD)}index.html"


@dataclass(frozen=True, slots=True)
class Download:
    """A file that was made; `volume_of` names the file that it is a volume of, and `section` what the volume has."""

    data: bytes
    day: date
    volume_of: str = ""
    section: str = ""

    @property
    def size(self) -> str:
        """Its size as people read it."""
        return _size(len(self.data))

    @property
    def checksum(self) -> str:
        """SHA-256 of its bytes."""
        return hashlib.sha256(self.data).hexdigest()


def _size(count: int) -> str:
    number, unit = (count / 1024**2, "MB") if count >= 1024**2 else (count / 1024, "KB")
    return f"{number:.1f} {unit}"


def filled(html: str, made: Mapping[str, Download], up: str) -> str:
    """The page with its table filled in: a file that came in volumes has a link to each of them, and one that was not made says
    so and has none.
    """

    def cell(match: re.Match[str]) -> str:
        begin, name, part, text, end = match.groups()
        if volumes := {file: each for file, each in made.items() if each.volume_of == name}:
            return begin + _of_volumes(part, text, volumes, up) + end
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


def _of_volumes(part: str, text: str, volumes: Mapping[str, Download], up: str) -> str:
    """What a cell says of all volumes of a book."""
    if part == "name":
        links = (f'<a href="{up}{file}" download>{escape(each.section)}</a>' for file, each in volumes.items())
        return f"{text}, in volumes: {', '.join(links)}"
    if part == "size":
        return _size(sum(len(each.data) for each in volumes.values()))
    if part == "day":
        day = next(iter(volumes.values())).day
        return f'<time datetime="{day}">{day}</time>'
    return " ".join(f"{escape(each.section)} <code>{each.checksum}</code>" for each in volumes.values())
