"""Copies for reading in a package: a representation of their own, made from the very files that are packed."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from docgen.archive import verify_path
from docgen.archive.itemsin import described, read_described
from docgen.archive.package import PackageResult, write_package
from docgen.errors import IntegrityError
from docgen.model.archive import Package
from tests.unit.archive.helpers import with_renditions, written

ITEMS, METS, PREMIS = (
    {"n": ns} for ns in ("urn:docgen:items:1", "http://www.loc.gov/METS/", "http://www.loc.gov/premis/v3")
)


@pytest.fixture
def made(tmp_path: Path) -> Package:
    return with_renditions(tmp_path)


def write(made: Package, tmp_path: Path) -> PackageResult:
    target = tmp_path / "归档" / made.id
    target.mkdir(parents=True)
    return write_package(made, target)


def root_of(result: PackageResult) -> Path:
    return result.root / "data" / result.root.name


def test_copies_have_a_representation_of_their_own(made: Package, tmp_path: Path) -> None:
    result = write(made, tmp_path)
    root = root_of(result)
    copies = {
        p.relative_to(root / "representations/rep2/data").as_posix()
        for p in (root / "representations/rep2/data").rglob("*.pdf")
    }
    assert copies == {r.path for item in made.items for r in item.renditions}
    mets = etree.parse(str(root / "METS.xml"))
    assert [g.get("USE") for g in mets.iterfind(".//n:fileGrp", METS)][-2:] == [
        "Representations/rep1",
        "Representations/rep2",
    ]
    report = verify_path(result.root)
    assert report.ok, report.findings


def test_the_list_says_what_each_copy_was_made_from_and_how_it_was_judged(made: Package, tmp_path: Path) -> None:
    root = root_of(write(made, tmp_path))
    items = etree.parse(str(root / "metadata/other/items.xml"))
    rows = items.findall(".//n:电子文件[@表现形式='rep2']", ITEMS)
    said = [{c.tag.rpartition("}")[2]: c.text for row in rows for c in row.iter()}][0]
    assert said["转换自"].endswith("登记 表.docx")
    assert (said["PDFA-2b检查"], said["人工导出"], said["文档创建程序"]) == ("pass", "false", "LibreOffice 7.4")
    assert said["字体"] == "测试宋体、测试黑体"


def test_only_what_happened_is_an_event(made: Package, tmp_path: Path) -> None:
    root = root_of(write(made, tmp_path))
    premis = etree.parse(str(root / "representations/rep2/metadata/preservation/premis.xml"))
    events = [
        (e.findtext("n:eventType", "", PREMIS), e.findtext(".//n:eventOutcomeDetailNote", "", PREMIS))
        for e in premis.iterfind("n:event", PREMIS)
    ]
    assert events == [
        ("migration", "1份文档转换为PDF；字体：测试宋体、测试黑体"),
        ("normalization", "1份整理为PDF/A-2b"),
        ("validation", "PDF/A-2b检查：1份通过"),
        ("message digest calculation", f"SHA-256，1个文件，{made.items[0].renditions[0].size}字节"),
    ]
    agents = [
        (a.findtext("n:agentName", "", PREMIS), a.findtext("n:agentVersion", "", PREMIS))
        for a in premis.iterfind("n:agent", PREMIS)
    ]
    assert agents == [("docgen", "0.1.0"), ("LibreOffice", "7.4"), ("pikepdf", "10.18.0")]
    originals = etree.parse(str(root / "representations/rep1/metadata/preservation/premis.xml"))
    assert [e.text for e in originals.iterfind(".//n:eventType", PREMIS)] == ["message digest calculation"]


def test_an_exported_copy_was_not_converted_by_us(made: Package, tmp_path: Path) -> None:
    item = made.items[0]
    (copy,) = item.renditions
    changed = replace(item, renditions=(replace(copy, own=True, verdict="not_checked"),))
    root = root_of(write(replace(made, items=(changed, *made.items[1:])), tmp_path))
    premis = etree.parse(str(root / "representations/rep2/metadata/preservation/premis.xml"))
    assert [n.text for n in premis.iterfind(".//n:eventOutcomeDetailNote", PREMIS)][:2] == [
        "1份整理为PDF/A-2b，其中1份来自人工导出的PDF",
        "PDF/A-2b检查：0份通过，1份有未能判定的内容",
    ]
    assert "warning" in [o.text for o in premis.iterfind(".//n:eventOutcome", PREMIS)]


@pytest.mark.parametrize("what", ["original", "copy"])
def test_a_copy_of_something_else_is_not_packed(made: Package, tmp_path: Path, what: str) -> None:
    item = made.items[0]
    (copy,) = item.renditions
    wrong = "0" * 64
    changed = replace(copy, original=wrong) if what == "original" else replace(copy, sha256=wrong)
    with pytest.raises(IntegrityError, match="转换 PDF 之后变了"):
        write(replace(made, items=(replace(item, renditions=(changed,)), *made.items[1:])), tmp_path)


def test_a_copy_more_is_a_change_of_the_item(made: Package, tmp_path: Path) -> None:
    result = write(made, tmp_path)
    (before, *_) = read_described(root_of(result) / "metadata/other/items.xml")
    assert before == described(made.items[0], result.contents)
    assert before != described(replace(made.items[0], renditions=()), result.contents)


def test_without_copies_there_is_no_second_representation(tmp_path: Path) -> None:
    root = root_of(written(tmp_path))
    assert [p.name for p in (root / "representations").iterdir()] == ["rep1"]


def test_a_tampered_copy_is_found(made: Package, tmp_path: Path) -> None:
    result = write(made, tmp_path)
    (copy,) = (root_of(result) / "representations/rep2/data").rglob("*.pdf")
    copy.write_bytes(copy.read_bytes()[::-1])
    assert {f.code for f in verify_path(result.root).findings} >= {"integrity.changed"}
    assert hashlib.sha256(copy.read_bytes()).hexdigest() != made.items[0].renditions[0].sha256
