"""Draws 工作室年度工作计划: the studio's plan for the year, after the outline of clause 6.3."""

from __future__ import annotations

from typing import Any

import annual_plan_tables as tables
import reportkit as kit
from annual_plan_tables import INSIDE, PLANNERS
from reportkit import Cell, Row, head_row, label, para, paras, plain_row, table, tag_row, tally

PATH = "word/工作室年度工作计划.docx"


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_report("{{ 工作室.工作室名称 }}{{ 年度 }}年度工作计划")
    paras(doc, ["{{ 工作室.工作室名称 }}", "{{ 年度 }}年度工作计划"], "公文标题")
    kit.gap(doc)
    for part in (_aims, _basis, _topics, _training, _mentoring, _promotion, _spirit, _rules):
        part(doc)
    for part in (tables.calendar, tables.schedule, tables.budget, tables.safeguards, tables.closing):
        part(doc)
    for part in (tables.topic_list, tables.training_list, tables.people):
        part(doc)
    return kit.to_bytes(doc)


def _tasks(kind: str, none: str = "") -> str:
    """The planned tasks of one kind in a sentence that points at the table; else ``none``, or nothing."""
    chosen = f"计划任务|筛选('任务类别', '{kind}')"
    return (
        f"{{% if {chosen} %}}计划任务：{{% for 任 in {chosen} %}}{{% if not loop.first %}}；{{% endif %}}"
        f"{{{{ 任.任务内容{INSIDE} }}}}{{% endfor %}}（见表4）。{{% else %}}{none}{{% endif %}}"
    )


def _aims(doc: Any) -> None:
    para(doc, "一、指导思想与总体目标", "一级标题")
    paras(
        doc,
        [
            "根据DB1508/T 150—2023《劳模（职工）创新工作室运行管理规范》第6.3条，制定{{ 工作室.工作室名称 }}"
            "（以下简称工作室）"
            "{{ 年度 }}年度工作计划。"
            "工作室把解决{{ 工作室.所属单位 }}（以下简称单位）工作与生产实际中遇到的瓶颈问题作为切入点和落脚点，"
            f"直接服务于工作与生产。主要工作方向：{{{{ 工作室.主要工作方向{INSIDE} }}}}。"
            "年度主要目标见表1，小组职责和目标见表2。",
        ],
    )
    kit.write_here(doc, "单位本年度中心任务，工作室承担其中哪一部分", 13)
    para(doc, "表1　年度主要目标", "表题")
    rows = [head_row(["目标", "量化指标", "责任小组或责任人"]), *_aim_rows()]
    table(doc, [20, 78, 58], rows)
    para(doc, "表2　小组职责和年度目标", "表题")
    table(
        doc,
        [23, 15, 60, 58],
        [
            head_row(["小组", "组长", "职责", "年度目标"]),
            tag_row("{%tr for 组 in 小组 %}", 4),
            plain_row(["{{ 组.小组名称 }}", "{{ 组.组长 }}", "{{ 组.职责 }}", "{{ 组.年度目标 }}"], "ccll"),
            tag_row("{%tr endfor %}", 4),
        ],
    )
    kit.gap(doc)


def _aim_rows() -> list[Row]:
    """Headline goals; a row whose register is empty is left out."""
    due = "{% if 年内课题 %}，年内计划完成{{ 年内课题|条数 }}项{% endif %}"
    promoted = (
        "{% for 任 in 计划任务|筛选('任务类别', '成果推广') %}{% if not loop.first %}；{% endif %}"
        f"{{{{ 任.任务内容{INSIDE} }}}}（{{{{ 任.量化指标 }}}}）{{% endfor %}}"
    )
    rows = [
        ("年度课题", "技术攻关", f"实施课题{{{{ 年度课题|条数 }}}}项{due}", "{{ 年度课题|列('承担小组')|去重 }}"),
        (
            "",
            "创新活动",
            "合计每月不少于4次，全年不少于48次",
            "{{ 创新组|列('小组名称')|默认('各创新小组') }}",
        ),
        ("", "总结交流", "月度总结12次；交流会每季度至少召开1次", PLANNERS),
        (
            "培训计划",
            "学习培训",
            "{{ 培训计划|条数 }}期，{{ 培训计划|合计('计划学时') }}学时",
            "{{ 培训计划|列('责任人')|去重 }}",
        ),
        (
            "在期师徒",
            "带徒传技",
            "师徒{{ 在期师徒|条数 }}对，逐对明确培养目标和考核方式",
            "{{ 在期师徒|列('师傅')|去重 }}",
        ),
        (
            "计划任务|筛选('任务类别', '成果推广')",
            "成果推广",
            promoted,
            "{{ 计划任务|筛选('任务类别', '成果推广')|列('责任小组')|去重 }}",
        ),
    ]
    drawn: list[Row] = []
    for condition, aim, figure, who in rows:
        row = Row([label(aim), Cell(figure), Cell(who, "center")], 6)
        drawn += [tag_row(f"{{%tr if {condition} %}}", 3), row, tag_row("{%tr endif %}", 3)] if condition else [row]
    return drawn


