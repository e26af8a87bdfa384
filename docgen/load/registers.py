"""The year's data files → entries: every value typed, with the cell it came from; every problem found at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from docgen.load.grids import Grid, csv_grid, letters, read_bytes, sheet_names, workbook_grids
from docgen.load.heads import EXAMPLE, RawTable, known_table, structure_findings, title_key, upright_table
from docgen.load.problems import problem_finding
from docgen.load.tables import check_ending, read_tree, tree_rows
from docgen.model.cells import BrokenCell, Problem, nearest, shown
from docgen.model.collector import collector_paused
from docgen.model.columns import Column
from docgen.model.entry import Origin, Registers, Rows
from docgen.model.finding import Finding, Place, Severity
from docgen.model.names import fold
from docgen.model.reading import Reader, make_reader
from docgen.model.rules import Rule
from docgen.model.standard import Enum, Field, Register, Standard
from docgen.model.values import Bad, show

KEY_JOIN = "＋"
#: Rules whose kind begins so are decided while reading: what follows is a kind of problem.
READING = "read:"
#: Ordinal before a register's name in the name of a file: ``03-成员.csv``.
ORDINAL = re.compile(r"^[0-9]+[-_.、\s]*")


@dataclass(frozen=True)
class Loaded:
    """What was read.

    Attributes:
        registers: all entries; a value with an error finding is a :class:`Bad`.
        findings: everything found while reading, in order.
    """

    registers: Registers
    findings: tuple[Finding, ...]


def load_registers(standard: Standard, paths: Sequence[Path], shown_path: Callable[[Path], str]) -> Loaded:
    """Read a year's data.

    Args:
        standard: the standard.
        paths: one workbook, or files named like the registers.
        shown_path: a path as messages show it.

    Raises:
        MissingFile: a file is not there.
        UnreadableFile: a file can not be read at all.
    """
    loader = _Loader(standard)
    with collector_paused():
        for path in paths:
            loader.read(path, shown_path(path))
    return loader.finish()


class _Loader:
    def __init__(self, standard: Standard) -> None:
        self.standard = standard
        self.names = {fold(name): name for name in standard.registers}
        self.book: Mapping[str, Any] = standard.settings.get("workbook", {})
        unread = (self.book.get("front", ""), self.book.get("notes", ""), *self.book.get("ignored", ()))
        self.unread = {fold(name) for name in unread if name}
        self.example = (self.book.get("example_column", EXAMPLE[0]), self.book.get("example_mark", EXAMPLE[1]))
        self.rules = ReadingRules(standard)
        self.enums: dict[str, Enum] = dict(standard.enums)
        self.rows: dict[str, Rows] = {}
        self.findings: list[Finding] = []
        self.seen: dict[str, Place] = {}
        self.files: list[str] = []

    def read(self, path: Path, file: str) -> None:
        """Read one data file."""
        self.files.append(file)
        ending = check_ending(path, file)
        if ending == ".xlsx":
            self.workbook(read_bytes(path, file), file)
            return
        stem = ORDINAL.sub("", path.stem)
        name = self.names.get(fold(stem), "")
        if not name:
            if fold(stem) not in self.unread:
                self.unknown(stem, Place(file))
            return
        if ending == ".csv":
            self.grid(name, csv_grid(read_bytes(path, file), file, stem))
        else:
            self.tree(name, tree_rows(read_tree(path, file, typed=False), name, file), file)

    def workbook(self, data: bytes, file: str) -> None:
        """Read the sheets of a workbook, the value lists on its sheet of notes first."""
        notes = fold(self.book.get("notes", ""))
        for grid in workbook_grids(data, file, lambda name: bool(notes) and fold(name) == notes):
            self.longer_lists(grid)
        for grid in workbook_grids(data, file, lambda name: fold(name) in self.names):
            self.grid(self.names[fold(grid.sheet)], grid)
        others = [n for n in sheet_names(data, file) if fold(n) not in self.names and fold(n) not in self.unread]
        for grid in workbook_grids(data, file, lambda name: name in others) if others else ():
            if grid.rows:
                self.unknown(grid.sheet, Place(file, grid.sheet))

    def longer_lists(self, grid: Grid) -> None:
        """Take the values a unit added to the lists it may lengthen: the list's name, values below without gap."""
        extensible = {fold(name): name for name in self.book.get("extensible", ()) if name in self.enums}
        if not grid.rows or not extensible:
            return
        _, heads = grid.rows[0]
        for index, head in enumerate(heads):
            name = extensible.get(fold(head)) if isinstance(head, str) else None
            if name is None:
                continue
            known = {fold(v) for v in self.enums[name].values}
            added = []
            for (number, cells), expected in zip(grid.rows[1:], range(grid.rows[0][0] + 1, 10**7), strict=False):
                value = shown(cells[index]).strip() if len(cells) > index else ""
                if not value or number != expected:
                    break
                if fold(value) not in known:
                    known.add(fold(value))
                    added.append(value)
            self.enums[name] = replace(self.enums[name], values=(*self.enums[name].values, *added))

    def unknown(self, name: str, place: Place) -> None:
        """Report a sheet or file that is no register."""
        near = nearest(name, self.standard.registers)
        remedy = f"是否为“{near}”？改名后会读取；" if near else ""
        self.note(
            "input.register.unknown-sheet",
            Severity.WARNING,
            f"没有名为“{name}”的登记表，没有读取",
            f"{remedy}不是登记表的不用管。",
            place,
        )

    def note(self, code: str, severity: Severity, message: str, remedy: str, place: Place, clause: str = "") -> None:
        """Add a finding about the structure of the data."""
        self.findings.append(Finding(code, severity, message, remedy, place, clause))

    def first_time(self, name: str, place: Place) -> bool:
        """Whether a register is met for the first time; reports where it is not."""
        if name in self.seen:
            message = f"登记表“{name}”出现了两次，另一处在 {self.seen[name]}"
            remedy = "合并成一张表，删去另一张。"
            self.note("input.register.duplicate-sheet", Severity.ERROR, message, remedy, place)
            return False
        self.seen[name] = place
        return True

    def grid(self, name: str, grid: Grid) -> None:
        """Read a register from a sheet or CSV file."""
        register = self.standard.registers[name]
        place = Place(grid.file, grid.shown_sheet)
        if not grid.rows or not self.first_time(name, place):
            return
        table = upright_table(grid, register.fields) if register.single else None
        table = table or known_table(grid, register.fields, self.example)
        if table is None:
            message = "找不到表头：没有一行含有这张登记表的列名"
            remedy = f"表头应有：{'、'.join(list(register.fields)[:6])} 等列。"
            self.note("input.register.no-head", Severity.ERROR, message, remedy, place)
            return
        self.columns(register, table)
        self.merged(grid, table)
        self.entries(register, table)

    def tree(self, name: str, records: Sequence[Any], file: str) -> None:
        """Read a register from the records of a YAML or JSON file."""
        register = self.standard.registers[name]
        if not self.first_time(name, Place(file)):
            return
        wanted = {title_key(column): column for column in register.fields}
        head: dict[str, str] = {}
        rows = []
        for number, record in enumerate(records, 1):
            values: dict[str, Any] = {}
            for key, value in record.items():
                column = wanted.get(title_key(key), key)
                if column in values:
                    message = f"“{column}”出现了两次"
                    place = Place(file, "", number, column)
                    self.note("input.register.duplicate-column", Severity.ERROR, message, "只保留一个。", place)
                values.setdefault(column, _flat(value))
                head.setdefault(column, "")
            rows.append(values)
        columns = {title: [values.get(title) for values in rows] for title in head}
        table = RawTable(file, "", head, range(1, len(rows) + 1), columns)
        self.columns(register, table, whole=False)
        self.entries(register, table)

    def columns(self, register: Register, table: RawTable, *, whole: bool = True) -> None:
        """Compare the titles with the register's columns; ``whole``: a required title must stand in the head."""
        for field in register.fields.values():
            if whole and field.required and field.name not in table.head:
                message = f"工作表缺少“{field.name}”列"
                remedy = f"在表头补上“{field.name}”后重新运行。"
                self.note("input.register.missing-column", Severity.ERROR, message, remedy, table.place(), field.clause)
        missing = [column for column in register.fields if column not in table.head]
        for title in table.head:
            if title not in register.fields:
                near = nearest(title, missing)
                self.note(
                    "input.register.unknown-column",
                    Severity.WARNING if near else Severity.INFO,
                    f"“{title}”不是这张登记表的列，没有读取",
                    f"是否为“{near}”？改名后会读取。" if near else "自己用的列可以保留。",
                    table.place(title),
                )
        self.findings += structure_findings(table)

    def merged(self, grid: Grid, table: RawTable) -> None:
        """Report cells merged over several rows: only the first row has the value."""
        used = set(table.head.values())
        for top, left, bottom, right in grid.merged:
            touched = {letters(c) for c in range(left, min(right, left + 200) + 1)}
            if bottom > top > table.head_row > 0 and touched & used:
                cells = f"{letters(left)}{top}:{letters(right)}{bottom}"
                message = f"{cells} 是合并单元格，只有第一格有内容，其余各行按空白读取"
                place = Place(grid.file, grid.shown_sheet, top, "", f"{letters(left)}{top}")
                remedy = "取消合并，每行都填。"
                self.note("input.register.merged-cells", Severity.WARNING, message, remedy, place)

    def entries(self, register: Register, table: RawTable) -> None:
        """Type the values of all rows, column by column."""
        blank = [None] * len(table.numbers)
        columns: dict[str, Column] = {}
        problems: list[tuple[int, int, Field]] = []
        for number, field in enumerate(register.fields.values()):
            column = Column.read(table.columns.get(field.name, blank), self.reader(field).many)
            problems += [(row, number, field) for row in column.rows(column.places(_is_problem))]
            columns[field.name] = column
        judged: dict[str, dict[int, Any]] = {}
        for row, _, field in sorted(problems, key=lambda p: p[:2]):
            value = self.judged(field, columns[field.name].cell(row), table.origin(row))
            judged.setdefault(field.name, {})[row] = value
        columns |= {name: columns[name].changed(cells) for name, cells in judged.items()}
        found = Rows(register.name, columns, _keys(register, columns, table), table.origin)
        self.rows[register.name] = found
        if register.single and len(found) != 1:
            message = f"“{register.name}”应正好填一行，实有 {len(found)} 行"
            place = found[1].origin.place() if len(found) > 1 else table.place()
            self.note("input.register.single-row", Severity.ERROR, message, "只保留一行。", place)

    def reader(self, field: Field) -> Reader:
        """The reader of a column, with the spellings a rule accepts."""
        return column_reader(self.standard, field, self.enums.get(field.enum), self.rules)

    def judged(self, field: Field, problem: Problem, origin: Origin) -> Any:
        """Report a value that could not be read; what is only remarked on stays as typed."""
        rule = self.rules.find(field, problem)
        finding = problem_finding(problem, origin.place(field.name), rule, field.clause)
        self.findings.append(finding)
        if finding.severity is Severity.ERROR:
            return Bad((finding,))
        return problem.value if problem.kept is None else problem.kept

    def finish(self) -> Loaded:
        """Everything read, registers in the standard's order."""
        place = Place("、".join(self.files[:1]))
        absent = [name for name in self.standard.registers if name not in self.seen]
        for name in [n for n in absent if self.standard.registers[n].single]:
            message = f"缺少登记表“{name}”"
            remedy = "补上这张表并填写。"
            self.note("input.register.missing-sheet", Severity.ERROR, message, remedy, place)
        others = [n for n in absent if not self.standard.registers[n].single]
        if others:
            message = f"没有登记表：{'、'.join(others)}，按没有记录处理"
            remedy = "有记录的补上这张表。"
            self.note("input.register.missing-sheet", Severity.INFO, message, remedy, place)
        rows = {name: self.rows.get(name, ()) for name in self.standard.registers}
        return Loaded(Registers(rows), tuple(self.findings))


