"""The workbook in which a clerk decides which files are registered: what is proposed, what is open, small pictures."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.drawing.image import Image as Drawing
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image, ImageOps

from docgen.render.book import looks
from docgen.render.book.cells import at, put_text

THUMB_PX = 120
ROW_POINTS, LINE_POINTS = 96, 17
#: A list that stands in the rule itself may have so many characters (ECMA-376 part 1, 18.3.1.33, as Excel reads it).
LONGEST_LIST = 255
CHOSEN, ASIDE = "待收录", "不收录"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet.

    Attributes:
        title: its title.
        width: in characters.
        choices: the values it may take, where there are few.
        asked: the clerk has to fill it in.
        hidden: it is for docgen alone.
    """

    title: str
    width: int = 14
    choices: tuple[str, ...] = ()
    asked: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """What is proposed for a row: column title → text; and the picture it is about."""

    values: Mapping[str, str]
    picture: Path | None = None


def proposal_workbook(
    columns: Sequence[Column], rows: Sequence[ProposedRow], aside: Sequence[tuple[str, str]]
) -> bytes:
    """Write the proposal.

    Args:
        columns: the columns; a small picture stands in the second one.
        rows: what is proposed.
        aside: path and reason of what is not proposed.

    Returns:
        The .xlsx file.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = CHOSEN
    _head(sheet, columns)
    pictured = any(row.picture is not None for row in rows)
    for number, row in enumerate(rows, 2):
        height = max(_lines(row.values.get(c.title, ""), c) for c in columns) * LINE_POINTS
        sheet.row_dimensions[number].height = max(height, ROW_POINTS) if pictured else height
        for index, column in enumerate(columns, 1):
            _put(sheet, number, index, row.values.get(column.title, ""), looks.TABLE)
        if row.picture is not None and (small := thumbnail(row.picture)) is not None:
            sheet.add_image(Drawing(io.BytesIO(small)), f"B{number}")
    for index, column in enumerate(columns, 1):
        if rows and column.choices and len(listing := ",".join(column.choices)) <= LONGEST_LIST:
            listed = DataValidation("list", f'"{listing}"', allow_blank=True)
            sheet.add_data_validation(listed)
            letter = get_column_letter(index)
            listed.add(f"{letter}2:{letter}{len(rows) + 1}")
    others = book.create_sheet(ASIDE)
    _head(others, [Column("文件", 70), Column("原因", 60)])
    for number, texts in enumerate(aside, 2):
        for index, text in enumerate(texts, 1):
            _put(others, number, index, text, looks.TABLE)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _head(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for index, column in enumerate(columns, 1):
        _put(sheet, 1, index, column.title, looks.HEAD_REQUIRED if column.asked else looks.HEAD_OPTIONAL)
        sheet.column_dimensions[get_column_letter(index)].width = column.width
        sheet.column_dimensions[get_column_letter(index)].hidden = column.hidden
    sheet.row_dimensions[1].height = 30
    sheet.freeze_panes = "C2" if len(columns) > 2 else "A2"


def _lines(text: str, column: Column) -> int:
    """How many lines a text takes in its column."""
    if column.hidden:
        return 1
    return sum(max(1, -(-looks.display_width(line) // (column.width - 1))) for line in text.split("\n"))


def _put(sheet: Worksheet, row: int, column: int, text: str, look: looks.Look) -> None:
    cell = at(sheet, row, column)
    look.on(cell, "@")
    put_text(cell, text)


def thumbnail(path: Path) -> bytes | None:
    """A small upright JPEG of a picture; ``None`` where it can not be opened."""
    try:
        with Image.open(path) as image:
            image.draft("RGB", (2 * THUMB_PX, 2 * THUMB_PX))
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.thumbnail((THUMB_PX, THUMB_PX))
            out = io.BytesIO()
            upright.save(out, "JPEG", quality=75)
            return out.getvalue()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
