"""The book as EPUB 3: the same chapters, without pages; links say the name of a chapter instead of a number."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime, time
from io import BytesIO
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element, tostring

from ebooklib import epub

from factbook.book import Book
from factbook.publish.bound import elements, volume
from factbook.publish.bound.chapters import Chapter
from factbook.publish.bound.elements import added, new
from factbook.publish.bound.packed import packed
from factbook.publish.records import LICENCE, credit
from factbook.settings import Settings

_STYLE = Path(__file__).with_name("style") / "ebook.css"
_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp", ".avif": "image/avif"}
_STORED = frozenset({"mimetype"})
"""What programs look for at the beginning of the file, uncompressed, to know an e-book."""


class _Text(epub.EpubHtml):
    """A text that is written as it is; the library would parse it once more and lose the names of drawings."""

    def get_content(self, default: object = None) -> bytes:
        return self.content


def epub_file(chapters: list[Chapter], book: Book, settings: Settings, site: Path) -> bytes:
    """The book as EPUB. Changes the chapters' links: nothing else can be made of them afterwards."""
    which = volume.imprint(book, settings)
    made = epub.EpubBook()
    made.set_identifier(which.url)
    made.set_title(which.title)
    made.set_language("en")
    made.add_author(credit(settings))
    made.add_metadata("DC", "description", settings.description)
    made.add_metadata("DC", "date", book.today.isoformat())
    made.add_metadata("DC", "rights", f"{LICENCE['id']}, {LICENCE['url']}")
    style = epub.EpubItem("style", "style.css", "text/css", _STYLE.read_bytes())
    made.add_item(style)

    parts = [
        ("cover", "Cover", volume.cover(which, book)),
        ("about-this-book", "How to read this book", volume.how_to_read(which, settings)),
    ]
    for number, chapter in enumerate(chapters, start=1):
        parts.append((chapter.key, chapter.title, volume.chapter_section(chapter, number, part=False)))
    parts.append(("facts-index", "Index of facts by service", volume.facts_index(chapters, book)))
    parts.append(("terms-index", "Index of terms", volume.terms_index(chapters, book)))
    _lead([part for _, _, part in parts], {key: title for key, title, _ in parts})

    texts = {}
    for key, title, part in parts:
        text = _Text(uid=f"text-{key}", file_name=f"{key}.xhtml", title=title, lang="en", content=_xhtml(title, part))
        if any(each.tag in ("svg", f"{elements.SVG}svg") for each in part.iter()):
            text.properties.append("svg")
        made.add_item(text)
        texts[key] = text
    for name in sorted({each.get("src", "") for _, _, part in parts for each in part.iter("img")}):
        kind = _TYPES[PurePosixPath(name).suffix]
        made.add_item(epub.EpubItem(f"picture-{name.replace('/', '-')}", name, kind, (site / name).read_bytes()))

    made.toc = _toc(chapters, texts)
    made.add_item(epub.EpubNcx())
    made.add_item(epub.EpubNav())
    made.spine = [texts["cover"], texts["about-this-book"], "nav", *(texts[key] for key, _, _ in parts[2:])]
    out = BytesIO()
    epub.write_epub(out, made, {"mtime": datetime.combine(book.today, time(), UTC)})
    with zipfile.ZipFile(out) as written:  # with the time of the clock at each file
        return packed([(name, written.read(name)) for name in written.namelist()], book.today, stored=_STORED)


def _toc(chapters: list[Chapter], texts: dict[str, epub.EpubHtml]) -> list[object]:
    """Parts with their chapters."""
    found: list[object] = [texts["about-this-book"]]
    for chapter in chapters:
        if not chapter.section:
            found.append(texts[chapter.key])
            continue
        if not (isinstance(found[-1], tuple) and found[-1][0].title == chapter.section):
            found.append((epub.Section(chapter.section, href=f"{chapter.key}.xhtml"), []))
        found[-1][1].append(texts[chapter.key])
    return [*found, texts["facts-index"], texts["terms-index"]]


def _lead(parts: list[Element], titles: dict[str, str]) -> None:
    """Lead links from file to file; give those that are a page number on paper the name of the chapter."""
    files = {}
    for part, key in zip(parts, titles, strict=True):
        files |= {id_: key for each in part.iter() if (id_ := each.get("id"))}
        files[key] = key
    for part, here in zip(parts, titles, strict=True):
        for link in part.iter("a"):
            href = link.get("href", "")
            if not href.startswith("#"):
                continue
            there = files[href[1:]]
            link.set("href", href if there == here else f"{there}.xhtml{href}")
            if "page" in elements.classes(link):
                link.text = titles[there]


def _xhtml(title: str, part: Element) -> bytes:
    root = new("html", xmlns="http://www.w3.org/1999/xhtml", lang="en")
    root.set("xml:lang", "en")
    head = added(root, "head")
    added(head, "title", title)
    added(head, "link", rel="stylesheet", type="text/css", href="style.css")
    added(root, "body").append(part)
    for element in root.iter():
        if element.tag.startswith("{"):
            element.tag = element.tag.rpartition("}")[2]
            if element.tag == "svg":
                element.set("xmlns", elements.SVG[1:-1])
    return b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n' + tostring(root, "utf-8", xml_declaration=False)
