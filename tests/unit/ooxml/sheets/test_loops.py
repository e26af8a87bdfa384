from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from docgen.ooxml import RenderError
from tests.unit.ooxml.sheets.sheetmaker import EMPTY, compiled, fill, lines, refused, rows, workbook

FOR, END = ["{%tr for 行 in 列 %}"], ["{%tr endfor %}"]
ROW = ["{{ loop.index }}", "{{ 行.名 }}", "{{ 行.额 }}"]


def test_tag_rows_vanish_and_the_row_between_is_repeated() -> None:
    found = fill(workbook(rows(["头"], FOR, ROW, END, ["尾"])), lines(5, 6))
    assert found.values == [["头", None, None], [1, "第1项", 5], [2, "第2项", 6], ["尾", None, None]]


def test_an_empty_list_leaves_no_row() -> None:
    found = fill(workbook(rows(["头"], FOR, ROW, END, ["尾"])), EMPTY, lines(1))
    assert found.values == [["头"], ["尾"]]


def test_several_rows_and_blank_rows_in_a_loop() -> None:
    found = fill(workbook(rows(FOR, ["{{ 行.名 }}"], [], ["x"], END, ["尾"])), lines(5, 6))
    assert [r[0] for r in found.values] == ["第1项", None, "x", "第2项", None, "x", "尾"]


def test_both_tags_typed_into_the_data_row() -> None:
    data = workbook(rows(["头"], ["{%tr for 行 in 列 %}{{ 行.名 }}", "{{ 行.额 }}{%tr endfor %}"], ["尾"]))
    assert fill(data, lines(5, 6)).values == [["头", None], ["第1项", 5], ["第2项", 6], ["尾", None]]


def test_a_tag_row_may_hold_two_tags_and_a_comment() -> None:
    data = workbook(
        rows(["{%tr for 行 in 列 %}{# 每项一行 #}", "{%tr if 行.额 %}"], ROW, ["{%tr endif %}{%tr endfor %}"])
    )
    assert [r[1] for r in fill(data, lines(5, 0, 7)).values] == ["第1项", "第3项"]


@pytest.mark.parametrize(("value", "shown"), [(1, "一"), (2, "二"), (3, "其他")])
def test_branches(value: int, shown: str) -> None:
    lines_ = [
        ["{%tr if 值 == 1 %}"],
        ["一"],
        ["{%tr elif 值 == 2 %}"],
        ["二"],
        ["{%tr else %}"],
        ["其他"],
        ["{%tr endif %}"],
    ]
    assert fill(workbook(rows(["头"], *lines_, ["尾"])), {"值": value}).values == [["头"], [shown], ["尾"]]


def test_a_condition_on_the_rows_and_loop_helpers() -> None:
    data = workbook(
        rows(["{%tr for 行 in 列 if 行.额 > 1 %}"], ["{{ loop.index }}/{{ loop.length }}", "{{ loop.last }}"], END)
    )
    assert fill(data, lines(1, 2, 3)).values == [["1/2", "否"], ["2/2", "是"]]


GROUPS: dict[str, Any] = {
    "组们": [
        {"名": "甲", "行": [{"额": Decimal("1.10")}, {"额": Decimal("2.20")}]},
        {"名": "空", "行": []},
        {"名": "丙", "行": [{"额": Decimal("5")}]},
    ]
}


def grouped(function: str, total: str = "") -> Any:
    return rows(
        ["头"],
        ["{%tr for 组 in 组们 %}"],
        ["{{ 组.名 }}"],
        ["{%tr for 行 in 组.行 %}"],
        ["{{ loop.index }}", "{{ 行.额 }}"],
        ["{%tr endfor %}"],
        ["小计", f"={function}B5:B5)"],
        ["{%tr endfor %}"],
        ["合计", f"={total or function}B5:B5)"],
    )


