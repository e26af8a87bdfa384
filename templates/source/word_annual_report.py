"""Draws 工作室年度工作计划实施报告: the mirror of the annual plan, with results, after the outline of clause 6.3."""

from __future__ import annotations

from typing import Any

import annual_report_effects as effects
import annual_report_tables as tables
import reportkit as kit
from annual_plan_tables import INSIDE, PLANNERS
from report_looks import HEI
from reportkit import Cell, Row, head_row, label, para, paras, plain_row, table, tag_row, tally

PATH = "word/工作室年度工作计划实施报告.docx"


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_report("{{ 工作室.工作室名称 }}{{ 年度 }}年度工作计划实施报告")
    paras(doc, ["{{ 工作室.工作室名称 }}", "{{ 年度 }}年度工作计划实施报告"], "公文标题")
    kit.gap(doc)
    _overview(doc)
    para(doc, "二、重点任务完成情况", "一级标题")
    for part in (
        _topics,
        _achievements,
        _activities,
        _training,
        _promotion,
        effects.leader,
        effects.fame,
        effects.records,
    ):
        part(doc)
    for part in (tables.money, tables.tasks, tables.problems, tables.next_year, tables.closing, tables.attachments):
        part(doc)
    return kit.to_bytes(doc)


def kinds_of(register: str, column: str, unit: str) -> str:
    """Tags that print how many rows of a register have which value."""
    return tally(f"{register}|分组('{column}')", unit)


def _overview(doc: Any) -> None:
    para(doc, "一、总体完成情况", "一级标题")
    done = "(计划任务|筛选('完成状态', '已完成')|条数)"
    states = tally("计划任务|分组('完成状态')", "项")
    paras(
        doc,
        [
            "根据DB1508/T 150—2023《劳模（职工）创新工作室运行管理规范》第6.3条，现将{{ 工作室.工作室名称 }}"
            "（以下简称工作室）{{ 年度 }}年度工作计划实施情况报告如下。",
            "{% if 计划任务 %}本年度列入计划的任务{{ 计划任务|条数 }}项"
            f"{{% if {done} == 计划任务|条数 %}}，全部完成{{% else %}}：{states}{{% endif %}}。"
            "{% else %}本年度没有分解计划任务。{% endif %}"
            "{% if 创新活动 %}全年开展创新活动{{ 创新活动|条数 }}次，月均{{ ((创新活动|条数) / 12)|保留(1) }}次，"
            "其中创新小组活动{{ 小组活动|条数 }}次。{% else %}本年度没有开展创新活动。{% endif %}"
            "{% if 季度交流会 %}召开季度交流会{{ 季度交流会|条数 }}次。{% else %}本年度没有召开季度交流会。{% endif %}"
            "{% if 培训记录 %}举办学习培训{{ 培训记录|条数 }}期。{% else %}本年度没有举办学习培训。{% endif %}"
            "{% if 成果 %}形成创新成果{{ 成果|条数 }}项。{% else %}本年度没有形成创新成果。{% endif %}"
            "{% if 年内荣誉 %}获得荣誉{{ 年内荣誉|条数 }}项。{% else %}本年度没有获得荣誉。{% endif %}",
            "主要目标的计划数和完成数见表1。",
        ],
    )
    para(doc, "表1　主要目标完成情况", "表题")
    table(
        doc,
        [24, 28, 34, 18, 52],
        [head_row(["目标", "计划或要求", "完成", "完成率", "说明"]), *_goal_rows()],
    )
    kit.gap(doc)


def _rate(done: str, planned: str) -> str:
    return f"{{% if {planned} > 0 %}}{{{{ (({done}) / ({planned}))|百分比(0) }}}}{{% endif %}}"


