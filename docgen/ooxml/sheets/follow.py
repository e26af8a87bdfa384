"""Parts beside a sheet that follow its rows: tables, and the places of pictures and charts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from docgen.container import Container
from docgen.ooxml.security import parse_xml, relations
from docgen.ooxml.sheets.formulas import Sheets, key
from docgen.ooxml.sheets.guard import MOVE_UP, XDR, moves
from docgen.ooxml.sheets.layout import Layout, Plan
from docgen.ooxml.sheets.marks import OPEN, Layouts, Marks, Writer
from docgen.ooxml.sheets.rows import M
from docgen.ooxml.sheets.workbook import xml_bytes
from docgen.ooxml.shift import MAX_ROW, Area, parse_area
from docgen.ooxml.template import RenderError

Report = Callable[[str, str, str], None]
Pieces = list[bytes | Writer]
EMPTY_TABLE = "清单为空时表格里没有一行；在模板里用 {%tr if … %} … {%tr else %} 留一行空白行"


@dataclass(frozen=True)
class Place:
    """Where something stands, for looking up how the rows of its sheet moved."""

    file: str
    title: str
    plan: Plan

    def layout(self, layouts: Layouts) -> Layout:
        """How the rows moved."""
        return layouts[key(self.title)]


@dataclass(frozen=True)
class TableRange:
    """The range of a table or of its filter."""

    place: Place
    name: str
    area: Area
    least: int

    def __call__(self, layouts: Layouts) -> str:
        """The range in the filled sheet.

        Raises:
            RenderError: the table would have no row, which spreadsheets take for damage.
        """
        rows = self.place.layout(layouts).hull(*self.area.rows)
        if rows is None or rows[1] - rows[0] + 1 < self.least:
            where = f"{self.place.file} › {self.place.title}"
            raise RenderError(f"表格（套用表格格式）“{self.name}”：{EMPTY_TABLE}", place=where)
        return self.area.show(*rows)


@dataclass(frozen=True)
class AnchorRow:
    """A row at which a picture begins or ends, counted from 0: it keeps its distance from the first row."""

    place: Place
    first: int
    distance: int

    def __call__(self, layouts: Layouts) -> str:
        """The row in the filled sheet."""
        row = self.place.layout(layouts).row(self.first) or self.first
        return str(min(row + self.distance, MAX_ROW) - 1)


def follow_sheet(container: Container, part: str, place: Place, sheets: Sheets, report: Report) -> dict[str, Pieces]:
    """Compile the tables and drawings of a sheet whose rows move.

    Args:
        container: the workbook.
        part: the sheet's part.
        place: the sheet.
        sheets: how the rows of all sheets move.
        report: takes what can not follow: place, message and remedy.
    """
    found: dict[str, Pieces] = {}
    for relation in relations(container, part):
        if relation.external or relation.target not in container or relation.kind not in ("table", "drawing"):
            continue
        root, marks = parse_xml(container[relation.target]), Marks()
        check_marks(container, relation.target, report)
        if relation.kind == "table":
            _table(root, marks, place, sheets, report)
        else:
            _drawing(root, marks, place, report)
        if marks.writers:
            found[relation.target] = pieces_of(root, marks)
    return found


def pieces_of(root: etree._Element, marks: Marks) -> Pieces:
    """A part as constant pieces and writers."""
    return [p.encode() if isinstance(p, str) else p for p in marks.split(xml_bytes(root).decode())]


def check_marks(container: Container, part: str, report: Report) -> None:
    """Refuse a part that holds the characters of marks."""
    if OPEN.encode() in container[part]:
        report(part, "里面有不能处理的私用字符 U+E0D0", "删去它。")


def _table(root: etree._Element, marks: Marks, place: Place, sheets: Sheets, report: Report) -> None:
    area = parse_area(str(root.get("ref") or ""))
    if area is None or area.rows[1] <= place.plan.fixed_until:
        return
    name = str(root.get("displayName") or root.get("name") or "")
    heads, totals = int(root.get("headerRowCount") or 1), int(root.get("totalsRowCount") or 0)
    ends = [area.rows[0], *([area.rows[1]] if totals else [])]
    if not all((run := place.plan.run_of(row)) and run.sure for row in ends):
        message = f"表格（套用表格格式）“{name}”的标题行或汇总行在重复的行里"
        report(area.plain(), message, "只让表格中间的数据行重复。")
        return
    for element in root.iter(f"{M}calculatedColumnFormula", f"{M}totalsRowFormula"):
        if moves(element.text or "", place.title, sheets):
            report(area.plain(), f"表格“{name}”的列公式 {element.text} 不会跟着行移动", "公式里改用列名，如 [金额]。")
    for element in root.iter(f"{M}table", f"{M}autoFilter", f"{M}sortState", f"{M}sortCondition"):
        ref = parse_area(str(element.get("ref") or ""))
        if ref:
            least = heads + totals + 1 if element is root else 1
            element.set("ref", marks.add(TableRange(place, name, ref, least)))


def _drawing(root: etree._Element, marks: Marks, place: Place, report: Report) -> None:
    if next(root.iter(f"{XDR}absoluteAnchor"), None) is not None:
        report("", "固定位置的图片、图表或图形不会跟着行移动", "在它的属性里设为随单元格改变位置。")
    for anchor in root.iter(f"{XDR}twoCellAnchor", f"{XDR}oneCellAnchor"):
        rows = [(e, int(e.text or 0) + 1) for e in anchor.iterfind(f"{XDR}from/{XDR}row")]
        rows += [(e, int(e.text or 0) + 1) for e in anchor.iterfind(f"{XDR}to/{XDR}row")]
        if not rows or rows[0][1] <= place.plan.fixed_until:
            continue
        first = rows[0][1]
        run = place.plan.run_of(first)
        if run is None or not run.sure:
            report(f"第 {first} 行", "图片、图表或图形的左上角在重复的行里，不会跟着移动", MOVE_UP)
            continue
        for element, row in rows:
            element.text = marks.add(AnchorRow(place, first, row - first))
