"""Catalogue, templates and the fictional year agree, in both directions."""

from __future__ import annotations

import pytest

from docgen.model.standard import FILE_TYPES, Standard
from docgen.tasks.template import BUILTIN, COLLECTED, LATER, list_templates
from tests.tools.sample_map import README, YEAR, Row, rows, sample_book, with_table

#: Later stages that may feed a material instead of the data.
STAGES = {"package", "box", "disc", "check"}
#: Register and date: what is older was filed in its own year.
FILED_BEFORE = ("荣誉", "获得日期")
#: Of these the fictional year has nothing: no budget was adjusted, and its rules are the unit's own files.
NOTHING = {"fund-adjust"}


@pytest.fixture(scope="module")
def year(standard: Standard) -> dict[str, Row]:
    return {row.material.id: row for row in rows(standard)}


def test_every_material_works_or_names_the_stage_that_feeds_it(standard: Standard) -> None:
    for row in list_templates(standard, None):
        material = standard.materials[row.id]
        if row.state == LATER:
            assert material.fed_by in STAGES, row.id
        else:
            assert material.fed_by == "data", row.id
            assert row.state == (BUILTIN if material.form else COLLECTED), row.id


def test_the_year_has_documents_or_files_of_every_material_that_data_feed(
    standard: Standard, year: dict[str, Row]
) -> None:
    assert list(year) != []
    for material in standard.materials.values():
        row = year[material.id]
        if material.fed_by != "data" or material.id in NOTHING:
            assert not row.documents
            assert not row.attachments
        elif material.form and not material.form.unless:
            assert row.documents, material.id
        else:
            assert row.attachments or year[row.with_].attachments, material.id


def test_every_row_of_the_year_is_printed_or_collected_somewhere(standard: Standard) -> None:
    book = sample_book(standard)
    sources = {s.split("(")[0].split(".")[0] for m in standard.materials.values() for s in m.sources}
    whole = any("*" in m.sources for m in standard.materials.values())
    for name in standard.registers:
        assert book.records[name], f"{name} is empty"
        assert name in sources or whole, f"{name} feeds nothing"


def test_every_attachment_of_the_year_belongs_to_a_material(standard: Standard, year: dict[str, Row]) -> None:
    collected = {path for row in year.values() for path in row.attachments}
    printed = {"照片"}  # of a member: stands in the form itself
    lost = set()
    for name, records in sample_book(standard).records.items():
        for column in standard.registers[name].fields.values():
            if column.type in FILE_TYPES and column.name not in printed:
                for record in records:
                    if name == FILED_BEFORE[0] and record[FILED_BEFORE[1]].year < YEAR:
                        continue
                    value = record[column.name]
                    values = value if isinstance(value, list) else [value] if value else []
                    lost |= {(name, column.name, str(v)) for v in values if str(v) not in collected}
    prefix = standard.settings["files"]["not_applicable"]
    assert sorted(x for x in lost if not x[2].startswith(prefix)) == []


def test_every_material_has_a_clause_of_the_standard_and_a_source_that_exists(standard: Standard) -> None:
    for material in standard.materials.values():
        assert material.sources, material.id
        first = material.clause.replace("–", "、").split("、")[0]
        assert first in standard.clauses or first.isdecimal(), material.id


def test_the_map_in_the_guide_to_the_sample_is_up_to_date(standard: Standard) -> None:
    text = README.read_text(encoding="utf-8")
    assert with_table(text, standard) == text, "python -m tests.tools.sample_map"
