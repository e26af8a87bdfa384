"""Draws 接待学习参观记录表: one group of visitors, what was shown and said, and the pictures (clause 6.8.15.3)."""

from __future__ import annotations

import wordkit as kit
from wordkit import facts

PATH = "word/接待学习参观记录表.docx"


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_form("接待{{ 来访单位 }}记录表（{{ 编号 }}）", "接待学习参观记录表　{{ 编号 }}")
    kit.heading(doc, "接待学习参观记录表", "工作室名称：{{ 工作室.工作室名称 }}", "编号：{{ 编号 }}")
    rows = [
        facts(("来访单位", "来访单位"), height=9),
        facts(("日期", "日期"), ("人数", "{{ 人数|后缀('人') }}")),
        facts(("带队人\n及职务", "带队人及职务"), ("接待人", "接待人"), height=11),
        facts(("来访目的", "来访目的"), height=10),
        kit.text_row("参观交流\n内容", "参观交流内容", 48),
        kit.text_row("意见建议", "对方意见建议", 28),
        *kit.picture_rows("影像资料", "照片"),
        *kit.other_media_rows("照片以外的影像", "其他影像"),
        kit.sign_line(["接待人\n签字", "领衔人\n签字"], 12),
    ]
    kit.table(doc, rows)
    return kit.to_bytes(doc)
