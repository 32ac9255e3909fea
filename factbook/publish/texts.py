"""The site as text: a Markdown copy beside every page, and two files for language models after llmstxt.org.

`llms.txt` lists the pages in the order of the navigation, each with a link to its Markdown
copy and a sentence. Under "Optional" stand those that a reader of the others can do
without: how the site is made, and the tables that repeat the facts of all services by
kind. `llms-full.txt` has the text of all pages but those.
"""

from __future__ import annotations

from collections.abc import Mapping

from factbook import pages
from factbook.book import Book
from factbook.facts import Fact
from factbook.navigation import Entry
from factbook.notes import Note
from factbook.publish.markdown import Writer
from factbook.publish.records import LICENCE, absolute, credit
from factbook.publish.tree import Element
from factbook.settings import Settings

_OPTIONAL = "Contribute"
"""The section of the navigation that is about the project, not about AWS."""


def beside(path: str) -> str:
    """Where the copy of a page is, by the page's path."""
    return path.removesuffix(".html") + ".md"


def copy(path: str, main: Element, book: Book, settings: Settings) -> str:
    """The Markdown copy of a page, whose article is `main`."""

    def note_of(id_: str) -> str | None:
        fact = book.facts.get(id_)
        return footnote(fact, book) if fact else None

    address = settings.url + path.removesuffix("index.html")
    return _headed(Writer(address, note_of).page(main), address, settings)


def footnote(fact: Fact, book: Book) -> str:
    """A fact in one line: what, value, scope, source, date, past."""
    scope = f", {fact.scope}" if fact.scope else ""
    region = f", in {fact.region}" if fact.region not in ("", "all") else ""
    sources = {fact.source} if fact.source else {book.facts[id_].source for id_ in fact.operands}
    where = ", ".join(f"<{source}>" for source in sorted(sources) if source)
    how = "Computed from facts of" if fact.derive else "Source:"
    past = "".join(f" Until {past.until.iso}: {past.value.plain}." for past in reversed(fact.history))
    note = f" {fact.note}" if fact.note else ""
    return f"{fact.title}: {fact.value.plain}{scope}{region}. {how} {where}, checked {fact.verified}.{past}{note}"


def language_models(texts: Mapping[str, str], book: Book, settings: Settings) -> dict[str, str]:
    """llms.txt and llms-full.txt, from the Markdown copies by their paths."""
    head = (
        f"# {settings.name}\n\n> {settings.description}\n\n"
        f"Facts checked against AWS's documentation; each has its source and the day of the check. "
        f"Licence: {LICENCE['id']}, credit {credit(settings)}. State of {book.today}.\n"
    )
    data = "".join(
        f"- [{path}]({settings.url}{path}): {what}\n"
        for path, what in pages.PUBLISHED.items()
        if not path.startswith("llms")
    )
    sections: dict[str, list[str]] = {}
    full: list[str] = []
    for entry in book.navigation:
        note = book.notes.get(f"docs/{entry.page}")
        copy = f"{pages.address(entry.page)}index.md"
        if note is None or copy not in texts:
            continue
        name = _section(entry, book)
        line = f"- [{_title(note, texts[copy])}]({absolute(settings, copy)})"
        sections.setdefault(name, []).append(line + (f": {note.description}" if note.description else ""))
        if name != "Optional":
            full.append(texts[copy])
    optional = sections.pop("Optional", [])
    blocks = [f"## {name}\n\n" + "\n".join(lines) + "\n" for name, lines in sections.items()]
    blocks.append(f"## Data\n\n{data}")
    if optional:
        blocks.append("## Optional\n\n" + "\n".join(optional) + "\n")
    return {
        "llms.txt": "\n".join([head, *blocks]),
        "llms-full.txt": "\n---\n\n".join([head, *full]),
    }


def _headed(text: str, address: str, settings: Settings) -> str:
    """A page's text with its address below the title."""
    origin = f"<{address}> · {credit(settings)}, {LICENCE['id']}"
    title, end, rest = text.partition("\n")
    return f"{title}\n\n{origin}\n{rest}" if title.startswith("# ") else f"{origin}\n\n{title}{end}{rest}"


def _section(entry: Entry, book: Book) -> str:
    kinds = {f"reference/{page}.md" for page in pages.KIND_PAGES.values()}
    about_macros = any(call.macro == "macro_manual" for call in book.notes[f"docs/{entry.page}"].calls)
    if entry.page in kinds or about_macros or _OPTIONAL in entry.sections:
        return "Optional"
    return entry.sections[0] if entry.sections else "Start"


def _title(note: Note, text: str) -> str:
    heading = text.partition("\n")[0].removeprefix("# ")
    return (note.title or heading).replace("[", "(").replace("]", ")")
