"""Tables, pictures and charts follow the rows of their sheet and of others."""

from __future__ import annotations

import re
from typing import Any

import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from docgen.ooxml import RenderError
from tests.unit.ooxml.sheets.sheetmaker import EMPTY, Filled, changed, fill, lines, refused, rows, workbook

TABLE = "xl/tables/table1.xml"
CHART = "xl/charts/chart1.xml"
SHEET: list[list[Any]] = [
    ["甲", "乙"],
    ["{%tr for 行 in 列 %}"],
    ["{{ 行.名 }}", "{{ 行.额 }}"],
    ["{%tr endfor %}"],
    ["合计", 1],
    ["丙", "丁"],
    [5, 6],
]


def with_table(ref: str, totals: bool = False) -> bytes:
    def build(sheet: Worksheet) -> None:
        rows(*SHEET)(sheet)
        sheet.add_table(Table(displayName="表1", ref=ref, totalsRowCount=1 if totals else None))

    return workbook(build)


def with_chart(anchor: str, first: int, last: int, other: bool = False) -> bytes:
    def draw(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        drawn = BarChart()
        drawn.add_data(Reference(sheet.parent["清单"], min_col=2, min_row=first, max_row=last))
        sheet.add_chart(drawn, anchor)

    def build(sheet: Worksheet) -> None:
        rows(*SHEET)(sheet)
        if not other:
            draw(sheet)

    return workbook(build, draw) if other else workbook(build)


def refs(filled: Filled, part: str = TABLE) -> list[str]:
    return re.findall(r'ref="([^"]*)"', filled.part(part))


@pytest.mark.parametrize(
    ("ref", "totals", "moved"),
    [
        ("A1:B4", False, ["A1:B4", "A1:B4"]),
        ("A1:B3", False, ["A1:B4", "A1:B4"]),
        ("A1:B5", True, ["A1:B5", "A1:B4"]),
        ("A6:B7", False, ["A6:B7", "A6:B7"]),
    ],
)
def test_tables_move_and_grow(ref: str, totals: bool, moved: list[str]) -> None:
    data = with_table(ref, totals)
    if totals:
        data = changed(data, TABLE, lambda x: re.sub(r'(<autoFilter ref=)"[^"]*"', r'\1"A1:B4"', x))
    found = refs(fill(data, lines(1, 2, 3)))
    assert found == moved[: len(found)]
    assert found


def test_a_table_below_a_list_that_vanishes() -> None:
    assert refs(fill(with_table("A6:B7"), EMPTY, lines(1)))[0] == "A3:B4"


def test_a_table_without_a_row_is_named() -> None:
    with pytest.raises(RenderError, match=r"表1.*留一行空白行"):
        fill(with_table("A1:B4"), EMPTY, lines(1))


def test_formulas_of_a_table_that_name_cells() -> None:
    formula = "<calculatedColumnFormula>B7*2</calculatedColumnFormula></tableColumn>"
    data = changed(with_table("A6:B7"), TABLE, lambda x: re.sub(r"(<tableColumn [^>]*)/>", rf"\1>{formula}", x))
    assert any("列公式 B7*2" in f.message for f in refused(data, lines(1)))


@pytest.mark.parametrize(("count", "row"), [(0, 3), (1, 4), (5, 8)])
def test_a_chart_below_the_list_moves(count: int, row: int) -> None:
    found = fill(with_chart("D6", 6, 7), lines(*range(count)), lines(1))
    anchor = found.sheet._charts[0].anchor
    assert anchor._from.row + 1 == row
    assert f"'清单'!$B${row}:$B${row + 1}" in found.part(CHART)


@pytest.mark.parametrize("other", [False, True])
@pytest.mark.parametrize(("first", "last"), [(3, 3), (2, 4)])
def test_a_chart_of_the_list_grows(other: bool, first: int, last: int) -> None:
    found = fill(with_chart("D1", first, last, other), lines(4, 5, 6))
    assert "'清单'!$B$2:$B$4" in found.part(CHART)
    assert "numCache" not in found.part(CHART)


def test_a_chart_of_an_empty_list_reads_nothing() -> None:
    assert ">#REF!</" in fill(with_chart("D1", 3, 3), EMPTY, lines(1)).part(CHART)


def test_a_chart_beside_the_list_stays() -> None:
    found = fill(with_chart("D1", 1, 1), lines(1, 2, 3))
    assert found.sheet._charts[0].anchor._from.row == 0


def with_series(fixed: bool = False) -> bytes:
    """A chart whose series are the repeated rows of a list, each with a name and three months."""

    def build(sheet: Worksheet) -> None:
        rows(
            ["组", "一月", "二月", "三月"],
            ["{%tr for 行 in 列 %}"],
            ["{{ 行.名 }}", "{{ 行.额 }}", 1, 2],
            ["{%tr endfor %}"],
            ["合计", 7, 8, 9],
        )(sheet)
        drawn = BarChart()
        for row in (3, 5) if fixed else (3,):
            drawn.add_data(Reference(sheet, min_col=1, max_col=4, min_row=row), from_rows=True, titles_from_data=True)
        drawn.set_categories(Reference(sheet, min_col=2, max_col=4, min_row=1))
        drawn.series[0].graphicalProperties.solidFill = "FF0000"
        sheet.add_chart(drawn, "A8")

    return workbook(build)


def series(filled: Filled) -> list[tuple[int, int, str, str, str]]:
    """Identity, place, name, categories and values of each series."""
    found = []
    for text in re.findall("<(?:c:)?ser[ >].*?</(?:c:)?ser>", filled.part(CHART), re.DOTALL):
        numbers = [int(n) for n in re.findall(r'<(?:c:)?(?:idx|order) val="([0-9]+)"', text)]
        name, *data = re.findall(r"<(?:c:)?f>([^<]*)<", text)
        found.append((*numbers, name, *data))
    return found


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_series_in_a_repeated_row_is_repeated(count: int) -> None:
    filled = fill(with_series(), lines(*range(count)), lines(1))
    heads = "'清单'!$B$1:$D$1"
    rows_ = range(2, 2 + count)
    assert series(filled) == [(n, n, f"'清单'!A{r}", heads, f"'清单'!$B${r}:$D${r}") for n, r in enumerate(rows_)]
    assert len(filled.sheet._charts[0].series) == count
    assert "FF0000" not in filled.part(CHART)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_series_beside_repeated_ones_keep_numbers_of_their_own(count: int) -> None:
    found = series(fill(with_series(fixed=True), lines(*range(count)), lines(1)))
    assert [s[:2] for s in found] == [(n, n) for n in range(count + 1)]
    assert found[-1][2:] == (f"'清单'!A{2 + count}", "'清单'!$B$1:$D$1", f"'清单'!$B${2 + count}:$D${2 + count}")
