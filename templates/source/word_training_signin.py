"""Draws 培训学习签到表: printed names and blank signatures, 25 rows a page (clause 6.8.6)."""

from __future__ import annotations

import wordkit as kit
from wordkit import WIDTH, Cell, Row, field, label, tag_row

PATH = "word/培训学习签到表.docx"
WIDTHS = (11.0, 21.0, 38.0, 32.0, 34.0, 29.0)
TITLES = ("序号", "姓名", "单位部门", "职务（工种）", "联系电话", "签名")
#: As many rows as a training can have; the filled form ends with a full page.
NUMBERS = ", ".join(str(n) for n in range(1, 201))


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_form("{{ 培训主题 }}签到表（{{ 记录编号 }}）", "培训学习签到表　{{ 记录编号 }}")
    kit.heading(doc, "培训学习签到表", "工作室名称：{{ 工作室.工作室名称 }}", "记录编号：{{ 记录编号 }}")
    who = "(成员|筛选('姓名', 学员[行 - 1])|首个)"
    cells = [
        field("行", WIDTHS[0]),
        field("学员[行 - 1]", WIDTHS[1]),
        field(f"{who}.所在部门", WIDTHS[2]),
        field(f"{who}.职务|默认({who}.职业工种)", WIDTHS[3]),
        field(f"{who}.联系电话", WIDTHS[4]),
        Cell("", WIDTHS[5]),
    ]
    rows = [
        _head(label("主题", 22), field("培训主题", WIDTH - 22, "left")),
        _head(
            label("日期", 22), field("日期", 50), label("时间", 22), Cell("{{ 开始时间 }}—{{ 结束时间 }}", 71, "center")
        ),
        _head(label("授课人", 22), field("授课人", 50), label("地点", 22), field("地点", 71)),
        _head(*(label(t, w) for t, w in zip(TITLES, WIDTHS, strict=True))),
        tag_row(f"{{%tr for 行 in [{NUMBERS}] if 行 <= 行数 %}}"),
        Row(cells, 7.8),  # leaves room for a few names of two lines, so that no empty page follows
        tag_row("{%tr endfor %}"),
    ]
    kit.table(doc, rows)
    return kit.to_bytes(doc)


def _head(*cells: Cell) -> Row:
    return Row(cells, 7.5, head=True)
