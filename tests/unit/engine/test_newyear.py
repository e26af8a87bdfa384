"""What goes over into the next year, on the fictional standard and on the sample."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from docgen.engine.book import make_book
from docgen.engine.newyear import NewYear, next_year
from docgen.errors import StandardError
from docgen.model.finding import Finding, Severity
from docgen.model.rules import Carried
from docgen.model.standard import Standard
from docgen.model.values import Bad
from tests.conftest import TOY_YEAR, entries

WRONG = Bad((Finding("V00", Severity.ERROR, "错"),))


def carried(toy: Standard, **changes: list[dict[str, Any]]) -> NewYear:
    return next_year(toy, make_book(toy, entries(toy, {**TOY_YEAR, **changes}), 2030))


def test_rows_that_stay_true_go_over_and_the_rest_stays(toy: Standard) -> None:
    plan = carried(toy)
    assert plan.year == 2031
    assert plan.rows["馆"] == [{"馆名": "小镇玩具馆", "年份": 2031}]
    assert [row["称呼"] for row in plan.rows["读者"]] == ["甲读者"]
    assert len(plan.rows["玩具"]) == 3
    assert plan.left == {"读者": 1}
    assert "热门" not in plan.rows


def test_figures_of_the_old_year_are_left_out(toy: Standard) -> None:
    toys = [{**TOY_YEAR["玩具"][0], "图": "玩具/桥.jpg"}]
    plan = carried(toy, 玩具=toys)
    assert "图" not in plan.rows["玩具"][0]
    assert plan.rows["玩具"][0]["件数"] == 3


def test_references_to_rows_that_stay_behind_are_blanked_and_told(toy: Standard) -> None:
    plan = carried(toy)
    first, second = plan.rows["借展"]
    assert first["同行人"] == ["甲读者"]
    assert second["借阅人"] is None
    told = [(d.entry.key, d.column, d.value) for d in plan.dropped]
    assert told == [("J-2", "借阅人", "乙读者"), ("J-1", "同行人", "乙读者")]


def test_no_source_is_changed(toy: Standard) -> None:
    registers = entries(toy, TOY_YEAR)
    before = [dict(e.values) for e in registers]
    next_year(toy, make_book(toy, registers, 2030))
    assert [dict(e.values) for e in registers] == before


def test_a_value_that_could_not_be_read_is_named(toy: Standard) -> None:
    readers = [{**TOY_YEAR["读者"][0], "离馆日": WRONG}, {**TOY_YEAR["读者"][1], "入馆日": WRONG}]
    assert carried(toy, 读者=readers).unread == WRONG.findings, "the second one stays behind"


def test_nothing_goes_over_where_the_standard_says_nothing(toy: Standard) -> None:
    plan = carried(replace(toy, carried={}))
    assert plan.rows == {}
    assert sum(plan.left.values()) == 8


def test_a_wrong_expression_names_its_table(toy: Standard) -> None:
    wrong = {"读者": Carried("读者", "没有这列 == 1", (), {})}
    with pytest.raises(StandardError, match="没有这列") as caught:
        carried(replace(toy, carried=wrong))
    assert "new-year.toml [读者]" in str(caught.value.place)


def test_running_agreements_and_topics_of_the_real_standard(standard: Standard) -> None:
    pairs = [
        {"协议编号": f"ST-2024-0{n}", "截止日期": day} for n, day in ((1, date(2024, 12, 31)), (2, date(2025, 1, 1)))
    ]
    topics = [{"课题编号": f"KT-2024-0{n}", "年末进度": done} for n, done in ((1, 100), (2, 60))]
    gear = [{"设备编号": f"SB-00{n}", "状态": state} for n, state in ((1, "报废"), (2, "停用"))]
    rows = {"师徒": pairs, "年度课题": topics, "设备工具": gear}
    plan = next_year(standard, make_book(standard, entries(standard, rows), 2024))
    assert [r["协议编号"] for r in plan.rows["师徒"]] == ["ST-2024-02"]
    assert [r["课题编号"] for r in plan.rows["年度课题"]] == ["KT-2024-02"]
    assert [r["设备编号"] for r in plan.rows["设备工具"]] == ["SB-002"]
