"""Draws Word forms: one look for all of them, so that a form's script holds only its cells and their tags.

A form is one table. Its rows say how wide their cells are in millimetres, and the grid follows from all edges together;
so a row of six cells may stand above one of three. Every look is a named paragraph style (栏目, 表文, 图注 …), so that
whoever opens a template in Word or WPS can restyle all of it in one place. Font sizes and line pitches are points.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from wordbase import SONG, field_into, fonts, new_document, to_bytes

__all__ = ["to_bytes"]  # re-exported: a form's script needs only this module

HEI = "黑体"
MARGINS = {"top": 18.0, "bottom": 17.0, "left": 25.0, "right": 20.0}
#: Width between the margins in mm.
WIDTH = 165.0
GREY = "F2F2F2"
DATE_BLANK = "　　年　　月　　日"
#: How many characters a number or date is taken to need.
TAG_CHARACTERS = 8
#: Boxes for pictures in mm: one alone in its row, and one of two side by side.
PICTURE_ALONE, PICTURE_PAIRED = (104, 58), (78, 52)
#: Positions of the left picture of a row: as many as a form can print.
PAIR_STARTS = ", ".join(str(n) for n in range(0, 24, 2))
TAG = re.compile(r"\{\{(.*?)\}\}")
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


@dataclass(frozen=True)
class Look:
    """A paragraph style.

    Attributes:
        name: name of the style as Word lists it.
        font: font of all characters; quotes and dashes are full-width only in a Chinese font, so no second one.
        size: font size in points.
        line: fixed line pitch in points, 0 for automatic (a fixed one would cut pictures off). Fixed, because fonts of
            the same name differ in height from system to system.
        before: space before in points.
        after: space after in points.
        indent: first-line indent in characters.
        keep: stays on the page of the following paragraph.
    """

    name: str
    font: str
    size: float
    align: str = "left"
    line: float = 16
    bold: bool = False
    before: float = 0
    after: float = 0
    indent: float = 0
    grey: bool = False
    keep: bool = False


LOOKS = (
    Look("表格标题", SONG, 18, "center", line=28, bold=True, after=4, keep=True),
    Look("表格抬头", SONG, 10.5, line=18, after=3, keep=True),
    Look("栏目", HEI, 10.5, "center"),
    Look("栏目小注", SONG, 9, "center", line=13),
    Look("表文", SONG, 10.5),
    Look("表文居中", SONG, 10.5, "center"),
    Look("表文居右", SONG, 10.5, "right"),
    Look("表文段落", SONG, 10.5, line=17, indent=2),
    Look("图片", SONG, 10.5, "center", line=0, before=4, after=2),
    Look("照片", SONG, 10.5, "center", line=0),
    Look("图注", SONG, 9, "center", line=13),
    Look("图注末行", SONG, 9, "center", line=13, after=3),
    Look("表尾", SONG, 1, line=1),
)
CELL_STYLES = {
    "left": "表文",
    "center": "表文居中",
    "right": "表文居右",
    "text": "表文段落",
    "label": "栏目",
    "hint": "栏目小注",
    "picture": "图片",
    "photo": "照片",
    "caption": "图注",
    "detail": "图注末行",
    "sign": "表文居右",
}
#: Where a cell's text stands upright; centre for all others.
CELL_PLACES = {"text": "top", "sign": "bottom", "picture": "top"}


@dataclass(frozen=True)
class Cell:
    """A cell of a form.

    Attributes:
        text: its paragraphs, one a line; a line may begin with ``@look `` to differ from the cell's look.
        width: millimetres.
        look: a key of :data:`CELL_STYLES`.
        grey: light grey ground.
        merge: ``restart`` or ``continue`` of a vertical merge.
        place: ``top``, ``center`` or ``bottom`` where it differs from the look's.
    """

    text: str
    width: float
    look: str = "left"
    grey: bool = False
    merge: str = ""
    place: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a form.

    Attributes:
        cells: from left to right; their widths add up to :data:`WIDTH`.
        height: least height in mm.
        head: repeated on each page.
        keep: stays on the page of the next row.
        split: may break over two pages, for long texts.
    """

    cells: Sequence[Cell]
    height: float = 8
    head: bool = False
    keep: bool = False
    split: bool = False


