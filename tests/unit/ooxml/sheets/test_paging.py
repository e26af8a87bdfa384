"""Pages of a filled sheet end where the breaks say, and nothing stands on one alone that belongs to something else."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import chain, pairwise
from typing import Any

import pytest
from openpyxl.styles import Alignment
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from docgen.ooxml.sheets.paging import FILLED, FITTED, LAST_ROWS
from tests.unit.ooxml.sheets.sheetmaker import Filled, changed, fill, lines, rows, workbook

#: Points of the heights used here, and of the rows' room on an upright A4 page with margins of an inch.
HEAD, ROW, END = 30.0, 20.0, 40.0
ROOM = (841.89 - 144) * FILLED


def printed(build: Callable[[Worksheet], None], titles: str | None = "1:1", **setup: Any) -> bytes:
    """A workbook whose first sheet has a page set-up."""

    def whole(sheet: Worksheet) -> None:
        build(sheet)
        sheet.sheet_format.defaultRowHeight = ROW
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.page_setup.paperSize = 9
        for name, value in setup.items():
            setattr(sheet.page_setup, name, value)
        for side in ("top", "bottom", "left", "right"):
            setattr(sheet.page_margins, side, 1)
        sheet.print_area = "A1:B20"
        sheet.print_title_rows = titles

    return workbook(whole)


def listing(sheet: Worksheet) -> None:
    """Head, rows, total, signatures."""
    rows(
        ["名称", "金额"],
        ["{%tr for 行 in 列 %}"],
        ["{{ 行.名 }}", "{{ 行.额 }}"],
        ["{%tr endfor %}"],
        ["合计", "=SUM(B3:B3)"],
        ["签名："],
    )(sheet)
    for row, height in ((1, HEAD), (3, ROW), (5, ROW), (6, END)):
        sheet.row_dimensions[row].height = height


def grouped(sheet: Worksheet) -> None:
    """Groups with a heading and a subtotal each."""
    rows(
        ["名称"],
        ["{%tr for 组 in 组们 %}"],
        ["【{{ 组.名 }}】"],
        ["{%tr for 行 in 组.行 %}"],
        ["{{ 行 }}"],
        ["{%tr endfor %}"],
        ["小计"],
        ["{%tr endfor %}"],
        ["签名："],
    )(sheet)
    for row in (1, 3, 5, 7, 9):
        sheet.row_dimensions[row].height = ROW


def split(filled: Filled) -> list[list[str]]:
    """The first column's texts of each page."""
    texts = [str(row[0].value or "") for row in filled.sheet.iter_rows()]
    ends = [*filled.sheet.row_breaks.brk, Break(id=len(texts))]
    starts = [0, *(e.id for e in ends)]
    return [texts[a:b] for a, b in pairwise(starts)]


def heights(filled: Filled, page: list[str]) -> float:
    """The height of a page's rows but the repeated head."""
    of = {"名称": HEAD, "签名：": END}
    return sum(of.get(text, ROW) for text in page)


def test_the_last_page_never_holds_the_signatures_alone() -> None:
    data = printed(listing)
    seen = set()
    for count in range(20, 75):
        filled = fill(data, lines(*[1] * count))
        pages = split(filled)
        seen.add(len(pages))
        assert list(chain(*pages)) == ["名称", *(f"第{n}项" for n in range(1, count + 1)), "合计", "签名："]
        total = heights(filled, list(chain(*pages)))
        one = filled.sheet.page_setup.fitToHeight == 1
        assert one == (ROOM < total <= ROOM * FITTED)
        assert (len(pages) == 1) == (total <= ROOM * FITTED)
        for number, page in enumerate(pages):
            assert heights(filled, page) + (HEAD if number else 0) <= ROOM * (FITTED if one else 1)
        assert len(pages[-1]) >= LAST_ROWS + 2
    assert seen == {1, 2, 3}


def test_pages_are_filled_where_nothing_must_stay_together() -> None:
    pages = split(fill(printed(listing), lines(*[1] * 90)))
    assert [len(p) for p in pages[:2]] == [33, 32]


def test_a_heading_is_never_the_last_row_of_a_page_nor_a_subtotal_the_first() -> None:
    data = printed(grouped)
    for size in range(1, 9):
        groups = [{"名": f"组{n}", "行": [f"{n}-{i}" for i in range(size)]} for n in range(60)]
        pages = split(fill(data, {"组们": groups}))
        assert len(pages) > 5
        for page in pages:
            assert "【" not in page[-1]
            assert page[0] not in ("小计", "签名：")
        assert pages[-1][-1] == "签名："
        assert any(text.startswith("59-") for text in pages[-1])


def test_rows_of_one_record_stay_together_and_a_longer_record_is_divided() -> None:
    def records(sheet: Worksheet) -> None:
        rows(["{%tr for 行 in 列 %}"], ["{{ 行.名 }}"], ["二"], ["三"], ["{%tr endfor %}"])(sheet)
        for row, height in ((2, ROW), (3, ROW), (4, 30.0)):
            sheet.row_dimensions[row].height = height

    pages = split(fill(printed(records, None), lines(*[1] * 30)))
    assert all(page[0].startswith("第") and page[-1] == "三" for page in pages)

    def tall(sheet: Worksheet) -> None:
        records(sheet)
        sheet.row_dimensions[3].height = sheet.row_dimensions[4].height = 400

    assert split(fill(printed(tall, None), lines(1))) == [["第1项", "二"], ["三"]]


def test_heights_found_when_the_sheet_is_filled_count() -> None:
    def wrapped(sheet: Worksheet) -> None:
        rows(["{%tr for 行 in 列 %}"], ["{{ 行.名 }}"], ["{%tr endfor %}"])(sheet)
        sheet["A2"].alignment = Alignment(wrap_text=True)

    data = printed(wrapped, None)
    short = fill(data, {"列": [{"名": "短"}] * 100})
    tall = fill(data, {"列": [{"名": "长\n" * 9 + "长"}] * 100})
    assert 3 <= len(split(short)) < 5
    for page in split(tall)[:-1]:
        # Ten lines of 11 points.
        assert len(page) == int(ROOM / 162.5)


@pytest.mark.parametrize("setup", [{"fitToHeight": 1}, {"paperSize": 5}])
def test_other_set_ups_are_left_alone(setup: dict[str, int]) -> None:
    filled = fill(printed(listing, **setup), lines(*[1] * 90))
    assert split(filled)[1:] == []
    assert filled.sheet.page_setup.fitToHeight == setup.get("fitToHeight", 0)


def test_a_template_that_divides_its_pages_itself_keeps_its_breaks() -> None:
    def broken(sheet: Worksheet) -> None:
        listing(sheet)
        sheet.row_breaks.append(Break(id=5))

    assert [len(p) for p in split(fill(printed(broken), lines(*[1] * 90)))] == [92, 1]


def test_a_scale_counts_and_nothing_is_fitted_without_being_asked() -> None:
    data = changed(
        printed(listing, scale=50), "xl/worksheets/sheet1.xml", lambda x: re.sub(r"<pageSetUpPr[^>]*/>", "", x)
    )
    assert [len(p) for p in split(fill(data, lines(*[1] * 90)))] == [67, 26]
    assert [len(p) for p in split(fill(data, lines(*[1] * 65)))] == [63, 5]
