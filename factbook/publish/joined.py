"""One style sheet and one script of our own for each page instead of many: a first visit asks for less, and text is painted sooner.

The files stand side by side in `overrides/`, each about one thing; what pages name one after the other is joined here, in the same order.
What else is said there of the same parts of a page, around its article, is in `frame.py`.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable, Mapping

from factbook.publish import frame

_FOLDERS = {"css": "assets/stylesheets/", "js": "assets/javascripts/"}
_STYLES = re.compile(r'(?:<link rel="stylesheet" href="[^"]*assets/stylesheets/[a-z]+\.css">\s*){2,}')
_SCRIPTS = re.compile(r'(?:<script src="[^"]*assets/javascripts/[a-z]+\.js" defer></script>\s*){2,}')
_NAMED = re.compile(r'(?:href|src)="([^"]*)assets/(?:stylesheets|javascripts)/([a-z]+)\.')


def joined(html: Mapping[str, str], read: Callable[[str], str]) -> dict[str, str]:
    """The changed pages and the joined files, by their paths; `read` gives the text of a file by its path below the site."""
    found: dict[str, str] = {}
    read = functools.cache(read)

    def join(match: re.Match[str], kind: str) -> str:
        named = _NAMED.findall(match[0])
        text = "\n".join(read(f"{_FOLDERS[kind]}{name}.{kind}") for _, name in named)
        path = f"{_FOLDERS[kind]}notes-{hashlib.sha256(text.encode()).hexdigest()[:8]}.{kind}"
        found[path] = text
        address = named[0][0] + path
        return (
            f'<link rel="stylesheet" href="{address}">\n'
            if kind == "css"
            else f'<script src="{address}" defer></script>\n'
        )

    for path, text in html.items():
        # Style sheets are named in the head, scripts after the article: what is between them is most of the page.
        head, main = text.find("</head>"), text.rfind("</article>")
        foot = max(head, main)
        article = max(head, text.find("<article", head))
        styles = _STYLES.sub(lambda match: join(match, "css"), text[:head])
        scripts = _SCRIPTS.sub(lambda match: join(match, "js"), text[foot:])
        new = styles + frame.above(text, head, article) + text[article:foot] + frame.below(scripts)
        if head >= 0 and new != text:
            found[path] = new
    return found
