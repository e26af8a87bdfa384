"""Compiles the sheets of a template: reads them, checks what can follow its rows, generates the functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from docgen.container import Container
from docgen.language import Scope
from docgen.ooxml.program import Program, Site
from docgen.ooxml.security import CONTENT_TYPES, main_part, parse_xml, relations
from docgen.ooxml.sheets.blocks import SheetTree, TreeBuilder
from docgen.ooxml.sheets.calc import Calculator, Planned, tree_areas, understand
from docgen.ooxml.sheets.charts import follow_charts
from docgen.ooxml.sheets.code import HELPERS, SheetWriter
from docgen.ooxml.sheets.filling import FormulaCell, Rows, SheetFilling, SheetSource
from docgen.ooxml.sheets.fits import Room, SheetRooms, Styles
from docgen.ooxml.sheets.follow import Place, follow_sheet
from docgen.ooxml.sheets.formulas import CannotMove, Sheets, compile_formula, key
from docgen.ooxml.sheets.guard import check_around, check_sheet, check_sources, check_table_heads
from docgen.ooxml.sheets.marks import OPEN, Layouts, Marks, SheetContext, Writer
from docgen.ooxml.sheets.names import Names, Report
from docgen.ooxml.sheets.paging import mark_pages, paging
from docgen.ooxml.sheets.parts import compile_parts
from docgen.ooxml.sheets.rows import M, RowReader, Strings, TemplateCell, TemplateRow
from docgen.ooxml.sheets.texts import CompiledTexts, TextsCompiler
from docgen.ooxml.sheets.workbook import (
    SheetEntry,
    all_titles,
    as_workbook,
    calculate_on_load,
    compile_names,
    printing,
    sheet_entries,
    without_calc_chain,
    xml_bytes,
)
from docgen.ooxml.shift import calls, parse_area
from docgen.ooxml.template import RenderError
from docgen.ooxml.texts import ValueProblem

CORE = "docProps/core.xml"


@dataclass(frozen=True)
class CompiledSheet:
    """A sheet that is filled.

    Attributes:
        part: its part.
        source: what is fixed of it.
        fill: the generated function.
        pieces: the part around what changes.
        file: file name of the template.
    """

    part: str
    source: SheetSource
    fill: Callable[..., None]
    pieces: list[bytes | Writer]
    file: str

    @property
    def key(self) -> str:
        """Its name for looking up."""
        return key(self.source.title)

    def rows(self, filling: SheetFilling, layouts: Layouts, calculator: Calculator) -> list[bytes]:
        """Complete the rows of the filled sheet.

        Raises:
            RenderError: a formula would get too long.
        """
        try:
            return filling.rows(layouts, calculator)
        except ValueProblem as problem:
            raise RenderError(str(problem), place=f"{self.file} › {self.source.title}") from problem


@dataclass
class Compiled:
    """What compiling gives.

    Attributes:
        sheets: sheets that are filled.
        others: other parts with marks.
        replaced: parts changed once and for all.
        dropped: parts left out.
        texts: texts outside of the rows.
        fields: what tags read.
    """

    sheets: list[CompiledSheet] = field(default_factory=list)
    others: dict[str, list[bytes | Writer]] = field(default_factory=dict)
    replaced: dict[str, bytes] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    texts: CompiledTexts = field(default_factory=lambda: CompiledTexts(0, lambda *_: []))
    fields: tuple[str, ...] = ()


@dataclass
class SheetDraft:
    """A sheet while it is compiled."""

    entry: SheetEntry
    root: etree._Element
    rows: list[TemplateRow]
    tree: SheetTree
    marks: Marks = field(default_factory=Marks)
    formulas: list[FormulaCell] = field(default_factory=list)
    places: dict[tuple[int, int], int] = field(default_factory=dict)
    texts: bool = False

    @property
    def tagged(self) -> bool:
        """It holds tags."""
        return any(self.tree.tags.values()) or self.texts

    def cells(self) -> list[tuple[TemplateRow, TemplateCell]]:
        """All cells that are printed."""
        return [(r, c) for r in self.rows for c in r.cells if self.tree.plan.run_of(r.number)]

    def where(self, wanted: Callable[[TemplateCell], bool]) -> frozenset[tuple[int, int]]:
        """Column and row of the printed cells that are wanted."""
        return frozenset((c.column, r.number) for r, c in self.cells() if wanted(c))


class SheetCompiler:
    """Compiles one workbook.

    Args:
        container: the template.
        name: its file name.
        scope: what tags may name.
        report: takes what is wrong.
    """

    def __init__(self, container: Container, name: str, scope: Scope, report: Report) -> None:
        self.container = container
        self.name = name
        self.scope = scope
        self.failed = False

        def noting(site: Site, kind: str, message: str, remedy: str) -> None:
            self.failed = True
            report(site, kind, message, remedy)

        self.report = noting
        self.names = Names(scope, noting)
        self.texts = TextsCompiler(name, scope, self.names, noting)
        self.strings = Strings(self._shared("sharedStrings"))

    def compile(self) -> Compiled:
        """Compile everything."""
        drafts = [self.draft(entry) for entry in sheet_entries(self.container)]
        result = Compiled()
        core_marks = Marks()
        core = parse_xml(self.container[CORE]) if CORE in self.container else None
        core_tagged = core is not None and self.texts.properties(core, core_marks)
        sheets = Sheets(
            {key(d.entry.title): d.tree.plan for d in drafts},
            {key(d.entry.title): d.where(lambda c: bool(c.formula)) for d in drafts},
            {key(d.entry.title): d.where(lambda c: bool(c.text) or c.number is not None) for d in drafts},
        )
        check_sources(self.container, sheets, self.refuser("模板"))
        for draft in drafts:
            check_around(draft.root, sheets, self.refuser(draft.entry.title))
        if not core_tagged and not any(d.tagged for d in drafts):
            return result
        moving = any(d.tree.plan.moves for d in drafts)
        active = [d for d in drafts if d.tagged or any(c.formula for _, c in d.cells()) or (moving and _refers(d.root))]
        for draft in active:
            self.formulas(draft, sheets)
        watched = _watched(active)
        for draft in active:
            result.sheets.append(self.finish(draft, sheets, watched.get(key(draft.entry.title), frozenset()), moving))
        if moving:
            for draft in [d for d in drafts if d.tree.plan.moves]:
                place = Place(self.name, draft.entry.title, draft.tree.plan)
                refuse = self.refuser(draft.entry.title)
                result.others.update(follow_sheet(self.container, draft.entry.part, place, sheets, refuse))
            result.others.update(follow_charts(self.container, sheets, self.refuser("图表")))
        if core_tagged and core is not None:
            result.others[CORE] = _pieces(core, core_marks)
        self.workbook(result, sheets, moving, any(d.formulas for d in active))
        if (strings := self.strings.without_tags()) is not None:
            result.replaced[self._target("sharedStrings")] = strings
        if not self.failed:
            result.texts = self.texts.finish()
        result.fields = self.names.paths.sorted()
        return result

    def draft(self, entry: SheetEntry) -> SheetDraft:
        """Read a sheet and its row tags."""
        root = parse_xml(self.container[entry.part])
        data = root.find(f"{M}sheetData")
        rows = RowReader(root, self.strings).rows(data) if data is not None else []
        tree = TreeBuilder(lambda cell, tag: Site(self.name, entry.title, cell, tag), self.report).build(rows)
        draft = SheetDraft(entry, root, rows, tree)
        if OPEN.encode() in self.container[entry.part]:
            self.report(Site(self.name, entry.title, ""), "sheet", "工作表里有不能处理的私用字符 U+E0D0", "删去它。")
        draft.texts = self.texts.headers(root, entry.title, draft.marks)
        return draft

    def refuser(self, title: str) -> Callable[[str, str, str], None]:
        """Takes what can not follow its rows."""

        def refuse(where: str, message: str, remedy: str) -> None:
            self.report(Site(self.name, title, where), "sheet", message, remedy)

        return refuse

    def formulas(self, draft: SheetDraft, sheets: Sheets) -> None:
        """Compile the formulas of a sheet's cells."""
        title = draft.entry.title
        refuse = self.refuser(title)
        for row, cell in draft.cells():
            if not cell.formula:
                continue
            try:
                run = draft.tree.plan.run_of(row.number)
                formula = compile_formula(cell.formula, title, run, sheets)
                array = parse_area(cell.array) if cell.array else None
                if array and draft.tree.plan.overlapping(*array.rows) != [run]:
                    raise CannotMove("数组公式的区域跨过了会重复的行", "改为普通公式。")
            except CannotMove as problem:
                refuse(cell.name(row.number), problem.message, problem.remedy)
                continue
            subtotal = any(c.name.upper() in ("SUBTOTAL", "AGGREGATE") for c in calls(formula.pieces))
            tree = None if array else understand(formula.pieces)
            draft.places[row.number, cell.column] = len(draft.formulas)
            draft.formulas.append(FormulaCell(cell, Planned(formula, tree, subtotal), row.number, array))

    def finish(self, draft: SheetDraft, sheets: Sheets, watched: frozenset[int], moving: bool) -> CompiledSheet:
        """Generate the function of a sheet and cut its part at what changes."""
        title, plan = draft.entry.title, draft.tree.plan
        rooms = SheetRooms(draft.root, self.styles)
        fits = _fits(draft, rooms)
        refuse = self.refuser(title)
        heads = {r for (r, _), tags in draft.tree.tags.items() if tags}
        check_table_heads(self.container, draft.entry.part, heads, refuse)
        if plan.moves:
            check_sheet(self.container, draft.entry.part, draft.root, plan, refuse)
        program = Program(f"{self.name} {title}", ("z_S", *self.scope.params))

        def site(cell: str, tag: str) -> Site:
            return Site(self.name, title, cell, tag)

        SheetWriter(program, self.names, draft.tree, site, draft.places, watched, fits).write()
        if moving:
            reader = RowReader(draft.root, self.strings)
            context = SheetContext(title, plan, sheets, reader.prefixes)
            compile_parts(draft.root, draft.marks, context, lambda p, where: refuse(where, p.message, p.remedy))
        data = draft.root.find(f"{M}sheetData")
        if data is not None:
            for child in list(data):
                data.remove(child)
            data.text = draft.marks.add(Rows())
        computed = frozenset(row for row, _ in fits)
        printed = printing(self.workbook_root, title)
        pages = paging(draft.root, draft.tree, rooms, computed, *printed) if plan.moves else None
        if pages:
            mark_pages(draft.root, key(title), draft.marks)
        source = SheetSource(title, plan, tuple(draft.formulas), rooms.least, pages)
        pieces = _pieces(draft.root, draft.marks)
        # Wrong tags may have left code that is no Python; it is not needed, since compiling fails.
        fill = (lambda *_: None) if self.failed else program.finish(HELPERS)
        return CompiledSheet(draft.entry.part, source, fill, pieces, self.name)

    def workbook(self, result: Compiled, sheets: Sheets, moving: bool, formulas: bool) -> None:
        """The workbook part: names that move, and calculation on opening."""
        part = main_part(self.container)
        root = parse_xml(self.container[part])
        marks = Marks()
        if moving:
            refuse = self.refuser("名称管理器")
            compile_names(root, all_titles(root), marks, sheets, lambda p, where: refuse(where, p.message, p.remedy))
        if formulas:
            calculate_on_load(root)
            changed, result.dropped = without_calc_chain(self.container)
            result.replaced.update(changed)
        if (types := as_workbook(result.replaced.get(CONTENT_TYPES, self.container[CONTENT_TYPES]))) is not None:
            result.replaced[CONTENT_TYPES] = types
        if marks.writers:
            result.others[part] = _pieces(root, marks)
        elif formulas:
            result.replaced[part] = xml_bytes(root)

    @cached_property
    def workbook_root(self) -> etree._Element:
        """The workbook part as it is in the template."""
        return parse_xml(self.container[main_part(self.container)])

    @cached_property
    def styles(self) -> Styles:
        """The styles of the workbook."""
        return Styles(self._shared("styles"))

    def _target(self, kind: str) -> str:
        found = (r.target for r in relations(self.container, main_part(self.container)) if r.kind == kind)
        return next(found, "")

    def _shared(self, kind: str) -> etree._Element | None:
        target = self._target(kind)
        return parse_xml(self.container[target]) if target in self.container else None


