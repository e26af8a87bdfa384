"""Draws 职工群众反响记录表: what workers said about the studio, with pictures (clause 6.8.15.3)."""

from __future__ import annotations

import wordkit as kit
from wordkit import facts

PATH = "word/职工群众反响记录表.docx"


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_form("职工群众反响记录表（{{ 编号 }}）", "职工群众反响记录表　{{ 编号 }}")
    kit.heading(doc, "职工群众反响记录表", "工作室名称：{{ 工作室.工作室名称 }}", "编号：{{ 编号 }}")
    rows = [
        facts(("日期", "日期"), ("形式", "形式"), height=9),
        facts(("对象", "对象"), height=10),
        kit.text_row("内容\n@hint 原话摘要", "内容", 70),
        kit.files_row("附件清单", "附件"),
        *kit.picture_rows("影像资料", "照片"),
        *kit.other_media_rows("照片以外的影像", "其他影像"),
        kit.sign_line(["记录人\n签字", "审阅人\n签字"], 12),
    ]
    kit.table(doc, rows)
    return kit.to_bytes(doc)
