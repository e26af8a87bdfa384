"""The second half of the annual plan: calendar, schedule, budget, safeguards, and the attached lists."""

from __future__ import annotations

from typing import Any

import reportkit as kit
from report_looks import KAI
from reportkit import Cell, Row, head_row, label, para, paras, plain_row, table, tag_row

#: A text that stands inside a sentence: its own full stop is dropped, its lines are joined.
INSIDE = "|分条|连接('；')"
#: The project planning group by its own name.
PLANNERS = "{{ 策划组.小组名称|默认('项目策划组') }}"


def span(task: str) -> str:
    """From which month to which a task runs, with the year only where it is another one."""

    def month(name: str) -> str:
        value = f"{task}.{name}"
        return f"{{% if ({value}|年) == 年度 %}}{{{{ {value}|月 }}}}月{{% else %}}{{{{ {value}|年月 }}}}{{% endif %}}"

    return f"{month('计划开始')}{{% if {task}.计划开始 != {task}.计划完成 %}}至{month('计划完成')}{{% endif %}}"


def calendar(doc: Any) -> None:
    """Groups by months: tasks in hand by their number, and blank cells for dates."""
    para(doc, "四、活动安排", "一级标题")
    paras(
        doc,
        [
            "活动以各创新小组为主体，合计每月不少于4次。每月总结1次并制定下一月的工作重点，"
            f"每季度由{PLANNERS}牵头召开各创新小组负责人参加的交流会。表3中“任务”是在办任务在表4中的序号，"
            "“日期”由各小组填写。",
        ],
    )
    para(doc, "表3　各小组分月活动安排", "表题")
    months = range(12)

    def running(month: int) -> str:
        at = f"全年月份[{month}]"
        return (
            "{% for 任 in 计划任务 %}{% if 任.责任小组 == 组.小组名称"
            f" and 任.计划开始 <= {at} and 任.计划完成 >= {at} %}}{{{{ loop.index }}}} {{% endif %}}{{% endfor %}}"
        )

    table(
        doc,
        [22, 10] + [124 / 12] * 12,
        [
            Row([label("小组", 2), *(label(f"{m + 1}月", size=9) for m in months)], 7, head=True),
            tag_row("{%tr for 组 in 小组 %}", 14),
            Row(
                [label("{{ 组.小组名称 }}", merge="restart"), label("任务")]
                + [Cell(running(m), "center", size=9) for m in months],
                5.5,
                keep=True,
            ),
            Row([label("", merge="continue"), label("日期")] + [Cell() for _ in months], 6.5),
            tag_row("{%tr endfor %}", 14),
            Row([label("创新小组合计", 2)] + [Cell("≥4", "center") for _ in months], 5.5, keep=True),
            Row([label("月度总结", 2)] + [Cell("1", "center") for _ in months], 5.5, keep=True),
            Row(
                [label("季度交流会\n及日期", 2), *(Cell(f"{q}季度至少1次\n　", "center", 3) for q in "一二三四")],
                10.5,
            ),
        ],
    )
    kit.gap(doc)


def schedule(doc: Any) -> None:
    """All tasks of the year."""
    para(doc, "五、进度计划", "一级标题")
    para(
        doc,
        "{% if 计划任务 %}全年计划任务{{ 计划任务|条数 }}项，进度见表4。各小组每月检查一次进度，每季度在交流会上通报。"
        "需要调整的，由责任小组书面说明原因，报领衔人同意。{% else %}本年度计划任务尚未分解，分解后补入表4。"
        "{% endif %}",
    )
    para(doc, "表4　任务进度", "表题")
    table(
        doc,
        [10, 18, 50, 25, 17, 36],
        [
            head_row(["序号", "类别", "任务", "责任小组", "责任人", "起止与量化指标"]),
            tag_row("{%tr for 任 in 计划任务 %}", 6),
            plain_row(
                [
                    "{{ loop.index }}",
                    "{{ 任.任务类别 }}",
                    "{{ 任.任务内容 }}",
                    "{{ 任.责任小组 }}",
                    "{{ 任.责任人 }}",
                    f"{span('任')}\n{{{{ 任.量化指标 }}}}",
                ],
                "cclccc",
            ),
            tag_row("{%tr endfor %}", 6),
            tag_row("{%tr if not 计划任务 %}", 6),
            Row([Cell() for _ in range(6)], 40),
            tag_row("{%tr endif %}", 6),
        ],
    )
    kit.gap(doc)


