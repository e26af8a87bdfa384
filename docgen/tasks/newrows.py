"""Rows on their way into a register of the workbook: placed, and judged by the standard's own rules beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from docgen.engine.checks import CheckFacts, check_fields
from docgen.errors import InputError
from docgen.load.grids import workbook_grids
from docgen.load.heads import known_table
from docgen.load.registers import load_registers
from docgen.load.settings import Workspace
from docgen.model.finding import Finding, Severity
from docgen.model.standard import Standard
from docgen.ooxml.sheets.appending import append_rows
from docgen.ooxml.shift import column_number
from docgen.render.book.cells import cell_value
from docgen.write.files import write_atomically

BLANK: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True)
class Grown:
    """A workbook with new rows, in memory.

    Attributes:
        workbook: where it stands.
        register: the register that grew.
        old: its bytes as they are.
        new: its bytes with the rows.
        first: number of the first new row.
    """

    workbook: Path
    register: str
    old: bytes
    new: bytes
    first: int


def grow(
    workspace: Workspace, standard: Standard, workbook: Path, register: str, rows: Sequence[Mapping[str, Any]]
) -> Grown:
    """Put rows, column title → value or text, below the last one of a register.

    Raises:
        InputError: the workbook can not be read or lacks the register or a column that something stands in.
    """
    name, old = workspace.shown(workbook), workbook.read_bytes()
    fields = standard.registers[register].fields
    columns = register_columns(standard, old, name, register)
    lacking = [title for title in fields if title not in columns and any(row.get(title) not in BLANK for row in rows)]
    if lacking:
        message = f"“{register}”表里没有这些列：{'、'.join(lacking)}"
        raise InputError(message, place=name, remedy="在表头补上这些列后重新运行。")
    values = [
        {columns[t]: cell_value(fields[t].type, value) for t, value in row.items() if value not in BLANK}
        for row in rows
    ]
    new, first = append_rows(old, name, register, values)
    return Grown(workbook, register, old, new, first)


def register_columns(standard: Standard, data: bytes, name: str, register: str) -> dict[str, int]:
    """Column title → number of its column in a workbook.

    Raises:
        InputError: the workbook has no such sheet.
    """
    for grid in workbook_grids(data, name, lambda sheet: sheet == register):
        table = known_table(grid, standard.registers[register].fields)
        if table is not None:
            return {title: column_number(letters) for title, letters in table.head.items()}
    raise InputError(f"工作簿里没有“{register}”表", place=name)


def judge(
    workspace: Workspace, standard: Standard, year: int, grown: Grown, least: Severity = Severity.ERROR
) -> list[tuple[int, Finding]]:
    """What the standard's rules find wrong in the new rows: index of the row, finding."""
    aside = grown.workbook.with_name(f".{grown.workbook.stem}.试.xlsx")
    write_atomically(aside, grown.new)
    try:
        loaded = load_registers(standard, [aside], lambda _: workspace.shown(grown.workbook))
    finally:
        aside.unlink(missing_ok=True)
    facts = CheckFacts(as_of=date(year, 12, 31), year=year, settings=workspace.settings.get("check", {}))
    found = []
    for finding in (*loaded.findings, *check_fields(standard, loaded.registers, facts)):
        index = (finding.place.row or 0) - grown.first
        if finding.severity >= least and finding.place.sheet == grown.register and index >= 0:
            found.append((index, finding))
    return found
