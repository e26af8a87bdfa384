"""Draws 论文资料页: a paper's or book's particulars with cover, contents and pages (clause 6.8.10)."""

from __future__ import annotations

import wordkit as kit
from wordkit import WIDTH, Cell, Row, facts, label

PATH = "word/论文资料页.docx"
HALF = WIDTH / 2


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_form("{{ 题名 }}（{{ 编号 }}）", "论文资料页　{{ 编号 }}")
    kit.heading(doc, "论文资料页", "工作室名称：{{ 工作室.工作室名称 }}", "编号：{{ 编号 }}")
    rows = [
        facts(("题名", "题名"), height=10),
        facts(("作者", "作者"), height=9),
        facts(("类型", "类型"), ("所属成员", "所属成员"), ("本人排名", "本人排名")),
        facts(("刊物或\n出版社", "刊物或出版社"), ("刊物级别", "刊物级别"), height=11),
        facts(("国内统一刊\n号或书号", "国内统一刊号或书号"), ("ISSN", "ISSN"), height=11),
        facts(("年卷期页", "年卷期页"), ("发表日期", "发表日期"), height=9),
        facts(("DOI", "DOI")),
        Row([label("封面", HALF), label("目录页", HALF)], 7.5, keep=True),
        Row([_image("封面图片"), _image("目录页图片")], 112),
        *kit.file_picture_rows("论文页", "论文页图片", (150, 215)),
    ]
    kit.table(doc, rows)
    return kit.to_bytes(doc)


def _image(column: str) -> Cell:
    return Cell(f"{{{{ {column}|图片(78, 108) }}}}", HALF, "photo", place="center")
