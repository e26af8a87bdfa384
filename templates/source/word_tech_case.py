"""Draws 工程应用案例: where and why an achievement was used and what came of it (clause 6.8.11)."""

from __future__ import annotations

from dataclasses import replace

import wordkit as kit
from wordkit import WIDTH, Cell, Row, facts, label

PATH = "word/工程应用案例.docx"


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_form("{{ 名称 }}（{{ 资料编号 }}）", "工程应用案例　{{ 资料编号 }}")
    kit.heading(doc, "工程应用案例", "工作室名称：{{ 工作室.工作室名称 }}", "资料编号：{{ 资料编号 }}")
    result = "{% if 关联成果 %}{{ 关联成果 }}　{{ 关联成果.成果名称 }}{% endif %}"
    device = "{% if 关联设备 %}{{ 关联设备 }}　{{ 关联设备.名称 }}{% endif %}"
    rows = [
        facts(("案例名称", "名称"), height=10),
        facts(("编制人", "编制人或来源"), ("形成日期", "形成日期"), ("版本", "版本")),
        facts(("关联成果", result), height=9),
        facts(("关联设备", device), height=9),
        facts(("应用单位\n及地点", "关联成果.应用单位"), height=11),
        kit.text_row("内容提要", "内容提要", 12),
        kit.text_row("背景、问题\n与方案", "关联成果.成果简介", 24),
        facts(("实施过程", ""), height=24),
        kit.text_row("效果数据", "关联成果.应用情况", 14),
        facts(("经济效益", "{{ 关联成果.经济效益|后缀('元') }}")),
        *kit.file_picture_rows("图片", "关联成果.成果图片", (78, 50)),
        replace(kit.files_row("案例全文", "电子文件"), keep=True),
        Row([label("用户意见", 22), Cell(f"@center （盖章）\n{kit.DATE_BLANK}", WIDTH - 22, "sign")], 26),
    ]
    kit.table(doc, rows)
    return kit.to_bytes(doc)
