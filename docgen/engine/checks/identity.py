"""Citizen numbers (GB 11643): check digit, date of birth, sex, month, region. The number itself is never quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from docgen.engine.checks.context import Context, Fault, kind
from docgen.engine.checks.digits import citizen_digit
from docgen.model.finding import Finding
from docgen.model.rules import Rule
from docgen.model.values import Bad, Month

NUMBER = re.compile(r"[0-9]{17}[0-9X]")


def _birth(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


@kind("citizen-id-checksum")
def checksum(context: Context, rule: Rule) -> Iterator[Finding]:
    """Shape and check digit. Message ``form`` where it is not 18 characters."""

    def judge(value: str) -> Fault | None:
        if not NUMBER.fullmatch(value):
            return Fault("form")
        right = citizen_digit(value)
        return Fault(expected=right) if value[17] != right else None

    return context.judged(rule, judge)


@kind("citizen-id-birth")
def birth(context: Context, rule: Rule) -> Iterator[Finding]:
    """A real date of birth, and an age between ``youngest`` and ``oldest`` on the day of the check (``age``)."""
    today = context.facts.as_of

    def judge(value: str) -> Fault | None:
        if not NUMBER.fullmatch(value):
            return None
        born = _birth(value)
        if born is None:
            return Fault()
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        return None if rule.params["youngest"] <= age <= rule.params["oldest"] else Fault("age", expected=age)

    return context.judged(rule, judge)


@kind("citizen-id-sex")
def sex(context: Context, rule: Rule) -> Iterator[Finding]:
    """The 17th digit is ``odd`` or ``even`` as the column ``sex`` says."""

    def judge(value: str, typed: Any) -> Fault | None:
        if not NUMBER.fullmatch(value) or typed is None or isinstance(typed, Bad):
            return None
        meant = rule.params["odd"] if int(value[16]) % 2 else rule.params["even"]
        return Fault(expected=meant, other=typed) if typed != meant else None

    return context.judged(rule, judge, rule.params["sex"])


@kind("citizen-id-month")
def month(context: Context, rule: Rule) -> Iterator[Finding]:
    """Year and month of birth equal the column ``month``."""

    def judge(value: str, typed: Any) -> Fault | None:
        born = _birth(value) if NUMBER.fullmatch(value) else None
        if born is None or not isinstance(typed, Month) or typed == Month.of(born):
            return None
        return Fault(expected=Month.of(born), other=typed)

    return context.judged(rule, judge, rule.params["month"])


@kind("citizen-id-region")
def region(context: Context, rule: Rule) -> Iterator[Finding]:
    """The first two digits are one of ``regions``, or one of ``reserved`` where ``reserved_when`` holds."""
    regions, reserved = set(rule.params["regions"]), set(rule.params.get("reserved", ()))

    def judge(value: str) -> Fault | None:
        head = value[:2]
        return Fault(value=head) if NUMBER.fullmatch(value) and head not in regions else None

    for target in context.targets(rule):
        text = rule.params.get("reserved_when", "false")
        allowed = context.expression(text, target.register, f"规则 {rule.id}")
        when = context.condition(rule, target.register)
        for row, fault in context.faults(target, judge):
            held_back = fault.facts["value"] in reserved and allowed(row)
            if not held_back and (when is None or when(row)):
                entry = context.registers[target.register.name][row]
                yield context.finding(rule, entry, target.field.name, **fault.facts)
