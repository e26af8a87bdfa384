"""docgen import: an old table → which column is which → rows in the workbook; and back."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill

from docgen.cli import import_
from docgen.container import Container
from docgen.load.registers import load_registers
from docgen.model.standard import Standard
from docgen.write.files import write_atomically
from tests.cli.conftest import Run
from tests.cli.test_photos import everything
from tests.unit.ooxml.sheets.sheetmaker import changed

HEAD = [
    "序号",
    "设备编码",
    "设备名称",
    "型号规格",
    "厂家",
    "数量",
    "单位",
    "单价（元）",
    "总价",
    "购买日期",
    "存放处",
    "责任人",
]
ROWS: list[list[Any]] = [
    [1, "SB-901", "超声波流量计", "TDS-100", "九峰厂", 1, "台", 1200, "1,200.00", date(2021, 5, 6), "一号柜", "渠长河"],
    [2, "SB-902", "扭矩扳手", "NB", "九峰厂", 2, "把", "1300.55", 2601.1, "2021.7", "一号柜", "云沛然"],
    [3, "SB-001", "有了", "x", "厂", 1, "台", 1, 1, date(2021, 5, 6), "柜", "渠长河"],
    ["合计", None, None, None, None, 4, None, None, 3802, None, None, None],
]
SHEET = "设备工具"


def old_table(path: Path, extra: str = "供应商") -> Path:
    """A table as a unit keeps it: a title, a line, then the head."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["别的"])
    sheet = book.create_sheet("设备台账")
    sheet["A1"] = "设备台账"
    sheet.merge_cells("A1:L1")
    sheet["A2"] = "填表人：某某"
    sheet.append([*HEAD, extra])
    for row in ROWS:
        sheet.append([*row, "甲店"])
    book.save(path)
    return path


def csv_text() -> str:
    lines = [HEAD, *ROWS]
    return "\r\n".join(",".join(f'"{v}"' if "," in str(v) else str(v or "") for v in row) for row in lines) + "\r\n"


def new_rows(workspace: Path, standard: Standard) -> dict[str, Any]:
    loaded = load_registers(standard, [workspace / "数据" / "2024.xlsx"], str).registers[SHEET]
    return {e.key: e.values for e in loaded if e.key.startswith("SB-9")}


def test_the_mapping_is_shown_and_nothing_is_changed(workspace: Path, tmp_path: Path, run: Run) -> None:
    before = everything(workspace)
    ran = run("import", old_table(tmp_path / "旧.xlsx"), "--to", SHEET)
    assert ran.code == 0, ran.text
    assert "旧.xlsx › 设备台账：表头在第 3 行，下面 4 行" in ran.out
    assert "型号规格（D）" in ran.out
    assert "→ 规格型号" in ran.out
    assert "旧列“供应商”没有对应的列，4 格没有带过来" in ran.out
    assert "以后要补填的必填列：类别、状态" in ran.out
    assert "旧.xlsx › 设备台账 › J5 › “购买日期”" in ran.out
    assert "第 6 行：“SB-001”已经有了：数据/2024.xlsx › 设备工具 › 第 3 行" in ran.out
    assert "第 7 行：是合计行" in ran.out
    assert "可导入 2 行，跳过 2 行；1 处不合规则" in ran.out
    assert "没有写入" in ran.out
    assert everything(workspace) == before


def test_rows_come_over_and_go_back(workspace: Path, tmp_path: Path, run: Run, standard: Standard) -> None:
    before = everything(workspace)
    table = old_table(tmp_path / "旧.xlsx")
    table.chmod(0o444)
    said = json.loads(run("import", table, "--to", SHEET, "--map", "供应商=资产编号", "--yes", "--json").out)
    assert (said["written"], said["rows"], len(said["skipped"])) == (True, 2, 2)
    found = new_rows(workspace, standard)
    first = found["SB-901"]
    assert (first["名称"], first["数量"], first["单价"], first["金额"]) == ("超声波流量计", 1, 1200, Decimal(1200))
    assert (first["购置日期"], first["资产编号"]) == (date(2021, 5, 6), "甲店")
    assert found["SB-902"]["单价"] == Decimal("1300.55")
    sheet = openpyxl.load_workbook(workspace / "数据" / "2024.xlsx")[SHEET]
    heads = {str(c.value): c.column for c in sheet[1]}
    typed = {sheet.cell(r, heads["设备编号"]).value: sheet.cell(r, heads["购置日期"]).value for r in range(3, 99)}
    assert typed["SB-902"] == "2021.7", "what can not be read stands as it was typed"
    assert json.loads(run("import", table, "--to", SHEET, "--yes", "--json").out)["rows"] == 0
    assert run("import", "--undo").code == 0
    assert everything(workspace) == before
    assert run("import", "--undo").code == 4


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
def test_csv_with_windows_line_ends(
    workspace: Path, tmp_path: Path, run: Run, standard: Standard, encoding: str
) -> None:
    path = tmp_path / "旧.csv"
    path.write_bytes(csv_text().encode(encoding))
    assert run("import", path, "--to", SHEET, "--yes").code == 0
    assert new_rows(workspace, standard)["SB-901"]["购置日期"] == date(2021, 5, 6)


