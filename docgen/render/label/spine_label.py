"""The label on the side of a box, upright: three levels of the catalogue, numbers, and a short code.

Characters stand below each other as paragraphs of their own, because programs turn text in different ways. Columns run
from right to left, as upright Chinese text does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from docgen.render.holdings import short_number
from docgen.render.label.cut_sheets import Block
from docgen.render.label.front_label import Pictures
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
    fit,
    para,
    picture_line,
    table,
    text_width,
)

_INSET = 1.0
_BOX = "top left bottom right"
#: A code needs no more room than this on any spine.
_LARGEST_CODE = 20.0
#: Line height of upright text, of the font size.
_PITCH = 1.1
#: Signs that stand across in upright text.
_UPRIGHT = str.maketrans("（）—～“”《》〈〉…", "︵︶︱︴﹁﹂︽︾︿﹀︙")
_LEAST = 5.5
_MOST_COLUMNS = 6
_JOINTS = re.compile(r"[^+\-]+[+\-]?")
_CELLS = re.compile(r"[!-~]{1,3}|.")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of upright text with a number on top."""

    head: str
    text: str


def spine_block(view: BoxView, height: float, margin: float, picture: Pictures) -> Block:
    """The label of a box's spine.

    Args:
        view: the box.
        height: of the label.
        margin: how much narrower than the spine it is.
        picture: puts a picture into the file.
    """
    width = view.box.spine - margin
    room = width - 2 * _INSET
    above, below = _above(view, room), _below(view, room, picture)
    free = height - 2 * _INSET - CLOSING - sum(row.height for row in (*above, *below))
    rows = [*above, *_levels(view, room, free), *below]
    return Block(width, height, table(rows, 0, "center") + END, "盒脊标签")


def _levels(view: BoxView, room: float, free: float) -> list[Row]:
    """The three levels share what is left of the height."""
    categories = [_Column(c, view.titles.categories.get(c, "")) for c in view.held.categories]
    shared = len(categories) > 1
    contents = [
        _Column(h.number if shared else h.number.rpartition("-")[2] or h.number, h.title) for h in view.held.headings
    ]
    one, two = round(free * 0.34, 2), round(free * 0.26, 2)
    return [
        _name(view.package.agency.studio, room, one),
        _columns(categories, room, two, 16, HEI),
        _columns(_some(contents, room), room, free - one - two, 9 if room < 20 else 11, SONG),
    ]


def _some(columns: Sequence[_Column], room: float) -> list[_Column]:
    """As many columns as can be read; the last one says how many there are in all."""
    most = max(1, min(_MOST_COLUMNS, int(room / 3.4)))
    if len(columns) <= most:
        return list(columns)
    return [*columns[: most - 1], _Column("", f"等{len(columns)}项见盒内目录")]


def _glyphs(text: str) -> list[str]:
    """What stands on each line: a character, or up to three Latin letters or digits."""
    return _CELLS.findall(text.replace(" ", "").translate(_UPRIGHT))