class ReadingRules:
    """The rules of a standard that are decided while reading."""

    def __init__(self, standard: Standard) -> None:
        """Pick them out, in order."""
        self.rules: dict[str, list[Rule]] = {}
        for rule in standard.rules:
            if rule.kind.startswith(READING):
                self.rules.setdefault(rule.kind.removeprefix(READING), []).append(rule)

    def find(self, field: Field, problem: Problem) -> Rule | None:
        """The first rule that fits: of its values, lists of values and column types each that it names."""
        for rule in self.rules.get(problem.kind, ()):
            values, enums, types = (rule.params.get(key) for key in ("values", "enums", "types"))
            if values is not None and fold(problem.value) not in {fold(v) for v in values}:
                continue
            if (enums is None or field.enum in enums) and (types is None or field.type in types):
                return rule
        return None

    def accepted(self, enum: Enum | None) -> dict[str, str]:
        """Spellings taken as a value without asking: those that leave out the ending a rule names."""
        accepted: dict[str, str] = {}
        for rule in self.rules.get("enum", ()) if enum else ():
            suffix = rule.params.get("suffix", "")
            if enum and suffix and enum.name in rule.params.get("enums", ()):
                accepted |= {v.removesuffix(suffix): v for v in enum.values if v.endswith(suffix) and v != suffix}
        return accepted


