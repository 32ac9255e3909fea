"""The parts of the book put together as one PDF: pages, page numbers, heads and feet, fonts, places, outline and tags."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO
from typing import Any

import pydyf
from weasyprint.pdf.anchors import add_outlines

from factbook.publish.bound.laid_out import Font, Part
from factbook.publish.bound.pieces import FIRST, FONTS, ROOT, Pieces, number_of, renumbered

_SCALE = 0.75
"""How many points a pixel of a style has."""
_TAGGED = re.compile(rb"/\w+\n<</MCID \d+>>\nBDC")
_COPIED = ("Lang", "ViewerPreferences", "MarkInfo")


@dataclass(frozen=True, slots=True)
class Running:
    """Heads and feet, each on a page of its own; and what a book has once: its fonts, and what its file says of itself."""

    part: Part
    document: Any
    catalog: dict[str, Any]
    info: dict[str, Any]
    once: list[bytes]
    """The objects of fonts and metadata; these two come first."""


def running(part: Part, document: Any, pdf: Any) -> Running:
    """What is in a PDF of WeasyPrint's that has a head and foot on each page."""
    resources = pdf.objects[number_of(pdf.objects[pdf.pages["Kids"][0]]["Resources"])]
    pieces = Pieces(pdf.objects, {}, [])
    for reference in (resources["Font"], pdf.catalog["Metadata"]):
        pieces.own(reference)
    return Running(part, document, dict(pdf.catalog), dict(pdf.info), list(pieces.asked_for()))


def once(fonts: Iterable[Font]) -> list[Font]:
    """Each font once, with all that is used of it anywhere."""
    found: dict[str, Font] = {}
    texts: dict[str, dict[int, str]] = {}
    widths: dict[str, dict[int, int]] = {}
    for font in fonts:
        found.setdefault(font.name, font)
        texts[font.name] = dict(font.texts) | texts.get(font.name, {})
        widths[font.name] = dict(font.widths) | widths.get(font.name, {})
    return [
        replace(font, texts=sorted(texts[name].items()), widths=sorted(widths[name].items()))
        for name, font in found.items()
    ]


class _Object(pydyf.Object):
    """An object whose bytes are known."""

    data = b""
    compressible = True

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.data = data
        self.compressible = b"\nstream\n" not in data


class _Packed(pydyf.Stream):
    """A stream that is compressed once, not for writing and again for the hash of the file."""

    @cached_property
    def data(self) -> bytes:
        """Its bytes in the PDF."""
        return super().data


class _Book(pydyf.PDF):
    """A PDF that does not list all of its pages once for every entry of the outline."""

    page_references: Sequence[bytes] = ()

    def add_object(self, object_: pydyf.Object) -> None:
        """Add an object; the stream of all small objects, which is made while writing, takes longest."""
        super().add_object(object_)
        if type(object_) is pydyf.Stream:
            object_.__class__ = _Packed


def _stream(data: bytes) -> bytes:
    packed = zlib.compress(data, 9)
    return b"<</Length %d/Filter /FlateDecode>>\nstream\n%s\nendstream" % (len(packed), packed)


def assembled(parts: list[Part], heads: list[list[int | None]], around: Running, identifier: bytes) -> bytes:
    """The book as PDF; `heads` has for each page of each part the page of `around` with its head and foot."""
    made = _Assembly(parts, heads, around)
    out = BytesIO()
    made.pdf.write(out, b"1.7", identifier, compress=True)
    return out.getvalue()


def places_of(parts: Iterable[Part]) -> dict[str, int]:
    """The page of each anchor of the book, from 1 on; of two with one name that of the first."""
    found: dict[str, int] = {}
    before = 1
    for part in parts:
        for name, (page, _, _) in part.places.items():
            found.setdefault(name, before + page)
        before += len(part.sheets)
    return found


