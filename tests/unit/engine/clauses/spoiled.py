"""One way or more to spoil the good year for every rule, and what else must be found then.

``at`` is register, key and column of the finding; of results of runs the place, of the year as a whole empty.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from docgen.model.attachment import FileFact
from docgen.model.entry import Entry, Record
from docgen.model.finding import Finding, Place, Severity
from docgen.model.values import Bad, FilePath, Money
from tests.unit.engine.clauses.sample import CLOSED, END, Change, Spoil

OTHERS = "渠长河、田沐雨、穆清渠、岳闸宁、云沛然、那日格乐、海测之、沙定坡、白浚川、水经纬、林润禾"
#: Reports and final accounts are due.
JANUARY = date(2025, 1, 31)
LONG = (
    "为了核对两处记录是否一致，当天先把全部读数抄到一张表上，再由两个人分别复算一遍，差异大于百分之一的逐个查原因。"
    "查下来一半是抄错行，一半是仪器没有归零，抄错的当场划改并签名，没有归零的回到现场重测，重测结果另起一页，原来的一页照样留着。"
)


@dataclass(frozen=True)
class Sample:
    """A spoiled year.

    Attributes:
        rule: the rule that must fire.
        at: where.
        spoil: the changes.
        also: other rules that can not but fire as well.
        codes: field rules that judge the same cell.
        as_of: the day.
        answered: it is shown as answered.
    """

    rule: str
    at: tuple[str, str, str]
    spoil: Spoil
    also: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    as_of: date = END
    answered: bool = False


def cell(rule: str, register: str, key: str, column: str, value: Any, *also: str, **more: Any) -> Sample:
    """One cell changed, and the finding at that cell; further cells of the row as ``row``, another place as ``at``."""
    values = {column: value, **more.pop("row", {})}
    at = more.pop("at", (register, key, column))
    others = more.pop("others", ())
    return Sample(rule, at, Spoil((Change(register, key, values), *others)), also, **more)


def dropped(rule: str, at: tuple[str, str, str], register: str, drop: Callable[[Entry], bool], *also: str) -> Sample:
    """Rows left out."""
    return Sample(rule, at, Spoil((Change(register, drop=drop),)), also)


def unread(code: str, message: str, register: str, column: str) -> Bad:
    """A cell that could not be read, with the finding reading gave."""
    return Bad((Finding(code, Severity.ERROR, message, place=Place(sheet=register, column=column)),))


def all_rows(entry: Entry) -> bool:
    return True


def keyed(*keys: str) -> Callable[[Entry], bool]:
    return lambda entry: entry.key in keys


def having(column: str, *values: Any) -> Callable[[Entry], bool]:
    return lambda entry: entry.values[column] in values


def without(material: str, key: str | None = None) -> Spoil:
    """Documents that are not there."""
    return Spoil(papers=lambda rows: [r for r in rows if r["资料"] != material or key not in (None, r["对象"])])


def missing(rule: str, material: str, *also: str, as_of: date = END) -> Sample:
    return Sample(rule, ("", "", ""), without(material), also, as_of=as_of)


def says(rule: str, material: str, lines: list[list[str]], *also: str, as_of: date = END) -> Sample:
    return Sample(rule, (f"{material}/", "", ""), Spoil(texts={f"{material}/": lines}), also, as_of=as_of)


def packed(rule: str, table: str, place: str = "", *also: str, **values: Any) -> Sample:
    """The first row of a result of packing changed."""

    def change(rows: list[Record]) -> list[Record]:
        return [Record({**rows[0], **values}), *rows[1:]]

    return Sample(rule, (place, "", ""), Spoil(tables={table: change}), also, as_of=CLOSED)


PHOTO = {
    "影像编号": "C1-20240104-02",
    "关联记录": None,
    "文件": FilePath("影像/另.jpg"),
}
KINDS = ("设备工具信息采集基本情况", "工程应用案例", "设备选型手册", "软件应用系统", "设备说明书", "绘制图纸")

SAMPLES: list[Sample] = [
    cell("R3.1-1", "工作室", "", "场所功能", ["教育"]),
    cell("R4.1-1", "成员", "渠长河", "室内身份", ["骨干成员"], at=("成员", "", "")),
    Sample(
        "R4.2-1",
        ("创新活动", "", ""),
        Spoil(
            (
                *(Change("创新活动", f"HD-2024{day}-1", {"活动类型": "经验交流"}) for day in ("0327", "0724", "0927")),
                Change("计划任务", "RW-2024-09", {"任务类别": "技术攻关"}),
            )
        ),
    ),
    Sample(
        "R4.2-1",
        ("成员", "", ""),
        Spoil(
            tuple(
                Change("成员", name, {"状态": "退出", "退出日期": date(2024, 12, 31)})
                for name in ("海测之", "麦丰野", "水经纬")
            )
        ),
    ),
    Sample(
        "R4.4-1",
        ("技能晋升", "", ""),
        Spoil(tuple(Change("技能晋升", f"JS-2024-0{n}", {"人员类别": "培养对象"}) for n in (1, 2))),
    ),
    cell("R4.5-1", "成员", "麦丰野", "年度任务", "无", at=("成员", "麦丰野", "")),
    Sample(
        "R4.5-2",
        ("成员", "麦丰野", "工作分工"),
        Spoil(
            tuple(
                Change("成员", name, {"工作分工": "负责日常工作和资料整理。"})
                for name in ("麦丰野", "沙定坡", "白浚川")
            )
        ),
        ("R4.5-2",),
    ),
    Sample(
        "R5.1.2-1",
        ("经费来源", "", ""),
        Spoil(
            (
                Change("经费来源", "JF-02", {"到账金额": Money(0)}),
                Change("收文", drop=having("来文单位", "河润灌区水利发展中心（虚构）")),
            )
        ),
        ("R6.4.3-4", "R6.8.1-3"),
    ),
    cell("R5.3.1-1", "小组", "节水灌溉组", "对应岗位工种", None, codes=("V31",)),
    cell("R5.3.1-2", "小组", "节水灌溉组", "组长资格", "无"),
    cell(
        "R5.3.1-3",
        "荣誉",
        "RY-2021-09",
        "荣誉类别",
        "先进个人",
        at=("小组", "闸控自动化组", "组长资格依据"),
    ),
    dropped("R6.2.1-1", ("小组", "", ""), "小组", keyed("节水灌溉组", "测控数据组"), "V32"),
    Sample(
        "R6.2.1-2",
        ("小组", "测控数据组", ""),
        Spoil(tuple(Change("成员", name, {"所属小组": "节水灌溉组"}) for name in ("那日格乐", "水经纬"))),
    ),
    Sample(
        "R6.2.2-1",
        ("成员", "那日格乐", ""),
        Spoil(
            (
                Change("年度课题", "KT-2024-01", {"参加人": ["渠长河", "水经纬"]}),
                Change("年度课题", "KT-2024-04", {"负责人": "云沛然", "参加人": ["水经纬"]}),
                Change("计划任务", "RW-2024-04", {"责任人": "云沛然"}),
            )
        ),
    ),
    Sample(
        "R6.1-1",
        ("攻关项目", "", ""),
        Spoil(
            (
                Change("年度课题", "KT-2024-01", {"参加人": ["那日格乐", "水经纬"]}),
                Change("攻关项目", drop=all_rows),
            )
        ),
    ),
    Sample(
        "R6.1-2",
        ("领军活动", "", ""),
        Spoil(
            (
                Change("领军活动", drop=lambda e: e.values["类别"] != "弘扬劳模精神和工匠精神"),
                *(Change("师徒", f"ST-2024-0{n}", {"师傅": "穆清渠"}) for n in (1, 2)),
                *(Change("培训记录", f"PX-2024-0{n}", {"授课人": "田沐雨"}) for n in (1, 4, 5)),
                *(Change("创新活动", f"HD-2024{day}-1", {"活动类型": "经验交流"}) for day in ("0424", "0828")),
            )
        ),
        ("V32",),
    ),
    Sample(
        "R6.1-3",
        ("领军活动", "", ""),
        Spoil(
            (
                Change("领军活动", drop=having("类别", "弘扬劳模精神和工匠精神")),
                *(Change("创新活动", f"HD-2024{day}-1", {"活动类型": "经验交流"}) for day in ("0327", "0927")),
            )
        ),
        ("V32",),
    ),
    dropped("R5.4.2-1", ("师徒", "", ""), "师徒", all_rows, "V32"),
    cell("R5.3.2-1", "创新活动", "HD-20240110-1", "活动小组", "项目策划组", at=("创新活动", "", "")),
    cell(
        "R5.3.2-2",
        "创新活动",
        "HD-20240124-1",
        "活动小组",
        "闸控自动化组",
        at=("小组", "节水灌溉组", ""),
        row={"参加人员": ["岳闸宁", "沙定坡", "麦丰野"]},
    ),
    dropped("R5.3.2-3", ("月度总结", "", ""), "月度总结", keyed("2024.07＋全体")),
    cell("R5.3.2-4", "月度总结", "2024.12＋全体", "下月工作重点", "再议"),
    cell("R5.3.2-5", "月度总结", "2024.03＋全体", "活动次数", 9),
    cell("R5.3.2-6", "月度总结", "2024.03＋全体", "下月工作重点", "整理图书角并更换墙上展板，清洗会议桌椅和窗帘绿植"),
    cell("R5.3.3-1", "季度交流会", "JL-2024-02", "季度", "一季度", "C23", at=("季度交流会", "", "")),
    cell("R5.3.3-2", "季度交流会", "JL-2024-02", "牵头小组", "节水灌溉组"),
    cell("R5.3.3-3", "季度交流会", "JL-2024-02", "参会人员", ["渠长河", "田沐雨", "穆清渠", "岳闸宁", "林润禾"]),
    cell("R5.3.3-4", "季度交流会", "JL-2024-02", "经验交流", "略", at=("季度交流会", "JL-2024-02", "")),
    cell("R6.8.7-1", "创新活动", "HD-20240110-1", "活动内容", "开会", codes=("C19",)),
    cell("R6.8.7-1", "创新活动", "HD-20240110-1", "活动内容", LONG[:60]),
    cell("R6.8.7-2", "创新活动", "HD-20240110-1", "影像编号", None, codes=("V31",)),
    cell("R6.8.7-3", "创新活动", "HD-20240117-1", "影像编号", ["C1-20240117-01", "C1-20240110-01"]),
    Sample(
        "R6.8.7-3",
        ("影像", "C1-20240110-01", "文件"),
        Spoil(
            twins=(
                (
                    "影像/C1-20240104-01_全体成员论证年度课题.jpg",
                    "影像/C1-20240110-01_用纸板模型比选堰型.jpg",
                ),
            )
        ),
    ),
    cell("R6.8.7-4", "创新活动", "HD-20240110-1", "参加人员", ["渠长河", "林润禾"]),
    Sample(
        "R6.8.7-5",
        ("创新活动", "HD-20240117-1", "活动内容"),
        Spoil(
            (
                Change("创新活动", "HD-20240110-1", {"活动内容": LONG}),
                Change("创新活动", "HD-20240117-1", {"活动内容": LONG.replace("百分之一", "百分之二")}),
            )
        ),
    ),
    dropped("R6.3-1", ("年度课题", "", ""), "年度课题", all_rows, "V32", "R6.2.2-1"),
    missing("R6.3-2", "annual-plan"),
    missing("R6.3-3", "annual-report", as_of=JANUARY),
    missing("R6.3-4", "achievement-summary", as_of=JANUARY),
    cell("R6.3-5", "计划任务", "RW-2024-01", "完成值", None, at=("计划任务", "RW-2024-01", ""), codes=("V31",)),
    cell("R6.3-6", "年度课题", "KT-2024-02", "拟解决的问题", "有难题"),
    cell("R6.4.1-1", "经费来源", "JF-01", "来源渠道", None, codes=("V31",)),
    cell("R6.4.2-1", "经费来源", "JF-01", "经济责任人", "林润禾", "R6.4.4-1"),
    cell("R6.4.2-2", "经费来源", "JF-01", "批准金额", Money(210000)),
    cell("R6.4.2-3", "经费来源", "JF-01", "结余处理", None, as_of=JANUARY),
    Sample("R6.4.2-3", ("经费来源", "JF-02", "结余处理"), without("fund-final", "JF-02"), as_of=JANUARY),
    cell("R6.4.3-1", "经费支出", "ZC-2024-007", "金额", Money(2420), at=("经费预算", "JF-02＋会议费", "预算金额")),
    cell("R6.4.3-2", "经费支出", "ZC-2024-011", "预算科目", "会议费"),
    cell(
        "R6.4.3-3",
        "经费预算",
        "JF-01＋差旅费",
        "调整后金额",
        Money(14000),
        at=("经费预算", "JF-01＋差旅费", "调整批准文件"),
        codes=("V31",),
    ),
    cell("R6.4.3-4", "经费来源", "JF-02", "到账金额", Money(60000)),
    cell(
        "R6.4.4-1",
        "经费支出",
        "ZC-2024-001",
        "审批日期",
        date(2024, 12, 30),
        at=("经费支出", "ZC-2024-001", "项目负责人审批"),
    ),
    cell("R6.4.4-2", "经费支出", "ZC-2024-001", "单位申报单号", None, codes=("V31",)),
    cell("R6.4.4-3", "经费支出", "ZC-2024-001", "经办人", "渠长河"),
    cell("R6.8.12-1", "经费来源", "JF-01", "证明文件", None, codes=("V31",)),
    cell("R6.8.12-2", "经费支出", "ZC-2024-001", "票据文件", None, codes=("V31",)),
    cell(
        "R6.8.12-3", "经费支出", "ZC-2024-001", "票据文件", [FilePath("影像/C1-20240104-01_全体成员论证年度课题.jpg")]
    ),
    cell("R6.8.12-4", "经费支出", "ZC-2024-002", "票据号码", "24992000000027776894", codes=("V14",)),
    Sample(
        "R6.6-1",
        ("成果推广", "", ""),
        Spoil(
            (
                Change("经费预算", drop=having("预算科目", "成果转化推广费")),
                Change("成果推广", "TG-2024-01", {"投入经费": None}),
                Change("成果推广", "TG-2024-03", {"投入经费": None}),
            )
        ),
        ("R6.4.2-2", "R6.4.3-2"),
    ),
    *(
        cell(f"R6.5-{number}", "制度", f"ZD-{number:02d}", "对应条款", "其他", at=("制度", "", ""))
        for number in range(1, 14)
    ),
    cell("R6.5-14", "制度", "ZD-03", "施行日期", date(2025, 3, 1)),
    Sample(
        "R6.5-15",
        ("制度", "ZD-03", "电子文件"),
        Spoil(texts={"制度/ZD-03_学习制度.docx": [["第一条 （单位名称）学习制度"]]}),
    ),
    cell("R6.5-16", "制度", "ZD-03", "印发日期", date(2020, 12, 1)),
    Sample(
        "R6.8.13-1",
        ("制度", "ZD-08", "电子文件"),
        Spoil(
            papers=lambda rows: [Record({**r, "位置": ""}) if r["资料"] == "rule-08" else r for r in rows],
            files={"制度/ZD-08_考核制度.docx": FileFact("制度/ZD-08_考核制度.docx")},
        ),
        codes=("V18",),
    ),
    dropped("R6.6-2", ("成果推广", "", ""), "成果推广", all_rows),
    cell("R6.6-3", "成果推广", "TG-2024-01", "推广方式", "发表论文"),
    Sample(
        "R6.6-3",
        ("成果推广", "TG-2024-01", "推广方式"),
        Spoil(
            (
                Change("成果", "CG-2024-01", {"成果类别": "基础理论研究成果"}),
                Change("成果推广", "TG-2024-01", {"推广方式": "推广学习班"}),
            )
        ),
    ),
    missing("R6.7-1", "ledger-activity"),
    missing("R6.7-2", "ledger-achievement"),
    missing("R6.7-3", "ledger-talent"),
    missing("R6.7-4", "ledger-honours"),
    missing("R6.7-5", "ledger-tech"),
    says("R6.7-6", "ledger-tech", [["1", "x"]]),
    says("R6.7-7", "ledger-overview", [["1", "创新成果台账", "6", "08-05", "□"]], as_of=CLOSED),
    cell("R6.8.1-1", "收文", "SW-2024-001", "形态", None, codes=("V31",)),
    Sample(
        "R6.8.1-2",
        ("", "", ""),
        Spoil(tables={"件": lambda rows: [Record({**rows[0], "电子文件数": 0}), *rows[1:]]}),
        as_of=CLOSED,
    ),
    dropped("R6.8.1-3", ("收文", "SW-2024-004", "收文号"), "收文", keyed("SW-2024-003")),
    missing("R6.8.2-1", "leader-profile"),
    says("R6.8.2-1", "leader-profile", [["短"]]),
    cell("R6.8.2-2", "攻关项目", "GG-2021-01", "鉴定书", None),
    missing("R6.8.2-3", "leader-honours"),
    Sample("R6.8.3-1", ("成员", "麦丰野", ""), without("member-form", "麦丰野")),
    Sample(
        "R6.8.3-2",
        ("成员", "麦丰野", "姓名"),
        Spoil(
            (Change("成员", "麦丰野", {}),),
            texts={"member-tasks/": [[OTHERS]]},
        ),
    ),
    Sample(
        "R6.8.3-3",
        ("成员", "麦丰野", "姓名"),
        Spoil(texts={"org-chart/": [[OTHERS]]}),
    ),
    Sample(
        "R6.8.3-3",
        ("成员", "麦丰野", "姓名"),
        Spoil(
            (Change("成员", "麦丰野", {"状态": "退出", "退出日期": date(2024, 12, 31)}),),
            texts={"org-chart/": [["渠长河"], ["田沐雨"], [OTHERS], ["麦丰野"]]},
        ),
    ),
    cell("R6.8.3-4", "成员", "麦丰野", "照片", None, codes=("V31",)),
    dropped("R6.8.4-1", ("图书", "", ""), "图书", all_rows, "X-2"),
    missing("R6.8.5-1", "equip-register"),
    cell("R6.8.5-2", "设备工具", "SB-005", "影像编号", None),
    dropped("R6.8.5-3", ("设备工具", "SB-007", ""), "维修保养", having("设备编号", "SB-007")),
    cell("R6.8.5-3", "设备工具", "SB-007", "保养周期", "每季"),
    cell("R6.8.5-4", "设备工具", "GJ-004", "检定有效期", date(2024, 6, 1)),
    cell("R6.8.5-4", "设备工具", "GJ-004", "检定有效期", date(2025, 1, 30)),
    missing("R6.8.6-1", "training-plan"),
    dropped("R6.8.6-2", ("培训计划", "JH-2024-04", ""), "培训记录", keyed("PX-2024-04"), "V32"),
    cell("R6.8.6-3", "培训记录", "PX-2024-02", "讲义文件", None, codes=("V31",)),
    cell("R6.8.6-4", "培训记录", "PX-2024-02", "影像编号", None, codes=("V31",)),
    cell("R6.8.8-1", "成果", "CG-2024-02", "成果图片", None, codes=("V31",)),
    cell("R6.8.8-2", "成果", "CG-2024-01", "检测检验报告", None),
    cell("R6.8.8-2", "成果", "CG-2024-01", "检测检验报告", ["不适用：委托合同约定由用户检测"], answered=True),
    missing("R6.8.8-3", "achievement-ip-awards"),
    cell("R6.8.8-4", "成果", "CG-2024-01", "效益计算说明", None, codes=("V31",)),
    cell("R6.8.9-1", "荣誉", "RY-2024-01", "图片", None, codes=("V31",)),
    cell("R6.8.9-2", "知识产权", "ZS-2024-01", "证书图片", None, codes=("V31",)),
    cell("R6.8.10-1", "专著论文", "LW-2024-01", "目录页图片", None, at=("专著论文", "LW-2024-01", ""), codes=("V31",)),
    missing("R6.8.10-2", "papers-list"),
    *(
        dropped(f"R6.8.11-{number}", ("技术资料", "", ""), "技术资料", having("资料类别", name))
        for number, name in enumerate(KINDS, 1)
        if name != "设备说明书"
    ),
    Sample(
        "R6.8.11-5",
        ("技术资料", "", ""),
        Spoil(
            (
                Change("技术资料", drop=having("资料类别", "设备说明书")),
                *(Change("设备工具", f"SB-{number:03d}", {"说明书": None}) for number in range(1, 13)),
            )
        ),
    ),
    Sample(
        "R6.8.14-1",
        ("人才培养", "", ""),
        Spoil((Change("人才培养", drop=all_rows), Change("培训记录", drop=all_rows), Change("师徒", drop=all_rows))),
        ("V32", "R5.4.2-1", "R6.8.6-2", "X-2"),
    ),
    Sample(
        "R6.8.14-2",
        ("人才培养", "", ""),
        Spoil(
            (
                Change("人才培养", drop=having("方向", "对外")),
                Change("培训记录", drop=lambda e: bool(e.values["外部学员人数"])),
                Change("接待参观", drop=all_rows),
            )
        ),
        ("V32", "R6.8.6-2", "R6.8.15.3-2", "X-2"),
    ),
    cell("R6.8.14-3", "技能晋升", "JS-2024-01", "证书扫描件", None),
    cell("R6.8.14-4", "培训记录", "PX-2024-02", "考核结果", None, codes=("V31",)),
    dropped("R6.8.14-4", ("师徒", "ST-2024-01", ""), "培养考核", keyed("KH-2024-01"), "V32"),
    cell("R6.8.14-5", "师徒", "ST-2024-01", "协议扫描件", None, codes=("V31",)),
    cell("R6.8.15.1-1", "影像", "C1-20240110-01", "来源", None, codes=("V31",)),
    cell(
        "R6.8.15.1-2",
        "影像",
        "C1-20240110-01",
        "拍摄时间",
        unread("V17", "时间“24.1.10”不能识别", "影像", "拍摄时间"),
        codes=("V17",),
    ),
    cell("R6.8.15.1-3", "影像", "C1-20240110-01", "人物", "渠长河"),
    cell("R6.8.15.1-3", "影像", "C1-20240110-01", "人物", None),
    cell("R6.8.15.1-3", "影像", "E1-20240115-01", "人物", None),
    cell("R6.8.15.1-4", "影像", "C1-20240110-01", "地点", "河润"),
    cell("R6.8.15.2-1", "影像", "L1-20240116-01", "影像编号", "L1-2024116-01", codes=("V16",)),
    cell(
        "R6.8.15.2-2",
        "影像",
        "C1-20241031-03",
        "备注",
        None,
        at=("影像", "C1-20241031-03", "影像编号"),
        codes=("V29",),
    ),
    cell(
        "R6.8.15.2-3",
        "影像",
        "C1-20240110-01",
        "拍摄时间",
        date(2024, 1, 11),
        at=("影像", "C1-20240110-01", "影像编号"),
        codes=("V30",),
    ),
    dropped("R6.8.15.3-1", ("群众反响", "", ""), "群众反响", all_rows, "V32"),
    dropped("R6.8.15.3-2", ("接待参观", "", ""), "接待参观", all_rows, "V32"),
    dropped("R6.8.16-1", ("宣传报道", "", ""), "宣传报道", all_rows, "V32"),
    cell("R6.8.16-1", "宣传报道", "XC-2024-03", "图片或视频", None, codes=("V31",)),
    cell("R6.8.16-2", "宣传报道", "XC-2024-01", "媒体级别", "县级及以下"),
    packed("R6.8-0", "类目", 电子件数=0),
    packed("R6.9.1-1", "件", 盒号=""),
    packed("R6.9.1-2", "归档文件", 光盘数=0),
    packed("R6.9.1-2", "光盘", 字节数=1001),
    packed("R6.9.1-3", "归档文件", "室/00 综合资料/内容/图.jpg", 类目=""),
    Sample("R6.9.1-4", ("备份", "", ""), Spoil((Change("备份", drop=having("备份日期", END)),)), as_of=CLOSED),
    Sample(
        "R6.9.1-5",
        ("备份", "", ""),
        Spoil((Change("备份", drop=lambda e: "工作室" not in e.values["介质存放地点"]),)),
        ("R6.9.1-4",),
        as_of=CLOSED,
    ),
    packed("R6.9.2-1", "盒", 侧面标签=0),
    packed("R6.9.3-1", "件", 三级=""),
    packed("R6.9.3-2", "盒", 目录件数=2),
    cell(
        "X-1",
        "经费支出",
        "ZC-2024-008",
        "金额",
        Money(14801),
        "X-1",
        at=("经费支出", "ZC-2024-008", "摘要"),
        row={"摘要": "测流用具1套"},
    ),
    cell("X-2", "经费支出", "ZC-2024-004", "支出日期", date(2024, 4, 22), at=("经费支出", "ZC-2024-004", "摘要")),
    cell(
        "X-2",
        "经费支出",
        "ZC-2024-013",
        "摘要",
        "资料印制",
        at=("经费支出", "ZC-2024-013", "摘要"),
        row={"支出日期": date(2024, 12, 26)},
    ),
    cell(
        "X-2",
        "经费支出",
        "ZC-2024-012",
        "支出日期",
        date(2024, 8, 23),
        at=("经费支出", "ZC-2024-012", "摘要"),
        row={"关联课题": None},
    ),
    cell(
        "X-3",
        "培训记录",
        "PX-2024-03",
        "参加人员",
        ["岳闸宁"],
        row={"日期": date(2024, 3, 6)},
    ),
    cell(
        "X-4",
        "成员",
        "麦丰野",
        "加入工作室时间",
        date(2024, 2, 1),
        "X-4",
        codes=("V15",),
        at=("创新活动", "HD-20240104-1", "参加人员"),
    ),
    cell("X-5", "荣誉", "RY-2024-01", "获得日期", date(2023, 12, 28)),
    cell("X-5", "知识产权", "ZS-2024-01", "授权公告日", date(2023, 12, 28)),
    cell("X-5", "专著论文", "LW-2024-01", "发表日期", date(2023, 12, 28)),
    cell("X-5", "成果", "CG-2024-05", "完成日期", date(2023, 12, 28)),
    cell("X-6", "创新活动", "HD-20240110-1", "日期", date(2024, 1, 13), codes=("V12",)),
    says("X-7", "annual-report", [["全年开展创新活动60次"]]),
    Sample(
        "X-8",
        ("影像", "C1-20240104-02", "影像编号"),
        Spoil(
            (Change("影像", "C1-20240104-01", copy=PHOTO),),
            files={"影像/另.jpg": FileFact("影像/另.jpg", ("影像/另.jpg",), 999, width=1600, height=1200)},
        ),
    ),
    Sample("X-8", ("影像", "", ""), Spoil(loose=("影像/多余.jpg",))),
    Sample(
        "X-9",
        ("member-form/麦丰野", "", ""),
        Spoil(texts={"member-form/麦丰野": [["电话", "0478-0000008"]]}),
    ),
    cell("X-10", "创新活动", "HD-20240110-1", "主持人", "云佩然", codes=("V15",)),
    cell("X-11", "经费支出", "ZC-2024-001", "来源编号", "JF-01"),
    cell(
        "X-12",
        "季度交流会",
        "JL-2024-02",
        "季度工作总结",
        "截至今日全年开展活动45次，其中创新小组36次，各课题按进度推进，问题逐条列出。",
    ),
    cell("X-13", "维修保养", "WB-2024-03", "设备编号", "SB-004", "R6.8.5-3", at=("维修保养", "WB-2024-03", "日期")),
    cell(
        "X-13",
        "创新活动",
        "HD-20240110-1",
        "形成结论",
        f"由液压压线钳和便携式流速仪配合完成。{LONG}",
        at=("设备工具", "SB-002", "购置日期"),
    ),
    # The expenditure has lost its repair as well.
    cell("X-14", "维修保养", "WB-2024-07", "费用", Money(Decimal("123.45")), "X-14"),
    cell("X-14", "维修保养", "WB-2024-07", "费用", None, at=("经费支出", "ZC-2024-019", "金额")),
    Sample(
        "X-15",
        ("经费支出", "ZC-2024-002", "票据号码"),
        Spoil((Change("经费支出", "ZC-2024-002", {"票据号码": "24992000000027776895"}),)),
    ),
    Sample(
        "X-16",
        ("培训记录", "PX-2024-02", "培训内容"),
        Spoil(
            (
                Change("培训记录", "PX-2024-02", {"培训内容": LONG}),
                Change("创新活动", "HD-20240110-1", {"活动内容": LONG}),
            )
        ),
    ),
    Sample(
        "X-17",
        ("", "", ""),
        Spoil(papers=lambda rows: [Record({**r, "已签": r["资料"] != "fund-claim"}) for r in rows]),
    ),
]
