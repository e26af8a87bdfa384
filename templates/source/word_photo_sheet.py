"""Draws 影像资料说明页: one picture with its five elements (clause 6.8.15.1)."""

from __future__ import annotations

import wordkit as kit
from wordkit import WIDTH, Cell, Row, facts

PATH = "word/影像资料说明页.docx"


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_form("{{ 事由 }}（{{ 影像编号 }}）", "影像资料说明页　{{ 影像编号 }}")
    kit.heading(doc, "影像资料说明页", "工作室名称：{{ 工作室.工作室名称 }}", "编号：{{ 影像编号 }}")
    when = "{{ 拍摄时间 }}{% if 事件时间 and 事件时间 != 拍摄时间 %}（事件时间{{ 事件时间 }}）{% endif %}"
    rows = [
        Row([Cell("{{ 文件|图片(158, 150) }}", WIDTH, "photo", place="center")], 128),
        facts(("事由", "事由"), height=12),
        facts(("时间", when), height=11),
        facts(("地点", "地点"), height=11),
        facts(("人物", "人物"), height=20),
        facts(("来源", "来源"), height=11),
    ]
    kit.table(doc, rows)
    return kit.to_bytes(doc)
