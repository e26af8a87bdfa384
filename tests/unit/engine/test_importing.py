"""Somebody's own table → rows of a register of the fictional standard."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.engine.importing import Matching, match, rows_of
from docgen.model.reading import make_reader
from docgen.model.standard import Standard

KEYS = {"编号": "玩具号", "玩具号": "玩具号", "种类": "类", "件数": "件数", "数目": "件数"}


def matched(toy: Standard, *headings: str, **given_: str) -> Matching:
    return match(toy.registers["玩具"], headings, {h: KEYS[h] for h in headings if h in KEYS}, given_)


def test_a_columns_own_name_goes_before_its_other_names(toy: Standard) -> None:
    found = matched(toy, "编号", "数目", "件数", "颜色")
    assert found.columns == {"编号": "玩具号", "件数": "件数"}
    assert found.twice == {"数目": "件数"}
    assert found.left == {"颜色": ""}
    assert found.lacking[-1] == "图", "those that must be filled go first"


def test_what_somebody_said_goes_before_every_name(toy: Standard) -> None:
    found = matched(toy, "编号", "玩具号", 颜色="类", 编号="名称（全称）")
    assert found.columns == {"编号": "名称（全称）", "玩具号": "玩具号"}


def test_a_near_heading_is_only_proposed(toy: Standard) -> None:
    assert matched(toy, "玩具编号", "件数（万元）").left == {"玩具编号": "玩具号", "件数（万元）": ""}


def rows(toy: Standard, table: list[dict[str, Any]], known: dict[str, str] | None = None) -> Any:
    register = toy.registers["玩具"]
    names = list(table[0])
    readers = {n: make_reader(register.fields[n], toy.enums.get(register.fields[n].enum)) for n in names}
    columns = {n: [row[n] for row in table] for n in names}
    firsts = [next((v for v in row.values() if v is not None), None) for row in table]
    return rows_of(register, range(2, 2 + len(table)), firsts, columns, readers, known or {})


def test_rows_that_are_there_that_repeat_and_that_add_up_stay_behind(toy: Standard) -> None:
    table = [{"玩具号": k, "件数": 1} for k in ("W-9", "W-1", "Ｗ-9", "合 计：", None, None)]
    found, skipped = rows(toy, table, {"W-1": "数据.xlsx › 玩具 › 第 3 行"})
    assert [r.number for r in found] == [2, 6, 7], "rows without a number can not be compared"
    assert [(s.number, s.why, s.other) for s in skipped] == [
        *((3, "known", "数据.xlsx › 玩具 › 第 3 行"), (4, "twice", "第 2 行"), (5, "total", "")),
    ]


def test_what_can_not_be_read_comes_over_as_it_was_typed(toy: Standard) -> None:
    found, _ = rows(toy, [{"玩具号": "W-9", "件数": "两件", "类": "怪"}])
    assert found[0].values == {"玩具号": "W-9", "件数": "两件", "类": "怪"}


@pytest.mark.parametrize("raw", [3, 3.0, "3", " ３ "])
def test_what_leaves_no_doubt_comes_over_as_what_it_is(toy: Standard, raw: Any) -> None:
    assert rows(toy, [{"件数": raw}])[0][0].values == {"件数": 3}


@given(st.lists(st.integers(0, 4), max_size=10))
def test_no_row_is_lost(toy: Standard, numbers: list[int]) -> None:
    table = [{"玩具号": f"W-{n}"} for n in numbers]
    if not table:
        return
    found, skipped = rows(toy, table)
    assert sorted([r.number for r in found] + [s.number for s in skipped]) == list(range(2, 2 + len(table)))
    assert rows(toy, table, {f"W-{n}": "" for n in numbers})[0] == []