def _composition(column: str) -> str:
    """How many members have which grade; those with 无 are left out."""
    return tally(f"在室成员|有('{column}')|排除('{column}', '无')|分组('{column}')", "人")


def _basis(doc: Any) -> None:
    para(doc, "二、基础与形势", "一级标题")
    titled = "(在室成员|有('职称层级')|排除('职称层级', '无'))"
    skilled = "(在室成员|有('技能等级')|排除('技能等级', '无'))"
    para(
        doc,
        "工作室于{{ 工作室.命名日期 }}由{{ 工作室.命名单位 }}命名，级别为{{ 工作室.命名级别 }}，"
        "领衔人{{ 工作室.领衔人 }}。"
        "现有成员{{ 在室成员|条数 }}人，分{{ 小组|条数 }}个小组，其中创新小组{{ 创新组|条数 }}个。"
        f"{{% if {titled} %}}有职称的{{{{ {titled}|条数 }}}}人：{_composition('职称层级')}。{{% endif %}}"
        f"{{% if {skilled} %}}有技能等级的{{{{ {skilled}|条数 }}}}人：{_composition('技能等级')}。{{% endif %}}"
        "{% if 工作室.活动场所面积 %}固定活动场所{{ 工作室.活动场所面积 }}平方米。{% endif %}",
    )
    hints = (
        ("上年度结果", "活动、培训、成果、知识产权、荣誉、培养、经费，写明数字"),
        ("遗留问题", "上年度没有做完的事和原因"),
        ("生产需求", "单位生产、管理中需要工作室解决的问题"),
    )
    kit.gap(doc)
    table(doc, [28, 128], [Row([label(t), Cell(f"【请填写】{h}", "hint")], 6.5) for t, h in hints])
    kit.gap(doc)


def _topics(doc: Any) -> None:
    para(doc, "三、重点任务", "一级标题")
    para(doc, "（一）技术攻关课题", "二级标题")
    origins = tally("年度课题|分组('课题来源')", "项")
    money = "{% if 年度课题|有('经费预算') %}，课题经费预算合计{{ 年度课题|合计('经费预算')|金额 }}元{% endif %}"
    paras(
        doc,
        [
            "{%p if 年度课题 %}",
            f"本年度实施技术攻关课题{{{{ 年度课题|条数 }}}}项：{origins}{money}。各课题安排如下，任务和进度见表4。",
            "{%p for 题 in 年度课题 %}",
        ],
    )
    kit.gap(doc)
    _topic_block(doc)
    paras(doc, ["{%p endfor %}", "{%p else %}", "本年度课题尚未立项，立项后补入本计划。", "{%p endif %}"])
    kit.gap(doc)


def _topic_block(doc: Any) -> None:
    def wide(title: str, text: str) -> Row:
        return Row([label(title), Cell(text, span=5)], 5.2)

    rows = [
        Row(
            [label("课题{{ loop.index }}　{{ 题.课题名称 }}（{{ 题.课题编号 }}，{{ 题.课题来源 }}）", span=6)],
            5.5,
            keep=True,
        ),
        wide("拟解决的问题", "{{ 题.拟解决的问题 }}"),
        wide("创新目标", "{{ 题.创新目标 }}"),
        wide("预期成果", "{{ 题.预期成果 }}"),
        Row(
            [
                label("负责人"),
                Cell("{{ 题.负责人 }}"),
                label("承担小组"),
                Cell("{{ 题.承担小组 }}"),
                label("起止时间"),
                Cell("{{ 题.起始日期|日期('点') }}至{{ 题.计划完成日期|日期('点') }}"),
            ],
            5.2,
            keep=True,
        ),
        Row(
            [
                label("参加人"),
                Cell("{{ 题.参加人|排除('姓名', 题.负责人) }}", span=3),
                label("经费"),
                Cell("{{ 题.经费来源|列('来源编号') }}{{ 题.经费预算|金额|前缀('　')|后缀('元') }}"),
            ],
            5.2,
            keep=True,
        ),
        Row([label("方法与步骤"), Cell("【请填写】分几步做，每步什么时候完成、得到什么", "hint", span=5)], 5.5),
    ]
    table(doc, [25, 17, 18, 30, 19, 47], rows)


