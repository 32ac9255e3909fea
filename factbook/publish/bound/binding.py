"""Everything that is read without a network, made from the built site, and then written: all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from factbook import mend, pages
from factbook.book import Book
from factbook.facts import Place, Problem
from factbook.phrases import counted
from factbook.publish import files
from factbook.publish.bound import archive, chapters, downloads, paper, volume
from factbook.publish.bound.downloads import Download
from factbook.settings import Settings

PDF_A4, PDF_LETTER, EPUB, ARCHIVE = pages.DOWNLOADS


def bind(
    site: Path,
    book: Book,
    settings: Settings,
    cache: Path | None,
    say: Callable[[str], None],
    *,
    book_too: bool,
    in_volumes: bool = False,
) -> dict[str, Download]:
    """Make and write the files; without `book_too` only the archive. On paper the book is one file, or has a volume for each
    section of the navigation. Raises paper.NotLaidOut and paper.Missing.
    """
    html = files.pages_of(site)
    made: dict[str, Download] = {}
    if book_too:
        made |= _books(site, html, book, settings, cache, say, in_volumes=in_volumes)
    here = html.get(downloads.PAGE, "")
    online = "../" * downloads.PAGE.count("/")
    changed = {downloads.PAGE: downloads.filled(here, made, settings.url)} if here else {}
    say("archive of the site")
    made[ARCHIVE] = Download(archive.archive(site, book.today, settings, changed), book.today)
    page = {downloads.PAGE: downloads.filled(here, made, online)} if here else {}
    mend.write(site, {name: each.data for name, each in made.items()} | page)
    return made


def _books(
    site: Path,
    html: dict[str, str],
    book: Book,
    settings: Settings,
    cache: Path | None,
    say: Callable[[str], None],
    *,
    in_volumes: bool,
) -> dict[str, Download]:
    """The book for each paper and for e-readers."""
    paper.weasyprint()
    there = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    found, problems = chapters.chapters(html, there, book, settings)
    if problems:
        raise paper.NotLaidOut(problems)
    sections = volume.sections(found) if in_volumes else [""]
    say(
        f"book of {len(found)} chapters; those that changed are laid out, and all of them the first time, which takes minutes"
    )
    papers = (paper.A4, paper.LETTER)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        jobs = [
            pool.submit(paper.pdf, document, site, each, cache and cache / volume.slug(section))
            for section, document in volume.documents(found, sections, book, settings)
            for each in papers
        ]
        from factbook.publish.bound import ebook

        electronic = ebook.epub_file(found, book, settings, site)
        try:
            printed = [job.result() for job in jobs]
        except BrokenProcessPool as error:
            what = "the process that lays out the book was ended from outside"
            hint = "it needs about 1 GB of memory for each size of paper: free some, then run the same command again"
            raise paper.NotLaidOut([Problem(Place(PDF_A4), what, hint)]) from error
    made: dict[str, Download] = {}
    for size, name, done in zip(papers, (PDF_A4, PDF_LETTER), (printed[::2], printed[1::2]), strict=True):
        say(
            f"{size.name}: {counted(sum(each.laid_out for each in done), 'part')} laid out, {sum(each.kept for each in done)} kept"
        )
        for section, each in zip(sections, done, strict=True):
            made[volume.file_name(name, section)] = Download(each.data, book.today, name if section else "", section)
    return made | {EPUB: Download(electronic, book.today)}
