"""Facts: what AWS states, each with its unit, source, evidence, date and past.

Usable alone: `load(root)` reads data/facts/ and needs nothing else of the project.
"""

from factbook.facts.fact import Fact, Facts, Mistake, Move, PartialDate, Past, Witness
from factbook.facts.files import load, load_contents, parse
from factbook.facts.problems import Edit, Place, Problem, closest
from factbook.facts.units import Unit, UnknownUnit, parse_unit
from factbook.facts.values import Amount, Choices, Span, Value, Words, bare, in_unit

__all__ = [
    "Amount",
    "Choices",
    "Edit",
    "Fact",
    "Facts",
    "Mistake",
    "Move",
    "PartialDate",
    "Past",
    "Place",
    "Problem",
    "Span",
    "Unit",
    "UnknownUnit",
    "Value",
    "Witness",
    "Words",
    "bare",
    "closest",
    "in_unit",
    "load",
    "load_contents",
    "parse",
    "parse_unit",
]
