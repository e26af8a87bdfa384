"""What filters make of values to be written by hand: rows stay rows, a part of one is one, the rest is room."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from docgen.language.filters import FILTERS, Filter
from docgen.model.values import Blank, BlankRows

BLANKS = (Blank, BlankRows)
#: Filter → what it makes of empty rows or of room for a text.
MAKES: dict[str, Callable[[Any], Any]] = {
    "列": lambda rows: BlankRows([Blank()] * len(rows)),
    "首个": lambda rows: next(iter(rows), None),
    "末个": lambda rows: next(iter(rows), None),
    "分组": lambda rows: BlankRows([{"名称": Blank(), "行": rows, "序号": 1}] if rows else []),
    "分段": lambda text: BlankRows([Blank()] * getattr(text, "lines", 0)),
    "分条": lambda text: BlankRows([Blank()] * getattr(text, "lines", 0)),
}
#: Filters whose result is of the kind of their value.
SAME = frozenset({"默认", "筛选", "排除", "有", "排序", "倒序", "前", "去重", "去掉", "不晚于", "不早于"})


def filter_calls() -> dict[str, Callable[..., Any]]:
    """Name → function of every filter, as generated code calls it."""
    return {name: _aware(found) for name, found in FILTERS.items()}


def _aware(found: Filter) -> Callable[..., Any]:
    call, name = found.call, found.name
    makes = MAKES.get(name, _room)

    @functools.wraps(call)
    def aware(value: Any, *args: Any) -> Any:
        if isinstance(value, BLANKS):
            return value if name in SAME else makes(value)
        return call(value, *args)

    return beside if name == "并列" else aware


def _room(_: Any) -> Any:
    return Blank()


def beside(rows: Any, *others: Any) -> Any:
    """Several lists side by side: empty rows once, not as many times as there are lists."""
    blank = next((r for r in (rows, *others) if isinstance(r, BlankRows)), None)
    return FILTERS["并列"].call(rows, *others) if blank is None else blank
