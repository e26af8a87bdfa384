"""Rows added to a workbook: the sheet grows, everything else stays as it was saved."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.table import Table

from docgen.container import Container, write_zip
from docgen.errors import UnreadableFile
from docgen.ooxml.sheets.appending import append_rows
from tests.unit.ooxml.sheets.sheetmaker import changed

SHEET = "xl/worksheets/sheet1.xml"


def book(*, table: bool = False, blank_rows: int = 0) -> bytes:
    """A head, two rows, a chart, a conditional format, a part only WPS knows."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "影像"
    for row in (["编号", "事由", "数"], ["A1-1", "甲", 1], ["A1-2", "乙", 2]):
        sheet.append(row)
    sheet["B3"].font = Font(bold=True)
    for number in range(4, 4 + blank_rows):
        sheet.cell(number, 1).font = Font(italic=True)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=1, max_row=3))
    sheet.add_chart(chart, "F2")
    sheet.conditional_formatting.add("C2:C99", CellIsRule("greaterThan", ["1"], fill=PatternFill("solid", "FF0000")))
    if table:
        sheet.add_table(Table(displayName="表1", ref="A1:C3"))
    made.create_sheet("说明")["A1"] = "别动"
    stream = BytesIO()
    made.save(stream)
    return changed(stream.getvalue(), "wpsExtra/own.xml", lambda _: "<wps>own</wps>")


def parts(data: bytes) -> dict[str, bytes]:
    container = Container.read(data, "x")
    return {name: container[name] for name in container.parts}


def values(data: bytes) -> list[list[object]]:
    return [list(row) for row in openpyxl.load_workbook(BytesIO(data))["影像"].iter_rows(values_only=True)]


def test_rows_stand_below_the_last_one_in_its_formats() -> None:
    data, first = append_rows(book(), "书", "影像", [{1: "A1-3", 2: "丙 <&> 丁"}, {1: "A1-4", 3: "007"}])
    assert first == 4
    assert values(data)[3:] == [["A1-3", "丙 <&> 丁", None], ["A1-4", None, "007"]]
    assert openpyxl.load_workbook(BytesIO(data))["影像"]["B4"].font.bold


@pytest.mark.parametrize("table", [False, True])
def test_every_other_part_stays_byte_for_byte(table: bool) -> None:
    before = book(table=table)
    after, _ = append_rows(before, "书", "影像", [{1: "x"}])
    old, new = parts(before), parts(after)
    assert list(old) == list(new)
    differs = {name for name in old if old[name] != new[name]}
    assert differs == {SHEET} | ({"xl/tables/table1.xml"} if table else set())
    assert b'ref="A1:C4"' in new.get("xl/tables/table1.xml", b'ref="A1:C4"')
    assert b"conditionalFormatting" in new[SHEET]


def test_rows_that_are_formatted_but_blank_are_used() -> None:
    data, first = append_rows(book(blank_rows=3), "书", "影像", [{1: "x"}, {2: "y"}])
    sheet = openpyxl.load_workbook(BytesIO(data))["影像"]
    assert (first, sheet["A4"].value, sheet["B5"].value, sheet.max_row) == (4, "x", "y", 6)
    assert sheet["A4"].font.italic


def test_a_sheet_without_rows() -> None:
    made = openpyxl.Workbook()
    made.worksheets[0].title = "影像"
    stream = BytesIO()
    made.save(stream)
    data, first = append_rows(stream.getvalue(), "书", "影像", [{2: "x"}])
    assert (first, values(data)) == (1, [[None, "x"]])


def test_what_is_no_such_sheet_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="没有工作表“别的”"):
        append_rows(book(), "书", "别的", [{1: "x"}])
    with pytest.raises(UnreadableFile):
        append_rows(write_zip({"a": b"b"})[:40], "书", "影像", [{1: "x"}])


CELL = st.text(st.characters(blacklist_categories=("Cc", "Cs"), blacklist_characters="\ufffe\uffff"), max_size=40)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.dictionaries(st.integers(1, 6), CELL, min_size=1), min_size=1, max_size=4))
def test_any_text_comes_back_as_it_was(rows: list[dict[int, str]]) -> None:
    data, first = append_rows(BOOK, "书", "影像", rows)
    sheet = openpyxl.load_workbook(BytesIO(data))["影像"]
    for number, row in enumerate(rows, first):
        for column, text in row.items():
            assert (sheet.cell(number, column).value or "") == text


BOOK = book()


def test_numbers_days_and_texts_are_written_as_what_they_are() -> None:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "影像"
    sheet.append(["日期", "金额", "号码", "文字日期"])
    sheet.column_dimensions["A"].number_format = "yyyy-mm-dd"
    sheet.column_dimensions["B"].number_format = '#,##0.00"元/day"'
    stream = BytesIO()
    made.save(stream)
    day = date(2024, 2, 29)
    row = {1: day, 2: Decimal("12345678901.10"), 3: "24992000000027776894", 4: day}
    data, _ = append_rows(stream.getvalue(), "书", "影像", [row])
    cells = openpyxl.load_workbook(BytesIO(data))["影像"][2]
    assert [c.value for c in cells] == [datetime(2024, 2, 29), 12345678901.1, "24992000000027776894", "2024-02-29"]  # noqa: DTZ001
    assert b"<v>12345678901.10</v>" in parts(data)[SHEET], "exact to the cent"