def test_a_person_is_asked(workspace: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything(workspace)
    table = old_table(tmp_path / "旧.xlsx")
    answers = iter("ny")
    stdin = io.StringIO()
    monkeypatch.setattr(stdin, "isatty", lambda: True)
    monkeypatch.setattr(import_.sys, "stdin", stdin)
    monkeypatch.setattr(import_.typer, "confirm", lambda *_, **__: next(answers) == "y")
    assert "没有写入" in run("import", table, "--to", SHEET).out
    assert "没有写入" in run("import", table, "--to", SHEET, "--no-input").out
    assert everything(workspace) == before
    assert "[完成]" in run("import", table, "--to", SHEET).out


def drawn(workbook: Path) -> None:
    """A chart, a conditional format, a text box and a part that only WPS knows."""
    book = openpyxl.load_workbook(workbook)
    sheet = book[SHEET]
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=9, min_row=3, max_row=9))
    sheet.add_chart(chart, "X2")
    sheet.conditional_formatting.add("G3:G99", CellIsRule("greaterThan", ["1"], fill=PatternFill("solid", "FF0000")))
    book.save(workbook)
    box = (
        "<twoCellAnchor><from><col>1</col><colOff>0</colOff><row>1</row><rowOff>0</rowOff></from><to><col>3</col>"
        '<colOff>0</colOff><row>3</row><rowOff>0</rowOff></to><sp><nvSpPr><cNvPr id="9" name="框"/><cNvSpPr txBox="1"/>'
        '</nvSpPr><spPr/><txBody><a:bodyPr xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/></txBody>'
        "</sp><clientData/></twoCellAnchor>"
    )
    data = workbook.read_bytes()
    drawing = next(n for n in Container.read(data, "x").parts if n.startswith("xl/drawings/drawing"))
    data = changed(data, drawing, lambda xml: xml.replace("</wsDr>", f"{box}</wsDr>"))
    assert b"txBox" in Container.read(data, "x")[drawing]
    workbook.write_bytes(changed(data, "customXml/wps.xml", lambda _: "<wps>own</wps>"))


def test_everything_else_in_the_workbook_stays(workspace: Path, tmp_path: Path, run: Run) -> None:
    workbook = workspace / "数据" / "2024.xlsx"
    drawn(workbook)
    before = Container.read(workbook.read_bytes(), "x")
    assert run("import", old_table(tmp_path / "旧.xlsx"), "--to", SHEET, "--yes").code == 0
    after = Container.read(workbook.read_bytes(), "x")
    differs = {name for name in before.parts if before[name] != after[name]}
    assert list(before.parts) == list(after.parts)
    assert len(differs) == 1
    assert differs.pop().startswith("xl/worksheets/sheet")


def test_an_open_workbook_and_one_that_changed_meanwhile(
    workspace: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = old_table(tmp_path / "旧.xlsx")
    workbook = workspace / "数据" / "2024.xlsx"
    mark = workbook.with_name("~$2024.xlsx")
    mark.write_bytes(b"")
    ran = run("import", table, "--to", SHEET, "--yes")
    assert (ran.code, "工作簿正开着" in ran.err) == (6, True)
    mark.unlink()

    def meanwhile(*_: object, **__: object) -> bool:
        write_atomically(workbook, workbook.read_bytes() + b" ")
        return True

    monkeypatch.setattr(import_, "_asked", meanwhile)
    ran = run("import", table, "--to", SHEET)
    assert (ran.code, "在预览之后又改过" in ran.err) == (6, True)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--to", SHEET), 2, "要写明旧表和登记表"),
        (("旧.xlsx",), 2, "要写明旧表和登记表"),
        (("旧.xlsx", "--to", "设备"), 2, "是否为“设备工具”"),
        (("旧.xlsx", "--to", "工作室"), 2, "只有一行"),
        (("旧.xlsx", "--to", "备份"), 4, "没有一行像是“备份”的表头"),
        (("旧.xlsx", "--to", SHEET, "--sheet", "台账"), 4, "现有工作表：Sheet、设备台账"),
        (("旧.xlsx", "--to", SHEET, "--map", "供应商"), 2, "写成 --map"),
        (("旧.xlsx", "--to", SHEET, "--map", "供货商=名称"), 2, "是否为“供应商”"),
        (("旧.xlsx", "--to", SHEET, "--map", "供应商=名"), 2, "是否为“名称”"),
        (("没有.xlsx", "--to", SHEET), 4, "没有这个文件"),
        (("断.xlsx", "--to", SHEET), 4, "损坏"),
        (("断.xls", "--to", SHEET), 4, "损坏"),
        (("旧.docx", "--to", SHEET), 4, "不能读取“.docx”文件"),
    ],
)
def test_what_can_not_be_imported(workspace: Path, run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    old_table(workspace / "旧.xlsx")
    for name in ("断.xlsx", "断.xls"):
        (workspace / name).write_bytes((workspace / "旧.xlsx").read_bytes()[:500])
    ran = run("import", *arguments)
    assert (ran.code, said in ran.err) == (code, True), ran.text


@pytest.mark.libreoffice
def test_the_old_format(workspace: Path, tmp_path: Path, run: Run, standard: Standard) -> None:
    program = shutil.which("soffice")
    assert program
    old_table(tmp_path / "旧.xlsx")
    command = [program, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to", "xls"]
    subprocess.run([*command, "--outdir", tmp_path, tmp_path / "旧.xlsx"], check=True, capture_output=True)
    assert run("import", tmp_path / "旧.xls", "--to", SHEET, "--yes").code == 0
    assert new_rows(workspace, standard)["SB-901"]["购置日期"] == date(2021, 5, 6)


def test_paths_of_files_as_people_write_them(workspace: Path, tmp_path: Path, run: Run, standard: Standard) -> None:
    path = tmp_path / "旧.csv"
    path.write_text(
        "设备编号,名称,说明书\r\nSB-903,泵,附件\\说明书\\SB-001_便携雷达水位计使用说明书.pdf\r\n", encoding="utf-8"
    )
    ran = run("import", path, "--to", SHEET, "--yes")
    assert ran.code == 0, ran.text
    assert new_rows(workspace, standard)["SB-903"]["说明书"] == "说明书/SB-001_便携雷达水位计使用说明书.pdf"
