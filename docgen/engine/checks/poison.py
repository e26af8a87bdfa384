"""Mark the cells that carry an error, so that exactly the documents that would print them are held back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from docgen.model.entry import Registers, Rows
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
    return Registers({name: _marked(registers[name], wrong) for name in registers.rows})


def beyond_rules(standard: Standard, findings: Iterable[Finding]) -> list[Finding]:
    """The findings that rules over the year do not judge themselves: not those about blank cells, nor of the same."""
    judged = {rule.id for rule in standard.rules if rule.kind == REQUIRED}
    judged |= {code for rule in standard.compliance if rule.kind != ADOPTING for code in rule.same_as}
    return [finding for finding in findings if finding.code not in judged]


def _marked(rows: Rows, wrong: Mapping[tuple[str, str, int | None], Mapping[str, list[Finding]]]) -> Rows:
    cells: dict[int, dict[str, Bad]] = {}
    for row in range(len(rows)):
        place = rows.place(row)
        for column, findings in wrong.get((place.file, place.sheet, place.row), {}).items():
            values = rows[row].values
            if column in values and not isinstance(values[column], Bad):
                cells.setdefault(row, {})[column] = Bad(tuple(findings))
    return rows.changed(cells) if cells else rows
