"""The papers that lie in a box: the list of its items, and the note that whoever filled and checked it signs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from docgen.model.archive import Agency, Item
from docgen.render.holdings import (
    number_range,
    public_author,
    public_document_number,
    public_title,
    unsigned,
)
from docgen.render.label.views import BoxView
from docgen.render.sheets_mm import Sheets
from docgen.render.wordxml import A4, END, HEI, SONG, Cell, Look, Row, para, table

BOX = "top left bottom right"
#: Columns of a list: what DA/T 22—2015 asks for, and whether there is paper and a file. Together 267 mm.
COLUMNS = (
    ("序号", 10.0, "center"),
    ("档号／件号", 32.0, "center"),
    ("文号", 37.0, "left"),
    ("责任者", 36.0, "left"),
    ("题名", 79.0, "left"),
    ("日期", 19.0, "center"),
    ("页数", 11.0, "center"),
    ("纸质", 11.0, "center"),
    ("电子", 11.0, "center"),
    ("备注", 21.0, "left"),
)
_AIR = 0.8
HINT = "“纸质”栏由装盒人逐件核对后打“√”；“电子”栏为文件数。页数空着的，装盒时数清补填。"
DATE_BLANK = "年　　月　　日"


def box_lists(views: Sequence[BoxView]) -> bytes:
    """The list of each box, on pages of its own."""
    sheets = Sheets("盒内文件目录")
    for number, view in enumerate(views):
        section = sheets.new_page((A4[1], A4[0]), (15, 15, 14, 15), restart=True)
        if number == 0:
            _page_number(section)
        sheets.add(list_table(view) + para(HINT, Look(8.5, grey=True, before=3)))
    return sheets.to_bytes()


def list_table(view: BoxView) -> str:
    """The list of a box."""
    return table(_list(view), _AIR)


def note_table(view: BoxView) -> str:
    """The note of a box."""
    return table(_note(view), 1.5)


def _page_number(section: Any) -> None:
    """“第 n 页”, anew in each box."""
    section.footer_distance = 254_000
    look = Look(9, align="center")
    paragraph = section.footer.paragraphs[0]._p
    runs = look.run("第") + look.field("PAGE") + look.run("页")
    new: Any = parse_xml(f"<w:p {nsdecls('w')}>{look.properties()}{runs}</w:p>")
    paragraph.getparent().replace(paragraph, new)


def _list(view: BoxView) -> list[Row]:
    room = sum(width for _, width, _ in COLUMNS)
    title = Cell(room, para("盒内文件目录", Look(18, SONG, "center", bold=True)))
    rows = [Row([title], 11, head=True), *_about(view, room)]
    names = [Cell(w, para(name, Look(10, HEI, "center")), BOX, fill="F2F2F2") for name, w, _ in COLUMNS]
    rows.append(Row(names, 8, head=True))
    for number, item in enumerate(view.held.items, 1):
        texts = _texts(number, item, view.package.agency)
        cells = [
            Cell(w, para(text, Look(9, SONG, align, before=1, after=1)), BOX)
            for text, (_, w, align) in zip(texts, COLUMNS, strict=True)
        ]
        rows.append(Row(cells, 7, exact=False))
    return rows


def _about(view: BoxView, room: float) -> list[Row]:
    """Which box it is; repeated on every page."""
    one, two, _ = view.titles.levels
    look = Look(10, SONG)
    first = f"{one}：{view.package.agency.studio}　　{two}：{view.categories}"
    second = f"年度：{view.package.year}　　保管期限：{view.retention}　　盒号：{view.shown}　　"
    second += f"件数：{len(view.held.items)}　　起止件号：{number_range(view.held.first, view.held.last)}"
    return [
        Row([Cell(room, para(first, look))], 6, exact=False, head=True),
        Row([Cell(room, para(second, look))], 6, exact=False, head=True),
    ]


def _texts(number: int, item: Item, agency: Agency) -> tuple[str, ...]:
    return (
        str(number),
        item.archival_code or item.number,
        public_document_number(item),
        public_author(item, (agency.studio, agency.short_name, agency.unit, agency.union)),
        public_title(item),
        item.date,
        "" if item.pages is None else str(item.pages),
        "",
        str(len(item.contents) or ""),
        "未签" if unsigned(item) else "",
    )


def box_notes(views: Sequence[BoxView]) -> bytes:
    """The note of each box, one page each."""
    sheets = Sheets("盒内备考表")
    for view in views:
        sheets.new_page(A4, (25, 25, 20, 25))
        sheets.add(para("盒内备考表", Look(22, SONG, "center", bold=True, line=34, after=12)) + note_table(view))
    return sheets.to_bytes()


def _note(view: BoxView) -> list[Row]:
    one, two, _ = view.titles.levels
    held, name, room = view.held, 30.0, 160.0
    half = room / 2 - name

    def head(text: str) -> Cell:
        return Cell(name, para(text, Look(11, HEI, "center")), BOX)

    def value(text: str, width: float, align: str = "left") -> Cell:
        return Cell(width, para(text, Look(11, SONG, align)), BOX)

    numbers = number_range(held.first, held.last)
    signed = [
        Row([head(who), Cell(half, END, BOX), head(when), value(DATE_BLANK, half, "right")], 16)
        for who, when in (("整理人", "整理日期"), ("检查人", "检查日期"))
    ]
    return [
        Row([head(one), value(view.package.agency.studio, room - name)], 11, exact=False),
        Row([head(two), value(view.categories, room - name)], 11, exact=False),
        Row([head("年度"), value(str(view.package.year), half), head("保管期限"), value(view.retention, half)], 11),
        Row([head("盒号"), value(view.shown, half), head("全宗号"), value(view.package.agency.fonds_code, half)], 11),
        Row([head("起止件号"), value(numbers, room - name)], 11),
        Row([head("本盒"), value(_counted(view), room - name)], 11, exact=False),
        Row([Cell(room, para("盒内文件情况说明", Look(11, HEI, before=4)), "top left right", valign="top")], 9),
        Row([Cell(room, END, "left bottom right")], 112),
        *signed,
    ]


def _counted(view: BoxView) -> str:
    """What docgen counted; what it could not is said."""
    held = view.held
    text = f"{len(held.items)}件，已知{held.pages}页"
    if held.unknown_pages:
        text += f"，其中{held.unknown_pages}件页数未计出"
    open_items = sum(unsigned(i) for i in held.items)
    if open_items:
        text += f"，电子件未签{open_items}件"
    return text
