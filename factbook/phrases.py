"""How counts and cells of tables are written, wherever something is listed for people."""

from __future__ import annotations


def counted(number: int, noun: str, none: str = "0") -> str:
    """A number of things: "1 fact", "3 facts"; `none` stands for the number 0."""
    return f"{number or none} {noun}{'' if number == 1 else 's'}"


def cell(text: str) -> str:
    """A text that stays in its cell of a Markdown table, and is no HTML there."""
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
