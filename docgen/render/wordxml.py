"""Paragraphs and tables of Word files as XML, exact in millimetres.

Tables are written as XML, because their widths, heights and borders must be exact and python-docx has no words for
that. What makes them exact in Word, WPS and LibreOffice: fixed layout, cell margins that are given, a width on every
cell, gaps as real empty columns, exact row and line heights.

Lengths are millimetres, font sizes points.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from xml.sax.saxutils import escape

SONG, HEI, FANG, KAI = "宋体", "黑体", "仿宋", "楷体"
MM_PER_POINT = 25.4 / 72
A4 = (210.0, 297.0)
#: Height of the paragraph that Word demands behind a table.
CLOSING = MM_PER_POINT


def twips(mm: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(mm * 1440 / 25.4)


def text_width(text: str, size: float) -> float:
    """How wide a text prints at most: Chinese characters a whole square, others two thirds of it.

    In the fonts that are named here others take half a square; in those that stand in for them, up to two thirds.
    """
    ems = sum(1.01 if unicodedata.east_asian_width(c) in "WFA" else 0.66 for c in text)
    return ems * size * MM_PER_POINT


def line_count(text: str, size: float, width: float) -> int:
    """How many lines a text needs at most."""
    lines, used = 1, 0.0
    for character in text:
        step = text_width(character, size)
        if used + step > width and used:
            lines, used = lines + 1, 0.0
        used += step
    return lines


def fit(text: str, width: float, most: float, least: float = 5) -> float:
    """The largest font size, in half points, at which a text stands on one line."""
    size = most
    while size > least and text_width(text, size) > width:
        size -= 0.5
    return size


def balanced(text: str, size: float, width: float) -> str:
    """A text broken into lines of about the same length, as many as it needs."""
    lines = line_count(text, size, width)
    each = -(-len(text) // lines)
    return "\n".join(text[start : start + each] for start in range(0, len(text), each))


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph looks.

    Attributes:
        size: font size.
        font: one font for all characters: quotes and dashes are full-width only in a Chinese one.
        align: ``left``, ``center``, ``right`` or ``both``.
        line: line height in points, 0 for 1.2 times the size.
        indent: first-line indent in characters.
        left: indent of all lines in millimetres.
        level: outline level for the navigation pane, 0 for none.
        keep: stays on the page of the following paragraph.
    """

    size: float
    font: str = SONG
    align: str = "left"
    bold: bool = False
    line: float = 0
    before: float = 0
    after: float = 0
    indent: float = 0
    left: float = 0
    level: int = 0
    keep: bool = False
    grey: bool = False

    @property
    def height(self) -> float:
        """Line height in points."""
        return self.line or self.size * 1.2

    def properties(self) -> str:
        """The paragraph's properties as XML."""
        keep = "<w:keepNext/>" if self.keep else ""
        indent = f' w:left="{twips(self.left)}"' if self.left else ""
        if self.indent:
            first = round(self.indent * self.size * 20)
            indent += f' w:firstLineChars="{round(self.indent * 100)}" w:firstLine="{first}"'
        level = f'<w:outlineLvl w:val="{self.level - 1}"/>' if self.level else ""
        return (
            f'<w:pPr>{keep}<w:snapToGrid w:val="0"/>'
            f'<w:spacing w:before="{round(self.before * 20)}" w:after="{round(self.after * 20)}"'
            f' w:line="{round(self.height * 20)}" w:lineRule="exact"/>'
            f'{f"<w:ind{indent}/>" if indent else ""}<w:jc w:val="{self.align}"/>{level}</w:pPr>'
        )

    def _run(self, content: str) -> str:
        font = f'w:ascii="{self.font}" w:hAnsi="{self.font}" w:eastAsia="{self.font}"'
        bold = "<w:b/>" if self.bold else ""
        color = '<w:color w:val="7F7F7F"/>' if self.grey else ""
        size = round(self.size * 2)
        return (
            f'<w:r><w:rPr><w:rFonts {font} w:hint="eastAsia"/>{bold}{color}<w:sz w:val="{size}"/>'
            f'<w:szCs w:val="{size}"/></w:rPr>{content}</w:r>'
        )

    def run(self, text: str) -> str:
        """A text in this look as XML; line breaks become Word's."""
        parts = (f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\n"))
        return self._run("<w:br/>".join(parts))

    def field(self, code: str) -> str:
        """A Word field such as PAGE as XML."""
        instruction = f'<w:instrText xml:space="preserve"> {escape(code)} </w:instrText>'
        pieces = ("begin", instruction, "separate", "<w:t>1</w:t>", "end")
        return "".join(
            self._run(piece if piece.startswith("<") else f'<w:fldChar w:fldCharType="{piece}"/>') for piece in pieces
        )


def para(text: str, look: Look) -> str:
    """A paragraph; an empty text gives an empty one of the same height."""
    return f"<w:p>{look.properties()}{look.run(text) if text else ''}</w:p>"


#: Closes a cell or a page behind a table.


END = para("", Look(1, line=1))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table.

    Attributes:
        width: in millimetres.
        content: XML of its paragraphs and tables.
        borders: sides that have a line, of ``top left bottom right``; ``bottom=double`` for another kind of line.
        line: width of these lines in eighths of a point.
        valign: ``top``, ``center`` or ``bottom``.
        merge: ``restart`` or ``continue`` for a cell that goes over several rows.
        fill: colour of its ground, empty for none.
    """

    width: float
    content: str = END
    borders: str = ""
    line: int = 4
    valign: str = "center"
    merge: str = ""
    fill: str = ""

    def xml(self, width: int, span: int) -> str:
        """The cell as XML; its width is given in twips."""
        sides = dict(side.partition("=")[::2] for side in self.borders.split())
        lines = "".join(
            f'<w:{side} w:val="{sides[side] or "single"}" w:sz="{self.line}" w:space="0" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right")
            if side in sides
        )
        parts = [f'<w:tcW w:w="{width}" w:type="dxa"/>']
        if span > 1:
            parts.append(f'<w:gridSpan w:val="{span}"/>')
        if self.merge:
            parts.append(f'<w:vMerge w:val="{self.merge}"/>')
        if lines:
            parts.append(f"<w:tcBorders>{lines}</w:tcBorders>")
        if self.fill:
            parts.append(f'<w:shd w:val="clear" w:color="auto" w:fill="{self.fill}"/>')
        parts.append(f'<w:vAlign w:val="{self.valign}"/>')
        return f"<w:tc><w:tcPr>{''.join(parts)}</w:tcPr>{self.content}</w:tc>"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        cells: its cells.
        height: in millimetres, 0 for as high as the content.
        exact: the height never grows; otherwise it is the least.
        head: repeated on every page.
    """

    cells: Sequence[Cell]
    height: float = 0
    exact: bool = True
    head: bool = False

    def edges(self) -> list[int]:
        """Where its cells end, in twips."""
        return [twips(total) for total in accumulate(cell.width for cell in self.cells)]


def table(rows: Sequence[Row], margin: float = 0, align: str = "left") -> str:
    """A table of fixed widths. Its rows may be divided differently: all of them are as wide as the first.

    Args:
        rows: its rows.
        margin: space left and right in every cell.
        align: where the table stands between the margins of the page.
    """
    columns = sorted({edge for row in rows for edge in row.edges()})
    if any(row.edges()[-1] != columns[-1] for row in rows):
        raise ValueError("rows of different width")
    widths = [right - left for left, right in pairwise([0, *columns])]
    place = {edge: number for number, edge in enumerate([0, *columns])}
    body = []
    for row in rows:
        rule = "exact" if row.exact else "atLeast"
        height = f'<w:trHeight w:val="{twips(row.height)}" w:hRule="{rule}"/>' if row.height else ""
        head = "<w:tblHeader/>" if row.head else ""
        cells = [
            cell.xml(right - left, place[right] - place[left])
            for cell, (left, right) in zip(row.cells, pairwise([0, *row.edges()]), strict=True)
        ]
        body.append(f"<w:tr><w:trPr><w:cantSplit/>{height}{head}</w:trPr>{''.join(cells)}</w:tr>")
    side = twips(margin)
    margins = "".join(
        f'<w:{name} w:w="{value}" w:type="dxa"/>'
        for name, value in (("top", 0), ("left", side), ("bottom", 0), ("right", side))
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="{align}"/>'
        f'<w:tblInd w:w="0" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(body)}</w:tbl>"
    )


def picture_line(picture: str, align: str = "center") -> str:
    """A paragraph that holds one picture and grows with it: an exact line height would cut it off."""
    return (
        '<w:p><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        f'<w:jc w:val="{align}"/><w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr></w:pPr>{picture}</w:p>'
    )