def _name(text: str, room: float, height: float) -> Row:
    """A name in one to three columns, whichever can be printed largest."""
    glyphs = _glyphs(text)
    sizes = {}
    for count in (1, 2, 3):
        lines = -(-len(glyphs) // count)
        sizes[count] = min(20, room / count / 1.15 / MM_PER_POINT, (height - 2) / lines / _PITCH / MM_PER_POINT)
    best = max(sizes, key=lambda count: (int(sizes[count] * 2), -count))
    look = Look(int(sizes[best] * 2) / 2, SONG, "center", bold=True)
    lines = -(-len(glyphs) // best)
    width = min(room / best, look.size * 1.4 * MM_PER_POINT)
    parts = [_upright(glyphs[i * lines : (i + 1) * lines], look, width) for i in range(best)]
    return _side_by_side(parts, width, room, height, "center")


def _columns(columns: Sequence[_Column], room: float, height: float, largest: float, font: str) -> Row:
    """Columns of one font size, cut where even the smallest is too long."""
    width = min(room / max(1, len(columns)), largest * 1.6 * MM_PER_POINT)
    heads = [_head_lines(c.head, width) for c in columns]
    head = Look(min([fit(part, width - 0.6, 9, 4) for lines in heads for part in lines] or [9]), HEI, "center")
    top = max(map(len, heads), default=0) * head.height * MM_PER_POINT
    glyphs = [_glyphs(c.text) for c in columns]
    longest = max([1, *map(len, glyphs)])
    size = min(largest, width / 1.1 / MM_PER_POINT, (height - top - 3) / longest / _PITCH / MM_PER_POINT)
    look = Look(max(_LEAST, int(size * 2) / 2), font, "center")
    most = int((height - top - 3) / (look.size * _PITCH * MM_PER_POINT))
    air = para("", Look(1, line=3))
    parts = []
    for lines, text in zip(heads, glyphs, strict=True):
        shown = text if len(text) <= most else [*text[: most - 1], "︙"]
        parts.append(air + "".join(para(part, head) for part in lines) + _upright(shown, look, width))
    return _side_by_side(parts, width, room, height, "top" if top else "center")


def _head_lines(text: str, width: float) -> list[str]:
    """A number above a column: in two lines where one would be too small."""
    if not text:
        return []
    return [text] if fit(text, width - 0.6, 9, 4) >= _LEAST else text.split("-")


def _upright(glyphs: Sequence[str], look: Look, width: float) -> str:
    lines = []
    for glyph in glyphs:
        size = min(look.size, fit(glyph, width, look.size, 4))
        lines.append(para(glyph, Look(size, look.font, look.align, look.bold, line=look.size * _PITCH)))
    return "".join(lines) or END


def _side_by_side(parts: Sequence[str], width: float, room: float, height: float, valign: str) -> Row:
    """Columns of text from right to left, in the middle of the label."""
    cells = [Cell(width, part, "top bottom", valign=valign) for part in reversed(parts)]
    spare = (room - width * len(parts)) / 2
    if spare > 0.2:
        cells = [Cell(spare, END, "top left bottom"), *cells, Cell(spare, END, "top bottom right")]
    else:
        widths = [room / len(cells)] * len(cells)
        sides = ["top bottom"] * len(cells)
        sides[0] += " left"
        sides[-1] += " right"
        cells = [Cell(w, c.content, side, valign=valign) for w, c, side in zip(widths, cells, sides, strict=True)]
    return Row(cells, height)


def _fact(name: str, lines: Sequence[str], room: float, size: float = 11) -> Row:
    """A small caption above its value, one or more lines of it."""
    look = Look(min([fit(line, room - 1, size) for line in lines]), HEI, "center", line=size * 1.15)
    content = para(name, Look(6.5, SONG, "center", line=8)) + "".join(para(line, look) for line in lines)
    height = (8 + len(lines) * look.height) * MM_PER_POINT + 1.6
    return Row([Cell(room, content, _BOX)], height)


def _broken(text: str, width: float, size: float) -> list[str]:
    """A number of a box in one line, or in several behind its joints where one would be too small to read."""
    if fit(text, width, size, 4) >= 5:
        return [text]
    lines = [""]
    for part in _JOINTS.findall(text):
        if lines[-1] and text_width(lines[-1] + part, 5.5) > width:
            lines.append("")
        lines[-1] += part
    return lines


def _above(view: BoxView, room: float) -> list[Row]:
    return [
        _fact("全宗号", [view.package.agency.fonds_code], room),
        _fact("年度", [str(view.package.year)], room, 12),
        _fact("保管期限", view.held.retention, room),
    ]


def _below(view: BoxView, room: float, picture: Pictures) -> list[Row]:
    """First number over last number, the box, and its id as code and as text."""
    code = qr_picture(view.id, min(room, _LARGEST_CODE))
    numbers = [short_number(view.held.first), short_number(view.held.last)]
    ends = [
        Row([Cell(room, para(text, Look(fit(text, room - 1, 11, 5), HEI, "center")), _BOX)], 6.5) for text in numbers
    ]
    lines = _broken(view.id, room - 1, 6.5)
    words = Look(min(fit(line, room - 1, 6.5, 4) for line in lines), SONG, "center")
    content = picture_line(picture(code.png, code.width, view.id)) + "".join(para(line, words) for line in lines)
    height = code.width + len(lines) * words.height * MM_PER_POINT + 1.2
    name = Row([Cell(room, para("起止件号", Look(6.5, SONG, "center", line=8)), _BOX)], 3.6)
    box = _broken(view.shown, room - 1, 13)
    return [name, *ends, _fact("盒号", box, room, 13 if len(box) == 1 else 8), Row([Cell(room, content, _BOX)], height)]
