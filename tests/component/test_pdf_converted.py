"""Real converters: LibreOffice for Word and Excel, the built-in one for Word; what they drop is noticed."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from docgen.render.pdf import Converter, NoConverter, Pdf, PdfJob, convert, find_converter
from docgen.render.pdf.fonts import installed_fonts
from tests.unit.render.pdf.helpers import word_file

pytestmark = pytest.mark.libreoffice
TEXT = "渠长河工作室：木桥𠮷积木"
LATIN = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>/usr/share/fonts/truetype/dejavu</dir><cachedir>{cache}</cachedir></fontconfig>"""


@pytest.fixture(scope="module")
def libreoffice() -> Converter:
    found = find_converter("libreoffice")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[PdfJob]:
    """A Word document, a ledger with a formula, a name with a character no font has, and a broken file."""
    folder = tmp_path_factory.mktemp("documents")
    word_file(folder / "1.docx", TEXT)
    book = Workbook()
    book.active.append(["玩具", 1, 2, "=B1+C1"])
    book.save(folder / "2.xlsx")
    word_file(folder / "3.docx", "读者：王\U000323af")
    (folder / "4.docx").write_bytes((folder / "1.docx").read_bytes()[:900])
    return [PdfJob(path, path.stem) for path in sorted(folder.iterdir())]


@pytest.fixture(scope="module")
def made(documents: list[PdfJob], libreoffice: Converter, tmp_path_factory: pytest.TempPathFactory) -> list[Pdf]:
    return convert(documents, libreoffice, tmp_path_factory.mktemp("cache"))


def text_of(pdf: Pdf) -> str:
    assert pdf.path is not None
    return subprocess.run(["pdftotext", str(pdf.path), "-"], capture_output=True, encoding="utf-8", check=True).stdout


def test_word_and_excel_become_pdf_a(made: list[Pdf]) -> None:
    word, sheet, *_ = made
    assert (word.pages, word.verdict, word.reason) == (1, "pass", "")
    assert (sheet.pages, sheet.verdict, sheet.reason) == (1, "pass", "")
    assert TEXT in text_of(word)
    # A formula nobody has computed yet is computed on the way.
    assert text_of(sheet).split()[:4] == ["玩具", "1", "2", "3"]


def test_a_name_that_can_not_be_drawn_makes_no_pdf(made: list[Pdf]) -> None:
    # Which of the two checks sees it first depends on what the fonts do with it: nothing, or an empty box.
    assert made[2].path is None and made[2].pages == 1
    assert made[2].reason.startswith(("缺字", "有字体里没有的字"))
    assert made[3].path is None and made[3].reason


def test_the_same_documents_give_the_same_bytes(
    documents: list[PdfJob], made: list[Pdf], libreoffice: Converter, tmp_path: Path
) -> None:
    again = convert(documents[:2], libreoffice, tmp_path / "cache")
    assert [pdf.digest for pdf in again] == [pdf.digest for pdf in made[:2]]


def test_empty_boxes_are_no_pdf(
    documents: list[PdfJob], libreoffice: Converter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a Chinese font LibreOffice draws boxes, says nothing, and the result is sound PDF/A all the same."""
    config = tmp_path / "fonts.conf"
    config.write_text(LATIN.format(cache=tmp_path / "fonts"), encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(config))
    (boxes,) = convert(documents[:1], replace(libreoffice, fonts=installed_fonts()), tmp_path / "cache")
    assert boxes.path is None and boxes.reason.startswith("缺字")
    with pytest.raises(NoConverter, match="空框"):
        find_converter("libreoffice")
    # What is left to choose from says why nothing is.
    nobody = find_converter("auto")
    assert nobody is not None and not nobody.works and nobody.label


def test_the_built_in_converter_takes_word_and_refuses_the_rest(documents: list[PdfJob], tmp_path: Path) -> None:
    built_in = find_converter("builtin")
    assert built_in is not None and built_in.label.startswith("rdocx ")
    _, sheet = convert(documents[:2], built_in, tmp_path / "cache")
    assert sheet.reason == f"{built_in.label} 不能转换 .xlsx 文件"
    form = PdfJob(word_file(tmp_path / "p.docx", "渠长河工作室", "仿宋"), "表")
    (sound,) = convert([form], built_in, tmp_path / "cache")
    assert (sound.pages, sound.verdict, sound.reason) == (1, "pass", "")
    assert "渠长河工作室" in text_of(sound)
