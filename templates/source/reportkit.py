"""Draws Word reports and rules in the typography of Chinese official documents (GB/T 9704—2012).

Every look is a named paragraph style (公文正文, 一级标题, 表文 …), so that all of it can be restyled in one place in
Word or WPS. Tables are written as XML, because their borders, widths and repeated heads must be exact.
Lengths are millimetres, font sizes points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from report_looks import FANG, HEI, LOOKS, SONG, Look
from wordbase import fonts, new_document, to_bytes

__all__ = ["to_bytes"]  # re-exported: a report's script needs only this module

TEXT_WIDTH = 156.0  # mm between the margins of an upright page
GREY = "F2F2F2"
DATE_BLANK = "　　年　　月　　日"
#: “— 1 —”: each piece of the field is a run of its own, so that all of it keeps its size.
_PAGE_PIECES = (
    ("text", "— "),
    ("begin", ""),
    ("code", " PAGE "),
    ("separate", ""),
    ("text", "1"),
    ("end", ""),
    ("text", " —"),
)
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


CELL_STYLES = {
    "left": "表文",
    "center": "表文居中",
    "right": "表文居右",
    "head": "表头",
    "hint": "填写提示",
    "sign": "表文居右",
}
CELL_PLACES = {"hint": "top", "sign": "bottom"}


def new_report(title: str) -> Any:
    """An empty document with page, styles and page numbers set.

    Args:
        title: title in the document's properties; may hold tags.
    """
    doc = new_document(title, FANG)
    for look in LOOKS:
        _add_style(doc, look)
    section = doc.sections[0]
    _upright(section)
    doc.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        _page_number(footer, align)
    return doc


def _add_style(doc: Any, look: Look) -> None:
    style = doc.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = doc.styles["Normal"]
    style.quick_style = True
    style.font.size, style.font.bold = Pt(look.size), look.bold
    if look.grey:
        style.font.color.rgb = RGBColor(0x80, 0x80, 0x80)
    style.element.get_or_add_rPr().insert(0, fonts(look.font))
    form = style.paragraph_format
    form.alignment, form.keep_with_next = _ALIGN[look.align], look.keep
    form.space_before, form.space_after, form.widow_control = Pt(look.before), Pt(look.after), True
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.line)
    if look.indent:
        _indent(style.element.get_or_add_pPr(), look.indent, look.size)
    if look.level:
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(look.level - 1))
        style.element.get_or_add_pPr().append(level)


def _indent(properties: Any, chars: float, size: float) -> None:
    ind = properties.get_or_add_ind()
    ind.set(qn("w:firstLineChars"), str(int(chars * 100)))
    ind.set(qn("w:firstLine"), str(int(chars * size * 20)))


def _upright(section: Any) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(22)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)


def landscape(doc: Any) -> float:
    """Begin a section of pages on their side; returns the width between its margins in mm."""
    section = doc.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = Mm(22), Mm(22)
    section.left_margin, section.right_margin = Mm(25), Mm(25)
    section.footer_distance = Mm(14)
    return 247.0


def _page_number(footer: Any, align: str) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = _ALIGN[align]
    side = paragraph.paragraph_format
    side.left_indent, side.right_indent = (Pt(14), None) if align == "left" else (None, Pt(14))
    for kind, text in _PAGE_PIECES:
        run = paragraph.add_run()
        run.font.size = Pt(14)
        run._r.get_or_add_rPr().insert(0, fonts(SONG))
        if kind == "text":
            run.add_text(text)
            continue
        piece = OxmlElement("w:instrText" if kind == "code" else "w:fldChar")
        if kind == "code":
            piece.text = text
        else:
            piece.set(qn("w:fldCharType"), kind)
        run._r.append(piece)


def para(doc: Any, text: str, style: str = "公文正文") -> Any:
    """A paragraph in one of the styles."""
    return doc.add_paragraph(text, style=style)


def paras(doc: Any, texts: Iterable[str], style: str = "公文正文") -> list[Any]:
    """Several paragraphs; lines that hold only a ``{%p %}`` tag govern the ones between them."""
    return [para(doc, text, style) for text in texts]


def keep(paragraphs: Iterable[Any]) -> None:
    """Let paragraphs stay on the page of what follows them."""
    for paragraph in paragraphs:
        paragraph.paragraph_format.keep_with_next = True


def lead_para(doc: Any, lead: str, text: str, font: str = HEI, style: str = "公文正文") -> Any:
    """A paragraph that begins with words in another font, such as the number of an article."""
    paragraph = doc.add_paragraph(style=style)
    run = paragraph.add_run(lead)
    run._r.get_or_add_rPr().insert(0, fonts(font))
    paragraph.add_run(text)
    return paragraph


def new_page(paragraph: Any) -> Any:
    """Let a paragraph begin a new page."""
    paragraph.paragraph_format.page_break_before = True
    return paragraph


@dataclass(frozen=True)
class Cell:
    """A cell of a drawn table.

    Attributes:
        text: its paragraphs, one a line.
        look: left, center, right, head, hint (top) or sign (bottom right).
        span: number of grid columns it takes.
        grey: light grey ground of a label.
        merge: "restart" or "continue" of a vertical merge.
        size: font size where it differs from the style's.
    """

    text: str = ""
    look: str = "left"
    span: int = 1
    grey: bool = False
    merge: str = ""
    size: float = 0


@dataclass(frozen=True)
class Row:
    """A row: cells, least height in mm, whether each page repeats it as a head, whether it stays with the next row."""

    cells: Sequence[Cell]
    height: float = 0
    head: bool = False
    keep: bool = False


def label(text: str, span: int = 1, merge: str = "", size: float = 0) -> Cell:
    """A grey cell that names what stands beside or below it."""
    return Cell(text, "head", span, grey=True, merge=merge, size=size)


def head_row(titles: Sequence[str], size: float = 0) -> Row:
    """The heading of a list; each page repeats it."""
    return Row([label(t, size=size) for t in titles], height=6.5, head=True)


def tag_row(tag: str, columns: int) -> Row:
    """A row that holds only a ``{%tr %}`` tag; it vanishes when the document is filled."""
    return Row([Cell(tag, span=columns)])


def plain_row(texts: Sequence[str], looks: str, height: float = 5.5, size: float = 0) -> Row:
    """A row of texts; ``looks`` has one letter a cell: l, c, r."""
    names = {"l": "left", "c": "center", "r": "right"}
    return Row([Cell(t, names[k], size=size) for t, k in zip(texts, looks, strict=True)], height)


def tally(groups: str, unit: str) -> str:
    """Tags that print groups with their numbers: “内部授课12期、参观学习1期”."""
    return (
        f"{{% for 类 in {groups} %}}{{% if not loop.first %}}、{{% endif %}}"
        f"{{{{ 类.名称 }}}}{{{{ 类.行|条数 }}}}{unit}{{% endfor %}}"
    )


def table(doc: Any, widths: Sequence[float], rows: Sequence[Row], *, small: bool = False) -> None:
    """Append a table with fixed column widths (mm), 0.5 pt inner and 1 pt outer lines; small ones for attachments."""
    twips = [round(w * 1440 / 25.4) for w in widths]
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in twips)
    outer = "".join(
        f'<w:{s} w:val="single" w:sz="8" w:space="0" w:color="auto"/>' for s in ("top", "left", "bottom", "right")
    )
    inner = "".join(f'<w:{s} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for s in ("insideH", "insideV"))
    xml = (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(twips)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{outer}{inner}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(_row_xml(r, twips, doc, small) for r in rows)}</w:tbl>"
    )
    body = doc.element.body
    body.insert(len(body) - 1, parse_xml(xml))


def _row_xml(row: Row, twips: Sequence[int], doc: Any, small: bool) -> str:
    height = f'<w:trHeight w:val="{round(row.height * 1440 / 25.4)}" w:hRule="atLeast"/>' if row.height else ""
    head = "<w:tblHeader/>" if row.head else ""
    cells, at = [], 0
    for cell in row.cells:
        width = sum(twips[at : at + cell.span])
        at += cell.span
        cells.append(_cell_xml(cell, width, row.keep or row.head, doc, small))
    if at != len(twips):
        raise ValueError(f"row has {at} of {len(twips)} columns: {[c.text for c in row.cells]}")
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{head}</w:trPr>{''.join(cells)}</w:tr>"


def _cell_xml(cell: Cell, width: int, keep: bool, doc: Any, small: bool) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    merge = f'<w:vMerge w:val="{cell.merge}"/>' if cell.merge else ""
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{GREY}"/>' if cell.grey else ""
    align = CELL_PLACES.get(cell.look, "center")
    style = doc.styles[f"{'小' if small else ''}{CELL_STYLES[cell.look]}"].style_id
    size = f'<w:rPr><w:sz w:val="{round(cell.size * 2)}"/></w:rPr>' if cell.size else ""
    after = "<w:keepNext/>" if keep else ""
    texts = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{after}</w:pPr>'
        + (f'<w:r>{size}<w:t xml:space="preserve">{escape(line)}</w:t></w:r>' if line else "")
        + "</w:p>"
        for line in cell.text.split("\n")
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{fill}<w:vAlign w:val="{align}"/></w:tcPr>'
        f"{texts}</w:tc>"
    )


def gap(doc: Any) -> None:
    """A narrow line that keeps two tables apart."""
    para(doc, "", "间隔")


def write_here(doc: Any, hint: str, height: float = 24, width: float = TEXT_WIDTH) -> None:
    """A bordered blank area with a grey instruction: what a person has to write."""
    gap(doc)
    table(doc, [width], [Row([Cell(f"【请填写】{hint}", "hint")], height)])
    gap(doc)


def opinions(doc: Any, titles: Sequence[str], height: float = 40, width: float = TEXT_WIDTH) -> None:
    """Blank cells side by side for opinion, signature or seal, and date."""
    each = width / len(titles)
    blanks = [Cell(DATE_BLANK, "sign") for _ in titles]
    table(doc, [each] * len(titles), [Row([label(t) for t in titles], 6.5, keep=True), Row(blanks, height)])
