"""Formulas of a template moved to where their cells end up, and checked for what can not be moved.

Rules (see ``Layout``): a reference means the copies of its rows in the iteration that formula and rows share; a range
runs from the first to the last of them. Where nothing is left of a reference, it counts as 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from docgen.ooxml.sheets.layout import Interval, Layout, Plan, Run, Standing, common
from docgen.ooxml.shift import Area, Call, Piece, areas, calls, parse_formula
from docgen.ooxml.texts import ValueProblem

#: Functions that take any number of ranges: the rows of a loop are what they are for.
AGGREGATES = frozenset({"SUM", "COUNT", "COUNTA", "AVERAGE", "MAX", "MIN", "PRODUCT"})
#: Functions whose first argument is a kind of computation, then ranges.
KINDS = frozenset({"SUBTOTAL"})
#: Functions with conditions or lists, which take ranges but not several instead of one.
RANGES = frozenset({"SUMIF", "SUMIFS", "COUNTIF", "COUNTIFS", "AVERAGEIF", "AVERAGEIFS", "SUMPRODUCT", "COUNTBLANK"})
RANGES |= frozenset({"LOOKUP", "VLOOKUP", "HLOOKUP", "INDEX", "MATCH", "ROWS", "RANK", "LARGE", "SMALL", "MEDIAN"})
#: Excel's limit is 255 arguments.
MAX_AREAS = 250


class CannotMove(Exception):
    """A formula or other construct can not follow its rows; message and remedy are for users."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


@dataclass(frozen=True)
class Sheets:
    """All sheets of a workbook at compile time.

    Attributes:
        plans: plan of each sheet by :func:`key`.
        formulas: column and template row of every cell with a formula, by sheet.
        values: the same of every cell with a tag or a number.
    """

    plans: Mapping[str, Plan]
    formulas: Mapping[str, frozenset[tuple[int, int]]]
    values: Mapping[str, frozenset[tuple[int, int]]]

    def plan(self, name: str) -> Plan | None:
        """The plan of a sheet whose rows move; ``None`` where they stay."""
        found = self.plans.get(key(name))
        return found if found and found.moves else None


def key(sheet: str) -> str:
    """The form in which sheet names are compared."""
    return sheet.casefold()


@dataclass(frozen=True)
class Formula:
    """A formula of the template.

    Attributes:
        pieces: its text in pieces.
        sheet: the sheet it stands in, empty where it stands in none.
        split: references that must be written as several areas, so that sums leave the subtotals between them out.
    """

    pieces: tuple[Piece, ...]
    sheet: str
    split: frozenset[Area] = frozenset()

    def rows(self, area: Area, layouts: Mapping[str, Layout], standing: Standing | None, split: bool) -> list[Interval]:
        """The rows a reference means in the filled workbook; empty where nothing is left."""
        name = area.sheet or self.sheet
        layout = layouts.get(key(name))
        if layout is None:
            return [area.rows]
        where = standing if key(name) == key(self.sheet) else None
        if split and area in self.split:
            return layout.intervals(*area.rows, where)
        growing = area.fixed[1] and not area.fixed[3] and not area.single
        hull = layout.hull(*area.rows, where, growing)
        return [hull] if hull else []

    def text(self, layouts: Mapping[str, Layout], standing: Standing | None) -> str:
        """The formula in the filled workbook.

        Raises:
            ValueProblem: it would get longer than a spreadsheet allows.
        """
        return self._text(self.pieces, layouts, standing)

    def _text(self, pieces: tuple[Piece, ...], layouts: Mapping[str, Layout], standing: Standing | None) -> str:
        out: list[str] = []
        for piece in pieces:
            if isinstance(piece, str):
                out.append(piece)
            elif isinstance(piece, Area):
                found = self.rows(piece, layouts, standing, False)
                out.append(piece.show(*found[0]) if found else "0")
            else:
                out.append(self._call(piece, layouts, standing))
        return "".join(out)

    def _call(self, call: Call, layouts: Mapping[str, Layout], standing: Standing | None) -> str:
        name = call.name.upper()
        several = name in AGGREGATES or name in KINDS
        args: list[str] = []
        lost = False
        for arg in call.args:
            area = lone_area(arg)
            if area is None or not (several or not area.single):
                args.append(self._text(arg, layouts, standing))
                continue
            found = self.rows(area, layouts, standing, several)
            if len(found) > MAX_AREAS:
                raise ValueProblem("公式要合计的分组太多，请把小计和合计都改用 SUBTOTAL(9,…)")
            lost = lost or not found
            args += [area.show(*rows) for rows in found]
        if lost and (not several or len(args) == (1 if name in KINDS else 0)):
            return "0"
        return f"{call.name}({','.join(args)})"


