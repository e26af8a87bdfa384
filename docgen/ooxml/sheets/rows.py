"""The rows of a template sheet as they are read: cells with tags, formulas, everything else as XML to be repeated."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from lxml import etree

from docgen.ooxml.shift import CORNER, column_letters, column_number, translated
from docgen.ooxml.tags import may_hold_tags, scan_tags

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
M = f"{{{MAIN}}}"
#: Attributes of a cell that are written anew.
OWN_CELL = frozenset({"r", "t"})
_ENTITY = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def attribute(text: str) -> str:
    """Text as the value of an attribute in double quotes."""
    return text.translate(_ENTITY)


class Prefixes:
    """Writes pieces of a tree for use inside its root, whose name spaces are declared already."""

    def __init__(self, root: etree._Element) -> None:
        """Know the root's name spaces."""
        self.declared = [f' xmlns{":" + p if p else ""}="{attribute(uri)}"' for p, uri in root.nsmap.items()]
        self.names = {uri: p for p, uri in root.nsmap.items() if p}

    def xml(self, element: etree._Element) -> str:
        """An element without the declarations of its root."""
        text: str = etree.tostring(element, encoding="unicode", with_tail=False)
        head, bracket, rest = text.partition(">")
        for declaration in self.declared:
            head = head.replace(declaration, "", 1)
        return head + bracket + rest

    def attributes(self, element: etree._Element, without: frozenset[str]) -> str:
        """The attributes of an element as they stand in its tag, each with a space before it."""
        found = []
        for raw, value in element.attrib.items():
            name = str(raw)
            if name in without:
                continue
            qualified = etree.QName(name)
            if qualified.namespace:
                prefix = self.names.get(qualified.namespace)
                if prefix is None:
                    continue
                name = f"{prefix}:{qualified.localname}"
            found.append(f' {name}="{attribute(str(value))}"')
        return "".join(found)


@dataclass(frozen=True, slots=True)
class TemplateCell:
    """A cell of the template.

    Attributes:
        column: number of its column.
        attributes: its attributes but place and type, as XML.
        style: number of its style.
        rest: what follows the attributes of a cell without tags and formula.
        number: its number, where it holds a plain one.
        text: the whole text of a cell that may hold tags.
        formula: its formula, without ``=``.
        array: the range of an array formula.
    """

    column: int
    attributes: str
    style: int = 0
    rest: str = "/>"
    number: Decimal | None = None
    text: str = ""
    formula: str = ""
    array: str = ""

    @property
    def blank(self) -> bool:
        """It holds nothing."""
        return self.rest == "/>" and not self.text and not self.formula

    def name(self, row: int) -> str:
        """Its place in the template: C4."""
        return f"{column_letters(self.column)}{row}"


@dataclass(slots=True)
class TemplateRow:
    """A row of the template.

    Attributes:
        number: its number.
        attributes: its attributes but the number, as XML.
        height: its height in points, 0 where none is given.
        cells: its cells from left to right.
    """

    number: int
    attributes: str
    height: float
    cells: list[TemplateCell] = field(default_factory=list)

    def points(self, least: float) -> float:
        """The height it takes on paper; ``least`` where none is given."""
        return 0.0 if ' hidden="1"' in self.attributes else self.height or least


class Strings:
    """The shared strings of a workbook."""

    def __init__(self, root: etree._Element | None) -> None:
        """Read the table."""
        self.root = root
        self.items = list(root.iterchildren(f"{M}si")) if root is not None else []
        self.texts = [string_text(si) for si in self.items]

    def text(self, index: int) -> str:
        """The text of a string."""
        return self.texts[index] if 0 <= index < len(self.texts) else ""

    def without_tags(self) -> bytes | None:
        """The table with the texts of tags taken out (places stay); ``None`` where it holds none.

        Cells with tags get their own text, so nothing refers to these any more.
        """
        tagged = [si for si, text in zip(self.items, self.texts, strict=True) if scan_tags(text)[0]]
        if self.root is None or not tagged:
            return None
        for si in tagged:
            for child in list(si):
                si.remove(child)
            etree.SubElement(si, f"{M}t")
        return etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)


def string_text(element: etree._Element) -> str:
    """The text of a string item or inline string, formatting and phonetic guides left out."""
    found: list[str] = []
    for child in element:
        if child.tag == f"{M}t":
            found.append(child.text or "")
        elif child.tag == f"{M}r":
            found += [t.text or "" for t in child.iterchildren(f"{M}t")]
    return "".join(found)


class RowReader:
    """Reads the ``sheetData`` of a sheet."""

    def __init__(self, root: etree._Element, strings: Strings) -> None:
        """Read a sheet whose texts may stand in the shared strings."""
        self.prefixes = Prefixes(root)
        self.strings = strings
        self.masters: dict[str, tuple[str, int, int]] = {}

    def rows(self, data: etree._Element) -> list[TemplateRow]:
        """All rows, in ascending order."""
        result: list[TemplateRow] = []
        number = 0
        for element in data.iterchildren(f"{M}row"):
            number = int(element.get("r") or number + 1)
            without = frozenset({"r", "spans"})
            row = TemplateRow(number, self.prefixes.attributes(element, without), float(element.get("ht") or 0))
            column = 0
            for cell in element.iterchildren(f"{M}c"):
                match = CORNER.fullmatch(str(cell.get("r") or ""))
                column = column_number(match[2]) if match else column + 1
                row.cells.append(self.cell(cell, column, number))
            result.append(row)
        return sorted(result, key=lambda r: r.number)

    def cell(self, element: etree._Element, column: int, row: int) -> TemplateCell:
        """One cell."""
        attributes = self.prefixes.attributes(element, OWN_CELL)
        style = int(element.get("s") or 0)
        kind = str(element.get("t") or "n")
        formula = element.find(f"{M}f")
        if formula is not None:
            text = self.formula(formula, column, row)
            if text:
                array = str(formula.get("ref") or "") if formula.get("t") == "array" else ""
                return TemplateCell(column, attributes, style, formula=text, array=array)
        value = element.findtext(f"{M}v")
        text = self.text(element, kind, value)
        if not may_hold_tags(text):
            text = ""
        inner = "".join(self.prefixes.xml(child) for child in element)
        if not inner:
            return TemplateCell(column, attributes, style)
        shown = f' t="{kind}"' if element.get("t") else ""
        return TemplateCell(column, attributes, style, f"{shown}>{inner}</c>", _number(kind, value), text)

    def text(self, element: etree._Element, kind: str, value: str | None) -> str:
        """The text of a cell; empty for other kinds of cells."""
        if kind == "s" and value and value.isdecimal():
            return self.strings.text(int(value))
        if kind == "inlineStr":
            inline = element.find(f"{M}is")
            return string_text(inline) if inline is not None else ""
        return value or "" if kind == "str" else ""

    def formula(self, element: etree._Element, column: int, row: int) -> str:
        """A formula's text; one shared with other cells is written out."""
        text = element.text or ""
        if element.get("t") != "shared":
            return text
        group = str(element.get("si"))
        if text:
            self.masters[group] = (text, column, row)
            return text
        if group not in self.masters:
            return ""
        master, first_column, first_row = self.masters[group]
        return translated(master, row - first_row, column - first_column)


def _number(kind: str, value: str | None) -> Decimal | None:
    if kind != "n" or not value:
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        return None
