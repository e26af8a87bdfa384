"""Filled Word documents in a real word processor: they open, and the page shows what was filled in."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from docgen.ooxml import Picture
from tests.bench.bench_fill import photograph
from tests.unit.ooxml.test_words import BOX
from tests.unit.ooxml.words_helpers import render, table, xml

SOFFICE = shutil.which("soffice")
pytestmark = [pytest.mark.libreoffice, pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")]


def test_a_filled_document_opens(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ 单位 }}{{ 照片|图片(12, 8) }}"
    document.add_paragraph("{{ 照片|图片(30, 42) }}")
    document.add_paragraph("说明：{{ 说明 }}")
    document.add_paragraph("")._p.append(xml(BOX.replace("{tag}", "{{ 单位 }}")))
    rows = [["名"], ["{%tr for 行 in 表 %}"], ["{{ loop.index }}号{{ 行 }}"], ["{%tr endfor %}"]]
    table(rows, document)
    data = {"单位": "甲<乙>&丙", "照片": "a", "说明": "第一行\n第二行", "表": ["一", "二", "三"]}
    photo: Picture = photograph()
    source = tmp_path / "filled.docx"
    source.write_bytes(render(document, data, lambda path: photo).to_bytes())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    page = PdfReader(tmp_path / "filled.pdf").pages[0]
    text = page.extract_text().replace(" ", "")
    for piece in ("甲<乙>&丙", "第一行", "第二行", "1号一", "2号二", "3号三"):
        assert piece in text
    assert len(page.images) >= 1