def _training(doc: Any) -> None:
    para(doc, "（二）学习培训", "二级标题")
    kinds = tally("培训计划|分组('培训类型')", "期")
    money = "{% if (培训计划|合计('经费预算')) > 0 %}，安排经费{{ 培训计划|合计('经费预算')|金额 }}元{% endif %}"
    paras(
        doc,
        [
            "{%p if 培训计划 %}",
            "全年计划举办培训{{ 培训计划|条数 }}期、{{ 培训计划|合计('计划学时') }}学时，"
            f"类型为{kinds}{money}。各期主题、时间和授课人见附件2。{_tasks('学习培训')}",
            "{%p else %}",
            f"本年度培训学习计划尚未编制，编制后补入附件2。{_tasks('学习培训')}",
            "{%p endif %}",
        ],
    )


def _mentoring(doc: Any) -> None:
    para(doc, "（三）带徒传技与人才培养", "二级标题")
    kinds = tally("在期师徒|分组('徒弟身份')", "人")
    paras(
        doc,
        [
            "{%p if 在期师徒 %}",
            f"本年度安排师徒{{{{ 在期师徒|条数 }}}}对，师傅{{{{ 在期师徒|列('师傅')|去重|条数 }}}}人，徒弟中{kinds}。"
            f"培养目标见下表。{_tasks('带徒传技')}",
        ],
    )
    para(doc, "师徒和培养目标", "表题")
    table(
        doc,
        [15, 15, 21, 26, 79],
        [
            head_row(["师傅", "徒弟", "传授工种或技艺", "期限", "培养目标"]),
            tag_row("{%tr for 对 in 在期师徒 %}", 5),
            plain_row(
                [
                    "{{ 对.师傅 }}",
                    "{{ 对.徒弟 }}",
                    "{{ 对.传授工种或技艺 }}",
                    "{{ 对.起始日期|日期('点') }}\n至{{ 对.截止日期|日期('点') }}",
                    "{{ 对.培养目标 }}",
                ],
                "ccccl",
            ),
            tag_row("{%tr endfor %}", 5),
        ],
    )
    kit.gap(doc)
    none = f"本年度没有在期的师徒，有新的结对即补入本计划。{_tasks('带徒传技')}"
    paras(doc, ["{%p else %}", none, "{%p endif %}"])


def _promotion(doc: Any) -> None:
    para(doc, "（四）成果应用推广", "二级标题")
    share = "(经费预算|筛选('预算科目', '成果转化推广费')|合计('预算金额'))"
    tasks = _tasks("成果推广", "本年度计划任务中没有成果推广任务，成果完成后按单位需要提出应用意见。")
    paras(
        doc,
        [
            f"{{%p if {share} > 0 %}}",
            f"按照DB1508/T 150—2023第6.6条，全年安排成果转化推广费{{{{ {share}|金额 }}}}元，"
            f"用于科技成果的推广应用和转化项目以及技术引进、消化、吸收。{tasks}",
            "{%p else %}",
            "DB1508/T 150—2023第6.6条要求每年安排一定经费用于成果推广应用。本年度经费预算尚未列成果转化推广费。"
            f"{tasks}",
            "{%p endif %}",
            f"{{%p if not ({share} > 0) %}}",
        ],
    )
    kit.write_here(doc, "推广经费从哪里安排、多少", 18)
    para(doc, "{%p endif %}")


def _spirit(doc: Any) -> None:
    para(doc, "（五）弘扬劳模精神、工匠精神", "二级标题")
    para(
        doc,
        "发挥领衔人{{ 工作室.领衔人 }}的业务专长和技术优势，围绕单位研究、生产、经营和管理等重点、"
        "难点问题开展创新活动，"
        "参与各级部门组织开展的弘扬劳模精神和工匠精神活动。"
        + _tasks("弘扬精神", "本年度计划任务中没有单列弘扬精神的任务，按上级安排参加。"),
    )


def _rules(doc: Any) -> None:
    para(doc, "（六）制度建设与资料管理", "二级标题")
    named = "(制度|排除('对应条款', '其他')|列('对应条款')|去重|条数)"
    paras(
        doc,
        [
            "{%p if 制度 %}",
            "制度清单共{{ 制度|条数 }}项，DB1508/T 150—2023第6.5条所列13项"
            f"{{% if {named} >= 13 %}}均在其中{{% else %}}有{{{{ {named} }}}}项，尚缺{{{{ 13 - {named} }}}}项，"
            f"年内补齐{{% endif %}}。"
            f"资料随时归档，由资料员{{{{ 工作室.资料员 }}}}按月核对。{_tasks('制度与档案')}",
            "{%p else %}",
            "年内制定DB1508/T 150—2023第6.5条所列13项制度。资料随时归档，由资料员{{ 工作室.资料员 }}按月核对，"
            "年底集中清点，"
            f"按类别装盒、备份。{_tasks('制度与档案')}",
            "{%p endif %}",
        ],
    )
    para(doc, "{%p if 计划任务|筛选('任务类别', '其他') %}")
    para(doc, "（七）其他任务", "二级标题")
    para(doc, _tasks("其他"))
    para(doc, "{%p endif %}")
