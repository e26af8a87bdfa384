"""Draws the short reports on people: the leader's profile, all members with their tasks, training inside the unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import reportkit as kit
from annual_plan_tables import INSIDE
from report_looks import HEI
from reportkit import head_row, para, paras, plain_row, table, tag_row, tally


def drawn() -> Iterator[tuple[str, bytes]]:
    """Paths and bytes of the templates."""
    yield "word/领军人（带头人）基本情况简介.docx", _profile()
    yield "word/工作室各成员基本情况及工作任务简介.docx", _members()
    yield "word/工作室对内开展人才培养（培训）计划、成效.docx", _talent()


def _person(who: str) -> str:
    """Sex, nation, birth, party, and schooling of a member as half a sentence."""
    party = f"{{% if {who}.政治面貌 %}}，{{{{ {who}.政治面貌 }}}}{{% endif %}}"
    school = (
        f"{{% if {who}.全日制学历 %}}，全日制学历{{{{ {who}.全日制学历 }}}}"
        f"{{% if {who}.全日制毕业院校及专业 %}}（{{{{ {who}.全日制毕业院校及专业 }}}}）{{% endif %}}{{% endif %}}"
        f"{{% if {who}.在职学历 %}}，在职学历{{{{ {who}.在职学历 }}}}"
        f"{{% if {who}.在职毕业院校及专业 %}}（{{{{ {who}.在职毕业院校及专业 }}}}）{{% endif %}}{{% endif %}}"
    )
    return f"，{{{{ {who}.性别 }}}}，{{{{ {who}.民族 }}}}，{{{{ {who}.出生年月|年月 }}}}生{party}{school}"


def _posts(who: str) -> str:
    """Department, post, title and grade of a member as half a sentence."""
    return (
        f"{{{{ {who}.所在部门 }}}}{{{{ {who}.职务 }}}}"
        f"{{% if {who}.职称 %}}，{{{{ {who}.职称 }}}}{{% endif %}}"
        f"{{% if {who}.技能等级 and {who}.技能等级 != '无' %}}，"
        f"{{{{ {who}.职业工种 }}}}{{{{ {who}.技能等级 }}}}{{% endif %}}"
    )


def _profile() -> bytes:
    doc = kit.new_report("领军人（带头人）{{ 工作室.领衔人 }}基本情况简介")
    paras(doc, ["{{ 工作室.工作室名称 }}", "领军人（带头人）基本情况简介"], "公文标题")
    para(doc, "（{{ 年度 }}年度）", "题注行")
    para(doc, "")
    paras(
        doc,
        [
            f"{{{{ 领衔人员.姓名 }}}}{_person('领衔人员')}。现任{{{{ 工作室.所属单位 }}}}{_posts('领衔人员')}。"
            "{% if 领衔人员.参加工作时间 %}{{ 领衔人员.参加工作时间|年月 }}参加工作。{% endif %}"
            "{{ 工作室.命名日期|年月 }}工作室由{{ 工作室.命名单位 }}命名，任领衔人。",
            "{%p if 履历 %}",
            "主要经历：{% for 步 in 履历 %}{% if not loop.first %}；{% endif %}{{ 步.起始|年月 }}"
            "{% if 步.终止 %}至{{ 步.终止|年月 }}{% else %}起{% endif %}，在{{ 步.单位及部门 }}任{{ 步.职务或岗位 }}"
            "{% endfor %}。",
            "{%p endif %}",
            "{% if 领衔人员.专业特长 %}专业特长为{{ 领衔人员.专业特长 }}。{% endif %}"
            f"{{% if 领衔人员.工作分工 %}}在工作室的分工是：{{{{ 领衔人员.工作分工{INSIDE} }}}}。{{% endif %}}",
            "{%p if 攻关项目 %}",
            "主持或参与攻关项目{{ 攻关项目|条数 }}项：{% for 项 in 攻关项目 %}{% if not loop.first %}；{% endif %}"
            "{{ 项.项目名称 }}（{{ 项.领军人角色 }}，{{ 项.起止时间 }}{% if 项.成果名称 %}，"
            "成果为{{ 项.成果名称 }}{% endif %}{% if 项.获奖情况 %}，{{ 项.获奖情况 }}{% endif %}）{% endfor %}。",
            "{%p endif %}",
            "{%p if 个人荣誉 %}",
            "获得荣誉{{ 个人荣誉|条数 }}项："
            "{% for 级 in 个人荣誉|分组('荣誉级别') %}{% if not loop.first %}；{% endif %}"
            "{{ 级.名称 }}有{% for 誉 in 级.行 %}{% if not loop.first %}、{% endif %}"
            "{{ 誉.荣誉名称 }}（{{ 誉.获得日期|年 }}年）{% endfor %}{% endfor %}。",
            "{%p endif %}",
            "{% if 本人专利 %}作为发明人或设计人取得和申请知识产权{{ 本人专利|条数 }}件："
            + tally("本人专利|分组('类型')", "件")
            + "。{% endif %}"
            "{% if 本人著述 %}发表论文、出版专著{{ 本人著述|条数 }}篇（部）："
            "{% for 文 in 本人著述 %}{% if not loop.first %}、{% endif %}《{{ 文.题名 }}》"
            "（{{ 文.发表日期|年 }}年）{% endfor %}。{% endif %}"
            "{% if 带徒 %}带徒{{ 带徒|条数 }}人：{% for 对 in 带徒 %}{% if not loop.first %}、{% endif %}"
            "{{ 对.徒弟 }}（{{ 对.传授工种或技艺 }}）{% endfor %}。"
            "{% else %}目前没有在期的徒弟。{% endif %}",
        ],
    )
    kit.write_here(doc, "体现劳模精神、工匠精神的一件具体的事：时间、地点、难处、怎样做的、结果（150字左右）", 50)
    return kit.to_bytes(doc)


def _members() -> bytes:
    doc = kit.new_report("{{ 工作室.工作室名称 }}各成员基本情况及工作任务简介（{{ 年度 }}年度）")
    paras(doc, ["{{ 工作室.工作室名称 }}", "各成员基本情况及工作任务简介"], "公文标题")
    para(doc, "（{{ 年度 }}年度）", "题注行")
    para(doc, "")
    para(
        doc,
        "工作室现有成员{{ 在室成员|条数 }}人，分{{ 小组|条数 }}个小组，领衔人{{ 工作室.领衔人 }}。"
        "各成员情况按小组分列，领衔人和组长在前。",
    )
    para(doc, "{%p for 组 in 小组 %}")
    para(doc, "{{ 组.小组名称 }}", "一级标题")
    paras(
        doc,
        [
            "组长{{ 组.组长 }}，成员{{ 在室成员|筛选('所属小组', 组.小组名称)|条数 }}人。"
            f"{{% if 组.职责 %}}职责：{{{{ 组.职责{INSIDE} }}}}。{{% endif %}}",
            "{%p for 人 in (组长在前|筛选('所属小组', 组.小组名称)) %}",
        ],
    )
    _one_member(doc)
    paras(doc, ["{%p endfor %}", "{%p for 人 in (其余成员|筛选('所属小组', 组.小组名称)) %}"])
    _one_member(doc)
    paras(doc, ["{%p endfor %}", "{%p endfor %}", "{%p if 未分组 %}"])
    para(doc, "其他成员", "一级标题")
    para(doc, "{%p for 人 in 未分组 %}")
    _one_member(doc)
    paras(doc, ["{%p endfor %}", "{%p endif %}"])
    return kit.to_bytes(doc)


def _one_member(doc: Any) -> None:
    """A member's block: who, and the tasks of the year."""
    kit.lead_para(
        doc,
        "{{ 人.姓名 }}",
        f"{_person('人')}。{_posts('人')}。室内身份：{{{{ 人.室内身份 }}}}。"
        "{% if 人.专业特长 %}特长：{{ 人.专业特长 }}。{% endif %}"
        f"{{% if 人.工作分工 %}}分工：{{{{ 人.工作分工{INSIDE} }}}}。{{% endif %}}",
        HEI,
    )
    led = "年度课题|筛选('负责人', 人.姓名)"
    due = "计划任务|筛选('责任人', 人.姓名)"
    para(
        doc,
        f"本年度任务：{{% if 人.年度任务 %}}{{{{ 人.年度任务{INSIDE} }}}}{{% else %}}按小组安排承担工作{{% endif %}}。"
        f"{{% if {led} %}}负责课题：{{{{ {led}|列('课题名称') }}}}。{{% endif %}}"
        f"{{% if {due} %}}负责计划任务：{{{{ {due}|列('任务内容')|连接('；') }}}}。{{% endif %}}",
    )