@pytest.mark.parametrize(("function", "total"), [("SUM(", "SUM(B3:B8,B10:B10)"), ("SUBTOTAL(9,", "SUBTOTAL(9,B4:B9)")])
def test_groups_with_subtotals_and_a_total(function: str, total: str) -> None:
    """A total of plain sums leaves the subtotals out; SUBTOTAL does so by itself."""
    found = fill(workbook(grouped(function)), GROUPS)
    column = [r[1] for r in found.formulas]
    assert column[4:] == [f"={function}B3:B4)", None, 0, None, 5, f"={function}B9:B9)", column[-1]]
    assert found.formulas[2][1] == 1.1
    expected = "=SUM(B3:B4,B9:B9)" if function == "SUM(" else "=SUBTOTAL(9,B3:B9)"
    assert column[-1] == expected
    assert [r[1] for r in found.values] == [None, None, 1.1, 2.2, 3.3, None, 0, None, 5, 5, 8.3]


def test_groups_all_empty() -> None:
    found = fill(workbook(grouped("SUM(")), {"组们": []}, GROUPS)
    assert found.formulas == [["头", None], ["合计", 0]]


def test_nested_loops_over_references_of_the_outer_row() -> None:
    data = workbook(
        rows(
            ["{%tr for 组 in 组们 %}"],
            ["{{ 组.名 }}", "=SUM(B4:B4)"],
            ["{%tr for 行 in 组.行 %}"],
            ["{{ 组.名 }}", "{{ 行.额 }}", "=B4-B2"],
            ["{%tr endfor %}"],
            ["{%tr endfor %}"],
        )
    )
    found = fill(data, GROUPS)
    assert [r[1:] for r in found.formulas] == [
        ["=SUM(B2:B3)", None],
        [1.1, "=B2-B1"],
        [2.2, "=B3-B1"],
        [0, None],
        ["=SUM(B6:B6)", None],
        [5, "=B6-B5"],
    ]
    assert [r[2] for r in found.values] == [None, -2.2, -1.1, None, None, 0]


def test_running_totals_begin_with_the_first_row() -> None:
    data = workbook(rows(FOR, ["{{ 行.额 }}", "=SUM(A$2:A2)"], END))
    found = fill(data, lines(1, 2, 4))
    assert [r[1] for r in found.formulas] == ["=SUM(A$1:A1)", "=SUM(A$1:A2)", "=SUM(A$1:A3)"]
    assert [r[1] for r in found.values] == [1, 3, 7]


def test_ten_thousand_rows_in_chunks() -> None:
    data = workbook(rows(FOR, ROW, END, ["合计", None, "=SUM(C2:C2)"]))
    found = fill(data, {"列": [{"名": "同", "额": i} for i in range(10_000)]})
    assert len(found.values) == 10_001
    assert found.formulas[-1][2] == "=SUM(C1:C10000)"
    assert found.values[-1][2] == sum(range(10_000))


@pytest.mark.parametrize(
    ("lines_", "place", "message"),
    [
        ([FOR, ROW], "A1", "缺少对应的 endfor"),
        ([["x"], END], "A2", "前面没有对应的 for"),
        ([["{%tr if 列 %}"], FOR, ["x"], ["{%tr endif %}"], END], "A4", "不配对"),
        ([["{%tr else %}"]], "A1", "前面没有对应的 if"),
        ([["{%tr if 列 %}"], ["{%tr else %}"], ["{%tr elif 列 %}"], ["{%tr endif %}"]], "A3", "else 后面"),
        ([["{%tr for 行 in 列 %}", "标题"], ROW, END], "A1", "独占一行"),
        ([["{% for 行 in 列 %}"], ["x"], ["{% endfor %}"]], "A1", "没有结束"),
        ([["{%p if 列 %}"], ["x"], ["{%p endif %}"]], "A1", "只用于 Word"),
        ([["{%tc for 行 in 列 %}", "{{ 行.名 }}", "{%tc endfor %}"]], "C1", "只用于 Word"),
    ],
)
def test_block_tags_that_do_not_fit(lines_: list[list[Any]], place: str, message: str) -> None:
    found = refused(workbook(rows(*lines_)), lines(1))
    assert any(f.place.cell == place and message in f.message for f in found), found


def test_an_unknown_list_does_not_hide_other_errors() -> None:
    data = workbook(rows(["{%tr for 行 in 没有 %}"], ["{{ 行.名 }}", "{{ 错 }}"], END))
    assert {f.place.cell for f in refused(data, lines(1))} == {"A1", "B2"}


def test_fields_inside_loops() -> None:
    assert "列.名" in compiled(workbook(rows(FOR, ROW, END)), lines(1)).fields


