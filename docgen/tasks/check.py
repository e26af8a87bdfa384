"""``docgen check``: read the year, judge its fields, list everything found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from docgen.errors import ExitCode
from docgen.load.settings import Workspace
from docgen.model.finding import Finding, Severity
from docgen.model.standard import Standard
from docgen.tasks.year import load_year


@dataclass(frozen=True)
class CheckResult:
    """What a check found.

    Attributes:
        rows: number of entries typed, by register.
        automatic: number of derived rows, by register.
    """

    year: int
    as_of: date
    findings: tuple[Finding, ...]
    rows: dict[str, int]
    automatic: dict[str, int]

    def exit_code(self, *, strict: bool) -> ExitCode:
        """0 where nothing is wrong; with ``strict`` warnings count as wrong."""
        limit = Severity.WARNING if strict else Severity.ERROR
        return ExitCode.FINDINGS if any(f.severity >= limit for f in self.findings) else ExitCode.OK


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
    rows = {name: len(loaded.registers[name]) for name in standard.registers}
    automatic = dict(loaded.automatic)
    return CheckResult(year, as_of, loaded.findings, rows, automatic)
