"""What a generated function fills a sheet into, and how the parts of the workbook are put together afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docgen.ooxml.sheets.calc import Calculator, Figures, Planned, value_text
from docgen.ooxml.sheets.fits import height_attribute
from docgen.ooxml.sheets.layout import Layout, Plan, Standing
from docgen.ooxml.sheets.marks import Layouts, Writer
from docgen.ooxml.sheets.paging import Paging, pages
from docgen.ooxml.sheets.rows import TemplateCell
from docgen.ooxml.shift import MAX_ROW, Area, column_letters
from docgen.ooxml.texts import ValueProblem, xml_text


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A cell with a formula.

    Attributes:
        cell: the cell of the template.
        planned: its formula.
        row: its row in the template.
        array: the range of an array formula.
    """

    cell: TemplateCell
    planned: Planned
    row: int
    array: Area | None = None


@dataclass(frozen=True, slots=True)
class SheetSource:
    """What is fixed of a sheet when it is filled.

    Attributes:
        title: its name.
        plan: how its rows move.
        formulas: its cells with formulas.
        least: height in points of a row without a given one.
        paging: what is fixed of its pages, where they are divided when it is filled.
    """

    title: str
    plan: Plan
    formulas: tuple[FormulaCell, ...]
    least: float
    paging: Paging | None = None


class SheetFilling:
    """One sheet while it is filled: the generated code calls it.

    Args:
        source: what is fixed of the sheet.
    """

    def __init__(self, source: SheetSource) -> None:
        self.source = source
        self.layout = Layout(source.plan)
        self.figures = Figures()
        self.out: list[str] = []
        self.heights: list[float] = []
        self.chunks: list[bytes | tuple[int, int]] = []

    def numbers(self, column: int) -> dict[int, Any]:
        """Where the numbers of a column are noted."""
        return self.figures.numbers.setdefault(column, {})

    def flush(self) -> None:
        """Encode what was added so far."""
        if self.out:
            self.chunks.append("".join(self.out).encode())
            self.out.clear()

    def formula(self, index: int, row: int) -> None:
        """Note a formula; what it becomes is known when all sheets are filled."""
        self.flush()
        self.chunks.append((index, row))
        found = self.source.formulas[index]
        run = self.source.plan.run_of(found.row)
        assert run is not None
        self.figures.formulas.setdefault(found.cell.column, {})[row] = (found.planned, Standing(run, row))

    def height(self, cells: tuple[tuple[object, Any], ...]) -> str:
        """The height of a row whose cells wrap their text."""
        attribute, height = height_attribute(cells, self.source.least)
        self.heights.append(height)
        return attribute

    def end(self, row: int) -> None:
        """All rows are there; ``row`` is the number of the next.

        Raises:
            ValueProblem: there are more than a sheet can hold.
        """
        self.flush()
        if row - 1 > MAX_ROW:
            raise ValueProblem(f"有 {row - 1} 行，一张工作表最多 {MAX_ROW} 行")
        if self.source.paging:
            self.layout.pages = pages(self.source.paging, self.layout, self.heights)

    def rows(self, layouts: Layouts, calculator: Calculator) -> list[bytes]:
        """The XML of all rows."""
        return [c if isinstance(c, bytes) else self.formula_xml(*c, layouts, calculator).encode() for c in self.chunks]

    def formula_xml(self, index: int, row: int, layouts: Layouts, calculator: Calculator) -> str:
        """The XML of a cell with a formula."""
        found = self.source.formulas[index]
        column = found.cell.column
        standing = self.figures.formulas[column][row][1]
        text = found.planned.formula.text(layouts, standing)
        head = f'<c r="{column_letters(column)}{row}"{found.cell.attributes}>'
        if text == "0":
            return f"{head}<v>0</v></c>"
        value = calculator.value(self.source.title, column, row) if found.planned.tree else None
        shown = f"<v>{value_text(value)}</v>" if value is not None else ""
        array = ""
        if found.array:
            shift = row - found.row
            area = found.array
            array = f' t="array" ref="{area.show(area.rows[0] + shift, area.rows[1] + shift)}"'
        return f"{head}<f{array}>{xml_text(text)}</f>{shown}</c>"


@dataclass(frozen=True, slots=True)
class TextMark:
    """Stands for a text with tags outside of the rows: header, footer, title of the file."""

    index: int

    def __call__(self, layouts: Layouts) -> str:
        """Texts are known to the filled workbook only."""
        raise NotImplementedError


class Rows:
    """Stands for the rows of a sheet."""

    def __call__(self, layouts: Layouts) -> str:
        """Rows are known to the filled sheet only."""
        raise NotImplementedError


def assemble(pieces: list[bytes | Writer], layouts: Mapping[str, Layout], texts: list[str], rows: list[bytes]) -> bytes:
    """A part of its pieces."""
    out: list[bytes] = []
    for piece in pieces:
        if isinstance(piece, bytes):
            out.append(piece)
        elif isinstance(piece, TextMark):
            out.append(texts[piece.index].encode())
        elif isinstance(piece, Rows):
            out += rows
        else:
            out.append(piece(layouts).encode())
    return b"".join(out)