def _goal_rows() -> list[Row]:
    """Aims with their figures: title, plan, result, rate, remark."""
    topics_done = "(年度课题|有('实际完成日期')|条数)"
    budget = "预算合计"
    rows = (
        (
            "年度课题",
            "{{ 年度课题|条数 }}项",
            f"{{{{ {topics_done} }}}}项",
            _rate(topics_done, "年度课题|条数"),
            f"{{% if {topics_done} < (年度课题|条数) %}}其余见第六部分{{% endif %}}",
        ),
        (
            "创新活动",
            "不少于48次",
            "{{ 小组活动|条数 }}次",
            _rate("小组活动|条数", "48"),
            "创新小组合计",
        ),
        ("月度总结", "12次", "{{ 月度总结|列('月份')|去重|条数 }}次", _rate("月度总结|列('月份')|去重|条数", "12"), ""),
        (
            "季度交流会",
            "4次",
            "{{ 季度交流会|条数 }}次",
            _rate("季度交流会|列('季度')|去重|条数", "4"),
            "按有会议的季度计",
        ),
        (
            "学习培训",
            "{% if 培训计划 %}{{ 培训计划|条数 }}期{% endif %}",
            "{{ 计划内培训|条数 }}期",
            _rate("计划内培训|列('对应计划')|去重|条数", "培训计划|条数"),
            "{% if (培训记录|条数) > (计划内培训|条数) %}"
            "另有计划外{{ (培训记录|条数) - (计划内培训|条数) }}期{% endif %}",
        ),
        (
            "师徒结对",
            "",
            "{{ 在期师徒|条数 }}对",
            "",
            "{% if 晋升 %}等级提升{{ 晋升|条数 }}人次{% endif %}",
        ),
        ("创新成果", "", "{{ 成果|条数 }}项", "", "{{ 成果|条数 and (成果|分组('成果类别')|列('名称')) or '' }}"),
        (
            "知识产权",
            "",
            "申请{{ 年内申请|条数 }}件\n授权、登记{{ 年内授权|条数 }}件",
            "",
            "按申请日和授权公告日在本年度计",
        ),
        ("论文专著", "", "{{ 年内著述|条数 }}篇（部）", "", ""),
        (
            "经费（元）",
            f"{{{{ {budget}|金额 }}}}",
            "{{ 经费支出|合计('金额')|金额 }}",
            _rate("经费支出|合计('金额')", budget),
            "预算与支出",
        ),
    )
    return [
        Row(
            [label(name), Cell(plan, "center"), Cell(result, "center"), Cell(rate, "center"), Cell(remark, "center")], 6
        )
        for name, plan, result, rate, remark in rows
    ]


def _topics(doc: Any) -> None:
    para(doc, "（一）课题攻关", "二级标题")
    done = "(年度课题|有('实际完成日期'))"
    paras(
        doc,
        [
            "{%p if 年度课题 %}",
            "本年度实施课题{{ 年度课题|条数 }}项，"
            f"{{% if {done} %}}完成{{{{ {done}|条数 }}}}项{{% else %}}均在研{{% endif %}}"
            "{% if 在研课题 and 年度课题|有('实际完成日期') %}，在研{{ 在研课题|条数 }}项{% endif %}。",
            "{%p for 题 in 年度课题 %}",
        ],
    )
    kit.lead_para(
        doc,
        "{{ loop.index }}．{{ 题.课题名称 }}。",
        "{{ 题.承担小组 }}承担，负责人{{ 题.负责人 }}。"
        f"{{% if 题.完成情况 %}}{{{{ 题.完成情况{INSIDE} }}}}。{{% endif %}}"
        "{% if 题.实际完成日期 %}完成日期{{ 题.实际完成日期 }}。"
        "{% elif 题.年末进度 != '' %}年末进度{{ 题.年末进度 }}%。{% endif %}"
        "{% for 果 in 成果|筛选('关联课题', 题.课题编号) %}"
        "形成的成果为{{ 果.成果名称 }}（{{ 果.成果类别 }}）。"
        f"{{% if 果.技术指标 %}}指标：{{{{ 果.技术指标{INSIDE} }}}}。{{% endif %}}"
        f"{{% if 果.应用情况 %}}应用情况：{{{{ 果.应用情况{INSIDE} }}}}。{{% endif %}}"
        "{% if 果.经济效益 > 0 %}经济效益{{ 果.经济效益|金额 }}元"
        f"{{% if 果.效益计算说明 %}}，计算：{{{{ 果.效益计算说明{INSIDE} }}}}{{% endif %}}。{{% endif %}}"
        "{% endfor %}",
        HEI,
    )
    paras(doc, ["{%p endfor %}", "{%p else %}", "本年度没有列入计划的课题。", "{%p endif %}"])


