"""Draws 成果应用推广记录表: how one achievement was put to use, with the user's confirmation (clause 6.6)."""

from __future__ import annotations

import wordkit as kit
from wordkit import WIDTH, Cell, Row, facts, label

PATH = "word/成果应用推广记录表.docx"


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_form("{{ 成果编号.成果名称 }}推广记录（{{ 推广编号 }}）", "成果应用推广记录表　{{ 推广编号 }}")
    kit.heading(doc, "成果应用推广记录表", "工作室名称：{{ 工作室.工作室名称 }}", "推广编号：{{ 推广编号 }}")
    stamp = f"@center （应用单位盖章）\n{kit.DATE_BLANK}"
    rows = [
        facts(("成果名称", "成果编号.成果名称"), height=11),
        facts(("成果编号", "成果编号"), ("日期", "日期"), height=10),
        facts(("推广方式", "推广方式"), ("推广范围", "推广范围"), height=10),
        facts(("推广单位\n或对象", "推广单位或对象"), height=12),
        facts(("投入经费", "{{ 投入经费|后缀('元') }}"), height=10),
        kit.text_row("推广内容", "推广内容", 52),
        kit.text_row("成效", "成效", 40),
        kit.files_row("应用证明", "应用证明"),
        Row([label("应用单位\n意见", 22), Cell(stamp, WIDTH - 22, "sign")], 36),
        kit.sign_line(["经办人\n签字", "领衔人\n签字"], 14),
    ]
    kit.table(doc, rows)
    return kit.to_bytes(doc)
