"""Ledger of trainings, activities and meetings (6.7) and the count of activities by group and month (5.3.2, 5.3.3)."""

from __future__ import annotations

from collections.abc import Iterator

from chartkit import Cells, bar_chart, chart_page, place
from openpyxl import Workbook
from sheetkit import Column, Register, listing, new_workbook, to_bytes

#: The three registers stand in one list, so a line has the columns of the register it comes from.
PEOPLE = "项.参加人员 or 项.参会人员"
HEADS = f"(({PEOPLE})|条数) + (项.外部学员人数 or 0)"
LEDGER = (
    Column("序号", 8, "{{ loop.index }}", "centre"),
    Column("日期", 16, "{{ 项.日期|日期('横线') }}", "centre"),
    Column("类别", 14, "{{ '培训学习' if 项.培训主题 else '创新活动' if 项.活动主题 else '交流' }}", "centre"),
    Column(
        "主题",
        24,
        "{{ 项.培训主题 or 项.活动主题 or 项.季度 }}{{ '创新工作交流会' if 项.会议编号 }}",
    ),
    Column("地点", 16, "{{ 项.地点 }}", "centre"),
    Column("主持/\n授课", 13, "{{ 项.授课人 or 项.主持人 }}", "centre"),
    Column("参加\n人数", 9, "{{ " + HEADS + " }}", "centre"),
    Column(
        "参加人员",
        25,
        "{{ (" + PEOPLE + ")|连接 }}{{ 项.外部学员人数|后缀('人')|前缀('；外单位') if 项.外部学员人数 }}"
        "{{ (项.外部人员 or 项.列席人员)|前缀('；') }}",
    ),
    Column("主要内容", 56, "{{ 项.培训内容 or 项.活动内容 or 项.季度工作总结 }}"),
    Column("成效", 33, "{{ 项.效果评价 or 项.形成结论 or 项.下步安排 or 项.考核结果 }}"),
    Column("记录编号", 22.5, "{{ 项.活动编号 or 项.记录编号 or 项.会议编号 }}", "centre"),
    Column("影像编号", 23, "{{ 项.影像编号|连接('\n') }}", "centre"),
    Column("存放\n位置", 12, "{{ '06-02' if 项.培训主题 else '07-01' if 项.活动主题 else '07-03' }}", "centre"),
)
MONTHS = ("一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月")
#: Least number of activities a month (5.3.2).
LEAST = 4
GRID = (
    Column("序号", 11, "{{ loop.index }}", "centre"),
    Column("小组", 39, "{{ 项.小组名称 }}", "centre"),
    Column("类型", 25, "{{ 项.小组类型 }}", "centre"),
    *(Column(month, 15, "{{ " + month + "|筛选('活动小组', 项.小组名称)|条数 }}", "centre") for month in MONTHS),
    Column("全年", 18, "{{ 创新活动|筛选('活动小组', 项.小组名称)|条数 }}", "centre"),
)
#: What the second block shows of a meeting: last column of the grid and the tag.
MEETING = (
    (1, "序号", "{{ loop.index }}"),
    (2, "季度", "{{ 项.季度 }}"),
    (3, "会议编号", "{{ 项.会议编号 }}"),
    (5, "日期", "{{ 项.日期|日期('横线') }}"),
    (8, "地点", "{{ 项.地点 }}"),
    (10, "牵头小组", "{{ 项.牵头小组 }}"),
    (12, "主持人", "{{ 项.主持人 }}"),
    (13, "参会人数", "{{ 项.参会人员|条数 }}"),
    (16, "影像编号", "{{ 项.影像编号 }}"),
)


