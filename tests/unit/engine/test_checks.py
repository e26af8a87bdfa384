"""One bad cell a rule: the sample year is clean, and changing one cell brings exactly one finding, at that cell.

Where a change can not but be felt elsewhere (a person leaves), the codes this brings stand in the column ``also``.
"""

# ruff: noqa: DTZ001 - cells and cameras know no time zone
from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from docgen.engine.checks import CheckFacts, check_fields
from docgen.load.registers import load_registers
from docgen.model.attachment import FileFact
from docgen.model.entry import Registers
from docgen.model.finding import Finding, Severity
from docgen.model.standard import FILE_TYPES, Standard
from docgen.resources import sample_folder
from tests.conftest import ROOT

DATA = sample_folder() / "数据"
FILES = {path.stem.split("-", 1)[1]: path for path in sorted(DATA.glob("*.csv"))}
CELLS = ROOT / "tests" / "data" / "bad" / "cells.csv"
#: Files some bad cells name.
ODD_FILES = {
    "照片/空.jpg": FileFact("照片/空.jpg", ("照片/空.jpg",), 0),
    "照片/坏.jpg": FileFact("照片/坏.jpg", ("照片/坏.jpg",), 9, "damaged"),
    "照片/没有.jpg": FileFact("照片/没有.jpg"),
    "../外面.jpg": FileFact("../外面.jpg", problem="outside"),
    "影像/小图.jpg": FileFact("影像/小图.jpg", ("影像/小图.jpg",), 9, width=640, height=480),
    "照片/横.jpg": FileFact("照片/横.jpg", ("照片/横.jpg",), 9, width=1156, height=826),
    "影像/隔日.jpg": FileFact(
        "影像/隔日.jpg", ("影像/隔日.jpg",), 9, width=1600, height=900, taken=datetime(2024, 1, 5, 9, 0)
    ),
}


def bad_cells() -> list[dict[str, str]]:
    with CELLS.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def sample(standard: Standard) -> Registers:
    return load_registers(standard, list(FILES.values()), lambda p: p.name).registers


@pytest.fixture(scope="module")
def files(standard: Standard, sample: Registers) -> Mapping[str, FileFact]:
    """Every file is there; portraits stand upright."""
    facts = dict(ODD_FILES)
    for register in standard.registers.values():
        for column in [f.name for f in register.fields.values() if f.type in FILE_TYPES]:
            for entry in sample[register.name]:
                value = entry.values[column] or []
                for path in value if isinstance(value, list) else [value]:
                    size = (826, 1156) if path.startswith("照片/") else (1600, 1200) if path.endswith("jpg") else (0, 0)
                    facts[str(path)] = FileFact(str(path), (str(path),), 1000, width=size[0], height=size[1])
    return facts


def facts_for(files: Mapping[str, FileFact] | None, **changes: object) -> CheckFacts:
    return replace(CheckFacts(date(2024, 12, 31), 2024, files), **changes)  # type: ignore[arg-type]


def changed(
    standard: Standard, sample: Registers, folder: Path, register: str, key: str, cells: Mapping[str, str]
) -> tuple[Registers, tuple[Finding, ...]]:
    """The sample with some cells of one row typed anew, read from a file as always."""
    source = FILES[register]
    with source.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    index = next(i for i, e in enumerate(sample[register], 1) if e.key == key)
    for column, value in cells.items():
        rows[index][rows[0].index(column)] = value
    target = folder / source.name
    with target.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    loaded = load_registers(standard, [target], lambda p: p.name)
    findings = tuple(f for f in loaded.findings if f.code != "input.register.missing-sheet")
    return Registers({**sample.rows, register: loaded.registers[register]}), findings


def test_the_sample_year_is_clean(standard: Standard, sample: Registers, files: Mapping[str, FileFact]) -> None:
    loaded = load_registers(standard, list(FILES.values()), lambda p: p.name)
    assert loaded.findings == ()
    assert check_fields(standard, sample, facts_for(files)) == ()


@pytest.mark.parametrize(
    "cell", bad_cells(), ids=lambda c: f"{c['id']}-{c['register']}-{c['column']}-{c['value'][:12]}"
)
def test_a_bad_cell_is_found(
    standard: Standard, sample: Registers, files: Mapping[str, FileFact], tmp_path: Path, cell: dict[str, str]
) -> None:
    more = dict(part.split("=", 1) for part in cell["more"].split("；") if part)
    cells = {cell["column"]: cell["value"], **more}
    registers, reading = changed(standard, sample, tmp_path, cell["register"], cell["key"], cells)
    found = [*reading, *check_fields(standard, registers, facts_for(files))]
    register, column = _place(cell)
    also = cell["also"].split("；")
    finding = next((f for f in found if (f.code, f.place.column) == (cell["id"], column)), None)
    assert finding is not None, found
    assert [f for f in found if f is not finding and f.code not in also] == []
    assert finding.place.file == FILES[register].name
    assert finding.place.cell
    assert finding.clause == standard.registers[register].fields[finding.place.column].clause
    assert finding.message
    assert "{" not in finding.message + finding.remedy
    wanted = {r.severity for r in standard.rules if r.id == finding.code}
    wanted |= {c.severity for c in standard.constraints if c.id == finding.code}
    assert finding.severity.label in wanted


def test_every_rule_and_every_constraint_has_a_bad_cell(standard: Standard) -> None:
    cells = bad_cells()
    covered = {c["id"] for c in cells}
    # Not to be typed into a CSV file: broken formulas; a twin needs derived rows (test_kinds).
    apart = {"V38", "V39"}
    assert {r.id for r in standard.rules} - covered == apart
    at = {(c["id"], *_place(c)) for c in cells}
    wanted = {(c.id, c.register, c.column) for c in standard.constraints}
    assert wanted - at == set()


def test_every_condition_has_a_bad_cell(standard: Standard) -> None:
    at = {_place(c) for c in bad_cells() if c["id"] == "V31"}
    wanted = {(r.name, f.name) for r in standard.registers.values() for f in r.fields.values() if f.required_if}
    assert wanted - at == set()


def _place(cell: dict[str, str]) -> tuple[str, str]:
    register, _, column = cell["at"].rpartition(".")
    return register or cell["register"], column


def test_severities_are_those_of_the_catalogue(standard: Standard) -> None:
    info = {"V05", "V08", "V10", "V12", "V19", "V23", "V26", "V29"}
    warning = {"V09", "V20", "V21", "V22", "V30"}
    for rule in standard.rules:
        if rule.id in info:
            assert rule.severity == Severity.INFO.label
        elif rule.id in warning:
            assert rule.severity == Severity.WARNING.label
        elif rule.id <= "V33" and rule.kind not in ("picture-size", "picture-shape", "entry-key"):
            assert rule.severity == Severity.ERROR.label
