"""Draws 季度交流会会议记录: who met, what the groups did, what was concluded and agreed (clause 5.3.3)."""

from __future__ import annotations

import wordkit as kit
from wordkit import WIDTH, Cell, Row, facts, field, head_row, section, tag_row

PATH = "word/季度交流会会议记录.docx"
GROUPS = (36.0, 24.0, 22.0, 83.0)
AGREED = (14.0, 106.0, 45.0)


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_form("{{ 季度 }}交流会会议记录（{{ 会议编号 }}）", "季度交流会会议记录　{{ 会议编号 }}")
    kit.heading(doc, "{{ 季度 }}交流会会议记录", "工作室名称：{{ 工作室.工作室名称 }}", "会议编号：{{ 会议编号 }}")
    came = (
        "{% for 人 in 参会人员 %}{% if not loop.first %}、{% endif %}{{ 人 }}"
        "{% if 小组|筛选('组长', 人)|条数 > 0 %}（小组负责人）{% endif %}{% endfor %}"
    )
    rows = [
        facts(("日期", "日期"), ("地点", "地点")),
        facts(("牵头小组", "牵头小组"), ("主持人", "主持人"), ("记录人", "记录人")),
        facts(("参会人员", came), height=12),
        facts(("列席人员", "列席人员"), height=9),
        facts(("缺席及\n原因", ""), height=11),
        *_groups(),
        kit.text_row("季度工作\n总结", "季度工作总结", 24),
        kit.text_row("经验交流", "经验交流", 20),
        kit.text_row("下步工作\n安排", "下步安排", 18),
        *_agreed(),
        *kit.picture_rows("影像资料", "照片"),
        *kit.other_media_rows("照片以外的影像", "其他影像"),
        kit.sign_line(["主持人\n签字", "记录人\n签字"], 12),
    ]
    kit.table(doc, rows)
    return kit.to_bytes(doc)


def _groups() -> list[Row]:
    themes = "{{ 季内活动|筛选('活动小组', 组.小组名称)|列('活动主题')|连接('；') }}"
    cells = [
        field("组.小组名称", GROUPS[0]),
        field("组.组长", GROUPS[1]),
        Cell("{{ 季内活动|筛选('活动小组', 组.小组名称)|条数 }}次", GROUPS[2], "center"),
        Cell(themes, GROUPS[3]),
    ]
    return [
        section("各小组汇报"),
        head_row(("小组", "小组负责人", "本季活动", "活动主题"), GROUPS),
        tag_row("{%tr for 组 in 小组 %}"),
        Row(cells, 8),
        tag_row("{%tr endfor %}"),
    ]


def _agreed() -> list[Row]:
    cells = [field("loop.index", AGREED[0]), field("项", AGREED[1], "left"), Cell("", AGREED[2])]
    return [
        section("议定事项"),
        head_row(("序号", "事项（责任人，期限）", "落实情况"), AGREED),
        tag_row("{%tr for 项 in 议定事项|分条 %}"),
        Row(cells, 8),
        tag_row("{%tr endfor %}"),
        tag_row("{%tr if not 议定事项 %}"),
        Row([Cell("", WIDTH)], 10),
        tag_row("{%tr endif %}"),
    ]
