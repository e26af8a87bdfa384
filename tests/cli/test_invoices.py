"""docgen invoices: a folder of invoices → a table the clerk ticks → rows and copies; and back."""

from __future__ import annotations

import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from docgen.load.registers import load_registers
from docgen.model.standard import Standard
from tests.cli.conftest import Run
from tests.cli.test_photos import everything
from tests.cli.test_photos import rows as table
from tests.unit.load import invoicemaker as made
from tests.unit.load.invoicemaker import Bill

SHEET = "发票待收录.xlsx"
ASKED = {"支出日期": "2024-03-08", "来源编号": "JF-02", "预算科目": "材料费", "经办人": "海测之"}


def number(last: int) -> str:
    return f"99{last:018d}"


def bill(last: int, **more: Any) -> Bill:
    return Bill(number(last), day=f"2024-03-{last % 28 + 1:02d}", **more)


#: Where each of the files must end: a row of its own, or aside with a reason.
GOOD: dict[str, bytes] = {
    "01 数电普票.xml": made.digital_xml(bill(1)),
    "02 数电专票.xml": made.digital_xml(bill(2, kind="增值税专用发票", items=("*纸*复印纸", "*笔*中性笔"))),
    "03 财政部标准.xml": made.xbrl(bill(3)),
    "04 国标编码.xml": made.digital_xml(bill(4, seller="九峰市邕江〇仪表行"), "GB18030"),
    "05 税控.ofd": made.ofd_attached(Bill("99000005", "2024-03-06", code="099002400111")),
    "06 数电.ofd": made.ofd_tagged(bill(6, kind="普通发票")),
    "07 版式.pdf": made.pdf_text(bill(7)),
    "08 无标签.pdf": made.pdf_text(bill(8), labels=False),
    "09 内附.pdf": made.pdf_attached(bill(9)),
    "10 税控.pdf": made.pdf_text(Bill("99000010", "2024-03-11", code="099002400111", kind="增值税电子普通发票")),
    "11 同一张.xml": made.digital_xml(bill(11)),
    "11 同一张.pdf": made.pdf_text(bill(11)),
    "11 同一张.ofd": made.ofd_tagged(bill(11)),
    "12 红字.xml": made.digital_xml(bill(12, net="-100.00", tax="-13.00")),
    "13 别人的.xml": made.digital_xml(bill(13, buyer="九峰市某某局")),
    "14 去年的.xml": made.digital_xml(Bill(number(14), day="2023-12-30")),
    "15 分.xml": made.digital_xml(bill(15, net="0.10", tax="0.20")),
    "子文件夹/16 大额.xml": made.digital_xml(bill(16, net="9999999999.99", tax="0.01")),
}
BAD: dict[str, tuple[bytes, str]] = {
    "20 拍照.jpg": (made.picture("JPEG"), "只有图片"),
    "21 截图.png": (made.picture("PNG"), "只有图片"),
    "22 改名.pdf": (made.picture("JPEG", 40), "只有图片"),
    "23 扫描.pdf": (made.picture("PDF"), "没有文字"),
    "24 副本.xml": (GOOD["01 数电普票.xml"], "01 数电普票.xml 内容相同"),
    "25 又下载.xml": (GOOD["01 数电普票.xml"] + b"\n", "01 数电普票.xml 是同一张发票"),
    "26 改过.pdf": (made.pdf_text(bill(1, net="2000.00")), "金额不同"),
    "27 断.xml": (GOOD["01 数电普票.xml"][:300], "损坏"),
    "28 断.ofd": (GOOD["05 税控.ofd"][:200], "损坏"),
    "29 断.pdf": (GOOD["07 版式.pdf"][:150], "损坏"),
    "30 实体炸弹.xml": (made.ENTITY_BOMB, "可疑"),
    "31 宽编码炸弹.xml": (made.ENTITY_BOMB.decode().encode("utf-16"), "可疑"),
    "32 压缩炸弹.ofd": (made.zipped({"OFD.xml": b" " * 30_000_000}), "可疑"),
    "33 内有炸弹.ofd": (made.zipped({"OFD.xml": made.ofd_root(), "Doc_0/Attachs/a.xml": made.ENTITY_BOMB}), "可疑"),
    "34 越界.ofd": (made.zipped({"../OFD.xml": b"<x/>"}), "可疑"),
    "35 空.pdf": (b"", "空文件"),
    "36 加密.pdf": (made.pdf_locked(bill(36)), "密码"),
    "37 行程单.pdf": (made.pdf_text(Bill("", net="1.00", tax="0.00")), "不像电子发票"),
    "38 网页.xml": (b"<html><body>404</body></html>", "不像电子发票"),
    "39 打包.zip": (made.zipped({"a.pdf": b"x"}), "压缩包"),
    "40 深.xml": (b"<a>" * 5000 + b"</a>" * 5000, "损坏"),
    "41 已报销.xml": (made.digital_xml(Bill("24992000000027776894", seller="旧")), "已登记在 ZC-2024-001"),
    "42 前年报销.xml": (made.digital_xml(bill(42)), "已登记在 ZC-2023-001（数据/2023.xlsx › 经费支出"),
}


