"""What can not follow rows that move: such a template is refused, since a wrong file is worse than none.

Above the first repeated row everything stays where it is and is fine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from docgen.container import Container
from docgen.ooxml.security import parse_xml, relations
from docgen.ooxml.sheets.formulas import Sheets
from docgen.ooxml.sheets.layout import Plan
from docgen.ooxml.sheets.marks import area_list
from docgen.ooxml.sheets.parts import X14, XM
from docgen.ooxml.sheets.rows import M
from docgen.ooxml.shift import areas, parse_area, parse_formula
from docgen.ooxml.tags import scan_tags

XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
ONLY_HERE = "标签只能写在单元格、页眉页脚和文件属性里。"
MOVE_UP = "把它移到重复的行上方，或放到另一张工作表。"
#: Elements of a sheet that are not followed at all.
ELEMENTS = {
    f"{M}scenarios": "方案",
    f"{M}customSheetViews": "自定义视图",
    f"{M}dataConsolidate": "合并计算",
    f"{M}cellWatches": "监视窗口",
    f"{M}oleObjects": "OLE 对象",
    f"{M}controls": "控件",
}
#: Extensions of a sheet that are not followed, by a word in their content.
EXTENSIONS = {"sparklineGroups": "迷你图", "slicerList": "切片器", "timelineRefs": "日程表"}
#: Parts of a workbook whose tags are filled elsewhere or that hold no text.
FILLED = ("xl/worksheets/", "xl/sharedstrings.xml", "xl/styles.xml", "xl/theme/")

Report = Callable[[str, str, str], None]


@dataclass(frozen=True)
class Construct:
    """Something in a sheet that does not move: what it is, and its rows in the template."""

    what: str
    first: int
    last: int


def check_sheet(container: Container, part: str, root: etree._Element, plan: Plan, report: Report) -> None:
    """Refuse what can not follow in a sheet whose rows move.

    Args:
        container: the workbook.
        part: the sheet's part.
        root: the sheet.
        plan: how its rows move.
        report: takes place, message and remedy.
    """
    for tag, what in ELEMENTS.items():
        if root.find(tag) is not None:
            report("", f"{what}不会跟着行移动", "删去它。")
    for element in root.iter():
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if name in EXTENSIONS:
            report("", f"{EXTENSIONS[name]}不会跟着行移动", "删去它。")
    for formula in root.iter(f"{M}f"):
        if formula.get("t") == "dataTable":
            report(str(formula.get("ref") or ""), "模拟运算表不会跟着行移动", "改为普通公式。")
    for construct in _constructs(container, part, root):
        if construct.last > plan.fixed_until:
            report(f"第 {construct.first} 行", f"{construct.what}在重复的行之中或下方，不会跟着移动", MOVE_UP)


def _constructs(container: Container, part: str, root: etree._Element) -> Iterator[Construct]:
    for relation in relations(container, part):
        if relation.external or relation.target not in container:
            continue
        if relation.kind in READERS:
            content = parse_xml(container[relation.target])
            yield from READERS[relation.kind](content)


def _referenced(what: str, element: etree._Element) -> Iterator[Construct]:
    for area in area_list(str(element.get("ref") or "")):
        yield Construct(what, *area.rows)


def _comments(root: etree._Element) -> Iterator[Construct]:
    for element in root.iter():
        if isinstance(element.tag, str) and etree.QName(element).localname in ("comment", "threadedComment"):
            yield from _referenced("批注", element)


def _pivots(root: etree._Element) -> Iterator[Construct]:
    for location in root.iter(f"{M}location"):
        yield from _referenced("数据透视表", location)


READERS: dict[str, Callable[[etree._Element], Iterator[Construct]]] = {
    "comments": _comments,
    "threadedComment": _comments,
    "pivotTable": _pivots,
}


def check_sources(container: Container, sheets: Sheets, report: Report) -> None:
    """Refuse pivot tables and new kinds of charts that read rows which move, and tags where none are filled.

    Args:
        container: the workbook.
        sheets: how the rows of all sheets move.
        report: takes place, message and remedy.
    """
    for part in container.parts:
        if not part.startswith("xl/") or not part.endswith(".xml") or part.lower().startswith(FILLED):
            continue
        root = parse_xml(container[part])
        what = "数据透视表" if part.startswith("xl/pivot") else "图表或图形"
        for text, sheet in _sources(root):
            if moves(text, sheet, sheets):
                report(part, f"{what}的数据 {text} 在会移动的行里，不会跟着移动", "把数据放在不重复的行。")
        if tag := _tag_in(root):
            report(part, f"这里的标签不会填写：{tag}", ONLY_HERE)


def check_around(root: etree._Element, sheets: Sheets, report: Report) -> None:
    """Refuse tags in a sheet outside of its cells, header and footer, and small charts of rows that move.

    Args:
        root: the sheet.
        sheets: how the rows of all sheets move.
        report: takes place, message and remedy.
    """
    for element in root:
        if element.tag not in (f"{M}sheetData", f"{M}headerFooter") and (tag := _tag_in(element)):
            report("", f"这里的标签不会填写：{tag}", ONLY_HERE)
    for source in root.iterfind(f".//{X14}sparkline/{XM}f"):
        if moves(source.text or "", "", sheets):
            report("", f"迷你图的数据 {source.text} 在会移动的行里，不会跟着移动", "把数据放在不重复的行。")


def _sources(root: etree._Element) -> Iterator[tuple[str, str]]:
    for element in root.iter():
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        # Ordinary series follow; newer kinds of charts and the texts of shapes do not.
        if name in ("f", "sqref") and element.tag != f"{CHART}f":
            yield element.text or "", ""
        if element.get("textlink"):
            yield str(element.get("textlink")), ""
    for source in root.iter(f"{M}worksheetSource"):
        yield str(source.get("ref") or ""), str(source.get("sheet") or "")


def moves(text: str, sheet: str, sheets: Sheets) -> bool:
    """Whether a reference or formula means rows that move; ``sheet`` is where it stands."""
    try:
        found = list(areas(parse_formula(text)))
    except ValueError:
        return False
    return any((p := sheets.plan(a.sheet or sheet)) is not None and a.rows[1] > p.fixed_until for a in found)


def _tag_in(root: etree._Element) -> str:
    for element in root.iter():
        texts = [element.text or "", *(str(v) for v in element.attrib.values())]
        if not isinstance(element.tag, str):
            continue
        for text in texts:
            tags, problems = scan_tags(text)
            if tags or problems:
                return tags[0].text if tags else problems[0].text
    return ""


def check_table_heads(container: Container, part: str, tagged: set[int], report: Report) -> None:
    """Refuse tags in the head row of a table: its columns' names must equal the cells."""
    for relation in relations(container, part):
        if relation.kind == "table" and relation.target in container:
            area = parse_area(str(parse_xml(container[relation.target]).get("ref") or ""))
            if area and area.rows[0] in tagged:
                report(f"第 {area.rows[0]} 行", "表格（套用表格格式）的标题行里不能有标签", "写固定的列名。")
