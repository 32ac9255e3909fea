"""One style sheet and one script of our own for each page instead of many: a first visit asks for less, and text is painted sooner.

The files stand side by side in `overrides/`, each about one thing; what pages name one after the other is joined here, in the same order.
What else is said there of the same parts of a page, around its article, is in `frame.py`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from factbook.publish import frame

_FOLDERS = {"css": "assets/stylesheets/", "js": "assets/javascripts/"}
_STYLES = re.compile(r'(?:<link rel="stylesheet" href="[^"]*assets/stylesheets/[a-z]+\.css">\s*){2,}')
_SCRIPTS = re.compile(r'(?:<script src="[^"]*assets/javascripts/[a-z]+\.js" defer></script>\s*){2,}')
_NAMED = re.compile(r'(?:href|src)="([^"]*)assets/(?:stylesheets|javascripts)/([a-z]+)\.')


class Joined:
    """Joins them page by page; `files` are the joined files by their paths. `read` gives the text of a file by its path below the site."""

    def __init__(self, read: Callable[[str], str]) -> None:
        self.files: dict[str, str] = {}
        self._read = read
        self._paths: dict[tuple[str, ...], str] = {}

    def page(self, text: str) -> str:
        """A page that names the joined files."""
        # Style sheets are named in the head, scripts after the article: what is between them is most of the page.
        head, main = text.find("</head>"), text.rfind("</article>")
        if head < 0:
            return text
        foot = max(head, main)
        article = max(head, text.find("<article", head))
        styles = _STYLES.sub(lambda match: self._join(match, "css"), text[:head])
        scripts = _SCRIPTS.sub(lambda match: self._join(match, "js"), text[foot:])
        return styles + frame.above(text, head, article) + text[article:foot] + frame.below(scripts)

    def _join(self, match: re.Match[str], kind: str) -> str:
        named = _NAMED.findall(match[0])
        address = named[0][0] + self._path(kind, *(name for _, name in named))
        return (
            f'<link rel="stylesheet" href="{address}">\n'
            if kind == "css"
            else f'<script src="{address}" defer fetchpriority="low"></script>\n'
        )

    def _path(self, kind: str, *names: str) -> str:
        """Where the files with these names stand as one. Most pages name the same."""
        path = self._paths.get((kind, *names))
        if path is None:
            text = "\n".join(self._read(f"{_FOLDERS[kind]}{name}.{kind}") for name in names)
            path = f"{_FOLDERS[kind]}notes-{hashlib.sha256(text.encode()).hexdigest()[:8]}.{kind}"
            self.files[path] = text
            self._paths[kind, *names] = path
        return path