def new_form(title: str, foot: str) -> Any:
    """An empty form with page, styles and footer set.

    Args:
        title: title in the document's properties; may hold tags.
        foot: what the middle of the footer says: the form's name and the entry it is about, because later pages have no
            title.
    """
    doc = new_document(title, SONG, 10.5)
    for look in LOOKS:
        _add_style(doc, look)
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(MARGINS["top"]), Mm(MARGINS["bottom"])
    section.left_margin, section.right_margin = Mm(MARGINS["left"]), Mm(MARGINS["right"])
    section.header_distance, section.footer_distance = Mm(10), Mm(9)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    _footer(section.footer.paragraphs[0], foot)
    return doc


def _add_style(doc: Any, look: Look) -> None:
    style = doc.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style, style.quick_style = doc.styles["Normal"], True
    style.font.size, style.font.bold = Pt(look.size), look.bold
    if look.grey:
        style.font.color.rgb = RGBColor(0x80, 0x80, 0x80)
    style.element.get_or_add_rPr().insert(0, fonts(look.font))
    form = style.paragraph_format
    form.alignment, form.keep_with_next = _ALIGN[look.align], look.keep
    form.space_before, form.space_after, form.widow_control = Pt(look.before), Pt(look.after), True
    if look.line:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.line)
    else:
        form.line_spacing = 1.0
    if look.indent:
        ind = style.element.get_or_add_pPr().get_or_add_ind()
        ind.set(qn("w:firstLineChars"), str(int(look.indent * 100)))
        ind.set(qn("w:firstLine"), str(int(look.indent * look.size * 20)))


def _footer(paragraph: Any, foot: str) -> None:
    """Studio and form at the left, the page at the right, on a second line where the names are long."""
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.style.element.get_or_add_pPr().remove_all("w:tabs")
    paragraph.style.font.size = Pt(9)
    left = f"{{{{ 工作室.工作室名称 }}}}　{foot}"
    for piece in (f"{left}{_line_end(left, '第9页　共99页', 9)}\t第", "=PAGE", "页　共", "=NUMPAGES", "页"):
        run = paragraph.add_run("" if piece.startswith("=") else piece)
        if piece.startswith("="):
            field_into(run, piece[1:])


def heading(doc: Any, title: str, left: str, right: str = "") -> None:
    """The form's title and the line below it, with one text at its left and one at its right end.

    Where the names at the left are long, the text at the right stands on a line of its own.
    """
    doc.add_paragraph(title, style="表格标题")
    line = doc.add_paragraph(f"{left}{_line_end(left, right)}\t{right}" if right else left, style="表格抬头")
    line.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)


def _line_end(left: str, right: str, size: float = 10.5) -> str:
    """Ends the line between two texts where the studio's names in the left one leave no room for the right one."""
    names = [tag.strip() for tag in TAG.findall(left) if tag.strip().startswith("工作室.")]
    others = len(TAG.findall(left + right)) - len(names)
    room = int(WIDTH / size * 72 / 25.4) - len(TAG.sub("", left + right)) - TAG_CHARACTERS * others
    return f"{{% if {' + '.join(f'({name}|条数)' for name in names)} > {room} %}}\n{{% endif %}}" if names else ""


def label(text: str, width: float, merge: str = "") -> Cell:
    """A grey cell that names what stands beside or below it."""
    return Cell(text, width, "label", grey=True, merge=merge)


def field(text: str, width: float, look: str = "center") -> Cell:
    """A cell with one tag."""
    return Cell(f"{{{{ {text} }}}}", width, look)


def section(text: str) -> Row:
    """A grey row over the whole width that heads the rows after it."""
    return Row([label(text, WIDTH)], 7.5, keep=True)


def head_row(titles: Sequence[str], widths: Sequence[float], lead: Cell | None = None) -> Row:
    """The column titles of a list inside the form."""
    cells = [label(t, w) for t, w in zip(titles, widths, strict=True)]
    return Row([lead, *cells] if lead else cells, 7.5, keep=True)


def tag_row(tag: str) -> Row:
    """A row that holds only a ``{%tr %}`` tag; it vanishes when the form is filled."""
    return Row([Cell(tag, WIDTH)], 0)


