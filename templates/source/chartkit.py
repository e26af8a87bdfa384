"""Native Excel charts in one look, each on the page below the last one, reading the cells of the workbook.

A range grows with the list it lies in; a series along a repeated row is repeated with it. Colours are left to the
program; each column shows its value, so that a print without colours can be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RichTextProperties,
)
from openpyxl.worksheet.worksheet import Worksheet
from sheetkit import HEI, PAGE_WIDTH, SONG, Column, Register

#: As a signed byte: fonts of this character set.
GB2312 = -122
GREY_LINE = "D9D9D9"
#: Zeros are left out: they would only cover the axis.
COUNT, AMOUNT = "0;-0;;", "#,##0.00;-#,##0.00;;"
#: Left and right margin in mm.
SIDE = 12.0
#: Columns of a sheet for charts only.
PARTS = 12
#: Millimetres above and below a chart.
ROOM, EMU_PER_MM = 2.0, 36_000
#: Points of a row that holds a chart; Excel knows no higher one than 409.
MM_TO_POINTS, HIGHEST = 72 / 25.4, 409.0


@dataclass(frozen=True)
class Cells:
    """Cells of a sheet: columns and rows from 1."""

    sheet: Worksheet
    columns: tuple[int, int]
    rows: tuple[int, int]

    def reference(self) -> Reference:
        """As charts refer to them."""
        (left, right), (top, bottom) = self.columns, self.rows
        return Reference(self.sheet, min_col=left, max_col=right, min_row=top, max_row=bottom)

    @classmethod
    def column(cls, sheet: Worksheet, column: int, first: int, last: int) -> Cells:
        """Cells below each other."""
        return cls(sheet, (column, column), (first, last))

    @classmethod
    def row(cls, sheet: Worksheet, row: int, first: int, last: int) -> Cells:
        """Cells beside each other."""
        return cls(sheet, (first, last), (row, row))


def bar_chart(
    title: str,
    categories: Cells,
    series: Sequence[tuple[str | Cells, Cells]],
    *,
    axis: str,
    form: str = COUNT,
    step: float | None = None,
    stacked: bool = False,
    level: bool = False,
) -> BarChart:
    """A chart of upright columns, or of level bars, which leave room for long names and amounts.

    Args:
        title: text above it.
        categories: names along the axis.
        series: of each series its name, or the cell that holds it, and the cells with its values.
        axis: what the axis of the values counts.
        form: number format of the values shown.
        step: between two lines of that axis; left to the program where there is none.
        stacked: the series stand on each other instead of side by side.
        level: bars instead of columns, the first on top.
    """
    chart = BarChart()
    chart.type, chart.grouping = "bar" if level else "col", "stacked" if stacked else "clustered"
    chart.overlap, chart.gapWidth = (100 if stacked else 0), 60
    for name, values in series:
        made = Series(values.reference(), title_from_data=False)
        made.tx = SeriesLabel(v=name) if isinstance(name, str) else SeriesLabel(strRef=StrRef(str(name.reference())))
        chart.series.append(made)
    chart.set_categories(categories.reference())
    chart.title, chart.title.tx.rich.p[0].pPr = title, _look(12, HEI)
    chart.title.overlay = False
    chart.y_axis.title = axis
    chart.y_axis.title.tx.rich.p[0].pPr = _look(9)
    for one in (chart.x_axis, chart.y_axis):
        one.delete, one.txPr = False, _text(9)
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=GREY_LINE))
    chart.y_axis.number_format, chart.y_axis.scaling.min = form.partition(";")[0].removesuffix(".00"), 0
    chart.y_axis.majorUnit = step
    if level:
        chart.x_axis.scaling.orientation, chart.y_axis.crosses = "maxMin", "max"
    chart.dataLabels = DataLabelList(showVal=True, numFmt=form, txPr=_text(8))
    for part in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(chart.dataLabels, part, False)
    if len(series) > 1 or stacked:
        chart.legend.position, chart.legend.txPr, chart.legend.overlay = "b", _text(9), False
    else:
        chart.legend = None
    return chart


def _look(size: float, name: str = SONG) -> ParagraphProperties:
    font = Font(typeface=name, pitchFamily=2, charset=GB2312)
    return ParagraphProperties(defRPr=CharacterProperties(sz=int(size * 100), b=False, latin=font, ea=font))


def _text(size: float) -> RichText:
    return RichText(RichTextProperties(), p=[Paragraph(pPr=_look(size), endParaRPr=CharacterProperties())])


def chart_page(book: Workbook, name: str, title: str) -> Register:
    """A sheet for charts only; its title holds studio and year."""
    page = Register(book, name, [Column("", (PAGE_WIDTH - 2 * SIDE) / PARTS)] * PARTS, side=SIDE)
    page.title("{{ 工作室.工作室名称 }}" + title + "（{{ 年度 }}年度）")
    return page


def place(page: Register, chart: BarChart, height: float) -> None:
    """Put a chart on the page, as wide as its columns, in a row of its own.

    Args:
        page: the sheet; its next row becomes that of the chart.
        chart: the chart.
        height: of the row in mm; the chart leaves a little room above and below.
    """
    points = height * MM_TO_POINTS
    if points > HIGHEST:
        raise ValueError(f"a row is at most {HIGHEST / MM_TO_POINTS:.0f} mm high")
    row = page.blank(points)
    room = round(ROOM * EMU_PER_MM)
    # From cell to cell: as wide as the columns whatever font their widths are measured with.
    begin = AnchorMarker(col=0, row=row - 1, rowOff=room)
    end = AnchorMarker(col=len(page.columns), row=row - 1, rowOff=round(height * EMU_PER_MM) - room)
    chart.anchor = TwoCellAnchor(editAs="twoCell", _from=begin, to=end)
    page.sheet.add_chart(chart)
