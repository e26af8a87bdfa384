"""``docgen package --pdf``: PDF/A copies in the archive, and the pages they tell. On the fictional standard."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree
from pypdf import PdfReader

from docgen.cli.app import main
from docgen.render.pdf.glyphs import document_characters
from tests.cli import toy_workspace
from tests.cli.conftest import Run
from tests.unit.render.pdf.helpers import pdf_file
from tests.unit.render.pdf.test_stamp import signed

DATE = ("--date", "2031-01-15", "--discs", "no")
UKAI = "/usr/share/fonts/truetype/arphic/ukai.ttc"
ITEM = "{urn:docgen:items:1}"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictional year, filled and packed with PDF/A by LibreOffice; nobody may change it."""
    root = toy_workspace.make(tmp_path_factory.mktemp("toy") / "馆")
    assert main(["fill", "-w", str(root), "-q"]) == 0
    assert main(["package", "-w", str(root), "-q", *DATE, "--pdf", "libreoffice"]) == 0
    return root


@pytest.fixture
def packed(first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy that a test may change."""
    root = Path(shutil.copytree(first, tmp_path / "馆"))
    monkeypatch.chdir(root)
    return root


def package_of(root: Path) -> Path:
    bag = max(p for p in (root / "归档" / "2030").iterdir() if (p / "bagit.txt").is_file())
    return bag / "data" / bag.name


def files_of(package: Path) -> list[dict[str, str]]:
    """What the list of items says of every file, with the representation it is in."""
    listed = etree.parse(str(package / "metadata/other/items.xml"))
    return [
        {"rep": file.get("表现形式", "")} | {e.tag.removeprefix(ITEM): e.text or "" for e in file.iter() if not len(e)}
        for file in listed.iter(f"{ITEM}电子文件")
    ]


@pytest.mark.libreoffice
def test_every_document_has_its_pdf_and_every_item_its_pages(packed: Path, run: Run) -> None:
    package = package_of(packed)
    files = files_of(package)
    documents = {f["计算机文件名"] for f in files if f["计算机文件名"].endswith((".docx", ".xlsx"))}
    copies = [f for f in files if f["rep"] == "rep2"]
    assert documents and {f["转换自"] for f in copies} == documents
    assert Counter(f["PDFA-2b检查"] for f in copies) == {"pass": len(documents)}
    assert all(f["文档创建程序"].startswith("LibreOffice ") and f["字体"] for f in copies)
    listed = etree.parse(str(package / "metadata/other/items.xml"))
    assert all(item.findtext(f"{ITEM}页数") for item in listed.iter(f"{ITEM}件"))
    assert run("verify", packed / "归档" / "2030").code == 0


@pytest.mark.libreoffice
def test_where_each_document_comes_from(packed: Path) -> None:
    slip = next(f for f in files_of(package_of(packed)) if f.get("登记") == "借展/J-1" and f["rep"] == "rep1")
    assert slip["数据行"] == "数据/2030/借展.csv › 第 2 行"
    assert slip["模板"].split()[0].endswith(".docx") and len(slip["模板"].split()[1]) == 64
    assert slip["文档创建程序"] == "docgen 0.1.0"
    assert (packed / slip["工作区路径"]).is_file()


@pytest.mark.libreoffice
def test_again_the_same_bytes_without_the_cache(packed: Path, first: Path, run: Run) -> None:
    shutil.rmtree(packed / "登记" / "缓存")
    shutil.rmtree(packed / "归档")
    assert run("package", *DATE, "--pdf", "auto", "-q").code == 0
    one, two = package_of(first), package_of(packed)
    names = sorted(p.relative_to(one).as_posix() for p in one.rglob("*") if p.is_file())
    assert names == sorted(p.relative_to(two).as_posix() for p in two.rglob("*") if p.is_file())
    assert [n for n in names if (one / n).read_bytes() != (two / n).read_bytes()] == []


@pytest.mark.libreoffice
def test_an_exported_pdf_is_used_and_a_wrong_one_is_said(packed: Path, run: Run) -> None:
    slips = sorted((packed / "成品" / "2030").rglob("*.docx"))
    assert len(slips) == 2
    # Everything the document says stands in the first one; in the second it does not.
    said = "".join(sorted(document_characters(slips[0].read_bytes(), slips[0].name)))
    pdf_file(slips[0].with_suffix(".pdf"), said, UKAI)
    pdf_file(slips[1].with_suffix(".pdf"), "无关", UKAI)
    ran = run("package", *DATE, "--pdf", "auto", "--json")
    assert ran.code == 0, ran.text
    told = json.loads(ran.out)["pdf"]
    assert (told["own"], told["without"]) == (1, [])
    (remark,) = told["remarks"]
    assert remark["name"] == slips[1].name and remark["reason"].startswith("旁边的 PDF 没有采用：")
    own = [f for f in files_of(package_of(packed)) if f.get("人工导出") == "true"]
    assert [f["转换自"].rpartition("/")[2] for f in own] == [slips[0].name]
    # What people put there is kept as it is, beside the document it belongs to.
    kept = package_of(packed) / "representations/rep1/data"
    assert slips[1].with_suffix(".pdf").read_bytes() in {p.read_bytes() for p in kept.rglob("*.pdf")}


def test_no_pdf_is_said_in_one_line(first: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(shutil.copytree(first, tmp_path / "馆", ignore=shutil.ignore_patterns("归档", "缓存")))
    monkeypatch.setenv("PATH", "")
    ran = run("package", "-w", root, *DATE, "--pdf", "auto")
    assert ran.code == 0, ran.text
    assert ran.err.count("没有转换 PDF：") == 1
    assert not (package_of(root) / "representations/rep2").exists()
    asked = run("package", "-w", root, *DATE, "--pdf", "libreoffice")
    assert (asked.code, "代码：output.no-converter" in asked.err) == (6, True)
    none = run("package", "-w", root, *DATE, "--pdf", "none")
    assert "没有做 PDF/A（--pdf none）" in none.err
    assert run("package", "-w", root, "--pdf", "word").code == 2


@pytest.mark.libreoffice
def test_a_dry_run_converts_nothing(first: Path, tmp_path: Path, run: Run) -> None:
    root = Path(shutil.copytree(first, tmp_path / "馆", ignore=shutil.ignore_patterns("归档", "缓存")))
    ran = run("package", "-w", root, *DATE, "--pdf", "auto", "-n")
    assert ran.code == 0
    assert not (root / "登记" / "缓存").exists()


@pytest.mark.libreoffice
def test_the_copies_are_stamped_where_that_is_wanted(packed: Path, run: Run) -> None:
    before = {p.name: p.read_bytes() for p in (package_of(packed) / "representations/rep1/data").rglob("*.docx")}
    assert "加盖归档章" not in (package_of(packed) / "representations/rep2/metadata/preservation/premis.xml").read_text(
        encoding="utf-8"
    )
    # One of the slips was exported and signed: its copy is left alone.
    slips = sorted((packed / "成品" / "2030").rglob("*.docx"))
    said = "".join(sorted(document_characters(slips[0].read_bytes(), slips[0].name)))
    pdf_file(slips[0].with_suffix(".pdf"), said, UKAI)
    signed(slips[0].with_suffix(".pdf"))
    with (packed / "docgen.toml").open("a", encoding="utf-8") as stream:
        stream.write("[archive]\nstamp = true\n")
    ran = run("package", *DATE, "--pdf", "auto")
    assert ran.code == 0, ran.text
    assert "盖在 2 份 PDF/A 转换件上" in ran.out
    package = package_of(packed)
    copies = {f["转换自"].rpartition("/")[2]: f for f in files_of(package) if f["rep"] == "rep2"}
    assert {name: f["加盖归档章"] for name, f in copies.items()} == {
        slips[0].name: "false",
        slips[1].name: "true",
        "玩具册_2030.xlsx": "true",
    }
    assert {f["PDFA-2b检查"] for f in copies.values() if f["加盖归档章"] == "true"} == {"pass"}
    data = package / "representations/rep2/data"
    for name, file in copies.items():
        text = PdfReader(data / file["计算机文件名"]).pages[0].extract_text()
        assert ("保管期限" in text and "2030-B-" in text) == (name != slips[0].name)
    premis = (package / "representations/rep2/metadata/preservation/premis.xml").read_text(encoding="utf-8")
    assert "2份加盖归档章或标注页号" in premis and "eventType/mod" in premis
    assert {p.name: p.read_bytes() for p in (package / "representations/rep1/data").rglob("*.docx")} == before
    assert run("verify", packed / "归档" / "2030").code == 0
    assert "没有变化" in run("package", *DATE, "--pdf", "auto").out
