"""What stands around the rows of a sheet and must follow them: merged cells, formats, validations, links, breaks.

Every such element is replaced by a mark; when the sheet is filled, the mark is replaced by what the element has become.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from lxml import etree

from docgen.ooxml.sheets.formulas import CannotMove, Formula, compile_formula, key
from docgen.ooxml.sheets.layout import Interval, Layout, Run, Standing, common
from docgen.ooxml.sheets.marks import (
    HERE,
    Gaps,
    Layouts,
    Marks,
    Pattern,
    SheetContext,
    Writer,
    area_list,
    replace_element,
)
from docgen.ooxml.sheets.rows import M
from docgen.ooxml.shift import Area, parse_area, parse_formula, write

FORMULA_NAMES = frozenset({"formula", "formula1", "formula2", "f"})
XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"


class Ranged:
    """A conditional format, validation or the like: ranges, and formulas relative to their first cell."""

    def __init__(self, element: etree._Element, context: SheetContext) -> None:
        """Compile; the element is changed.

        Raises:
            CannotMove: a formula can not follow.
        """
        self.context = context
        gaps = Gaps()
        holder = element.find(f".//{XM}sqref")
        sqref = str(element.get("sqref") or "") if holder is None else holder.text or ""
        self.areas = area_list(sqref)
        self.columns = " ".join(t for t in sqref.split() if not parse_area(t))
        if holder is None:
            element.set("sqref", gaps())
        else:
            holder.text = gaps()
        self.anchor = min((a.rows[0] for a in self.areas), default=1)
        self.formulas = [self._formula(text) for text in _gapped_formulas(element, gaps)]
        self.pattern = Pattern.of(context.prefixes.xml(element))

    @property
    def one_place(self) -> bool:
        """It is for one row that is printed once, so its formulas are like those of a cell."""
        run = self.context.plan.run_of(self.anchor)
        return bool(run and run.sure) and {r for a in self.areas for r in a.rows} <= {self.anchor}

    def _formula(self, text: str) -> Formula:
        run = self.context.plan.run_of(self.anchor)
        return compile_formula(text, self.context.title, run, self.context.sheets, floating=not self.one_place)

    def __call__(self, layouts: Layouts) -> str:
        """The element in the filled sheet; nothing where none of its cells is left."""
        layout = self.context.layout(layouts)
        if layout is None:
            return self._fill([str(a) for a in self.areas], layouts, None)
        found = sorted((rows, i) for i, a in enumerate(self.areas) for rows in layout.intervals(*a.rows))
        if not found and not self.columns:
            return ""
        shown = [self.areas[i].show(*rows) for rows, i in found]
        if not found:
            return self._fill(shown, layouts, None)
        return self._fill(shown, layouts, layout.origin(found[0][0][0]))

    def _fill(self, shown: list[str], layouts: Layouts, standing: Standing | None) -> str:
        values = [" ".join([*shown, self.columns]).strip()]
        for formula in self.formulas:
            if standing is None or self.one_place:
                values.append(formula.text(layouts, standing))
            else:
                values.append(write(formula.pieces, self._relative(formula, layouts, standing)))
        return self.pattern.fill(values)

    def _relative(self, formula: Formula, layouts: Layouts, standing: Standing) -> Callable[[Area], str]:
        """Rows without ``$`` keep their distance from the first cell, since the formula counts for all cells."""

        def show(area: Area) -> str:
            if area.sheet and key(area.sheet) != key(self.context.title):
                found = formula.rows(area, layouts, None, False)
                return area.show(*found[0]) if found else "0"
            rows = []
            for end in (0, 1):
                if area.fixed[2 * end + 1]:
                    hull = formula.rows(area, layouts, standing, False)
                    if not hull:
                        return "0"
                    rows.append(hull[0][end])
                else:
                    rows.append(max(standing.row + area.rows[end] - self.anchor, 1))
            return area.show(min(rows), max(rows))

        return show


def _gapped_formulas(element: etree._Element, gaps: Gaps) -> Iterator[str]:
    for child in element.iter():
        if not isinstance(child.tag, str):
            continue
        name = etree.QName(child).localname
        if name in FORMULA_NAMES and child.text and not len(child):
            text, child.text = child.text, gaps()
            yield text
        elif name == "cfvo" and child.get("val") and child.get("type") not in ("percent", "percentile"):
            value = str(child.get("val"))
            if parse_area(value) or child.get("type") == "formula":
                child.set("val", gaps())
                yield value


class Merges:
    """Merged cells: repeated with their rows."""

    def __init__(self, element: etree._Element, context: SheetContext) -> None:
        """Compile."""
        self.areas = [a for m in element if (a := parse_area(str(m.get("ref"))))]
        self.context = context

    def __call__(self, layouts: Layouts) -> str:
        """The element in the filled sheet."""
        layout = self.context.layout(layouts)
        found = [a.show(*rows) for a in self.areas for rows in (copies(a, layout) if layout else [a.rows])]
        cells = [f'<mergeCell ref="{ref}"/>' for ref in dict.fromkeys(found) if ":" in ref and not _one_cell(ref)]
        return f'<mergeCells count="{len(cells)}">{"".join(cells)}</mergeCells>' if cells else ""


def _one_cell(ref: str) -> bool:
    first, _, last = ref.partition(":")
    return first == last


def copies(area: Area, layout: Layout) -> list[Interval]:
    """The rows of every copy of a range: one for each copy of its run, or for each iteration that holds all of it."""
    plan = layout.plan
    runs = plan.overlapping(*area.rows)
    if not runs:
        return []
    first, last = runs[0], runs[-1]
    if first is last and first.first <= area.rows[0] and area.rows[1] <= first.last:
        before, behind = area.rows[0] - first.first, area.rows[1] - first.first
        return [(s + before, s + behind) for s in layout.starts[first.index]]
    # A range that takes in tag rows stands in the loops that are open on both sides of these.
    around = plan.runs[max(first.index - (area.rows[0] < first.first), 0) : last.index + 1 + (area.rows[1] > last.last)]
    shared = around[0].loops
    for run in around[1:]:
        shared = shared[: common(shared, run.loops)]
    outer = Run(-1, 0, 0, shared, False)
    starts = layout.loop_starts[shared[-1]] if shared else [1]
    found = [layout.hull(*area.rows, Standing(outer, start)) for start in starts]
    return [rows for rows in dict.fromkeys(found) if rows]


class Links:
    """Hyperlinks: repeated with their cells; places they lead to follow too."""

    def __init__(self, element: etree._Element, context: SheetContext) -> None:
        """Compile; the element is changed."""
        self.context = context
        self.links: list[tuple[Area, Formula | None, Pattern]] = []
        for link in element:
            area = parse_area(str(link.get("ref")))
            if area is None:
                continue
            gaps = Gaps()
            link.set("ref", gaps())
            location = str(link.get("location") or "")
            target = None
            if location:
                link.set("location", gaps())
                target = Formula(parse_formula(location), context.title)
            self.links.append((area, target, Pattern.of(context.prefixes.xml(link))))

    def __call__(self, layouts: Layouts) -> str:
        """The element in the filled sheet."""
        layout = self.context.layout(layouts)
        out: list[str] = []
        for area, target, pattern in self.links:
            for rows in copies(area, layout) if layout else [area.rows]:
                standing = layout.origin(rows[0]) if layout else None
                values = [area.show(*rows)]
                if target:
                    values.append(write(target.pieces, partial(_place, target, layouts, standing)))
                out.append(pattern.fill(values))
        return f"<hyperlinks>{''.join(out)}</hyperlinks>" if out else ""


def _place(target: Formula, layouts: Layouts, standing: Standing | None, area: Area) -> str:
    """Where a link leads: the first of the rows; the top of the sheet where none is left."""
    found = target.rows(area, layouts, standing, False)
    if not found:
        return area.show(1, 1)
    return area.show(found[0][0], found[0][0]) if area.single else area.show(*found[0])


class Breaks:
    """Page breaks between rows."""

    def __init__(self, element: etree._Element, context: SheetContext) -> None:
        """Compile; the element is changed."""
        self.context = context
        self.breaks: list[tuple[int, bool, Pattern]] = []
        for item in element:
            row = int(item.get("id") or 0)
            gaps = Gaps()
            item.set("id", gaps())
            self.breaks.append((row, item.get("man") == "1", Pattern.of(context.prefixes.xml(item))))

    def __call__(self, layouts: Layouts) -> str:
        """The element in the filled sheet."""
        layout = self.context.layout(layouts)
        found: dict[int, tuple[bool, Pattern]] = {}
        for row, manual, pattern in self.breaks:
            rows = [row]
            while layout and row and not self.context.plan.run_of(row):
                row -= 1
            if layout:
                rows = [r for first, last in layout.intervals(row, row) for r in range(first, last + 1)] if row else []
            for at in rows:
                found.setdefault(at, (manual, pattern))
        xml = "".join(pattern.fill([str(row)]) for row, (_, pattern) in sorted(found.items()))
        manual_count = sum(manual for manual, _ in found.values())
        head = f'<rowBreaks count="{len(found)}" manualBreakCount="{manual_count}">'
        return f"{head}{xml}</rowBreaks>" if found else ""


class Hulls:
    """An element whose ``ref`` attributes, also inside it, grow with their rows: filter, sorting, used range."""

    def __init__(self, element: etree._Element, context: SheetContext) -> None:
        """Compile; the element is changed."""
        self.context = context
        gaps = Gaps()
        self.areas: list[Area | str] = []
        for child in element.iter():
            if isinstance(child.tag, str) and child.get("ref"):
                self.areas.append(parse_area(str(child.get("ref"))) or str(child.get("ref")))
                child.set("ref", gaps())
        self.pattern = Pattern.of(context.prefixes.xml(element))

    def __call__(self, layouts: Layouts) -> str:
        """The element in the filled sheet; nothing where none of its rows is left."""
        layout = self.context.layout(layouts)
        values: list[str] = []
        for area in self.areas:
            if isinstance(area, str) or layout is None:
                values.append(str(area))
                continue
            rows = layout.hull(*area.rows)
            if rows is None:
                return ""
            values.append(area.show(*rows))
        return self.pattern.fill(values)


class Group:
    """An element that holds such elements and their number, and vanishes with the last of them."""

    def __init__(self, element: etree._Element, context: SheetContext) -> None:
        """Compile; the element is changed."""
        ranged = [c for c in element if c.get("sqref") or c.find(f".//{XM}sqref") is not None]
        self.children = [Ranged(child, context) for child in ranged]
        for child in ranged:
            element.remove(child)
        gaps = Gaps()
        self.counted = element.get("count") is not None
        if self.counted:
            element.set("count", gaps())
        element.text = HERE
        self.pattern = Pattern.of(context.prefixes.xml(element))

    def __call__(self, layouts: Layouts) -> str:
        """The element in the filled sheet."""
        found = [xml for child in self.children if (xml := child(layouts))]
        return self.pattern.fill([str(len(found))]).replace(HERE, "".join(found)) if found else ""


KINDS: dict[str, Callable[[etree._Element, SheetContext], Writer]] = {
    f"{M}dimension": Hulls,
    f"{M}mergeCells": Merges,
    f"{M}conditionalFormatting": Ranged,
    f"{M}dataValidations": Group,
    f"{M}hyperlinks": Links,
    f"{M}autoFilter": Hulls,
    f"{M}sortState": Hulls,
    f"{M}rowBreaks": Breaks,
    f"{M}ignoredErrors": Group,
    f"{M}protectedRanges": Group,
    f"{X14}conditionalFormattings": Group,
    f"{X14}dataValidations": Group,
}


def compile_parts(
    root: etree._Element, marks: Marks, context: SheetContext, refuse: Callable[[CannotMove, str], None]
) -> None:
    """Replace everything that must follow the rows by marks.

    Args:
        root: the sheet; changed.
        marks: gets the marks.
        context: the sheet's plan.
        refuse: takes what can not follow, with its range.
    """
    found = [e for e in root.iterchildren() if e.tag in KINDS]
    found += [e for tag in (f"{X14}conditionalFormattings", f"{X14}dataValidations") for e in root.iter(tag)]
    for element in found:
        where = str(element.get("sqref") or element.get("ref") or "")
        try:
            replace_element(element, marks.add(KINDS[str(element.tag)](element, context)))
        except CannotMove as problem:
            refuse(problem, where)
