"""Charts of a workbook follow the rows they read: ranges grow, and a series that lies in a repeated row is repeated.

What a series reads decides which: cells of one column below each other are values of one series, however many rows
there will be; cells of one row beside each other are a series for each copy of that row.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from docgen.container import Container
from docgen.ooxml.security import parse_xml
from docgen.ooxml.sheets.follow import Pieces, Report, check_marks, pieces_of
from docgen.ooxml.sheets.formulas import Formula, Sheets, key
from docgen.ooxml.sheets.guard import CHART, moves
from docgen.ooxml.sheets.layout import Run
from docgen.ooxml.sheets.marks import Gaps, Layouts, Marks, Pattern, replace_element
from docgen.ooxml.shift import MAX_ROW, Area, areas, parse_formula, write

#: What a chart reads when none of its rows is left; spreadsheets write the same.
NOTHING = "#REF!"
CACHES = tuple(f"{CHART}{name}" for name in ("numCache", "strCache", "multiLvlStrCache"))
#: What a series that is repeated does not keep: a look of its own, and extensions with its identity.
OWN = tuple(f"{CHART}{name}" for name in ("spPr", "dPt", "extLst"))


@dataclass(frozen=True)
class ChartData:
    """The cells a chart reads."""

    formula: Formula

    def text(self, layouts: Layouts, copies: Copies | None = None, row: int = 0) -> str:
        """The reference in the filled workbook; what reads the repeated row alone reads one copy of it."""

        def show(area: Area) -> str:
            if copies and copies.means(area):
                return area.show(row, row)
            found = self.formula.rows(area, layouts, None, False)
            return area.show(*found[0]) if found else NOTHING

        return write(self.formula.pieces, show)

    def __call__(self, layouts: Layouts) -> str:
        """The reference as XML text."""
        return self.text(layouts).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@dataclass(frozen=True)
class Copies:
    """The copies of a repeated row."""

    sheet: str
    run: Run
    row: int

    def means(self, area: Area) -> bool:
        """Whether a reference reads the repeated row alone."""
        return key(area.sheet) == key(self.sheet) and area.rows == (self.row, self.row)

    def rows(self, layouts: Layouts) -> list[int]:
        """Their rows in the filled sheet."""
        starts = layouts[key(self.sheet)].copies(self.run, (1, MAX_ROW))
        return [start + self.row - self.run.first for start in starts]


@dataclass(frozen=True)
class SeriesNumber:
    """The number of a series: its place in the chart, with the copies before it."""

    place: int
    before: tuple[Copies, ...]

    def first(self, layouts: Layouts) -> int:
        """The number of the first copy."""
        return self.place + sum(len(copies.rows(layouts)) - 1 for copies in self.before)

    def __call__(self, layouts: Layouts) -> str:
        """The number as text."""
        return str(self.first(layouts))


@dataclass(frozen=True)
class SeriesRows:
    """A series for each copy of a row; gaps 0 and 1 of the pattern are its numbers, the others its data."""

    copies: Copies
    number: SeriesNumber
    pattern: Pattern
    data: tuple[ChartData, ...]

    def __call__(self, layouts: Layouts) -> str:
        """The XML of all of them."""
        first = self.number.first(layouts)
        return "".join(
            self.pattern.fill([str(n), str(n), *(d.text(layouts, self.copies, row) for d in self.data)])
            for n, row in enumerate(self.copies.rows(layouts), first)
        )


def follow_charts(container: Container, sheets: Sheets, report: Report) -> dict[str, Pieces]:
    """Compile the charts that read rows which move; their stored values are left out, since they would be old."""
    found: dict[str, Pieces] = {}
    for part in container.parts:
        if not part.startswith("xl/charts/") or not part.endswith(".xml"):
            continue
        root, marks = parse_xml(container[part]), Marks()
        _repeat_series(root, marks, sheets)
        for formula in list(root.iter(f"{CHART}f")):
            if moves(formula.text or "", "", sheets):
                formula.text = marks.add(_data(formula))
        if marks.writers:
            check_marks(container, part, report)
            found[part] = pieces_of(root, marks)
    return found


def _data(formula: etree._Element) -> ChartData:
    """What a reference reads; its stored values are taken out."""
    for old in list(formula.itersiblings(*CACHES)):
        old.getparent().remove(old)  # type: ignore[union-attr]
    return ChartData(Formula(parse_formula(formula.text or ""), ""))


def _repeat_series(root: etree._Element, marks: Marks, sheets: Sheets) -> None:
    series = list(root.iter(f"{CHART}ser"))
    repeated = [_copies(one, sheets) for one in series]
    if not any(repeated):
        return
    before: list[Copies] = []
    for place, (one, copies) in enumerate(zip(series, repeated, strict=True)):
        number = SeriesNumber(place, tuple(before))
        if copies is None:
            for element in _numbers(one):
                element.set("val", marks.add(number))
            continue
        replace_element(one, marks.add(_series_rows(one, copies, number)))
        before.append(copies)


def _numbers(series: etree._Element) -> list[etree._Element]:
    """The two elements that number a series: its identity and its place."""
    return [element for element in series if element.tag in (f"{CHART}idx", f"{CHART}order")]


def _copies(series: etree._Element, sheets: Sheets) -> Copies | None:
    """The copies of the repeated row in which the values of a series lie beside each other, should they."""
    formula = series.find(f"{CHART}val//{CHART}f")
    if formula is None or not moves(formula.text or "", "", sheets):
        return None
    read = list(areas(parse_formula(formula.text or "")))
    if len(read) != 1 or read[0].rows[0] != read[0].rows[1] or read[0].columns[0] == read[0].columns[1]:
        return None
    plan = sheets.plan(read[0].sheet)
    run = plan.run_of(read[0].rows[0]) if plan else None
    return Copies(read[0].sheet, run, read[0].rows[0]) if run and run.loops else None


def _series_rows(series: etree._Element, copies: Copies, number: SeriesNumber) -> SeriesRows:
    gap = Gaps()
    for element in _numbers(series):
        element.set("val", gap())
    for old in [e for e in series if e.tag in OWN]:
        series.remove(old)
    data = []
    for formula in list(series.iter(f"{CHART}f")):
        data.append(_data(formula))
        formula.text = gap()
    return SeriesRows(copies, number, Pattern.of(etree.tostring(series, encoding="unicode")), tuple(data))
