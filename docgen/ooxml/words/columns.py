"""Tables whose cells are repeated or left out: the table keeps its width, and the grid follows the cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lxml import etree

from docgen.model.finding import Finding
from docgen.ooxml.program import Site
from docgen.ooxml.texts import ValueProblem
from docgen.ooxml.words import names as w
from docgen.ooxml.words.paragraph import marker_number

Element = etree._Element
GRID, GRID_COLUMN = f"{w.W}tblGrid", f"{w.W}gridCol"
WIDTH, SPAN, LAYOUT = f"{w.W}tcW", f"{w.W}gridSpan", f"{w.W}tblLayout"
#: Above this Word shows no table.
MAX_COLUMNS = 63
EMPTY_CELL = b'<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr><w:p/></w:tc>'
SAME = "每一行都写上同样的 {%tc … %}；不重复的行合并成一格。"


@dataclass(slots=True)
class _Cell:
    at: int
    span: int
    width: int
    repeated: bool


class Grid:
    """The cells of one table while it is filled.

    In the list of the document's pieces a place is kept for the grid and for every cell's width; they are filled when
    all rows are known.
    """

    def __init__(self, pieces: list[Any]) -> None:
        """Keep the place of the grid: that of the next piece."""
        self.pieces = pieces
        self.at = len(pieces)
        self.rows: list[list[_Cell]] = []
        self.totals: list[int] = []

    def row(self, total: int) -> None:
        """Begin a row that is so wide (twentieths of a point)."""
        self.rows.append([])
        self.totals.append(total)

    def cell(self, span: int, width: int, repeated: bool) -> None:
        """Begin a cell whose width is to stand in the next piece; a span of 0 is the whole table.

        Raises:
            ValueProblem: there are more than a table may have.
        """
        self.rows[-1].append(_Cell(len(self.pieces), span, width, repeated))
        if len(self.rows[-1]) > MAX_COLUMNS:
            raise ValueProblem(f"这一行超过 {MAX_COLUMNS} 格，Word 的表格放不下")

    def empty(self) -> bool:
        """Whether the row has no cell."""
        return not self.rows[-1]

    def finish(self) -> None:
        """Fill the places."""
        widest: list[int] = []
        for cells, total in zip(self.rows, self.totals, strict=True):
            self._share(cells, total)
            columns = [width for c in cells for width in _even(c.width, c.span)]
            if len(columns) > len(widest):
                widest = columns
        for cells in self.rows:
            for cell in cells:
                span = cell.span or max(len(widest), 1)
                more = b'<w:gridSpan w:val="%d"/>' % span if span > 1 else b""
                self.pieces[cell.at] = b'<w:tcW w:w="%d" w:type="dxa"/>' % cell.width + more
        self.pieces[self.at] = b"".join([b'<w:gridCol w:w="%d"/>' % width for width in widest])

    def _share(self, cells: list[_Cell], total: int) -> None:
        """Give the repeated cells the width that the others leave, in proportion."""
        repeated = [c for c in cells if c.repeated]
        left = max(total - sum(c.width for c in cells if not c.repeated), len(repeated))
        together = sum(c.width for c in repeated)
        for cell in repeated:
            share = left * cell.width // together if together else left // len(repeated)
            together, left = together - cell.width, left - share
            cell.width = max(share, 1)


def _even(width: int, parts: int) -> list[int]:
    return [width * (n + 1) // parts - width * n // parts for n in range(parts)]


@dataclass(frozen=True)
class Cells:
    """Prepares the tables that hold cell tags, after these have become markers.

    Attributes:
        code: makes a marker for lines of code.
        cell_level: whether a marker begins (+1) or ends (-1) a block of cells, else 0.
        site: a place for findings about a row.
        gone: for every row the widths of the cells that became markers.
    """

    code: Callable[[tuple[str, ...]], Element]
    cell_level: Callable[[Element], int]
    site: Callable[[Element], Site]
    gone: dict[Element, int]

    def prepare(self, table: Element, number: int) -> list[Finding]:
        """Put code into a table; what stands in the way of that."""
        grid = table.find(GRID)
        rows = [r for r in table.iter(w.ROW) if next(r.iterancestors(w.TABLE)) is table]
        findings = [f for row in rows for f in self._refused(row, rows)]
        if findings or grid is None:
            return findings
        columns = [int(c.get(f"{w.W}w", "0")) for c in grid.iterchildren(GRID_COLUMN)]
        name = f"_g{number}"
        for child in list(grid):
            grid.remove(child)
        grid.append(self.code((f"{name} = _grid(_o)", "_o += (b'', _z)")))
        for layout in table.findall(f"{w.W}tblPr/{LAYOUT}"):
            layout.set(f"{w.W}type", "fixed")
        for row in rows:
            self._row(row, name, sum(columns), columns)
        table.append(self.code((f"{name}.finish()",)))
        return []

    def _refused(self, row: Element, rows: list[Element]) -> list[Finding]:
        if any(row.find(f"{w.ROW_PROPERTIES}/{w.W}{n}") is not None for n in ("gridBefore", "gridAfter")):
            return [self.site(row).finding("block", "这一行两端缩进，格子不能重复", "让这一行与表格同宽。")]
        if row.find(f".//{w.CONTROL}/{w.CONTROL_CONTENT}/{w.CELL}") is not None:
            return [self.site(row).finding("block", "格子在内容控件里，不能重复", "删去内容控件，只留格子。")]
        if row in self.gone or len(row.findall(w.CELL)) == 1:
            return []
        return [self.site(row).finding("block", "这一行没有 {%tc … %}，列数会与其他行不同", SAME)]

    def _row(self, row: Element, name: str, total: int, columns: list[int]) -> None:
        cells = row.findall(w.CELL)
        whole = row not in self.gone
        column = level = 0
        first: Element | None = None
        for child in list(row):
            if marker_number(child) is not None:
                level += self.cell_level(child)
                first = child if first is None else first
                continue
            if child.tag != w.CELL:
                continue
            first = child if first is None else first
            span, width = _measure(child)
            width = width or sum(columns[column : column + span])
            column += span
            self._cell(child, f"{name}.cell({0 if whole else span}, {total if whole else width}, {level > 0})")
        own = sum(_measure(c)[1] for c in cells) + self.gone.get(row, 0)
        assert first is not None
        first.addprevious(self.code((f"{name}.row({total or own})",)))
        empty = EMPTY_CELL % max(total or own, 1)
        row.append(self.code((f"if {name}.empty():", f"    _o += ({empty!r}, _z)")))

    def _cell(self, cell: Element, call: str) -> None:
        properties = cell.find(w.CELL_PROPERTIES)
        if properties is None:
            properties = etree.Element(w.CELL_PROPERTIES)
            cell.insert(0, properties)
        for node in (*properties.findall(WIDTH), *properties.findall(SPAN)):
            properties.remove(node)
        at = 1 if len(properties) and properties[0].tag == f"{w.W}cnfStyle" else 0
        properties.insert(at, self.code((call, "_o += (b'', _z)")))


def _measure(cell: Element) -> tuple[int, int]:
    """How many columns a cell spans, and its width; 0 where that is not absolute."""
    span = cell.find(f"{w.CELL_PROPERTIES}/{SPAN}")
    width = cell.find(f"{w.CELL_PROPERTIES}/{WIDTH}")
    kind = width.get(f"{w.W}type", "dxa") if width is not None else ""
    value = str(width.get(f"{w.W}w", "0")) if width is not None else "0"
    number = int(value) if kind == "dxa" and value.isdecimal() else 0
    return (int(span.get(f"{w.W}val", "1")) if span is not None else 1), number


def cell_width(cell: Element) -> int:
    """The width of a cell that is about to vanish (twentieths of a point), 0 where it is unknown."""
    return _measure(cell)[1]
