"""Spreadsheets and CSV files as grids of raw cells. Which cells mean what is decided elsewhere."""

from __future__ import annotations

import csv
import io
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from docgen.container import Container
from docgen.errors import MissingFile, UnreadableFile
from docgen.load.safexml import UnsafeXml, parse_xml
from docgen.model.cells import SAFE_DIGITS, BrokenCell, RawValue

MAX_BYTES = 200 * 1024 * 1024
CSV_FIELD_LIMIT = 1024 * 1024
#: The byte order marks of the two encodings that spreadsheets write besides the plain ones.
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
#: A cell with an error; a cell with a formula. Attributes of cells hold no slash.
ERROR_CELL = re.compile(rb'<(?:\w+:)?c\b([^>/]*\bt=["\']e["\'][^>/]*)>(.*?)</(?:\w+:)?c>', re.DOTALL)
FORMULA_CELL = re.compile(rb"<(?:\w+:)?c\b([^>/]*)>\s*<(?:\w+:)?f\b(.*?)</(?:\w+:)?c>", re.DOTALL)
RESULT = re.compile(rb"<(?:\w+:)?v\b[^>/]*>[^<]+</|<(?:\w+:)?is\b")
VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)<")
#: Cheap signs of a formula: most sheets have none, and need no closer look.
FORMULA_MARKS = (b"<f>", b"<f ", b":f>", b":f ")
FORMULA = re.compile(rb"[^>]*>([^<]*)<")
REFERENCE = re.compile(rb'\br=["\']([A-Z]+)([0-9]+)["\']')
TEXT_RESULT = re.compile(rb'\bt=["\']str["\']')


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet.

    Attributes:
        file: the file as messages show it.
        sheet: name of the sheet; for a CSV file its name without ending.
        lone: the file has no sheets.
        rows: 1-based row number and cells from column A on; blank rows are left out.
        merged: merged ranges as ``(first row, first column, last row, last column)``, counted from 1.
    """

    file: str
    sheet: str
    lone: bool
    rows: list[tuple[int, list[RawValue]]]
    merged: Sequence[tuple[int, int, int, int]] = field(default=())

    @property
    def shown_sheet(self) -> str:
        """The sheet as messages show it: empty where the file has only one."""
        return "" if self.lone else self.sheet


def letters(column: int) -> str:
    """The letters of a column counted from 1: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def read_bytes(path: Path, file: str) -> bytes:
    """The bytes of a data file.

    Raises:
        MissingFile: it is not there.
        UnreadableFile: it can not be opened or is too large.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableFile("文件超过 200 MB", place=file, code="input.unsafe", remedy="核对文件来源，重新制作。")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise MissingFile("没有这个文件", place=file) from error
    except OSError as error:
        raise UnreadableFile("文件打不开", place=file, remedy="关闭正在使用该文件的程序，检查权限后再运行。") from error


def decode(data: bytes, file: str) -> str:
    """The text of a file in UTF-8, GB18030 or, with a mark, UTF-16.

    Raises:
        UnreadableFile: it is in none of them.
    """
    for encoding in ("utf-16",) if data.startswith(UTF16_MARKS) else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableFile("文件不是文本，或编码不是 UTF-8、GB18030", place=file, remedy="另存为 UTF-8 编码后再运行。")


def csv_grid(data: bytes, file: str, name: str) -> Grid:
    """A CSV file: comma, tab or semicolon between cells.

    Raises:
        UnreadableFile: it is no text or a quote is not closed.
    """
    text = decode(data, file)
    head = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",\t;", key=head.count)
    csv.field_size_limit(CSV_FIELD_LIMIT)
    rows: list[tuple[int, list[RawValue]]] = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for number, cells in enumerate(reader, 1):
            if any(cells):
                rows.append((number, [cell or None for cell in cells]))
    except csv.Error as error:
        raise UnreadableFile(
            f"第 {len(rows) + 1} 行附近的引号没有配对，或内容太长",
            place=file,
            remedy="用 WPS 或 Excel 打开后另存一份。",
        ) from error
    return Grid(file, name, True, rows)


def workbook_grids(data: bytes, file: str, wanted: Callable[[str], bool]) -> Iterator[Grid]:
    """The sheets of a workbook whose names are wanted, in order.

    Raises:
        UnreadableFile: it is no workbook, is damaged, unsafe or has a password.
    """
    container = Container.read(data, file)
    workbook = _opened(data, file)
    parts = _sheet_parts(container, file)
    for meta in workbook.sheets_metadata:
        if meta.typ is not SheetTypeEnum.WorkSheet or not wanted(meta.name):
            continue
        broken = _broken_cells(container[parts[meta.name]]) if parts.get(meta.name) in container.parts else {}
        sheet = _sheet(workbook, meta.name, file)
        merged = [(a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in sheet.merged_cell_ranges or ()]
        yield Grid(file, meta.name, False, _rows(sheet, broken, file), merged)


def old_workbook_grids(data: bytes, file: str) -> Iterator[Grid]:
    """The sheets of a workbook of the old format (.xls), in order.

    Raises:
        UnreadableFile: it is no such workbook, is damaged or has a password.
    """
    workbook = _opened(data, file)
    for meta in workbook.sheets_metadata:
        if meta.typ is SheetTypeEnum.WorkSheet:
            yield Grid(file, meta.name, False, _rows(_sheet(workbook, meta.name, file), {}, file))


def sheet_names(data: bytes, file: str) -> list[str]:
    """The names of a workbook's sheets, charts left out.

    Raises:
        UnreadableFile: see :func:`workbook_grids`.
    """
    Container.read(data, file)
    return [m.name for m in _opened(data, file).sheets_metadata if m.typ is SheetTypeEnum.WorkSheet]


def _damaged(file: str, error: BaseException) -> UnreadableFile:
    problem = UnreadableFile("工作簿已损坏，或不是 Excel 文件", place=file)
    problem.__cause__ = error
    return problem


def _opened(data: bytes, file: str) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged(file, error) from error
    except BaseException as error:
        # The Rust reader panics on some damaged files; its exception derives from BaseException.
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(file, error) from error


def _sheet(workbook: CalamineWorkbook, name: str, file: str) -> CalamineSheet:
    try:
        return workbook.get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged(file, error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(file, error) from error


def _rows(
    sheet: CalamineSheet, broken: Mapping[tuple[int, int], BrokenCell], file: str
) -> list[tuple[int, list[RawValue]]]:
    rows: list[tuple[int, list[RawValue]]] = []
    offset: list[RawValue] = [None] * (sheet.start[1] if sheet.start else 0)
    broken_rows = {row for row, _ in broken}
    number = 0
    try:
        for number, cells in enumerate(sheet.iter_rows(), 1):
            if number not in broken_rows and not any(c != "" for c in cells):
                continue
            row = offset + [_raw(c) for c in cells]
            if number in broken_rows:
                _put(row, number, broken)
            rows.append((number, row))
    except (CalamineError, ValueError) as error:
        raise _damaged(file, error) from error
    for late in sorted(broken_rows - set(range(number + 1))):
        row = []
        _put(row, late, broken)
        rows.append((late, row))
    return rows


def _put(row: list[RawValue], number: int, broken: Mapping[tuple[int, int], BrokenCell]) -> None:
    for (at, column), cell in broken.items():
        if at == number:
            row += [None] * (column - len(row))
            row[column - 1] = cell


def _raw(cell: RawValue) -> RawValue:
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and -SAFE_DIGITS < cell < SAFE_DIGITS else cell
    return None if cell == "" else cell


def _sheet_parts(container: Container, file: str) -> dict[str, str]:
    """Name of a sheet → part that holds it."""
    try:
        relations = parse_xml(container["xl/_rels/workbook.xml.rels"])
        book = parse_xml(container["xl/workbook.xml"])
    except (KeyError, etree.XMLSyntaxError, UnsafeXml) as error:
        raise UnreadableFile("不是 Excel 工作簿", place=file) from error
    targets = {r.get("Id"): posixpath.normpath(posixpath.join("/xl", r.get("Target") or "")) for r in relations}
    found = {}
    for sheet in book.iter("{*}sheet"):
        ids = [v for k, v in sheet.attrib.items() if str(k).endswith("}id")]
        if ids and ids[0] in targets:
            found[str(sheet.get("name"))] = targets[ids[0]].lstrip("/")
    return found


def _broken_cells(xml: bytes) -> dict[tuple[int, int], BrokenCell]:
    """Cells that hold an error, or a formula whose result was never stored: readers take both for blank."""
    found: dict[tuple[int, int], BrokenCell] = {}
    if b't="e"' in xml or b"t='e'" in xml:
        for match in ERROR_CELL.finditer(xml):
            value = VALUE.search(match.group(2))
            _note(found, match.group(1), BrokenCell("error-cell", value.group(1).decode() if value else "#"))
    for match in FORMULA_CELL.finditer(xml) if any(mark in xml for mark in FORMULA_MARKS) else ():
        attributes, rest = match.groups()
        if not TEXT_RESULT.search(attributes) and not RESULT.search(rest):
            formula = FORMULA.match(rest)
            _note(found, attributes, BrokenCell("no-result", "=" + (formula.group(1).decode() if formula else "")))
    return found


def _note(found: dict[tuple[int, int], BrokenCell], attributes: bytes, cell: BrokenCell) -> None:
    place = REFERENCE.search(attributes)
    if place is None:
        return
    column = 0
    for letter in place.group(1):
        column = column * 26 + letter - 64
    found.setdefault((int(place.group(2)), column), cell)
