"""Formulas as spreadsheets store them, cut into pieces: references that can be moved, calls, everything else as text.

Source: ECMA-376 part 1, 18.17 (formulas, A1 style, English function names). Only what moving rows needs is understood;
the rest is kept letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384

TOKEN = re.compile(
    r"""
    (?P<text>"(?:[^"]|"")*")
  | (?P<error>\#(?:REF!|DIV/0!|N/A|NAME\?|NULL!|NUM!|VALUE!|SPILL!|CALC!|GETTING_DATA))
  | (?P<sheet>(?:'(?:[^']|'')*'|(?:\[[0-9]+\])?[\w.]+(?::[\w.]+)?)!)
  | (?P<cell>\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Za-z]{1,3}\$?[0-9]{1,7})?)(?![\w.(!\[])
  | (?P<rows>\$?[0-9]{1,7}:\$?[0-9]{1,7})(?![\w.(!\[])
  | (?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})(?![\w.(!\[])
  | (?P<call>[^\W\d][\w.]*\()
  | (?P<name>[^\W\d][\w.\\?]*)
  | (?P<number>[0-9]+(?:\.[0-9]*)?(?:[Ee][+-]?[0-9]+)?|\.[0-9]+(?:[Ee][+-]?[0-9]+)?)
  | (?P<bracket>\[(?:[^\[\]]|\[[^\[\]]*\])*\])
  | (?P<space>\s+)
  | (?P<op><>|<=|>=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
CORNER = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})")


def column_number(letters: str) -> int:
    """The number of a column from 1."""
    number = 0
    for char in letters.upper():
        number = number * 26 + ord(char) - 64
    return number


def column_letters(number: int) -> str:
    """The letters of a column from its number."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Area:
    """A reference to cells.

    Attributes:
        prefix: sheet as written, with the exclamation mark; empty for the formula's own sheet.
        sheet: name of that sheet, empty for the own one.
        columns: first and last column from 1; both 0 where whole rows are meant.
        rows: first and last row.
        fixed: which of first column, first row, last column, last row carry a ``$``.
        single: one cell, written without a colon.
    """

    prefix: str
    sheet: str
    columns: tuple[int, int]
    rows: tuple[int, int]
    fixed: tuple[bool, bool, bool, bool]
    single: bool = False

    def show(self, first: int, last: int) -> str:
        """The reference with other rows."""
        one, two = self._corner(0, first), self._corner(1, last)
        return self.prefix + (one if self.single and first == last else f"{one}:{two}")

    def _corner(self, which: int, row: int) -> str:
        column, fixed = self.columns[which], self.fixed[2 * which : 2 * which + 2]
        letters = ("$" if fixed[0] else "") + column_letters(column) if column else ""
        return f"{letters}{'$' if fixed[1] else ''}{row}"

    def __str__(self) -> str:
        return self.show(*self.rows)

    def plain(self) -> str:
        """The reference without its sheet and without ``$``, as messages show it."""
        return replace(self, prefix="", fixed=(False,) * 4).show(*self.rows)


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments, or an expression in parentheses (``name`` is empty)."""

    name: str
    args: tuple[tuple[Piece, ...], ...]


Piece = str | Area | Call


def parse_area(text: str, prefix: str = "", sheet: str = "") -> Area | None:
    """Read ``A1``, ``$A$1:B2`` or ``1:3``; ``None`` where it is no reference to rows of a sheet."""
    corners = text.split(":")
    single = len(corners) == 1
    if all(c.lstrip("$").isdigit() for c in corners) and not single:
        rows = [int(c.lstrip("$")) for c in corners]
        fixed = (False, corners[0].startswith("$"), False, corners[1].startswith("$"))
        columns = [0, 0]
    else:
        found = [CORNER.fullmatch(c) for c in corners]
        if len(found) > 2 or not all(found):
            return None
        one, two = found[0], found[-1]
        assert one and two
        columns = [column_number(one[2]), column_number(two[2])]
        rows = [int(one[4]), int(two[4])]
        fixed = (bool(one[1]), bool(one[3]), bool(two[1]), bool(two[3]))
        if columns[0] > columns[1]:
            columns.reverse()
            fixed = (fixed[2], fixed[1], fixed[0], fixed[3])
        if max(columns) > MAX_COLUMN:
            return None
    if rows[0] > rows[1]:
        rows.reverse()
        fixed = (fixed[0], fixed[3], fixed[2], fixed[1])
    if min(rows) < 1 or max(rows) > MAX_ROW:
        return None
    return Area(prefix, sheet, (columns[0], columns[1]), (rows[0], rows[1]), fixed, single)


def sheet_name(prefix: str) -> str:
    """The name of the sheet in ``'a''b'!``."""
    bare = prefix[:-1]
    return bare[1:-1].replace("''", "'") if bare.startswith("'") else bare


class _Reader:
    def __init__(self, text: str) -> None:
        self.tokens = [(m.lastgroup or "", m.group()) for m in TOKEN.finditer(text)]
        self.at = 0

    def pieces(self, inside: bool) -> tuple[tuple[Piece, ...], ...]:
        """Arguments up to the closing parenthesis; outside of any, the whole formula as one."""
        args: list[list[Piece]] = [[]]
        braces = 0
        while self.at < len(self.tokens):
            kind, text = self.tokens[self.at]
            self.at += 1
            if text == ")" and inside:
                return tuple(tuple(a) for a in args)
            braces += (text == "{") - (text == "}")
            if kind == "call" or text == "(":
                args[-1].append(Call(text[:-1], self.pieces(True)))
            elif text == "," and inside and not braces:
                args.append([])
            else:
                args[-1].append(self.piece(kind, text))
        if inside:
            raise ValueError("unbalanced parentheses")
        return tuple(tuple(a) for a in args)

    def piece(self, kind: str, text: str) -> Piece:
        """A reference or a text."""
        if kind == "sheet" and self.at < len(self.tokens):
            next_kind, next_text = self.tokens[self.at]
            if next_kind in ("cell", "rows", "columns", "name", "error"):
                self.at += 1
                return parse_area(next_text, text, sheet_name(text)) or text + next_text
        if kind in ("cell", "rows"):
            return parse_area(text) or text
        return text


def parse_formula(text: str) -> tuple[Piece, ...]:
    """Cut a formula (without ``=``) into pieces.

    Raises:
        ValueError: parentheses do not match.
    """
    return _Reader(text).pieces(False)[0]


def write(pieces: tuple[Piece, ...], area: Callable[[Area], str] = str) -> str:
    """Pieces as a formula again; ``area`` writes the references."""
    out: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            out.append(piece)
        elif isinstance(piece, Area):
            out.append(area(piece))
        else:
            out.append(f"{piece.name}({','.join(write(a, area) for a in piece.args)})")
    return "".join(out)


def areas(pieces: tuple[Piece, ...]) -> Iterator[Area]:
    """All references of a formula."""
    for piece in pieces:
        if isinstance(piece, Area):
            yield piece
        elif isinstance(piece, Call):
            for arg in piece.args:
                yield from areas(arg)


def calls(pieces: tuple[Piece, ...]) -> Iterator[Call]:
    """All calls of a formula, outer ones first."""
    for piece in pieces:
        if isinstance(piece, Call):
            yield piece
            for arg in piece.args:
                yield from calls(arg)


def translated(text: str, rows: int, columns: int) -> str:
    """A shared formula as it reads in another cell of its group: references without ``$`` move along."""

    def move(area: Area) -> str:
        shift = (columns, rows, columns, rows)
        c1, r1, c2, r2 = (
            v if fixed else v + by
            for v, fixed, by in zip(
                (area.columns[0], area.rows[0], area.columns[1], area.rows[1]), area.fixed, shift, strict=True
            )
        )
        if not area.columns[0]:
            c1 = c2 = 0
        if min(r1, r2) < 1 or (area.columns[0] and min(c1, c2) < 1):
            return "#REF!"
        return replace(area, columns=(c1, c2)).show(r1, r2)

    return write(parse_formula(text), move)
