"""Filters on single values: dates, numbers, amounts, texts. An empty value stays empty."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from docgen.language import runtime as rt
from docgen.language.money import in_words
from docgen.model.values import DottedDate, Money, Month, Ref, chinese_date, show


def default(value: Any, other: Any = "", _always: Any = True) -> Any:
    """The value, or another one where it is empty; what Jinja's third argument asks for is always so."""
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


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    return None if rt.empty(rt.touch(value)) else change(show(value))


def upper(value: Any) -> Any:
    """The text in capital letters."""
    return _changed(value, str.upper)


def lower(value: Any) -> Any:
    """The text in small letters."""
    return _changed(value, str.lower)


def trimmed(value: Any) -> Any:
    """The text without blanks at its ends."""
    return _changed(value, str.strip)


def replaced(value: Any, old: str, new: str) -> Any:
    """The text with one piece of text in the place of another."""
    return _changed(value, lambda text: text.replace(show(old), show(new)))


def reference(value: Any) -> Any:
    """The record a reference points at."""
    rt.touch(value)
    return value.record if isinstance(value, Ref) else None
