"""Markdown's inline patterns, asked only where they can match.

Python-Markdown tries every pattern on every piece of text, and most of them look at each letter of it. But each has a
sign without which it matches nothing, and most texts have none of the signs: looking for these first gives the same
page for half of the time.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

SIGNS = {
    "backtick": "`",
    "keys-custom": "++",
    "escape": "\\",
    "footnote": "[^",
    "reference": "[",
    "link": "[",
    "image_link": "![",
    "image_reference": "![",
    "short_reference": "[",
    "short_image_ref": "![",
    "autolink": "<",
    "automail": "<",
    "linebreak": "  \n",
    "html": "<",
    "entity": "&",
    "keys": "++",
}
"""What is in each text that a pattern of this name matches. A pattern that is not named here is always asked."""


class Asked(InlineProcessor):
    """Does what it inherits. Were the methods that it builds on to be renamed, it would do that as slowly as before."""

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Markdown sorts its patterns only when it is asked for them, once all extensions have added theirs."""
        signs = {self.inlinePatterns[name]: sign for name, sign in SIGNS.items() if name in self.inlinePatterns}
        self._asked = [(signs.get(each, ""), place, each) for place, each in enumerate(self.inlinePatterns)]
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString):
            return data
        for sign, place, pattern in self._asked:
            if place < patternIndex or sign not in data:
                continue
            at, matched = 0, True
            while matched:
                data, matched, at = self._InlineProcessor__applyPattern(pattern, data, place, at)
        return data
