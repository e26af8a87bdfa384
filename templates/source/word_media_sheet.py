"""Draws 宣传报道剪报页: one report in press, broadcast or network with its picture (clause 6.8.16)."""

from __future__ import annotations

import wordkit as kit
from wordkit import facts

PATH = "word/宣传报道剪报页.docx"


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_form("{{ 标题 }}（{{ 编号 }}）", "宣传报道剪报页　{{ 编号 }}")
    kit.heading(doc, "宣传报道剪报页", "工作室名称：{{ 工作室.工作室名称 }}", "编号：{{ 编号 }}")
    rows = [
        facts(("标题", "标题"), height=10),
        facts(("媒体名称", "媒体名称"), ("刊播日期", "刊播日期"), height=9),
        facts(("媒体级别", "媒体级别"), ("媒体类型", "媒体类型")),
        facts(("版面或\n时段", "版面或时段"), ("作者或\n记者", "作者或记者"), height=11),
        facts(("报道对象", "报道对象")),
        facts(("网址", "网址"), height=9),
        kit.text_row("内容摘要", "内容摘要", 14),
        *kit.file_picture_rows("剪报（截图）", "图片或视频", (150, 118)),
        kit.files_row("文件清单", "图片或视频"),
    ]
    kit.table(doc, rows)
    return kit.to_bytes(doc)
