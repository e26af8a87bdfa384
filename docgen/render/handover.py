"""The paper by which one clerk hands the records over to the next: what there is, where it lies, what is still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docgen.model.archive import Agency
from docgen.render.report import BOX, GREY, HEAD, NOTE, TEXT, TITLE
from docgen.render.sheets_mm import Sheets, page_number
from docgen.render.wordxml import A4, FANG, HEI, SONG, Cell, Look, Row, line_count, para, table

WIDTH, AIR = 156.0, 1.0
NAMES, CENTRE, LEFT = Look(10, HEI, "center", line=13), Look(10, SONG, "center", line=13), Look(10, SONG, line=13)
SIGN = Look(12, FANG, line=24)
MM_PER_POINT = 25.4 / 72
#: Open points that are named; the rest is counted.
MOST = 30
#: What only people know; the lines behind are for writing.
BY_HAND = (
    "资料柜、资料盒和钥匙",
    "光盘、移动硬盘和异地备份的存放处",
    "电脑、账号（口令当面改，不写在这里）",
    "借出未还的资料、图书和设备",
    "正在办理的事和联系人",
)


@dataclass(frozen=True, slots=True)
class Holding:
    """A category with the number of its documents, how many of them have a signed scan, and of its attachments."""

    label: str
    documents: int
    signed: int
    attachments: int


@dataclass(frozen=True, slots=True)
class Handover:
    """What is handed over.

    Attributes:
        agency: whose records they are.
        year: the year.
        day: the day on which it was counted, as printed.
        holdings: by category.
        registers: name, how often people type into it, number of rows.
        places: path from the workspace's folder, and what lies there.
        points: what is not in order, and what is not due yet.
    """

    agency: Agency
    year: int
    day: str
    holdings: Sequence[Holding]
    registers: Sequence[tuple[str, str, str]]
    places: Sequence[tuple[str, str]]
    points: Sequence[str]


def handover_paper(handover: Handover) -> bytes:
    """The paper as a Word file; names, dates and signatures of those who hand over stay blank."""
    agency = handover.agency
    title = f"{agency.studio}资料交接书"
    sheets = Sheets(title)
    page_number(sheets.new_page(A4, (24, 26, 22, 28)))
    opening = (
        f"{agency.unit}{agency.studio}{handover.year}年度的资料，截至{handover.day}清点如下，由移交人逐项交给接收人。"
        "数量由登记数据和文件夹清点得出，当面核对后签字。"
    )
    sheets.add(para(title, TITLE) + para(opening, TEXT))
    sheets.add(para("一、资料", HEAD) + _holdings(handover.holdings))
    sheets.add(para("二、放在哪里", HEAD) + _grid((("位置", 56.0), ("内容", 100.0)), handover.places, {0, 1}))
    columns = (("登记表", 66.0), ("填写", 50.0), ("行数", 40.0))
    sheets.add(para("三、登记表", HEAD) + _grid(columns, handover.registers, {0}))
    sheets.add(para("四、尚未办完的事", HEAD) + _points(handover.points))
    sheets.add(para("五、当面交代的事（手填）", HEAD) + _by_hand())
    sheets.add(para("六、签字", HEAD) + _signatures())
    return sheets.to_bytes()


def _holdings(holdings: Sequence[Holding]) -> str:
    lines = [_counts(h.label, h) for h in holdings]
    total = Holding("合计", *(sum(getattr(h, n) for h in holdings) for n in ("documents", "signed", "attachments")))
    columns = (("类目", 66.0), ("文档", 20.0), ("已签", 20.0), ("未签", 20.0), ("附件", 30.0))
    return _grid(columns, [*lines, _counts(total.label, total)], {0}) + para(
        "“已签”指文档旁边有签字扫描件。附件按登记的文件列计，一个文件在几项资料里各计一次。", NOTE
    )


def _counts(label: str, holding: Holding) -> tuple[str, ...]:
    numbers = (holding.documents, holding.signed, holding.documents - holding.signed, holding.attachments)
    return label, *map(str, numbers)


def _points(points: Sequence[str]) -> str:
    if not points:
        return para("没有。", TEXT)
    look = Look(10.5, FANG, line=16, left=8.5)
    shown = [para(f"{n}．{text}", look) for n, text in enumerate(points[:MOST], 1)]
    if len(points) > MOST:
        shown.append(para(f"……另有{len(points) - MOST}条，用检查命令查看。", look))
    return "".join(shown)


def _by_hand() -> str:
    return table([Row([_cell(60, text, LEFT, GREY), Cell(WIDTH - 60, borders=BOX)], 14) for text in BY_HAND], AIR)


def _signatures() -> str:
    """Blanks: nobody's name and no date are filled in."""
    date = "　　　年　　月　　日"
    roles = ("移交人", "接收人", "监交人")
    cells = [Cell(WIDTH / 3, para(f"{role}：\n\n{date}", SIGN), BOX, valign="top") for role in roles]
    return table([Row(cells, 32)], 2)


def _cell(width: float, text: str, look: Look, fill: str = "") -> Cell:
    return Cell(width, para(text, look), BOX, fill=fill)


def _grid(columns: Sequence[tuple[str, float]], lines: Sequence[Sequence[str]], left: set[int]) -> str:
    rows = [Row([_cell(width, name, NAMES, GREY) for name, width in columns], 7, head=True)]
    for line in lines:
        cells, most = [], 1
        for number, (text, (_, width)) in enumerate(zip(line, columns, strict=True)):
            cells.append(_cell(width, text, LEFT if number in left else CENTRE))
            most = max(most, line_count(text, LEFT.size, width - 2 * AIR))
        rows.append(Row(cells, most * LEFT.line * MM_PER_POINT + 1.6))
    return table(rows, AIR)
