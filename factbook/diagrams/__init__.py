"""Diagrams: data/diagrams/*.yaml read, filled with facts, and drawn as SVG.

A file says what is in a picture, never where it stands or how it looks: so all of them speak one visual
language, and an author needs neither a drawing program nor the language of one.
"""

from factbook.diagrams.drawing import CannotDraw, Picture, draw
from factbook.diagrams.files import FOLDER, MACROS, Diagram, load

__all__ = ["FOLDER", "MACROS", "CannotDraw", "Diagram", "Picture", "draw", "load"]
