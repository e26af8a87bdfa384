"""The sheets people type into: one a register, and the upright sheet of the single-row register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from docgen.errors import DefinitionError
from docgen.model.standard import Field, FieldType, in_year
from docgen.render.book import looks, notes
from docgen.render.book.cells import DATE_TYPES, NUMBER_FORMATS, at, put, put_text
from docgen.render.book.choices import Validations, choice, example_validation
from docgen.render.book.layout import EXAMPLE_ROW, FIRST_ROW, HEAD_ROW, LAST_ROW, Book, Layout

Row = Mapping[str, Any]
HEAD_HEIGHT = 33
SPACER_WIDTH = 3
#: The upright sheet: its heads and widths.
UPRIGHT = (("项目", 22), ("内容", 56), ("说明", 62), ("示例", 44))


@dataclass(frozen=True, slots=True)
class Facts:
    """What the first sheet shows of a register, as formulas would compute it.

    Attributes:
        filled: rows with a key; for the single-row register, lines filled.
        newest: the latest date of the first date column.
    """

    filled: int
    newest: date | None = None


def date_column(layout: Layout) -> Field | None:
    """The column the first sheet's newest date comes from."""
    return next((f for f in layout.fields if f.type in DATE_TYPES), None)


def register_sheet(sheet: Worksheet, layout: Layout, rows: Sequence[Row], book: Book) -> Facts:
    """Write a register's sheet.

    Raises:
        DefinitionError: a row has a column the register does not know.
        InputError: a text can not be stored in a spreadsheet.
    """
    for row in rows:
        unknown = sorted(set(row) - set(layout.index))
        if unknown:
            raise DefinitionError(f"“{layout.register.name}”没有列“{'、'.join(unknown)}”")
    color = book.standard.settings["rhythms"][layout.register.rhythm]["color"]
    if color:
        sheet.sheet_properties.tabColor = color
    if layout.register.single:
        return _upright(sheet, layout, rows, book)
    _columns(sheet, layout, rows, book)
    _heads(sheet, layout, book)
    _example(sheet, layout, book)
    facts = _rows(sheet, layout, rows)
    _validations(sheet, layout, book, max(LAST_ROW, len(rows) + LAST_ROW // 2))
    first_key = layout.index[layout.register.key[0]] if layout.register.key else 0
    sheet.freeze_panes = "B2" if first_key == 1 else "A2"
    looks.page(sheet, titles=f"{HEAD_ROW}:{HEAD_ROW}")
    return facts


def _columns(sheet: Worksheet, layout: Layout, rows: Sequence[Row], book: Book) -> None:
    for number, field in enumerate(layout.fields, 1):
        column = sheet.column_dimensions[get_column_letter(number)]
        values = book.standard.enums[field.enum].values if field.enum else ()
        texts = (v for row in rows if isinstance(v := row.get(field.name), str))
        longest = max((example_text(field, book), *texts), key=looks.display_width)
        column.width = looks.column_width(field.type, field.name, longest, values)
        looks.value_look(field.type).on(column, NUMBER_FORMATS[field.type])
        if layout.folded and number > layout.required:
            column.outlineLevel = 1
            column.hidden = True
    # openpyxl computes this too late to write it; without it spreadsheets show no + above the columns
    sheet.column_dimensions.max_outline = 1 if layout.folded else None
    if layout.folded:
        spacer = sheet.column_dimensions[get_column_letter(layout.marker - 1)]
        spacer.width = SPACER_WIDTH
        spacer.collapsed = True
    sheet.column_dimensions[get_column_letter(layout.marker)].hidden = True


def _head_look(field: Field) -> looks.Look:
    if field.required:
        return looks.HEAD_REQUIRED
    return looks.HEAD_CONDITIONAL if field.required_if else looks.HEAD_OPTIONAL


def _note(field: Field, book: Book) -> Comment:
    text = notes.heading_note(field, book)
    return Comment(text, notes.AUTHOR, height=notes.box_height(text), width=notes.BOX_WIDTH)


def _heads(sheet: Worksheet, layout: Layout, book: Book) -> None:
    sheet.row_dimensions[HEAD_ROW].height = HEAD_HEIGHT
    for number, field in enumerate(layout.fields, 1):
        cell = at(sheet, HEAD_ROW, number)
        put_text(cell, field.name)
        _head_look(field).on(cell)
        cell.comment = _note(field, book)
    if layout.folded:
        looks.HEAD_OPTIONAL.on(at(sheet, HEAD_ROW, layout.marker - 1))
    put_text(at(sheet, HEAD_ROW, layout.marker), book.names.example_column)


def _example(sheet: Worksheet, layout: Layout, book: Book) -> None:
    """The grey row. Its values are texts, so that no formula over a column of dates or numbers counts them."""
    for number, field in enumerate(layout.fields, 1):
        cell = at(sheet, EXAMPLE_ROW, number)
        put_text(cell, example_text(field, book))
        look = looks.EXAMPLE_CENTRED if field.type in looks.CENTRED_TYPES else looks.EXAMPLE
        look.on(cell, "@" if NUMBER_FORMATS[field.type] == "@" else "General")
    sheet.row_dimensions[EXAMPLE_ROW].height = _height(sheet, layout, EXAMPLE_ROW)
    put_text(at(sheet, EXAMPLE_ROW, layout.marker), book.names.example_mark)


def example_text(field: Field, book: Book) -> str:
    """The example of a column: the standard's, else one of its type, else the first value of its list."""
    given = book.examples.get((field.register, field.name))
    if given is not None:
        return given
    if field.enum:
        return book.standard.enums[field.enum].values[0]
    return in_year(notes.FORMATS[field.type][1], book.year) or "示例"


def _rows(sheet: Worksheet, layout: Layout, rows: Sequence[Row]) -> Facts:
    key = layout.register.key[0] if layout.register.key else ""
    dated = date_column(layout)
    filled, newest = 0, date.min
    for row_number, row in enumerate(rows, FIRST_ROW):
        for number, field in enumerate(layout.fields, 1):
            cell = at(sheet, row_number, number)
            looks.value_look(field.type).on(cell, NUMBER_FORMATS[field.type])
            value = put(cell, field, row.get(field.name))
            if field.name == key and value is not None:
                filled += 1
            if field is dated and isinstance(value, date):
                newest = max(newest, value)
        sheet.row_dimensions[row_number].height = _height(sheet, layout, row_number)
    return Facts(filled, None if newest == date.min else newest)


def _height(sheet: Worksheet, layout: Layout, row: int) -> float:
    """What a spreadsheet would make of automatic height: some programs leave rows of a new file one line high."""
    lines = 1
    for number, field in enumerate(layout.fields, 1):
        text = at(sheet, row, number).value
        seen = number <= layout.required or not layout.folded
        if seen and isinstance(text, str) and field.type in looks.WRAPPING:
            lines = max(lines, looks.text_lines(text, sheet.column_dimensions[get_column_letter(number)].width))
    return looks.row_height(lines)


def _validations(sheet: Worksheet, layout: Layout, book: Book, last: int) -> None:
    sheet.add_data_validation(
        example_validation(f"A{EXAMPLE_ROW}:{get_column_letter(len(layout.fields))}{EXAMPLE_ROW}")
    )
    collected = Validations()
    for number, field in enumerate(layout.fields, 1):
        letter = get_column_letter(number)
        collected.add(choice(field, book), f"{letter}{FIRST_ROW}:{letter}{last}")
    collected.write(sheet)


def _upright(sheet: Worksheet, layout: Layout, rows: Sequence[Row], book: Book) -> Facts:
    """The single-row register: one line a column, with its explanation and example beside it."""
    if len(rows) > 1:
        raise DefinitionError(f"“{layout.register.name}”只能有一行")
    row = rows[0] if rows else {}
    for number, (title, width) in enumerate(UPRIGHT, 1):
        put_text(at(sheet, HEAD_ROW, number), title)
        looks.HEAD_REQUIRED.on(at(sheet, HEAD_ROW, number))
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.row_dimensions[HEAD_ROW].height = HEAD_HEIGHT
    collected = Validations()
    filled = 0
    for line, field in enumerate(layout.fields, HEAD_ROW + 1):
        head, content, words, example = (at(sheet, line, number) for number in (1, 2, 3, 4))
        put_text(head, field.name)
        _head_look(field).on(head)
        head.comment = _note(field, book)
        looks.UPRIGHT_VALUE.on(content, NUMBER_FORMATS[field.type])
        filled += put(content, field, row.get(field.name)) is not None
        put_text(words, notes.line_words(field, book.year))
        looks.ASIDE_GREY.on(words)
        put_text(example, example_text(field, book))
        looks.ASIDE_EXAMPLE.on(example)
        collected.add(choice(field, book), f"B{line}")
        shown = ((content, UPRIGHT[1][1]), (words, UPRIGHT[2][1]), (example, UPRIGHT[3][1]))
        lines = max(looks.text_lines(str(c.value), w) for c, w in shown if c.value is not None)
        sheet.row_dimensions[line].height = looks.row_height(lines) + 4
    collected.write(sheet)
    sheet.freeze_panes = "B2"
    looks.page(sheet, titles=f"{HEAD_ROW}:{HEAD_ROW}")
    return Facts(filled)


def prefilled(row: Row | None, book: Book, studio_name: str) -> dict[str, Any]:
    """The single row with the year and the studio's name, where the given row leaves them open."""
    standard = book.standard
    known = {standard.year_field: str(book.year), standard.settings["studio"]["name"]: studio_name}
    fields = standard.registers[standard.studio].fields
    found = dict(row or {})
    for column, value in known.items():
        if value and not found.get(column) and column in fields:
            found[column] = int(value) if fields[column].type is FieldType.YEAR else value
    return found