def text_row(title: str, tag: str, height: float, keep: bool = False, lead: float = 22) -> Row:
    """A long text beside its label, each of its lines a paragraph.

    It may break over pages, or is kept together with the row after it, so that signatures never stand alone on a page.
    """
    text = f"{{%p for 段 in {tag}|分段 %}}\n{{{{ 段 }}}}\n{{%p endfor %}}"
    return Row([label(title, lead), Cell(text, WIDTH - lead, "text")], height, keep=keep, split=not keep)


def facts(*pairs: tuple[str, str], height: float = 8, lead: float = 22) -> Row:
    """A row of equally wide pairs of label and value; one value alone stands at the left, several are centred.

    A value is a tag, or, where it has braces, is empty or begins with a space, the text of the cell itself.
    """
    each = round(WIDTH / len(pairs) - lead, 2)
    look = "left" if len(pairs) == 1 else "center"
    cells = []
    for title, value in pairs:
        text = value if "{" in value or not value or value[0].isspace() else f"{{{{ {value} }}}}"
        cells += [label(title, lead), Cell(text, each, look)]
    return Row(cells, height)


def files_row(title: str, column: str, lead: float = 22) -> Row:
    """The names of a column's files without their folders, numbered where there are several."""
    number = "{% if loop.length > 1 %}{{ loop.index }}．{% endif %}"
    text = f"{{%p for 件 in {column} %}}\n{number}{{{{ 件|截后('/')|默认(件) }}}}\n{{%p endfor %}}"
    return Row([label(title, lead), Cell(text, WIDTH - lead)], 9)


def file_picture_rows(title: str, files: str, box: tuple[int, int]) -> list[Row]:
    """The pictures among a group's files below a title, one a row; other files can not be printed and are left out."""
    kinds = "['jpg', 'jpeg', 'png', 'JPG', 'JPEG', 'PNG']"
    return [
        tag_row(f"{{%tr for 图 in {files} if (图|截后('.')) in {kinds} %}}"),
        tag_row("{%tr if loop.first %}"),
        section(title),
        tag_row("{%tr endif %}"),
        Row([Cell(f"{{{{ 图|图片({box[0]}, {box[1]}) }}}}", WIDTH, "picture")], 20),
        tag_row("{%tr endfor %}"),
    ]


def sign_rows(blocks: Sequence[tuple[str, str]], height: float) -> list[Row]:
    """Blank blocks side by side: title, and the line above the date (``@look `` may begin it). Never filled."""
    width = WIDTH / len(blocks)
    cells = [Cell(f"{who}\n{DATE_BLANK}" if who else DATE_BLANK, width, "sign") for _, who in blocks]
    return [Row([label(t, width) for t, _ in blocks], 7.5, keep=True), Row(cells, height)]


def sign_line(names: Sequence[str], height: float = 11, lead: float = 22) -> Row:
    """One row of signatures: label and blank side by side. Never filled."""
    each = WIDTH / len(names)
    cells = [c for name in names for c in (label(name, lead), Cell(DATE_BLANK, each - lead, "sign", place="center"))]
    return Row(cells, height)


def picture_rows(title: str, pictures: str) -> list[Row]:
    """Pictures with number, occasion, time and place, two a row; an odd last one stands alone and larger.

    The last row stays with what follows, so that signatures never stand alone on a page.

    Args:
        title: heading of the rows.
        pictures: name of a list of references to entries that have a picture.
    """
    left, right, more = f"{pictures}[起]", f"{pictures}[起 + 1]", f"{pictures}[起 + 2]"
    pair = [_picture(p, WIDTH / 2, PICTURE_PAIRED) for p in (left, right)]
    alone = [_picture(left, WIDTH, PICTURE_ALONE)]
    return [
        section(title),
        tag_row(f"{{%tr if not {pictures} %}}"),
        Row([Cell("", WIDTH)], 24, keep=True),
        tag_row("{%tr endif %}"),
        *_picture_loop(f"{right} and {more}", Row(pair, 20)),
        *_picture_loop(f"{right} and not {more}", Row(pair, 20, keep=True)),
        *_picture_loop(f"{left} and not {right}", Row(alone, 20, keep=True)),
    ]