def column_reader(
    standard: Standard, field: Field, enum: Enum | None = None, rules: ReadingRules | None = None
) -> Reader:
    """The reader of a column, with the spellings a rule accepts.

    Args:
        standard: the standard.
        field: the column.
        enum: its values, where a unit lengthened the standard's own list.
        rules: the standard's reading rules, where they are at hand.
    """
    enum = enum or standard.enums.get(field.enum)
    not_applicable = standard.settings.get("files", {}).get("not_applicable", "")
    accepted = (rules or ReadingRules(standard)).accepted(enum)
    return make_reader(field, enum, not_applicable=not_applicable, accepted=accepted)


def _is_problem(value: Any) -> bool:
    return value.__class__ is Problem


def _keys(register: Register, columns: Mapping[str, Column], table: RawTable) -> list[str]:
    """The keys of the rows; a value that could not be read stands in them as typed."""
    parts = []
    for name in register.key:
        column = columns[name]
        texts = ["" if value.__class__ is Bad else show(value) for value in column.different]
        part = list(map(texts.__getitem__, column.which))
        for row in column.rows(column.places(lambda value: value.__class__ is Bad)):
            part[row] = shown(table.columns[name][row]).strip()
        parts.append(part)
    if len(parts) == 1:
        return parts[0]
    return list(map(KEY_JOIN.join, zip(*parts, strict=True))) if parts else [""] * len(table.numbers)


def _flat(value: Any) -> Any:
    """A scalar, or scalars joined as they would be typed into a cell."""
    if isinstance(value, list) and not any(isinstance(v, list | dict) for v in value):
        return "；".join(_scalars(value))
    if isinstance(value, list | dict):
        return BrokenCell("nested", "")
    return value


def _scalars(values: list[Any]) -> Iterator[str]:
    for value in values:
        if value is not None:
            yield show(value) if isinstance(value, bool) else str(value)