def budget(doc: Any) -> None:
    """Budget by source and subject."""
    para(doc, "六、经费预算", "一级标题")
    rows_of = "(经费预算|筛选('来源编号', 来.来源编号))"
    source = (
        "{{ 来.来源编号 }}　{{ 来.项目或来源名称 }}（{{ 来.来源渠道 }}；"
        "{{ 来.批准或下达单位 }}批准{{ 来.批准金额|金额 }}元）"
    )
    paras(
        doc,
        [
            "{%p if 经费来源 %}",
            "本年度经费来源{{ 经费来源|条数 }}项，批准金额合计{{ 经费来源|合计('批准金额')|金额 }}元，"
            "列入预算{{ 经费预算|合计('预算金额')|金额 }}元，按来源和科目分列如下。",
        ],
    )
    para(doc, "经费预算", "表题")
    table(
        doc,
        [10, 44, 24, 78],
        [
            head_row(["序号", "预算科目", "金额（元）", "测算依据"]),
            tag_row("{%tr for 来 in 经费来源 %}", 4),
            Row([Cell(source, "left", 4, grey=True)], 6.5, keep=True),
            tag_row("{%tr for 算 in 经费预算|筛选('来源编号', 来.来源编号) %}", 4),
            plain_row(["{{ loop.index }}", "{{ 算.预算科目 }}", "{{ 算.预算金额|金额 }}", "{{ 算.测算依据 }}"], "clrl"),
            tag_row("{%tr endfor %}", 4),
            Row(
                [
                    Cell("小计", "center", 2),
                    Cell(f"{{{{ {rows_of}|合计('预算金额')|金额 }}}}", "right"),
                    Cell(
                        f"{{% if 来.批准金额 > ({rows_of}|合计('预算金额')) %}}批准金额中有"
                        f"{{{{ (来.批准金额 - ({rows_of}|合计('预算金额')))|金额 }}}}元尚未分到科目{{% endif %}}"
                    ),
                ],
                6.5,
                keep=True,
            ),
            tag_row("{%tr endfor %}", 4),
            Row([label("合计", 2), Cell("{{ 经费预算|合计('预算金额')|金额 }}", "right"), Cell()], 6.5),
        ],
    )
    kit.gap(doc)
    paras(
        doc,
        [
            "{%p else %}",
            "本年度经费来源尚未落实，落实后编制预算并补入本计划。",
            "{%p endif %}",
        ],
    )


def safeguards(doc: Any) -> None:
    """What keeps the plan going."""
    para(doc, "七、保障措施", "一级标题")
    owners = "{{ 经费来源|列('经济责任人')|去重|默认(工作室.领衔人) }}"
    kit.lead_para(
        doc,
        "组织保障。",
        "领衔人{{ 工作室.领衔人 }}负责工作室全面工作和各项资源的整合，各小组按表2的职责和目标开展工作。",
        KAI,
    )
    rules = "工作和管理按现行制度执行，任务完成情况作为考核的依据，按考核制度和创新奖励办法兑现。"
    kit.lead_para(doc, "制度保障。", rules, KAI)
    kit.lead_para(
        doc,
        "经费保障。",
        f"经济责任人为{owners}，对经济行为的真实性、合法性、有效性及合理性负责。支出按批准的预算或合同规定执行，"
        "不得违反规定调整和挪用，不得超范围、超标准开支。",
        KAI,
    )
    kit.lead_para(
        doc,
        "安全保障。",
        "现场试验、用电和临水作业先交底后动手，当次活动的主持人负责安全。发生险情立即停止作业并报告单位。",
        KAI,
    )
    kit.write_here(doc, "需要单位和工会支持解决的事项，本年度其他保障措施", 10)


def closing(doc: Any) -> None:
    """List of attachments, who issues the plan, and the block for approval; all of it on one page."""
    kit.keep(paras(doc, ["附件：1．年度课题一览表", "　　　2．年度培训学习计划表", "　　　3．小组及成员名单"]))
    kit.keep(paras(doc, ["{{ 工作室.工作室名称 }}", kit.DATE_BLANK], "落款"))
    para(doc, "审批意见", "表题")
    kit.opinions(doc, ["工作室意见（领衔人签字）", "单位意见（盖章）", "单位工会意见（盖章）"], 22)


