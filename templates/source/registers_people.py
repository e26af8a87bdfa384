"""Registers about the leader (6.8.2), the members (6.8.3) and the groups (5.3.1)."""

from __future__ import annotations

from collections.abc import Iterator

from excel_ledger_honours import PICTURES
from sheetkit import Column, Register, listing, new_workbook, to_bytes

HONOURS = (
    Column("序号", 10, "{{ loop.index }}", "centre"),
    Column("获得日期", 22, "{{ 项.获得日期|日期('横线') }}", "centre"),
    Column("荣誉名称", 48, "{{ 项.荣誉名称 }}"),
    Column("级别", 17, "{{ 项.荣誉级别 }}", "centre"),
    Column("授予单位", 42, "{{ 项.授予单位 }}"),
    Column("获得者", 18, "{{ 项.获得者 }}", "centre"),
    Column("排名", 12, "{{ 项.排名 }}", "centre"),
    Column("文号/证书号", 36, "{{ 项.文号或证书号 }}", "centre"),
    Column("图片编号", 31, PICTURES),
    Column("备注", 37, "{{ 项.备注 }}"),
)
PROJECTS = (
    Column("序号", 9, "{{ loop.index }}", "centre"),
    Column("项目名称", 40, "{{ 项.项目名称 }}"),
    Column("来源", 20, "{{ 项.项目来源 }}", "centre"),
    Column("起止时间", 36, "{{ 项.起止时间 }}", "centre"),
    Column("角色", 12, "{{ 项.领军人角色 }}", "centre"),
    Column("成果名称", 44, "{{ 项.成果名称 }}"),
    Column("成果水平", 19, "{{ 项.成果水平 }}", "centre"),
    Column(
        "鉴定/验收单位及日期",
        34,
        "{{ 项.鉴定或验收单位 }}{{ '，' if 项.鉴定或验收单位 and 项.鉴定或验收日期 }}{{ 项.鉴定或验收日期 }}",
    ),
    Column("获奖", 28, "{{ 项.获奖情况 }}"),
    Column("鉴定书", 12, "{{ '有' if 项.鉴定书 }}", "centre"),
    Column("依据", 19, "{{ 项.关联记录 or 项.项目编号 }}", "centre"),
)
#: The columns of a member's highest education: studies beside work come later than those before it.
SCHOOL = "{{ 项.在职毕业院校及专业 if 项.在职学历 else 项.全日制毕业院校及专业 }}"
ROSTER = (
    Column("序号", 7.5, "{{ loop.index }}", "centre"),
    Column("姓名", 14, "{{ 项.姓名 }}", "centre"),
    Column("性别", 7.5, "{{ 项.性别 }}", "centre"),
    Column("民族", 11, "{{ 项.民族 }}", "centre"),
    Column("出生年月", 13, "{{ 项.出生年月 }}", "centre"),
    Column("政治面貌", 15, "{{ 项.政治面貌 }}", "centre"),
    Column("最高\n学历", 15.5, "{{ 项.在职学历|默认(项.全日制学历) }}", "centre"),
    Column("毕业院校及专业", 31, SCHOOL),
    Column("职务", 16.5, "{{ 项.职务 }}", "centre"),
    Column("职称", 18, "{{ 项.职称 }}", "centre"),
    Column("技能等级", 13.5, "{{ 项.技能等级 }}", "centre"),
    Column("职业工种", 16, "{{ 项.职业工种 }}", "centre"),
    Column("室内身份", 15, "{{ 项.室内身份 }}", "centre"),
    Column("所属小组", 19, "{{ 项.所属小组 }}", "centre"),
    Column("工作分工", 40, "{{ 项.工作分工 }}"),
    Column("联系电话", 20, "{{ 项.联系电话 }}", "centre"),
)
THEIRS = "成员|筛选('所属小组', 项.小组名称)|筛选('状态', '在室')"
GROUPS = (
    Column("序号", 9, "{{ loop.index }}", "centre"),
    Column("小组名称", 22, "{{ 项.小组名称 }}", "centre"),
    Column("类型", 19, "{{ 项.小组类型 }}", "centre"),
    Column("领域/工种", 33, "{{ 项.工作领域 }}{{ 项.对应岗位工种|前缀('/') }}"),
    Column("组长", 16, "{{ 项.组长 }}", "centre"),
    Column("组长资格", 16, "{{ 项.组长资格 }}", "centre"),
    Column("资格依据", 36, "{{ 项.组长资格依据 }}"),
    Column("成员名单", 33, "{{ " + THEIRS + "|列('姓名') }}"),
    Column("人数", 10, "{{ " + THEIRS + "|条数 }}", "centre"),
    Column("职责", 39, "{{ 项.职责 }}"),
    Column("年度目标", 40, "{{ 项.年度目标 }}"),
)
#: One grid for the leader's books, papers and rights; the second and third block have other titles.
WORKS = (
    Column("序号", 10, "{{ loop.index }}", "centre"),
    Column("编号", 24, "{{ 项.编号 }}", "centre"),
    Column("书名", 50, "{{ 项.题名 }}"),
    Column("作者", 36, "{{ 项.作者|分条 }}", "centre"),
    Column("本人排名", 16, "{{ 项.本人排名 }}", "centre"),
    Column("出版社", 36, "{{ 项.刊物或出版社 }}", "centre"),
    Column("级别", 22, "{{ 项.刊物级别 }}", "centre"),
    Column("书号", 30, "{{ 项.国内统一刊号或书号 }}", "centre"),
    Column("卷期页", 29, "{{ 项.年卷期页 }}", "centre"),
    Column("出版日期", 20, "{{ 项.发表日期|日期('横线') }}", "centre"),
)
PAPER_HEADS = ("序号", "编号", "题名", "作者", "本人排名", "刊物", "级别", "刊号", "年卷期页", "发表日期")
RIGHT_HEADS = (
    "序号",
    "编号",
    "名称",
    "发明人（设计人）",
    "类型",
    "权利人",
    "法律状态",
    "申请号/\n授权号（登记号）",
    "申请日",
    "授权公告日",
)
RIGHT_VALUES = (
    "{{ loop.index }}",
    "{{ 项.编号 }}",
    "{{ 项.名称 }}",
    "{{ 项.发明人或设计人 }}",
    "{{ 项.类型 }}",
    "{{ 项.权利人 }}",
    "{{ 项.法律状态 }}",
    "{{ 项.申请号 }}{{ 项.授权号或登记号|前缀('\n') }}",
    "{{ 项.申请日|日期('横线') }}",
    "{{ 项.授权公告日|日期('横线') }}",
)