@pytest.fixture
def folder(tmp_path: Path, workspace: Path) -> Path:
    """Invoices of all kinds, and a year before in which one of them was spent."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "经费支出"
    for row in (["支出编号", "票据号码"], ["ZC-2023-001", number(42)]):
        sheet.append(row)
    book.save(workspace / "数据" / "2023.xlsx")
    made.put(tmp_path / "发票", {**GOOD, **{name: data for name, (data, _) in BAD.items()}})
    (tmp_path / "发票" / "说明.txt").write_text("不看", encoding="utf-8")
    return tmp_path / "发票"


def tick(path: Path, *names: str, **values: str) -> None:
    """Tick the rows whose file has one of these names, and fill in what only a person knows."""
    book = openpyxl.load_workbook(path)
    sheet = book["待收录"]
    head = {str(c.value): c.column for c in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        if any(name in str(sheet.cell(row, head["原文件"]).value) for name in names):
            for column, text in {"收录": "是", **ASKED, **values}.items():
                sheet.cell(row, head[column]).value = text
    book.save(path)


def test_forty_invoices_good_and_damaged(workspace: Path, folder: Path, run: Run) -> None:
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    ran = run("invoices", "scan", folder, "--json")
    assert ran.code == 0, ran.text
    assert before == {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}, "the originals are only read"
    aside = {r["文件"].removeprefix(f"{folder}/"): r["原因"] for r in table(workspace / SHEET, "不收录")}
    assert set(aside) == set(BAD)
    assert [name for name, (_, reason) in BAD.items() if reason not in aside[name]] == []
    found = {Path(r["原文件"].splitlines()[0]).name[:2]: r for r in table(workspace / SHEET)}
    assert sorted(found) == ["01", "02", "03", "04", "05", "06", "07", "08", "09", *map(str, range(10, 17))]
    assert {r["收录"] for r in found.values()} == {""}
    for key in ("01", "02", "03", "06", "07", "08", "09", "11"):
        row = found[key]
        day = f"2024-03-{int(key) + 1:02d}"
        seen = (row["票据号码"], row["开票日期"], row["收款单位"], row["金额"], row["不含税金额"], row["税额"])
        assert seen == (number(int(key)), day, "九峰市青禾（集团）仪表有限公司", "1130.00", "1000.00", "130.00"), key
    assert found["01"]["摘要"] == "超声波流量计"
    assert found["02"]["摘要"] == "复印纸等 2 项"
    assert [found[k]["票据类型"] for k in ("01", "02", "05", "06", "10")] == [
        *("数电发票（普票）", "数电发票（专票）", "", "数电发票（普票）", "电子发票（普票）"),
    ]
    assert (found["05"]["票据号码"], found["05"]["开票日期"]) == ("09900240011199000005", "2024-03-06")
    assert found["04"]["收款单位"] == "九峰市邕江〇仪表行"
    assert [Path(p).suffix for p in found["11"]["原文件"].splitlines()] == [".pdf", ".ofd", ".xml"]
    assert (found["15"]["金额"], found["16"]["金额"]) == ("0.30", "10000000000.00"), "exact to the cent"
    notes = {key: row["说明"] for key, row in found.items()}
    assert notes["01"] == notes["09"] == notes["11"] == ""
    assert "数推出" in notes["08"]
    assert "取自版面文字" in notes["07"]
    assert "红字" in notes["12"]
    assert "购买方是“九峰市某某局”" in notes["13"]
    assert "不在 2024 年" in notes["14"]
    assert "请选择" in notes["05"]
    said = json.loads(ran.out)
    assert (said["rows"], len(said["aside"]), said["unchecked"]) == (16, len(BAD), [])


def test_accept_registers_and_undo_restores_every_byte(
    workspace: Path, folder: Path, run: Run, standard: Standard
) -> None:
    before = everything(workspace)
    run("invoices", "scan", folder)
    tick(workspace / SHEET, "/01 ", "/11 ", "/15 ", "/16 ")
    ticked = (workspace / SHEET).read_bytes()
    ran = run("invoices", "accept", "--json")
    assert ran.code == 0, ran.text
    done = json.loads(ran.out)
    assert [n[-3:] for n in done["numbers"]] == [f"{int(done['numbers'][0][-3:]) + i:03d}" for i in range(4)]
    assert done["later"] == ["验收或证明人", "项目负责人审批", "审批日期", "单位申报单号", "报账日期"]
    after = everything(workspace)
    assert set(after) - set(before) == {f"附件/{name}" for name in done["files"]}
    kept = {after[f"附件/{name}"] for name in done["files"]}
    assert kept == {GOOD[n] for n in GOOD if n[:2] in ("01", "11", "15") or "16" in n}, "byte for byte"
    loaded = load_registers(standard, [workspace / "数据" / "2024.xlsx"], str).registers["经费支出"]
    new = {str(e.values["票据号码"]): e.values for e in loaded if e.key in done["numbers"]}
    assert [new[number(n)]["金额"] for n in (1, 15, 16)] == [Decimal(1130), Decimal("0.30"), Decimal(10**10)]
    assert new[number(1)]["开票日期"] == date(2024, 3, 2)
    assert len(new[number(11)]["票据文件"]) == 3
    checked = json.loads(run("check", "--as-of", "2024-12-31", "--json").out)
    rows = [f for f in checked["findings"] if f["severity"] == "error" and f["key"] in done["numbers"]]
    assert {f["column"] for f in rows} <= {*done["later"], "预算科目", ""}, "what is open is said, nothing is wrong"
    again = json.loads(run("invoices", "scan", folder, "-o", "又.xlsx", "--json").out)
    assert again["rows"] == 12
    assert run("invoices", "undo").code == 0
    assert everything(workspace) == before
    assert (workspace / SHEET).read_bytes() == ticked


def test_a_refund_and_a_lacking_cell_are_refused(workspace: Path, folder: Path, run: Run) -> None:
    before = everything(workspace)
    run("invoices", "scan", folder)
    tick(workspace / SHEET, "/12 ", "/13 ", 预算科目="")
    ran = run("invoices", "accept")
    assert ran.code == 3
    assert "支出金额应大于 0" in ran.err
    assert "“预算科目”" in ran.err
    assert everything(workspace) == before


def test_pictures_and_invoices_are_taken_back_in_turn(workspace: Path, folder: Path, run: Run) -> None:
    from tests.cli.test_photos import photo
    from tests.cli.test_photos import tick as tick_photos

    before = everything(workspace)
    run("invoices", "scan", folder)
    tick(workspace / SHEET, "/01 ")
    assert run("invoices", "accept").code == 0
    photo(folder.parent / "卡" / "a.jpg", "2024:01:10 09:31:00")
    run("photos", "scan", folder.parent / "卡")
    tick_photos(workspace / "影像待收录.xlsx", 1)
    assert run("photos", "accept").code == 0
    ran = run("invoices", "undo")
    assert (ran.code, "docgen photos undo" in ran.err) == (6, True)
    assert run("photos", "undo").code == run("invoices", "undo").code == 0
    assert everything(workspace) == before


def test_a_year_that_can_not_be_read_is_told(workspace: Path, folder: Path, run: Run) -> None:
    (workspace / "数据" / "2023.xlsx").write_bytes(b"no workbook")
    ran = run("invoices", "scan", folder)
    assert (ran.code, "没有与 2023 年核对重复" in ran.text) == (0, True)


def test_sources_on_a_read_only_medium_and_windows_paths(workspace: Path, folder: Path, run: Run) -> None:
    for path in folder.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    book = openpyxl.load_workbook(workspace / "数据" / "2024.xlsx")
    sheet = book["经费支出"]
    head = {str(c.value): c.column for c in sheet[1]}
    name = str(sheet.cell(3, head["票据文件"]).value)
    sheet.cell(3, head["票据文件"]).value = name.replace("/", "\\")
    book.save(workspace / "数据" / "2024.xlsx")
    shutil.copy(workspace / "附件" / name.split("；")[0], folder.parent / "同.pdf")
    run("invoices", "scan", folder)
    tick(workspace / SHEET, "/01 ")
    assert run("invoices", "accept").code == 0
    twin = made.put(folder.parent / "又", {"x.pdf": (folder.parent / "同.pdf").read_bytes()})
    said = json.loads(run("invoices", "scan", twin, "-o", "又.xlsx", "--json").out)
    assert [a["why"] for a in said["aside"]] == ["same"]


@pytest.mark.parametrize("command", [("scan", "没有"), ("accept",), ("undo",)])
def test_what_is_not_there(workspace: Path, run: Run, command: tuple[str, ...]) -> None:
    assert run("invoices", *command).code == 4
