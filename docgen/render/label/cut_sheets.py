"""Labels on A4 sheets with marks to cut along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docgen.render.sheets_mm import Sheets
from docgen.render.wordxml import A4, MM_PER_POINT, SONG, Cell, Look, Row, para, table

#: Length of the cutting marks, which is also the space around the labels.
MARK = 4.0
#: Space between two labels: their marks meet in it.
GAP = 8.0
#: No printer prints nearer to the edge of the paper.
EDGE = 6.0
#: Margins of the page left and right.
SIDE = 2.0
HINT_HEIGHT = 5.0
HINT = "打印时选“实际大小”（100%），不选“适合页面”；沿四角的短线裁切。"


@dataclass(frozen=True, slots=True)
class Block:
    """A label.

    Attributes:
        width: in millimetres.
        height: in millimetres.
        content: XML of what it shows.
        kind: what it is, said at the top of the sheet.
    """

    width: float
    height: float
    content: str
    kind: str


class LabelSheets(Sheets):
    """Label sheets under construction."""

    def __init__(self, title: str, offset: tuple[float, float]) -> None:
        """Start an empty file.

        Args:
            title: title in the document's properties.
            offset: millimetres by which everything moves to the right and down.
        """
        super().__init__(title)
        self.offset = offset

    def place(self, blocks: Sequence[Block]) -> None:
        """Put labels on as many sheets as they need, in order; labels of one size below each other."""
        for page in _pages(blocks):
            self._page(page)

    def _page(self, lines: Sequence[Sequence[Block]]) -> None:
        widths = _with_gaps([b.width for b in lines[0]])
        heights = _with_gaps([line[0].height for line in lines])
        right, down = self.offset
        top = (A4[1] - sum(heights)) / 2 + down - HINT_HEIGHT
        # The table stands in the middle between equal margins; an offset moves both of them.
        self.new_page(A4, (max(top, 0), max(SIDE - right, 0), 0, max(SIDE + right, 0)))
        sizes = "、".join(dict.fromkeys(f"{b.width:g}×{b.height:g}" for line in lines for b in line))
        look = Look(8, SONG, "center", line=HINT_HEIGHT / MM_PER_POINT, grey=True)
        rows = [_marks(widths, heights[0])]
        for number, line in enumerate(lines):
            rows.append(_labels(widths, line))
            rows.append(_marks(widths, heights[2 * number + 2]))
        self.add(para(f"{lines[0][0].kind}{sizes}毫米。{HINT}", look) + table(rows, align="center"))


def _pages(blocks: Sequence[Block]) -> list[list[list[Block]]]:
    """Labels side by side as far as the paper goes, then below each other where the rows are alike."""
    lines: list[list[Block]] = []
    for block in blocks:
        line = lines[-1] if lines else []
        together = sum(_with_gaps([b.width for b in [*line, block]]))
        if line and line[0].height == block.height and together <= A4[0] - 2 * EDGE + 2 * MARK:
            line.append(block)
        else:
            lines.append([block])
    pages: list[list[list[Block]]] = []
    for line in lines:
        page = pages[-1] if pages else []
        height = sum(_with_gaps([found[0].height for found in [*page, line]])) + HINT_HEIGHT
        alike = page and [b.width for b in page[0]] == [b.width for b in line]
        if alike and height <= A4[1] - 2 * EDGE:
            page.append(line)
        else:
            pages.append([line])
    return pages


def _with_gaps(sizes: Sequence[float]) -> list[float]:
    result = [MARK]
    for size in sizes:
        result += [size, GAP]
    return [*result[:-1], MARK]


def _marks(widths: Sequence[float], height: float) -> Row:
    """The row above or below labels: short upright lines at their edges."""
    return Row([Cell(w, borders="left right" if n % 2 else "", line=2) for n, w in enumerate(widths)], height)


def _labels(widths: Sequence[float], line: Sequence[Block]) -> Row:
    """A row of labels: short level lines between them."""
    cells = [Cell(widths[0], borders="top bottom", line=2)]
    for number, block in enumerate(line):
        cells += [Cell(block.width, block.content), Cell(widths[2 * number + 2], borders="top bottom", line=2)]
    return Row(cells, line[0].height)
