"""Filled Word documents in a real word processor: they open, and the page shows what was filled in."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from docx.shared import Mm
from pypdf import PageObject, PdfReader

from docgen.ooxml import Picture
from tests.bench.bench_fill import photograph
from tests.unit.ooxml.words.documents import render, table, xml
from tests.unit.ooxml.words.test_values import BOX

SOFFICE = shutil.which("soffice")
pytestmark = [pytest.mark.libreoffice, pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")]


def printed(content: bytes, folder: Path) -> PageObject:
    """The only page of a document."""
    source = folder / "filled.docx"
    source.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (page,) = PdfReader(folder / "filled.pdf").pages
    return page


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
    page = printed(render(document, data, lambda path: photo).to_bytes(), tmp_path)
    text = page.extract_text().replace(" ", "")
    for piece in ("甲<乙>&丙", "第一行", "第二行", "1号一", "2号二", "3号三"):
        assert piece in text
    assert len(page.images) >= 1


def test_a_tree_of_forty_people_in_eight_groups_is_drawn_on_one_page(tmp_path: Path) -> None:
    groups = [{"上": "领衔人", "名": f"第{n}创新小组", "注": f"组长　甲{n}"} for n in range(8)]
    people = [{"上": f"第{n % 8}创新小组", "名": f"成员{n:02d}", "注": "高级技师"} for n in range(40)]
    rows = [{"上": "", "名": "领衔人", "注": "某某"}, {"上": "", "名": "某单位", "注": "工会"}, *groups, *people]
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = Mm(15)
    document.add_paragraph("{{ 机构|组织图(248, 140, '上', '名', '注') }}")
    page = printed(render(document, {"机构": rows}).to_bytes(), tmp_path)
    text = "".join(page.extract_text().split())
    for row in rows:
        assert row["名"] in text
        assert row["注"].replace("　", "") in text
