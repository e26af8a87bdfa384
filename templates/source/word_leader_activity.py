"""Draws 领军人物活动记录表: teaching, training and the spirit of model workers, one form an event (clause 6.8.2)."""

from __future__ import annotations

import wordkit as kit
from wordkit import facts

PATH = "word/领军人物活动记录表.docx"


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_form("{{ 活动名称 }}（{{ 编号 }}）", "领军人物活动记录表　{{ 编号 }}")
    kit.heading(doc, "领军人物活动记录表", "工作室名称：{{ 工作室.工作室名称 }}", "活动编号：{{ 编号 }}")
    rows = [
        facts(("活动名称", "活动名称"), height=9),
        facts(("类别", "类别"), ("日期", "日期")),
        facts(("主办单位", "主办单位"), ("主办级别", "主办级别"), height=9),
        facts(("领军人物", "工作室.领衔人"), ("担任角色", "领军人角色")),
        facts(("地点", "地点"), ("受众人数", "{{ 受众人数|后缀('人') }}"), height=9),
        kit.text_row("活动内容", "内容", 55),
        *kit.picture_rows("影像资料", "照片"),
        *kit.other_media_rows("照片以外的影像", "其他影像"),
        kit.files_row("附件清单", "附件"),
        kit.sign_line(["记录人", "领军人物"]),
    ]
    kit.table(doc, rows)
    return kit.to_bytes(doc)
