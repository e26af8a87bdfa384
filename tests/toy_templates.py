"""Draws the templates of the fictional standard."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl


def draw(folder: Path) -> None:
    """Write ``word/借条.docx`` and ``excel/玩具册.xlsx`` below a folder."""
    (folder / "word").mkdir(parents=True)
    (folder / "excel").mkdir()
    slip = docx.Document()
    slip.add_paragraph(
        "{{ 馆.馆名 }} {{ 借阅人 }}借{{ 玩具.名称（全称） }}，同类还有{{ 同类|条数 }}件，馆藏{{ 总数 }}件"
    )
    slip.save(str(folder / "word" / "借条.docx"))
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"] = "{{ 馆.馆名 }}玩具册（{{ 年度 }}）"
    page["A2"] = "{%tr for 行 in 玩具 %}"
    page["A3"], page["B3"], page["C3"] = "{{ 行.玩具号 }}", "{{ 行.名称（全称） }}", "{{ 行.件数 }}"
    page["A4"] = "{%tr endfor %}"
    page["A5"], page["C5"] = "合计", "=SUM(C3:C3)"
    book.save(folder / "excel" / "玩具册.xlsx")
