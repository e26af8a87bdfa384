"""The Excel registers of the built-in standard, filled with the fictional year, with nothing and with awkward data."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from docgen.engine.book import make_book
from docgen.engine.forms import bind
from docgen.load.registers import load_registers
from docgen.load.standard import load_standard
from docgen.model.entry import Registers
from docgen.model.standard import Standard
from docgen.model.values import Money
from docgen.ooxml import Template, compile_template
from docgen.resources import sample_folder, schema_folder, template_folder

YEAR = 2024
MATERIALS = ("achievement-summary", "fund-list", "equip-register", "ledger-honours")
TAG = re.compile(r"\{\{|\{%|\}\}|%\}")


@cache
def standard() -> Standard:
    return load_standard(schema_folder())


@cache
def sample_year() -> Registers:
    files = sorted((sample_folder() / "数据").glob("*.csv"))
    return load_registers(standard(), files, lambda p: p.name).registers


@cache
def template(material: str) -> Template:
    form = standard().materials[material].form
    assert form is not None
    data = (template_folder(schema_folder()) / form.template).read_bytes()
    return compile_template(data, form.template, bind(standard(), form).scope)


def filled(material: str, registers: Registers, *, cached: bool = False) -> Workbook:
    form = standard().materials[material].form
    assert form is not None
    context = bind(standard(), form).context(None, make_book(standard(), registers, YEAR))
    data = template(material).render(*context).to_bytes()
    assert data == template(material).render(*context).to_bytes()
    return load_workbook(BytesIO(data), data_only=cached)


def changed(**rows: list[dict[str, Any]]) -> Registers:
    """The fictional year with other rows: the nth row takes the nth changes, further rows stay."""
    result = dict(sample_year().rows)
    for register, changes in rows.items():
        entries = list(result[register])
        for index, change in enumerate(changes):
            entries[index] = replace(entries[index], values={**entries[index].values, **change})
        result[register] = tuple(entries)
    return Registers(result)


def without(*registers: str) -> Registers:
    return Registers({**sample_year().rows, **dict.fromkeys(registers, ())})


def total(register: str, column: str, rows: Registers | None = None, **where: str) -> Decimal:
    entries = (rows or sample_year())[register]
    values = [e.values[column] for e in entries if all(str(e.values[k]) == v for k, v in where.items())]
    return sum((Decimal(v) for v in values if v is not None), Decimal(0))


def column(sheet: Worksheet, title: str) -> int:
    heads = [str(c.value or "").replace("\n", "") for c in sheet[3]]
    return heads.index(title) + 1


def rows_named(sheet: Worksheet, label: str) -> list[int]:
    return [r for r in range(1, sheet.max_row + 1) if str(sheet.cell(r, 1).value or "").startswith(label)]


def amount(sheet: Worksheet, row: int, title: str) -> Decimal:
    return Decimal(str(sheet.cell(row, column(sheet, title)).value))


def lists(book: Workbook) -> list[Worksheet]:
    """The sheets of a register, without those that hold a chart of it."""
    return [sheet for sheet in book.worksheets if not sheet._charts]


@pytest.mark.parametrize("material", MATERIALS)
def test_every_sheet_is_set_up_for_paper(material: str) -> None:
    for sheet in lists(filled(material, sample_year())):
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.page_setup.fitToWidth == 1
        # Fitted on one page (1), or divided into pages (0), never both.
        assert sheet.page_setup.fitToHeight == 0 or not sheet.row_breaks.brk
        assert sheet.page_setup.fitToHeight in (0, 1)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("A4", "$3:$3")
        assert "第 &P 页　共 &N 页" in sheet.oddFooter.center.text
        assert str(sheet["A1"].value).startswith("渠长河劳模创新工作室")
        assert str(sheet["A1"].value).endswith("（2024年度）")
        assert sheet.print_area.endswith(f"${sheet.max_row}")
        last = [c.value for c in sheet[sheet.max_row] if c.value]
        assert last == ["填表人：", "审核人：", "领衔人："]
        second = [c.value for c in sheet[2] if c.value]
        assert second[1] == "填表人：" and re.fullmatch("填表日期：[　]+年[　]+月[　]+日", second[2])


@pytest.mark.parametrize("material", MATERIALS)
@pytest.mark.parametrize("empty", [False, True])
def test_no_tag_is_left(material: str, empty: bool) -> None:
    registers = without("成果", "荣誉", "经费支出", "经费预算", "经费来源", "设备工具") if empty else sample_year()
    for sheet in filled(material, registers):
        for row in sheet.iter_rows():
            for cell in row:
                assert not TAG.search(str(cell.value or "")), (sheet.title, cell.coordinate, cell.value)


@pytest.mark.parametrize("material", MATERIALS)
def test_an_empty_list_says_so_in_one_line(material: str) -> None:
    registers = without("成果", "荣誉", "经费支出", "经费预算", "经费来源", "设备工具")
    for sheet in lists(filled(material, registers, cached=True)):
        assert sheet["A4"].value == "本年度无"
        assert sheet.max_row == 6
        assert all(cell.value in (None, 0) or isinstance(cell.value, str) for cell in sheet[5])


def test_no_kind_of_equipment_says_so_on_its_own_sheet() -> None:
    tools = [e for e in sample_year()["设备工具"] if e.values["类别"] != "专用工具"]
    book = filled("equip-register", Registers({**sample_year().rows, "设备工具": tuple(tools)}))
    assert book["专用工具"]["A4"].value == "本年度无"
    assert book["设备"]["A4"].value == 1


def test_achievements_are_grouped_with_subtotals() -> None:
    sheet = filled("achievement-summary", sample_year(), cached=True)["成果分类汇总"]
    benefit = total("成果", "经济效益")
    parts = [amount(sheet, r, "经济效益（元）") for r in rows_named(sheet, "小计")]
    assert sum(parts) == amount(sheet, rows_named(sheet, "合计")[0], "经济效益（元）") == benefit == 120634
    counts = [int(str(sheet.cell(r, 3).value).removesuffix("项")) for r in rows_named(sheet, "小计")]
    assert sum(counts) == len(sample_year()["成果"])
    kinds = [sheet.cell(r, 1).value for r in range(4, sheet.max_row) if "、" in str(sheet.cell(r, 1).value)]
    assert kinds == ["一、应用基础理论研究成果", "二、应用技术成果", "三、小改小革", "四、先进操作法"]


def test_payments_come_in_order_of_date_and_add_up() -> None:
    sheet = filled("fund-list", sample_year(), cached=True)["使用清单"]
    end = rows_named(sheet, "合计")[0]
    dates = [sheet.cell(r, column(sheet, "支出日期")).value for r in range(4, end)]
    assert dates == sorted(dates) and len(dates) == len(sample_year()["经费支出"])
    assert amount(sheet, end, "金额（元）") == total("经费支出", "金额")
    assert sheet.cell(end, column(sheet, "金额（元）") + 1).value == "人民币（大写）：贰拾万肆仟伍佰玖拾伍元玖角整"
    numbers = [sheet.cell(r, column(sheet, "票据号码")).value for r in range(4, end)]
    assert all(isinstance(n, str) for n in numbers) and "24992000000027776894" in numbers


def test_budget_and_payments_agree_by_source_and_by_item() -> None:
    book = filled("fund-list", sample_year(), cached=True)
    sheet = book["预算执行"]
    for source, row in zip(("JF-01", "JF-02"), rows_named(sheet, "小计"), strict=True):
        paid = total("经费支出", "金额", 来源编号=source)
        planned = total("经费预算", "预算金额", 来源编号=source)
        assert (amount(sheet, row, "支出金额（元）"), amount(sheet, row, "预算金额（元）")) == (paid, planned)
        assert amount(sheet, row, "结余（元）") == planned - paid
        rate = f"{paid / planned * 100:.1f}%"
        assert sheet.cell(row, column(sheet, "执行率")).value == rate
    ends = [(s, rows_named(s, "合计")[0]) for s in (sheet, book["分科目小计"])]
    for title in ("预算金额（元）", "调整后预算（元）", "支出金额（元）", "结余（元）"):
        assert amount(*ends[0], title) == amount(*ends[1], title)
    assert amount(*ends[0], "支出金额（元）") == total("经费支出", "金额")


def test_payments_without_budget_and_adjusted_budgets_are_shown() -> None:
    registers = changed(
        经费支出=[{"预算科目": "办公费"}],
        经费预算=[{"调整后金额": Money("75000.00")}, {"预算金额": Money("0.00")}],
    )
    sheet = filled("fund-list", registers, cached=True)["预算执行"]
    items = {sheet.cell(r, 2).value: r for r in range(15, sheet.max_row)}
    row = items["办公费"]
    assert sheet.cell(row, column(sheet, "测算依据")).value == "没有预算"
    assert amount(sheet, row, "结余（元）") == -amount(sheet, row, "支出金额（元）") == Decimal("-3860")
    assert amount(sheet, 5, "调整后预算（元）") == 75000
    assert sheet.cell(6, column(sheet, "执行率")).value is None
    end = rows_named(sheet, "合计")[0]
    assert amount(sheet, end, "支出金额（元）") == total("经费支出", "金额")
    assert amount(sheet, end, "调整后预算（元）") == total("经费预算", "预算金额") - 45000 + 5000


def test_equipment_sums_each_kind() -> None:
    book = filled("equip-register", sample_year(), cached=True)
    for kind in ("设备", "专用工具", "元器件"):
        sheet = book[kind]
        end = rows_named(sheet, "合计")[0]
        assert amount(sheet, end, "金额（元）") == total("设备工具", "金额", 类别=kind)
        count = sum(e.values["类别"] == kind for e in sample_year()["设备工具"])
        assert sheet.cell(end, 1).value == f"合计（{count}项）"


def test_honours_come_in_order_with_columns_for_handwriting() -> None:
    sheet = filled("ledger-honours", sample_year())["荣誉台账"]
    end = rows_named(sheet, "合计")[0]
    dates = [sheet.cell(r, 2).value for r in range(4, end)]
    assert dates == sorted(dates) and len(dates) == len(sample_year()["荣誉"])
    for title in ("登记日期", "登记人", "证书存放位置"):
        assert all(sheet.cell(r, column(sheet, title)).value is None for r in range(4, end))
    assert sheet.cell(end, 3).value == "13项，其中集体5项、个人8项"
    pictures = [sheet.cell(r, column(sheet, "图片编号")).value for r in range(4, end)]
    assert "G1-20240430-01\nL1-20240430-01\nL1-20240430-02" in pictures


def test_a_long_text_makes_its_row_higher() -> None:
    plain = filled("ledger-honours", sample_year())["荣誉台账"]
    long = filled("ledger-honours", changed(荣誉=[{"荣誉名称": "荣誉名称" * 30}]))["荣誉台账"]
    name = next(r for r in range(4, 17) if str(long.cell(r, 3).value).startswith("荣誉名称荣誉"))
    assert long.row_dimensions[name].height > 3 * plain.row_dimensions[name].height
