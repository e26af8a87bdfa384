"""Draws 创新成果登记表: people, problem, method, effect, appraisal and pictures of one achievement (clause 6.8.8)."""

from __future__ import annotations

import wordkit as kit
from wordkit import WIDTH, Cell, Row, facts, field, head_row, label, section, tag_row

PATH = "word/创新成果登记表.docx"
PEOPLE = (14.0, 28.0, 53.0, 30.0, 40.0)
RIGHTS = (34.0, 65.0, 40.0, 26.0)


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_form("{{ 成果名称 }}（{{ 成果编号 }}）", "创新成果登记表　{{ 成果编号 }}")
    kit.heading(doc, "创新成果登记表", "工作室名称：{{ 工作室.工作室名称 }}", "成果编号：{{ 成果编号 }}")
    span = "{{ 关联课题.起始日期|年月 }}{% if 关联课题 and 完成日期 %}—{% endif %}{{ 完成日期|年月 }}"
    topic = "{% if 关联课题 %}{{ 关联课题 }}　{{ 关联课题.课题名称 }}{% endif %}"
    rows = [
        facts(("成果名称", "成果名称"), height=10),
        facts(("成果类别", "成果类别"), ("成果形式", "成果形式")),
        facts(("起止时间", span), ("成果阶段", "成果阶段")),
        facts(("关联课题", topic), height=9),
        *_people(),
        kit.text_row("要解决的\n问题及\n主要做法", "成果简介", 24),
        kit.text_row("创新点", "创新点", 12),
        kit.text_row("技术指标", "技术指标", 12),
        facts(("应用单位", "应用单位"), height=9),
        kit.text_row("应用情况", "应用情况", 12),
        facts(("经济效益", "{{ 经济效益|后缀('元') }}")),
        kit.text_row("计算过程", "效益计算说明", 10),
        kit.text_row("社会效益", "社会效益", 10),
        Row(
            [label("评价方式", 22), field("评价方式", 30), label("评价单位\n及日期", 22), field("评价单位及日期", 91)],
            11,
        ),
        kit.files_row("检测检验\n报告", "检测检验报告"),
        kit.files_row("鉴定或\n验收证书", "鉴定书或验收证书"),
        *_rights(),
        facts(("获奖情况", "奖励情况"), height=9),
        *kit.file_picture_rows("成果图片", "成果图片", (110, 68)),
        *kit.sign_rows(
            [("第一完成人（签字）", ""), ("工作室意见", "@left 领衔人："), ("单位意见", "@center （盖章）")], 24
        ),
    ]
    kit.table(doc, rows)
    return kit.to_bytes(doc)


def _people() -> list[Row]:
    who = "(成员|筛选('姓名', 人)|首个)"
    place = f"{{{{ {who}.所在部门 }}}}"
    cells = [
        field("loop.index", PEOPLE[0]),
        field("人", PEOPLE[1]),
        Cell(place, PEOPLE[2], "center"),
        field(f"{who}.职称", PEOPLE[3]),
        Cell("", PEOPLE[4]),
    ]
    return [
        section("主要完成人"),
        head_row(("序号", "姓名", "单位部门", "职称", "承担工作"), PEOPLE),
        tag_row("{%tr for 人 in 主要完成人 %}"),
        Row(cells, 7.5),
        tag_row("{%tr endfor %}"),
    ]


def _rights() -> list[Row]:
    right = [
        field("权.类型", RIGHTS[0]),
        field("权.名称", RIGHTS[1], "left"),
        field("权.授权号或登记号|默认(权.申请号)", RIGHTS[2]),
        field("权.法律状态", RIGHTS[3]),
    ]
    return [
        section("知识产权"),
        head_row(("类型", "名称", "授权号（申请号）", "法律状态"), RIGHTS),
        tag_row("{%tr for 权 in 产权 %}"),
        Row(right, 9),
        tag_row("{%tr endfor %}"),
        tag_row("{%tr if not 产权 %}"),
        Row([Cell("无", WIDTH, "center")], 7.5),
        tag_row("{%tr endif %}"),
    ]
