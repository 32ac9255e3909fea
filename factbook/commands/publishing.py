"""The command that publishes data, texts, a feed and a calendar beside the built pages."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from factbook import settings
from factbook.commands.reading import read_book
from factbook.publish import files, joined, previews, terms


def add(commands: argparse._SubParsersAction) -> None:
    """Add this command to the parser."""
    publish = commands.add_parser(
        "publish",
        help="write data, Markdown copies, feed and calendar into the built site",
        description="Write into the built site what is made from the facts and from its pages: JSON with schemas, CSV, "
        "Markdown copies, llms.txt, an Atom feed and a calendar. Set SOURCE_DATE_EPOCH for the same bytes every time.",
    )
    publish.add_argument("site", type=Path, help="the folder with the built site")
    publish.set_defaults(run=_publish)


def _publish(root: Path, options: argparse.Namespace) -> int:
    html = files.pages_of(options.site) if options.site.is_dir() else {}
    if not html:
        print(f"factbook: no page in {options.site}: build the site first", file=sys.stderr)
        return 2
    read = read_book(root)
    if read.problems:
        return 1
    about = settings.parse(read.texts.get(settings.FILE, ""))
    made = files.published(html, read, about)
    marked = terms.marked(html, read.glossary.values())
    pages = marked | joined.joined(html | marked, lambda path: (options.site / path).read_text("utf-8"))
    files.write(options.site, made | pages)
    for path, data in previews.previews(read, about).items():
        (options.site / path).parent.mkdir(parents=True, exist_ok=True)
        (options.site / path).write_bytes(data)
    copies = sum(path.endswith(".md") for path in made)
    print(f"{len(made)} files published, {copies} of them copies of pages; terms marked on {len(marked)} pages")
    return 0