class _Assembly:
    """A PDF while it is put together."""

    def __init__(self, parts: list[Part], heads: list[list[int | None]], around: Running) -> None:
        self.pdf = _Book()
        self._around = around
        self._numbers = places_of(parts)
        self._fonts, metadata = self._once()
        self._tree = pydyf.Dictionary({"Nums": pydyf.Array()})
        self._root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        self._document = pydyf.Dictionary({"Type": "/StructElem", "S": "/Document", "K": pydyf.Array()})
        for each in (self._tree, self._root, self._document):
            self.pdf.add_object(each)
        self._root |= {"ParentTree": self._tree.reference, "K": pydyf.Array([self._document.reference])}
        self._document["P"] = self._root.reference
        self._before = self._add(_stream(b"q"))
        self._names: dict[str, bytes] = {}
        for part, own in zip(parts, heads, strict=True):
            self._part(part, own)
        self._catalog(metadata)
        self._outline(parts)

    def _add(self, data: bytes) -> bytes:
        made = _Object(data)
        self.pdf.add_object(made)
        return made.reference

    def _once(self) -> tuple[bytes, bytes]:
        """Fonts and metadata."""
        start = len(self.pdf.objects) - FIRST
        first = [self._add(renumbered(data, lambda number: start + number)) for data in self._around.once]
        return first[0], first[1]

    def _part(self, part: Part, heads: list[int | None]) -> None:
        """A part: its pages and their objects, which follow each other, and then what is drawn."""
        begins, parents = len(self.pdf.objects), len(self._tree["Nums"]) // 2
        known = {ROOT: self._document.number, FONTS: number_of(self._fonts)}

        def own(data: bytes) -> bytes:
            return renumbered(data, lambda number: known.get(number, begins + number - FIRST), parents)

        count = self.pdf.pages["Count"]
        pages = [_Object(own(sheet.entries)) for sheet in part.sheets]
        for page in pages:
            self.pdf.add_page(page)
        for data in part.objects:
            self._add(own(data))
        states = self._around.part.states | {name: own(each) for name, each in part.states.items()}
        resources = self._add(
            b"<</Font %s/ExtGState %s%s" % (self._fonts, pydyf.Dictionary(states).data, own(part.resources)[2:])
        )
        for index, (sheet, page, head) in enumerate(zip(part.sheets, pages, heads, strict=True)):
            drawn = part.drawn(sheet, lambda target: str(self._numbers.get(target, "")))
            contents = [self._add(_stream(drawn))]
            if head is not None:
                contents = [self._before, *contents, self._add(_stream(self._head(head, count + index + 1)))]
            page.data = b"<<%s/Parent %s/Resources %s/Contents [%s]>>" % (
                page.data, self.pdf.pages.reference, resources, b" ".join(contents),
            )  # fmt: skip
        self._document["K"].append(own(part.tagged)[1:-1])
        for number, data in enumerate(part.parents, start=parents):
            self._tree["Nums"] += [number, own(data)]
        for name, (index, x, y) in part.places.items():
            self._names.setdefault(name, pydyf.Array([pages[index].reference, "/XYZ", x, y, 0]).data)

    def _head(self, number: int, page: int) -> bytes:
        """Head and foot of a page, which are no part of its text."""
        part = self._around.part
        return b"Q\n" + _TAGGED.sub(b"/Artifact\nBMC", part.drawn(part.sheets[number], lambda _: str(page)))

    def _catalog(self, metadata: bytes) -> None:
        names = pydyf.Array(each for name in sorted(self._names) for each in (pydyf.String(name), self._names[name]))
        self.pdf.catalog |= {name: self._around.catalog[name] for name in _COPIED}
        self.pdf.catalog |= {
            "StructTreeRoot": self._root.reference,
            "Metadata": metadata,
            "Names": pydyf.Dictionary({"Dests": pydyf.Dictionary({"Names": names})}),
        }
        self.pdf.info |= self._around.info

    def _outline(self, parts: list[Part]) -> None:
        sheets = [sheet for part in parts for sheet in part.sheets]
        entries = self._around.document.copy(sheets).make_bookmark_tree(_SCALE, transform_pages=True)
        self.pdf.page_references = pydyf.PDF.page_references.fget(self.pdf)
        add_outlines(self.pdf, entries)
