"""Draws 工作室组织机构图: one sheet on its side with an editable drawing, as large as the page allows."""

from __future__ import annotations

import reportkit as kit
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from reportkit import para

PATH = "word/工作室组织机构图.docx"
#: Millimetres between the margins, less title, note and footer.
WIDTH, HEIGHT = 257, 138


def build() -> bytes:
    """The template's bytes."""
    doc = kit.new_report("{{ 工作室.工作室名称 }}组织机构图（{{ 年度 }}年度）")
    section = doc.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = Mm(16), Mm(16)
    section.left_margin, section.right_margin = Mm(20), Mm(20)
    section.footer_distance = Mm(8)
    para(doc, "{{ 工作室.工作室名称 }}组织机构图", "公文标题")
    para(doc, "（{{ 年度 }}年度，在室成员{{ 在室成员|条数 }}人）", "表题")
    chart = para(doc, f"{{{{ 机构|组织图({WIDTH}, {HEIGHT}, '上级', '名称', '说明', '附注') }}}}", "间隔")
    chart.alignment, chart.paragraph_format.space_before = WD_ALIGN_PARAGRAPH.CENTER, Mm(5)
    para(doc, "{%p if 未分组 %}", "间隔")
    para(doc, "未编入小组的成员：{{ 未分组|列('姓名') }}", "表注")
    para(doc, "{%p endif %}", "间隔")
    return kit.to_bytes(doc)
