"""Calls written out before the generator looks at a note, and kept from Markdown, which need not read what is HTML already.

mkdocs-macros compiles each note with Jinja, and Python-Markdown reads each tag in it several times over. A call has
literal arguments and its place is known, so it is simply made; and HTML goes where Markdown keeps the HTML of a
code block: a mark stands for it until the end. The page is the same, byte for byte; but a table inside of a box is a
block then, which Markdown alone takes for a paragraph.

Only MkDocs asks for this. Zensical has no such hook and calls the macros itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from factbook.notes import parse
from macros.inline import Asked

_JINJA = re.compile(r"\{[{%]|\{##")
_MARK = re.compile("\ue000([0-9]+)\ue001")
_TAG = re.compile(r"<([a-z][a-z0-9]*)")


class Written(Extension):
    """An extension of Markdown that puts in what macros wrote for the page at hand."""

    def __init__(self) -> None:
        super().__init__()
        self._html: list[str] = []

    def note(self, text: str, macros: Mapping[str, Callable[..., str]]) -> tuple[str, bool]:
        """A note without its front matter, its calls written out, and whether Jinja is done with it.

        What only Jinja can read is left to it, such as text that stands raw.
        """
        self._html.clear()
        found = parse(text, "")
        if found.problems:
            return text, False
        parts, at = [], 0
        for call in found.calls:
            written = macros[call.macro](**call.arguments)
            if not _JINJA.search(written):
                parts += [text[at : call.start], self._kept(written)]
                at = call.end
        done = "".join([*parts, text[at:]])
        return done, not _JINJA.search(done)

    def _kept(self, written: str) -> str:
        """A mark, if all of it is HTML; a macro may also write Markdown."""
        if not (written.startswith("<") and written.endswith(">")) or "\n\n" in written:
            return written
        self._html.append(written)
        return f"\ue000{len(self._html) - 1}\ue001"

    def extendMarkdown(self, md: Markdown) -> None:
        """After the fences have been read (25), before anything looks for HTML (21)."""
        md.preprocessors.register(_PutIn(md, tuple(self._html)), "factbook_written", 22)
        md.treeprocessors.register(Asked(md), "inline", 20)


class _PutIn(Preprocessor):
    """Hands what was kept to Markdown's own store of finished HTML."""

    def __init__(self, md: Markdown, html: tuple[str, ...]) -> None:
        super().__init__(md)
        self._html = html

    def run(self, lines: list[str]) -> list[str]:
        return [_MARK.sub(self._stored, line) if "\ue000" in line else line for line in lines]

    def _stored(self, mark: re.Match[str]) -> str:
        number = int(mark[1])
        if number >= len(self._html):
            return mark[0]
        html = self._html[number]
        tag = _TAG.match(html)
        block = tag and self.md.is_block_level(tag[1])
        return self.md.htmlStash.store(f"{html}\n" if block else html)  # as Markdown keeps what it reads as a block
