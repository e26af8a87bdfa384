"""A filled workbook calculated anew by LibreOffice shows the totals that were written into it."""

from __future__ import annotations

import re
import shutil
import subprocess
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.unit.ooxml.sheets.sheetmaker import changed, fill, rows, workbook

SOFFICE = shutil.which("soffice")
DATA: dict[str, Any] = {
    "年度": 2024,
    "组们": [
        {"名": "甲", "行": [{"项": f"第{i}项", "额": Decimal(i * 37) / 100, "数": i} for i in range(1, 8)]},
        {"名": "空", "行": []},
        {"名": "丙", "行": [{"项": "=1+1", "额": Decimal("0.10"), "数": None}, {"项": "<&>", "额": 5, "数": 3}]},
    ],
}


def register(sheet: Worksheet) -> None:
    """Groups with subtotals, a running sum, totals above and below."""
    rows(
        ["{{ 年度 }}年度清单", "=SUM(C5:C5)"],
        ["项目", "数量", "金额", "累计", "合价"],
        ["{%tr for 组 in 组们 %}"],
        ["{{ 组.名 }}"],
        ["{%tr for 行 in 组.行 %}"],
        ["{{ 行.项 }}", "{{ 行.数 }}", "{{ 行.额 }}", "=SUM(C$6:C6)", "=ROUND(B6*C6,1)"],
        ["{%tr endfor %}"],
        ["小计", "=SUBTOTAL(9,B6:B6)", "=SUBTOTAL(9,C6:C6)", None, "=SUM(E6:E6)"],
        ["{%tr endfor %}"],
        ["合计", "=SUBTOTAL(9,B6:B6)", "=SUBTOTAL(9,C6:C6)", None, "=SUM(E6:E6)-C10/4"],
    )(sheet)
    sheet["B1"] = "=SUM(C6:C6)"


def other(sheet: Worksheet) -> None:
    """Formulas that read the register."""
    rows(["=清单!C10", "=SUM(清单!C6:C6)+清单!B1"])(sheet)


@pytest.mark.libreoffice
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_recalculated_totals_equal_ours(tmp_path: Path) -> None:
    found = fill(workbook(register, other), DATA)
    ours = {
        (sheet.title, cell.coordinate): cell.value
        for sheet in found.cached
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    formulas = {
        (sheet.title, cell.coordinate)
        for sheet in found.book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    # LibreOffice trusts the values in the file; without them it has to calculate.
    bare = found.rendered.to_bytes()
    for part in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        bare = changed(bare, part, lambda xml: re.sub("</f><v>[^<]*</v>", "</f>", xml))
    source = tmp_path / "清单.xlsx"
    source.write_bytes(bare)
    assert SOFFICE
    target = tmp_path / "out"
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx", "--outdir", target, source],
        check=True,
        capture_output=True,
        timeout=180,
    )
    theirs = load_workbook(BytesIO((target / "清单.xlsx").read_bytes()), data_only=True)
    assert len(formulas) == 30
    for sheet, cell in sorted(formulas):
        assert theirs[sheet][cell].value == pytest.approx(ours[sheet, cell], abs=1e-9), (sheet, cell)
    for (sheet, cell), value in ours.items():
        if (sheet, cell) not in formulas and isinstance(value, str):
            assert theirs[sheet][cell].value == value
