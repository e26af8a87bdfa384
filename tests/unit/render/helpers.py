"""Reads a made workbook in the ways a reader would."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
from lxml import etree
from openpyxl.workbook import Workbook
from python_calamine import CalamineWorkbook

NS = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def opened(data: bytes, *, values: bool = False) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def part(data: bytes, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def tables(data: bytes) -> dict[str, list[list[Any]]]:
    """Sheet → rows of values, as calamine sees them."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def same(text: str, value: Any) -> bool:
    """Whether a cell's value is what a CSV file writes as that text."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return text in (value.isoformat(), value.strftime("%Y.%m.%d"))
    if isinstance(value, time | timedelta):
        return text == str(value)[:5].rjust(5, "0")
    if isinstance(value, int | float):
        return Decimal(text) == Decimal(repr(value))
    return text == value
