"""Checks that look at a whole row: what must be filled, what must hold between columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from docgen.engine.checks.context import Context, fill, kind, shown
from docgen.errors import StandardError
from docgen.model.entry import Entry, Record
from docgen.model.finding import Finding, Severity
from docgen.model.rules import Constraint, Rule
from docgen.model.standard import Register


@kind("required")
def required(context: Context, rule: Rule) -> Iterator[Finding]:
    """A column that must be filled is blank. A column with a condition must be filled where it holds.

    A typed row of a derived register that completes another record needs only its key and the link.
    """
    for register in context.standard.registers.values():
        derived = context.standard.derived.get(register.name)
        link = derived.link if derived else ""
        entries, few = context.registers[register.name], {*register.key, link}
        blank: list[tuple[int, int]] = []
        needed: list[tuple[str, Callable[..., Any] | None]] = [
            (f.name, None) for f in register.fields.values() if f.required and not f.required_if
        ]
        asked = [*needed, *_conditions(context, register)]
        for number, (column, test) in enumerate(asked):
            rows = [i for i, v in enumerate(context.column(register.name, column)) if v is None]
            if link:
                completes = context.column(register.name, link)
                rows = [i for i in rows if completes[i] is None or (test is None and column in few)]
            if test is not None:
                rows = [i for i, holds in context.verdicts(test, register.name, rows) if holds]
            blank += [(row, number) for row in rows]
        for row, number in sorted(blank):
            yield context.finding(rule, entries[row], asked[number][0])


def _conditions(context: Context, register: Register) -> list[tuple[str, Callable[..., Any] | None]]:
    return [
        (f.name, context.expression(f.required_if, register, f"conditions.csv {register.name}.{f.name}"))
        for f in register.fields.values()
        if f.required_if
    ]


def constraint_findings(context: Context) -> Iterator[Finding]:
    """What the standard's table of constraints says must hold, and does not.

    Rows of a derived register are judged as they are typed: blank cells hold no constraint back or up.
    """
    for constraint in context.standard.constraints:
        register = context.standard.registers[constraint.register]
        test = context.expression(constraint.expression, register, constraint.place)
        try:
            severity = Severity.parse(constraint.severity)
        except KeyError as error:
            raise StandardError(f"没有级别“{constraint.severity}”", place=constraint.place) from error
        entries, records = context.registers[register.name], context.records[register.name]
        for row, holds in context.verdicts(test, register.name):
            if holds is False:
                yield _finding(context, constraint, severity, entries[row], records[row])


def _finding(context: Context, constraint: Constraint, severity: Severity, entry: Entry, record: Record) -> Finding:
    facts = {name: shown(value) for name, value in context.names.items() if not isinstance(value, list | dict)}
    facts |= {name: shown(value) for name, value in record.items()}
    place = entry.place(constraint.column)
    texts = fill(constraint.message, facts), fill(constraint.remedy, facts)
    return Finding(constraint.id, severity, *texts, place, context.clause(entry, constraint.column), key=entry.key)