def _achievements(doc: Any) -> None:
    para(doc, "（二）创新成果分类汇总", "二级标题")
    gain = "(成果|合计('经济效益'))"
    paras(
        doc,
        [
            "{%p if 成果 %}",
            "本年度形成创新成果{{ 成果|条数 }}项，"
            f"{{% if {gain} > 0 %}}有计算依据的经济效益合计{{{{ {gain}|金额 }}}}元，{{% endif %}}"
            "分类见表2，逐项情况见附件1和工作室成果分类汇总表。",
        ],
    )
    para(doc, "表2　创新成果分类", "表题")
    table(
        doc,
        [70, 30, 56],
        [
            head_row(["成果类别", "项数", "经济效益（元）"]),
            tag_row("{%tr for 类 in 成果|分组('成果类别') %}", 3),
            plain_row(
                [
                    "{{ 类.名称 }}",
                    "{{ 类.行|条数 }}",
                    "{% if (类.行|合计('经济效益')) > 0 %}{{ 类.行|合计('经济效益')|金额 }}{% endif %}",
                ],
                "ccr",
            ),
            tag_row("{%tr endfor %}", 3),
            Row(
                [
                    label("合计"),
                    Cell("{{ 成果|条数 }}", "center"),
                    Cell(f"{{% if {gain} > 0 %}}{{{{ {gain}|金额 }}}}{{% endif %}}", "right"),
                ],
                7,
            ),
        ],
    )
    kit.gap(doc)
    kinds = tally("年内申请|分组('类型')", "件")
    granted = tally("年内授权|分组('类型')", "件")
    paras(
        doc,
        [
            "{%p else %}",
            "本年度没有形成创新成果。",
            "{%p endif %}",
            f"{{% if 年内申请 %}}本年度申请知识产权{{{{ 年内申请|条数 }}}}件（{kinds}）"
            f"{{% else %}}本年度没有申请知识产权{{% endif %}}；"
            f"{{% if 年内授权 %}}获得授权或登记{{{{ 年内授权|条数 }}}}件（{granted}）"
            "{% else %}没有获得授权或登记{% endif %}。"
            "{% if 年内著述 %}发表论文、出版专著{{ 年内著述|条数 }}篇（部）："
            "{% for 文 in 年内著述 %}{% if not loop.first %}、{% endif %}“{{ 文.题名 }}”{% endfor %}。"
            "{% else %}本年度没有发表论文或出版专著。{% endif %}",
        ],
    )


def _activities(doc: Any) -> None:
    para(doc, "（三）活动开展", "二级标题")
    paras(
        doc,
        [
            "{%p if 创新活动 %}",
            "全年开展创新活动{{ 创新活动|条数 }}次，月均{{ ((创新活动|条数) / 12)|保留(1) }}次，"
            f"按类型有{kinds_of('创新活动', '活动类型', '次')}。"
            "各创新小组的活动按月见表3，对照第6.3条“每月不少于4次”的要求计算。",
            "{%p else %}",
            "本年度没有开展创新活动，第6.3条“每月不少于4次”的要求没有达到。",
            "{%p endif %}",
            "{%p if 创新活动 %}",
        ],
    )
    para(doc, "表3　活动次数", "表题")
    tables.activity_table(doc)
    paras(
        doc,
        [
            "{%p endif %}",
            f"{{% if 季度交流会 %}}{PLANNERS}牵头召开季度交流会{{{{ 季度交流会|条数 }}}}次，议定事项见表4。"
            "{% else %}本年度没有召开季度交流会。{% endif %}"
            "{% if 月度总结 %}月度总结{{ 月度总结|列('月份')|去重|条数 }}次。{% else %}没有形成月度总结。{% endif %}",
            "{%p if 季度交流会 %}",
        ],
    )
    para(doc, "表4　季度交流会议定事项", "表题")
    table(
        doc,
        [22, 26, 108],
        [
            head_row(["季度", "日期", "议定事项"]),
            tag_row("{%tr for 会 in 季度交流会|排序('日期') %}", 3),
            plain_row(["{{ 会.季度 }}", "{{ 会.日期|日期('点') }}", "{{ 会.议定事项|默认(会.下步安排) }}"], "ccl"),
            tag_row("{%tr endfor %}", 3),
        ],
    )
    kit.gap(doc)
    para(doc, "{%p endif %}")


