"""The first sheet: where to type what, how much is there, what is still missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from docgen.model.home import ROWS, home_lines
from docgen.render.book import looks
from docgen.render.book.cells import at, put_text
from docgen.render.book.layout import FIRST_ROW, Book, Layout, quoted
from docgen.render.book.registers import Facts, date_column

HEADS = (("登记表", 14), ("一行是什么", 30), ("节奏", 12), ("条数", 19), ("最近日期", 13), ("供给的资料", 64))
SIDE, SIDE_WIDTH = 8, 62
#: Lines of the table the instructions stand beside.
HOW_TO_LINES = 7
HEAD_LINE, FIRST_LINE = 4, 5
#: Where the block begins that says what is missing.
HOME_LINE = FIRST_LINE + HOW_TO_LINES + 1
#: Day 0 of a spreadsheet's dates.
DAY_ZERO = date(1899, 12, 30)
UNTITLED = "（工作室名称待填）"
HOW_TO = (
    "1. 左表按填写节奏排列，点表名就到该表；标签颜色与“节奏”一栏相同。",
    "2. 深色表头必填，中间色符合条件时必填，浅色选填；后两种收在一起，点表头上方的 ＋ 展开。",
    "3. 鼠标停在表头上看填写说明。第 2 行灰色字是示例，不会被读取，从第 3 行开始填。",
    "4. 一格填多个值用“；”隔开；有下拉列表的从列表选。",
    "5. 保存并关闭后运行 docgen check 检查，运行 docgen fill 生成资料。",
)


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What the last check knows and the workbook does not.

    Attributes:
        as_of: day of the check.
        automatic: derived register → rows made from other registers.
        missing: open points of the month, the most urgent first.
    """

    as_of: date
    automatic: Mapping[str, int] = field(default_factory=dict)
    missing: Sequence[str] = ()


@dataclass(slots=True)
class Formulas:
    """Writes formulas and remembers what they give, for programs that do not calculate."""

    cached: dict[str, Any] = field(default_factory=dict)

    def put(self, sheet: Worksheet, row: int, column: int, formula: str, value: Any) -> None:
        """Write a formula (without ``=``) with its value."""
        cell = at(sheet, row, column)
        cell.value = f"={formula}"
        self.cached[cell.coordinate] = value