def _fits(draft: SheetDraft, rooms: SheetRooms) -> dict[tuple[int, int], Room]:
    """The room of the cells with tags in rows without a given height."""
    found: dict[tuple[int, int], Room] = {}
    for row, cell in draft.cells():
        if not row.height and draft.tree.tags.get((row.number, cell.column)):
            room = rooms.room(row.number, cell.column, cell.style)
            if room is not None:
                found[row.number, cell.column] = room
    return found


def _watched(drafts: list[SheetDraft]) -> Mapping[str, frozenset[int]]:
    """The columns whose numbers are needed to compute formulas, by sheet."""
    found: dict[str, set[int]] = {}
    for draft in drafts:
        for cell in draft.formulas:
            for area in tree_areas(cell.planned.tree) if cell.planned.tree else []:
                columns = range(area.columns[0], min(area.columns[1], area.columns[0] + 63) + 1)
                found.setdefault(key(area.sheet or draft.entry.title), set()).update(c for c in columns if c)
    return {sheet: frozenset(columns) for sheet, columns in found.items()}


def _refers(root: etree._Element) -> bool:
    """Whether a sheet without formulas in its cells may still refer to another one."""
    names = ("formula", "formula1", "formula2", "f", "hyperlink")
    return any(isinstance(e.tag, str) and etree.QName(e).localname in names for e in root.iter())


def _pieces(root: etree._Element, marks: Marks) -> list[bytes | Writer]:
    text = xml_bytes(root).decode()
    return [piece.encode() if isinstance(piece, str) else piece for piece in marks.split(text)]
