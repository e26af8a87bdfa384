"""Small labels of boxes on sheets of ready-cut labels: for the shelf, the lid, or a box that has its own spine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docgen.render.holdings import number_range
from docgen.render.label.front_label import Pictures
from docgen.render.label.qr import qr_picture
from docgen.render.label.views import BoxView
from docgen.render.sheets_mm import Sheets
from docgen.render.wordxml import A4, END, HEI, SONG, Cell, Look, Row, fit, para, picture_line, table

#: Space inside a label, which a printer's drift may eat.
_INSET = 3.0
_LARGEST_CODE = 22.0
#: Categories of a shared box that find room.
_MOST = 3


@dataclass(frozen=True, slots=True)
class Stock:
    """An A4 sheet of ready-cut labels; millimetres.

    Attributes:
        columns: labels side by side.
        rows: labels below each other.
        width: of a label.
        height: of a label.
        left: from the edge of the paper to the first label.
        top: the same from above.
        gap: between two columns; rows touch.
    """

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap: float


#: Common sheets by the number of labels on one.
STOCKS = {
    8: Stock(2, 4, 99.1, 67.7, 4.65, 13.1, 2.5),
    14: Stock(2, 7, 99.1, 38.1, 4.65, 15.15, 2.5),
    21: Stock(3, 7, 63.5, 38.1, 7.2, 15.15, 2.5),
    24: Stock(3, 8, 70, 37, 0, 0.5, 0),
}


def stock_labels(views: Sequence[BoxView], stock: Stock, start: int, offset: tuple[float, float]) -> bytes:
    """Labels of boxes on ready-cut sheets.

    Args:
        views: the boxes.
        stock: the sheet.
        start: the first label that is still there, from 1: a sheet may have been used before.
        offset: millimetres by which everything moves to the right and down.

    Raises:
        OutputError: a code does not fit into its label.
    """
    sheets = Sheets("小标签")
    right, down = offset
    places: list[BoxView | None] = [*[None] * (start - 1), *views]
    each = stock.columns * stock.rows
    for first in range(0, len(places), each):
        margins = (max(stock.top + down, 0), 0, 0, max(stock.left + right, 0))
        sheets.new_page(A4, margins)
        page = places[first : first + each]
        lines = [page[n : n + stock.columns] for n in range(0, len(page), stock.columns)]
        sheets.add(table([_line(line, stock, sheets.picture) for line in lines]))
    return sheets.to_bytes()


def _line(line: Sequence[BoxView | None], stock: Stock, picture: Pictures) -> Row:
    cells = []
    for number in range(stock.columns):
        view = line[number] if number < len(line) else None
        cells.append(Cell(stock.width, END if view is None else _label(view, stock, picture)))
        if stock.gap and number < stock.columns - 1:
            cells.append(Cell(stock.gap))
    return Row(cells, stock.height)


def _label(view: BoxView, stock: Stock, picture: Pictures) -> str:
    """Number, levels, year and range at the left, the short code at the right."""
    width, height = stock.width - 2 * _INSET, stock.height - 2 * _INSET
    code = qr_picture(view.id, min(height, _LARGEST_CODE))
    room = width - code.width - 1
    said = (
        (view.shown or view.id, 15.0, HEI),
        (view.package.agency.short_name, 9.0, SONG),
        *((view.titles.category(number), 9.0, SONG) for number in view.held.categories[:_MOST]),
        (f"{view.package.year}年度　{view.retention}", 8.0, SONG),
        (number_range(view.held.first, view.held.last), 8.0, SONG),
    )
    words = "".join(para(text, Look(fit(text, room, size, 4.5), font)) for text, size, font in said)
    square = picture_line(picture(code.png, code.width, view.id), "right")
    return table([Row([Cell(room, words), Cell(code.width + 1, square)], height)], 0, "center") + END
