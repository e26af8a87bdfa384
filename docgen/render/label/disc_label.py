"""The paper in the sleeve of a disc. Who burned it and when, and which set it is, people write by hand."""

from __future__ import annotations

from docgen.render.holdings import Heading, number_range, size_text
from docgen.render.label.cut_sheets import Block
from docgen.render.label.front_label import AIR, BOX, QR, QR_COLUMN, Pictures, caption, value
from docgen.render.label.qr import qr_picture
from docgen.render.label.views import DiscView
from docgen.render.wordxml import (
    CLOSING,
    END,
    HEI,
    MM_PER_POINT,
    SONG,
    Cell,
    Look,
    Row,
    line_count,
    para,
    picture_line,
    table,
)

SIDE = 120.0
_INSET, _CAPTION = 3.0, 20.0
_STUDIO, _LINE = 13.0, 9.0
_ROOM = SIDE - 2 * _INSET
#: One set is sealed, one is for use, one is kept elsewhere: three copies are usual practice of archives.
SETS = "□A封存　□B查阅　□C异地"
DATE_BLANK = "年　　月　　日"


def disc_block(view: DiscView, picture: Pictures) -> Block:
    """The label of a disc."""
    code = qr_picture(view.text, QR)
    square = picture_line(picture(code.png, code.width, view.text))
    one, _, three = view.titles.levels
    held, disc = view.held, view.disc
    wide = _ROOM - _CAPTION
    double = "top left bottom=double right"
    name = value(view.package.agency.studio, wide, 17, bold=True)
    half = _ROOM / 2 - _CAPTION
    amount = f"{len(held.items)}件，{len(disc.paths)}个文件，{size_text(disc.size)}"
    lines = [
        [
            caption("年度", _CAPTION),
            value(str(view.package.year), 20, 11),
            caption("数量", 14),
            value(amount, _ROOM - _CAPTION - 34, 11),
        ],
        [caption("起止件号", _CAPTION), value(number_range(held.first, held.last), wide, 11)],
    ]
    hand = [caption("制作人", _CAPTION), Cell(half, END, BOX), caption("制作日期", _CAPTION)]
    hand.append(Cell(half, para(DATE_BLANK, Look(9, SONG, "right")), BOX))
    above = [
        Row([Cell(c.width, c.content, double) for c in (caption(one, _CAPTION), name)], _STUDIO),
        Row(
            [caption("光盘", _CAPTION), value(view.shown, half + 8, 13, font=HEI), _name(disc.name, wide - half - 8)],
            _LINE,
        ),
        Row([caption("套别", _CAPTION), value(SETS, wide, 11)], _LINE),
    ]
    below = [Row(cells, _LINE) for cells in (*lines, hand)]
    free = SIDE - 2 * _INSET - CLOSING - sum(row.height for row in (*above, *below))
    middle = Row(
        [
            caption(three, _CAPTION),
            Cell(_ROOM - _CAPTION - QR_COLUMN, _contents(view, free), BOX),
            Cell(QR_COLUMN, square, BOX),
        ],
        free,
    )
    content = table([*above, middle, *below], AIR, "center") + END
    return Block(SIDE, SIDE, content, "光盘标签（放进盘盒，不贴盘面）")


def _name(name: str, width: float) -> Cell:
    return value(name, width, 10.5)


def _contents(view: DiscView, height: float) -> str:
    """What is on the disc by third level, as many lines as there is room for."""
    width = _ROOM - _CAPTION - QR_COLUMN - 2 * AIR
    texts = [_said(h) for h in view.held.headings]
    size = 11.0
    while size > 7 and _height(texts, size, width) > height - 1:
        size -= 0.5
    shown = len(texts)
    while _height(texts, size, width) > height - 1:
        shown -= 1
        texts = [*texts[:shown], f"等{len(view.held.headings)}项"]
    return "".join(para(text, Look(size, after=1.5)) for text in texts)


def _said(heading: Heading) -> str:
    return f"{heading.label}　{len(heading.items)}件"


def _height(texts: list[str], size: float, width: float) -> float:
    return sum(line_count(t, size, width) * size * 1.2 + 1.5 for t in texts) * MM_PER_POINT
