"""The label on the front of a box: three levels of the catalogue, what is in the box, and a code that says it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from docgen.render.holdings import Heading, number_range, number_runs
from docgen.render.label.cut_sheets import Block
from docgen.render.label.qr import qr_picture
from docgen.render.label.views import BoxView
from docgen.render.wordxml import (
    CLOSING,
    END,
    HEI,
    MM_PER_POINT,
    SONG,
    Cell,
    Look,
    Row,
    balanced,
    fit,
    line_count,
    para,
    picture_line,
    table,
)

#: Puts a picture into the file: its bytes, its width, what it shows → XML.
Pictures = Callable[[bytes, float, str], str]
BOX = "top left bottom right"
#: Place for the readable code, and for the code with a little air.
QR, QR_COLUMN = 36.0, 38.0
#: Smaller print is hard to read on a shelf.
LEAST = 7.5
#: From this size on a single line is good enough.
_GOOD = 9
#: Space left and right in a cell.
AIR = 1.0
CAPTION = 20.0
_INSET, _HEAD, _STUDIO, _CATEGORY, _FACT = 3.0, 5.0, 15.0, 11.0, 9.5


@dataclass(frozen=True, slots=True)
class Shape:
    """A size of label.

    Attributes:
        width: in millimetres.
        height: in millimetres.
        list_height: what is left for the list of contents.
        columns: widths of the list's columns: number of the third level, title, count, numbers of the items.
        largest: font size of the list where there is room.
    """

    width: float
    height: float
    list_height: float
    columns: tuple[float, float, float, float]
    largest: float


def _shape(width: float, height: float, beside: float, below: float, largest: float) -> Shape:
    inner = height - 2 * _INSET - CLOSING
    title = width - 2 * _INSET - CAPTION - beside - 13 - 9 - 23
    return Shape(width, height, inner - _STUDIO - _CATEGORY - _HEAD - below, (13, title, 9, 23), largest)


SMALL = _shape(150, 100, QR_COLUMN, 2 * _FACT, 10)
#: A5 upright, for a list that does not fit; the code stands below it.
LARGE = _shape(148, 210, 0, 4 * _FACT, 12)


def front_block(view: BoxView, picture: Pictures) -> Block:
    """The label of a box, as large as its list needs."""
    code = qr_picture(view.text, QR)
    square = picture_line(picture(code.png, code.width, view.text))
    size = list_size(view.held.headings, SMALL)
    shape = SMALL if size else LARGE
    if shape is SMALL:
        rows = [*_levels(view, shape), *_beside(list_rows(view, shape, size), square), *_facts(view)]
    else:
        size = list_size(view.held.headings, shape) or LEAST
        rows = [*_levels(view, shape), *list_rows(view, shape, size), *_facts_and_code(view, shape, square)]
    content = table(rows, AIR, "center") + END
    return Block(shape.width, shape.height, content, "盒面标签")


def caption(text: str, width: float = CAPTION, merge: str = "") -> Cell:
    """A framed cell that names what stands beside it."""
    room = width - 2 * AIR
    size = fit(text, room, 9, 8)
    return Cell(width, para(balanced(text, size, room), Look(size, HEI, "center", line=11)), BOX, merge=merge)


def value(text: str, width: float, size: float, *, font: str = SONG, bold: bool = False, height: float = 9) -> Cell:
    """A framed cell whose text is as large as fits: on a line, or on two where that prints larger."""
    room = width - 2 * AIR
    fits = fit(text, room, size)
    if fits < _GOOD:
        lines = _halved(text)
        most = min(size, int((height - 1) / 1.2 / MM_PER_POINT) / 2)
        two = min(fit(line, room, most) for line in lines)
        if two > fits:
            text, fits = "\n".join(lines), two
    return Cell(width, para(text, Look(fits, font, "center", bold)), BOX)


def _halved(text: str) -> list[str]:
    """A text in two lines, broken behind the sign nearest to its middle that joins two names or numbers."""
    middle = len(text) / 2
    joints = [place for place, sign in enumerate(text[:-1], 1) if sign in "、+"]
    if not joints and text.isascii():
        return [text]
    place = min(joints, key=lambda p: abs(p - middle)) if joints else round(middle)
    return [text[:place], text[place:]]


def list_size(headings: Sequence[Heading], shape: Shape) -> float:
    """The largest font size at which a list fits; 0 where none does."""
    size = shape.largest
    while size >= LEAST:
        if sum(_height(h, shape, size) for h in headings) <= shape.list_height:
            return size
        size -= 0.5
    return 0


def _height(heading: Heading, shape: Shape, size: float) -> float:
    lines = max(
        line_count(heading.title, size, shape.columns[1] - 2 * AIR),
        line_count(number_runs(heading.items), size - 1, shape.columns[3] - 2 * AIR),
    )
    return lines * size * 1.2 * MM_PER_POINT + 0.8


def list_rows(view: BoxView, shape: Shape, size: float) -> list[Row]:
    """The third level: a head, a row per entry, and what is left of the height."""
    words, left = Look(8.5, HEI, "center"), shape.list_height
    names = zip(shape.columns, ("编号", "名称", "件数", "件号"), strict=True)
    head = [Cell(width, para(text, words), "bottom right" if text == "件号" else "bottom") for width, text in names]
    rows = [Row([caption(view.titles.levels[2], merge="restart"), *head], _HEAD)]
    below = Cell(CAPTION, borders=BOX, merge="continue")
    shown = list(view.held.headings)
    while sum(_height(h, shape, size) for h in shown) > left - (0 if len(shown) == len(view.held.headings) else 5):
        shown.pop()
    for heading in shown:
        height = _height(heading, shape, size)
        left -= height
        texts = (heading.number, heading.title, str(len(heading.items)), number_runs(heading.items))
        number = Look(fit(heading.number, shape.columns[0] - 2 * AIR, size))
        looks = (number, Look(size), Look(size, align="center"), Look(size - 1, align="center"))
        cells = [
            Cell(w, para(t, k), side)
            for w, t, k, side in zip(shape.columns, texts, looks, ("", "", "", "right"), strict=True)
        ]
        rows.append(Row([below, *cells], height))
    rest = len(view.held.headings) - len(shown)
    note = para(f"另有{rest}项，见盒内目录", Look(size)) if rest else END
    if left > CLOSING:
        rows.append(Row([below, Cell(sum(shape.columns), note, "right", valign="top")], left))
    return rows


def _beside(rows: Sequence[Row], square: str) -> list[Row]:
    """Rows with the code at their right."""
    first = Cell(QR_COLUMN, square, BOX, merge="restart")
    after = Cell(QR_COLUMN, borders=BOX, merge="continue")
    return [Row([*row.cells, after if number else first], row.height) for number, row in enumerate(rows)]


def _levels(view: BoxView, shape: Shape) -> list[Row]:
    """The first two levels; a double rule stands below the name, as on the fronts of archive boxes."""
    one, two, _ = view.titles.levels
    room = shape.width - 2 * _INSET - CAPTION
    name = value(view.package.agency.studio, room, 20, bold=True, height=_STUDIO)
    double = "top left bottom=double right"
    cells = [Cell(c.width, c.content, double) for c in (caption(one), name)]
    return [
        Row(cells, _STUDIO),
        Row([caption(two), value(view.categories, room, 14, font=HEI, height=_CATEGORY)], _CATEGORY),
    ]


def _pair(name: str, text: str, width: float, size: float = 11, head: float = CAPTION) -> list[Cell]:
    return [caption(name, head), value(text, width - head, size)]


def _facts(view: BoxView) -> list[Row]:
    """Year, period, count and number of the box; below them the fonds and from which to which item."""
    held = view.held
    first = [
        *_pair("年度", str(view.package.year), 36),
        *_pair("保管期限", view.retention, 43, head=17),
        *_pair("件数", str(len(held.items)), 27, head=13),
        *_pair("盒号", view.shown, 38, 12, head=13),
    ]
    numbers = number_range(held.first, held.last)
    second = [
        *_pair("全宗号", view.package.agency.fonds_code, 53),
        *_pair("起止件号", numbers, 91, head=17),
    ]
    return [Row(first, _FACT), Row(second, _FACT)]


def _facts_and_code(view: BoxView, shape: Shape, square: str) -> list[Row]:
    """The same facts in four rows with the code at their right."""
    room = shape.width - 2 * _INSET - QR_COLUMN
    held = view.held
    lines = [
        [*_pair("年度", str(view.package.year), room / 2), *_pair("保管期限", view.retention, room / 2)],
        [*_pair("件数", str(len(held.items)), room / 2), *_pair("盒号", view.shown, room / 2, 12)],
        _pair("全宗号", view.package.agency.fonds_code, room),
        _pair("起止件号", number_range(held.first, held.last), room),
    ]
    return _beside([Row(cells, _FACT) for cells in lines], square)
