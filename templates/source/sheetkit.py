"""Draws the Excel registers: one look for all of them, so that a register's script holds only its columns and blocks.

What every register has: title, line with unit / person / date, grey head row (frozen, repeated on each page), rows of
automatic height, total row, row of signatures, footer with page numbers, A4 landscape on one page width.

Lengths are millimetres on paper and point sizes of type; widths of columns are converted for 宋体 11 as the workbook's
normal style (its digits are 8 pixels wide at 96 dpi in Excel and WPS), and fit one page width without being scaled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from docgen.container import Container, write_zip
from docgen.render.book.finish import CORE, MODIFIED, STYLES, fonts_in_order

SONG, HEI, KAI = "宋体", "黑体", "楷体"
#: Width in mm of one unit of column width: 8 pixels at 96 dpi.
UNIT = 8 * 25.4 / 96
PAGE_WIDTH = 297.0
#: Core properties hold a fixed time: drawing twice gives the same bytes.
FIXED_TIME = datetime(2024, 1, 1, tzinfo=UTC)
GREY = PatternFill("solid", start_color="FFF2F2F2", end_color="FFF2F2F2")
HAIR = Side(style="thin", color="FF000000")
BOX = Border(left=HAIR, right=HAIR, top=HAIR, bottom=HAIR)
MONEY = "#,##0.00"
TAG_COLOUR = "FF7F7F7F"
NONE_THIS_YEAR = "本年度无"


@dataclass(frozen=True)
class Column:
    """A column of a register.

    Attributes:
        title: text of the head row; it may hold line breaks.
        width: millimetres on paper.
        value: what stands in a data row, usually one tag.
        kind: ``text`` (left), ``centre``, ``money`` (right, two decimals).
    """

    title: str
    width: float
    value: str = ""
    kind: str = "text"


def new_workbook(title: str) -> Workbook:
    """An empty workbook whose normal style is 宋体 11 and whose title property is given (it may hold tags)."""
    book = Workbook()
    font = Font(name=SONG, size=11, family=3, charset=134)
    book._fonts = IndexedList([font])
    book._named_styles["Normal"].font = font
    book.remove(book.worksheets[0])
    book.properties.title = title
    book.properties.creator = "docgen"
    book.properties.created = FIXED_TIME
    book.calculation = CalcProperties(fullCalcOnLoad=True)
    return book


def to_bytes(book: Workbook) -> bytes:
    """The workbook as a file: fixed times, one deflate setting, no warnings on digits kept as text."""
    stream = BytesIO()
    book.save(stream)
    container = Container.read(stream.getvalue(), "template")
    parts = {name: container[name] for name in container.parts}
    stamp = FIXED_TIME.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    for number, sheet in enumerate(book.worksheets, 1):
        name = f"xl/worksheets/sheet{number}.xml"
        # Only in this order is the sheet valid.
        before = b"<drawing " if b"<drawing " in parts[name] else b"</worksheet>"
        parts[name] = parts[name].replace(before, _quiet(sheet) + before)
    parts[CORE] = MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", parts[CORE])
    parts[STYLES] = fonts_in_order(parts[STYLES])
    return write_zip(parts)


def _quiet(sheet: Worksheet) -> bytes:
    """No green corners on invoice numbers and the like, which are text on purpose."""
    area = f"A1:{get_column_letter(sheet.max_column)}{sheet.max_row}"
    return f'<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors>'.encode()


class Register:
    """One sheet, drawn from top to bottom.

    Args:
        book: workbook that gets the sheet.
        name: name of the sheet.
        columns: the columns; their widths must fit the page.
        size: type size of the data rows in points.
        side: left and right page margin in mm.
        least: height in points of a row with one line; rows of automatic height are not lower.
    """

    def __init__(
        self,
        book: Workbook,
        name: str,
        columns: Sequence[Column],
        *,
        size: float = 9,
        side: float = 12,
        least: float = 20,
    ) -> None:
        total = sum(c.width for c in columns)
        if total > PAGE_WIDTH - 2 * side + 0.01:
            raise ValueError(f"{name}: columns are {total:.1f} mm wide, {PAGE_WIDTH - 2 * side:.1f} mm are there")
        self.sheet: Worksheet = book.create_sheet(name)
        self.columns = tuple(columns)
        self.size = size
        self.side = side
        self.row = 0
        for index, column in enumerate(columns, 1):
            self.sheet.column_dimensions[get_column_letter(index)].width = round(column.width / UNIT, 2)
        self.sheet.sheet_format.defaultRowHeight = least

    # -- rows ---------------------------------------------------------------------------------------------------

    def title(self, text: str) -> None:
        """The title across the whole width; a long one becomes smaller, because merged cells do not grow."""
        row = self._next(32)
        self._span(row, 1, len(self.columns), text, self._font(18, bold=True), _align("center", shrink=True))

    def unit_line(self, *, money: bool = False, shares: tuple[float, float] = (0.52, 0.74)) -> None:
        """Second row: unit; person and date stay blank for handwriting. They begin at these shares of the width."""
        row = self._next(20)
        left, right = self._cuts(*shares)
        font = self._font(10)
        self._span(row, 1, left, "单位：{{ 工作室.所属单位 }}", font, _align("left", shrink=True))
        self._span(row, left + 1, right, "填表人：", font, _align("left"))
        date = "填表日期：　　　　年　　月　　日" + ("　　金额单位：元" if money else "")
        self._span(row, right + 1, len(self.columns), date, font, _align("right"))

    def head(self, height: float = 28) -> int:
        """The head row; it is frozen and repeated on each page."""
        row = self._next(height)
        for index, column in enumerate(self.columns, 1):
            cell = self._cell(row, index, column.title, self._font(self.size, name=HEI), _align("center"))
            cell.border, cell.fill = BOX, GREY
        self.sheet.freeze_panes = self.sheet.cell(row + 1, 1)
        self.sheet.print_title_rows = f"{row}:{row}"
        return row

    def tag(self, text: str) -> int:
        """A row that holds only a block tag; it vanishes when the register is filled."""
        row = self._next(None)
        self._cell(row, 1, "{%tr " + text + " %}", self._font(8, colour=TAG_COLOUR), Alignment(vertical="center"))
        return row

    def data(self, values: Sequence[str] | None = None) -> int:
        """A data row of automatic height, from the columns or from other values for the same columns."""
        row = self._next(None)
        for index, column in enumerate(self.columns, 1):
            value = column.value if values is None else values[index - 1]
            self._typed(row, index, value, column.kind, self._font(self.size))
        return row

    def start(self, title: str, *, money: bool = False, shares: tuple[float, float] = (0.52, 0.74)) -> None:
        """Title with the studio's name and the year, the line below it, and the head."""
        self.title("{{ 工作室.工作室名称 }}" + title + "（{{ 年度 }}年度）")
        self.unit_line(money=money, shares=shares)
        self.head()

    def rows(self, source: str, values: Sequence[str] | None = None, *, none: str = NONE_THIS_YEAR) -> int:
        """A row for each ``项`` of a list, or one line where the list is empty; returns the number of the data row."""
        self.tag(f"if {source.partition(' if ')[0]}")
        self.tag(f"for 项 in {source}")
        row = self.data(values)
        self.tag("endfor")
        self.tag("else")
        self.none(none)
        self.tag("endif")
        return row

    def heads(self, titles: Sequence[str]) -> None:
        """The head of a further block: other titles over the same columns."""
        row = self._next(28)
        for index, title in enumerate(titles, 1):
            cell = self._cell(row, index, title, self._font(self.size, name=HEI), _align("center"))
            cell.border, cell.fill = BOX, GREY

    def spans(self, *cells: tuple[int, str], grey: bool = False, height: float | None = 22) -> int:
        """A row of merged cells, each given by its last column and its text."""
        row = self._next(height)
        first = 1
        for last, text in cells:
            font = self._font(self.size, name=HEI if grey else SONG)
            self._span(row, first, last, text, font, _align("center"), border=True)
            if grey:
                for index in range(first, last + 1):
                    self.sheet.cell(row, index).fill = GREY
            first = last + 1
        return row

    def none(self, text: str = NONE_THIS_YEAR) -> int:
        """The one line of an empty list."""
        row = self._next(24)
        self._span(row, 1, len(self.columns), text, self._font(self.size), _align("center"), border=True)
        return row

    def band(self, text: str, *, name: str = HEI, height: float = 21) -> int:
        """A heading across the table, e.g. of a group."""
        row = self._next(height)
        self._span(row, 1, len(self.columns), text, self._font(self.size, name=name), _align("left"), border=True)
        return row

    def total(
        self,
        label: str,
        until: int,
        values: dict[int, str],
        *,
        spans: Sequence[tuple[int, int]] = (),
        grey: bool = False,
    ) -> int:
        """A (sub)total row.

        Args:
            label: text across the columns 1 to ``until``.
            until: last column of the label.
            values: column → text, tag or formula.
            spans: columns from–to that are one cell.
            grey: shade the row.
        """
        row = self._next(22)
        font = self._font(self.size, name=HEI if grey else SONG, bold=not grey)
        self._span(row, 1, until, label, font, _align("center"), border=True)
        for index in range(until + 1, len(self.columns) + 1):
            kind = self.columns[index - 1].kind
            cell = self._typed(row, index, values.get(index, ""), kind, font)
            if any(first == index for first, _ in spans):
                cell.alignment = _align("left")
        for first, last in spans:
            self.sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
        if grey:
            for index in range(1, len(self.columns) + 1):
                self.sheet.cell(row, index).fill = GREY
        return row

    def note(self, text: str) -> int:
        """A line of explanation below the table."""
        row = self._next(16)
        self._span(row, 1, len(self.columns), text, self._font(self.size), _align("left", wrap=False))
        return row

    def blank(self, points: float) -> int:
        """An empty row of some height, for what stands over the cells; returns its number."""
        return self._next(points)

    @property
    def width(self) -> float:
        """Millimetres of all columns together."""
        return sum(c.width for c in self.columns)

    def signatures(self, *labels: str) -> None:
        """Last row: who signs, by hand."""
        row = self._next(30)
        labels = labels or ("填表人：", "审核人：", "领衔人：")
        cuts = [0, *self._cuts(*[i / len(labels) for i in range(1, len(labels))]), len(self.columns)]
        for label, first, last in zip(labels, cuts, cuts[1:], strict=False):
            self._span(row, first + 1, last, label, self._font(11), _align("left"))

    # -- page ---------------------------------------------------------------------------------------------------

    def finish(self, footer: str) -> None:
        """Page set-up; ``footer`` is the small text at the left of the page number (it may hold tags)."""
        sheet = self.sheet
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        side = self.side / 25.4
        sheet.page_margins = PageMargins(
            left=side, right=side, top=17 / 25.4, bottom=14 / 25.4, header=8 / 25.4, footer=8 / 25.4
        )
        sheet.print_options.horizontalCentered = True
        sheet.print_area = f"A1:{get_column_letter(len(self.columns))}{self.row}"
        for part, text in ((sheet.oddFooter.left, footer), (sheet.oddFooter.center, "第 &P 页　共 &N 页")):
            part.text, part.font, part.size = text, f"{SONG},常规", 8
        sheet.sheet_view.view = "normal"
        sheet.sheet_view.zoomScale = 100
        sheet.sheet_view.showGridLines = False

    # -- cells --------------------------------------------------------------------------------------------------

    def _next(self, height: float | None) -> int:
        self.row += 1
        if height is not None:
            self.sheet.row_dimensions[self.row].height = height
        return self.row

    def _cell(self, row: int, column: int, value: str, font: Font, align: Alignment) -> Cell:
        cell = self.sheet.cell(row, column)
        cell.value = value or None
        cell.font, cell.alignment = font, align
        return cell

    def _typed(self, row: int, column: int, value: str, kind: str, font: Font) -> Cell:
        place = {"text": "left", "centre": "center", "money": "right"}[kind]
        # An amount wider than its column would be shown as ####.
        cell = self._cell(row, column, value, font, _align(place, shrink=kind == "money"))
        cell.border = BOX
        if kind == "money":
            cell.number_format = MONEY
        return cell

    def _span(
        self, row: int, first: int, last: int, value: str, font: Font, align: Alignment, *, border: bool = False
    ) -> None:
        self._cell(row, first, value, font, align)
        if border:
            for index in range(first, last + 1):
                self.sheet.cell(row, index).border = BOX
        if last > first:
            self.sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)

    def _cuts(self, *shares: float) -> list[int]:
        """The columns after which the given shares of the width are nearest."""
        total = sum(c.width for c in self.columns)
        sums = [sum(c.width for c in self.columns[: i + 1]) for i in range(len(self.columns))]
        return [min(range(len(sums)), key=lambda i, s=share: abs(sums[i] - s * total)) + 1 for share in shares]

    def _font(self, size: float, *, name: str = SONG, bold: bool = False, colour: str = "FF000000") -> Font:
        return Font(name=name, size=size, bold=bold, color=colour, charset=134)


