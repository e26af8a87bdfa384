"""What came of every studio of a run as a workbook: one a row, coloured by how it ended."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from docgen.container import normalised
from docgen.model.city import Outcome, State

FILLS = {State.DONE: "D5ECD4", State.FINDINGS: "FBE7B2", State.FAILED: "F6C9C4"}
THIN = Side(style="thin", color="BBBBBB")
BEFORE = (("序号", 6), ("名称", 34), ("文件夹", 34), ("年度", 8), ("结果", 9))
AFTER = (("退出码", 8), ("代码", 24), ("原因", 60), ("处理", 44))
STATE_COLUMN = 5


def outcomes_workbook(outcomes: Sequence[Outcome], counted: Sequence[str]) -> bytes:
    """The workbook.

    Args:
        outcomes: one a studio, in order.
        counted: what was counted, as heads of columns.
    """
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "各工作室"
    heads = [*BEFORE, *((word, 10) for word in counted), *AFTER]
    rows = [
        (
            *(number, o.name, o.place, o.year or None, o.state.value),
            *(o.counts.get(word) for word in counted),
            *(o.exit, o.code, o.reason, o.remedy),
        )
        for number, o in enumerate(outcomes, 1)
    ]
    table(sheet, heads, rows)
    for number, outcome in enumerate(outcomes, 2):
        sheet.cell(number, STATE_COLUMN).fill = PatternFill("solid", fgColor=FILLS[outcome.state])
    stream = io.BytesIO()
    book.save(stream)
    return normalised(stream.getvalue())


def table(sheet: Any, heads: Sequence[tuple[str, int]], rows: Sequence[Sequence[Any]]) -> None:
    """Fill an empty sheet with a table: heads that stay in sight, a filter, one page wide on paper.

    Args:
        sheet: the sheet.
        heads: name and width of every column.
        rows: values; a text that begins like a formula is a text.
    """
    edge = Border(THIN, THIN, THIN, THIN)
    for column, (name, width) in enumerate(heads, 1):
        cell = sheet.cell(1, column, name)
        cell.font, cell.fill, cell.border = Font(bold=True), PatternFill("solid", fgColor="D9D9D9"), edge
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, values in enumerate(rows, 2):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
            cell.alignment, cell.border = Alignment(wrap_text=True, vertical="top"), edge
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{max(len(rows) + 1, 2)}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
