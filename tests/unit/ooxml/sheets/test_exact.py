"""What is written is what is read: by openpyxl and by calamine."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from tests.unit.ooxml.sheets.sheetmaker import compiled, rows, workbook

DATA = workbook(rows(["头"], ["{%tr for 行 in 列 %}"], ["{{ 行 }}", "尾"], ["{%tr endfor %}"]))
TEMPLATE = compiled(DATA, {"列": ["x"]})


def read_back(values: list[Any]) -> tuple[list[Any], list[Any]]:
    """The first column as openpyxl and as calamine read it."""
    data = TEMPLATE.render({"列": values}).to_bytes()
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    other = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    assert all(cell.data_type == "s" for cell in sheet["A"])
    return [cell.value for cell in sheet["A"]][1:], [row[0] for row in other][1:]


@pytest.mark.parametrize(
    "text",
    [
        "字" * 32_767,
        "990101199001010028",
        "99010119900101002X",
        "6222020000000000000",
        "013800000000",
        "007",
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "'x",
        "🌾🚜 渠道",
        "👩‍🔧",
        "𠮷𡈽",
        "一\n二\n\n三",
        "  前后空格  ",
        "水位<0.5m，流量>3 & R&D",
        "1.50",
        "1E5",
        "TRUE",
        "2024-01-05",
    ],
)
def test_texts_are_read_as_they_were(text: str) -> None:
    assert read_back([text]) == ([text], [text])


@pytest.mark.parametrize("number", [1234567890123456, 990101199001010028, Decimal("1234567890123.456")])
def test_numbers_of_more_than_15_digits_are_texts(number: int | Decimal) -> None:
    assert read_back([number]) == ([str(number)], [str(number)])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(
            st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff_", include_characters="\n"),
            min_size=1,
            max_size=30,
        ),
        min_size=1,
        max_size=8,
    )
)
def test_any_texts_are_read_as_they_were(values: list[str]) -> None:
    assert read_back(values) == (values, values)
