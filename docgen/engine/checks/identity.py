"""Citizen numbers (GB 11643): check digit, date of birth, sex, month, region. The number itself is never quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from docgen.engine.checks.context import Context, kind
from docgen.engine.checks.digits import citizen_digit
from docgen.model.entry import Entry
from docgen.model.finding import Finding
from docgen.model.rules import Rule
from docgen.model.values import Bad, Month

NUMBER = re.compile(r"[0-9]{17}[0-9X]")


def _numbers(context: Context, rule: Rule) -> Iterator[tuple[Entry, str, str]]:
    """Entry, column and number of every well-formed citizen number."""
    for target, entry, value in context.each(rule):
        if NUMBER.fullmatch(value):
            yield entry, target.field.name, value


def _birth(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


@kind("citizen-id-checksum")
def checksum(context: Context, rule: Rule) -> Iterator[Finding]:
    """Shape and check digit. Message ``form`` where it is not 18 characters."""
    for target, entry, value in context.each(rule):
        if not NUMBER.fullmatch(value):
            yield context.finding(rule, entry, target.field.name, "form")
        elif value[17] != citizen_digit(value):
            yield context.finding(rule, entry, target.field.name, expected=citizen_digit(value))


@kind("citizen-id-birth")
def birth(context: Context, rule: Rule) -> Iterator[Finding]:
    """A real date of birth, and an age between ``youngest`` and ``oldest`` on the day of the check (``age``)."""
    today = context.facts.as_of
    for entry, column, number in _numbers(context, rule):
        born = _birth(number)
        if born is None:
            yield context.finding(rule, entry, column)
            continue
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        if not rule.params["youngest"] <= age <= rule.params["oldest"]:
            yield context.finding(rule, entry, column, "age", expected=age)


@kind("citizen-id-sex")
def sex(context: Context, rule: Rule) -> Iterator[Finding]:
    """The 17th digit is ``odd`` or ``even`` as the column ``sex`` says."""
    for entry, column, number in _numbers(context, rule):
        typed = entry.values.get(rule.params["sex"])
        meant = rule.params["odd"] if int(number[16]) % 2 else rule.params["even"]
        if typed is not None and not isinstance(typed, Bad) and typed != meant:
            yield context.finding(rule, entry, column, expected=meant, other=typed)


@kind("citizen-id-month")
def month(context: Context, rule: Rule) -> Iterator[Finding]:
    """Year and month of birth equal the column ``month``."""
    for entry, column, number in _numbers(context, rule):
        typed, born = entry.values.get(rule.params["month"]), _birth(number)
        if isinstance(typed, Month) and born is not None and typed != Month.of(born):
            yield context.finding(rule, entry, column, expected=Month.of(born), other=typed)


@kind("citizen-id-region")
def region(context: Context, rule: Rule) -> Iterator[Finding]:
    """The first two digits are one of ``regions``, or one of ``reserved`` where ``reserved_when`` holds."""
    regions, reserved = set(rule.params["regions"]), set(rule.params.get("reserved", ()))
    for target in context.targets(rule):
        register = target.register
        test = context.expression(rule.params.get("reserved_when", "false"), register, f"规则 {rule.id}")
        records = {id(r.entry): r for r in context.records[register.name]}
        for entry, value in context.values(target, rule):
            head = value[:2]
            if not NUMBER.fullmatch(value) or head in regions:
                continue
            if head not in reserved or not context.holds(test, records[id(entry)]):
                yield context.finding(rule, entry, target.field.name, value=head)