def _training(doc: Any) -> None:
    para(doc, "（四）学习培训与人才培养", "二级标题")
    paras(
        doc,
        [
            "{% if 培训记录 %}全年举办学习培训{{ 培训记录|条数 }}期，{{ 培训记录|合计('学时') }}学时，"
            f"其中{kinds_of('培训记录', '培训类型', '期')}。"
            "{% else %}本年度没有举办学习培训。{% endif %}"
            "{% if 集体培养 %}连同培训以外的练兵、讲座和交流，人才培养共{{ 集体培养|条数 }}期（次），"
            "{% if 对内人次 > 0 %}对内{{ 对内人次 }}人次{% endif %}"
            "{% if 对内人次 > 0 and 对外人次 > 0 %}，{% endif %}"
            "{% if 对外人次 > 0 %}对外{{ 对外人次 }}人次{% endif %}。{% endif %}"
            "{% if 集体培养 and not (对外人次 > 0) %}本年度没有培训外单位人员。{% endif %}",
            "{% if 在期师徒 %}在期师徒{{ 在期师徒|条数 }}对，"
            f"徒弟中{kinds_of('在期师徒', '徒弟身份', '人')}。"
            "{% else %}本年度没有在期的师徒。{% endif %}"
            "{% if 晋升 %}取得证书的等级提升{{ 晋升|条数 }}人次："
            "{% for 升 in 晋升 %}{% if not loop.first %}；{% endif %}{{ 升.姓名 }}{{ 升.晋升类型|默认('提升') }}，"
            "{{ 升.原等级|后缀('→') }}{{ 升.现等级 }}{% endfor %}。{% else %}本年度没有取得证书的等级提升。{% endif %}"
            "{% if 培养考核 %}培养考核记录{{ 培养考核|条数 }}条。{% endif %}",
            "{%p if 未办培训 %}",
            "培训计划中有{{ 未办培训|条数 }}期没有培训记录："
            "{% for 训 in 未办培训 %}{% if not loop.first %}、{% endif %}{{ 训.计划月份|月 }}月“{{ 训.培训主题 }}”"
            "{% endfor %}。",
        ],
    )
    kit.write_here(doc, "没有举办的原因，是否改期", 11)
    para(doc, "{%p endif %}")


def _promotion(doc: Any) -> None:
    para(doc, "（五）成果转化推广", "二级标题")
    spent = "(经费支出|筛选('预算科目', '成果转化推广费')|合计('金额'))"
    paras(
        doc,
        [
            "{%p if 成果推广 %}",
            "本年度推广应用成果{{ 成果推广|条数 }}次，涉及成果{{ 成果推广|列('成果编号')|去重|条数 }}项："
            f"{kinds_of('成果推广', '推广方式', '次')}。",
            "{%p else %}",
            "本年度没有成果推广记录。",
            "{%p endif %}",
            f"{{% if {spent} > 0 %}}成果转化推广费支出{{{{ {spent}|金额 }}}}元。"
            "{% else %}本年度没有支出成果转化推广费。{% endif %}",
            "{%p if 成果推广 %}",
        ],
    )
    para(doc, "表5　成果推广应用", "表题")
    table(
        doc,
        [28, 33, 25, 27, 43],
        [
            head_row(["日期", "成果", "推广方式", "单位或对象", "成效"]),
            tag_row("{%tr for 推 in 成果推广|排序('日期', '推广编号') %}", 5),
            plain_row(
                [
                    "{{ 推.日期|日期('点') }}",
                    "{{ 推.成果编号.成果名称 }}",
                    "{{ 推.推广方式 }}",
                    "{{ 推.推广单位或对象 }}",
                    "{{ 推.成效 }}",
                ],
                "clcll",
            ),
            tag_row("{%tr endfor %}", 5),
        ],
    )
    kit.gap(doc)
    para(doc, "{%p endif %}")
