"""The first use of each term of the glossary on a page, with what it means: a link to the glossary with a tooltip.

It is put into the built pages, so that it works in both generators and nobody marks terms in notes.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Container, Iterable, Mapping
from html import escape

from factbook import pages
from factbook.glossary import Term

GLOSSARY = "reference/glossary.md"
_ALONE = (GLOSSARY, pages.CHANGES, *(f"reference/{page}.md" for page in pages.KIND_PAGES.values()))
_ADDRESSES = (pages.address(GLOSSARY), pages.address(GLOSSARY, directories=False))

_TAG = re.compile(r"<(?:/?([a-zA-Z0-9]++))?+(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+>")
_ARTICLE = re.compile(r"<article\b[^>]*>.*?</article>", re.DOTALL)
_LEFT_ALONE = frozenset(
    "a abbr button code dt figcaption figure h1 h2 h3 h4 h5 h6 kbd label nav pre script style summary svg th time".split()
)
"""Elements whose text stays as it is: links and headings, code, and what is a name already."""

_FILE_NAME = '<span class="filename">'
"""What stands before the name of a code block, which is the name of a file."""

_MARK = re.compile(r'<a class="term"[^>]*><abbr[^>]*>(.*?)</abbr></a>')


def marker(paths: Container[str], glossary: Iterable[Term]) -> Callable[[str, str], str]:
    """What marks the terms in a page, given its path below the site and its text; `paths` are those of all pages.

    Where there is no glossary, nothing is marked. The glossary itself and the tables of all facts are left alone: nobody learns a word there.
    """
    terms = {_key(term.term): term for term in glossary}
    target = next((each for each in _ADDRESSES if _file(each) in paths), None)
    if not terms or target is None:
        return lambda _, text: text
    pattern = _pattern(terms.values())
    directories = target.endswith("/")
    alone = {_file(pages.address(page, directories=directories)) for page in _ALONE}

    def marked(path: str, text: str) -> str:
        if path in alone or not (article := _ARTICLE.search(text)):
            return text
        away = posixpath.relpath("/" + target, "/" + posixpath.dirname(path)) + ("/" if target.endswith("/") else "")
        return text[: article.start()] + _article(article[0], terms, pattern, away) + text[article.end() :]

    return marked


def unmarked(text: str) -> str:
    """A page without its marks, as the generator built it."""
    return _MARK.sub(r"\1", text) if 'class="term"' in text else text


def _file(address: str) -> str:
    """The file that is at an address."""
    return address + "index.html" if address.endswith("/") else address


def _article(text: str, terms: Mapping[str, Term], pattern: re.Pattern[str], away: str) -> str:
    left = dict(terms)
    inside: list[str] = []
    parts: list[str] = []
    done = at = 0

    def mark(match: re.Match[str]) -> str:
        term = left.pop(_key(match["term"]), None)
        if term is None:
            return match[0]
        meaning = f"{term.name}: {term.means}" if term.name else term.means
        return f'<a class="term" href="{away}#{term.anchor}"><abbr title="{escape(meaning)}">{match[0]}</abbr></a>'

    for tag in _TAG.finditer(text):
        if not left:
            break
        start, end = tag.span()
        if at < start and not inside:
            between = text[at:start]
            if between.strip() and not text.endswith(_FILE_NAME, 0, at):
                new = pattern.sub(mark, between)
                if new != between:
                    parts += [text[done:at], new]
                    done = start
        at = end
        name = tag[1]
        if name and name.lower() in _LEFT_ALONE:
            if text[start + 1] == "/":
                if inside and inside[-1] == name:
                    inside.pop()
            elif text[end - 2] != "/":
                inside.append(name)
    return "".join([*parts, text[done:]])


def _pattern(terms: Iterable[Term]) -> re.Pattern[str]:
    """Every term, the longest first. An abbreviation is written in one way; a word may begin a sentence; both have a plural."""
    written = []
    for term in sorted(terms, key=lambda each: -len(each.term)):
        first = term.term[0]
        start = f"[{first.upper()}{first.lower()}]" if term.term.islower() else re.escape(first)
        written.append(start + re.escape(term.term[1:]))
    return re.compile(rf"(?<![\w.-])(?P<term>{'|'.join(written)})(?:e?s)?(?![\w-])")


def _key(term: str) -> str:
    """A term as it is looked up: a word by its small letters, an abbreviation as it is."""
    lower = term[0].lower() + term[1:]
    return lower if lower.islower() else term
