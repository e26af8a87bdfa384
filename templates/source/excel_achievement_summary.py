"""工作室成果分类汇总表 (6.3, 6.8.8): grouped by kind of achievement, with subtotals and the grand total."""

from __future__ import annotations

from chartkit import Cells, bar_chart, chart_page, place
from openpyxl import Workbook
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


BY_KIND = (
    Column("序号", 20, "{{ loop.index }}", "centre"),
    Column("成果类别", 90, "{{ 项.名称 }}", "centre"),
    Column("项数", 40, "{{ 项.行|条数 }}", "centre"),
    Column("占全部成果", 40, "{{ ((项.行|条数) / (成果|条数))|百分比(1) }}", "centre"),
    Column("经济效益（元）", 83, "{{ 项.行|合计('经济效益') }}", "money"),
)


def draw_kinds(book: Workbook) -> None:
    """How many achievements of each kind, and a chart of it on a page of its own."""
    title = "成果分类统计"
    page = Register(book, title, BY_KIND, size=10.5, least=22)
    page.start(title)
    row = page.rows("成果|分组('成果类别')")
    count, benefit = (column_number(BY_KIND, c) for c in ("项数", "经济效益（元）"))
    sums = {
        c: f"=SUM({(x := column_letter(BY_KIND, t))}{row}:{x}{row})"
        for c, t in ((count, "项数"), (benefit, "经济效益（元）"))
    }
    page.total("合计", 2, sums, grey=True)
    kinds, counts = (Cells.column(page.sheet, column_number(BY_KIND, c), row, row) for c in ("成果类别", "项数"))
    page.signatures()
    page.finish(title + "（{{ 年度 }}年度）")
    picture = chart_page(book, "分类统计图", "成果分类统计图")
    place(picture, bar_chart("各类成果项数", kinds, [("项数", counts)], axis="项", step=1), 120)
    picture.note(f"数据取自工作表“{title}”。")
    picture.finish("成果分类统计图（{{ 年度 }}年度）")


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
    draw_kinds(book)
    return to_bytes(book)
