"""The book of every so manieth chapter, from the built pages to the PDF, with nothing kept: what is held against WeasyPrint alone."""

from __future__ import annotations

import sys
from pathlib import Path

from factbook import book, settings
from factbook.clock import today
from factbook.publish import files
from factbook.publish.bound import chapters, paper, volume


def html(project: Path, site: Path, part: int) -> str:
    """Every `part`th chapter of a project's book as HTML, from its built and published site."""
    read = book.load(project, today())
    known = settings.parse(read.texts[settings.FILE])
    there = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    found, _ = chapters.chapters(files.pages_of(site), there, read, known)
    return volume.document(chapters.excerpt(found, {chapter.key for chapter in found[::part]}), read, known)


if __name__ == "__main__":
    site, part = Path(sys.argv[1]).resolve(), int(sys.argv[2])
    made = paper.pdf(html(Path.cwd(), site, part), site, paper.A4, None)
    (site / f"part-{part}.pdf").write_bytes(made.data)
