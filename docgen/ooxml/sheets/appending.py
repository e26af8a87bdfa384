"""Rows added to a workbook that people keep: one sheet changes, every other part stays byte for byte as it was saved.

Texts are written into the cells themselves (ECMA-376 part 1, 18.3.1.53), so that the table of shared strings is left
alone; a cell keeps the format it has, or takes that of its column, or of the cell above. A day becomes a spreadsheet's
date only where the format shows one.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from lxml import etree

from docgen.container import Container, Skeleton, pack
from docgen.errors import UnreadableFile
from docgen.ooxml.security import UnsafeXml, main_part, parse_xml, relations
from docgen.ooxml.sheets.rows import M
from docgen.ooxml.sheets.workbook import sheet_entries, xml_bytes
from docgen.ooxml.shift import column_letters, column_number, parse_area

Value = str | int | Decimal | date | time
#: Day 0 of spreadsheet dates, and numbers of the built-in formats that show a date (ECMA-376 part 1, 18.8.30).
DAY_ZERO = date(1899, 12, 30)
DATE_FORMATS = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
#: What is no letter of a format: texts in quotes, escaped characters, colours and conditions.
ASIDE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def append_rows(data: bytes, what: str, sheet: str, rows: Sequence[Mapping[int, Value]]) -> tuple[bytes, int]:
    """Add rows below the last one that holds anything.

    Args:
        data: the workbook.
        what: its name, for messages.
        sheet: name of the sheet.
        rows: column (from 1) → what goes into its cell.

    Returns:
        The workbook with the rows, and the number of the first of them.

    Raises:
        UnreadableFile: it is no workbook, is damaged or unsafe, or has no such sheet.
    """
    container = Container.read(data, what)
    try:
        part = next((e.part for e in sheet_entries(container) if e.title == sheet), "")
        root = parse_xml(container[part]) if part else None
    except (UnsafeXml, KeyError, StopIteration) as error:
        raise UnreadableFile("工作簿已损坏，或不是 Excel 文件", place=what) from error
    table = root.find(f"{M}sheetData") if root is not None else None
    if root is None or table is None:
        raise UnreadableFile(f"没有工作表“{sheet}”", place=what)
    last = max((_number(row) for row in table if any(_filled(cell) for cell in row)), default=0)
    styles = Styles(container, root, [cell for row in table if _number(row) == last for cell in row])
    for number, values in enumerate(rows, last + 1):
        put_values(row_at(table, number), number, values, styles)
    reach(root, max((max(values, default=1) for values in rows), default=1), last + len(rows))
    changed = {part: xml_bytes(root), **_tables(container, part, last, len(rows))}
    parts = [pack(name, changed[name]) if name in changed else kept for name, kept in container.parts.items()]
    return Skeleton.of(parts).complete(()), last + 1


def _number(row: etree._Element) -> int:
    return int(row.get("r") or 0)


def _column(cell: etree._Element) -> int:
    return column_number("".join(c for c in str(cell.get("r") or "A") if c.isalpha()))


def _filled(cell: etree._Element) -> bool:
    return any((child.text or len(child)) for child in cell)


def row_at(table: etree._Element, number: int) -> etree._Element:
    """The row of that number, made where there is none."""
    at = len(table)
    for index, row in enumerate(table):
        if _number(row) == number:
            return row
        if _number(row) > number:
            at = index
            break
    row = etree.Element(f"{M}row", {"r": str(number)})
    table.insert(at, row)
    return row


class Styles:
    """Formats for new cells: of their columns, else of the cells above."""

    def __init__(self, container: Container, sheet: etree._Element, above: Sequence[etree._Element]) -> None:
        self.above = {_column(cell): int(cell.get("s") or 0) for cell in above}
        self.columns = [
            (int(column.get("min") or 0), int(column.get("max") or 0), int(column.get("style") or 0))
            for column in sheet.iterfind(f"{M}cols/{M}col")
        ]
        self.dated = _dated(container)

    def of(self, column: int) -> int:
        """Number of the format of a column's new cells; 0 where there is none."""
        own = next((style for first, last, style in self.columns if first <= column <= last), 0)
        return own or self.above.get(column, 0)


def _dated(container: Container) -> set[int]:
    """Numbers of the formats that show a date."""
    part = next((r.target for r in relations(container, main_part(container)) if r.kind == "styles"), "")
    if part not in container:
        return set()
    root = parse_xml(container[part])
    own = {
        int(node.get("numFmtId") or 0)
        for node in root.iterfind(f"{M}numFmts/{M}numFmt")
        if re.search("[yd]", ASIDE.sub("", str(node.get("formatCode") or "")).lower())
    }
    formats = root.iterfind(f"{M}cellXfs/{M}xf")
    return {index for index, xf in enumerate(formats) if int(xf.get("numFmtId") or 0) in DATE_FORMATS | own}


def cells_of(row: etree._Element) -> dict[int, etree._Element]:
    """The cells of a row by column, from 1."""
    return {_column(cell): cell for cell in row}


def put_values(row: etree._Element, number: int, values: Mapping[int, Value], styles: Styles) -> None:
    """Write into cells of a row; what else they hold goes, their formats stay."""
    row.attrib.pop("spans", "")
    cells = cells_of(row)
    for column, value in sorted(values.items()):
        cell = cells.get(column)
        if cell is None:
            cell = cells[column] = etree.Element(f"{M}c")
            if style := styles.of(column):
                cell.set("s", str(style))
        cell.set("r", f"{column_letters(column)}{number}")
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", "")
        _fill(cell, value, int(cell.get("s") or 0) in styles.dated)
    for column in sorted(cells):
        row.append(cells[column])


def _fill(cell: etree._Element, value: Value, dated: bool) -> None:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        etree.SubElement(cell, f"{M}v").text = format(value, "f" if isinstance(value, Decimal) else "d")
    elif isinstance(value, date) and not isinstance(value, datetime) and dated:
        etree.SubElement(cell, f"{M}v").text = str((value - DAY_ZERO).days)
    elif text := _text(value):
        cell.set("t", "inlineStr")
        node = etree.SubElement(etree.SubElement(cell, f"{M}is"), f"{M}t", {XML_SPACE: "preserve"})
        node.text = text


def _text(value: Value) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)


def reach(root: etree._Element, column: int, row: int) -> None:
    """Let the sheet say how far it reaches."""
    dimension = root.find(f"{M}dimension")
    area = parse_area(str(dimension.get("ref") or "")) if dimension is not None else None
    if dimension is None or area is None:
        return
    right, bottom = max(area.columns[1], column), max(area.rows[1], row)
    dimension.set("ref", f"{column_letters(area.columns[0])}{area.rows[0]}:{column_letters(right)}{bottom}")


def _tables(container: Container, part: str, last: int, added: int) -> dict[str, bytes]:
    """Tables that end with the last row take the new ones in, as they do when somebody types below them."""
    found: dict[str, bytes] = {}
    for relation in relations(container, part):
        if relation.kind != "table" or relation.target not in container:
            continue
        root = copy.deepcopy(parse_xml(container[relation.target]))
        area = parse_area(str(root.get("ref") or ""))
        if area is None or area.rows[1] != last or root.get("totalsRowCount"):
            continue
        ref = area.show(area.rows[0], last + added)
        for node in (root, *root.iterfind(f"{M}autoFilter")):
            node.set("ref", ref)
        found[relation.target] = xml_bytes(root)
    return found
