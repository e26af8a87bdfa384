"""The filters of the language: a fixed list, each with the shape of its result and what its arguments are.

The first argument of a filter's function is always the value before the bar. ``COLUMN`` arguments are column titles
written as strings; they are checked against the rows' shape when the tag is compiled.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from docgen.language import runtime as rt
from docgen.language.money import in_words
from docgen.language.shapes import ANY, SCALAR, ListShape, RefShape, Scalar, Shape, group_shape
from docgen.model.values import DottedDate, Money, Month, Ref, chinese_date, show

VALUE, COLUMN, COLUMNS, VALUES = "value", "column", "columns", "values"


@dataclass(frozen=True)
class Filter:
    """A filter.

    Attributes:
        name: name in templates.
        call: function of the value and the arguments.
        args: kinds of its arguments; one ending in ``s`` stands for any number.
        shape: shape of the result from the shape of the value.
        needed: how many arguments must be given.
        rows: the value must be a list.
    """

    name: str
    call: Callable[..., Any]
    args: tuple[str, ...] = ()
    shape: Callable[[Shape], Shape] = lambda _: SCALAR
    needed: int = 0
    rows: bool = False


def item_of(shape: Shape) -> Shape:
    """The shape of a list's elements."""
    return shape.item if isinstance(shape, ListShape) else ANY


def maybe_item(shape: Shape) -> Shape:
    """The shape of an element that may be missing."""
    item = item_of(shape)
    return item.unsure() if hasattr(item, "unsure") else item


def column_shape(shape: Shape, column: str) -> Shape:
    """The shape of a column of a list of records."""
    fields = getattr(getattr(item_of(shape), "target", item_of(shape)), "fields", None)
    return fields[column][1] if fields and column in fields else SCALAR


def default(value: Any, other: Any = "") -> Any:
    """The value, or another one where it is empty."""
    return other if rt.empty(rt.touch(value)) else value


def as_date(value: Any) -> date | None:
    """The date in a value, ``None`` where it is empty."""
    rt.touch(value)
    if rt.empty(value):
        return None
    if isinstance(value, date):
        return value
    raise rt.EvaluationError(f"“{value}”不是日期")


def format_date(value: Any, style: str = "年月日") -> Any:
    """A date in one of the forms 点, 年月日, 横线, 紧凑."""
    day = as_date(value)
    if day is None:
        return None
    forms: dict[str, Callable[[], str]] = {
        "点": lambda: show(DottedDate(day.year, day.month, day.day)),
        "年月日": lambda: chinese_date(day),
        "横线": lambda: f"{day.year:04d}-{day.month:02d}-{day.day:02d}",
        "紧凑": lambda: f"{day.year:04d}{day.month:02d}{day.day:02d}",
    }
    if style not in forms:
        raise rt.EvaluationError(f"日期没有“{style}”这种写法，可用：{'、'.join(forms)}")
    return forms[style]()


def _month(value: Any) -> Month | None:
    rt.touch(value)
    if rt.empty(value):
        return None
    if isinstance(value, Month):
        return value
    day = as_date(value)
    return Month.of(day) if day else None


def year_month(value: Any) -> Any:
    """Year and month: 2024年1月."""
    month = _month(value)
    return f"{month.year}年{month.month}月" if month else None


def the_year(value: Any) -> Any:
    """The year as a number."""
    month = _month(value)
    return month.year if month else None


def the_month(value: Any) -> Any:
    """The month as a number."""
    month = _month(value)
    return month.month if month else None


def the_day(value: Any) -> Any:
    """The day of the month as a number."""
    day = as_date(value)
    return day.day if day else None


def money(value: Any) -> Any:
    """An amount with two decimals and thousands separators."""
    return None if rt.empty(rt.touch(value)) else Money(rt.number(value))


def words(value: Any) -> Any:
    """An amount in words."""
    return None if rt.empty(rt.touch(value)) else in_words(Decimal(rt.number(value)))


def rounded(value: Any, digits: Any = 0) -> Any:
    """A number with a fixed count of decimals, half up, as text."""
    if rt.empty(rt.touch(value)):
        return None
    step = Decimal(1).scaleb(-int(digits))
    return format(Decimal(rt.number(value)).quantize(step, rounding=ROUND_HALF_UP), "f")


def percent(value: Any, digits: Any = 1) -> Any:
    """A ratio as per cent, with trailing zeros cut."""
    if rt.empty(rt.touch(value)):
        return None
    text = str(rounded(Decimal(rt.number(value)) * 100, digits))
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


