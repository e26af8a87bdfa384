"""The filters of the language: a fixed list, each with the shape of its result and what its arguments are.

The first argument of a filter's function is always the value before the bar. ``COLUMN`` arguments are column titles
written as strings; they are checked against the rows' shape when the tag is compiled.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docgen.language import runtime as rt
from docgen.language.shapes import ANY, SCALAR, ListShape, RefShape, Scalar, Shape, group_shape
from docgen.language.singles import (
    before,
    behind,
    default,
    format_date,
    lower,
    masked,
    money,
    paragraphs,
    parts,
    percent,
    prefix,
    reference,
    replaced,
    rounded,
    suffix,
    the_day,
    the_month,
    the_year,
    trimmed,
    upper,
    words,
    year_month,
)
from docgen.model.values import IndexedRows, show

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
    if isinstance(rows, IndexedRows) and (found := rows.holding(name, values)) is not None:
        return found
    return [r for r in rt.seq(rows) if any(_is(rt.follow(r, name), v) for v in values)]


def without(rows: Any, name: str, *unwanted: Any) -> list[Any]:
    """The rows whose column equals none of the values."""
    return [r for r in rt.seq(rows) if not any(_is(rt.follow(r, name), w) for w in unwanted)]


def filled(rows: Any, name: str) -> list[Any]:
    """The rows in which a column is filled."""
    return [r for r in rt.seq(rows) if not rt.empty(rt.touch(rt.follow(r, name)))]


def ordered(rows: Any, *names: str) -> list[Any]:
    """The rows in ascending order of columns (``-列`` descending); empty cells last. Without columns: plain values."""
    result = list(rt.seq(rows))
    if not names:
        have = [v for v in result if not rt.empty(rt.touch(v))]
        try:
            return sorted(have, key=lambda v: v.lower() if isinstance(v, str) else v)
        except TypeError as error:
            raise rt.EvaluationError("这些值不能排序；多条记录要写明列名，例如 |排序('日期')") from error
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


def dropped(values: Any, *unwanted: Any) -> list[Any]:
    """A list without these elements."""
    return [v for v in rt.seq(values) if not any(rt.eq(v, u) for u in unwanted)]


def beside(rows: Any, *others: Any) -> list[Any]:
    """The rows of several lists one after another; a column that a row does not have is empty in it."""
    return [r for each in (rows, *others) for r in rt.seq(each)]


def not_after(rows: Any, name: str, limit: Any) -> list[Any]:
    """The rows whose column is filled and at most the limit."""
    return [r for r in rt.seq(rows) if rt.le(rt.follow(r, name), limit)]


def not_before(rows: Any, name: str, limit: Any) -> list[Any]:
    """The rows whose column is filled and at least the limit."""
    return [r for r in rt.seq(rows) if rt.ge(rt.follow(r, name), limit)]


def backwards(rows: Any) -> list[Any]:
    """The elements in reverse order."""
    return rt.seq(rows)[::-1]


def _same(shape: Shape) -> Shape:
    return shape


def _strings(_: Shape) -> Shape:
    return ListShape(SCALAR)


def _group(shape: Shape) -> Shape:
    return group_shape(item_of(shape))


def _record(shape: Shape) -> Shape:
    return shape.target.unsure() if isinstance(shape, RefShape) else ANY


_ALL = [
    Filter("默认", default, (VALUE, VALUE), _same, 1),
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
    Filter("排序", ordered, (COLUMNS,), _same, rows=True),
    Filter("倒序", backwards, (), _same, rows=True),
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
    Filter("并列", beside, (VALUES,), _same, 1, rows=True),
    Filter("不晚于", not_after, (COLUMN, VALUE), _same, 2, rows=True),
    Filter("不早于", not_before, (COLUMN, VALUE), _same, 2, rows=True),
    Filter("截前", before, (VALUE,), needed=1),
    Filter("截后", behind, (VALUE,), needed=1),
    Filter("前缀", prefix, (VALUE,), needed=1),
    Filter("后缀", suffix, (VALUE,), needed=1),
    Filter("所指", reference, (), _record),
    Filter("大写字母", upper),
    Filter("小写字母", lower),
    Filter("去空白", trimmed),
    Filter("替换", replaced, (VALUE, VALUE), needed=2),
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
    "reverse": "倒序",
    "max": "最大",
    "min": "最小",
    "upper": "大写字母",
    "lower": "小写字母",
    "trim": "去空白",
    "replace": "替换",
}
#: Filters of Jinja that mean something else here or are not needed, and those of other places → what to write.
ELSEWHERE = {
    "图片": "只用于 Word 模板，写在标签的最后：{{ 照片|图片(30, 42) }}。",
    "picture": "只用于 Word 模板，写在标签的最后：{{ 照片|图片(30, 42) }}。",
    "柱形图": "只用于 Word 模板，写在标签的最后：{{ 各月|柱形图(150, 70, '月份', '次数') }}；Excel 里用自己的图表。",
    "条形图": "只用于 Word 模板，写在标签的最后：{{ 科目|条形图(150, 90, '名称', '支出') }}；Excel 里用自己的图表。",
    "组织图": "只用于 Word 模板，写在标签的最后：{{ 部门|组织图(250, 150, '上级', '名称') }}。",
    "d": "改写为 |默认('无')。",
    "round": "改写为 |保留(2) 或 |整数。",
    "int": "改写为 |整数。",
    "float": "改写为 |保留(2)。",
    "format": "改写为 |保留(2)、|金额 或 |日期('点')。",
    "map": "改写为 |列('列名')。",
    "selectattr": "改写为 |筛选('列名', '值') 或 |有('列名')。",
    "select": "改写为 |筛选('列名', '值')。",
    "rejectattr": "改写为 |排除('列名', '值')。",
    "reject": "改写为 |去掉('值')。",
    "groupby": "改写为 |分组('列名')，其中用 名称 和 行。",
    "date": "改写为 |日期('点')。",
    "strftime": "改写为 |日期('点')。",
    "safe": "删去它：文字总是原样写入。",
    "e": "删去它：文字总是原样写入。",
    "escape": "删去它：文字总是原样写入。",
    "string": "删去它：打印时都是文字。",
    "list": "删去它。",
    "items": "记录的每个字段要分别写明。",
    "dictsort": "记录的每个字段要分别写明。",
    "batch": "改用 {%tr for … %} 逐行写。",
    "slice": "改写为 |前(5)。",
    "capitalize": "在数据里写好大小写，或用 |大写字母、|小写字母。",
    "title": "在数据里写好大小写，或用 |大写字母、|小写字母。",
}


def enum_order(shape: Shape) -> tuple[str, ...]:
    """The order of groups: that of the enumeration behind a column, where there is one."""
    return shape.options if isinstance(shape, Scalar) else ()
