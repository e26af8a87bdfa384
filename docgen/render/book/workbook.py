"""The data workbook of a year: the one file people type into, laid out from the standard's definitions alone."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from docgen.errors import DefinitionError
from docgen.model.home import BLOCK
from docgen.model.standard import Standard
from docgen.render.book.finish import finish
from docgen.render.book.front import FrontPage, front_sheet, home_area
from docgen.render.book.guide import guide_sheet
from docgen.render.book.layout import Book
from docgen.render.book.notes import AUTHOR
from docgen.render.book.registers import prefilled, register_sheet

__all__ = ["FrontPage", "data_workbook"]


def data_workbook(
    standard: Standard,
    year: int,
    studio_name: str,
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    status: FrontPage | None,
) -> bytes:
    """Write a year's workbook.

    Args:
        standard: the standard; everything in the workbook follows from it.
        year: the year.
        studio_name: the studio's name, empty when not known yet.
        rows: register → rows (column title → typed value, or text as typed); registers may be missing.
        status: what the last check knows; ``None`` before the first.

    Returns:
        The .xlsx file. The same input gives the same bytes.

    Raises:
        DefinitionError: a register or column does not exist, or the standard's workbook data does not fit.
        InputError: a text can not be stored in a spreadsheet.
    """
    unknown = sorted(set(rows) - set(standard.registers))
    if unknown:
        raise DefinitionError(f"没有登记表“{'、'.join(unknown)}”")
    book = Book.of(standard, year)
    file = Workbook()
    front = file.worksheets[0]
    front.title = book.names.front
    facts = {}
    for name, layout in book.layouts.items():
        given = rows.get(name, ())
        if layout.register.single and len(given) < 2:
            given = [prefilled(given[0] if given else None, book, studio_name)]
            studio_name = str(given[0].get(standard.settings["studio"]["name"]) or studio_name)
        facts[name] = register_sheet(file.create_sheet(name), layout, given, book)
    guide_sheet(file.create_sheet(book.names.notes), book)
    cached = front_sheet(front, book, studio_name, facts, status)
    file.defined_names[BLOCK] = DefinedName(BLOCK, attr_text=home_area(front.title))
    return _saved(file, year, cached)


def _saved(file: Workbook, year: int, cached: Mapping[str, Any]) -> bytes:
    start = datetime.combine(date(year, 1, 1), time())
    file.properties.creator = file.properties.lastModifiedBy = AUTHOR
    file.properties.created = file.properties.modified = start
    out = io.BytesIO()
    file.save(out)
    return finish(out.getvalue(), cached, f"{start.isoformat()}Z")
