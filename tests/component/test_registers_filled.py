"""The plain registers of the built-in standard: each filled with the fictional year and with an empty one."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from docgen.engine.book import make_book
from docgen.engine.derived import complete_registers
from docgen.engine.forms import bind
from docgen.load.registers import load_registers
from docgen.load.standard import load_standard
from docgen.model.entry import Registers
from docgen.model.standard import Standard
from docgen.ooxml import compile_template
from docgen.resources import sample_folder, schema_folder, template_folder

#: Material → how many rows the fictional year gives it (rows that begin with a running number).
LISTS = {
    "backup-record": 4,
    "doc-in-register": 15,
    "doc-out-register": 8,
    "leader-honours": 2,
    "leader-projects": 2,
    "member-roster": 12,
    "group-register": 4,
    "book-catalogue": 40,
    "maintenance-register": 18,
    "ledger-activity": 77,
    "ledger-achievement": 6,
    "promotion-register": 5,
}
OTHERS = ("ledger-overview", "leader-works-ip", "book-loan", "activity-stats", "achievement-ip-awards")
TAG = re.compile(r"\{\{|\{%|\}\}|%\}")


@cache
def standard() -> Standard:
    return load_standard(schema_folder())


@cache
def sample_year() -> Registers:
    files = sorted((sample_folder() / "数据").glob("*.csv"))
    typed = load_registers(standard(), files, lambda p: p.name).registers
    return complete_registers(standard(), typed, 2024).registers


def document(material: str, registers: Registers) -> bytes:
    """The document of a material that has one a year."""
    form = standard().materials[material].form
    assert form is not None
    bound = bind(standard(), form)
    data = (template_folder(schema_folder()) / form.template).read_bytes()
    context = bound.context(None, make_book(standard(), registers, 2024))
    return compile_template(data, form.template, bound.scope).render(*context).to_bytes()


@cache
def filled(material: str, *, empty: bool = False) -> list[list[Any]]:
    """The cells of the first sheet of a register, row by row."""
    result = document(material, Registers({}) if empty else sample_year())
    sheet = load_workbook(BytesIO(result)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def numbered(rows: list[list[Any]]) -> list[list[Any]]:
    return [row for row in rows if str(row[0] or "").isdigit()]


@pytest.mark.parametrize("empty", [False, True])
@pytest.mark.parametrize("material", [*LISTS, *OTHERS])
def test_no_tag_is_left(material: str, empty: bool) -> None:
    text = "\n".join(str(v) for row in filled(material, empty=empty) for v in row if v is not None)
    assert not TAG.search(text)
    assert "2024年度" in text


@pytest.mark.parametrize(("material", "count"), LISTS.items())
def test_each_entry_has_its_row(material: str, count: int) -> None:
    rows = numbered(filled(material))
    assert [int(row[0]) for row in rows] == list(range(1, count + 1))


@pytest.mark.parametrize("material", LISTS)
def test_an_empty_list_says_so(material: str) -> None:
    rows = filled(material, empty=True)
    assert not numbered(rows)
    assert any(row[0] == "本年度无" for row in rows)


def test_the_ledger_of_activities_is_one_list_by_date() -> None:
    rows = numbered(filled("ledger-activity"))
    dates = [row[1] for row in rows]
    assert dates == sorted(dates)
    kinds = [row[2] for row in rows]
    assert {k: kinds.count(k) for k in set(kinds)} == {"培训学习": 12, "创新活动": 61, "交流": 4}
    assert all(row[3] and row[5] and row[10] for row in rows)


def test_the_statistics_add_up_and_judge_each_month() -> None:
    rows = {str(row[0] or row[1]): row for row in filled("activity-stats")}
    ours, every = rows["各创新小组合计"], rows["全部小组合计"]
    assert sum(int(v) for v in ours[3:15]) == int(ours[15]) == 48
    assert sum(int(v) for v in every[3:15]) == int(every[15]) == 61
    assert rows["是否达标"][3:15] == ["达标"] * 12
    blank = {str(row[0] or row[1]): row for row in filled("activity-stats", empty=True)}
    assert blank["是否达标"][3:16] == ["未达标"] * 12 + ["0个月"]


def test_an_award_stands_with_its_achievement_once() -> None:
    rows = filled("achievement-ip-awards")
    awards = [(row[1], row[7]) for row in numbered(rows) if row[7]]
    assert awards == [("CG-2024-02", "灌区职工技术创新成果二等奖"), (None, "河润市科学技术进步三等奖")]
    rights = [row[1] for row in numbered(rows) if row[3]]
    assert rights == ["CG-2024-01", "CG-2024-01", "CG-2024-02", "CG-2024-04", "CG-2024-05"]


def test_the_list_of_ledgers_counts_what_they_hold() -> None:
    assert [int(row[2]) for row in numbered(filled("ledger-overview"))] == [77, 6, 20, 13, 11]


def test_the_loan_list_is_one_blank_page() -> None:
    rows = numbered(filled("book-loan"))
    assert len(rows) == 25
    assert not any(any(row[1:]) for row in rows)
