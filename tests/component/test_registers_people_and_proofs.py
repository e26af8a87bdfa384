"""Registers of honours, rights, papers, pictures, media, funds and of training people, in the fictional year."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from docgen.engine.book import make_book
from docgen.engine.derived import complete_registers
from docgen.engine.forms import bind
from docgen.load.registers import load_registers
from docgen.load.standard import load_standard
from docgen.model.entry import Registers
from docgen.model.standard import Standard
from docgen.ooxml import compile_template
from docgen.resources import sample_folder, schema_folder, template_folder

#: Material → how many rows the fictional year gives it (rows that begin with a running number).
LISTS = {
    "honours-group": 5,
    "honours-person": 3,
    "ip-catalogue": 5,
    "papers-list": 5,
    "tech-info": 21,
    "ledger-tech": 11,
    "fund-sources": 2,
    "rule-index": 14,
    "talent-list": 20,
    "talent-external": 11,
    "talent-upgrade-members": 2,
    "talent-upgrade-trainees": 2,
    "ledger-talent": 20,
    "visit-register": 6,
    "media-list": 7,
}
TAG = re.compile(r"\{\{|\{%|\}\}|%\}")


@cache
def standard() -> Standard:
    return load_standard(schema_folder())


def typed() -> Registers:
    files = sorted((sample_folder() / "数据").glob("*.csv"))
    return load_registers(standard(), files, lambda p: p.name).registers


@cache
def sample_year() -> Registers:
    return complete_registers(standard(), typed(), 2024).registers


def rendered(material: str, registers: Registers) -> list[list[Any]]:
    """The cells of the one sheet of a register, row by row."""
    form = standard().materials[material].form
    assert form is not None
    bound = bind(standard(), form)
    data = (template_folder(schema_folder()) / form.template).read_bytes()
    context = bound.context(None, make_book(standard(), registers, 2024))
    result = compile_template(data, form.template, bound.scope).render(*context).to_bytes()
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(result)).worksheets[0].iter_rows()]


def numbered(rows: list[list[Any]]) -> list[list[Any]]:
    return [row for row in rows if str(row[0] or "").isdigit()]


@pytest.mark.parametrize("material", [*LISTS, "photo-index"])
def test_empty_year_leaves_no_tag_and_no_row(material: str) -> None:
    rows = rendered(material, Registers({}))
    assert not TAG.search("\n".join(str(v) for row in rows for v in row if v is not None))
    assert numbered(rows) == []
    assert any("本年度无" in row for row in rows)


@pytest.mark.parametrize(("material", "count"), LISTS.items())
def test_each_record_has_its_row(material: str, count: int) -> None:
    rows = rendered(material, sample_year())
    assert not TAG.search("\n".join(str(v) for row in rows for v in row if v is not None))
    assert len(numbered(rows)) == count


def test_guests_of_a_training_are_counted_apart() -> None:
    (line,) = [row for row in rendered("talent-list", sample_year()) if row[12] == "PX-2024-10"]
    assert line[2] == "对内\n对外"
    assert (int(line[7]), int(line[8])) == (14, 2)


def test_exchange_that_is_also_a_visit_is_one_line() -> None:
    lines = [row for row in rendered("talent-external", sample_year()) if "TG-2024-05" in str(row[12])]
    assert [row[12] for row in lines] == ["JD-2024-06\nTG-2024-05"]


def test_exchange_without_visit_has_its_own_line() -> None:
    registers = sample_year()
    visits = tuple(e for e in registers["接待参观"] if e.key != "JD-2024-06")
    assert len(visits) == 5
    changed = replace(registers, rows={**registers.rows, "接待参观": visits})
    lines = [row for row in rendered("talent-external", changed) if "TG-2024-05" in str(row[12])]
    assert [row[12] for row in lines] == ["TG-2024-05"]


def test_change_of_level_stands_with_the_agreement() -> None:
    changes = {row[9]: row[8] for row in rendered("ledger-talent", sample_year())}
    assert changes["ST-2024-03"] == "高级工→技师"
    assert changes["ST-2024-01"] is None
