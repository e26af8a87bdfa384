"""集体和个人各类荣誉台账 (6.7): one row an honour, in order of date; three columns stay blank for handwriting."""

from __future__ import annotations

from sheetkit import Column, Register, new_workbook, to_bytes

PATH = "excel/集体和个人各类荣誉台账.xlsx"

#: Numbers of the photographs that belong to the honour; where there are none, the name of the certificate's picture.
NUMBERS = "影像|筛选('关联记录', 项.荣誉编号)|列('影像编号')|连接('\n')"
PICTURES = "{{ " + NUMBERS + " or (项.图片|首个|截后('/')|默认(项.图片|首个)|截前('.')) }}"

COLUMNS = (
    Column("序号", 8.5, "{{ loop.index }}", "centre"),
    Column("获得日期", 19, "{{ 项.获得日期|日期('横线') }}", "centre"),
    Column("荣誉名称", 32, "{{ 项.荣誉名称 }}"),
    Column("归属", 10, "{{ 项.归属 }}", "centre"),
    Column("级别", 13.5, "{{ 项.荣誉级别 }}", "centre"),
    Column("授予单位", 30, "{{ 项.授予单位 }}"),
    Column("获得者", 23, "{{ 项.获得者 }}", "centre"),
    Column("排名", 10.5, "{{ 项.排名 }}", "centre"),
    Column("文号/证书号", 31, "{{ 项.文号或证书号 }}", "centre"),
    Column("图片编号", 30.5, PICTURES),
    Column("备注", 24, "{{ 项.备注 }}"),
    Column("登记\n日期", 15, "", "centre"),
    Column("登记人", 12, "", "centre"),
    Column("证书\n存放位置", 14, "", "centre"),
)


def build() -> bytes:
    """Draw the template."""
    book = new_workbook("集体和个人各类荣誉台账（{{ 年度 }}年度）")
    page = Register(book, "荣誉台账", COLUMNS)
    page.title("{{ 工作室.工作室名称 }}集体和个人各类荣誉台账（{{ 年度 }}年度）")
    page.unit_line()
    page.head()
    page.tag("if 荣誉")
    page.tag("for 项 in 荣誉|排序('获得日期', '荣誉编号')")
    page.data()
    page.tag("endfor")
    page.tag("else")
    page.none()
    page.tag("endif")
    whole = "'项，其中集体' ~ (荣誉|筛选('归属', '集体')|条数) ~ '项、个人' ~ (荣誉|筛选('归属', '个人')|条数) ~ '项'"
    count = "{{ 荣誉|条数 }}{{ " + whole + " if 荣誉 else '项' }}"
    page.total("合计", 2, {3: count}, spans=[(3, len(COLUMNS))], grey=True)
    page.signatures()
    page.finish("集体和个人各类荣誉台账（{{ 年度 }}年度）")
    return to_bytes(book)
