"""Registers of books and their loan (6.8.4) and of upkeep (6.8.5)."""

from __future__ import annotations

from collections.abc import Iterator

from sheetkit import Column, Register, listing, new_workbook, to_bytes

BOOKS = (
    Column("序号", 9, "{{ loop.index }}", "centre"),
    Column("图书编号", 17, "{{ 项.图书编号 }}", "centre"),
    Column("书名", 50, "{{ 项.书名 }}"),
    Column("著者", 25, "{{ 项.著者 }}"),
    Column("出版社", 37, "{{ 项.出版社 }}"),
    Column("出版年", 13, "{{ 项.出版年 }}", "centre"),
    Column("ISBN/标准号", 29, "{{ 项.ISBN或标准号 }}", "centre"),
    Column("分类", 18, "{{ 项.分类 }}", "centre"),
    Column("数量", 10, "{{ 项.数量 }}", "centre"),
    Column("单价\n（元）", 15, "{{ 项.单价 }}", "money"),
    Column("金额\n（元）", 18, "{{ 项.数量 * 项.单价 }}", "money"),
    Column("来源", 11, "{{ 项.来源 }}", "centre"),
    Column("存放位置", 21, "{{ 项.存放位置 }}"),
)
LOANS = (
    Column("序号", 10, "", "centre"),
    Column("图书编号", 22, "", "centre"),
    Column("书名", 47),
    Column("借阅人", 20, "", "centre"),
    Column("借出日期", 22, "", "centre"),
    Column("应还日期", 22, "", "centre"),
    Column("归还日期", 22, "", "centre"),
    Column("签字", 20, "", "centre"),
)
#: Blank lines of the loan list: one page of A4 upright.
BLANK = 25
UPKEEP = (
    Column("序号", 8, "{{ loop.index }}", "centre"),
    Column("日期", 16, "{{ 项.日期|日期('横线') }}", "centre"),
    Column("设备编号", 13, "{{ 项.设备编号 }}", "centre"),
    Column("设备名称", 25, "{{ 项.设备编号.名称 }}"),
    Column("类型", 15, "{{ 项.维保类型 }}", "centre"),
    Column("故障现象或保养内容", 44, "{{ 项.故障现象或保养内容 }}"),
    Column("处理措施", 46, "{{ 项.处理措施 }}"),
    Column("更换部件", 17, "{{ 项.更换部件 }}"),
    Column("费用\n（元）", 16, "{{ 项.费用 }}", "money"),
    Column("停机时长\n（小时）", 13, "{{ 项.停机时长 }}", "centre"),
    Column("维保人", 17, "{{ 项.维保人 }}", "centre"),
    Column("验收人", 14, "{{ 项.验收人 }}", "centre"),
    Column("结果", 12, "{{ 项.验收结果 }}", "centre"),
    Column("下次日期", 17, "{{ 项.下次保养日期|日期('横线') }}", "centre"),
)


def loans() -> bytes:
    """The list of loans, for writing by hand; upright, so that the lines are high enough."""
    title = "图书借阅登记"
    book = new_workbook(title + "（{{ 年度 }}年度）")
    page = Register(book, title, LOANS, size=10)
    page.start(title, shares=(0.36, 0.55))
    for number in range(1, BLANK + 1):
        row = page.data([str(number), *[""] * (len(LOANS) - 1)])
        page.sheet.row_dimensions[row].height = 25
    page.signatures()
    page.finish(title + "（{{ 年度 }}年度）")
    page.sheet.page_setup.orientation = "portrait"
    return to_bytes(book)


def drawn() -> Iterator[tuple[str, bytes]]:
    """Path below the template folder and bytes of each."""
    title = "图书目录及数量"
    kinds = "{{ 图书|条数 }}种，{{ 图书|合计('数量') }}册"
    listed = "图书|排序('图书编号')"
    yield f"excel/{title}.xlsx", listing(title, BOOKS, listed, total=kinds, sums=["数量", "金额（元）"])
    yield "excel/图书借阅登记.xlsx", loans()
    title = "设备、专用工具维修保养记录"
    kinds = "{{ 维修保养|条数 }}次，其中保养{{ 维修保养|筛选('维保类型', '日常保养', '定期保养')|条数 }}次、"
    kinds += "维修{{ 维修保养|筛选('维保类型', '维修')|条数 }}次、"
    kinds += "检定校准{{ 维修保养|筛选('维保类型', '检定校准')|条数 }}次"
    listed = "维修保养|排序('日期', '记录编号')"
    yield (
        f"excel/{title}.xlsx",
        listing(title, UPKEEP, listed, total=kinds, sums=["费用（元）", "停机时长（小时）"], size=8),
    )
