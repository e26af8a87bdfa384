"""What a clerk is told of two versions of a document."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from docgen.engine.differing import Difference, differences

LINES = st.lists(st.lists(st.sampled_from(["", " ", "甲", "乙", "丙丁"]), max_size=3), max_size=8)


def test_the_cell_before_tells_where() -> None:
    old = [["姓名", "甲", "职务", "工程师"], ["备注"]]
    new = [["姓名", "甲", "职务", "总工程师"], ["备注"], ["补充"]]
    assert differences(old, new) == (Difference("职务", "工程师", "总工程师"), Difference("", "", "补充"))


def test_rows_built_otherwise_are_told_whole() -> None:
    assert differences([["甲", "", "乙"]], [["甲", "乙"]]) == (Difference("", "甲｜乙", "甲｜乙"),)


@given(LINES, LINES)
def test_nothing_differs_from_itself_and_blanks_do_not_count(one: list[list[str]], other: list[list[str]]) -> None:
    assert differences(one, [[" "], *one, [""]]) == ()
    worded = [[[c.strip() for c in row] for row in lines if any(c.strip() for c in row)] for lines in (one, other)]
    assert (differences(one, other) == ()) == (worded[0] == worded[1])