def works() -> bytes:
    """The leader's books, papers and rights."""
    title = "领军人所获专著、论文、发明专利情况"
    book = new_workbook(title + "（{{ 年度 }}年度）")
    page = Register(book, "专著、论文、发明专利", WORKS)
    page.title("{{ 工作室.工作室名称 }}" + title + "（{{ 年度 }}年度）")
    page.unit_line()
    page.band("一、专著（{{ 本人专著|条数 }}部）")
    page.heads([c.title for c in WORKS])
    page.rows("本人专著", none="无")
    page.band("二、论文（{{ 本人论文|条数 }}篇）")
    page.heads(PAPER_HEADS)
    page.rows("本人论文", none="无")
    patents = "本人知识产权|筛选('类型', '发明专利', '实用新型专利', '外观设计专利')|条数"
    page.band("三、专利及其他知识产权（{{ 本人知识产权|条数 }}项，其中专利{{ " + patents + " }}项）")
    page.heads(RIGHT_HEADS)
    page.rows("本人知识产权", RIGHT_VALUES, none="无")
    page.sheet.freeze_panes = "A3"
    page.sheet.print_title_rows = "1:2"
    page.signatures()
    page.finish(title + "（{{ 年度 }}年度）")
    return to_bytes(book)


def drawn() -> Iterator[tuple[str, bytes]]:
    """Path below the template folder and bytes of each."""
    own = "荣誉|筛选('获得者', 工作室.领衔人)"
    title = "领军人所获荣誉及奖励"
    listed = f"{own}|排序('获得日期', '荣誉编号')"
    yield f"excel/{title}.xlsx", listing(title, HONOURS, listed, total="{{ " + own + "|条数 }}项")
    yield "excel/领军人所获专著、论文、发明专利情况.xlsx", works()
    title = "领军人主持或参与的创新攻关项目成果列表"
    roles = "、".join("{{ 攻关项目|筛选('领军人角色', '" + r + "')|条数 }}项" + r for r in ("主持", "参与"))
    yield f"excel/{title}.xlsx", listing(title, PROJECTS, "攻关项目", total="{{ 攻关项目|条数 }}项：" + roles)
    inside = "成员|筛选('状态', '在室')"
    count = "{{ " + inside + "|条数 }}人，其中男{{ " + inside + "|筛选('性别', '男')|条数 }}人、女{{ "
    count += inside + "|筛选('性别', '女')|条数 }}人，中共党员{{ " + inside + "|筛选('政治面貌', '中共党员')|条数 }}人"
    yield "excel/工作室成员花名册.xlsx", listing("成员花名册", ROSTER, f"{inside}|排序('序号')", total=count, size=8)
    title = "创新小组设置及组长任职资格表"
    count = "{{ 小组|条数 }}个小组，其中创新小组{{ 小组|筛选('小组类型', '创新小组')|条数 }}个；"
    count += "成员{{ " + inside + "|有('所属小组')|条数 }}人"
    yield f"excel/{title}.xlsx", listing(title, GROUPS, "小组", total=count)
