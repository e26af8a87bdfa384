"""How cells look: fonts, fills, widths. One place, so that the whole workbook looks alike."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from docgen.model.standard import FieldType

#: Present on every Windows; elsewhere the system's Chinese font takes its place.
FACE = "微软雅黑"
SIZE = 10
DARK, MEDIUM, LIGHT, PALE, GREY = "1F3864", "8EA9DB", "DCE6F4", "F2F2F2", "7F7F7F"
HAIR = Side(style="thin", color="D0D0D0")


def font(*, size: int = SIZE, bold: bool = False, italic: bool = False, color: str = "000000") -> Font:
    """A font of the workbook's face."""
    return Font(name=FACE, size=size, bold=bold, italic=italic, color=color)


def fill(color: str) -> PatternFill:
    """A plain fill."""
    return PatternFill("solid", fgColor=color)


@dataclass(frozen=True)
class Look:
    """What a cell or a column looks like.

    Attributes:
        font: its font.
        alignment: its alignment.
        fill: its fill; ``None`` for none.
        border: whether it has thin lines around it.
    """

    font: Font
    alignment: Alignment
    fill: PatternFill | None = None
    border: bool = False

    def on(self, target: Cell | ColumnDimension, number_format: str = "General") -> None:
        """Dress a cell or a column."""
        target.font = self.font
        target.alignment = self.alignment
        target.number_format = number_format
        if self.fill is not None:
            target.fill = self.fill
        if self.border:
            target.border = Border(left=HAIR, right=HAIR, top=HAIR, bottom=HAIR)


CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
TOP = Alignment(vertical="top")
TOP_WRAPPED = Alignment(vertical="top", wrap_text=True)
MIDDLE_WRAPPED = Alignment(vertical="center", wrap_text=True)

HEAD_REQUIRED = Look(font(bold=True, color="FFFFFF"), CENTRED, fill(DARK), border=True)
HEAD_CONDITIONAL = Look(font(bold=True, color=DARK), CENTRED, fill(MEDIUM), border=True)
HEAD_OPTIONAL = Look(font(color=DARK), CENTRED, fill(LIGHT), border=True)
EXAMPLE = Look(font(italic=True, color=GREY), TOP_WRAPPED, fill(PALE))
EXAMPLE_CENTRED = Look(EXAMPLE.font, Alignment(horizontal="center", vertical="top"), EXAMPLE.fill)
ASIDE_GREY = Look(font(color=GREY), MIDDLE_WRAPPED)
ASIDE_EXAMPLE = Look(EXAMPLE.font, MIDDLE_WRAPPED, EXAMPLE.fill)
UPRIGHT_VALUE = Look(font(), Alignment(horizontal="left", vertical="center", wrap_text=True))
ONE_LINE = Look(font(), TOP)
WRAPPED = Look(font(), TOP_WRAPPED)
CENTRED_VALUE = Look(font(), Alignment(horizontal="center", vertical="top"))
TITLE = Look(font(size=18, bold=True, color=DARK), Alignment(vertical="center"))
SUBTITLE = Look(font(color=GREY), Alignment(vertical="center"))
SECTION = Look(font(size=12, bold=True, color=DARK), Alignment(vertical="center"))
TABLE = Look(font(), MIDDLE_WRAPPED, border=True)
TABLE_CENTRED = Look(font(), CENTRED, border=True)
LINK = Look(Font(name=FACE, size=SIZE, color="0563C1", underline="single"), MIDDLE_WRAPPED, border=True)
PLAIN = Look(font(), TOP_WRAPPED)
ASIDE = Look(font(), Alignment(vertical="center"))

T = FieldType
WRAPPING = frozenset({T.LONG_TEXT, T.TEXT, T.FILE, T.FILES, T.PERSONS, T.REFS, T.MULTI, T.URL})
CENTRED_TYPES = frozenset({T.DATE, T.DOTTED_DATE, T.TIME, T.MONTH, T.YEAR, T.YES_NO})
#: Column widths in characters (digits of the default font).
WIDTHS = {
    T.DATE: 12,
    T.DOTTED_DATE: 12,
    T.MONTH: 10,
    T.TIME: 10,
    T.YEAR: 10,
    T.INTEGER: 9,
    T.DECIMAL: 10,
    T.MONEY: 14,
    T.PHONE: 17,
    T.CITIZEN_ID: 22,
    T.NUMBER: 17,
    T.PHOTO_NUMBER: 19,
    T.ENUM: 12,
    T.MULTI: 24,
    T.REF: 14,
    T.REFS: 22,
    T.PERSONS: 30,
    T.FILE: 44,
    T.FILES: 44,
    T.YES_NO: 9,
    T.URL: 30,
    T.LONG_TEXT: 44,
}
NARROWEST_TEXT, WIDEST_TEXT, WIDEST = 14, 34, 34
#: Height of a line in points, and the largest height a row can have.
LINE, TALLEST = 16.5, 409.0


def display_width(text: str) -> int:
    """Width in half-width characters of the longest line."""
    lines = text.splitlines() or [""]
    return max(sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line) for line in lines)


def column_width(kind: FieldType, title: str, longest: str, values: tuple[str, ...] = ()) -> int:
    """A sensible width: by type, wide enough for the head, for the longest value of a list and that of a text."""
    width = WIDTHS.get(kind) or min(max(display_width(longest) + 2, NARROWEST_TEXT), WIDEST_TEXT)
    if kind is T.REF:
        width = max(width, min(display_width(longest) + 3, WIDEST))
    if kind is T.ENUM and values:
        width = max(width, min(max(map(display_width, values)) + 4, WIDEST))
    return max(width, min(display_width(title) + 4, WIDEST))


def text_lines(text: str, width: float) -> int:
    """How many lines a wrapped text takes in a column of that width; a little more rather than less."""
    room = max(int(width) - 1, 2)
    return sum(max(1, -(-display_width(line) // room)) for line in text.split("\n"))


def ink(color: str) -> str:
    """Black or white, whichever is easier to read on a colour (luma of ITU-R BT.601)."""
    red, green, blue = (int(color[i : i + 2], 16) for i in (0, 2, 4))
    return "000000" if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "FFFFFF"


def row_height(lines: int) -> float:
    """Height of a row of so many lines, in points."""
    return min(lines * LINE + 2, TALLEST)


def value_look(kind: FieldType) -> Look:
    """What the cells of a column look like."""
    if kind in CENTRED_TYPES:
        return CENTRED_VALUE
    return WRAPPED if kind in WRAPPING else ONE_LINE


def page(sheet: Worksheet, *, titles: str = "", gridlines: bool = True) -> None:
    """A4 landscape, one page wide, numbered; ``titles`` are the rows repeated on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    sheet.print_options.gridLines = gridlines
    sheet.oddHeader = HeaderFooterItem(left=_HeaderFooterPart("&A"))
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("第 &P 页　共 &N 页"))
    if titles:
        sheet.print_title_rows = titles
