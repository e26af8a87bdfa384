"""After saving: what openpyxl can not write itself, and nothing that depends on the clock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from docgen.container import Container, write_zip

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
NS = {"s": MAIN}
CORE = "docProps/core.xml"
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
STYLES = "xl/styles.xml"
#: The order of a font's properties in the files of Excel (ECMA-376 part 1, CT_Font); openpyxl has another.
FONT_ORDER = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)
#: What follows ``ignoredErrors`` in a worksheet (ECMA-376 part 1, CT_Worksheet).
LATER = ("smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls", "tableParts")


def finish(data: bytes, cached: Mapping[str, Any], stamp: str) -> bytes:
    """Complete a saved workbook.

    Args:
        data: the file as openpyxl saved it.
        cached: cell of the first sheet → value of its formula.
        stamp: time of creation and change, such as ``2024-01-01T00:00:00Z``.

    Returns:
        The file; equal content gives equal bytes.
    """
    container = Container.read(data, "")
    parts: dict[str, bytes] = {}
    for name in container.parts:
        content = container[name]
        if name == CORE:
            content = MODIFIED.sub(rb"\g<1>" + stamp.encode() + rb"\g<2>", content)
        elif name == STYLES:
            content = fonts_in_order(content)
        elif found := SHEET.fullmatch(name):
            tree = etree.fromstring(content)
            if found[1] == "1":
                add_cached_values(tree, cached)
            let_rows_grow(tree)
            accept_text_numbers(tree)
            content = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        parts[name] = content
    return write_zip(parts)


def fonts_in_order(styles: bytes) -> bytes:
    """The part with the workbook's styles, the properties of each font in the order in which Excel writes them."""
    tree = etree.fromstring(styles)
    for font in tree.iterfind("s:fonts/s:font", NS):
        font[:] = sorted(font, key=lambda child: FONT_ORDER.index(etree.QName(child).localname))
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def add_cached_values(tree: etree._Element, cached: Mapping[str, Any]) -> None:
    """Give formulas their values, for programs that do not calculate (previews, readers of data)."""
    for cell in tree.iterfind(".//s:c[s:f]", NS):
        value = cached[str(cell.get("r"))]
        for old in cell.findall("s:v", NS):
            cell.remove(old)
        etree.SubElement(cell, f"{{{MAIN}}}v").text = str(value)
        if isinstance(value, str):
            cell.set("t", "str")
        elif "t" in cell.attrib:
            del cell.attrib["t"]


def let_rows_grow(tree: etree._Element) -> None:
    """Keep the heights below the head as a mere start: a row grows when somebody types more into it."""
    for row in tree.iterfind(".//s:row[@customHeight]", NS):
        if row.get("r") != "1":
            del row.attrib["customHeight"]


def accept_text_numbers(tree: etree._Element) -> None:
    """Keep Excel from marking text cells that hold digits (citizen numbers, phones) with a green corner."""
    element = etree.Element(f"{{{MAIN}}}ignoredErrors")
    etree.SubElement(element, f"{{{MAIN}}}ignoredError", sqref="A1:XFD1048576", numberStoredAsText="1")
    following = next((child for child in tree if etree.QName(child).localname in LATER), None)
    if following is None:
        tree.append(element)
    else:
        following.addprevious(element)