def _attachment(doc: Any, number: int, title: str, *, page: bool) -> None:
    mark = para(doc, f"附件{number}", "附件标识")
    if page:
        kit.new_page(mark)
    para(doc, title, "附件标题")


def _none_row(condition: str, columns: int) -> list[Row]:
    """One line that says so, where a list of the year is empty."""
    line = Row([Cell("本年度无", "center", columns)], 8)
    return [tag_row(f"{{%tr if not {condition} %}}", columns), line, tag_row("{%tr endif %}", columns)]


def topic_list(doc: Any) -> None:
    """Attachment 1."""
    _attachment(doc, 1, "{{ 年度 }}年度课题一览表", page=True)
    table(
        doc,
        [9, 48, 15, 22, 41, 21],
        [
            head_row(["序号", "课题名称", "负责人", "承担小组", "起止时间", "预算（元）"]),
            tag_row("{%tr for 题 in 年度课题 %}", 6),
            plain_row(
                [
                    "{{ loop.index }}",
                    "{{ 题.课题名称 }}",
                    "{{ 题.负责人 }}",
                    "{{ 题.承担小组 }}",
                    "{{ 题.起始日期|日期('点') }}至{{ 题.计划完成日期|日期('点') }}",
                    "{{ 题.经费预算|金额 }}",
                ],
                "clcccr",
                5,
            ),
            tag_row("{%tr endfor %}", 6),
            *_none_row("年度课题", 6),
            Row([label("合计", 5), Cell("{{ 年度课题|合计('经费预算')|金额 }}", "right")], 5),
        ],
        small=True,
    )
    kit.gap(doc)


def training_list(doc: Any) -> None:
    """Attachment 2."""
    _attachment(doc, 2, "{{ 年度 }}年度培训学习计划表", page=False)
    table(
        doc,
        [9, 46, 15, 35, 11, 9, 15, 16],
        [
            head_row(["序号", "培训主题", "类型", "对象", "月份", "学时", "授课人", "经费"]),
            tag_row("{%tr for 训 in 培训计划|排序('计划月份') %}", 8),
            plain_row(
                [
                    "{{ loop.index }}",
                    "{{ 训.培训主题 }}",
                    "{{ 训.培训类型 }}",
                    "{{ 训.培训对象 }}",
                    "{{ 训.计划月份|月 }}月",
                    "{{ 训.计划学时 }}",
                    "{{ 训.授课人 }}",
                    "{{ 训.经费预算|金额 }}",
                ],
                "clclcccr",
                5,
            ),
            tag_row("{%tr endfor %}", 8),
            *_none_row("培训计划", 8),
            Row(
                [
                    label("合计　{{ 培训计划|条数 }}期", 5),
                    Cell("{{ 培训计划|合计('计划学时') }}", "center"),
                    Cell(),
                    Cell("{{ 培训计划|合计('经费预算')|金额 }}", "right"),
                ],
                5,
            ),
        ],
        small=True,
    )
    kit.gap(doc)


def people(doc: Any) -> None:
    """Attachment 3."""
    _attachment(doc, 3, "小组及成员名单", page=False)
    grade = "{{ 人.职称 }}{% if 人.技能等级 != '无' %}{% if 人.职称 %}、{% endif %}{{ 人.技能等级 }}{% endif %}"
    table(
        doc,
        [9, 15, 20, 23, 19, 70],
        [
            head_row(["序号", "姓名", "室内身份", "职称和等级", "所在部门", "工作分工"]),
            tag_row("{%tr for 组 in 小组 %}", 6),
            Row(
                [
                    Cell(
                        "{{ 组.小组名称 }}（{{ 组.小组类型 }}）　组长：{{ 组.组长 }}　"
                        "成员{{ 在室成员|筛选('所属小组', 组.小组名称)|条数 }}人　{{ 组.对应岗位工种 }}",
                        "left",
                        6,
                        grey=True,
                    )
                ],
                5.5,
                keep=True,
            ),
            tag_row("{%tr for 人 in 在室成员|筛选('所属小组', 组.小组名称) %}", 6),
            plain_row(
                [
                    "{{ loop.index }}",
                    "{{ 人.姓名 }}",
                    "{{ 人.室内身份 }}",
                    grade,
                    "{{ 人.所在部门 }}",
                    "{{ 人.工作分工 }}",
                ],
                "cccccl",
                5,
            ),
            tag_row("{%tr endfor %}", 6),
            tag_row("{%tr endfor %}", 6),
        ],
        small=True,
    )
