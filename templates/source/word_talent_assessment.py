"""Draws 培养考核表: marks, grade and comment of one person's assessment (clause 6.8.14)."""

from __future__ import annotations

import wordkit as kit
from wordkit import facts

PATH = "word/培养考核表.docx"


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_form("{{ 姓名 }}培养考核表（{{ 编号 }}）", "培养考核表　{{ 编号 }}")
    kit.heading(doc, "培养考核表", "工作室名称：{{ 工作室.工作室名称 }}", "考核编号：{{ 编号 }}")
    rows = [
        facts(("姓名", "姓名"), ("考核日期", "考核日期"), height=11),
        facts(("单位部门", "考核对象.所在部门|默认(师徒协议.徒弟单位部门)"), height=11),
        facts(("岗位工种", "考核对象.职业工种|默认(师徒协议.传授工种或技艺)"), height=11),
        facts(("指导师傅", "师徒协议.师傅"), ("关联记录", "关联记录"), height=11),
        facts(("考核方式", "考核方式"), ("综合等级", "综合等级"), height=11),
        facts(("理论成绩", "理论成绩"), ("实操成绩", "实操成绩"), height=11),
        kit.text_row("评语\n@hint 工作表现、\n@hint 改进方向", "评语", 60),
        kit.files_row("试卷及\n附件", "试卷或附件"),
        facts(("考核人", "考核人"), height=10),
        *kit.sign_rows([("被考核人签字", ""), ("考核人签字", ""), ("领衔人意见", "")], 28),
    ]
    kit.table(doc, rows)
    return kit.to_bytes(doc)
