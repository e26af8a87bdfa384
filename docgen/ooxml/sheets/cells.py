"""Values as cells: numbers as numbers, everything else as exact text, never as a formula.

A writer gets a value and returns what follows the cell's opening ``<c r="A1" s="3"``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from docgen.model.values import Bad, Blank, BlankRows, BlockedValue, DottedDate, FilePath, Money, Month, Ref, show
from docgen.ooxml.texts import ValueProblem, one_break, xml_text

#: Excel's limits: characters (UTF-16 units) in a cell, significant digits of a number.
MAX_TEXT = 32_767
MAX_DIGITS = 15
EMPTY = "/>"
#: What must not stand in XML text as it is; ``_`` because Excel reads ``_x0041_`` in a text as an escape.
SPECIAL = re.compile("[&<>\\r_\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]").search
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def utf16_length(text: str) -> int:
    """Length as Excel counts it."""
    return len(text) + sum(c > "\uffff" for c in text)


def text_cell(text: str) -> str:
    """A text cell; an empty text gives an empty cell."""
    if len(text) > MAX_TEXT // 2 and utf16_length(one_break(text)) > MAX_TEXT:
        raise ValueProblem(f"文字有 {utf16_length(text)} 字，Excel 单元格最多 {MAX_TEXT} 字")
    if SPECIAL(text):
        text = LOOKS_ESCAPED.sub("_x005F_", xml_text(text))
    elif not text:
        return EMPTY
    return f' t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def number_text(number: int | Decimal) -> str | None:
    """A number as a sheet stores it; ``None`` where it has more digits than a spreadsheet keeps."""
    if isinstance(number, Decimal):
        if not number.is_finite():
            raise ValueProblem("这不是一个数")
        text = format(number, "f")
        if "." in text:
            text = text.rstrip("0").rstrip(".")
    else:
        text = str(number)
    if len(text) <= MAX_DIGITS:
        return text
    return text if significant(text) <= MAX_DIGITS else None


def significant(text: str) -> int:
    """How many significant digits a plain number has."""
    digits = text.lstrip("-").replace(".", "").lstrip("0")
    return len(digits if "." in text else digits.rstrip("0"))


def number_cell(number: int | Decimal) -> str:
    """A number cell; one with more digits than a spreadsheet keeps becomes text."""
    text = number_text(number)
    return f"><v>{text}</v></c>" if text is not None else text_cell(show(number))


def int_cell(number: int) -> str:
    """A cell with a whole number."""
    return f"><v>{number}</v></c>" if -(10**15) < number < 10**15 else number_cell(number)


def shown_cell(value: Any) -> str:
    """A cell with the printed form of a value."""
    return text_cell(show(value))


def blocked_cell(value: Bad) -> str:
    """A value with an error finding."""
    raise BlockedValue(value)


def other_cell(value: Any) -> str:
    """A cell for a value whose type is not among the usual ones."""
    if isinstance(value, float):
        return number_cell(Decimal(show(value)))
    return text_cell(show(value))


WRITERS: dict[type, Callable[[Any], str]] = {
    str: text_cell,
    Ref: lambda v: text_cell(str.__str__(v)),
    FilePath: lambda v: text_cell(str.__str__(v)),
    type(None): lambda _: EMPTY,
    int: int_cell,
    Decimal: number_cell,
    Money: number_cell,
    bool: shown_cell,
    date: shown_cell,
    datetime: shown_cell,
    DottedDate: shown_cell,
    Month: shown_cell,
    time: shown_cell,
    list: shown_cell,
    Bad: blocked_cell,
    Blank: lambda _: EMPTY,
    BlankRows: lambda _: EMPTY,
}
#: Types that a sum counts; an empty cell counts as 0.
NUMERIC = frozenset({int, Decimal, Money, float, type(None)})