def _talent() -> bytes:
    doc = kit.new_report("{{ 工作室.工作室名称 }}{{ 年度 }}年度对内人才培养（培训）计划、成效")
    paras(doc, ["{{ 工作室.工作室名称 }}", "对内开展人才培养（培训）计划、成效"], "公文标题")
    para(doc, "（{{ 年度 }}年度）", "题注行")
    kit.gap(doc)
    para(doc, "一、培养计划", "一级标题")
    para(
        doc,
        "{% if 培训计划 %}本年度计划培训{{ 培训计划|条数 }}期、{{ 培训计划|合计('计划学时') }}学时，见表1。"
        "{% else %}本年度没有编制培训计划。{% endif %}"
        "{% if 对内师徒 %}安排对内师徒{{ 对内师徒|条数 }}对，见表2。{% else %}本年度没有对内师徒。{% endif %}",
    )
    para(doc, "{%p if 培训计划 %}")
    _list(
        doc,
        "表1　培训计划",
        "训 in 培训计划|排序('计划月份')",
        ["月份", "培训主题", "类型", "对象", "学时", "授课人"],
        [
            "{{ 训.计划月份|月 }}月",
            "{{ 训.培训主题 }}",
            "{{ 训.培训类型 }}",
            "{{ 训.培训对象 }}",
            "{{ 训.计划学时 }}",
            "{{ 训.授课人 }}",
        ],
        [14, 48, 20, 42, 12, 20],
        "clclcc",
    )
    paras(doc, ["{%p endif %}", "{%p if 对内师徒 %}"])
    _list(
        doc,
        "表2　对内师徒",
        "对 in 对内师徒",
        ["师傅", "徒弟", "传授工种或技艺", "培养目标"],
        ["{{ 对.师傅 }}", "{{ 对.徒弟 }}", "{{ 对.传授工种或技艺 }}", "{{ 对.培养目标 }}"],
        [18, 18, 36, 84],
        "cccl",
    )
    para(doc, "{%p endif %}")
    para(doc, "二、培养成效", "一级标题")
    paras(
        doc,
        [
            "{% if 对内培养 %}全年对内培养{{ 对内培养|条数 }}期（次）、{{ 对内人次 }}人次，"
            "其中" + tally("对内培养|分组('形式')", "期（次）") + "，见表3。"
            "{% else %}本年度没有开展对内集中培养。{% endif %}"
            "{% if 未办培训 %}培训计划中有{{ 未办培训|条数 }}期没有培训记录："
            "{{ 未办培训|列('培训主题') }}。{% endif %}",
            "{% if 对内晋升 %}取得证书的等级提升{{ 对内晋升|条数 }}人次，见表4。"
            "{% else %}本年度没有取得证书的等级提升。{% endif %}",
            "{%p if 对内培养 %}",
        ],
    )
    _list(
        doc,
        "表3　对内培养情况",
        "培 in 对内培养|排序('日期', '编号')",
        ["日期", "形式", "内容", "主讲或指导", "人数", "成效"],
        [
            "{{ 培.日期|日期('点') }}",
            "{{ 培.形式 }}",
            "{{ 培.内容 }}",
            "{{ 培.主讲或指导人 }}",
            "{{ 培.人数 - ((培训记录|筛选('记录编号', 培.关联记录)|合计('外部学员人数'))) }}",
            "{{ 培.成效 }}",
        ],
        [22, 18, 30, 21, 11, 54],
        "cclccl",
    )
    paras(doc, ["{%p endif %}", "{%p if 对内晋升 %}"])
    _list(
        doc,
        "表4　等级提升",
        "升 in 对内晋升",
        ["姓名", "类型", "原等级", "现等级", "取得日期", "指导人"],
        [
            "{{ 升.姓名 }}",
            "{{ 升.晋升类型 }}",
            "{{ 升.原等级 }}",
            "{{ 升.现等级 }}",
            "{{ 升.取得日期|日期('点') }}",
            "{{ 升.指导人 }}",
        ],
        [24, 26, 28, 28, 26, 24],
        "cccccc",
    )
    para(doc, "{%p endif %}")
    kit.write_here(doc, "培养工作带来的变化，没有办成的培训的原因，改进打算", 22)
    kit.opinions(doc, ["填写人（签字）", "领衔人（签字）"], 24)
    return kit.to_bytes(doc)


def _list(doc: Any, title: str, loop: str, heads: list[str], cells: list[str], widths: list[float], looks: str) -> None:
    """A captioned table with a row for each element of a loop."""
    para(doc, title, "表题")
    count = len(heads)
    rows = [
        head_row(heads),
        tag_row(f"{{%tr for {loop} %}}", count),
        plain_row(cells, looks),
        tag_row("{%tr endfor %}", count),
    ]
    table(doc, widths, rows)
    kit.gap(doc)
