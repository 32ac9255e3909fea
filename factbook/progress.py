"""How far a long command is: a bar that stays on its line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import re
import shutil
from typing import TextIO

_COUNTED = re.compile(r"(?P<done>\d+)/(?P<all>[1-9]\d*) (?P<what>.*)")
_BAR = 24


class Progress:
    """Says lines; one that starts with number/total becomes a bar where `stream` is a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self._bar = stream.isatty()

    def __call__(self, line: str) -> None:
        """Show a line in place of the one before."""
        if not self._bar:
            print(line, file=self.stream, flush=True)
            return
        counted = _COUNTED.fullmatch(line)
        if counted:
            full = _BAR * int(counted["done"]) // int(counted["all"])
            line = f"[{'#' * full}{'.' * (_BAR - full)}] {line}"
        width = shutil.get_terminal_size().columns - 1
        self.stream.write(f"\r\x1b[K{line[:width]}")
        self.stream.flush()

    def done(self) -> None:
        """Leave the line of a bar empty."""
        if self._bar:
            self.stream.write("\r\x1b[K")
            self.stream.flush()
