"""When Python looks for garbage in circles. Reading the project makes millions of objects that stay, and looking through
them over and over took two fifths of the time.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

_SELDOM = 50_000
"""New objects between two looks, instead of 700: the circles that building a page leaves behind still go after a few pages."""


@contextlib.contextmanager
def kept() -> Iterator[None]:
    """Nothing is looked for inside, and what is made inside is never looked through later."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


def look_seldom() -> None:
    """For a process that builds or checks and then ends."""
    gc.set_threshold(_SELDOM, *gc.get_threshold()[1:])
