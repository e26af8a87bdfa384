"""The second half of the annual report: money, tasks, problems, next year, closing, attachments."""

from __future__ import annotations

from typing import Any

import reportkit as kit
from annual_plan_tables import INSIDE, span
from reportkit import Cell, Row, head_row, label, para, paras, plain_row, table, tag_row

BUDGET = "(经费预算|筛选('来源编号', 来.来源编号))"
SPENT = "(经费支出|筛选('来源编号', 来.来源编号))"


def planned(lines: str) -> str:
    """The sum of budget lines, each after its adjustment where there is one."""
    adjusted = f"({lines}|有('调整后金额'))"
    return f"(({lines}|合计('预算金额')) - ({adjusted}|合计('预算金额')) + ({adjusted}|合计('调整后金额')))"


def ratio(part: str, whole: str) -> str:
    """A rate in per cent, nothing where the whole is zero."""
    return f"{{% if {whole} > 0 %}}{{{{ (({part}) / ({whole}))|百分比(1) }}}}{{% endif %}}"


def activity_table(doc: Any) -> None:
    """Activities by group and month, and whether each month reached four."""

    def cell(month: int) -> str:
        return f"{{{{ 活动{month}月|筛选('活动小组', 组.小组名称)|条数 }}}}"

    months = range(1, 13)
    inner = "创新活动|筛选('活动小组', 组.小组名称)"
    table(
        doc,
        [28] + [9.6] * 12 + [12.8],
        [
            Row([label("小组"), *(label(f"{m}月", size=8) for m in months), label("合计", size=9)], 8, head=True),
            tag_row("{%tr for 组 in 小组 %}", 14),
            Row(
                [
                    label("{{ 组.小组名称 }}"),
                    *(Cell(cell(m), "center", size=9) for m in months),
                    Cell(f"{{{{ {inner}|条数 }}}}", "center"),
                ],
                7,
            ),
            tag_row("{%tr endfor %}", 14),
            Row(
                [
                    label("创新小组合计"),
                    *(Cell(f"{{{{ 小组活动{m}月|条数 }}}}", "center", size=9) for m in months),
                    Cell("{{ 小组活动|条数 }}", "center"),
                ],
                7,
            ),
        ],
    )
    kit.gap(doc)


def money(doc: Any) -> None:
    """Budget, payments, balance and rate of each source, by subject."""
    paid = f"({SPENT}|合计('金额'))"
    para(doc, "三、经费使用", "一级标题")
    spent = "(经费支出|合计('金额'))"
    paras(
        doc,
        [
            "{%p if 经费来源 %}",
            "本年度经费来源{{ 经费来源|条数 }}项，批准{{ 经费来源|合计('批准金额')|金额 }}元，"
            "到账{{ 经费来源|合计('到账金额')|金额 }}元，预算{{ 预算合计|金额 }}元；"
            f"{{% if 经费支出 %}}支出{{{{ 经费支出|条数 }}}}笔、{{{{ {spent}|金额 }}}}元"
            f"{{% if 预算合计 > 0 %}}，执行率{{{{ ({spent} / 预算合计)|百分比(1) }}}}{{% endif %}}"
            "{% else %}没有支出{% endif %}。按来源和科目见附件3。",
            "{%p for 来 in 经费来源 %}",
            "{{ 来.来源编号 }}“{{ 来.项目或来源名称 }}”：到账{{ 来.到账金额|金额 }}元，"
            f"{{% if {paid} > 0 %}}支出{{{{ {paid}|金额 }}}}元{{% else %}}没有支出{{% endif %}}，"
            f"{{% if {paid} > 来.到账金额 %}}超支{{{{ ({paid} - 来.到账金额)|金额 }}}}元"
            f"{{% else %}}结余{{{{ (来.到账金额 - {paid})|金额 }}}}元{{% endif %}}。"
            f"{{% if 来.结余处理 %}}结余处理：{{{{ 来.结余处理{INSIDE} }}}}。{{% endif %}}",
            "{%p endfor %}",
            f"{{%p if 预算合计 > 0 and ({spent} < 预算合计 * 0.8 or {spent} > 预算合计) %}}",
            f"经费执行率{{% if {spent} > 预算合计 %}}超过100%{{% else %}}不足80%{{% endif %}}，说明如下。",
        ],
    )
    kit.write_here(doc, "执行率偏低或超出预算的原因和处理意见", 12)
    paras(doc, ["{%p endif %}", "{%p else %}", "本年度没有落实经费来源。", "{%p endif %}"])


