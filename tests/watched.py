"""A page in a browser in which no script may fail."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, Page


@contextlib.contextmanager
def watched(browser: Browser, **context: Any) -> Iterator[Page]:
    """A page in a context of its own, made as Playwright's new_context() is told; fails at the end when a script has failed."""
    errors: list[str] = []
    with browser.new_context(**context) as made:
        page = made.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        yield page
    assert errors == []
