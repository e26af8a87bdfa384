"""Registers of training people (6.8.14), of technical papers (6.8.11), of funds (6.8.12) and of the rules (6.5)."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.styles import Alignment
from sheetkit import Column, Register, listing, new_workbook, to_bytes

#: Number of the record that a line comes from: what somebody typed, else the derived line's own number.
SOURCE = "(项.关联记录 or 项.编号)"
#: Persons of other units: all of an event for others, else the guests of the training.
OUTSIDE = f"(项.人数 if 项.方向 == '对外' else 培训记录|筛选('记录编号', {SOURCE})|合计('外部学员人数'))"
#: Unit as the agreement has it, else the member's department.
UNIT = (
    "((师徒|筛选('徒弟', 项.姓名)|首个).徒弟单位部门"
    " or ((成员|筛选('姓名', 项.姓名)|首个).所在部门|前缀(工作室.所属单位)))"
)
TALENT = (
    Column("序号", 9, "{{ loop.index }}", "centre"),
    Column("日期", 19, "{{ 项.日期|日期('横线') }}", "centre"),
    Column("方向", 11, "{{ 项.方向 }}{{ '\n对外' if 项.方向 != '对外' and " + OUTSIDE + " > 0 }}", "centre"),
    Column("形式", 18, "{{ 项.形式 }}", "centre"),
    Column("内容", 37, "{{ 项.内容 }}"),
    Column("主讲/指导", 18, "{{ 项.主讲或指导人 }}", "centre"),
    Column("对象", 37, "{{ 项.对象 }}"),
    Column("对内\n人数", 11, "{{ 项.人数 - " + OUTSIDE + " }}", "centre"),
    Column("对外\n人数", 11, "{{ " + OUTSIDE + " }}", "centre"),
    Column("学时", 10, "{{ 项.学时 }}", "centre"),
    Column("成效", 48, "{{ 项.成效 }}"),
    Column("影像", 25, "{{ 项.影像编号|连接('\n') }}", "centre"),
    Column("依据", 19, "{{ " + SOURCE + " }}", "centre"),
)
#: Visits and exchanges stand in one list; a visit that is also an exchange shows both numbers. The long text has a
#: column of its own, since only cells that are not merged make a row higher.
EXCHANGE = (
    (1, "序号", "{{ loop.index }}"),
    (2, "日期", "{{ 项.日期|日期('横线') }}"),
    (4, "形式", "{{ 项.推广方式|默认('接待参观') }}"),
    (5, "对方单位", "{{ 项.来访单位|默认(项.推广单位或对象) }}"),
    (10, "目的", "{{ 项.来访目的|默认(项.成果编号.成果名称) }}"),
    (11, "内容", "{{ 项.参观交流内容|默认(项.推广内容) }}"),
    (12, "人数", "{{ 项.人数 }}"),
    (
        13,
        "依据",
        "{{ 项.推广编号|默认(项.编号) }}"
        "{{ 交流推广|筛选('日期', 项.日期)|筛选('推广单位或对象', 项.来访单位)|列('推广编号')|连接('\n')|前缀('\n')"
        " if 项.来访单位 }}",
    ),
)
UPGRADE = (
    Column("序号", 10, "{{ loop.index }}", "centre"),
    Column("姓名", 18, "{{ 项.姓名 }}", "centre"),
    Column("单位", 46, "{{ " + UNIT + " }}"),
    Column("类型", 20, "{{ 项.晋升类型 }}", "centre"),
    Column("原等级", 23, "{{ 项.原等级 }}", "centre"),
    Column("现等级", 23, "{{ 项.现等级 }}", "centre"),
    Column("取得日期", 21, "{{ 项.取得日期|日期('横线') }}", "centre"),
    Column("证书编号", 28, "{{ 项.证书编号 }}", "centre"),
    Column("发证机构", 36, "{{ 项.发证机构 }}"),
    Column("指导人", 17, "{{ 项.指导人 }}", "centre"),
    Column("证书", 11, "{{ '有' if 项.证书扫描件 }}", "centre"),
    Column("依据", 20, "{{ " + SOURCE + " }}", "centre"),
)
RISE = "(技能晋升|筛选('关联记录', 项.协议编号)|首个)"
#: Four kinds of lines: agreements, then promotions, assessments and typed trainings of one person without agreement.
PEOPLE = (
    Column("序号", 9, "{{ loop.index }}", "centre"),
    Column("培养对象", 19, "{{ 项.徒弟 or 项.姓名 or 项.对象 }}", "centre"),
    Column("单位", 36, "{{ 项.徒弟单位部门 or " + UNIT + " }}"),
    Column("培养形式", 20, "{{ '带徒传技' if 项.协议编号 else 项.形式 or 项.晋升类型 or '考核' }}", "centre"),
    Column("指导人", 17, "{{ 项.师傅 or 项.指导人 or 项.考核人 or 项.主讲或指导人 }}", "centre"),
    Column(
        "起止",
        23,
        "{{ (项.起始日期 or 项.取得日期 or 项.考核日期 or 项.日期)|日期('横线') }}"
        "{{ 项.截止日期|日期('横线')|前缀('至\n') }}",
        "centre",
    ),
    Column("目标", 48, "{{ 项.培养目标 or 项.内容 }}"),
    Column(
        "考核结果",
        26,
        "{{ 培养考核|筛选('关联记录', 项.协议编号)|列('综合等级')|连接('、') if 项.协议编号"
        " else 项.综合等级 or 项.成效 }}"
        "{{ 项.期末考核结果|前缀('\n期末：') }}",
        "centre",
    ),
    Column(
        "等级变化",
        28,
        "{{ (" + RISE + ".原等级 ~ '→' ~ " + RISE + ".现等级 if " + RISE + " else 项.徒弟原等级 ~ '→' ~ 项.徒弟现等级"
        " if 项.徒弟现等级 and 项.徒弟现等级 != 项.徒弟原等级 else '') if 项.协议编号"
        " else 项.原等级 ~ '→' ~ 项.现等级 if 项.现等级 }}",
        "centre",
    ),
    Column("协议号", 22, "{{ 项.协议编号 or 项.编号 }}", "centre"),
    Column(
        "材料位置",
        25,
        "{{ '14-08、14-09' if 项.协议编号 else '14-06' if 项.考核日期 else '14-02' if 项.对象"
        " else '14-04' if 项.人员类别 == '团队成员' else '14-05' }}",
        "centre",
    ),
)
#: The second block: a line a training, over the same grid.
MANY_HEADS = (
    "序号",
    "日期",
    "对象",
    "培养形式",
    "主讲/指导",
    "人数/学时",
    "内容",
    "考核方式",
    "考核结果",
    "记录编号",
    "材料位置",
)
TRAINING = f"(培训记录|筛选('记录编号', {SOURCE})|首个)"
MANY = (
    "{{ loop.index }}",
    "{{ 项.日期|日期('横线') }}",
    "{{ 项.对象 }}",
    "{{ 项.形式 }}",
    "{{ 项.主讲或指导人 }}",
    "{{ 项.人数 }}人{{ 项.学时|后缀('学时')|前缀('/') }}",
    "{{ 项.内容 }}",
    "{{ " + TRAINING + ".考核方式 }}",
    "{{ " + TRAINING + ".考核结果 }}",
    "{{ " + SOURCE + " }}",
    "{{ '06-02' if " + TRAINING + " else '14-02' }}",
)
DRAWN = "技术资料|筛选('关联设备', 项.设备编号)|筛选('资料类别', '{}')"
#: The sheet on the equipment itself, else the first general one that is not older than the equipment.
COLLECTED = (
    "((" + DRAWN.format("设备工具信息采集基本情况") + "|首个) or (通用采集表|不早于('形成日期', 项.购置日期)|首个))"
)
TOOLS = (
    Column("序号", 9, "{{ loop.index }}", "centre"),
    Column("设备编号", 18, "{{ 项.设备编号 }}", "centre"),
    Column("名称", 31, "{{ 项.名称 }}"),
    Column("型号", 31, "{{ 项.规格型号 }}"),
    Column("主要技术参数", 52, "{{ 项.主要技术参数 }}"),
    Column("厂家", 33, "{{ 项.生产厂家 }}"),
    Column("说明书", 13, "{{ '有' if 项.说明书 or " + DRAWN.format("设备说明书") + " }}", "centre"),
    Column("图纸", 22, "{{ " + DRAWN.format("绘制图纸") + "|列('资料编号')|连接('\n') }}", "centre"),
    Column("选型依据", 22, "{{ " + DRAWN.format("设备选型手册") + "|列('资料编号')|连接('\n') }}", "centre"),
    Column(
        "采集人",
        20,
        "{{ " + COLLECTED + ".编制人或来源 }}",
        "centre",
    ),
    Column(
        "采集日期",
        22,
        "{{ " + COLLECTED + ".形成日期|日期('横线') }}",
        "centre",
    ),
)
PAPERS = (
    Column("序号", 10, "{{ loop.index }}", "centre"),
    Column("资料编号", 24, "{{ 项.资料编号 }}", "centre"),
    Column("类别", 36, "{{ 项.资料类别 }}", "centre"),
    Column("名称", 56, "{{ 项.名称 }}"),
    Column("编制人/来源", 28, "{{ 项.编制人或来源 }}", "centre"),
    Column("版本", 13, "{{ 项.版本 }}", "centre"),
    Column("形成日期", 21, "{{ 项.形成日期|日期('横线') }}", "centre"),
    Column("份数", 11, "{{ 项.份数 }}", "centre"),
    Column("页数", 11, "{{ 项.页数 }}", "centre"),
    Column("载体", 18, "{{ 项.载体 }}", "centre"),
    Column("存放位置", 23, "{{ 项.存放位置 }}", "centre"),
    Column("借阅", 11, "", "centre"),
    Column("备注", 11, ""),
)
LEFT = "项.到账金额 - (经费支出|筛选('来源编号', 项.来源编号)|合计('金额'))"
#: A period from–to breaks before its second date.
PERIOD = "{{ (项.起止时间|截前('至')) ~ '至\n' ~ (项.起止时间|截后('至')) if '至' in 项.起止时间 else 项.起止时间 }}"
FUNDS = (
    Column("序号", 8, "{{ loop.index }}", "centre"),
    Column("来源渠道", 25, "{{ 项.来源渠道 }}", "centre"),
    Column("项目/来源名称", 30, "{{ 项.来源编号 }}{{ 项.项目或来源名称|前缀('　') }}"),
    Column("批准单位", 24, "{{ 项.批准或下达单位 }}"),
    Column("文号", 24, "{{ 项.文号或合同号 }}", "centre"),
    Column("批准日期", 17, "{{ 项.批准日期|日期('横线') }}", "centre"),
    Column("批准金额", 19, "{{ 项.批准金额 }}", "money"),
    Column("到账金额", 19, "{{ 项.到账金额 }}", "money"),
    Column("到账日期", 17, "{{ 项.到账日期|日期('横线') }}", "centre"),
    Column("起止", 22, PERIOD, "centre"),
    Column("责任人", 13, "{{ 项.经济责任人 }}", "centre"),
    Column("结余", 18, "{{ " + LEFT + " }}", "money"),
    Column("结余处理", 28, "{{ 项.结余处理 }}"),
    Column("文件", 9, "{{ 项.证明文件|条数|后缀('份') if 项.证明文件 }}", "centre"),
)
RULES = (
    Column("序号", 12, "{{ loop.index }}", "centre"),
    Column("制度名称", 60, "{{ 项.制度名称 }}"),
    Column("对应6.5项", 58, "{{ 项.对应条款 }}"),
    Column("版本", 20, "{{ 项.版本 }}", "centre"),
    Column("文号", 40, "{{ 项.文号 }}", "centre"),
    Column("批准人", 21, "{{ 项.批准人 }}", "centre"),
    Column("印发日期", 22, "{{ 项.印发日期|日期('横线') }}", "centre"),
    Column("施行日期", 22, "{{ 项.施行日期|日期('横线') }}", "centre"),
    Column("是否上墙", 18, "{{ 项.是否上墙 }}", "centre"),
)


def external() -> bytes:
    """Events for persons of other units, and exchanges with other units."""
    title = "对外人才培养或技术交流情况"
    book = new_workbook(title + "（{{ 年度 }}年度）")
    page = Register(book, title, TALENT)
    page.start(title)
    page.band("一、对外开展人才培养（培训）")
    row = page.rows("对外培养")
    count = "{{ 对外培养|条数 }}场次"
    page.total("合计", 2, {3: count, 8: f"=SUM(H{row}:H{row})", 9: f"=SUM(I{row}:I{row})"}, spans=[(3, 7)], grey=True)
    page.band("二、技术交流")
    page.spans(*((last, title) for last, title, _ in EXCHANGE), grey=True)
    both = "交流推广单列|并列(接待参观)"
    page.tag("if 交流推广单列 or 接待参观")
    page.tag(f"for 项 in {both}|排序('日期')")
    row = page.spans(*((last, value) for last, _, value in EXCHANGE), height=None)
    page.sheet.cell(row, 11).alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
    page.tag("endfor")
    page.tag("else")
    page.none()
    page.tag("endif")
    count = "{{ " + both + "|条数 }}次，其中接待参观{{ 接待参观|条数 }}次、{{ 接待参观|合计('人数') }}人次"
    page.total("合计", 2, {3: count}, spans=[(3, len(TALENT))], grey=True)
    # Two heads: neither is right on the pages of the other, so only title and unit are repeated.
    page.sheet.freeze_panes, page.sheet.print_title_rows = "A3", "1:2"
    page.signatures()
    page.finish(title + "（{{ 年度 }}年度）")
    return to_bytes(book)


def ledger() -> bytes:
    """One line a person trained, then one line a training of many."""
    title = "人才培养台账"
    book = new_workbook(title + "（{{ 年度 }}年度）")
    page = Register(book, title, PEOPLE)
    page.start(title)
    persons = "(在期师徒|并列(单独晋升, 单独考核, 个别培养))"
    page.band("一、个人培养（{{ " + persons + "|条数 }}人次）")
    page.tag(f"if {persons}")
    page.tag(f"for 项 in {persons}")
    page.data()
    page.tag("endfor")
    page.tag("else")
    page.none()
    page.tag("endif")
    page.band("二、集中培训等（{{ 集体培养|条数 }}期，{{ 集体培养|合计('人数') }}人次）")
    page.heads(MANY_HEADS)
    page.rows("集体培养", MANY)
    # Two heads: neither is right on the pages of the other, so only title and unit are repeated.
    page.sheet.freeze_panes, page.sheet.print_title_rows = "A3", "1:2"
    page.signatures()
    page.finish(title + "（{{ 年度 }}年度）")
    return to_bytes(book)


def drawn() -> Iterator[tuple[str, bytes]]:
    """Path below the template folder and bytes of each."""
    title = "人才培养列表"
    listed = "人才培养|排序('日期', '编号')"
    yield (
        f"excel/{title}.xlsx",
        listing(title, TALENT, listed, total="共{{ 人才培养|条数 }}期", sums=["对内人数", "对外人数"]),
    )
    yield "excel/对外人才培养或技术交流情况.xlsx", external()
    for title, name in (
        ("团队成员技能提升、职称晋升情况", "成员晋升"),
        ("培养对象技能提升、职称晋升情况", "对象晋升"),
    ):
        held = name + "|有('取得日期')"
        count = (
            "{{ "
            + held
            + "|条数 }}人次，其中技能提升{{ "
            + held
            + "|筛选('晋升类型', '技能提升')|条数 }}人次、职称晋升{{ "
        )
        count += held + "|筛选('晋升类型', '职称晋升')|条数 }}人次（以取得证书为准）"
        yield f"excel/{title}.xlsx", listing(title, UPGRADE, name, total=count)
    yield "excel/人才培养台账.xlsx", ledger()
    title = "设备工具信息采集基本情况"
    yield f"excel/{title}.xlsx", listing(title, TOOLS, "设备工具|排序('设备编号')", total="{{ 设备工具|条数 }}项")
    title = "技术材料台账"
    count = "{{ 技术资料|条数 }}种，{{ 技术资料|合计('份数') }}份"
    yield f"excel/{title}.xlsx", listing(title, PAPERS, "技术资料|排序('资料编号')", total=count)
    title = "工作经费来源及相关文件"
    sums = ["批准金额", "到账金额", "结余"]
    yield (
        f"excel/{title}.xlsx",
        listing(title, FUNDS, "经费来源|排序('来源编号')", total="{{ 经费来源|条数 }}项", sums=sums, size=8.5),
    )
    title = "制度汇编目录"
    yield f"excel/{title}.xlsx", listing(title, RULES, "制度|排序('制度编号')", total="{{ 制度|条数 }}项")