def tasks(doc: Any) -> None:
    """Every row of the plan with its result."""
    para(doc, "四、计划任务对照表", "一级标题")
    para(
        doc,
        "{% if 计划任务 %}计划表4所列任务逐项对照如下，序号与计划一致。"
        "{% else %}本年度没有分解计划任务，无对照内容。{% endif %}",
    )
    para(doc, "{%p if 计划任务 %}")
    para(doc, "表9　计划任务对照", "表题")
    table(
        doc,
        [10, 37, 26, 23, 21, 17, 22],
        [
            head_row(["序号", "任务", "责任小组、人", "起止", "量化指标", "完成值", "完成状态"]),
            tag_row("{%tr for 任 in 计划任务 %}", 7),
            plain_row(
                [
                    "{{ loop.index }}",
                    "{{ 任.任务内容 }}",
                    "{{ 任.责任小组 }}\n{{ 任.责任人 }}",
                    span("任"),
                    "{{ 任.量化指标 }}",
                    "{{ 任.完成值 }}",
                    "{{ 任.完成状态 }}",
                ],
                "clccccc",
            ),
            tag_row("{%tr if 任.未完成原因及措施 %}", 7),
            Row([Cell(), Cell("原因及措施：{{ 任.未完成原因及措施 }}", "left", 6)], 6),
            tag_row("{%tr endif %}", 7),
            tag_row("{%tr endfor %}", 7),
        ],
    )
    kit.gap(doc)
    para(doc, "{%p endif %}")


def problems(doc: Any) -> None:
    """What the monthly summaries and unfinished tasks name; a place to write."""
    para(doc, "五、存在的问题", "一级标题")
    paras(
        doc,
        [
            "{%p if 未完任务 %}",
            "未按计划完成的任务{{ 未完任务|条数 }}项："
            "{% for 任 in 未完任务 %}{% if not loop.first %}；{% endif %}"
            f"{{{{ 任.任务内容{INSIDE} }}}}（{{{{ 任.完成状态 }}}}）{{% endfor %}}。原因和措施见表9。",
            "{%p endif %}",
            "{%p if 月度总结|有('存在问题') %}",
            "各月总结中记录的问题见表10。",
        ],
    )
    para(doc, "表10　各月总结中的问题", "表题")
    rows = "月度总结|有('存在问题')|排序('月份')"
    table(
        doc,
        [18, 138],
        [
            head_row(["月份", "问题"]),
            tag_row(f"{{%tr for 月 in {rows} %}}", 2),
            plain_row(["{{ 月.月份|月 }}月", f"{{{{ 月.存在问题{INSIDE} }}}}。"], "cl"),
            tag_row("{%tr endfor %}", 2),
        ],
    )
    kit.gap(doc)
    para(doc, "{%p endif %}")
    kit.write_here(doc, "归纳全年主要问题；上列各月问题中已经解决的，写明怎样解决的", 12)


def next_year(doc: Any) -> None:
    """Postponed topics and tasks first, then a place to write."""
    para(doc, "六、下一年度打算", "一级标题")
    paras(
        doc,
        [
            "{%p if 在研课题 %}",
            "继续完成在研课题{{ 在研课题|条数 }}项："
            "{% for 题 in 在研课题 %}{% if not loop.first %}；{% endif %}{{ 题.课题名称 }}"
            "（{{ 题.负责人 }}，年末进度{{ 题.年末进度|默认(0) }}%）{% endfor %}。",
            "{%p endif %}",
            "{%p if 顺延任务 %}",
            "顺延到下一年度的任务{{ 顺延任务|条数 }}项："
            "{% for 任 in 顺延任务 %}{% if not loop.first %}；{% endif %}"
            f"{{{{ 任.任务内容{INSIDE} }}}}（{{{{ 任.责任小组 }}}}）{{% endfor %}}。",
            "{%p endif %}",
            "{%p if not 在研课题 and not 顺延任务 %}",
            "本年度没有结转到下一年度的课题和任务。",
            "{%p endif %}",
        ],
    )
    kit.write_here(doc, "下一年度的主要方向、课题和目标", 12)


def closing(doc: Any) -> None:
    """List of attachments, who reports, and opinions."""
    kit.keep(paras(doc, ["附件：1．创新成果汇总表", "　　　2．活动统计表", "　　　3．经费决算表"]))
    kit.keep(paras(doc, ["{{ 工作室.工作室名称 }}", kit.DATE_BLANK], "落款"))
    para(doc, "审核意见", "表题")
    kit.opinions(doc, ["工作室意见（领衔人签字）", "单位意见（盖章）", "单位工会意见（盖章）"], 22)


