"""工作经费使用清单 (6.8.12): every payment, then per source and budget item 预算—支出—结余—执行率."""

from __future__ import annotations

from chartkit import AMOUNT, Cells, bar_chart, chart_page, place
from openpyxl import Workbook
from sheetkit import Column, Register, column_letter, column_number, new_workbook, to_bytes

PATH = "excel/工作经费使用清单.xlsx"


def _file(index: int) -> str:
    file = f"项.票据文件[{index}]"
    name = f"{file}|截后('/')|默认({file})"
    return "{{ " + name + ("|前缀('；')" if index else "") + " }}"


#: Names of the voucher's files without their folder.
FILES = "".join(_file(i) for i in range(4)) + "{{ '；等' ~ (项.票据文件|条数) ~ '个文件' if (项.票据文件|条数) > 4 }}"

LIST = (
    Column("序号", 7, "{{ loop.index }}", "centre"),
    Column("支出日期", 15, "{{ 项.支出日期|日期('横线') }}", "centre"),
    Column("来源", 9, "{{ 项.来源编号 }}", "centre"),
    Column("预算科目", 15, "{{ 项.预算科目 }}"),
    Column("摘要", 26, "{{ 项.摘要 }}"),
    Column("金额\n（元）", 16, "{{ 项.金额 }}", "money"),
    Column("收款单位", 20, "{{ 项.收款单位 }}"),
    Column("票据类型", 12.2, "{{ 项.票据类型 }}", "centre"),
    Column("票据号码", 15.5, "{{ 项.票据号码 }}", "centre"),
    Column("经办人", 9.5, "{{ 项.经办人 }}", "centre"),
    Column("验收人", 9.5, "{{ 项.验收或证明人 }}", "centre"),
    Column("审批人", 9.5, "{{ 项.项目负责人审批 }}", "centre"),
    Column("审批日期", 15, "{{ 项.审批日期|日期('横线') }}", "centre"),
    Column("申报单号", 14.5, "{{ 项.单位申报单号 }}", "centre"),
    Column("报账日期", 15, "{{ 项.报账日期|日期('横线') }}", "centre"),
    Column("记账\n凭证号", 14, "{{ 项.记账凭证号 }}", "centre"),
    Column("形态", 9.5, "{{ 项.形态|默认('复印件') }}", "centre"),
    Column("原件\n存放处", 12, "{{ 项.原件存放处|默认('财务部门') }}", "centre"),
    Column("关联\n课题", 13.5, "{{ 项.关联课题 }}", "centre"),
    Column("票据文件", 25.3, FILES),
)

OF_SOURCE = "经费支出|筛选('来源编号', 源.来源编号)"
BUDGET_OF_SOURCE = "经费预算|筛选('来源编号', 源.来源编号)"


def adjusted(lines: str) -> str:
    """Sum of budget lines: the adjusted ones as adjusted, the others as planned."""
    return f"(({lines}|合计('调整后金额')) + ({lines}|筛选('调整后金额', '')|合计('预算金额')))"


def values(number: str, name: str, lines: str, paid: str, basis: str) -> list[str]:
    """The cells of a row of the second and third sheet.

    Args:
        number: expression for the ordinal.
        name: expression for the budget item.
        lines: expression for the budget lines; empty where there is no budget.
        paid: expression for the payments.
        basis: text of the last column.
    """
    total = f"({paid}|合计('金额'))"
    if not lines:
        cells = [number, name, "", "", f"{paid}|条数", total, f"0 - {total}", "", basis]
    else:
        planned = adjusted(lines)
        rate = f"({total} / {planned} * 100)|保留(1)|后缀('%') if {planned} else ''"
        cells = [number, name, f"{lines}|合计('预算金额')", planned]
        cells += [f"{paid}|条数", total, f"{planned} - {total}", rate, basis]
    return ["{{ " + cell + " }}" if cell else "" for cell in cells[:-1]] + [basis]


EXECUTION = (
    Column("序号", 10, kind="centre"),
    Column("预算科目", 46),
    Column("预算金额\n（元）", 29, kind="money"),
    Column("调整后预算\n（元）", 29, kind="money"),
    Column("支出笔数", 15, kind="centre"),
    Column("支出金额\n（元）", 29, kind="money"),
    Column("结余\n（元）", 29, kind="money"),
    Column("执行率", 16, kind="centre"),
    Column("测算依据", 70),
)
BY_ITEM = (*EXECUTION[:-1], Column("经费来源", 70))


def draw_list(book: Workbook) -> None:
    """The list of payments."""
    page = Register(book, "使用清单", LIST, size=7.5, side=7)
    page.title("{{ 工作室.工作室名称 }}工作经费使用清单（{{ 年度 }}年度）")
    page.unit_line()
    page.head()
    page.tag("if 经费支出")
    page.tag("for 项 in 经费支出|排序('支出日期', '支出编号')")
    row = page.data()
    page.tag("endfor")
    page.tag("else")
    page.none()
    page.tag("endif")
    amount, letter = column_number(LIST, "金额（元）"), column_letter(LIST, "金额（元）")
    words = "人民币（大写）：{{ 经费支出|合计('金额')|大写 }}"
    cells = {amount: f"=SUM({letter}{row}:{letter}{row})", amount + 1: words}
    page.total("合计（{{ 经费支出|条数 }}笔）", amount - 1, cells, spans=[(amount + 1, len(LIST))], grey=True)
    page.tag("for 源 in 经费来源")
    page.note("注：来源{{ 源.来源编号 }}为{{ 源.来源渠道 }}“{{ 源.项目或来源名称 }}”。")
    page.tag("endfor")
    page.signatures()
    page.finish("工作经费使用清单（{{ 年度 }}年度）")


