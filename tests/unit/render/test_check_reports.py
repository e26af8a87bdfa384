"""The three reports on a check, made from plain values."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, tzinfo
from decimal import Decimal

import openpyxl
import pytest

from docgen.model.finding import Finding, Place, Severity
from docgen.model.status import Bar, CalendarLine, CategoryStatus, Cell, ClauseStatus, Status, Task, Urgency, Verdict
from docgen.render.check_page import status_page
from docgen.render.check_report import self_check_report
from docgen.render.check_sheet import findings_workbook

PLACE = Place("数据/2030.xlsx", "借展", 5, "押金", "F5")
WRONG = Finding("T-1", Severity.ERROR, "押金<未填>", "补填", PLACE, "a.2", ("V31",), "J-3")
LATER = Finding("T-2", Severity.WARNING, "没有小结", "写小结", due=date(2030, 6, 5), clause="a.3")
SAID = Finding("T-3", Severity.WARNING, "没有照片", answer="=当天下雨", clause="a.3")


@pytest.fixture
def status() -> Status:
    clauses = (
        ClauseStatus("a.2", "借展", "借展应登记。", 1, (WRONG,), (), Verdict.WRONG),
        ClauseStatus("a.3", "", "小结和照片。", 2, (SAID,), (LATER,), Verdict.OPEN),
    )
    return Status(
        studio="小镇玩具馆",
        unit="",
        year=2030,
        as_of=date(2030, 5, 20),
        standard="XT/T 7—2030",
        standard_title="玩具馆借展规程",
        findings=(WRONG, SAID),
        clauses=clauses,
        calendar=(CalendarLine("T-4", "每季借展", "a.2", (Cell.RIGHT, Cell.MISSING, Cell.LATER, Cell.LATER)),),
        bars_title="押金",
        bars=(Bar("J", "积木", Decimal(150), Decimal(100)),),
        categories=(CategoryStatus("01 玩具", 3, 2, 1),),
        tasks=(Task(Urgency.NOW, WRONG), Task(Urgency.LATER, LATER)),
        waiting=(("packaged", ("T-5",)),),
    )


def test_the_page(status: Status) -> None:
    page = status_page(status).decode()
    assert page == status_page(status).decode()
    assert "押金&lt;未填&gt;" in page
    assert "<script" not in page and "http" not in page
    assert page.index("现在就要处理（1）") < page.index("本月还缺（0）") < page.index("没有小结（2030年6月5日前）")
    assert '<td class="c bad" colspan="3">缺</td>' in page
    assert 'class="over" style="width:100%"' in page
    assert "还有 1 条规则要等归档" in page
    assert "说明：=当天下雨" in page


def test_the_self_check_goes_by_clause(status: Status) -> None:
    made = self_check_report(status)
    assert made == self_check_report(status)
    text = zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml").decode()
    table = text[text.index("二、逐条对照") :]
    assert table.index("a.2") < table.index("不符合") < table.index("a.3") < table.index("没有小结")
    assert "自查人" in text and "负责人" in text
    assert "［数据/2030.xlsx › 借展 › F5 › “押金”］" in text


def test_the_list_does_not_depend_on_the_clock(status: Status, monkeypatch: pytest.MonkeyPatch) -> None:
    made = findings_workbook(status, "")

    class Later(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime(2031, 2, 3, 4, 5, 6, tzinfo=tz)

    monkeypatch.setattr("openpyxl.writer.excel.datetime.datetime", Later)
    assert made == findings_workbook(status, "")


def test_the_list_links_to_the_cells(status: Status) -> None:
    made = findings_workbook(status, "../..")
    assert made == findings_workbook(status, "../..")
    sheet = openpyxl.load_workbook(io.BytesIO(made)).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [r[2] for r in rows] == ["错误", "尚缺", "已说明"]
    assert rows[0][4] == "T-1、V31"
    link = sheet.cell(2, 7).hyperlink
    assert (link.target, link.location) == ("../../%E6%95%B0%E6%8D%AE/2030.xlsx", "'借展'!F5")
    assert rows[2][10] == "=当天下雨" and sheet.cell(4, 11).data_type == "s"
