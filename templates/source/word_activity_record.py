"""Draws 创新活动记录表: the detailed record of an activity with its pictures (clauses 5.3.2 and 6.8.7)."""

from __future__ import annotations

import wordkit as kit
from wordkit import WIDTH, Cell, Row, field, label

PATH = "word/创新活动记录表.docx"
L, V = 22.0, 33.0


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_form("{{ 活动主题 }}（{{ 活动编号 }}）", "创新活动记录表　{{ 活动编号 }}")
    kit.heading(doc, "创新活动记录表", "工作室名称：{{ 工作室.工作室名称 }}", "活动编号：{{ 活动编号 }}")
    rows = [
        *_facts(),
        *_people(),
        kit.text_row("活动内容", "活动内容", 36),
        kit.text_row("形成结论", "形成结论", 14),
        kit.text_row("遗留问题\n及下步\n@hint 责任人、时限", "遗留问题及下步", 16),
        *kit.picture_rows("影像资料", "照片"),
        *kit.other_media_rows("照片以外的影像", "其他影像"),
        kit.sign_line(["组长签字", "领衔人审阅"]),
    ]
    kit.table(doc, rows)
    return kit.to_bytes(doc)


def _three(*pairs: tuple[str, Cell]) -> Row:
    return Row([cell for title, value in pairs for cell in (label(title, L), value)])


def _facts() -> list[Row]:
    topic = "{%p if 关联课题 %}\n{{ 关联课题 }}\n{{ 关联课题.课题名称 }}\n{%p endif %}"
    return [
        Row([label("活动主题", L), field("活动主题", WIDTH - L)], 9),
        _three(
            ("活动类型", field("活动类型", V)),
            ("日期", field("日期", V)),
            ("起止时间", Cell("{{ 开始时间 }}—{{ 结束时间 }}", V, "center")),
        ),
        _three(("活动小组", field("活动小组", V)), ("主持人", field("主持人", V)), ("记录人", field("记录人", V))),
        Row([label("地点", L), field("地点", 47), label("关联课题", L), Cell(topic, 74, "center")], 9),
    ]


def _people() -> list[Row]:
    return [
        Row([label("参加人员", L), Cell("{{ 参加人员 }}", WIDTH - L)], 9),
        Row(
            [
                label("外部人员", L),
                field("外部人员", 77, "left"),
                label("参加人数", L),
                Cell("应到　　人，实到{{ 参加人员|条数 }}人", 44, "center"),
            ]
        ),
        Row([label("签到\n（手签）", L), Cell("", WIDTH - L)], 15),
    ]
