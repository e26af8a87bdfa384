"""Registers of achievements: rights and awards (6.8.8), ledger (6.7), spreading (6.6)."""

from __future__ import annotations

from collections.abc import Iterator

from sheetkit import Column, Register, listing, new_workbook, to_bytes

RIGHTS = "知识产权|筛选('关联成果', 果.成果编号)"
AWARDED = (
    Column("序号", 9, "", "centre"),
    Column("成果编号", 22, "", "centre"),
    Column("成果名称", 42),
    Column("知识产权\n类型", 22, "", "centre"),
    Column("知识产权名称", 39),
    Column("申请号/授权号", 31, "", "centre"),
    Column("法律状态", 17, "", "centre"),
    Column("获奖名称", 33),
    Column("级别", 14, "", "centre"),
    Column("授予单位", 25),
    Column("日期", 19, "", "centre"),
)
RIGHT = (
    "{{ loop.index }}",
    "{{ 果.成果编号 }}",
    "{{ 果.成果名称 }}",
    "{{ 权.类型 }}",
    "{{ 权.名称 }}",
    "{{ 权.申请号 }}{{ 权.授权号或登记号|前缀('\n') }}",
    "{{ 权.法律状态 }}",
    "",
    "",
    "",
    "{{ 权.授权公告日|默认(权.申请日)|日期('横线') }}",
)
AWARD = (
    "",
    "{{ 果.成果编号 }}",
    "{{ 果.成果名称 }}",
    *[""] * 4,
    "{{ 奖.荣誉名称 }}",
    "{{ 奖.荣誉级别 }}",
    "{{ 奖.授予单位 }}",
    "{{ 奖.获得日期|日期('横线') }}",
)
CHANGES = (
    "{{ 项.成果阶段 }}（{{ 项.完成日期|日期('横线') }}完成{{ (成果推广|筛选('成果编号', 项.成果编号)|最小('日期'))"
    "|日期('横线')|前缀('，')|后缀('首次推广') }}）"
)
#: How many proofs are kept of each kind; kinds without any are not named. A test that does not apply is no proof.
PROOFS = (
    "{{ '检测检验报告　' if 项.检测检验报告 and '不适用' not in (项.检测检验报告|连接) }}"
    "{{ '鉴定书或验收证书　' if 项.鉴定书或验收证书 }}"
    "{{ 项.成果图片|条数|前缀('图片')|后缀('张') if 项.成果图片 }}"
    "{{ 成果推广|筛选('成果编号', 项.成果编号)|有('应用证明')|条数|前缀('　应用证明')|后缀('份')"
    " if 成果推广|筛选('成果编号', 项.成果编号)|有('应用证明') }}"
)
LEDGER = (
    Column("序号", 10, "{{ loop.index }}", "centre"),
    Column("登记日期", 22, "", "centre"),
    Column("成果编号", 24, "{{ 项.成果编号 }}", "centre"),
    Column("名称", 48, "{{ 项.成果名称 }}"),
    Column("第一完成人", 20, "{{ 项.第一完成人 }}", "centre"),
    Column("课题", 42, "{{ 项.关联课题 }}{{ 项.关联课题.课题名称|前缀('　') }}"),
    Column("阶段变化（日期）", 37, CHANGES, "centre"),
    Column("推广\n次数", 12, "{{ 成果推广|筛选('成果编号', 项.成果编号)|条数 }}", "centre"),
    Column("证明材料", 36, PROOFS),
    Column("存放位置", 22, "", "centre"),
)
SPREAD = (
    Column("序号", 9, "{{ loop.index }}", "centre"),
    Column("日期", 20, "{{ 项.日期|日期('横线') }}", "centre"),
    Column("成果", 47, "{{ 项.成果编号 }}{{ 项.成果编号.成果名称|前缀('\n') }}"),
    Column("方式", 26, "{{ 项.推广方式 }}", "centre"),
    Column("范围", 16, "{{ 项.推广范围 }}", "centre"),
    Column("对象", 42, "{{ 项.推广单位或对象 }}"),
    Column("投入\n（元）", 21, "{{ 项.投入经费 }}", "money"),
    Column("成效", 68, "{{ 项.成效 }}"),
    Column("应用证明", 24, "{{ 项.应用证明|条数|后缀('份') if 项.应用证明 }}", "centre"),
)


def awarded() -> bytes:
    """Rights and awards, achievement by achievement; science awards that belong to none of them at the end."""
    title = "成果所获专利及科技奖励情况"
    book = new_workbook(title + "（{{ 年度 }}年度）")
    page = Register(book, title, AWARDED)
    page.start(title)
    page.tag("if 所获知识产权 or 所获奖励 or 成果|有('奖励情况')")
    page.tag("for 果 in 成果|排序('成果编号')")
    page.tag(f"if {RIGHTS} or 果.奖励情况")
    page.band("{{ 果.成果编号 }}　{{ 果.成果名称 }}{{ 果.奖励情况|前缀('　获奖：') }}")
    page.tag(f"for 权 in {RIGHTS}|排序('编号')")
    page.data(RIGHT)
    page.tag("endfor")
    page.tag("for 奖 in 所获奖励 if 奖.荣誉编号 in 果.奖励情况")
    page.data(["{{ (" + RIGHTS + "|条数) + loop.index }}", *AWARD[1:]])
    page.tag("endfor")
    page.tag("endif")
    page.tag("endfor")
    page.tag("if 其他奖励")
    page.band("本年度成果之外的科技奖励")
    page.tag("for 奖 in 其他奖励")
    page.data(["{{ loop.index }}", "", "", *AWARD[3:]])
    page.tag("endfor")
    page.tag("endif")
    page.tag("else")
    page.none()
    page.tag("endif")
    patents = "所获知识产权|筛选('类型', '发明专利', '实用新型专利', '外观设计专利')|条数"
    count = "知识产权{{ 所获知识产权|条数 }}项，其中专利{{ " + patents + " }}项；奖励{{ 所获奖励|条数 }}项"
    page.total("合计", 2, {3: count}, spans=[(3, len(AWARDED))], grey=True)
    page.signatures()
    page.finish(title + "（{{ 年度 }}年度）")
    return to_bytes(book)


def drawn() -> Iterator[tuple[str, bytes]]:
    """Path below the template folder and bytes of each."""
    yield "excel/成果所获专利及科技奖励情况.xlsx", awarded()
    count = "{{ 成果|条数 }}项，推广应用{{ 成果推广|条数 }}次"
    yield "excel/创新成果台账.xlsx", listing("创新成果台账", LEDGER, "成果|排序('完成日期', '成果编号')", total=count)
    title = "成果转化推广应用汇总表"
    listed = "成果推广|排序('日期', '推广编号')"
    count = "{{ 成果推广|条数 }}次，涉及成果{{ 成果推广|列('成果编号')|去重|条数 }}项"
    yield f"excel/{title}.xlsx", listing(title, SPREAD, listed, total=count, sums=["投入（元）"])