def front_sheet(
    sheet: Worksheet, book: Book, studio_name: str, facts: Mapping[str, Facts], status: FrontPage | None
) -> dict[str, Any]:
    """Write the first sheet.

    Returns:
        Cell name → value of the formula that stands there.
    """
    formulas = Formulas()
    sheet.sheet_view.showGridLines = False
    for number, (_, width) in enumerate(HEADS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.column_dimensions[get_column_letter(SIDE - 1)].width = 3
    sheet.column_dimensions[get_column_letter(SIDE)].width = SIDE_WIDTH
    _title(sheet, book, studio_name, formulas)
    for number, (title, _) in enumerate(HEADS, 1):
        put_text(at(sheet, HEAD_LINE, number), title)
        looks.HEAD_REQUIRED.on(at(sheet, HEAD_LINE, number))
    sheet.row_dimensions[HEAD_LINE].height = 24
    for line, layout in enumerate(book.layouts.values(), FIRST_LINE):
        _register_line(sheet, line, layout, book, facts[layout.register.name], status, formulas)
    _side(sheet, status)
    sheet.freeze_panes = f"A{FIRST_LINE}"
    looks.page(sheet, titles=f"{HEAD_LINE}:{HEAD_LINE}", gridlines=False)
    return formulas.cached


def _title(sheet: Worksheet, book: Book, studio_name: str, formulas: Formulas) -> None:
    """The studio's name as its own sheet has it, and the year."""
    standard = book.standard
    layout = book.layouts[standard.studio]
    line = layout.index[standard.settings["studio"]["name"]]
    name = f"{quoted(standard.studio)}!$B${line + 1}"
    rest = f"　{book.year} 年度数据工作簿"
    formula = f'IF({name}="","{UNTITLED}",{name})&"{rest}"'
    formulas.put(sheet, 1, 1, formula, (studio_name or UNTITLED) + rest)
    looks.TITLE.on(at(sheet, 1, 1))
    sheet.row_dimensions[1].height = 34
    put_text(at(sheet, 2, 1), f"{standard.number}　{standard.title}")
    looks.SUBTITLE.on(at(sheet, 2, 1))
    sheet.row_dimensions[2].height = 20


def _register_line(
    sheet: Worksheet,
    line: int,
    layout: Layout,
    book: Book,
    facts: Facts,
    status: FrontPage | None,
    formulas: Formulas,
) -> None:
    register = layout.register
    rhythm = book.standard.settings["rhythms"][register.rhythm]
    texts = (register.name, register.row_is, rhythm["label"], "", "", register.feeds)
    for number, text in enumerate(texts, 1):
        cell = at(sheet, line, number)
        (looks.TABLE_CENTRED if number in (3, 4, 5) else looks.TABLE).on(cell)
        if text:
            put_text(cell, text)
    lines = max(looks.text_lines(text, HEADS[n][1]) for n, text in enumerate(texts))
    sheet.row_dimensions[line].height = looks.row_height(lines) + 3
    link = at(sheet, line, 1)
    looks.LINK.on(link)
    link.hyperlink = Hyperlink(ref=link.coordinate, location=f"{quoted(register.name)}!A1", tooltip="打开这张表")
    if rhythm["color"]:
        at(sheet, line, 3).fill = looks.fill(rhythm["color"])
        at(sheet, line, 3).font = looks.font(bold=True, color=looks.ink(rhythm["color"]))
    formulas.put(sheet, line, 4, *_count(layout, book, facts, status))
    dated = date_column(layout)
    if dated is not None and not register.single:
        formulas.put(
            sheet, line, 5, f"MAX({layout.cells(dated.name)})", (facts.newest - DAY_ZERO).days if facts.newest else 0
        )
        at(sheet, line, 5).number_format = "yyyy-mm-dd;;"


def _count(layout: Layout, book: Book, facts: Facts, status: FrontPage | None) -> tuple[str, Any]:
    register = layout.register
    if register.single:
        last = FIRST_ROW + len(layout.fields) - 2
        return f'"已填 "&COUNTA({quoted(register.name)}!$B$2:$B${last})&" 项"', f"已填 {facts.filled} 项"
    count = layout.entries(register.key[0], book.names)
    if not register.derived:
        return count, facts.filled
    known = status is not None and register.name in status.automatic
    automatic = str(status.automatic[register.name]) if status is not None and known else "—"
    return f'"自动 {automatic} ＋ 填写 "&({count})', f"自动 {automatic} ＋ 填写 {facts.filled}"


def _side(sheet: Worksheet, status: FrontPage | None) -> None:
    """Beside the table: how to fill in, and what is still missing."""
    put_text(at(sheet, HEAD_LINE, SIDE), "怎样填写")
    looks.SECTION.on(at(sheet, HEAD_LINE, SIDE))
    sheet.merge_cells(start_row=FIRST_LINE, end_row=FIRST_LINE + HOW_TO_LINES - 1, start_column=SIDE, end_column=SIDE)
    put_text(at(sheet, FIRST_LINE, SIDE), "\n".join(HOW_TO))
    looks.PLAIN.on(at(sheet, FIRST_LINE, SIDE))
    lines = home_lines(status.as_of, status.missing) if status is not None else home_lines(None)
    # All cells of the block are there from the beginning: a check fills them.
    for line, text in enumerate(lines, HOME_LINE):
        cell = at(sheet, line, SIDE)
        (looks.SECTION if line == HOME_LINE else looks.ASIDE).on(cell)
        if text:
            put_text(cell, text)


def home_area(front: str) -> str:
    """The cells of the block that says what is missing, as its defined name has them."""
    column = get_column_letter(SIDE)
    return f"{quoted(front)}!${column}${HOME_LINE}:${column}${HOME_LINE + ROWS - 1}"
