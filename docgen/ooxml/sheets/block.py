"""A block of cells that docgen keeps up to date in a workbook that people keep, found by its defined name.

Only the sheet it stands in is written anew; every other part stays byte for byte as it was saved. What the block says
never counts as a change of the workbook.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from docgen.container import Container, Skeleton, join_digests, pack, part_digest
from docgen.errors import UnreadableFile
from docgen.ooxml.security import UnsafeXml, main_part, parse_xml, relations
from docgen.ooxml.sheets.appending import Styles, cells_of, put_values, reach, row_at
from docgen.ooxml.sheets.rows import M, Strings, string_text
from docgen.ooxml.sheets.workbook import sheet_entries, xml_bytes
from docgen.ooxml.shift import parse_area

#: Signature of the record at the end of a zip; 22 bytes and a comment, whose length its last two bytes are.
END_OF_ZIP = b"PK\x05\x06"
#: Rows a block may have; what is larger is none of docgen's.
MOST = 200


@dataclass(frozen=True)
class Block:
    """Cells below each other in one sheet of a workbook.

    Attributes:
        container: the workbook.
        part: part of the sheet.
        root: the sheet.
        column: the column, from 1.
        rows: first and last row.
    """

    container: Container
    part: str
    root: etree._Element
    column: int
    rows: tuple[int, int]

    @property
    def lines(self) -> list[str]:
        """What its cells say, one a cell; a formula says ``=``."""
        others = relations(self.container, main_part(self.container))
        relation = next((r for r in others if r.kind == "sharedStrings" and r.target in self.container), None)
        strings = Strings(parse_xml(self.container[relation.target]) if relation else None)
        table = self.root.find(f"{M}sheetData")
        found = dict.fromkeys(range(self.rows[0], self.rows[1] + 1), "")
        for row in table if table is not None else ():
            number = int(row.get("r") or 0)
            cell = cells_of(row).get(self.column) if number in found else None
            if cell is not None:
                found[number] = _text(cell, strings)
        return list(found.values())

    def sheet_with(self, lines: Sequence[str]) -> bytes:
        """The sheet with other lines in the block; those that are missing are empty."""
        root = parse_xml(xml_bytes(self.root))
        table = root.find(f"{M}sheetData")
        assert table is not None
        styles = Styles(self.container, root, ())
        for offset, number in enumerate(range(self.rows[0], self.rows[1] + 1)):
            text = "".join(c for c in lines[offset] if c.isprintable()) if offset < len(lines) else ""
            put_values(row_at(table, number), number, {self.column: text}, styles)
        reach(root, self.column, self.rows[1])
        return xml_bytes(root)

    def workbook_with(self, lines: Sequence[str]) -> bytes:
        """The workbook with other lines in the block."""
        changed = pack(self.part, self.sheet_with(lines))
        parts = [changed if name == self.part else kept for name, kept in self.container.parts.items()]
        return Skeleton.of(parts).complete(())


def _text(cell: etree._Element, strings: Strings) -> str:
    if cell.find(f"{M}f") is not None:
        return "="
    value = cell.findtext(f"{M}v") or ""
    if cell.get("t") == "s" and value.isdecimal():
        return strings.text(int(value))
    inline = cell.find(f"{M}is")
    return string_text(inline) if inline is not None else value


def find_block(data: bytes, what: str, name: str) -> Block | None:
    """The block of that name; ``None`` where the workbook has none, or the name stands for anything else.

    Args:
        data: the workbook.
        what: its name, for messages.
        name: the defined name.

    Raises:
        UnreadableFile: it is no workbook, is damaged or unsafe.
    """
    container = Container.read(data, what)
    try:
        main = parse_xml(container[main_part(container)])
        names = [n for n in main.iter(f"{M}definedName") if n.get("name") == name and n.get("localSheetId") is None]
        if len(names) != 1:
            return None
        sheet, _, corner = (names[0].text or "").rpartition("!")
        title = sheet[1:-1].replace("''", "'") if sheet.startswith("'") and sheet.endswith("'") else sheet
        part = next((e.part for e in sheet_entries(container) if e.title == title), "")
        area = parse_area(corner)
        if not part or area is None or area.columns[0] != area.columns[1] or area.rows[1] - area.rows[0] >= MOST:
            return None
        root = parse_xml(container[part])
    except (UnsafeXml, KeyError, StopIteration) as error:
        raise UnreadableFile("工作簿已损坏，或不是 Excel 文件", place=what) from error
    if root.find(f"{M}sheetData") is None:
        return None
    return Block(container, part, root, area.columns[0], area.rows)


def digest_beside(data: bytes, what: str, name: str) -> str:
    """SHA-256 of a workbook whatever its block of that name says (hexadecimal); of the bytes where it has none."""
    try:
        block = find_block(data, what, name)
    except UnreadableFile:
        block = None
    if block is None:
        return hashlib.sha256(data).hexdigest()
    digests = {n: part_digest(p.packed) for n, p in block.container.parts.items()}
    # What somebody put behind the end of the zip is no part of it, and a change.
    end = data.rfind(END_OF_ZIP)
    rest = data[end + 22 + int.from_bytes(data[end + 20 : end + 22], "little") :]
    return join_digests({**digests, block.part: part_digest(block.sheet_with(())), "": part_digest(rest)})
