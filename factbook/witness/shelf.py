"""Pages kept on disk between runs, and how far a run has come.

Each file is written whole or not at all, so a run may be ended at any moment.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

from factbook.mend import write

_RUN = "run.json"
_GOES_ON = timedelta(days=3)
"""A run that was interrupted longer ago than this is begun anew."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was read: `address` is where it was found, `etag` and `modified` tell whether it has changed."""

    address: str
    html: str
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """What became of one address in a run: the address of the page on the shelf, or why there is none."""

    day: date
    page: str = ""
    reason: str = ""
    gone: bool = False


class Shelf:
    """The pages below a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, address: str) -> Page | None:
        """The page kept for an address, or None; a file that cannot be read is none."""
        try:
            page = Page(**json.loads((self.folder / _name(address)).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return page if page.address == address else None

    def put(self, page: Page) -> None:
        """Keep a page in place of the one before."""
        write(self.folder, {_name(page.address): json.dumps(asdict(page), ensure_ascii=False)})


class Run:
    """Which addresses a run has read. One that was interrupted goes on where it stopped."""

    def __init__(self, folder: Path, today: date) -> None:
        self.folder = folder
        self.began = today
        self.reads: dict[str, Read] = {}
        try:
            kept = json.loads((folder / _RUN).read_text("utf-8"))
            began = date.fromisoformat(kept["began"])
            reads = {
                address: Read(date.fromisoformat(each.pop("day")), **each) for address, each in kept["reads"].items()
            }
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return
        if timedelta(0) <= today - began <= _GOES_ON:
            self.began, self.reads = began, reads

    def add(self, address: str, read: Read) -> None:
        """Note what became of an address, on disk at once."""
        self.reads[address] = read
        reads = {address: asdict(each) | {"day": each.day.isoformat()} for address, each in self.reads.items()}
        write(self.folder, {_RUN: json.dumps({"began": self.began.isoformat(), "reads": reads})})

    def end(self) -> None:
        """The run has read everything: the next one begins anew."""
        (self.folder / _RUN).unlink(missing_ok=True)


def _name(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()[:32] + ".json"