def join(value: Any, separator: str = "、") -> str:
    """The printed elements, joined."""
    return separator.join(show(v) for v in rt.seq(value))


def count(value: Any) -> int:
    """The number of elements; of a text its characters."""
    rt.touch(value)
    return len(value) if isinstance(value, str) else len(rt.seq(value))


def column(rows: Any, name: str) -> list[Any]:
    """The values of one column, empty ones left out."""
    values = [rt.follow(row, name) for row in rt.seq(rows)]
    return [v for v in values if not rt.empty(rt.touch(v))]


def total(rows: Any, name: str = "") -> Any:
    """The sum of a column, or of a list of numbers."""
    values = column(rows, name) if name else [v for v in rt.seq(rows) if not rt.empty(rt.touch(v))]
    return functools.reduce(rt.add, values, 0)


def highest(rows: Any, name: str = "") -> Any:
    """The largest value of a column or list, ``None`` where there is none."""
    return max(column(rows, name) if name else rt.seq(rows), default=None)


def lowest(rows: Any, name: str = "") -> Any:
    """The smallest value of a column or list, ``None`` where there is none."""
    return min(column(rows, name) if name else rt.seq(rows), default=None)


def _is(value: Any, wanted: Any) -> bool:
    if isinstance(value, list):
        return any(rt.eq(v, wanted) for v in value)
    return rt.eq(value, wanted)


def where(rows: Any, name: str, *wanted: Any) -> list[Any]:
    """The rows whose column equals one of the values, or holds one of them."""
    values = [v for w in wanted for v in (w if isinstance(w, list) else [w])]
    return [r for r in rt.seq(rows) if any(_is(rt.follow(r, name), v) for v in values)]


def without(rows: Any, name: str, *unwanted: Any) -> list[Any]:
    """The rows whose column equals none of the values."""
    return [r for r in rt.seq(rows) if not any(_is(rt.follow(r, name), w) for w in unwanted)]


def filled(rows: Any, name: str) -> list[Any]:
    """The rows in which a column is filled."""
    return [r for r in rt.seq(rows) if not rt.empty(rt.touch(rt.follow(r, name)))]


def ordered(rows: Any, *names: str) -> list[Any]:
    """The rows in ascending order of columns (``-列`` descending); empty cells last."""
    result = list(rt.seq(rows))
    for name in reversed(names):
        descending = name.startswith("-")
        bare = name[1:] if descending else name
        have = [r for r in result if not rt.empty(rt.touch(rt.follow(r, bare)))]
        rest = [r for r in result if rt.empty(rt.follow(r, bare))]
        result = sorted(have, key=functools.partial(_sort_key, name=bare), reverse=descending) + rest
    return result


def _sort_key(row: Any, name: str) -> Any:
    return rt.follow(row, name)


def first(rows: Any) -> Any:
    """The first element, ``None`` where there is none."""
    return next(iter(rt.seq(rows)), None)


def last(rows: Any) -> Any:
    """The last element, ``None`` where there is none."""
    return next(iter(reversed(rt.seq(rows))), None)


def head(rows: Any, many: Any) -> list[Any]:
    """At most so many elements from the front."""
    return rt.seq(rows)[: int(many)]


def unique(rows: Any) -> list[Any]:
    """The elements without repetition, in order of first appearance."""
    result: list[Any] = []
    for value in rt.seq(rows):
        if not any(rt.eq(value, seen) for seen in result):
            result.append(value)
    return result


