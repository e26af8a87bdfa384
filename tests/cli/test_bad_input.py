"""Bad input: each a clear message with its place and remedy, the right exit code, nothing half-written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.cli.conftest import Run, documents
from tests.cli.test_fill import FORMS, Book, Edit

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2048


def head(page: Any, title: str) -> Any:
    return next(c for c in page[1] if c.value == title)


def test_a_missing_column(workspace: Path, run: Run, book: Book) -> None:
    before = documents(workspace)
    book(lambda b: setattr(head(b["创新活动"], "日期"), "value", "日子"))
    ran = run("fill")
    assert ran.code == 4
    assert "日期" in ran.err
    assert "数据/2024.xlsx › 创新活动" in ran.err
    assert "代码：input.register.missing-column" in ran.err
    assert documents(workspace) == before


def test_all_structural_problems_at_once(workspace: Path, run: Run, book: Book) -> None:
    def damage(b: Any) -> None:
        head(b["创新活动"], "日期").value = "日子"
        head(b["成员"], "姓名").value = "名姓"

    book(damage)
    ran = run("check")
    assert ran.code == 4
    assert ran.err.count("代码：input.register.missing-column") == 2


def test_an_id_stored_as_a_number_blocks_that_form_only(workspace: Path, run: Run, edit: Edit) -> None:
    cell = edit("成员", {"姓名": "云沛然"}, "身份证号", 991508198601010999)
    before = documents(workspace)
    ran = run("fill")
    assert ran.code == 3
    assert "代码：V06" in ran.err
    assert f"成员 › {cell}" in ran.err
    assert "05_云沛然" in ran.err
    assert documents(workspace) == before


def test_an_unknown_drop_down_value_is_named_with_the_nearest(workspace: Path, run: Run, edit: Edit) -> None:
    cell = edit("设备工具", {"设备编号": "SB-001"}, "状态", "在用中")
    ran = run("fill")
    assert ran.code == 3
    assert "在用" in ran.err
    assert cell in ran.err
    assert "代码：V33" in ran.err


def test_a_file_column_that_names_nothing(workspace: Path, run: Run, edit: Edit) -> None:
    edit("成员", {"姓名": "云沛然"}, "照片", "照片/没有这张.jpg")
    before = documents(workspace)
    ran = run("fill")
    assert ran.code == 3
    assert "代码：V18" in ran.err
    assert "没有这张.jpg" in ran.err
    assert documents(workspace) == before


def test_the_rest_is_written_when_one_document_is_blocked(workspace: Path, run: Run, edit: Edit) -> None:
    edit("成员", {"姓名": "云沛然"}, "照片", "照片/没有这张.jpg")
    (workspace / "成品" / "2024" / FORMS / "05_云沛然.docx").unlink()
    (workspace / "成品" / "2024" / FORMS / "06_那日格乐.docx").unlink()
    ran = run("fill")
    assert ran.code == 3
    assert not (workspace / "成品" / "2024" / FORMS / "05_云沛然.docx").exists()
    assert (workspace / "成品" / "2024" / FORMS / "06_那日格乐.docx").exists()


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"PK\x03\x04 broken", "input.unreadable"), (b"", "input.unreadable"), (OLE, "input.protected")],
    ids=["broken", "empty", "password"],
)
def test_a_workbook_that_can_not_be_read(workspace: Path, run: Run, data: bytes, code: str) -> None:
    before = documents(workspace)
    (workspace / "数据" / "2024.xlsx").write_bytes(data)
    ran = run("fill")
    assert ran.code == 4
    assert f"代码：{code}" in ran.err
    assert "2024.xlsx" in ran.err
    assert documents(workspace) == before


def test_a_template_with_a_wrong_field_name(workspace: Path, run: Run) -> None:
    before = documents(workspace)
    for name in ("工作室成员登记表", "创新活动记录表"):
        own = docx.Document()
        own.add_paragraph("{{ 姓明 }}{{ 活动主提 }}")
        own.save(str(workspace / "模板" / f"{name}.docx"))
    ran = run("fill")
    assert ran.code == 5
    assert "没有字段“姓明”" in ran.err
    assert "是否为“姓名”？" in ran.err
    assert "工作室成员登记表.docx" in ran.err
    assert "创新活动记录表.docx" in ran.err
    assert documents(workspace) == before


def test_control_characters_are_refused_with_their_place(workspace: Path, run: Run) -> None:
    target = workspace / "数据" / "2024"
    target.mkdir()
    (workspace / "数据" / "2024.xlsx").unlink()
    from docgen.resources import sample_folder

    for path in (sample_folder() / "数据").glob("*.csv"):
        (target / path.name).write_bytes(path.read_bytes())
    activities = next(target.glob("*创新活动.csv"))
    text = activities.read_text(encoding="utf-8")
    activities.write_text(text.replace("量测水装置总体方案设计", "量测水\x0b装置", 1), encoding="utf-8")
    ran = run("fill")
    assert ran.code == 3
    assert "代码：V25" in ran.err
    assert "U+000B" in ran.err
    assert "创新活动.csv" in ran.err


def test_the_same_year_from_csv_files(workspace: Path, run: Run) -> None:
    """The workbook and a folder of CSV files give the same documents."""
    from docgen.resources import sample_folder

    (workspace / "数据" / "2024.xlsx").unlink()
    target = workspace / "数据" / "2024"
    target.mkdir()
    for path in (sample_folder() / "数据").glob("*.csv"):
        (target / path.name).write_bytes(path.read_bytes())
    ran = run("fill")
    assert ran.code == 0, ran.err
    assert "都是最新的，没有改动" in ran.out


def test_a_target_that_can_not_be_written(workspace: Path, run: Run) -> None:
    (workspace / "成品").rename(workspace / "旧成品")
    (workspace / "成品").write_text("a file where the folder should be", encoding="utf-8")
    ran = run("fill")
    assert ran.code == 6
    assert "成品" in ran.err
    assert "处理：" in ran.err


def test_a_second_docgen_in_the_workspace(workspace: Path, run: Run) -> None:
    from docgen.write.lock import workspace_lock

    with workspace_lock(workspace / "登记"):
        ran = run("fill")
    assert ran.code == 6
    assert "代码：output.locked" in ran.err


def test_outside_a_workspace(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("fill")
    assert ran.code == 4
    assert "docgen init" in ran.err


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("year = '2024'", "year 应是整数"),
        ("colour = 1", "不认识的设置：colour"),
        ("[check]\nx = 1", "check.x"),
        ("year =", "读不出来"),
    ],
)
def test_settings_that_are_wrong(workspace: Path, run: Run, text: str, part: str) -> None:
    (workspace / "docgen.toml").write_text(text, encoding="utf-8")
    ran = run("fill")
    assert ran.code == 4
    assert part in ran.err


def test_a_year_without_data(workspace: Path, run: Run) -> None:
    ran = run("fill", "-y", "2019")
    assert ran.code == 4
    assert "没有 2019 年的数据" in ran.err


def test_errors_as_json(workspace: Path, run: Run, book: Book) -> None:
    book(lambda b: setattr(head(b["创新活动"], "日期"), "value", "日子"))
    ran = run("fill", "--json")
    result = json.loads(ran.out)
    assert (result["ok"], result["exit"], ran.code) == (False, 4, 4)
    assert "input.register.missing-column" in {f["code"] for f in result["findings"]}


def test_check_lists_everything_and_strict_counts_warnings(workspace: Path, run: Run, edit: Callable[..., str]) -> None:
    edit("成员", {"姓名": "云沛然"}, "职称层级", "正高级")
    ran = run("check", "--as-of", "2024-12-31")
    assert ran.code == 0
    assert "V09" in ran.out
    assert run("check", "--strict").code == 3


def test_a_day_that_is_none(workspace: Path, run: Run) -> None:
    assert run("check", "--as-of", "31.12.2024").code == 2
