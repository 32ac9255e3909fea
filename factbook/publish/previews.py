"""A picture for each section of the site, which social networks and chats show beside a link to one of its pages.

It is drawn with the font that Pillow brings along: the same bytes on every machine, and nothing is loaded from anywhere.
"""

from __future__ import annotations

import io
import re

from PIL import Image, ImageDraw, ImageFont

from factbook.book import Book
from factbook.settings import Settings

FOLDER = "assets/previews"
HOME = "home"
"""The name of the picture of pages that stand in no section."""
SIZE = (1200, 630)

_PAPER, _SHEET, _INK, _SOFT, _BRAND = "#fdfcfa", "#f6f4ee", "#1e272c", "#515e65", "#0b6064"
_MARGIN = 96


def previews(book: Book, settings: Settings) -> dict[str, bytes]:
    """The pictures by their paths below the site."""
    sections = dict.fromkeys(entry.sections[0] for entry in book.navigation if entry.sections)
    sheet = _sheet(settings)
    home = _titled(sheet, "Study notes")
    colours = home.quantize(64)  # they are the same in all pictures, and looking for them takes longest
    named = {HOME: home} | {slug(section): _titled(sheet, section) for section in sections}
    return {f"{FOLDER}/{name}.png": _png(image, colours) for name, image in named.items()}


def slug(section: str) -> str:
    """A section's name as the template writes it: small, its words joined by hyphens."""
    return re.sub(" ", "-", section.lower())


def _sheet(settings: Settings) -> Image.Image:
    """What all pictures have in common."""
    image = Image.new("RGB", SIZE, _PAPER)
    draw = ImageDraw.Draw(image)
    width, height = SIZE
    draw.rectangle((0, 0, 24, height), fill=_BRAND)
    draw.rectangle((24, height - 132, width, height), fill=_SHEET)
    _notebook(draw, _MARGIN, 88)
    draw.text((_MARGIN + 104, 120), settings.name, font=_font(44), fill=_BRAND, anchor="lm")
    draw.text((_MARGIN, 424), "Notes for the AWS Certified Developer exam", font=_font(40), fill=_SOFT, anchor="lm")
    said = "Every number with its source and the day it was checked"
    draw.text((_MARGIN, height - 66), said, font=_font(36), fill=_INK, anchor="lm")
    return image


def _titled(sheet: Image.Image, title: str) -> Image.Image:
    image = sheet.copy()
    draw = ImageDraw.Draw(image)
    draw.text((_MARGIN - 4, 316), title, font=_fitting(draw, title, SIZE[0] - 2 * _MARGIN), fill=_INK, anchor="lm")
    return image


def _png(image: Image.Image, colours: Image.Image) -> bytes:
    data = io.BytesIO()
    image.quantize(palette=colours, dither=Image.Dither.NONE).save(data, "PNG")
    return data.getvalue()


def _notebook(draw: ImageDraw.ImageDraw, left: int, top: int) -> None:
    """An open notebook, as in the site's header."""
    draw.rounded_rectangle((left, top, left + 76, top + 64), 8, outline=_BRAND, width=6)
    draw.line((left + 38, top, left + 38, top + 64), fill=_BRAND, width=6)
    for line in (20, 34):
        draw.line((left + 14, top + line, left + 28, top + line), fill=_BRAND, width=5)
    draw.line((left + 48, top + 32, left + 55, top + 40, left + 66, top + 24), fill=_BRAND, width=5, joint="curve")


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.load_default(size)


def _fitting(draw: ImageDraw.ImageDraw, text: str, width: int) -> ImageFont.FreeTypeFont:
    """The largest font in which a text fits."""
    return next(
        (_font(size) for size in range(128, 40, -8) if draw.textlength(text, font=_font(size)) <= width), _font(40)
    )
