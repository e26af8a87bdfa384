"""工作室成果分类汇总表 (6.3, 6.8.8): grouped by kind of achievement, with subtotals and the grand total."""

from __future__ import annotations

from sheetkit import Column, Register, column_letter, column_number, new_workbook, to_bytes

PATH = "excel/工作室成果分类汇总表.xlsx"

RIGHTS = "知识产权|筛选('关联成果', 项.成果编号)"
ORDINALS = "['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']"
COLUMNS = (
    Column("序号", 9, "{{ loop.index }}", "centre"),
    Column("成果编号", 20, "{{ 项.成果编号 }}", "centre"),
    Column("名称", 30, "{{ 项.成果名称 }}"),
    Column("类别", 21, "{{ 项.成果类别 }}", "centre"),
    Column("形式", 16, "{{ 项.成果形式 }}", "centre"),
    Column("完成人", 20, "{{ 项.主要完成人 }}"),
    Column("完成日期", 19.5, "{{ 项.完成日期|日期('横线') }}", "centre"),
    Column("阶段", 14.5, "{{ 项.成果阶段 }}", "centre"),
    Column("应用情况", 42, "{{ 项.应用单位 }}{{ '：' if 项.应用单位 and 项.应用情况 }}{{ 项.应用情况 }}"),
    Column("经济效益\n（元）", 19, "{{ 项.经济效益 }}", "money"),
    Column("评价", 24, "{{ 项.评价方式 }}{{ 项.评价单位及日期|前缀('：') }}"),
    Column("知识产权", 21, "{{ " + RIGHTS + "|列('类型')|去重 }}{{ " + RIGHTS + "|列('编号')|连接|前缀('：') }}"),
    Column("获奖", 17, "{{ 项.奖励情况 }}"),
)


def build() -> bytes:
    """Draw the template."""
    book = new_workbook("工作室成果分类汇总表（{{ 年度 }}年度）")
    page = Register(book, "成果分类汇总", COLUMNS)
    page.title("{{ 工作室.工作室名称 }}成果分类汇总表（{{ 年度 }}年度）")
    page.unit_line()
    page.head()
    benefit = column_number(COLUMNS, "经济效益（元）")
    letter = column_letter(COLUMNS, "经济效益（元）")
    page.tag("if 成果")
    page.tag("for 组 in 成果|排序('完成日期', '成果编号')|分组('成果类别')")
    page.band("{{ " + ORDINALS + "[loop.index0] }}、{{ 组.名称 }}")
    page.tag("for 项 in 组.行")
    row = page.data()
    page.tag("endfor")
    formula = f"=SUBTOTAL(9,{letter}{row}:{letter}{row})"
    page.total("小计", 2, {3: "{{ 组.行|条数 }}项", benefit: formula}, spans=[(3, benefit - 1)])
    page.tag("endfor")
    page.tag("else")
    page.none()
    page.tag("endif")
    page.total("合计", 2, {3: "{{ 成果|条数 }}项", benefit: formula}, spans=[(3, benefit - 1)], grey=True)
    page.signatures()
    page.finish("工作室成果分类汇总表（{{ 年度 }}年度）")
    return to_bytes(book)
