"""Where things are on the site: pages, rows of facts, and the files that are published beside the pages.

Addresses here are relative to the site's own, without a slash before them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from factbook.facts import Fact

KIND_PAGES = {
    "limit": "limits",
    "default": "defaults",
    "retention": "retention",
    "price": "prices",
    "list": "lists",
    "rule": "rules",
}
"""The reference page on which each kind of fact has its row."""

EDITIONS = "editions.md"
"""The page that says for each edition of the book what has changed since."""

DOWNLOAD = "download.md"
"""The page that offers the book and the archive of the site."""

ERRORS = "reference/errors.md"
"""The page that lists the errors of all services."""

CHANGES = "reference/changes.md"
"""The page that lists what AWS changed."""

DOWNLOADS = {
    "aws-developer-notes.pdf": ("Book, A4", "PDF for A4 paper and screens"),
    "aws-developer-notes-letter.pdf": ("Book, US Letter", "PDF for US Letter paper"),
    "aws-developer-notes.epub": ("E-book", "EPUB for phones and e-readers"),
    "site-offline.zip": (
        "The site",
        "archive of the whole site, search included: unpack it, and open index.html in it",
    ),
}
"""The files to download, each with its name for people and what it is for."""

SEARCH = "search-index.js"
"""The index that the search reads."""

PUBLISHED = {
    "api/v1/facts.json": "every fact with source, evidence, date and past",
    "api/v1/services.json": "the services: names, pages, and whether AWS still offers them",
    "api/v1/changes.json": "what AWS changed, newest first, and what is taught by mistake",
    "api/v1/exam.json": "the facts about the exam, and its skills with the pages that treat each",
    "api/v1/errors.json": "the errors that a developer meets, with status, meaning, and whether to try again",
    "facts.csv": "every fact, for spreadsheets",
    "feed.xml": "what AWS changed, as an Atom feed",
    "calendar.ics": "coming dates, as a calendar to subscribe to",
    "llms.txt": "a list of all pages for language models, after llmstxt.org",
    "llms-full.txt": "the text of the notes in one file",
}
"""The files published beside the pages, each with what it has; `published` has those named after services, too."""


def published(services: Iterable[str]) -> dict[str, str]:
    """Every published file but the copies of pages, given the ids of the services; each with what it has."""
    found = dict(PUBLISHED)
    found |= {f"api/v1/facts/{id_}.json": f"the facts of {id_}, in the form of facts.json" for id_ in services}
    for path in PUBLISHED:
        if path.endswith(".json"):
            found[path.replace(".json", ".schema.json")] = f"JSON Schema of {PurePosixPath(path).name}"
    return found


def reference(fact: Fact) -> str:
    """The page below docs/ on which a fact has its row."""
    return f"reference/{KIND_PAGES[fact.kind]}.md"


def address(page: str, anchor: str = "", *, directories: bool = True) -> str:
    """The address of a page that is given below docs/: "compute/lambda.md" is at "compute/lambda/"."""
    target = page.removesuffix(".md")
    if directories:
        target = "" if target == "index" else target.removesuffix("/index") + "/"
    else:
        target += ".html"
    return target + (f"#{anchor}" if anchor else "")


def row(fact: Fact) -> str:
    """The address of a fact's row in the reference."""
    return address(reference(fact), fact.id)
