"""Mail merge: any data, one template, no workspace."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.cli.conftest import Run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    template = docx.Document()
    template.add_paragraph("{{ 姓名 }}（{{ 部门 }}）：{{ 编号 }}，{{ 日期 }}")
    template.save("通知.docx")
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "名单"
    page.append(["姓名", "部门", "编号", "日期"])
    page.append(["甲某", "一科<A&B>", "0012", "2024年1月5日"])
    page.append(["乙某", "二科", "0013", ""])
    book.save("名单.xlsx")
    return tmp_path


def paragraphs(path: Path) -> list[str]:
    return [p.text for p in docx.Document(str(path)).paragraphs]


def test_one_document_a_row(folder: Path, run: Run) -> None:
    ran = run("fill", "名单.xlsx", "-t", "通知.docx", "-o", "out")
    assert ran.code == 0, ran.text
    assert sorted(p.name for p in (folder / "out").iterdir()) == ["通知_001_甲某.docx", "通知_002_乙某.docx"]
    assert paragraphs(folder / "out" / "通知_001_甲某.docx") == ["甲某（一科<A&B>）：0012，2024年1月5日"]


def test_names_by_pattern(folder: Path, run: Run) -> None:
    ran = run("fill", "名单.xlsx", "-t", "通知.docx", "-o", "out", "--name", "{部门}-{姓名}", "--sheet", "名单")
    assert ran.code == 0, ran.text
    assert sorted(p.name for p in (folder / "out").iterdir()) == ["一科＜A&B＞-甲某.docx", "二科-乙某.docx"]


def test_a_second_run_changes_nothing_and_different_files_are_refused(folder: Path, run: Run) -> None:
    command = ("fill", "名单.xlsx", "-t", "通知.docx", "-o", "out")
    run(*command)
    assert "没有改动" in run(*command).out
    (folder / "out" / "通知_002_乙某.docx").write_bytes(b"mine")
    (folder / "out" / "通知_001_甲某.docx").unlink()
    ran = run(*command)
    assert ran.code == 6
    assert "通知_002_乙某.docx" in ran.err
    assert not (folder / "out" / "通知_001_甲某.docx").exists()
    assert run(*command, "-f").code == 0
    assert paragraphs(folder / "out" / "通知_002_乙某.docx") == ["乙某（二科）：0013，"]


@pytest.mark.parametrize("ending", ["csv", "gbk.csv", "yaml", "json"])
def test_other_kinds_of_data(folder: Path, run: Run, ending: str) -> None:
    rows = [{"姓名": "丙某", "部门": "三科", "编号": "7", "日期": "2024"}]
    data = folder / f"d.{ending}"
    if ending.endswith("csv"):
        text = "姓名,部门,编号,日期\n丙某,三科,7,2024\n"
        data.write_bytes(text.encode("gb18030" if "gbk" in ending else "utf-8-sig"))
    elif ending == "json":
        data.write_text(json.dumps(rows[0], ensure_ascii=False), encoding="utf-8")
    else:
        data.write_text("- {姓名: 丙某, 部门: 三科, 编号: '7', 日期: '2024'}\n", encoding="utf-8")
    ran = run("fill", data, "-t", "通知.docx", "-o", "out")
    assert ran.code == 0, ran.text
    assert paragraphs(folder / "out" / "通知.docx") == ["丙某（三科）：7，2024"]


def test_nested_data_and_a_spreadsheet(folder: Path, run: Run) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"] = "{{ 名称 }}"
    page["A2"] = "{%tr for 行 in 明细 %}"
    page["A3"], page["B3"] = "{{ 行.品名 }}", "{{ 行.数量 }}"
    page["A4"] = "{%tr endfor %}"
    page["A5"], page["B5"] = "合计", "=SUM(B3:B3)"
    book.save(folder / "单.xlsx")
    data = {"名称": "清单", "明细": [{"品名": "=1+1", "数量": 2}, {"品名": "笔", "数量": 3}]}
    (folder / "d.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    ran = run("fill", "d.json", "-t", "单.xlsx", "-o", "out")
    assert ran.code == 0, ran.text
    made = openpyxl.load_workbook(folder / "out" / "单.xlsx").active
    assert made is not None
    assert [[c.value for c in row] for row in made.iter_rows(max_col=2)] == [
        ["清单", None],
        ["=1+1", 2],
        ["笔", 3],
        ["合计", "=SUM(B2:B3)"],
    ]
    assert made["A2"].data_type == "s"


def test_one_document_for_all_rows(folder: Path, run: Run) -> None:
    template = docx.Document()
    template.add_paragraph("{% for 行 in 数据 %}{{ loop.index }}.{{ 行.姓名 }} {% endfor %}")
    template.save("总表.docx")
    assert run("fill", "名单.xlsx", "-t", "总表.docx", "-o", "out").code == 0
    assert paragraphs(folder / "out" / "总表.docx") == ["1.甲某 2.乙某 "]


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        (("名单.xlsx",), 2, "要同时给出"),
        (("-t", "通知.docx"), 2, "要同时给出"),
        (("没有.xlsx", "-t", "通知.docx"), 4, "没有.xlsx"),
        (("名单.xlsx", "-t", "没有.docx"), 4, "没有.docx"),
        (("名单.xlsx", "-t", "名单.xlsx", "--sheet", "无"), 4, "无"),
        (("名单.xlsx", "-t", "通知.docx", "--name", "{姓民}"), 2, "是否为“姓名”"),
        (("名单.xlsx", "-t", "通知.docx", "--only", "03-01"), 2, "不能与邮件合并同用"),
    ],
)
def test_what_does_not_fit(folder: Path, run: Run, arguments: tuple[str, ...], code: int, part: str) -> None:
    ran = run("fill", *arguments, "-o", "out")
    assert ran.code == code, ran.text
    assert part in ran.err
    assert not (folder / "out").exists()


def test_a_wrong_field_is_named_with_its_place(folder: Path, run: Run) -> None:
    template = docx.Document()
    template.add_paragraph("{{ 姓民 }}")
    template.save("通知.docx")
    ran = run("fill", "名单.xlsx", "-t", "通知.docx", "-o", "out")
    assert ran.code == 5
    assert "没有字段“姓民”" in ran.err
    assert "是否为“姓名”？" in ran.err
