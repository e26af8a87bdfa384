"""Draws 工作室年度培训学习计划: a short text, totals by type and quarter, and the list of trainings (clause 6.8.6)."""

from __future__ import annotations

from typing import Any

import reportkit as kit
from reportkit import Cell, Row, head_row, label, para, paras, plain_row, table, tag_row, tally

PATH = "word/工作室年度培训学习计划.docx"
HEADS = ["序号", "培训主题", "类型", "对象", "时间", "学时", "授课人", "地点", "经费（元）", "责任人", "完成情况"]
WIDTHS = [9, 40, 16, 40, 11, 10, 20, 23, 17, 14, 47]
SMALL = 9  # pt: eleven columns side by side


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_report("{{ 工作室.工作室名称 }}{{ 年度 }}年度培训学习计划")
    paras(doc, ["{{ 工作室.工作室名称 }}", "{{ 年度 }}年度培训学习计划"], "公文标题")
    para(doc, "")
    _purpose(doc)
    _amount(doc)
    _conduct(doc)
    name, _ = paras(doc, ["{{ 工作室.工作室名称 }}", kit.DATE_BLANK], "落款")
    kit.keep([name])
    _list(doc)
    return kit.to_bytes(doc)


def _purpose(doc: Any) -> None:
    para(doc, "一、依据和要求", "一级标题")
    para(
        doc,
        "根据DB1508/T 150—2023《劳模（职工）创新工作室运行管理规范》第6.8.6条，制定{{ 工作室.工作室名称 }}"
        "（以下简称工作室）{{ 年度 }}年度培训学习计划。培训内容应服务于工作室的课题和任务，培养知识型、技能型、"
        "创新型职工。",
    )


def _quarter(rows: str, quarter: int) -> str:
    months = ", ".join(f"全年月份[{m}]" for m in range(quarter * 3, quarter * 3 + 3))
    return f"{{{{ {rows}|筛选('计划月份', {months})|条数 }}}}"


def _amount(doc: Any) -> None:
    para(doc, "二、内容和安排", "一级标题")
    money = (
        "{% if (培训计划|合计('经费预算')) > 0 %}安排经费{{ 培训计划|合计('经费预算')|金额 }}元，"
        "{% else %}不另安排经费，{% endif %}"
    )
    teachers = tally("培训计划|分组('授课人')", "期")
    para(
        doc,
        "全年计划举办培训{{ 培训计划|条数 }}期、{{ 培训计划|合计('计划学时') }}学时，"
        + money
        + f"按类型和季度分列于表1，逐期安排见附表。授课人及期数：{teachers}。",
    )
    para(doc, "表1　培训期数、学时和经费", "表题")
    numbers = ["{{ 类.行|条数 }}", *(_quarter("类.行", q) for q in range(4)), "{{ 类.行|合计('计划学时') }}"]
    totals = ["{{ 培训计划|条数 }}", *(_quarter("培训计划", q) for q in range(4)), "{{ 培训计划|合计('计划学时') }}"]
    table(
        doc,
        [30, 16, 18, 18, 18, 18, 16, 22],
        [
            head_row(["类型", "期数", "一季度", "二季度", "三季度", "四季度", "学时", "经费（元）"]),
            tag_row("{%tr for 类 in 培训计划|分组('培训类型') %}", 8),
            plain_row(["{{ 类.名称 }}", *numbers, "{{ 类.行|合计('经费预算')|金额 }}"], "cccccccr"),
            tag_row("{%tr endfor %}", 8),
            Row(
                [
                    label("合计"),
                    *(Cell(t, "center") for t in totals),
                    Cell("{{ 培训计划|合计('经费预算')|金额 }}", "right"),
                ],
                7,
            ),
        ],
    )
    kit.gap(doc)


def _conduct(doc: Any) -> None:
    para(doc, "三、实施", "一级标题")
    paras(
        doc,
        [
            "1．责任人在开班3天前发出通知，写明主题、时间、地点、对象和授课人。授课人在开班前交讲义。",
            "2．参加人员现场签到。记录人拍摄影像，当天编号登记，写明事由、时间、地点、人物和来源。",
            "3．培训结束后3个工作日内填写学习（培训）记录表，与签到表、讲义和影像资料一并归档，"
            "纸质资料和电子资料同时建立。",
            "4．需要考核的，结果写入记录表。外单位人员参加的，单独记录人数。",
            "5．改期、取消或者增加培训的，责任人写明原因，报领衔人{{ 工作室.领衔人 }}同意。计划外举办的培训同样登记。",
        ],
    )
    para(doc, "四、检查", "一级标题")
    para(
        doc,
        "每季度在交流会上通报完成情况。年末逐期对照，未开展的在年度工作计划实施报告中写明原因和处理意见。"
        "经费在批准的预算内开支。",
    )
    kit.keep(paras(doc, ["附表：{{ 年度 }}年度培训学习计划表", ""]))


def _list(doc: Any) -> None:
    width = kit.landscape(doc)
    assert sum(WIDTHS) == width
    para(doc, "{{ 工作室.工作室名称 }}{{ 年度 }}年度培训学习计划表", "附件标题")
    held = "(培训记录|筛选('对应计划', 训.计划编号)|排序('日期'))"
    done = f"{{% if {held} %}}已完成（{{{{ {held}|列('日期') }}}}）{{% endif %}}"
    planned = [
        "{{ loop.index }}",
        "{{ 训.培训主题 }}",
        "{{ 训.培训类型 }}",
        "{{ 训.培训对象 }}",
        "{{ 训.计划月份|月 }}月",
        "{{ 训.计划学时 }}",
        "{{ 训.授课人 }}",
        "{{ 训.地点 }}",
        "{{ 训.经费预算|金额 }}",
        "{{ 训.责任人 }}",
        done,
    ]
    extra = [
        "{{ loop.index }}",
        "{{ 训.培训主题 }}",
        "{{ 训.培训类型 }}",
        "",
        "{{ 训.日期|月 }}月",
        "{{ 训.学时 }}",
        "{{ 训.授课人 }}",
        "{{ 训.地点 }}",
        "",
        "",
        "已完成（{{ 训.日期 }}）",
    ]
    count = len(WIDTHS)
    table(
        doc,
        WIDTHS,
        [
            head_row(HEADS, SMALL),
            tag_row("{%tr for 训 in 培训计划|排序('计划月份') %}", count),
            plain_row(planned, "clclccccrcc", size=SMALL),
            tag_row("{%tr endfor %}", count),
            tag_row("{%tr if 计划外 %}", count),
            Row([Cell("计划外培训", "left", count, grey=True)], 7, keep=True),
            tag_row("{%tr endif %}", count),
            tag_row("{%tr for 训 in 计划外 %}", count),
            plain_row(extra, "clclccccrcc", size=SMALL),
            tag_row("{%tr endfor %}", count),
            Row(
                [
                    label("计划合计　{{ 培训计划|条数 }}期", 5, size=SMALL),
                    Cell("{{ 培训计划|合计('计划学时') }}", "center", size=SMALL),
                    Cell("", span=2),
                    Cell("{{ 培训计划|合计('经费预算')|金额 }}", "right", size=SMALL),
                    Cell(),
                    Cell("{% if 已办期数 > 0 %}已完成{{ 已办期数 }}期{% endif %}", "center", size=SMALL),
                ],
                8,
            ),
        ],
    )
    para(doc, "“完成情况”按培训记录填写，没有培训记录的留空。", "表注")
    signers = "".join(f"{who}：" + "　" * 11 for who in ("编制人", "审核人", "领衔人"))
    para(doc, signers + kit.DATE_BLANK, "表注")
