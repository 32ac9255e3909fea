"""Arithmetic over facts: exact, with units, and never evaluated as code."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from factbook.facts.units import NONE, Dimension, Unit, dimension

MAX_LENGTH = 200
MAX_PART = 10**100
"""No numerator or denominator is larger: facts derived from each other could double its length again and again."""

_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_ID = re.compile(r"(?<![\w.])[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*(?![\w.])")


class CannotDerive(ValueError):
    """An expression that cannot be read or computed; `column` counts from 0 in its text."""

    def __init__(self, message: str, column: int = 0) -> None:
        super().__init__(message)
        self.column = column


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount in base units, and of what it is."""

    number: Fraction
    dimension: Dimension = ()

    def said_in(self, unit: Unit) -> Fraction:
        """The number of `unit`s. Raises CannotDerive when the dimensions differ."""
        if self.dimension != unit.dimension:
            raise CannotDerive(f"the result is in {_say(self.dimension)}, not in {unit.name or 'a bare number'}")
        return self.number / unit.factor


def references(expression: str) -> list[tuple[str, int]]:
    """The fact ids in an expression, each with its column from 0. Raises CannotDerive when unreadable."""
    _check(_parse(expression), expression)
    return [(match[0], match.start()) for match in _ID.finditer(expression)]


def compute(expression: str, look_up: Callable[[str, int], Quantity]) -> Quantity:
    """The quantity that an expression comes to.

    `look_up` gives the quantity of a fact id that stands at a column. Raises
    CannotDerive when units do not fit, something is divided by zero, or the
    expression is not arithmetic.
    """
    return _compute(_parse(expression), expression, look_up)


def _parse(expression: str) -> ast.expr:
    """The syntax tree, in which a name stands for the id at its column: ids such as lambda.x are no Python."""
    if len(expression) > MAX_LENGTH:
        raise CannotDerive(f"longer than {MAX_LENGTH} characters")
    if not expression.isascii():
        raise CannotDerive("only plain letters, digits and signs are allowed")
    names = _ID.sub(lambda match: "x" * len(match[0]), expression)
    try:
        return ast.parse(names, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        column = getattr(error, "offset", None) or 1
        raise CannotDerive("not arithmetic", column - 1) from None


def _check(node: ast.expr, expression: str) -> None:
    for part in _operands(node, expression):
        _check(part, expression)


def _operands(node: ast.expr, expression: str) -> list[ast.expr]:
    """The parts of a node; anything that is not arithmetic is refused."""
    if isinstance(node, ast.Constant):
        if not _NUMBER.fullmatch(ast.get_source_segment(expression, node) or ""):
            raise CannotDerive(f"{node.value!r} is not a plain decimal number", node.col_offset)
        return []
    if isinstance(node, ast.Name):
        if not _ID.match(expression, node.col_offset):
            raise CannotDerive(f"{node.id!r} is not a fact id: ids are written service.key", node.col_offset)
        return []
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div):
        return [node.left, node.right]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return [node.operand]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("ceil", "floor"):
        if len(node.args) == 1 and not node.keywords:
            return [node.args[0]]
        raise CannotDerive(f"{node.func.id}() takes one operand", node.col_offset)
    raise CannotDerive("only ids, numbers, + - * / ( ) ceil() and floor() are allowed", node.col_offset)


def _compute(node: ast.expr, expression: str, look_up: Callable[[str, int], Quantity]) -> Quantity:
    found = _computed(node, expression, look_up)
    if max(abs(found.number.numerator), found.number.denominator) > MAX_PART:
        raise CannotDerive("a number too long for any use", node.col_offset)
    return found


def _computed(node: ast.expr, expression: str, look_up: Callable[[str, int], Quantity]) -> Quantity:
    parts = [_compute(part, expression, look_up) for part in _operands(node, expression)]
    if isinstance(node, ast.Name):
        match = _ID.match(expression, node.col_offset)
        assert match
        return look_up(match[0], node.col_offset)
    if isinstance(node, ast.Constant):
        return Quantity(Fraction(ast.get_source_segment(expression, node) or "0"))
    if isinstance(node, ast.UnaryOp):
        return Quantity(-parts[0].number, parts[0].dimension)
    if isinstance(node, ast.Call):
        round_ = math.ceil if node.func.id == "ceil" else math.floor
        return Quantity(Fraction(round_(parts[0].number)), parts[0].dimension)
    left, right = parts
    if isinstance(node.op, ast.Add | ast.Sub):
        if left.dimension != right.dimension:
            raise CannotDerive(f"{_say(left.dimension)} and {_say(right.dimension)} do not add up", node.col_offset)
        sum_ = left.number + right.number if isinstance(node.op, ast.Add) else left.number - right.number
        return Quantity(sum_, left.dimension)
    sign = 1 if isinstance(node.op, ast.Mult) else -1
    if sign == -1 and right.number == 0:
        raise CannotDerive("division by zero", node.col_offset)
    powers = dict(left.dimension)
    for name, power in right.dimension:
        powers[name] = powers.get(name, 0) + sign * power
    number = left.number * right.number if sign == 1 else left.number / right.number
    return Quantity(number, dimension(powers))


def _say(of: Dimension) -> str:
    if of == NONE.dimension:
        return "a bare number"
    above = " × ".join(name + (f"^{power}" if power > 1 else "") for name, power in of if power > 0)
    below = " × ".join(name + (f"^{-power}" if power < -1 else "") for name, power in of if power < 0)
    return f"{above or '1'} per {below}" if below else above
