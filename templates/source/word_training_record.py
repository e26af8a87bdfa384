"""Draws 学习（培训）记录表: what was taught, to whom, with what result, and its pictures (clause 6.8.6)."""

from __future__ import annotations

import wordkit as kit
from wordkit import WIDTH, Cell, Row, field, label

PATH = "word/学习（培训）记录表.docx"
L, V = 22.0, 33.0


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_form("{{ 培训主题 }}（{{ 记录编号 }}）", "学习（培训）记录表　{{ 记录编号 }}")
    kit.heading(doc, "学习（培训）记录表", "工作室名称：{{ 工作室.工作室名称 }}", "记录编号：{{ 记录编号 }}")
    handouts = "{%p for 讲 in 讲义文件 %}\n{{ loop.index }}．{{ 讲|截后('/')|默认(讲) }}\n{%p endfor %}"
    rows = [
        *_facts(),
        *_people(),
        kit.text_row("内容要点", "培训内容", 40),
        Row([label("考核方式", L), field("考核方式", 36), label("考核结果", L), field("考核结果", 85, "left")], 11),
        kit.text_row("效果评价", "效果评价", 16),
        Row([label("讲义清单", L), Cell(handouts, WIDTH - L)], 9),
        *kit.picture_rows("影像资料", "照片"),
        *kit.other_media_rows("照片以外的影像", "其他影像"),
        kit.sign_line(["记录人", "组织人"]),
    ]
    kit.table(doc, rows)
    return kit.to_bytes(doc)


def _facts() -> list[Row]:
    plan = "{% if 对应计划 %}{{ 对应计划 }}{% elif 记录编号 %}计划外{% endif %}"
    hours = Cell("{{ 开始时间 }}—{{ 结束时间 }}", 27, "center")
    return [
        Row([label("主题", L), field("培训主题", WIDTH - L)], 9),
        _three(("类型", field("培训类型", V)), ("对应计划", Cell(plan, V, "center")), ("学时", field("学时", V))),
        Row([label("日期", L), field("日期", 35), label("时间", 16), hours, label("地点", 16), field("地点", 49)]),
        Row([label("授课人", L), field("授课人", 35), label("单位及职务", L), field("授课人单位职务", WIDTH - 79)]),
    ]


def _three(*pairs: tuple[str, Cell]) -> Row:
    return Row([cell for title, value in pairs for cell in (label(title, L), value)])


def _people() -> list[Row]:
    came = "{{ 参加人员|去掉(授课人)|条数 }}人"
    outside = "{% if 外部学员人数 > 0 %}{{ 外部学员人数 }}人{% elif 记录编号 %}无{% endif %}"
    return [
        Row([label("参加人员", L), Cell("{{ 参加人员|去掉(授课人)|连接('、') }}", WIDTH - L)], 12),
        _three(
            ("应到", Cell("　　　人", V, "center")),
            ("实到", Cell(came, V, "center")),
            ("外部学员", Cell(outside, V, "center")),
        ),
    ]
