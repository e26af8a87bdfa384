"""All rules over all rows."""

from __future__ import annotations

from collections.abc import Iterable

from docgen.engine.checks.context import CheckFacts, Context, fill, kinds
from docgen.engine.checks.rows import constraint_findings
from docgen.model.collector import collector_paused
from docgen.model.entry import Entry, Registers
from docgen.model.finding import Finding, Severity
from docgen.model.standard import Standard

#: Rules whose kind begins so were decided while reading.
READING = "read:"
#: The rule about typed rows of derived registers; it needs both rows and is asked for apart.
TWIN = "twin"


def check_fields(standard: Standard, registers: Registers, facts: CheckFacts) -> tuple[Finding, ...]:
    """Judge every cell by the standard's rules.

    Args:
        standard: the standard.
        registers: the typed rows; values that could not be read are marked and passed over.
        facts: the day, the year, what is known of the files.

    Returns:
        Findings in the order of the rules, then of the rows.

    Raises:
        StandardError: a rule is of no known kind, names what does not exist, or holds a wrong expression.
    """
    with collector_paused():
        return tuple(_findings(Context(standard, registers, facts)))


def _findings(context: Context) -> list[Finding]:
    findings: list[Finding] = []
    for rule in context.standard.rules:
        if rule.kind.startswith(READING) or rule.kind == TWIN:
            continue
        check = kinds().get(rule.kind)
        if check is None:
            raise context.wrong(rule, f"没有规则种类“{rule.kind}”")
        try:
            findings += check(context, rule)
        except KeyError as error:
            raise context.wrong(rule, f"缺少参数 {error}") from error
    findings += constraint_findings(context)
    return findings


def twin_findings(standard: Standard, twins: Iterable[tuple[Entry, Entry]]) -> tuple[Finding, ...]:
    """Typed rows of a derived register that look like an event another register already holds.

    Args:
        standard: the standard; without a rule of kind ``twin`` nothing is remarked on.
        twins: typed row and derived row.
    """
    rule = next((r for r in standard.rules if r.kind == TWIN), None)
    if rule is None:
        return ()
    findings = []
    for typed, derived in twins:
        link = standard.derived[typed.register].link
        facts = {"key": typed.key, "other": derived.key, "value": derived.key, "column": link}
        place = typed.place(link)
        clause = standard.registers[typed.register].fields[link].clause
        texts = fill(rule.message, facts), fill(rule.remedy, facts)
        findings.append(Finding(rule.id, Severity.parse(rule.severity), *texts, place, clause, key=typed.key))
    return tuple(findings)
