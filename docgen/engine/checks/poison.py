"""Mark the cells that carry an error, so that exactly the documents that would print them are held back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from docgen.model.entry import Entry, Registers
from docgen.model.finding import Finding, Severity
from docgen.model.rules import ADOPTING
from docgen.model.standard import Standard
from docgen.model.values import Bad

#: The kind of rule that asks for blank cells to be filled.
REQUIRED = "required"


def poison(registers: Registers, findings: Iterable[Finding]) -> Registers:
    """Replace every cell an error finding points at; a cell that is marked already stays as it is.

    Args:
        registers: the rows as read and checked.
        findings: all findings; only errors that name a column count.
    """
    wrong: dict[tuple[str, str, int | None], dict[str, list[Finding]]] = {}
    for finding in findings:
        place = finding.place
        if finding.severity is Severity.ERROR and place.column:
            cells = wrong.setdefault((place.file, place.sheet, place.row), {})
            cells.setdefault(place.column, []).append(finding)
    if not wrong:
        return registers
    rows = {name: tuple(_marked(entry, wrong) for entry in entries) for name, entries in registers.rows.items()}
    return Registers(rows)


def beyond_rules(standard: Standard, findings: Iterable[Finding]) -> list[Finding]:
    """The findings that rules over the year do not judge themselves: not those about blank cells, nor of the same."""
    judged = {rule.id for rule in standard.rules if rule.kind == REQUIRED}
    judged |= {code for rule in standard.compliance if rule.kind != ADOPTING for code in rule.same_as}
    return [finding for finding in findings if finding.code not in judged]


def _marked(entry: Entry, wrong: dict[tuple[str, str, int | None], dict[str, list[Finding]]]) -> Entry:
    place = entry.place()
    cells = wrong.get((place.file, place.sheet, place.row))
    if not cells:
        return entry
    values = dict(entry.values)
    for column, findings in cells.items():
        if column in values and not isinstance(values[column], Bad):
            values[column] = Bad(tuple(findings))
    return replace(entry, values=values)