def draw_sources(book: Workbook) -> None:
    """Budget, payments, balance and rate: each item of each source, each source, all of them."""
    title = "工作经费预算执行情况（{{ 年度 }}年度）"
    page = Register(book, "预算执行", EXECUTION, least=17.5)
    page.title("{{ 工作室.工作室名称 }}" + title)
    page.unit_line()
    page.head()
    page.tag("if 经费来源")
    page.tag("for 源 in 经费来源")
    page.band(
        "来源{{ 源.来源编号 }}：{{ 源.来源渠道 }}“{{ 源.项目或来源名称 }}”"
        "（批准{{ 源.批准金额 }}元，到账{{ 源.到账金额 }}元）"
    )
    line = f"{BUDGET_OF_SOURCE}|筛选('预算科目', 预.预算科目)"
    first, last = _items(
        page,
        f"for 预 in {BUDGET_OF_SOURCE}",
        values("loop.index", "预.预算科目", line, f"{OF_SOURCE}|筛选('预算科目', 预.预算科目)", "{{ 预.测算依据 }}"),
        f"for 组 in {OF_SOURCE}|分组('预算科目') if 组.名称 not in ({BUDGET_OF_SOURCE}|列('预算科目'))",
    )
    left = f"到账结余{{{{ 源.到账金额 - ({OF_SOURCE}|合计('金额')) }}}}元"
    page.total("小计", 2, _sums(first, last, BUDGET_OF_SOURCE, OF_SOURCE, left))
    page.tag("endfor")
    page.tag("else")
    page.none()
    page.tag("endif")
    words = "支出大写：{{ 经费支出|合计('金额')|大写 }}"
    page.total("合计", 2, _sums(first, last, "经费预算", "经费支出", words), grey=True)
    page.signatures()
    page.finish(title)


def draw_items(book: Workbook) -> tuple[Register, int, int]:
    """The same by budget item over all sources; returns the sheet and its first and last row of an item."""
    title = "工作经费分科目小计（{{ 年度 }}年度）"
    page = Register(book, "分科目小计", BY_ITEM)
    page.title("{{ 工作室.工作室名称 }}" + title)
    page.unit_line()
    page.head()
    page.tag("if 经费预算 or 经费支出")
    sources = "{{ 组.行|列('来源编号')|去重 }}"
    first, last = _items(
        page,
        "for 组 in 经费预算|分组('预算科目')",
        values("loop.index", "组.名称", "组.行", "经费支出|筛选('预算科目', 组.名称)", sources),
        "for 组 in 经费支出|分组('预算科目') if 组.名称 not in (经费预算|列('预算科目'))",
    )
    page.tag("else")
    page.none()
    page.tag("endif")
    words = "支出大写：{{ 经费支出|合计('金额')|大写 }}"
    page.total("合计", 2, _sums(first, last, "经费预算", "经费支出", words), grey=True)
    page.signatures()
    page.finish(title)
    return page, first, last


def draw_chart(book: Workbook, items: Register, first: int, last: int) -> None:
    """Budget and payments of each item side by side."""
    title = "工作经费预算与支出对比图"
    page = chart_page(book, "预算支出对比图", title)

    def cells(column: str) -> Cells:
        return Cells.column(items.sheet, column_number(EXECUTION, column), first, last)

    series = [("预算（调整后）", cells("调整后预算（元）")), ("支出", cells("支出金额（元）"))]
    chart = bar_chart("各预算科目的预算与支出", cells("预算科目"), series, axis="元", form=AMOUNT, level=True)
    place(page, chart, 140)
    page.note(f"数据取自工作表“{items.sheet.title}”。")
    page.finish(title + "（{{ 年度 }}年度）")


def _items(page: Register, planned: str, cells: list[str], unplanned: str) -> tuple[int, int]:
    """Rows of the items with a budget, then of those without one; returns the two template rows."""
    page.tag(planned)
    first = page.data(cells)
    page.tag("endfor")
    page.tag(unplanned)
    last = page.data(values("", "组.名称", "", "组.行", "没有预算"))
    page.tag("endfor")
    return first, last


def _sums(first: int, last: int, lines: str, paid: str, text: str) -> dict[int, str]:
    """Cells of a total row: sums that leave out other totals, the rate, a text in the last column."""
    columns = ("预算金额（元）", "调整后预算（元）", "支出笔数", "支出金额（元）", "结余（元）")
    letters = {column_number(EXECUTION, c): column_letter(EXECUTION, c) for c in columns}
    cells = {number: f"=SUBTOTAL(9,{letter}{first}:{letter}{last})" for number, letter in letters.items()}
    rate = values("", "", lines, paid, "")[column_number(EXECUTION, "执行率") - 1]
    return {**cells, column_number(EXECUTION, "执行率"): rate, len(EXECUTION): text}


def build() -> bytes:
    """Draw the template."""
    book = new_workbook("工作经费使用清单（{{ 年度 }}年度）")
    draw_list(book)
    draw_sources(book)
    draw_chart(book, *draw_items(book))
    return to_bytes(book)
