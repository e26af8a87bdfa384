"""``docgen import``: an old table → which column is which → rows with their problems → into the workbook, once told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from docgen.engine.importing import Matching, Row, Skipped, match, rows_of
from docgen.errors import InputError, MissingFile, OutputError, UnreadableFile, UsageError
from docgen.load.grids import Grid, csv_grid, old_workbook_grids, read_bytes, workbook_grids
from docgen.load.headings import load_headings
from docgen.load.heads import RawTable, foreign_table, structure_findings, title_key
from docgen.load.registers import column_reader, load_registers
from docgen.load.settings import Workspace
from docgen.model.cells import RawValue, nearest
from docgen.model.finding import Finding
from docgen.model.names import fold
from docgen.model.standard import Register, Standard
from docgen.tasks.journal import Change, TakenBack, publish, year_workbook
from docgen.tasks.journal import undo as take_back
from docgen.tasks.newrows import Grown, grow, judge
from docgen.write.lock import workspace_lock

COMMAND, BACK = "import", "import --undo"
ENDINGS = (".xlsx", ".xlsm", ".xls", ".csv")


@dataclass(frozen=True)
class Plan:
    """What would come over.

    Attributes:
        register: the register.
        table: the old table.
        matching: which column is which.
        filled: heading that leads nowhere → how many cells below it hold something.
        rows: the rows that come over.
        skipped: those that do not.
        findings: what the standard's rules say of the rows, at their cells in the old table.
        keyed: whether rows could be compared with those that are there already.
        grown: the workbook with the rows; ``None`` where no row comes over.
    """

    register: Register
    table: RawTable
    matching: Matching
    filled: Mapping[str, int]
    rows: tuple[Row, ...]
    skipped: tuple[Skipped, ...]
    findings: tuple[Finding, ...]
    keyed: bool
    grown: Grown | None


@dataclass(frozen=True)
class Source:
    """What is to come over.

    Attributes:
        path: the old table.
        to: the register it goes into.
        sheet: sheet of the table; empty: the one that fits best.
        given: heading → column that somebody said.
    """

    path: Path
    to: str
    sheet: str = ""
    given: Mapping[str, str] | None = None


def plan_import(workspace: Workspace, standard: Standard, year: int, source: Source) -> Plan:
    """Look at an old table and work out what would come over; nothing is changed.

    Raises:
        UsageError: there is no such register, heading or column.
        InputError: the table or the year's workbook can not be read, or no row of it looks like a head.
        OutputError: the workbook is open elsewhere.
    """
    register = _register(standard, source.to)
    with workspace_lock(workspace.memories):
        workbook = year_workbook(workspace, year)
        keys = load_headings(standard, register.name)
        table = _table(workspace, source, register, keys)
        given = _given(register, table, source.given or {})
        known = {heading: keys[title_key(heading)] for heading in table.head if title_key(heading) in keys}
        matching = match(register, list(table.head), known, given)
        loaded = load_registers(standard, [workbook], workspace.shown).registers[register.name]
        columns = {column: table.columns[heading] for heading, column in matching.columns.items()}
        readers = {column: column_reader(standard, register.fields[column]) for column in columns}
        there = {entry.key: str(entry.origin.place()) for entry in loaded}
        rows, skipped = rows_of(register, table.numbers, _firsts(table), columns, readers, there)
        values = [row.values for row in rows]
        grown = grow(workspace, standard, workbook, register.name, values) if rows else None
        findings = _findings(workspace, standard, year, grown, table, matching, rows) if grown else []
        return Plan(
            register=register,
            table=table,
            matching=matching,
            filled={h: sum(c is not None for c in table.columns[h]) for h in (*matching.left, *matching.twice)},
            rows=tuple(rows),
            skipped=tuple(skipped),
            findings=(*structure_findings(table), *findings),
            keyed=bool(register.key) and all(name in columns for name in register.key),
            grown=grown,
        )


def carry_out(workspace: Workspace, year: int, plan: Plan) -> Path:
    """Write the rows of a plan into the workbook.

    Returns:
        The copy of the workbook as it was.

    Raises:
        OutputError: the workbook changed since the plan was made, is open, or can not be written.
    """
    grown = plan.grown
    assert grown is not None
    with workspace_lock(workspace.memories):
        workbook = year_workbook(workspace, year)
        if workbook.read_bytes() != grown.old:
            place = workspace.shown(workbook)
            raise OutputError("工作簿在预览之后又改过", place=place, code="output.changed-since", remedy="重新运行。")
        return publish(workspace, year, Change(COMMAND, workbook, grown.old, grown.new, back=BACK))


def undo(workspace: Workspace, year: int) -> TakenBack:
    """Take back the last import; see :func:`docgen.tasks.journal.undo`."""
    with workspace_lock(workspace.memories):
        return take_back(workspace, year, COMMAND)


def _register(standard: Standard, name: str) -> Register:
    found = next((r for r in standard.registers.values() if fold(r.name) == fold(name)), None)
    if found is None:
        near = nearest(name, standard.registers)
        remedy = f"是否为“{near}”？" if near else f"登记表有：{'、'.join(standard.registers)}。"
        raise UsageError(f"没有登记表“{name}”", remedy=remedy)
    if found.single:
        raise UsageError(f"“{found.name}”只有一行，不能导入", remedy="打开工作簿直接填写。")
    return found


def _grids(workspace: Workspace, source: Source) -> Iterator[Grid]:
    file, ending = workspace.shown(source.path), source.path.suffix.lower()
    if ending not in ENDINGS:
        remedy = "另存为 .xlsx 或 .csv。"
        raise UnreadableFile(f"不能读取“{ending or source.path.name}”文件", place=file, remedy=remedy)
    data = read_bytes(source.path, file)
    if ending == ".csv":
        yield csv_grid(data, file, source.path.stem)
    elif ending == ".xls" and not data.startswith(b"PK"):
        yield from old_workbook_grids(data, file)
    else:
        yield from workbook_grids(data, file, lambda _: True)


def _table(workspace: Workspace, source: Source, register: Register, keys: Mapping[str, str]) -> RawTable:
    """The table whose head names the most columns of the register."""
    grids = list(_grids(workspace, source))
    file = workspace.shown(source.path)
    wanted = [g for g in grids if not source.sheet or fold(g.sheet) == fold(source.sheet)]
    if not wanted:
        names = "、".join(g.sheet for g in grids)
        raise MissingFile(f"没有工作表“{source.sheet}”", place=file, remedy=f"现有工作表：{names}。")
    found = [foreign_table(grid, keys) for grid in wanted]
    table, most = max(found, key=lambda pair: pair[1])
    if table is None or not most:
        columns = "、".join(list(register.fields)[:6])
        message = f"没有一行像是“{register.name}”的表头"
        remedy = f"表头应有：{columns} 等列；在旧表里把一个列名改成这样的再试。"
        raise InputError(message, place=file, code="input.register.no-head", remedy=remedy)
    return table


def _firsts(table: RawTable) -> list[RawValue]:
    """The first cell of each row that holds anything."""
    return [next((c for c in cells if c is not None), None) for cells in zip(*table.columns.values(), strict=True)]


def _given(register: Register, table: RawTable, pairs: Mapping[str, str]) -> dict[str, str]:
    """What somebody said of columns, in the spelling of the table and the register."""
    headings = {title_key(h): h for h in table.head}
    columns = {title_key(c): c for c in register.fields}
    given: dict[str, str] = {}
    for heading, column in pairs.items():
        for text, known, where in ((heading, headings, "旧表"), (column, columns, register.name)):
            if title_key(text) not in known:
                near = nearest(text, known.values())
                remedy = f"是否为“{near}”？" if near else f"有：{'、'.join(known.values())}。"
                raise UsageError(f"--map 里的“{text}”不是{where}的列", remedy=remedy)
        if columns[title_key(column)] in given.values():
            raise UsageError(f"--map 把两列都对到了“{column}”", remedy="一列只能来自一列。")
        given[headings[title_key(heading)]] = columns[title_key(column)]
    return given


def _findings(
    workspace: Workspace,
    standard: Standard,
    year: int,
    grown: Grown,
    table: RawTable,
    matching: Matching,
    rows: Sequence[Row],
) -> Iterator[Finding]:
    """What the rules say of the rows, at their cells in the old table; what it lacks as a whole is told elsewhere."""
    headings = {column: heading for heading, column in matching.columns.items()}
    at = {number: row for row, number in enumerate(table.numbers)}
    for index, finding in judge(workspace, standard, year, grown):
        column = finding.place.column
        if column and column not in headings:
            continue
        place = table.origin(at[rows[index].number]).place(headings.get(column, ""))
        yield replace(finding, place=place)
