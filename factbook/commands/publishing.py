"""The commands that make files from the built site: data and texts beside its pages, the book, the archive; and that record an edition."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from factbook import editions, mend, settings
from factbook.commands.reading import read_book
from factbook.phrases import counted

_CACHE = Path(".cache") / "book"


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

    bind = commands.add_parser(
        "bind",
        help="make the book and the archive of the built site",
        description="Write into the built site the book as PDF on A4 and US Letter, as EPUB, the site as an archive that works "
        "without a network, and their sizes on the page of downloads. Of the book only what has changed is laid out anew; the rest comes from .cache/book/.",
    )
    bind.add_argument("site", type=Path, help="the folder with the built site")
    bind.add_argument(
        "--book",
        choices=("must", "volumes", "may", "no"),
        default="must",
        help="whether the book must be made, as one or with a volume for each section of the navigation; may be left out where "
        "WeasyPrint or pango is missing; or is not wanted",
    )
    bind.set_defaults(run=_bind)

    edition = commands.add_parser(
        "edition",
        help="record the facts of today as an edition of the book",
        description="Write data/editions/<today>.json: what the page of editions compares with in years to come.",
    )
    edition.set_defaults(run=_edition)


def _publish(root: Path, options: argparse.Namespace) -> int:
    from factbook.publish import files  # a fifth of a second that a check should not wait

    html = files.pages_of(options.site) if options.site.is_dir() else {}
    if not html:
        print(f"factbook: no page in {options.site}: build the site first", file=sys.stderr)
        return 2
    read = read_book(root)
    if read.problems:
        return 1
    about = settings.parse(read.texts.get(settings.FILE, ""))
    # So that what is written beside the files goes away with us.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    done = files.publish(options.site, html, read, about)
    copies, marked = done["copies"], done["marked"]
    print(f"{done['files']} files published, {copies} of them copies of pages; terms marked on {marked} pages")
    return 0


def _bind(root: Path, options: argparse.Namespace) -> int:
    from factbook.publish.bound import binding, paper  # with libraries that no other command should wait for

    if not options.site.is_dir() or not any(options.site.rglob("index.html")):
        print(f"factbook: no page in {options.site}: build the site first", file=sys.stderr)
        return 2
    read = read_book(root)
    if read.problems:
        return 1
    wanted = options.book != "no"
    if wanted:
        try:
            paper.weasyprint()
        except paper.Missing as missing:
            if options.book != "may":
                print(f"factbook: no book: {missing}", file=sys.stderr)
                return 2
            print(f"book: left out, as {missing}")
            wanted = False
    known = settings.parse(read.texts.get(settings.FILE, ""))
    try:
        made = binding.bind(
            options.site,
            read,
            known,
            root / _CACHE,
            lambda what: print(f"bind: {what}", flush=True),
            book_too=wanted,
            in_volumes=options.book == "volumes",
        )
    except paper.NotLaidOut as error:
        for problem in error.problems:
            print(f"{options.site / problem.place.path}: {problem.what}: {problem.hint}", file=sys.stderr)
        print(f"factbook: no book: {counted(len(error.problems), 'problem')}; nothing was written", file=sys.stderr)
        return 1
    for name, each in made.items():
        print(f"bind: {name}, {each.size}")
    return 0


def _edition(root: Path, options: argparse.Namespace) -> int:
    read = read_book(root)
    if read.problems:
        return 1
    path, text = editions.recorded(read.facts, read.today)
    mend.write(root, {path: text})
    print(f"{path}: {counted(len(read.facts), 'fact')}")
    return 0