def statistics() -> bytes:
    """Groups by months, totals, whether each month has enough; then the meetings of the quarters."""
    title = "活动开展情况统计表"
    book = new_workbook(title + "（{{ 年度 }}年度）")
    page = Register(book, title, GRID, size=10, least=22)
    page.start(title)
    head = page.row
    page.band("一、创新活动次数")
    groups = page.rows("小组", none="还没有小组")
    ours = "筛选('活动小组', 创新小组名称)|条数"
    counted = [f"{month}|{ours}" for month in MONTHS]
    page.total("各创新小组合计", 3, _months([*counted, f"创新活动|{ours}"]), grey=True)
    every = [f"{month}|条数" for month in (*MONTHS, "创新活动")]
    page.total("全部小组合计", 3, _months(every), grey=True)
    page.data(["", "要求", "每月", *[f"≥{LEAST}"] * len(MONTHS), f"≥{LEAST * len(MONTHS)}"])
    enough = [f"'达标' if {c} >= {LEAST} else '未达标'" for c in counted]
    reached = " + ".join(f"(1 if {c} >= {LEAST} else 0)" for c in counted)
    page.data(["", "是否达标", "各创新小组合计", *_months(enough).values(), "{{ " + reached + " }}个月"])
    summaries = [f"月度总结|筛选('月份', 全年月份[{i}])|条数" for i in range(len(MONTHS))]
    page.data(["", "月总结", "份数", *_months([*summaries, "月度总结|条数"]).values()])
    page.band("二、季度交流会")
    page.spans(*((last, head) for last, head, _ in MEETING), grey=True)
    page.tag("if 季度交流会")
    page.tag("for 项 in 季度交流会|排序('日期', '会议编号')")
    page.spans(*((last, value) for last, _, value in MEETING))
    page.tag("endfor")
    page.tag("else")
    page.none()
    page.tag("endif")
    quarters = "季度交流会|列('季度')|去重|条数"
    held = "{{ 季度交流会|条数 }}次；四个季度中已召开{{ " + quarters + " }}个季度，要求每季度不少于1次，"
    held += "{{ '达标' if " + quarters + " >= 4 else '未达标' }}"
    page.spans((3, "合计"), (len(GRID), held), grey=True)
    page.signatures()
    page.finish(title + "（{{ 年度 }}年度）")
    _charts(book, page, head, groups)
    return to_bytes(book)


def _charts(book: Workbook, table: Register, head: int, groups: int) -> None:
    """The activities of each month, those of the groups on each other, and of each group in the year."""
    title, sheet = "活动开展情况统计图", table.sheet
    page = chart_page(book, "统计图", title)
    first, last = 4, 3 + len(MONTHS)
    name = Cells.row(sheet, groups, 2, 2)
    months = Cells.row(sheet, head, first, last)
    by_month = [(name, Cells.row(sheet, groups, first, last))]
    chart = bar_chart("各月创新活动次数（按小组）", months, by_month, axis="次", step=1, stacked=True)
    place(page, chart, 82)
    in_year = [("全年", Cells.column(sheet, last + 1, groups, groups))]
    chart = bar_chart("各小组全年创新活动次数", Cells.column(sheet, 2, groups, groups), in_year, axis="次")
    place(page, chart, 78)
    page.note(f"数据取自工作表“{sheet.title}”。")
    page.finish(title + "（{{ 年度 }}年度）")


def _months(expressions: list[str]) -> dict[int, str]:
    """Tags for the columns of the months and, where there are thirteen, of the year."""
    return {column: "{{ " + e + " }}" for column, e in enumerate(expressions, 4)}


def drawn() -> Iterator[tuple[str, bytes]]:
    """Path below the template folder and bytes of each."""
    title = "日常培训学习活动、交流活动台账"
    count = "{{ (培训记录|条数) + (创新活动|条数) + (季度交流会|条数) }}次，其中培训学习{{ 培训记录|条数 }}次、"
    count += "创新活动{{ 创新活动|条数 }}次、季度交流会{{ 季度交流会|条数 }}次"
    merged = "培训记录|并列(创新活动, 季度交流会)|排序('日期', '开始时间')"
    yield f"excel/{title}.xlsx", listing(title, LEDGER, merged, total=count, size=8)
    yield "excel/活动开展情况统计表.xlsx", statistics()
