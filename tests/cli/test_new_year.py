"""docgen new-year: the next year's workbook from this year's."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl

from docgen.engine.items import Elsewhere
from docgen.load.settings import Workspace
from docgen.tasks.gather import NUMBER_COLUMNS, with_old_numbers
from docgen.write.tables import write_table
from tests.cli.conftest import Run


def test_a_new_year_is_ready_to_be_filled_in(workspace: Path, run: Run) -> None:
    before = (workspace / "数据" / "2024.xlsx").read_bytes()
    ran = run("new-year", "2025")
    assert ran.code == 0
    assert "[完成] 已建 数据/2025.xlsx，2024 年的数据没有改动" in ran.out
    assert "设备工具“经费来源”：JF-01、JF-02没有带到 2025 年，10 处留空" in ran.out
    assert (workspace / "数据" / "2024.xlsx").read_bytes() == before
    found = json.loads(run("check", "-y", "2025", "--as-of", "2025-01-05", "--json").out)["findings"]
    errors = [f for f in found if f["severity"] == "error"]
    assert errors, "the goals of the new year have to be filled in"
    assert [f["message"] for f in errors if not ("年度目标" in f["message"] or "年度任务" in f["message"])] == []
    sheet = openpyxl.load_workbook(workspace / "数据" / "2025.xlsx")["创新活动"]
    assert sheet.max_row < 4, "nothing but the head and the example"


def test_a_year_that_has_data_is_left_alone(workspace: Path, run: Run) -> None:
    (workspace / "数据" / "2025").mkdir()
    ran = run("new-year", "2025")
    assert ran.code == 6
    assert "2025 年已有数据" in ran.err
    assert not (workspace / "数据" / "2025.xlsx").exists()


def test_a_dry_run_writes_nothing(workspace: Path, run: Run) -> None:
    ran = run("new-year", "2025", "-n", "--json")
    result = json.loads(ran.out)
    assert (result["written"], result["carried"]["成员"], result["left"]["荣誉"]) == (False, 12, 7)
    assert not (workspace / "数据" / "2025.xlsx").exists()


def test_what_can_not_be_read_stops_it(workspace: Path, run: Run) -> None:
    path = workspace / "数据" / "2024.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["图书"]
    column = next(c.column for row in sheet.iter_rows(1, 3) for c in row if c.value and "数量" in str(c.value))
    sheet.cell(5, column).value = "三本"
    book.save(path)
    ran = run("new-year", "2025")
    assert ran.code == 3
    assert "图书" in ran.err
    assert "没有结转" in ran.err
    assert not (workspace / "数据" / "2025.xlsx").exists()


def test_without_last_year_there_is_nothing_to_carry(workspace: Path, run: Run) -> None:
    ran = run("new-year", "2027")
    assert ran.code == 4
    assert "没有 2026 年的数据" in ran.err


def test_what_was_filed_before_is_told_with_its_old_number(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, {})
    write_table(workspace.memory(2024) / "件号.csv", NUMBER_COLUMNS, [("rule-05/ZD-05", "2024-13-0005")])
    before = Elsewhere("rule-05/ZD-05", "操作规程", "见 2024 年度", 2024)
    older, later = Elsewhere("rule-05/ZD-05", "旧规程", "见 2021 年度", 2021), Elsewhere("x", "协议", "在期", 2027)
    found = with_old_numbers(workspace, [before, older, later], 2025)
    assert [e.reason for e in found] == ["见 2024 年度 2024-13-0005", "见 2021 年度", "在期"]