def group(rows: Any, name: str, order: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Rows grouped by a column: name, rows, ordinal; in the given order, then in order of appearance."""
    groups: dict[str, list[Any]] = {}
    for row in rt.seq(rows):
        groups.setdefault(show(rt.follow(row, name)), []).append(row)
    names = [n for n in order if n in groups] + [n for n in groups if n not in order]
    return [{"名称": n, "行": groups[n], "序号": i} for i, n in enumerate(names, 1)]


def paragraphs(value: Any) -> list[str]:
    """The lines of a long text, blank ones left out."""
    return [line.strip() for line in show(value).splitlines() if line.strip()]


def parts(value: Any) -> list[str]:
    """The parts of a text between semicolons, without the final full stop of each."""
    text = show(value).replace(";", "；").replace("\n", "；")
    return [p.strip().rstrip("。") for p in text.split("；") if p.strip()]


def masked(value: Any) -> Any:
    """A number with its middle hidden: the first and last quarter stay."""
    if rt.empty(rt.touch(value)):
        return None
    text = show(value)
    keep = max(len(text) // 4, 1)
    return text[:keep] + "*" * max(len(text) - 2 * keep, 0) + text[len(text) - keep :]


def dropped(values: Any, *unwanted: Any) -> list[Any]:
    """A list without these elements."""
    return [v for v in rt.seq(values) if not any(rt.eq(v, u) for u in unwanted)]


def not_after(rows: Any, name: str, limit: Any) -> list[Any]:
    """The rows whose column is filled and at most the limit."""
    return [r for r in rt.seq(rows) if rt.le(rt.follow(r, name), limit)]


def not_before(rows: Any, name: str, limit: Any) -> list[Any]:
    """The rows whose column is filled and at least the limit."""
    return [r for r in rt.seq(rows) if rt.ge(rt.follow(r, name), limit)]


def before(value: Any, separator: str) -> Any:
    """The text before the last separator; the whole text where there is none."""
    return None if rt.empty(rt.touch(value)) else show(value).rpartition(separator)[0] or show(value)


def behind(value: Any, separator: str) -> Any:
    """The text behind the last separator, ``None`` where there is none."""
    if rt.empty(rt.touch(value)) or separator not in show(value):
        return None
    return show(value).rpartition(separator)[2]


def prefix(value: Any, text: str) -> Any:
    """The value with a text before it; nothing where it is empty."""
    return None if rt.empty(rt.touch(value)) else text + show(value)


def suffix(value: Any, text: str) -> Any:
    """The value with a text behind it; nothing where it is empty."""
    return None if rt.empty(rt.touch(value)) else show(value) + text


def reference(value: Any) -> Any:
    """The record a reference points at."""
    rt.touch(value)
    return value.record if isinstance(value, Ref) else None


def _same(shape: Shape) -> Shape:
    return shape


def _strings(_: Shape) -> Shape:
    return ListShape(SCALAR)


def _group(shape: Shape) -> Shape:
    return group_shape(item_of(shape))


def _record(shape: Shape) -> Shape:
    return shape.target.unsure() if isinstance(shape, RefShape) else ANY


_ALL = [
    Filter("默认", default, (VALUE,), _same, 1),
    Filter("日期", format_date, (VALUE,)),
    Filter("年月", year_month),
    Filter("年", the_year),
    Filter("月", the_month),
    Filter("日", the_day),
    Filter("金额", money),
    Filter("大写", words),
    Filter("整数", rounded),
    Filter("保留", rounded, (VALUE,), needed=1),
    Filter("百分比", percent, (VALUE,)),
    Filter("连接", join, (VALUE,)),
    Filter("条数", count),
    Filter("合计", total, (COLUMN,)),
    Filter("最大", highest, (COLUMN,)),
    Filter("最小", lowest, (COLUMN,)),
    Filter("筛选", where, (COLUMN, VALUES), _same, 2, rows=True),
    Filter("排除", without, (COLUMN, VALUES), _same, 2, rows=True),
    Filter("有", filled, (COLUMN,), _same, 1, rows=True),
    Filter("排序", ordered, (COLUMNS,), _same, 1, rows=True),
    Filter("首个", first, (), maybe_item, rows=True),
    Filter("末个", last, (), maybe_item, rows=True),
    Filter("前", head, (VALUE,), _same, 1, rows=True),
    Filter("列", column, (COLUMN,), lambda _: ListShape(SCALAR), 1, rows=True),
    Filter("去重", unique, (), _same, rows=True),
    Filter("分组", group, (COLUMN,), _group, 1, rows=True),
    Filter("分段", paragraphs, (), _strings),
    Filter("分条", parts, (), _strings),
    Filter("打码", masked),
    Filter("去掉", dropped, (VALUES,), _same, 1),
    Filter("不晚于", not_after, (COLUMN, VALUE), _same, 2, rows=True),
    Filter("不早于", not_before, (COLUMN, VALUE), _same, 2, rows=True),
    Filter("截前", before, (VALUE,), needed=1),
    Filter("截后", behind, (VALUE,), needed=1),
    Filter("前缀", prefix, (VALUE,), needed=1),
    Filter("后缀", suffix, (VALUE,), needed=1),
    Filter("所指", reference, (), _record),
]

FILTERS: dict[str, Filter] = {f.name: f for f in _ALL}
ALIASES = {
    "default": "默认",
    "join": "连接",
    "length": "条数",
    "count": "条数",
    "sum": "合计",
    "first": "首个",
    "last": "末个",
    "unique": "去重",
    "sort": "排序",
}


def enum_order(shape: Shape) -> tuple[str, ...]:
    """The order of groups: that of the enumeration behind a column, where there is one."""
    return shape.options if isinstance(shape, Scalar) else ()
