"""设备、专用工具、元器件登记表 (6.8.5): one sheet a kind, each with its total."""

from __future__ import annotations

from openpyxl import Workbook
from sheetkit import Column, Register, column_letter, column_number, new_workbook, to_bytes

PATH = "excel/设备、专用工具、元器件登记表.xlsx"

COLUMNS = (
    Column("序号", 7.5, "{{ loop.index }}", "centre"),
    Column("设备编号", 13, "{{ 项.设备编号 }}", "centre"),
    Column("名称", 21.5, "{{ 项.名称 }}"),
    Column("规格型号", 15.5, "{{ 项.规格型号 }}"),
    Column("生产厂家", 24.5, "{{ 项.生产厂家 }}"),
    Column("出厂编号", 19, "{{ 项.出厂编号 }}"),
    Column("数量", 8, "{{ 项.数量 }}", "centre"),
    Column("单位", 8, "{{ 项.计量单位 }}", "centre"),
    Column("单价\n（元）", 17, "{{ 项.单价 }}", "money"),
    Column("金额\n（元）", 17.5, "{{ 项.金额 }}", "money"),
    Column("购置日期", 17.5, "{{ 项.购置日期|日期('横线') }}", "centre"),
    Column("经费\n来源", 10, "{{ 项.经费来源 }}", "centre"),
    Column("资产编号", 12, "{{ 项.资产编号 }}", "centre"),
    Column("存放地点", 19.5, "{{ 项.存放地点 }}"),
    Column("保管人", 13.5, "{{ 项.保管人 }}", "centre"),
    Column("状态", 8, "{{ 项.状态 }}", "centre"),
    Column("影像编号", 22.5, "{{ 项.影像编号 }}"),
    Column("备注", 17.5, "{{ 项.检定有效期|日期('横线')|前缀('检定至\n') }}"),
)
#: Kind → what its number adds up to; components are counted in pieces and metres, so there is no sum of them.
KINDS = {"设备": True, "专用工具": True, "元器件": False}


def draw(book: Workbook, kind: str, summed: bool) -> None:
    """One sheet."""
    rows = f"设备工具|筛选('类别', '{kind}')"
    page = Register(book, kind, COLUMNS, size=8)
    page.title("{{ 工作室.工作室名称 }}" + kind + "登记表（{{ 年度 }}年度）")
    page.unit_line()
    page.head()
    page.tag(f"if {rows}")
    page.tag(f"for 项 in {rows}|排序('设备编号')")
    row = page.data()
    page.tag("endfor")
    page.tag("else")
    page.none()
    page.tag("endif")
    number, amount = column_number(COLUMNS, "数量"), column_number(COLUMNS, "金额（元）")
    values = {amount: _sum("金额（元）", row)}
    if summed:
        values[number] = _sum("数量", row)
    page.total("合计（{{ " + rows + "|条数 }}项）", number - 1, values, grey=True)
    used = f"{rows}|列('经费来源')"
    page.tag(f"for 源 in 经费来源 if 源.来源编号 in {used}")
    page.note("注：经费来源{{ 源.来源编号 }}为{{ 源.来源渠道 }}“{{ 源.项目或来源名称 }}”。")
    page.tag("endfor")
    page.signatures()
    page.finish(kind + "登记表（{{ 年度 }}年度）")


def _sum(title: str, row: int) -> str:
    letter = column_letter(COLUMNS, title)
    return f"=SUM({letter}{row}:{letter}{row})"


def build() -> bytes:
    """Draw the template."""
    book = new_workbook("设备、专用工具、元器件登记表（{{ 年度 }}年度）")
    for kind, summed in KINDS.items():
        draw(book, kind, summed)
    return to_bytes(book)
