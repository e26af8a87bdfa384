"""The workbook part: its sheets, defined names and the order to calculate when the file is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from docgen.container import Container
from docgen.ooxml.security import CONTENT_TYPES, main_part, parse_xml, relations, rels_name
from docgen.ooxml.sheets.formulas import CannotMove, Formula, Sheets, compile_formula
from docgen.ooxml.sheets.marks import Layouts, Marks
from docgen.ooxml.sheets.rows import M
from docgen.ooxml.shift import areas, write

REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
#: What may stand before ``calcPr`` (CT_Workbook, in order).
BEFORE_CALC = [
    f"{M}{name}"
    for name in (
        "fileVersion",
        "fileSharing",
        "workbookPr",
        "workbookProtection",
        "bookViews",
        "sheets",
        "functionGroups",
        "externalReferences",
        "definedNames",
    )
]


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A worksheet: its name as users see it, and its part."""

    title: str
    part: str


def sheet_entries(container: Container) -> list[SheetEntry]:
    """The worksheets in order; chart sheets hold no cells."""
    main = main_part(container)
    targets = {r.id: r for r in relations(container, main)}
    root = parse_xml(container[main])
    found = []
    for sheet in root.iter(f"{M}sheet"):
        relation = targets.get(str(sheet.get(REL_ID)))
        if relation and relation.kind == "worksheet" and relation.target in container:
            found.append(SheetEntry(str(sheet.get("name")), relation.target))
    return found


def xml_bytes(root: etree._Element) -> bytes:
    """A part."""
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def calculate_on_load(root: etree._Element) -> None:
    """Make spreadsheets compute all formulas when they open the file."""
    calc = root.find(f"{M}calcPr")
    if calc is None:
        calc = etree.Element(f"{M}calcPr")
        position = max((root.index(child) for child in root if child.tag in BEFORE_CALC), default=-1)
        root.insert(position + 1, calc)
    calc.set("fullCalcOnLoad", "1")


class DefinedName:
    """What a name stands for; a print area or title that has lost all its rows keeps the first ones."""

    def __init__(self, formula: Formula, built_in: bool) -> None:
        """Take what the name stands for in the template."""
        self.formula = formula
        self.built_in = built_in

    def __call__(self, layouts: Layouts) -> str:
        """What it stands for in the filled workbook, as XML text."""
        text = self.formula.text(layouts, None)
        if self.built_in and any(not self.formula.rows(a, layouts, None, False) for a in areas(self.formula.pieces)):
            text = write(self.formula.pieces)
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def compile_names(
    root: etree._Element,
    titles: list[str],
    marks: Marks,
    sheets: Sheets,
    refuse: Callable[[CannotMove, str], None],
) -> None:
    """Replace what defined names stand for by marks.

    Args:
        root: the workbook; changed.
        titles: names of all sheets in order.
        marks: gets the marks.
        sheets: how the rows of all sheets move.
        refuse: takes what can not follow, with the defined name.
    """
    for name in root.iter(f"{M}definedName"):
        text = name.text or ""
        try:
            built_in = str(name.get("name")).startswith("_xlnm.")
            local = name.get("localSheetId")
            sheet = titles[int(local)] if local is not None and int(local) < len(titles) else ""
            name.text = marks.add(DefinedName(compile_formula(text, sheet, None, sheets), built_in))
        except CannotMove as problem:
            refuse(problem, str(name.get("name")))


def all_titles(root: etree._Element) -> list[str]:
    """The names of all sheets, also of chart sheets, in order."""
    return [str(sheet.get("name")) for sheet in root.iter(f"{M}sheet")]


def printing(root: etree._Element, title: str) -> tuple[str, str]:
    """Print area and print titles of a sheet as they stand in the workbook, empty where there are none."""
    titles = all_titles(root)
    local = str(titles.index(title)) if title in titles else ""
    found = {str(n.get("name")): n.text or "" for n in root.iter(f"{M}definedName") if n.get("localSheetId") == local}
    return found.get("_xlnm.Print_Area", ""), found.get("_xlnm.Print_Titles", "")


def without_calc_chain(container: Container) -> tuple[dict[str, bytes], set[str]]:
    """Parts changed and parts dropped so that the order of calculation is found anew."""
    main = main_part(container)
    chain = next((r for r in relations(container, main) if r.kind == "calcChain"), None)
    if chain is None:
        return {}, set()
    rels = parse_xml(container[rels_name(main)])
    for child in list(rels):
        if child.get("Id") == chain.id:
            rels.remove(child)
    types = parse_xml(container[CONTENT_TYPES])
    for child in list(types):
        if str(child.get("PartName", "")).lstrip("/") == chain.target:
            types.remove(child)
    return {rels_name(main): xml_bytes(rels), CONTENT_TYPES: xml_bytes(types)}, {chain.target}


def as_workbook(types: bytes) -> bytes | None:
    """The content types with a workbook in place of a template (.xltx); ``None`` where it is one already.

    A file called .xlsx whose content is declared as a template is not opened by Excel.
    """
    template = b"spreadsheetml.template.main+xml"
    return types.replace(template, b"spreadsheetml.sheet.main+xml") if template in types else None
