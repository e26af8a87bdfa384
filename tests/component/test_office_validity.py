"""What an independent validator of Office files (openxml-audit) says of everything docgen writes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from openxml_audit import FileFormat, OpenXmlValidator

from docgen.archive import carrier_form
from docgen.model.standard import Standard
from docgen.render.handover import Handover, Holding, handover_paper
from docgen.render.inspection import demands, inspection_page
from docgen.render.label.labels import label_documents
from docgen.render.registration import registration_paper
from docgen.render.report import ReportFacts, archive_report
from docgen.render.sign_list import SignFacts, SignRow, sign_list
from tests.unit.render.archives import sample_boxes, sample_discs, sample_layout, sample_package

#: Advice, no fault: a text may stand in its cell (ECMA-376 part 1, 18.18.11, ``inlineStr``); when Excel saves the file
#: it will move it into a table of texts. docgen fills cells and leaves nothing to be numbered anew.
ALLOWED = {"Excel_InlineStrCells"}
OFFICE = (".docx", ".xlsx")


@pytest.fixture(scope="module")
def validator() -> OpenXmlValidator:
    return OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=100)


def complaints(validator: OpenXmlValidator, files: list[Path]) -> list[str]:
    """All that is wrong with some files, each fault once for each file name."""
    return [f"{p.name}: {e}" for p in files for e in validator.validate(p).errors if e.id not in ALLOWED]


def office_files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.suffix in OFFICE)


def test_templates_are_valid(validator: OpenXmlValidator, standard: Standard) -> None:
    files = office_files(standard.templates)
    assert len(files) > 80
    assert complaints(validator, files) == []


def test_workbook_and_all_documents_of_the_year_are_valid(validator: OpenXmlValidator, filled: Path) -> None:
    files = [*office_files(filled / "数据"), *office_files(filled / "成品")]
    assert len(files) > 470
    assert complaints(validator, files) == []


def test_labels_and_report_are_valid(validator: OpenXmlValidator, standard: Standard, tmp_path: Path) -> None:
    package = sample_package(standard)
    boxes, discs, layout = sample_boxes(package), sample_discs(package), sample_layout(standard)
    made = label_documents(package, boxes, discs, layout)
    made["归档报告.docx"] = archive_report(package, boxes, discs, ReportFacts(layout.titles))
    made["迎检一页纸.docx"] = inspection_page(package, boxes, discs, demands(standard), {}, "0" * 64)
    made["移交与接收登记表.docx"] = registration_paper(carrier_form(package, discs, "DVD±R"))
    made["签字清单.docx"] = sign_list(
        SignFacts("工作室", "5月", 2, 1, 0), [SignRow("资料", "文档", "", (("甲", "乙"),))]
    )
    empty = Handover(
        package.agency, 2024, "今天", [Holding("类目", 1, 0, 2)], [("表", "每周", "3")], [("数据/", "有")], []
    )
    made["资料交接书.docx"] = handover_paper(empty)
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    assert len(office_files(tmp_path)) == len(made)
    assert complaints(validator, office_files(tmp_path)) == []


def test_the_validator_finds_what_python_docx_accepts(
    validator: OpenXmlValidator, standard: Standard, tmp_path: Path
) -> None:
    document = docx.Document(str(office_files(standard.templates / "word")[0]))
    document.paragraphs[0]._p.get_or_add_pPr().append(OxmlElement("w:bogus"))
    document.save(str(tmp_path / "damaged.docx"))
    docx.Document(BytesIO((tmp_path / "damaged.docx").read_bytes()))
    assert any("bogus" in text for text in complaints(validator, [tmp_path / "damaged.docx"]))
