"""Data files without definitions, for mail merge: their own titles are the names."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from docgen.errors import MissingFile, UnreadableFile
from docgen.load.grids import Grid, csv_grid, read_bytes, sheet_names, workbook_grids
from docgen.load.heads import RawTable, plain_table, structure_findings
from docgen.load.problems import problem_finding
from docgen.load.trees import json_tree, yaml_tree
from docgen.model.cells import CONTROL, ENDS, SAFE_DIGITS, BrokenCell, Problem, nearest
from docgen.model.collector import collector_paused
from docgen.model.entry import Entry, Origin, Record
from docgen.model.finding import Finding, Place
from docgen.model.forms import number_text
from docgen.model.names import fold
from docgen.model.values import Bad, chinese_date

__all__ = [
    "PlainData",
    "RawTable",
    "check_ending",
    "load_plain",
    "read_tree",
    "tree_rows",
]

ENDINGS = (".xlsx", ".csv", ".yaml", ".yml", ".json")


def tree_rows(data: Any, name: str, file: str) -> list[Any]:
    """The records in a file's nested data: a list of objects, one object, or either under the table's name.

    Raises:
        UnreadableFile: it is something else.
    """
    if isinstance(data, dict) and len(data) == 1:
        key, inner = next(iter(data.items()))
        if fold(key) == fold(name) and isinstance(inner, list | dict):
            data = inner
    records = data if isinstance(data, list) else [] if data is None else [data]
    for number, record in enumerate(records, 1):
        if not isinstance(record, dict):
            raise UnreadableFile(f"第 {number} 项不是一条记录（键: 值）", place=file, remedy="写成一条或一列记录。")
    return records


def read_tree(path: Path, file: str, *, typed: bool) -> Any:
    """The nested data of a YAML or JSON file; see :mod:`docgen.load.trees`."""
    read = json_tree if path.suffix.lower() == ".json" else yaml_tree
    return read(read_bytes(path, file), file, typed=typed)


def check_ending(path: Path, file: str) -> str:
    """The ending of a data file in small letters.

    Raises:
        UnreadableFile: docgen does not read such files.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise UnreadableFile(
            f"不能读取“{ending or path.name}”文件", place=file, remedy="另存为 .xlsx、.csv、.yaml 或 .json。"
        )
    return ending


@dataclass(frozen=True)
class PlainData:
    """The records of a data file.

    Attributes:
        records: one a document; each knows by its entry where it was typed.
        findings: cells that could not be read (marked in the records), titles that stand twice.
        sheet: name of the sheet they come from, empty where there are no sheets.
    """

    records: list[Record]
    findings: tuple[Finding, ...] = field(default=())
    sheet: str = ""


def load_plain(path: Path, sheet: str = "", file: str = "") -> PlainData:
    """Read a data file without definitions: its own titles are the names.

    Args:
        path: the file.
        sheet: sheet of a workbook; empty: the first one.
        file: the file as messages show it; empty: its path.

    Raises:
        MissingFile: the file or sheet does not exist.
        UnreadableFile: it can not be read.
    """
    file = file or str(path)
    with collector_paused():
        return _load_plain(path, sheet, file)


def _load_plain(path: Path, sheet: str, file: str) -> PlainData:
    ending = check_ending(path, file)
    if ending in (".xlsx", ".csv"):
        grid = _one_grid(path, file, sheet, ending)
        table = plain_table(grid)
        return _plain_rows(table) if table else PlainData([], sheet=grid.shown_sheet)
    findings: list[Finding] = []
    records = []
    for number, values in enumerate(tree_rows(read_tree(path, file, typed=True), path.stem, file), 1):
        origin = Origin(file, "", number)
        plain = {k: _plain(v, origin.place(k), findings) for k, v in values.items()}
        records.append(_record(plain, origin))
    return PlainData(records, tuple(findings))


def _one_grid(path: Path, file: str, sheet: str, ending: str) -> Grid:
    data = read_bytes(path, file)
    if ending == ".csv":
        return csv_grid(data, file, path.stem)
    names = sheet_names(data, file)
    wanted = next((n for n in names if fold(n) == fold(sheet)), "") if sheet else next(iter(names), "")
    if not wanted:
        near = nearest(sheet, names)
        raise MissingFile(
            f"没有工作表“{sheet}”",
            place=file,
            remedy=f"是否为“{near}”？" if near else f"现有工作表：{'、'.join(names)}。",
        )
    return next(workbook_grids(data, file, lambda name: name == wanted))


def _record(values: dict[str, Any], origin: Origin) -> Record:
    record = Record(values)
    record.entry = Entry(origin.sheet, "", record, origin)
    return record


def _plain_rows(table: RawTable) -> PlainData:
    findings = structure_findings(table)
    records = []
    for row, cells in enumerate(zip(*table.columns.values(), strict=True)):
        origin = table.origin(row)
        values = {c: _plain(raw, origin, findings, c) for c, raw in zip(table.columns, cells, strict=True)}
        records.append(_record(values, origin))
    return PlainData(records, tuple(findings), table.sheet)


def _plain(raw: Any, origin: Origin | Place, findings: list[Finding], column: str = "") -> Any:
    """A value as it is typed; what can not be taken is marked and reported."""
    if raw is None:
        return None
    if isinstance(raw, dict):
        return {k: _plain(v, origin, findings, column) for k, v in raw.items()}
    if isinstance(raw, list):
        return [_plain(v, origin, findings, column) for v in raw]
    value = _plain_value(raw)
    if not isinstance(value, Problem):
        return value
    place = origin.place(column) if isinstance(origin, Origin) else origin
    finding = problem_finding(value, place)
    findings.append(finding)
    return Bad((finding,))


def _plain_value(raw: Any) -> Any:
    if isinstance(raw, str):
        found = CONTROL.search(raw)
        if found:
            return Problem("control", CONTROL.sub("□", raw), f"U+{ord(found.group()):04X}")
        text = raw.strip(ENDS)
        return (text if "\r" not in text else text.replace("\r\n", "\n").replace("\r", "\n")) or None
    if isinstance(raw, BrokenCell):
        return Problem(raw.kind, raw.text)
    if isinstance(raw, float):
        return Decimal(number_text(raw)) if -SAFE_DIGITS < raw < SAFE_DIGITS else Problem("damaged", number_text(raw))
    if isinstance(raw, datetime):
        return raw.date() if raw.time() == time() else f"{chinese_date(raw)} {raw:%H:%M}"
    if isinstance(raw, timedelta):
        minutes = round(raw.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    assert raw is None or isinstance(raw, bool | int | Decimal | date | time)
    return raw
