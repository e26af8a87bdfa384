"""Checks of dates, amounts and ordinals."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from docgen.engine.checks.context import Context, Fault, Judge, Target, kind
from docgen.errors import StandardError
from docgen.model.finding import Finding
from docgen.model.rules import Rule
from docgen.model.values import Bad, Month, chinese_date, show

WEEKEND = {5: "星期六", 6: "星期日"}


@kind("date-range")
def date_range(context: Context, rule: Rule) -> Iterator[Finding]:
    """Every date lies in its column's range and, message ``future``, not after today."""
    for register in context.standard.registers.values():
        for field in register.fields.values():
            if field.date_range and field.date_range != "any":
                yield from context.judged(rule, _range(context, field.date_range), targets=[Target(register, field)])


def _range(context: Context, name: str) -> Judge:
    first, last = bounds(context, name)
    today = context.facts.today
    words = f"{chinese_date(first)}至{chinese_date(last)}" if first else f"不晚于{chinese_date(last)}"

    def judge(value: Any) -> Fault | None:
        low, high = _span(value)
        if (first and high < first) or low > last:
            return Fault(expected=words)
        return Fault("future", expected=chinese_date(today)) if today and low > today else None

    return judge


def bounds(context: Context, name: str) -> tuple[date | None, date]:
    """First and last day of a range: ``year``, ``year+jan``, ``year+close``, ``≤year``.

    Raises:
        StandardError: there is no such range.
    """
    year = context.facts.year
    first, last = date(year, 1, 1), date(year, 12, 31)
    if name == "year":
        return first, last
    if name == "year+jan":
        return first, date(year + 1, 1, 31)
    if name == "year+close":
        month, _, day = str(context.setting("close") or "12-31").partition("-")
        return first, date(year + 1, int(month), int(day))
    if name == "≤year":
        return None, last
    raise StandardError(f"没有日期范围“{name}”", place=str(context.standard.folder / "fields.csv"))


def _span(value: Any) -> tuple[date, date]:
    """First and last day a date or month may mean."""
    if isinstance(value, Month):
        following = date(value.year + value.month // 12, value.month % 12 + 1, 1)
        return date(value.year, value.month, 1), date.fromordinal(following.toordinal() - 1)
    return value, value


@kind("weekday")
def weekday(context: Context, rule: Rule) -> Iterator[Finding]:
    """The date is a Saturday, a Sunday or a public holiday."""
    holidays = context.standard.holidays

    def judge(value: date) -> Fault | None:
        day = date(value.year, value.month, value.day)
        what = holidays.get(day) or WEEKEND.get(day.weekday())
        return Fault(expected=what) if what else None

    return context.judged(rule, judge)


@kind("minimum")
def minimum(context: Context, rule: Rule) -> Iterator[Finding]:
    """The number is at least ``least``."""
    least = rule.params["least"]
    return context.judged(rule, lambda value: Fault(expected=least) if value < least else None)


@kind("product")
def product(context: Context, rule: Rule) -> Iterator[Finding]:
    """In ``register`` the column ``product`` is the product of the columns ``factors`` within ``tolerance``."""
    register, tolerance = rule.params["register"], Decimal(rule.params["tolerance"])
    factors = [context.target(f"{register}.{name}", rule).field.name for name in rule.params["factors"]]
    target = context.target(f"{register}.{rule.params['product']}", rule)

    def judge(value: Decimal, *numbers: Any) -> Fault | None:
        if any(n is None or isinstance(n, Bad) for n in numbers):
            return None
        right = math.prod((Decimal(str(number)) for number in numbers), start=Decimal(1))
        return Fault(expected=show(type(value)(right))) if abs(right - value) > tolerance else None

    return context.judged(rule, judge, *factors, targets=[target])


@kind("serial")
def serial(context: Context, rule: Rule) -> Iterator[Finding]:
    """The numbers of a column run from 1 without gap, row by row; only the first that does not is reported."""
    for target in context.targets(rule):
        entries = context.registers[target.register.name]
        for right, (row, value) in enumerate(context.filled(target), 1):
            if value != right:
                yield context.finding(rule, entries[row], target.field.name, expected=right)
                break
