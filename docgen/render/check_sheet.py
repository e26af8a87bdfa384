"""The points of a check as a workbook: one a row, with a link to the cell it is about."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from docgen.container import normalised
from docgen.model.finding import Finding
from docgen.model.status import Status

COLUMNS = (
    ("序号", 6),
    ("轻重缓急", 14),
    ("级别", 8),
    ("条款", 12),
    ("编号", 20),
    ("登记表或文件", 22),
    ("单元格", 9),
    ("情况", 62),
    ("处理", 40),
    ("期限", 12),
    ("说明", 40),
)
ANSWERED = "已说明"
FILLS = {"错误": "F6C9C4", "警告": "FBE7B2", "提示": "F2F2F2", ANSWERED: "E6E0F0", "尚缺": "DDE8F6"}
THIN = Side(style="thin", color="BBBBBB")
LINK_COLUMN = 7


def findings_workbook(status: Status, home: str) -> bytes:
    """The workbook.

    Args:
        status: the year at a glance.
        home: the workspace's folder as seen from where the workbook will lie, with ``/``; links begin there.
    """
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "问题清单"
    for number, (name, width) in enumerate(COLUMNS, 1):
        cell = sheet.cell(1, number, name)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="D9D9D9")
        sheet.column_dimensions[get_column_letter(number)].width = width
    rows = [(t.urgency.label, t.finding) for t in status.tasks]
    rows += [(ANSWERED, f) for f in status.findings if f.answer]
    for number, (urgency, finding) in enumerate(rows, 1):
        _row(sheet, number, urgency, finding, home)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{max(len(rows) + 1, 2)}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    stream = io.BytesIO()
    book.save(stream)
    return normalised(stream.getvalue())


def _row(sheet: Any, number: int, urgency: str, finding: Finding, home: str) -> None:
    place = finding.place
    word = ANSWERED if finding.answer else "尚缺" if finding.due else finding.severity.label
    values = (
        number,
        urgency,
        word,
        finding.clause,
        "、".join((finding.code, *finding.codes)),
        place.sheet or place.file,
        place.cell or (f"第{place.row}行" if place.row else ""),
        finding.message,
        finding.remedy,
        finding.due.isoformat() if finding.due else "",
        finding.answer,
    )
    for column, value in enumerate(values, 1):
        cell = sheet.cell(number + 1, column)
        cell.value = value
        if isinstance(value, str):
            # A text that begins like a formula is a text.
            cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.border = Border(THIN, THIN, THIN, THIN)
    sheet.cell(number + 1, 3).fill = PatternFill("solid", fgColor=FILLS[word])
    if place.file:
        cell = sheet.cell(number + 1, LINK_COLUMN)
        where = f"'{place.sheet}'!{place.cell or f'A{place.row or 1}'}" if place.sheet and place.row else None
        target = quote(f"{home}/{place.file}" if home else place.file, safe="/:.")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, target=target, location=where)
        cell.value = cell.value or "打开"
        cell.font = Font(color="0B4F9E", underline="single")