def test_figures_in_group_headings_are_not_added_twice() -> None:
    data = workbook(
        rows(
            ["{%tr for 组 in 组们 %}"],
            ["{{ 组.名 }}", "{{ 组.行|合计('额') }}"],
            ["{%tr for 行 in 组.行 %}"],
            ["{{ loop.index }}", "{{ 行.额 }}"],
            ["{%tr endfor %}"],
            ["{%tr endfor %}"],
            ["合计", "=SUBTOTAL(9,B4:B4)"],
        )
    )
    found = fill(data, GROUPS)
    assert found.formulas[-1][1] == "=SUBTOTAL(9,B2:B3,B6:B6)"
    assert found.values[-1][1] == 8.3


def test_too_many_groups_for_a_sum_of_areas() -> None:
    many = {"组们": [{"名": str(i), "行": [{"额": 1}]} for i in range(300)]}
    with pytest.raises(RenderError, match="SUBTOTAL"):
        fill(workbook(grouped("SUM(")), many)
    assert fill(workbook(grouped("SUBTOTAL(9,")), many).values[-1][1] == 300


def test_rows_without_height_grow_with_wrapped_text() -> None:
    def build(sheet: Worksheet) -> None:
        rows(["{{ 行.名 }}"], FOR, ["{{ 行.名 }}", "{{ 行.额 }}"], END)(sheet)
        sheet["A1"] = "头"
        sheet.column_dimensions["A"].width = 10
        sheet["A3"].alignment = Alignment(wrap_text=True)

    found = fill(workbook(build), {"列": [{"名": "短", "额": 1}, {"名": "长" * 40, "额": 2}]})
    heights = [found.sheet.row_dimensions[r].height for r in (1, 2, 3)]
    assert heights[0] is None
    assert heights[1] is not None and heights[2] is not None and heights[2] > 5 * heights[1]


def test_a_sheet_has_an_end() -> None:
    def build(sheet: Worksheet) -> None:
        rows(FOR, ["{{ 行.额 }}"], END)(sheet)
        sheet["A600000"] = "尾"

    with pytest.raises(RenderError, match="最多 1048576 行"):
        fill(workbook(build), {"列": [{"额": 1}] * 500_000})


BESIDE = [
    ["{%tr for 行 in 列 %}", None, None, "{%tr for 项 in 列 if 项.额 > 5 %}"],
    ["{{ loop.index }}", "{{ 行.名 }}", "{{ 行.额 }}", "{{ loop.index }}", "{{ 项.额 }}", "=E3*2", "元"],
    ["{%tr endfor %}", None, None, "{%tr endfor %}"],
]


def test_lists_beside_each_other_and_their_sums() -> None:
    total = ["合计", None, "=SUM(C3:C3)", None, "=SUM(E3:E3)", "=SUM(F3:F3)"]
    found = fill(workbook(rows(["头"], *BESIDE, total)), lines(4, 7, 6))
    assert found.values == [
        ["头", None, None, None, None, None, None],
        [1, "第1项", 4, 1, 7, 14, "元"],
        [2, "第2项", 7, 2, 6, 12, "元"],
        [3, "第3项", 6, None, None, None, None],
        ["合计", None, 17, None, 13, 26, None],
    ]
    assert found.formulas[4][4] == "=SUM(E2:E4)"


@pytest.mark.parametrize("amounts", [(), (1, 2), (9,)])
def test_a_list_beside_another_may_be_shorter_or_empty(amounts: tuple[int, ...]) -> None:
    found = fill(workbook(rows(["头"], *BESIDE, ["尾"])), lines(*amounts) if amounts else EMPTY, lines(1))
    texts = [row[0] for row in found.values]
    assert texts == ["头", *range(1, len(amounts) + 1), "尾"]
    assert [row[4] for row in found.values[1:-1]] == [a if a > 5 else None for a in amounts]


def test_lists_beside_each_other_in_a_loop_around_them() -> None:
    lists = [[str(cell or "").replace("E3", "E4") for cell in line] for line in BESIDE]
    data = workbook(rows(["{%tr for 外 in 列 %}"], ["{{ 外.名 }}"], *lists, ["{%tr endfor %}"]))
    assert [row[0] for row in fill(data, lines(8, 3)).values] == ["第1项", 1, 2, "第2项", 1, 2]