def attachments(doc: Any) -> None:
    """Results, counts of activities, final account."""
    kit.new_page(para(doc, "附件1", "附件标识"))
    para(doc, "{{ 年度 }}年度创新成果汇总表", "附件标题")
    table(
        doc,
        [9, 50, 26, 19, 19, 17, 16],
        [
            head_row(["序号", "成果名称", "类别", "第一完成人", "完成日期", "阶段", "评价"]),
            tag_row("{%tr for 果 in 成果|排序('成果编号') %}", 7),
            plain_row(
                [
                    "{{ loop.index }}",
                    "{{ 果.成果名称 }}",
                    "{{ 果.成果类别 }}",
                    "{{ 果.第一完成人 }}",
                    "{{ 果.完成日期|日期('点') }}",
                    "{{ 果.成果阶段 }}",
                    "{{ 果.评价方式 }}",
                ],
                "clccccc",
                5,
            ),
            tag_row("{%tr endfor %}", 7),
            tag_row("{%tr if not 成果 %}", 7),
            Row([Cell("本年度无", "center", 7)], 8),
            tag_row("{%tr endif %}", 7),
        ],
        small=True,
    )
    kit.gap(doc)
    para(doc, "附件2", "附件标识")
    para(doc, "{{ 年度 }}年度活动统计表", "附件标题")
    _types_table(doc)
    # On a page of its own unless the lists before it are empty.
    para(doc, "{%p if 成果 or 创新活动 %}")
    kit.new_page(para(doc, "附件3", "附件标识"))
    paras(doc, ["{%p else %}", "附件3", "{%p endif %}"], "附件标识")
    para(doc, "{{ 年度 }}年度经费决算表", "附件标题")
    account_table(doc)


def _types_table(doc: Any) -> None:
    quarters = (1, 4, 7, 10)

    def cell(first: int, chosen: str = "") -> str:
        return "{{ " + " + ".join(f"(活动{m}月{chosen}|条数)" for m in range(first, first + 3)) + " }}"

    table(
        doc,
        [46, 22, 22, 22, 22, 22],
        [
            head_row(["活动类型", "一季度", "二季度", "三季度", "四季度", "全年"]),
            tag_row("{%tr for 类 in 创新活动|分组('活动类型') %}", 6),
            Row(
                [
                    label("{{ 类.名称 }}"),
                    *(Cell(cell(q, "|筛选('活动类型', 类.名称)"), "center") for q in quarters),
                    Cell("{{ 类.行|条数 }}", "center"),
                ],
                5,
                keep=True,
            ),
            tag_row("{%tr endfor %}", 6),
            Row(
                [label("合计"), *(Cell(cell(q), "center") for q in quarters), Cell("{{ 创新活动|条数 }}", "center")],
                5,
            ),
        ],
        small=True,
    )
    kit.gap(doc)


def account_table(doc: Any) -> None:
    """Budget, spent, balance and rate of every source by subject."""
    line = f"({BUDGET}|筛选('预算科目', 算.预算科目))"
    paid = f"({SPENT}|筛选('预算科目', 算.预算科目)|合计('金额'))"
    total = f"({SPENT}|合计('金额'))"
    extra = f"{SPENT}|分组('预算科目') if 组.名称 not in ({BUDGET}|列('预算科目'))"
    everything = "(经费支出|合计('金额'))"
    table(
        doc,
        [54, 28, 28, 28, 18],
        [
            head_row(["预算科目", "预算（元）", "支出（元）", "结余（元）", "执行率"]),
            tag_row("{%tr for 来 in 经费来源 %}", 5),
            Row(
                [Cell("{{ 来.来源编号 }}　{{ 来.项目或来源名称 }}（{{ 来.来源渠道 }}）", "left", 5, grey=True)],
                5.5,
                keep=True,
            ),
            tag_row(f"{{%tr for 算 in {BUDGET} %}}", 5),
            plain_row(
                [
                    "{{ 算.预算科目 }}",
                    f"{{{{ {planned(line)}|金额 }}}}",
                    f"{{{{ {paid}|金额 }}}}",
                    f"{{{{ ({planned(line)} - {paid})|金额 }}}}",
                    ratio(paid, planned(line)),
                ],
                "lrrrc",
                5,
            ),
            tag_row("{%tr endfor %}", 5),
            tag_row(f"{{%tr for 组 in {extra} %}}", 5),
            plain_row(
                [
                    "{{ 组.名称 }}（没有预算）",
                    "",
                    "{{ 组.行|合计('金额')|金额 }}",
                    "{{ (0 - (组.行|合计('金额')))|金额 }}",
                    "",
                ],
                "lrrrc",
                5,
            ),
            tag_row("{%tr endfor %}", 5),
            plain_row(
                [
                    "小计",
                    f"{{{{ {planned(BUDGET)}|金额 }}}}",
                    f"{{{{ {total}|金额 }}}}",
                    f"{{{{ ({planned(BUDGET)} - {total})|金额 }}}}",
                    ratio(total, planned(BUDGET)),
                ],
                "crrrc",
                5,
            ),
            tag_row("{%tr endfor %}", 5),
            Row(
                [
                    label("合计"),
                    Cell("{{ 预算合计|金额 }}", "right"),
                    Cell(f"{{{{ {everything}|金额 }}}}", "right"),
                    Cell(f"{{{{ (预算合计 - {everything})|金额 }}}}", "right"),
                    Cell(ratio(everything, "预算合计"), "center"),
                ],
                5,
            ),
        ],
        small=True,
    )
    kit.gap(doc)