def _picture_loop(condition: str, row: Row) -> list[Row]:
    return [tag_row(f"{{%tr for 起 in [{PAIR_STARTS}] if {condition} %}}"), row, tag_row("{%tr endfor %}")]


def _picture(name: str, width: float, box: tuple[int, int]) -> Cell:
    lines = (
        f"{{{{ {name}.文件|图片({box[0]}, {box[1]}) }}}}",
        f"@caption {{{{ {name} }}}}　{{{{ {name}.事由 }}}}",
        f"@detail {{{{ {name}.拍摄时间 }}}}　{{{{ {name}.地点 }}}}",
    )
    return Cell("\n".join(lines), width, "picture")


def other_media_rows(title: str, media: str) -> list[Row]:
    """Films and recordings, which can not be printed: number, kind and occasion; no row where there are none."""
    text = (
        f"{{%p for 影 in {media} %}}\n"
        "{{ 影 }}　{{ 影.载体类型 }}　{{ 影.事由 }}（{{ 影.拍摄时间 }}）\n"
        "{%p endfor %}"
    )
    return [
        tag_row(f"{{%tr if {media} %}}"),
        Row([label(title, 36), Cell(text, WIDTH - 36)], 9, keep=True),
        tag_row("{%tr endif %}"),
    ]


def table(doc: Any, rows: Sequence[Row]) -> None:
    """Append the form's table: 0.5 pt inner and 1 pt outer lines, and the smallest paragraph Word needs behind it."""
    edges = sorted({edge for row in rows for edge in _edges(row)})
    sides = "".join(
        f'<w:{s} w:val="single" w:sz="8" w:space="0" w:color="auto"/>' for s in ("top", "left", "bottom", "right")
    )
    inner = "".join(f'<w:{s} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for s in ("insideH", "insideV"))
    grid = "".join(f'<w:gridCol w:w="{b - a}"/>' for a, b in itertools.pairwise(edges))
    xml = (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{edges[-1]}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{sides}{inner}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/>'
        '<w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(_row_xml(row, edges, doc) for row in rows)}</w:tbl>"
    )
    body = doc.element.body
    body.insert(len(body) - 1, parse_xml(xml))
    doc.add_paragraph(style="表尾")


def _edges(row: Row) -> list[int]:
    """The vertical lines of a row in twips (1/20 pt) from the left border."""
    at, edges = 0.0, [0]
    for cell in row.cells:
        at += cell.width
        edges.append(round(round(at, 2) * 1440 / 25.4))
    if abs(at - WIDTH) > 0.01:
        raise ValueError(f"row is {at} mm wide: {[c.text for c in row.cells]}")
    return edges


def _row_xml(row: Row, grid: Sequence[int], doc: Any) -> str:
    height = f'<w:trHeight w:val="{round(row.height * 1440 / 25.4)}" w:hRule="atLeast"/>' if row.height else ""
    whole, head = ("" if row.split else "<w:cantSplit/>"), ("<w:tblHeader/>" if row.head else "")
    edges = _edges(row)
    cells = "".join(
        _cell_xml(cell, b - a, grid.index(b) - grid.index(a), row.keep or row.head, doc)
        for cell, a, b in zip(row.cells, edges, edges[1:], strict=False)
    )
    return f"<w:tr><w:trPr>{whole}{height}{head}</w:trPr>{cells}</w:tr>"


def _cell_xml(cell: Cell, twips: int, columns: int, keep: bool, doc: Any) -> str:
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    merge = f'<w:vMerge w:val="{cell.merge}"/>' if cell.merge else ""
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{GREY}"/>' if cell.grey else ""
    place = cell.place or CELL_PLACES.get(cell.look, "center")
    texts = "".join(_paragraph_xml(line, cell.look, keep, doc) for line in cell.text.split("\n"))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{twips}" w:type="dxa"/>{span}{merge}{fill}<w:vAlign w:val="{place}"/>'
        f"</w:tcPr>{texts}</w:tc>"
    )


def _paragraph_xml(line: str, look: str, keep: bool, doc: Any) -> str:
    if line.startswith("@"):
        look, _, line = line[1:].partition(" ")
    style = doc.styles[CELL_STYLES[look]].style_id
    run = f'<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r>' if line else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{"<w:keepNext/>" if keep else ""}</w:pPr>{run}</w:p>'
