"""What is to be written by hand goes through every expression without a trace of a value."""

from __future__ import annotations

from typing import Any

import pytest

from docgen.language import SCALAR, Code, ListShape, RecordShape, Scope, function
from docgen.language.filters import FILTERS
from docgen.model.values import Blank, BlankRows, Money, show

ROOM = show(Blank())
ROW = RecordShape("行", {"量": SCALAR, "名": SCALAR})
SCOPE = Scope.of(
    {"空": Code("b['空']", SCALAR), "表": Code("b['表']", ListShape(ROW)), "数": Code("b['数']", SCALAR)}, ("b",)
)


def value(text: str, rows: int = 3) -> Any:
    row = {"量": Blank(), "名": Blank()}
    return function(text, SCOPE)({"空": Blank(2), "表": BlankRows([row] * rows), "数": Money(5)})


@pytest.mark.parametrize(
    "text",
    [
        "空",
        "空|默认('无')",
        "空|日期('点')",
        "空|金额",
        "空|大写",
        "空|月",
        "空|前缀('第')",
        "空|打码",
        "空 + 数",
        "数 - 空",
        "空 - 空",
        "表|条数",
        "表|合计('量')",
        "表|最大('量')",
        "表|列('名')|连接('、')",
        "(表|首个).名",
        "表[0].名",
        "(表|分组('名')|首个).名称",
    ],
)
def test_all_made_of_it_is_room(text: str) -> None:
    assert show(value(text)) == ROOM


@pytest.mark.parametrize(
    "text", ["空", "空 == '甲'", "空 > 1", "表|条数 == 0", "表|条数 > 0", "空 in '甲乙'", "not 表"]
)
def test_it_meets_no_condition(text: str) -> None:
    assert not value(text)


@pytest.mark.parametrize(
    "text",
    [
        "表|筛选('名', '甲')",
        "表|排除('名', '甲')",
        "表|有('名')",
        "表|排序('-量', '名')|倒序|去重",
        "表|前(1)",
        "表|不早于('量', 数)",
        "表|列('名')|去掉('甲')",
        "表|并列(表, 表)",
        "(表|分组('名'))[0].行",
    ],
)
def test_what_is_chosen_from_empty_rows_are_empty_rows(text: str) -> None:
    assert len(value(text)) == 3
    assert isinstance(value(text), BlankRows)


def test_a_text_has_its_lines() -> None:
    assert [show(v) for v in value("空|分段")] == [ROOM] * 2
    assert len(value("空|分条")) == 2


def test_no_filter_breaks_on_it() -> None:
    given = {"列": "('名')", "筛选": "('名', 1)", "排除": "('名', 1)", "有": "('名')", "分组": "('名')", "前": "(2)"}
    given |= {"去掉": "(1)", "并列": "(表)", "不晚于": "('量', 1)", "不早于": "('量', 1)", "默认": "(1)", "保留": "(2)"}
    given |= {"截前": "('，')", "截后": "('，')", "前缀": "('，')", "后缀": "('，')", "替换": "('一', '二')"}
    for name, found in FILTERS.items():
        for source in ["表"] if found.rows else ["空", "表"]:
            result = value(f"{source}|{name}{given.get(name, '')}")
            assert isinstance(result, Blank | BlankRows | dict), name
