"""How long 100,000 rows of 15 columns are typed and judged: ``python -m tests.bench.bench_validation [rows]``.

Parsing the file and putting its cells into columns is measured in the same run and counted apart. The reference is
Python's own csv module reading the same file: seconds depend on the machine, the ratio hardly does.
"""

from __future__ import annotations

import csv
import gc
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any
from unittest.mock import patch

from docgen.engine.checks import CheckFacts, check_fields
from docgen.load import registers as loading
from docgen.load.registers import load_registers
from docgen.load.standard import load_standard
from docgen.model.finding import Finding, Severity
from docgen.model.standard import FieldType, Standard
from docgen.resources import sample_folder, schema_folder

#: A register of 15 columns.
REGISTER, COLUMNS = "师徒", 15
DATE = "起始日期"
#: Types of columns in which every cell may be different.
FREE = (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.FILE)
#: One row in so many has a date that is none.
WRONG_ROWS = 100
FACTS = CheckFacts(date(2024, 12, 31), 2024)


@dataclass(frozen=True)
class Measured:
    """CPU seconds, each the best of some runs.

    Attributes:
        reference: the csv module reads the file.
        parsed: the file's cells in columns.
        typed: values read from the cells.
        checked: rules and constraints.
        wrong: errors found, each with its cell.
    """

    reference: float
    parsed: float
    typed: float
    checked: float
    wrong: int

    @property
    def validated(self) -> float:
        """Typing and judging."""
        return self.typed + self.checked

    @property
    def ratio(self) -> float:
        """Typing and judging, as a multiple of the reference."""
        return self.validated / self.reference


def sample_files() -> list[Path]:
    """The data of the fictional year."""
    return sorted((sample_folder() / "数据").glob("*.csv"))


def write_rows(standard: Standard, path: Path, rows: int, different: bool) -> None:
    """Write the register: the sample's rows again and again under new numbers.

    Args:
        standard: the standard.
        path: where to.
        rows: how many.
        different: no two cells of a column of texts or files are the same.
    """
    source = next(p for p in sample_files() if p.stem.endswith(REGISTER))
    with source.open(encoding="utf-8-sig", newline="") as stream:
        head, *body = csv.reader(stream)
    types = [standard.registers[REGISTER].fields[title].type for title in head]
    wrong = head.index(DATE)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(head)
        for number in range(rows):
            cells = [f"ST-{number:06d}", *body[number % len(body)][1:]]
            if different:
                cells = [f"{number}-{c}" if c and t in FREE else c for c, t in zip(cells, types, strict=True)]
            if number % WRONG_ROWS == WRONG_ROWS // 2:
                cells[wrong] = "2024-13-01"
            writer.writerow(cells)


@contextmanager
def clocked(*names: str) -> Iterator[list[float]]:
    """CPU seconds spent in some functions of the module that loads registers."""
    spent: list[float] = []

    def timed(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            start = process_time()
            try:
                return function(*args)
            finally:
                spent.append(process_time() - start)

        return call

    with patch.multiple(loading, **{name: timed(getattr(loading, name)) for name in names}):
        yield spent


def measure(rows: int, folder: Path, different: bool = False, runs: int = 5) -> Measured:
    """Validate a year one of whose registers has so many rows.

    Raises:
        AssertionError: not every planted error was found at its cell.
    """
    standard = load_standard(schema_folder(""))
    assert len(standard.registers[REGISTER].fields) == COLUMNS
    path = folder / f"{REGISTER}.csv"
    write_rows(standard, path, rows, different)
    paths = [path, *(p for p in sample_files() if not p.stem.endswith(REGISTER))]
    best = [float("inf")] * 4
    errors: list[Finding] = []
    for _ in range(runs):
        # A standard that was used before keeps its compiled conditions.
        found, times = _run(load_standard(schema_folder("")), paths)
        errors = [finding for finding in found if finding.severity is Severity.ERROR]
        best = list(map(min, best, times))
    planted = {f.place.row for f in errors if f.place.file == path.name and f.place.column == DATE and f.place.cell}
    assert len(planted) == rows // WRONG_ROWS, len(planted)
    return Measured(*best, wrong=len(errors))


def _run(standard: Standard, paths: list[Path]) -> tuple[list[Finding], list[float]]:
    gc.collect()
    start = process_time()
    with paths[0].open(encoding="utf-8", newline="") as stream:
        for _ in csv.reader(stream):
            pass
    reference = process_time() - start
    start = process_time()
    with clocked("read_bytes", "csv_grid", "known_table") as parsing:
        loaded = load_registers(standard, paths, lambda p: p.name)
    typed = process_time() - start - sum(parsing)
    start = process_time()
    findings = check_fields(standard, loaded.registers, FACTS)
    checked = process_time() - start
    return [*loaded.findings, *findings], [reference, sum(parsing), typed, checked]


def main(rows: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        for different in (False, True):
            found = measure(rows, Path(name), different)
            what = "texts all different" if different else "sample repeated"
            sys.stdout.write(
                f"{rows} rows, {what}: typed {found.typed:.3f} s + checked {found.checked:.3f} s = "
                f"{found.validated:.3f} s, csv module × {found.ratio:.2f}; parsed {found.parsed:.3f} s; "
                f"{found.wrong} errors\n"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
