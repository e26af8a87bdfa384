"""Draws ×月工作总结暨下月工作重点: the month's activities, their fruit, and the next month's work (clause 5.3.2)."""

from __future__ import annotations

import wordkit as kit
from wordkit import WIDTH, Cell, Row, field, head_row, label, tag_row

PATH = "word/月度工作总结暨下月工作重点.docx"
L, V = 22.0, 33.0
ACTIVITIES = (11.0, 34.0, 26.0, 57.0, 18.0, 19.0)
TASKS = (11.0, 90.0, 32.0, 32.0)
#: A point written as “事项（责任人，时限）” fills all three columns; any other leaves two of them blank for the pen.
INSIDE = "(点|截后('（')|截前('）'))"
FULL = f"'）' in 点 and (点|截后('）')) == '' and '，' in {INSIDE}"


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_form("{{ 工作室.工作室名称 }}{{ 月份|年月 }}工作总结暨下月工作重点", "{{ 月份|年月 }}工作总结")
    group = "{% if 小组 == '全体' %}全体小组{% else %}{{ 小组 }}{% endif %}"
    kit.heading(
        doc,
        "{{ 月份|月 }}月工作总结暨下月工作重点",
        "工作室名称：{{ 工作室.工作室名称 }}",
        f"{{{{ 月份|年月 }}}}　　小组：{group}",
    )
    rows = [
        Row(
            [
                label("总结人", L),
                field("总结人", V),
                label("活动次数", L),
                Cell("{{ 活动次数 }}次", V, "center"),
                label("总结日期", L),
                field("总结日期", V),
            ]
        ),
        *_activities(),
        kit.text_row("开展情况", "活动开展情况", 26),
        kit.text_row("主要收获", "主要收获", 22),
        kit.text_row("存在问题", "存在问题", 20),
        *_next_month(),
        kit.text_row("领衔人\n意见", "领衔人意见", 18, keep=True),
        kit.sign_line(["组长（总结人）签字", "领衔人签字"], 12, lead=36),
    ]
    kit.table(doc, rows)
    return kit.to_bytes(doc)


def _activities() -> list[Row]:
    titles = ("序号", "日期", "活动小组", "活动主题", "主持人", "参加人数")
    row = [
        field("loop.index", ACTIVITIES[0]),
        field("动.日期", ACTIVITIES[1]),
        field("动.活动小组", ACTIVITIES[2]),
        field("动.活动主题", ACTIVITIES[3], "left"),
        field("动.主持人", ACTIVITIES[4]),
        Cell("{{ 动.参加人员|条数 }}人", ACTIVITIES[5], "center"),
    ]
    return [
        kit.section("本月创新活动"),
        tag_row("{%tr if 月内活动 %}"),
        head_row(titles, ACTIVITIES),
        tag_row("{%tr endif %}"),
        tag_row("{%tr for 动 in 月内活动 %}"),
        Row(row, 7.5),
        tag_row("{%tr endfor %}"),
        tag_row("{%tr if not 月内活动 %}"),
        Row([Cell("本月没有创新活动记录", WIDTH, "center")], 8),
        tag_row("{%tr endif %}"),
    ]


def _next_month() -> list[Row]:
    task = f"{{% if {FULL} %}}{{{{ 点|截前('（') }}}}{{% else %}}{{{{ 点 }}}}{{% endif %}}"
    who = f"{{% if {FULL} %}}{{{{ {INSIDE}|截前('，') }}}}{{% endif %}}"
    until = f"{{% if {FULL} %}}{{{{ {INSIDE}|截后('，') }}}}{{% endif %}}"
    row = [
        field("loop.index", TASKS[0]),
        Cell(task, TASKS[1]),
        Cell(who, TASKS[2], "center"),
        Cell(until, TASKS[3], "center"),
    ]
    return [
        kit.section("下月工作重点"),
        head_row(("序号", "事项", "责任人", "完成时限"), TASKS),
        tag_row("{%tr for 点 in 下月工作重点|分条 %}"),
        Row(row, 8),
        tag_row("{%tr endfor %}"),
    ]
