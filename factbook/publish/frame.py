"""What stands right before and behind the article of a page, made the same whichever generator built it: the themes they bring differ there.

The link past the menus leads to the page's heading, also on the page for an address where nothing is. Screen readers hear the
theme's messages, and nothing of what shades a page behind its menu. No template can say so: the themes have these outside their blocks.
"""

from __future__ import annotations

import re

_TOP = re.compile(
    r'<label class="md-overlay" for="__drawer"[^>]*></label>\s*<div data-md-component="skip">.*?</div>', re.DOTALL
)
_SAME_TOP = """\
<label class="md-overlay" for="__drawer" aria-hidden="true"></label>
<div data-md-component="skip"><a href="#{}" class="md-skip">Skip to content</a></div>"""
_HEADING = re.compile(r'<h1 id="([^"]+)"')
_DIALOG = re.compile(r'(<div class="md-dialog" data-md-component="dialog")[^>]*>')
_SAME_DIALOG = r'\1 role="status" aria-atomic="true">'


def above(text: str, start: int, article: int) -> str:
    """A page from `start` to its article."""
    between = text[start:article]
    heading = _HEADING.search(text, article)
    return _TOP.sub(_SAME_TOP.format(heading[1]), between, 1) if heading else between


def below(text: str) -> str:
    """What follows the article."""
    return _DIALOG.sub(_SAME_DIALOG, text, 1)
