"""What simple formulas come to, so that programs that do not calculate show numbers too.

Understood: numbers, references, ``+ - * /``, per cent, parentheses, SUM, SUBTOTAL(9|109) and ROUND, exactly, in
decimals. What is not understood has no value; spreadsheets compute it when they open the file.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from itertools import accumulate
from typing import Any

from docgen.ooxml.sheets.cells import number_text
from docgen.ooxml.sheets.formulas import Formula, key, lone_area
from docgen.ooxml.sheets.layout import Interval, Layout, Standing
from docgen.ooxml.shift import Area, Call, Piece

#: Enough digits for sums of money to be exact; the result is rounded to what a spreadsheet keeps.
EXACT = Context(prec=60)
MAX_COLUMNS = 64

#: A node: operation and operands (other nodes, an area, a number).
Node = tuple[Any, ...]


class _NotUnderstood(Exception):
    pass


def understand(pieces: tuple[Piece, ...]) -> Node | None:
    """A formula as a tree; ``None`` where it holds anything else than what this module computes."""
    try:
        return _Reader(pieces).whole()
    except _NotUnderstood:
        return None


class _Reader:
    def __init__(self, pieces: tuple[Piece, ...]) -> None:
        self.pieces = [p for p in pieces if not (isinstance(p, str) and p.isspace())]
        self.at = 0

    def whole(self) -> Node:
        node = self.sum()
        if self.at < len(self.pieces):
            raise _NotUnderstood
        return node

    def accept(self, *texts: str) -> str:
        if self.at < len(self.pieces) and self.pieces[self.at] in texts:
            self.at += 1
            return str(self.pieces[self.at - 1])
        return ""

    def sum(self) -> Node:
        node = self.product()
        while op := self.accept("+", "-"):
            node = (op, node, self.product())
        return node

    def product(self) -> Node:
        node = self.signed()
        while op := self.accept("*", "/"):
            node = (op, node, self.signed())
        return node

    def signed(self) -> Node:
        if op := self.accept("+", "-"):
            return (op, ("number", Decimal(0)), self.signed())
        node = self.primary()
        while self.accept("%"):
            node = ("/", node, ("number", Decimal(100)))
        return node

    def primary(self) -> Node:
        if self.at >= len(self.pieces):
            raise _NotUnderstood
        piece = self.pieces[self.at]
        self.at += 1
        if isinstance(piece, Area):
            if not piece.single:
                raise _NotUnderstood
            return ("cell", piece)
        if isinstance(piece, Call):
            return _call(piece)
        if piece[0] in "0123456789.":
            return ("number", Decimal(piece))
        raise _NotUnderstood


def _call(call: Call) -> Node:
    name = call.name.upper()
    if name == "" and len(call.args) == 1:
        return _Reader(call.args[0]).whole()
    if name == "ROUND" and len(call.args) == 2:
        return ("round", _Reader(call.args[0]).whole(), _Reader(call.args[1]).whole())
    if name == "SUM":
        return ("sum", tuple(("area", a) if (a := lone_area(arg)) else _Reader(arg).whole() for arg in call.args))
    if name == "SUBTOTAL" and call.args and call.args[0] in (("9",), ("109",)):
        found = [lone_area(arg) for arg in call.args[1:]]
        if all(found):
            return ("subtotal", tuple(("area", a) for a in found))
    raise _NotUnderstood


def tree_areas(node: Node) -> list[Area]:
    """The references a tree reads."""
    if node[0] in ("cell", "area"):
        return [node[1]]
    below = node[1] if node[0] in ("sum", "subtotal") else node[1:]
    return [] if node[0] == "number" else [a for child in below for a in tree_areas(child)]


@dataclass(frozen=True, slots=True)
class Planned:
    """A formula with what is known of it.

    Attributes:
        formula: the formula.
        tree: how it is computed, ``None`` where that is not known.
        subtotal: it holds SUBTOTAL, so other subtotals leave it out.
    """

    formula: Formula
    tree: Node | None
    subtotal: bool


def exactly(number: Any) -> Decimal | None:
    """A noted number as it stands in its cell; ``None`` for an empty cell and for numbers that became text."""
    if number is None:
        return None
    exact = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    return exact if number_text(exact) else None


@dataclass
class Figures:
    """The numbers of one filled sheet: column → row → number, and where formulas stand, each in ascending order."""

    numbers: dict[int, dict[int, Any]] = field(default_factory=dict)
    formulas: dict[int, dict[int, tuple[Planned, Standing]]] = field(default_factory=dict)
    sums: dict[int, tuple[list[int], list[Decimal]]] = field(default_factory=dict)
    formula_rows: dict[int, list[int]] = field(default_factory=dict)

    def total(self, column: int, rows: Interval) -> Decimal:
        """The sum of the plain numbers in some rows of a column."""
        if column not in self.sums:
            noted = self.numbers.get(column, {}).items()
            known = [(r, exact) for r, v in noted if (exact := exactly(v)) is not None]
            self.sums[column] = (
                [r for r, _ in known],
                list(accumulate((v for _, v in known), initial=Decimal())),
            )
        where, sums = self.sums[column]
        return sums[bisect_right(where, rows[1])] - sums[bisect_left(where, rows[0])]

    def formulas_in(self, column: int, rows: Interval) -> list[int]:
        """The rows of the formulas in some rows of a column."""
        if column not in self.formula_rows:
            self.formula_rows[column] = list(self.formulas.get(column, {}))
        found = self.formula_rows[column]
        return found[bisect_left(found, rows[0]) : bisect_right(found, rows[1])]


class Calculator:
    """Computes the formulas of a filled workbook.

    Args:
        layouts: the sheets whose rows moved.
        figures: the numbers of every sheet that can be looked into.
    """

    def __init__(self, layouts: Mapping[str, Layout], figures: Mapping[str, Figures]) -> None:
        self.layouts = layouts
        self.figures = figures
        self.known: dict[tuple[str, int, int], Decimal | None] = {}

    def value(self, sheet: str, column: int, row: int) -> Decimal | None:
        """What the formula in a cell comes to; ``None`` where that is not known."""
        place = (key(sheet), column, row)
        if place not in self.known:
            self.known[place] = None  # a circle has no value
            planned, standing = self.figures[place[0]].formulas[column][row]
            # A chain of formulas deeper than Python's stack stays without values.
            with localcontext(EXACT), suppress(RecursionError):
                self.known[place] = self._node(planned.tree, planned.formula, standing) if planned.tree else None
        return self.known[place]

    def _node(self, node: Node, formula: Formula, standing: Standing) -> Decimal | None:
        kind = node[0]
        if kind == "number":
            return Decimal(node[1])
        if kind == "cell":
            return self._cell(node[1], formula, standing)
        if kind in ("sum", "subtotal"):
            parts = [
                self._area(n[1], formula, standing, kind == "subtotal")
                if n[0] == "area"
                else self._node(n, formula, standing)
                for n in node[1]
            ]
            return None if None in parts else sum((p for p in parts if p is not None), Decimal())
        one, two = self._node(node[1], formula, standing), self._node(node[2], formula, standing)
        if one is None or two is None or (kind == "/" and not two):
            return None
        return OPERATIONS[kind](one, two)

    def _cell(self, area: Area, formula: Formula, standing: Standing) -> Decimal | None:
        rows = formula.rows(area, self.layouts, standing, False)
        if not rows:
            return Decimal()
        if rows[0][0] != rows[0][1]:
            return None
        figures = self.figures.get(key(area.sheet or formula.sheet))
        column, row = area.columns[0], rows[0][0]
        if figures is None:
            return None
        if row in figures.formulas.get(column, {}):
            return self.value(area.sheet or formula.sheet, column, row)
        known = figures.numbers.get(column, {})
        if row not in known:
            return None
        return Decimal() if known[row] is None else exactly(known[row])

    def _area(self, area: Area, formula: Formula, standing: Standing, leave_subtotals: bool) -> Decimal | None:
        figures = self.figures.get(key(area.sheet or formula.sheet))
        if figures is None or not area.columns[0] or area.columns[1] - area.columns[0] >= MAX_COLUMNS:
            return None
        total = Decimal()
        for rows in formula.rows(area, self.layouts, standing, True):
            for column in range(area.columns[0], area.columns[1] + 1):
                total += figures.total(column, rows)
                for row in figures.formulas_in(column, rows):
                    if leave_subtotals and figures.formulas[column][row][0].subtotal:
                        continue
                    value = self.value(area.sheet or formula.sheet, column, row)
                    if value is None:
                        return None
                    total += value
        return total


def _round(number: Decimal, digits: Decimal) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-int(digits)), rounding=ROUND_HALF_UP)


OPERATIONS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "round": _round,
}


def value_text(value: Decimal) -> str:
    """A computed number as a sheet stores it, with as many digits as a spreadsheet keeps."""
    return number_text(value) or repr(float(value))
