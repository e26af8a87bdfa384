"""Draws 带徒记录: one agreement's teaching in the year, a block a time, signed by both (clause 5.4.2)."""

from __future__ import annotations

import wordkit as kit
from wordkit import WIDTH, Cell, Row, facts, label, tag_row

PATH = "word/带徒记录.docx"


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_form("{{ 师傅 }}、{{ 徒弟 }}带徒记录（{{ 年度 }}年度）", "带徒记录　{{ 协议编号 }}")
    kit.heading(doc, "带徒记录（{{ 年度 }}年度）", "工作室名称：{{ 工作室.工作室名称 }}", "协议编号：{{ 协议编号 }}")
    each = "次.活动内容|分段"
    content = f"{{%p for 段 in {each} %}}\n{{{{ 段 }}}}\n{{%p endfor %}}"
    rows = [
        facts(("师傅", "师傅"), ("徒弟", "徒弟"), height=10),
        facts(("徒弟单位\n部门", "徒弟单位部门"), height=11),
        facts(("传授工种\n或技艺", "传授工种或技艺"), height=11),
        facts(("起止日期", "{{ 起始日期 }}—{{ 截止日期 }}"), height=10),
        facts(("培养目标", "培养目标"), height=13),
        tag_row("{%tr for 次 in 带教 %}"),
        Row(
            [
                label("{{ 次.日期 }}", 44),
                Cell("{{ 次.活动主题 }}（{{ 次.活动编号 }}）", WIDTH - 44),
            ],
            9,
            keep=True,
        ),
        Row([label("活动内容", 22), Cell(content, WIDTH - 22, "text")], 22, split=True),
        Row([label("形成结论", 22), Cell("{{ 次.形成结论 }}", WIDTH - 22)], 10),
        tag_row("{%tr endfor %}"),
        tag_row("{%tr if not 带教 %}"),
        Row([label("日期及内容", 22), Cell("", WIDTH - 22)], 80),
        tag_row("{%tr endif %}"),
        kit.sign_line(["师傅签字", "徒弟签字"], 14),
    ]
    kit.table(doc, rows)
    return kit.to_bytes(doc)