def _align(horizontal: str, *, wrap: bool = True, shrink: bool = False) -> Alignment:
    """Place in a cell; a shrunk text stays on its line and becomes smaller instead."""
    return Alignment(
        horizontal=horizontal, vertical="center", wrap_text=wrap and not shrink, shrink_to_fit=shrink or None
    )


def listing(
    title: str,
    columns: Sequence[Column],
    source: str,
    *,
    total: str = "",
    sums: Sequence[str] = (),
    size: float = 9,
) -> bytes:
    """A register of one list: head, a row for each ``项``, total.

    Args:
        title: title of the register, also the name of the sheet.
        columns: its columns.
        source: the list, an expression of the template language.
        total: text of the total row, which is left out where there is neither text nor sums.
        sums: titles of the columns that are added up; the text then stands left of the first of them.
        size: type size of the data rows in points.
    """
    book = new_workbook(title + "（{{ 年度 }}年度）")
    page = Register(book, title, columns, size=size)
    money = any(c.kind == "money" for c in columns)
    page.start(title, money=money, shares=(0.46, 0.66) if money else (0.52, 0.74))
    row = page.rows(source)
    numbers = [column_number(columns, s) for s in sums]
    values = {n: f"=SUM({get_column_letter(n)}{row}:{get_column_letter(n)}{row})" for n in numbers}
    if total or sums:
        last = min(numbers, default=len(columns) + 1) - 1
        page.total("合计", 2, values | {3: total}, spans=[(3, last)] if last > 3 else [], grey=True)
    page.signatures()
    page.finish(title + "（{{ 年度 }}年度）")
    return to_bytes(book)


def column_letter(columns: Sequence[Column], title: str) -> str:
    """The letter of a column by its title (line breaks left out)."""
    titles = [c.title.replace("\n", "") for c in columns]
    return get_column_letter(titles.index(title) + 1)


def column_number(columns: Sequence[Column], title: str) -> int:
    """The number of a column by its title (line breaks left out), from 1."""
    return [c.title.replace("\n", "") for c in columns].index(title) + 1
