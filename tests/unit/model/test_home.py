"""The lines of the block on the first sheet."""

from __future__ import annotations

from datetime import date

import pytest

from docgen.model.home import ROWS, home_lines, is_ours

DAY = date(2030, 5, 20)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (home_lines(None), ["本月还缺", "运行 docgen check 后显示"]),
        (home_lines(DAY), ["本月还缺（2030-05-20 检查，下次检查时重写）", "没有"]),
        (home_lines(DAY, ["甲", "乙"]), ["本月还缺（2030-05-20 检查，下次检查时重写）", "· 甲", "· 乙"]),
    ],
)
def test_what_is_said(lines: list[str], told: list[str]) -> None:
    assert lines == told + [""] * (ROWS - len(told))
    assert is_ours(lines)


@pytest.mark.parametrize(
    ("count", "last"), [(25, "· 第 24 项"), (26, "另有 1 项，见检查报告"), (90, "另有 65 项，见检查报告")]
)
def test_a_long_list_is_cut_and_says_so(count: int, last: str) -> None:
    lines = home_lines(DAY, [f"第 {n} 项" for n in range(count)])
    assert len(lines) == ROWS
    assert [line for line in lines if line][-1] == last
    assert is_ours(lines)


@pytest.mark.parametrize("text", ["给小王：这一栏先别动", "=", "没有了", "另有 3 项"])
def test_words_of_others_are_seen(text: str) -> None:
    assert not is_ours([*home_lines(None)[:-1], text])
    assert not is_ours([text, *home_lines(None)[1:]])
    assert not is_ours([])
