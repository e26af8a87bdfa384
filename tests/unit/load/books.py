"""Small workbooks for tests."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

#: One year of the fictional standard as people type it: sheet → rows from row 1 on.
TOY_SHEETS: dict[str, list[list[Any]]] = {
    "馆": [["馆名", "年份"], ["小镇玩具馆", 2030]],
    "读者": [["称呼", "入馆日", "离馆日"], ["甲读者", "2029-01-01", None], ["乙读者", "2030.2.1", "2030年6月30日"]],
    "玩具": [
        ["玩具号", "名称（全称）", "类", "件数", "图"],
        ["W-1", "木桥", "积木", 3, None],
        ["W-2", "渡船", "车船", 1, None],
    ],
    "借展": [
        ["借号", "玩具", "借阅人", "同行人", "借出日", "押金", "备忘"],
        ["J-1", "W-1", "甲读者", "甲读者；乙读者", "2030-03-05", "￥120.50", "轻拿轻放"],
    ],
    "热门": [["热号", "事", "日", "出处"]],
}


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """Write a workbook; texts that begin with ``=`` are formulas without a stored result."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet: Worksheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def csv_text(rows: Iterable[Iterable[Any]]) -> str:
    """Rows as CSV without a library: cells hold neither commas nor quotes."""
    return "".join(",".join("" if c is None else str(c) for c in row) + "\n" for row in rows)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip of parts."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()
