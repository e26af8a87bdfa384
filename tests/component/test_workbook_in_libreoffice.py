"""The data workbook in a real spreadsheet program: its formulas give what the file says they give."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from docgen.model.standard import Standard
from docgen.render.book.layout import Book
from docgen.render.book.workbook import FrontPage, data_workbook
from tests.conftest import TOY_YEAR

SOFFICE = shutil.which("soffice")
pytestmark = [pytest.mark.libreoffice, pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")]


def recalculated(book: Any, folder: Path) -> Any:
    source, out = folder / "in.xlsx", folder / "out"
    book.save(source)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return openpyxl.load_workbook(out / "in.xlsx", data_only=True)


def test_formulas_give_what_the_file_says_with_and_without_the_example(toy: Standard, tmp_path: Path) -> None:
    data = data_workbook(toy, 2030, "", TOY_YEAR, FrontPage(date(2030, 6, 30), {"热门": 2}))
    cached = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["封面"]
    changed = openpyxl.load_workbook(io.BytesIO(data))
    book = Book.of(toy, 2030)
    changed["玩具"].delete_rows(2)
    changed["借展"].insert_rows(3)
    lists = changed.create_sheet("lists")
    for line, (register, column) in enumerate((("玩具", "玩具号"), ("读者", "称呼"), ("借展", "借号")), 1):
        formula = book.layouts[register].choices(column, book.names)
        lists.cell(line, 1).value = f"=ROWS({formula})"
        lists.cell(line, 2).value = f"=INDEX({formula},1)"
    got = recalculated(changed, tmp_path)
    front = {c.coordinate: c.value for line in got["封面"].iter_rows() for c in line if c.value is not None}
    assert front == {c.coordinate: c.value for line in cached.iter_rows() for c in line if c.value is not None}
    assert front["D5"] == 2
    assert front["D6"] == 3
    assert [c.value for c in got["lists"]["A"]][:2] == [3, 2]
    assert [c.value for c in got["lists"]["B"]][:2] == ["W-1", "甲读者"]
