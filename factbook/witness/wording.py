"""The text of a web page as a reader sees it, and whether it says some words.

Words are compared, not characters: blanks, quotes, dashes and other signs between
them do not count, nor does case, since copying from a browser changes them all.
Numbers stay whole: "5 seconds" is not found in "15 seconds", nor "1" in "1.5".
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import cached_property
from html.parser import HTMLParser

_BLOCKS = frozenset(
    "address article aside blockquote body br button caption dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol option p pre section summary table tbody tfoot thead "
    "title tr ul".split()
)
_SPACED = frozenset(("td", "th", "sup", "sub"))
_UNSEEN = frozenset(("noscript", "script", "style", "svg", "template"))
_WORD = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)*(?!\d)|\d+(?:\.\d+)*|[^\W\d_]+|[$€£%]")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9])")
_REFRESH = re.compile(r"\s*\d+(?:\.\d*)?\s*[;,]?\s*url\s*=\s*[\"']?\s*(?P<address>[^\"']+)", re.IGNORECASE)
_SHOWN = 40
_CANDIDATES = 8


def words(text: str) -> list[str]:
    """The words and numbers of a text, in one spelling."""
    text = unicodedata.normalize("NFKC", text).replace("\N{SOFT HYPHEN}", "").replace("\N{ZERO WIDTH SPACE}", "")
    return [word.replace(",", "") for word in _WORD.findall(text.casefold())]


class Wording:
    """What an HTML page says. `refresh` is the address that it sends browsers to, if it does."""

    def __init__(self, html: str) -> None:
        reader = _Reader()
        reader.feed(html)
        reader.close()
        self.refresh = reader.refresh
        self.lines = [line for line in (" ".join(line.split()) for line in "".join(reader.parts).split("\n")) if line]

    @cached_property
    def _all(self) -> str:
        return f" {' '.join(words(chr(10).join(self.lines)))} "

    @cached_property
    def _passages(self) -> list[tuple[str, list[str]]]:
        passages = (part for line in self.lines for part in _SENTENCE_END.split(line))
        return [(passage, words(passage)) for passage in dict.fromkeys(passages)]

    @property
    def length(self) -> int:
        """How many words it has."""
        return self._all.count(" ") - 1

    def says(self, evidence: str) -> bool:
        """Whether the words of `evidence` stand on the page, one after the other."""
        wanted = words(evidence)
        return bool(wanted) and f" {' '.join(wanted)} " in self._all

    def nearest(self, evidence: str) -> str:
        """The sentence or table row that reads most like `evidence`, cut to a few lines; empty when none does."""
        wanted = words(evidence)
        kinds = set(wanted)
        shared = sorted(
            ((len(kinds.intersection(found)), -len(found), passage, found) for passage, found in self._passages),
            reverse=True,
        )[:_CANDIDATES]
        best, most = "", 0.0
        for count, _, passage, found in shared:
            if count * 3 < len(kinds):
                continue
            blocks = difflib.SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks()
            likeness = sum(block.size for block in blocks) + 1 / (1 + len(found))
            if likeness > most:
                best, most = passage, likeness
        return _cut(best, kinds)


def _cut(passage: str, kinds: set[str]) -> str:
    """The part of a long passage that has most of the words looked for."""
    parts = passage.split()
    if len(parts) <= _SHOWN:
        return passage
    wanted = [not kinds.isdisjoint(words(part)) for part in parts]
    start = max(range(len(parts) - _SHOWN + 1), key=lambda at: sum(wanted[at : at + _SHOWN]))
    start = min(start + max(0, wanted[start:].index(True) - 5 if any(wanted[start:]) else 0), len(parts) - _SHOWN)
    end = start + _SHOWN
    return ("… " if start else "") + " ".join(parts[start:end]) + (" …" if end < len(parts) else "")


class _Reader(HTMLParser):
    """Collects the text that is seen: a block or a table row a line, cells joined by blanks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.refresh = ""
        self._unseen = 0
        self._tables: list[bool] = []
        """For each open table, whether a row of it is open; HTML lets a row end without saying so."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            self._meta(dict(attrs))
        if tag in _UNSEEN:
            self._unseen += 1
        if tag == "tr" and self._tables:
            self._tables[-1] = False
        self._gap(tag)
        if tag == "tr" and self._tables:
            self._tables[-1] = True
        elif tag == "table":
            self._tables.append(False)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            self._meta(dict(attrs))
        self._gap(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        if tag == "tr" and self._tables:
            self._tables[-1] = False
        elif tag == "table" and self._tables:
            self._tables.pop()
        self._gap(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(re.sub(r"\s", " ", data))

    def _gap(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append(" " if any(self._tables) else "\n")
        elif tag in _SPACED or "-" in tag:
            self.parts.append(" ")

    def _meta(self, attributes: dict[str, str | None]) -> None:
        if (attributes.get("http-equiv") or "").lower() == "refresh" and not self.refresh:
            match = _REFRESH.match(attributes.get("content") or "")
            self.refresh = match["address"].strip() if match else ""
