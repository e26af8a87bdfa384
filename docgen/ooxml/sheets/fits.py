"""The room that the cells of a template offer their text: from widths of columns, merged cells and styles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from docgen.model.values import show
from docgen.ooxml.sheets.heights import (
    CELL_PADDING,
    LIKES,
    Fit,
    column_points,
    digit_pixels,
    outline,
    row_height,
    text_height,
)
from docgen.ooxml.sheets.rows import M
from docgen.ooxml.shift import Area, parse_area

#: Width of a column and height of a row where the sheet says nothing, for a normal style of 11 points.
DEFAULT_WIDTH = 8.43
DEFAULT_HEIGHT = 13.5
#: So many heights are remembered for one cell of a template, so that memory stays flat; longer texts never are.
REMEMBERED = 4096
LONG = 200


@dataclass(frozen=True, slots=True)
class Room:
    """The room of a cell.

    Attributes:
        fit: its width and type size.
        short: texts up to this length surely take one line.
        line: height of a row with one line.
        known: heights worked out before, by the outline of the text.
    """

    fit: Fit
    short: int
    line: float
    known: dict[str, float] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, fit: Fit) -> Room:
        """Work out what is the same for all texts."""
        return cls(fit, int((fit.width - CELL_PADDING) / fit.size), text_height("", fit))

    def height(self, text: str) -> float:
        """The height a row needs for a text that may take several lines."""
        if len(text) > LONG:
            return text_height(text, self.fit)
        like = outline(text)
        if (height := self.known.get(like)) is None:
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            height = self.known[like] = text_height(like, self.fit)
        return height


def height_attribute(cells: Iterable[tuple[object, Room]], least: float) -> tuple[str, float]:
    """The height of a row, as an attribute and in points.

    Args:
        cells: values and the room for them.
        least: height in points that it has at least.
    """
    high = 0.0
    for value, room in cells:
        text = value if type(value) is str else show(value)
        if len(text) <= room.short and "\n" not in text:
            needed = room.line
        else:
            # Looked up here, not only in ``height``: calls are what costs most in long lists.
            needed = (len(text) <= LONG and room.known.get(text.translate(LIKES))) or room.height(text)
        if needed > high:
            high = needed
    height = row_height(high, least)
    return f' ht="{height:g}"', height


class Styles:
    """Type sizes and wrapping of a workbook's cell styles.

    Args:
        root: the styles part, ``None`` where there is none.
    """

    def __init__(self, root: etree._Element | None) -> None:
        self.sizes: list[float] = [11.0]
        self.wrapped: list[bool] = [False]
        self.pixels = digit_pixels("Calibri", 11)
        if root is None:
            return
        fonts = [
            (_value(f, "name", "Calibri"), float(_value(f, "sz", "11"))) for f in root.iterfind(f"{M}fonts/{M}font")
        ]
        formats = list(root.iterfind(f"{M}cellXfs/{M}xf"))
        ids = [int(xf.get("fontId") or 0) for xf in formats]
        self.sizes = [fonts[i][1] if i < len(fonts) else 11.0 for i in ids] or self.sizes
        self.wrapped = [_wraps(xf) for xf in formats] or self.wrapped
        normal = root.find(f"{M}cellStyleXfs/{M}xf")
        base = int(normal.get("fontId") or 0) if normal is not None else 0
        if base < len(fonts):
            self.pixels = digit_pixels(*fonts[base])


def _value(font: etree._Element, name: str, default: str) -> str:
    found = font.find(f"{M}{name}")
    return str(found.get("val") or default) if found is not None else default


def _wraps(xf: etree._Element) -> bool:
    alignment = xf.find(f"{M}alignment")
    return alignment is not None and alignment.get("wrapText") in ("1", "true")


class SheetRooms:
    """The room of the cells of one sheet.

    Args:
        root: the sheet.
        styles: the workbook's styles.
    """

    def __init__(self, root: etree._Element, styles: Styles) -> None:
        self.styles = styles
        default = root.find(f"{M}sheetFormatPr")
        given = default.get("defaultColWidth") if default is not None else None
        self.default = float(given or DEFAULT_WIDTH)
        self.least = float((default.get("defaultRowHeight") if default is not None else None) or DEFAULT_HEIGHT)
        self.columns = [
            (int(c.get("min") or 0), int(c.get("max") or 0), float(c.get("width") or self.default))
            for c in root.iterfind(f"{M}cols/{M}col")
        ]
        merged = [parse_area(str(m.get("ref"))) for m in root.iterfind(f"{M}mergeCells/{M}mergeCell")]
        self.merged: dict[tuple[int, int], Area] = {(a.rows[0], a.columns[0]): a for a in merged if a}

    def width(self, first: int, last: int) -> float:
        """The width of columns in points."""
        total = 0.0
        for column in range(first, last + 1):
            width = next((w for low, high, w in self.columns if low <= column <= high), self.default)
            total += column_points(width, self.styles.pixels)
        return total

    def room(self, row: int, column: int, style: int) -> Room | None:
        """The room of a cell; ``None`` where its text is not wrapped or runs over several rows."""
        if style >= len(self.styles.wrapped) or not self.styles.wrapped[style]:
            return None
        area = self.merged.get((row, column))
        if area and area.rows[0] != area.rows[1]:
            return None
        width = self.width(column, area.columns[1] if area else column)
        return Room.of(Fit(width, self.styles.sizes[style]))
