"""Checks that look at a whole row: what must be filled, what must hold between columns."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.engine.checks.context import Condition, Context, fill, kind, shown
from docgen.errors import StandardError
from docgen.model.entry import Entry
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
        needed: list[tuple[str, Condition | None]] = [
            (f.name, None) for f in register.fields.values() if f.required and not f.required_if
        ]
        asked = [*needed, *_conditions(context, register)]
        for number, (column, condition) in enumerate(asked):
            rows = _blank(context, register.name, column)
            if link:
                alone = set(_blank(context, register.name, link))
                rows = [i for i in rows if i in alone or (condition is None and column in few)]
            blank += [(row, number) for row in (rows if condition is None else condition.among(rows))]
        for row, number in sorted(blank):
            yield context.finding(rule, entries[row], asked[number][0])


def _blank(context: Context, register: str, name: str) -> list[int]:
    """The rows in which a column is blank."""
    column = context.column(register, name)
    return column.rows(column.places(lambda value: value is None))


def _conditions(context: Context, register: Register) -> list[tuple[str, Condition | None]]:
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
        condition = context.expression(constraint.expression, register, constraint.place)
        try:
            severity = Severity.parse(constraint.severity)
        except KeyError as error:
            raise StandardError(f"没有级别“{constraint.severity}”", place=constraint.place) from error
        entries = context.registers[register.name]
        for row in condition.among(verdict=False):
            yield _finding(context, constraint, severity, entries[row])


def _finding(context: Context, constraint: Constraint, severity: Severity, entry: Entry) -> Finding:
    facts = {name: shown(value) for name, value in context.names.items() if not isinstance(value, list | dict)}
    facts |= {name: shown(value) for name, value in entry.values.items()}
    place = entry.place(constraint.column)
    texts = fill(constraint.message, facts), fill(constraint.remedy, facts)
    return Finding(constraint.id, severity, *texts, place, context.clause(entry, constraint.column), key=entry.key)
