"""``docgen check``: read the year, judge its fields, list everything found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from docgen.engine.compliance import judge, merge
from docgen.errors import ExitCode
from docgen.load.settings import Workspace
from docgen.model.finding import Finding, Severity
from docgen.model.standard import Standard
from docgen.tasks.year import Year, load_year, ordered


@dataclass(frozen=True)
class CheckResult:
    """What a check found.

    Attributes:
        rows: number of entries typed, by register.
        automatic: number of derived rows, by register.
        pending: what a clause asks for and is not due yet.
    """

    year: int
    as_of: date
    findings: tuple[Finding, ...]
    rows: dict[str, int]
    automatic: dict[str, int]
    pending: tuple[Finding, ...] = ()

    def exit_code(self, *, strict: bool) -> ExitCode:
        """0 where nothing is wrong; with ``strict`` warnings count as wrong."""
        limit = Severity.WARNING if strict else Severity.ERROR
        return ExitCode.FINDINGS if any(f.severity >= limit and not f.answer for f in self.findings) else ExitCode.OK


def check(workspace: Workspace, standard: Standard, year: int, as_of: date, *, now: bool = True) -> CheckResult:
    """Check the fields of a year.

    Args:
        workspace: the studio's folder.
        standard: the standard.
        year: the year.
        as_of: the day on which the year is judged.
        now: that day is today.

    Raises:
        InputError: the data can not be read, or its structure does not fit.
    """
    loaded = load_year(workspace, standard, year, as_of, now=now)
    findings, pending = all_findings(loaded, as_of)
    rows = {name: len(loaded.registers[name]) for name in standard.registers}
    automatic = dict(loaded.automatic)
    return CheckResult(year, as_of, findings, rows, automatic, pending)


def all_findings(year: Year, as_of: date) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """What fields and clauses say of a year: what is found, and what is not due yet.

    Raises:
        StandardError: an expression of a rule is wrong.
    """
    standard = year.standard
    judged = judge(standard, year.book, as_of, _close(year.workspace, standard))
    same_as = {rule.id: rule.same_as for rule in standard.compliance}
    return ordered(merge(year.findings, judged.findings, same_as), standard), judged.pending


def _close(workspace: Workspace, standard: Standard) -> tuple[int, int]:
    """Month and day on which the archive closes."""
    own = workspace.settings.get("check", {}).get("close")
    month, _, day = str(own or standard.settings["defaults"]["close"]).partition("-")
    return int(month), int(day)
