"""Values → spreadsheet cells: real dates, numbers and times where a column asks for them, text everywhere else.

A text that is not exactly such a value stays the text it is: nothing is lost or changed on the way into a cell.
"""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from typing import Any, cast

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.worksheet.worksheet import Worksheet

from docgen.errors import InputError
from docgen.model.standard import TEXT_CELL_TYPES, Field, FieldType
from docgen.model.values import show

#: Between the values of a cell that holds several.
SEPARATOR = "；"
T = FieldType
#: Number formats by type. Plain text columns are text cells too: a spreadsheet would turn a rank ``3/7`` into a date
#: and drop the last digits of a twenty-digit number. Long texts are not: old versions show ``####`` for them then.
NUMBER_FORMATS = {
    T.DATE: "yyyy-mm-dd",
    T.DOTTED_DATE: "yyyy.mm.dd",
    T.TIME: "hh:mm",
    T.YEAR: "0",
    T.INTEGER: "0",
    T.DECIMAL: "0.##########",
    T.MONEY: "#,##0.00",
    T.LONG_TEXT: "General",
    T.YES_NO: "General",
    T.ENUM: "General",
    **dict.fromkeys((T.TEXT, T.MULTI, T.REF, T.REFS, T.PERSONS, T.FILE, T.FILES, T.URL), "@"),
    **dict.fromkeys(TEXT_CELL_TYPES, "@"),
}
DATE_TYPES = frozenset({T.DATE, T.DOTTED_DATE})
DATE_TEXT = re.compile(r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})")
TIME_TEXT = re.compile(r"(\d{1,2}):(\d{2})")
#: At most 15 digits, as many as a spreadsheet's numbers hold; no leading zeros, which it would drop.
NUMBER_TEXT = re.compile(r"-?(?=[\d.]{1,16}$)(?:0|[1-9]\d*)(?:\.\d+)?")


def cell_value(kind: FieldType, value: Any) -> Any:
    """What goes into the cell for a typed value or for a text as typed; ``None`` for an empty one."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return _from_text(kind, str.__str__(value))
    if isinstance(value, bool):
        return show(value)
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    if isinstance(value, time | int | float | Decimal):
        return value if NUMBER_FORMATS[kind] != "@" else show(value)
    if isinstance(value, list | tuple):
        return SEPARATOR.join(show(v) for v in value) or None
    return show(value)


def _from_text(kind: FieldType, text: str) -> Any:
    if kind in DATE_TYPES and (found := DATE_TEXT.fullmatch(text)):
        try:
            return date(int(found[1]), int(found[3]), int(found[4]))
        except ValueError:
            return text
    if kind is T.TIME and (found := TIME_TEXT.fullmatch(text)) and int(found[1]) < 24 and int(found[2]) < 60:
        return time(int(found[1]), int(found[2]))
    if kind in (T.INTEGER, T.YEAR) and NUMBER_TEXT.fullmatch(text) and "." not in text:
        return int(text)
    if kind in (T.DECIMAL, T.MONEY) and NUMBER_TEXT.fullmatch(text):
        return Decimal(text)
    return text


def at(sheet: Worksheet, row: int, column: int) -> Cell:
    """A cell that is not covered by a merged one."""
    return cast(Cell, sheet.cell(row, column))


def put(cell: Cell, field: Field, value: Any) -> Any:
    """Write a value into a cell; returns what stands there now.

    Raises:
        InputError: the text holds a control character, which no spreadsheet can store.
    """
    ready = cell_value(field.type, value)
    if isinstance(ready, str):
        put_text(cell, ready, f"{field.register} › {cell.coordinate} › “{field.name}”")
    else:
        cell.value = ready
    return ready


def put_text(cell: Cell, text: str, place: str = "") -> None:
    """Write a text as text, also one that looks like a formula.

    Raises:
        InputError: it holds a control character.
    """
    if ILLEGAL_CHARACTERS_RE.search(text):
        raise InputError("文字里有看不见的控制字符", place=place, remedy="删去该字符后重新运行。")
    cell.value = text
    cell.data_type = "s"
