"""Draws 工作室组织机构图 as an editable chart: boxes are table cells, connectors are cell borders.

Word can repeat rows but not columns, and a drawn shape has a fixed place, so there is a chart for each number of groups
from 1 to 8, of which one is printed; nothing can overlap. More groups than that are printed as a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import reportkit as kit
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt
from reportkit import Row, head_row, para, plain_row, table, tag_row

PATH = "word/工作室组织机构图.docx"
WIDTH = 256.0  # mm between the margins of the page on its side
GAP = 1.5  # mm on either side of a group's box
MOST = 8
WIDEST = 70.0  # mm
LEADER, LINK = 80.0, 12.0  # mm
#: Title, or grade where there is none.
GRADE = "{% if 人.职称 %}{{ 人.职称 }}{% elif 人.技能等级 != '无' %}{{ 人.技能等级 }}{% endif %}"


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
    _top(doc)
    for count in range(1, MOST + 1):
        para(doc, f"{{%p if (小组|条数) == {count} %}}", "间隔")
        _thin(doc)
        _chart(doc, count)
        para(doc, "{%p endif %}", "间隔")
    para(doc, f"{{%p if (小组|条数) > {MOST} %}}", "间隔")
    _as_list(doc)
    para(doc, "{%p endif %}", "间隔")
    para(doc, "{%p if 未分组 %}", "间隔")
    para(doc, "未编入小组的成员：{{ 未分组|列('姓名') }}", "表注")
    para(doc, "{%p endif %}", "间隔")
    kit.gap(doc)
    return kit.to_bytes(doc)


def _thin(doc: Any) -> None:
    """A line of one point: keeps two tables apart without a visible break in the connector."""
    paragraph = para(doc, "", "间隔")
    paragraph.paragraph_format.line_spacing = Pt(1)


def _top(doc: Any) -> None:
    """The unit and its union, the leader, the advisers, side by side, joined at half height."""
    side = (WIDTH - LEADER - 2 * LINK) / 2
    chair = "{% if 工作室.单位工会主席 %}　主席{{ 工作室.单位工会主席 }}{% endif %}"
    unit = ["单位：{{ 工作室.所属单位 }}", "单位工会" + chair, "上级工会：{{ 工作室.上级工会 }}"]
    advisers = ["技术顾问", "{% if 顾问 %}{{ 顾问|列('姓名') }}{% else %}未聘{% endif %}"]
    leader = ["领衔人", "{{ 工作室.领衔人 }}{{ 领衔人员.职称|前缀('　') }}"]
    boxes = [_lines(doc, unit, 10.5), _lines(doc, leader, 14, "表头"), _lines(doc, advisers, 10.5)]
    rows = []
    for merge, link in (("restart", "b"), ("continue", "")):
        blank = _lines(doc, [""], 3)
        texts = boxes if merge == "restart" else [blank] * 3
        cells = [
            _cell(side, texts[0], "tlbr", merge=merge),
            _cell(LINK, blank, link),
            _cell(LEADER, texts[1], "tlbr", grey=True, merge=merge),
            _cell(LINK, blank, link),
            _cell(side, texts[2], "tlbr", merge=merge),
        ]
        rows.append(_row(cells, 11))
    _grid(doc, [side, LINK, LEADER, LINK, side], rows)


def _chart(doc: Any, count: int) -> None:
    """The groups side by side below the leader: the grid has gap, half, half, gap for each."""
    each = min(WIDTH / count, WIDEST)
    half = each / 2 - GAP
    size = 14 if count <= 4 else 10.5 if count <= 6 else 9
    blank = _lines(doc, [""], 3)
    across = each * count / 2
    stem = _row([_cell(across, blank, "r", span=2 * count), _cell(across, blank, "", span=2 * count)], 7)
    bar, heads, people = [], [], []
    for n in range(count):
        left, right = ("t" if n > 0 else ""), ("t" if n < count - 1 else "")
        sides = [(GAP, left), (half, left + "r"), (half, right), (GAP, right)]
        bar += [_cell(width, blank, lines) for width, lines in sides]
        heads += _boxed(half, _lines(doc, _head(n), size, "表头"), blank, grey=True)
        people += _boxed(half, _members(doc, n, size), blank)
    rows = [stem, _row(bar, 7), _row(heads, 22), _row(people, 58)]
    _grid(doc, [GAP, half, half, GAP] * count, rows)


def _head(n: int) -> list[str]:
    return [f"{{{{ 小组[{n}].小组名称 }}}}", f"组长　{{{{ 小组[{n}].组长 }}}}"]


def _members(doc: Any, n: int, size: float) -> str:
    loop = f"{{%p for 人 in 组员|筛选('所属小组', 小组[{n}].小组名称) %}}"
    return _lines(doc, [loop, "{{ 人.姓名 }}　" + GRADE, "{%p endfor %}"], size) + _lines(doc, [""], 3)


def _boxed(half: float, text: str, blank: str, *, grey: bool = False) -> list[str]:
    """A box between its two gaps."""
    return [_cell(GAP, blank, ""), _cell(2 * half, text, "tlbr", span=2, grey=grey), _cell(GAP, blank, "")]


def _as_list(doc: Any) -> None:
    members = "{{ 组员|筛选('所属小组', 组.小组名称)|列('姓名') }}"
    rows: list[Row] = [
        head_row(["小组", "类型", "组长", "成员"]),
        tag_row("{%tr for 组 in 小组 %}", 4),
        plain_row(["{{ 组.小组名称 }}", "{{ 组.小组类型 }}", "{{ 组.组长 }}", members], "cccl"),
        tag_row("{%tr endfor %}", 4),
    ]
    kit.gap(doc)
    table(doc, [50, 36, 30, 140], rows)


def _lines(doc: Any, texts: Sequence[str], size: float, style: str = "表文居中") -> str:
    name = doc.styles[style].style_id
    exact = f'<w:spacing w:before="0" w:after="0" w:line="{round(size * 28)}" w:lineRule="exact"/>'
    return "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{name}"/>{exact}</w:pPr><w:r><w:rPr><w:sz w:val="{round(size * 2)}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
        for text in texts
    )


def _cell(width: float, inner: str, lines: str, *, span: int = 1, grey: bool = False, merge: str = "") -> str:
    """A cell with lines on the sides whose letters are given."""
    names = (("t", "top"), ("l", "left"), ("b", "bottom"), ("r", "right"))
    sides = "".join(f'<w:{name} w:val="single" w:sz="8" w:color="auto"/>' for key, name in names if key in lines)
    parts = [
        f'<w:tcW w:w="{_twips(width)}" w:type="dxa"/>',
        f'<w:gridSpan w:val="{span}"/>' if span > 1 else "",
        f'<w:vMerge w:val="{merge}"/>' if merge else "",
        f"<w:tcBorders>{sides}</w:tcBorders>" if sides else "",
        f'<w:shd w:val="clear" w:color="auto" w:fill="{kit.GREY}"/>' if grey else "",
        '<w:vAlign w:val="center"/>',
    ]
    return f"<w:tc><w:tcPr>{''.join(parts)}</w:tcPr>{inner}</w:tc>"


def _row(cells: Sequence[str], height: float) -> str:
    least = f'<w:trHeight w:val="{_twips(height)}" w:hRule="atLeast"/>'
    return f"<w:tr><w:trPr><w:cantSplit/>{least}</w:trPr>{''.join(cells)}</w:tr>"


def _grid(doc: Any, widths: Sequence[float], rows: Sequence[str]) -> None:
    columns = "".join(f'<w:gridCol w:w="{_twips(w)}"/>' for w in widths)
    xml = (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(map(_twips, widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="28" w:type="dxa"/><w:right w:w="28" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    body = doc.element.body
    body.insert(len(body) - 1, parse_xml(xml))


def _twips(mm: float) -> int:
    return round(mm * 1440 / 25.4)