def lone_area(arg: tuple[Piece, ...]) -> Area | None:
    """The reference an argument consists of, if it is nothing else."""
    solid = [p for p in arg if not (isinstance(p, str) and p.isspace())]
    return solid[0] if len(solid) == 1 and isinstance(solid[0], Area) else None


def compile_formula(text: str, sheet: str, run: Run | None, sheets: Sheets, *, floating: bool = False) -> Formula:
    """Read a formula and make sure that it can follow its rows.

    Args:
        text: the formula without ``=``.
        sheet: the sheet it stands in, empty for a name of the workbook.
        run: the rows it stands in; ``None`` for a name of the workbook.
        sheets: all sheets.
        floating: it counts for several cells, so references without ``$`` keep their distance instead.

    Raises:
        CannotMove: it can not be moved safely.
    """
    try:
        pieces = parse_formula(text)
    except ValueError as error:
        raise CannotMove(f"公式“{text}”看不懂", "检查括号是否配对。") from error
    if any(plan.moves for plan in sheets.plans.values()):
        _check(pieces, sheet, run, sheets, floating)
        split = frozenset(
            area
            for call in calls(pieces)
            for area in map(lone_area, call.args)
            if area and _counts_twice(area, call.name.upper(), sheet, run, sheets)
        )
        return Formula(pieces, sheet, split)
    return Formula(pieces, sheet)


def _check(pieces: tuple[Piece, ...], sheet: str, run: Run | None, sheets: Sheets, floating: bool) -> None:
    _check_neighbours(pieces, sheet, sheets)
    in_ranges = {
        area
        for call in calls(pieces)
        if call.name.upper() in AGGREGATES | KINDS | RANGES
        for arg in call.args
        if (area := lone_area(arg))
    }
    for area in areas(pieces):
        if floating and not area.sheet and not (area.fixed[1] or area.fixed[3]):
            continue
        _check_area(area, sheet, run, sheets, area in in_ranges)
    for call in calls(pieces):
        if call.name.upper() == "INDIRECT" and any(isinstance(p, str) and '"' in p for p in call.args[0]):
            raise CannotMove("INDIRECT 里写成文字的地址不会跟着行移动", "直接引用单元格。")


def _check_area(area: Area, sheet: str, run: Run | None, sheets: Sheets, in_range: bool) -> None:
    name = area.sheet or sheet
    if ":" in name or "[" in name:
        raise CannotMove(f"公式引用了“{name}”，这种引用不会跟着行移动", "每张工作表分别引用。")
    plan = sheets.plan(name)
    if plan is None:
        return
    runs = plan.overlapping(*area.rows)
    if not runs:
        raise CannotMove(f"公式引用的 {area.plain()} 只有标签，填充后会消失", "引用数据行。")
    if area.single and not in_range:
        chain = run.loops if run and key(name) == key(sheet) else ()
        if common(chain, runs[0].loops) < len(runs[0].loops):
            raise CannotMove(
                f"公式引用的 {area.plain()} 所在行会重复，不能当作一个单元格", "用 SUM 等函数，或把公式放进同一个循环。"
            )


def _check_neighbours(pieces: tuple[Piece, ...], sheet: str, sheets: Sheets) -> None:
    """A range one end of which is computed can not be followed."""
    for one, two in pairwise(pieces):
        ends = [p for p in (one, two) if isinstance(p, Area)]
        if ":" in (one, two) and any(sheets.plan(a.sheet or sheet) for a in ends):
            raise CannotMove("公式里的区域有一端是算出来的，不会跟着行移动", "两端都直接写单元格。")
    for piece in pieces:
        if isinstance(piece, Call):
            for arg in piece.args:
                _check_neighbours(arg, sheet, sheets)


def _counts_twice(area: Area, function: str, sheet: str, run: Run | None, sheets: Sheets) -> bool:
    """Whether between the copies of a range stand other figures in its columns, such as subtotals.

    SUBTOTAL leaves out other subtotals by itself, so only numbers and tags count there.
    """
    name = area.sheet or sheet
    plan = sheets.plan(name)
    if function not in AGGREGATES | KINDS or plan is None or (area.fixed[1] and not area.fixed[3]):
        return False
    chain = run.loops if run and key(name) == key(sheet) else ()
    inner = {loop for r in plan.overlapping(*area.rows) for loop in r.loops[common(chain, r.loops) :]}
    figures = sheets.values.get(key(name), frozenset())
    if function in AGGREGATES:
        figures |= sheets.formulas.get(key(name), frozenset())
    between = {
        row
        for column, row in figures
        if not area.rows[0] <= row <= area.rows[1] and area.columns[0] <= column <= area.columns[1]
    }
    return any((r := plan.run_of(row)) and inner & set(r.loops) for row in between)
