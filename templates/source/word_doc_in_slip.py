"""Draws 收文处理单: one incoming document from receipt to result (clause 6.8.1)."""

from __future__ import annotations

import wordkit as kit
from wordkit import facts

PATH = "word/收文处理单.docx"


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_form("收文处理单（{{ 收文号 }}）", "收文处理单　{{ 收文号 }}")
    kit.heading(doc, "收文处理单", "工作室名称：{{ 工作室.工作室名称 }}", "收文号：{{ 收文号 }}")
    rows = [
        facts(("文件标题", "文件标题"), height=15),
        facts(("来文单位", "来文单位"), height=11),
        facts(("来文字号", "来文字号"), ("成文日期", "成文日期"), height=11),
        facts(("收文日期", "收文日期"), ("密级", "密级"), height=11),
        facts(("份数", "份数"), ("页数", "页数"), ("形态", "形态"), height=11),
        kit.text_row("拟办\n或批示", "拟办或批示", 48),
        facts(("领导签批", ""), height=40),
        facts(("承办人", "承办人"), ("保管期限", "保管期限"), height=11),
        kit.text_row("办理结果", "办理结果", 36),
        kit.sign_line(["承办人\n签字", "资料员\n签字"], 14),
    ]
    kit.table(doc, rows)
    return kit.to_bytes(doc)
