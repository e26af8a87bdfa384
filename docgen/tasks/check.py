"""``docgen check``: read the year, judge its fields, list everything found."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from docgen.engine.clauses import Evidence, Judged, Rulebook, answered, judge, merge
from docgen.engine.plan import plan_fill
from docgen.engine.status import status_of
from docgen.errors import ExitCode
from docgen.load.settings import Workspace
from docgen.model.finding import Finding, Severity
from docgen.model.rules import RESULTS
from docgen.model.standard import Standard
from docgen.model.status import Status
from docgen.tasks.evidence import gather_evidence
from docgen.tasks.home import Home, write_home
from docgen.tasks.last_archive import LastArchive, last_archive
from docgen.tasks.returned import returned_scans, unclear_findings
from docgen.tasks.year import Year, load_year, ordered


@dataclass(frozen=True)
class CheckResult:
    """What a check found.

    Attributes:
        rows: number of entries typed, by register.
        automatic: number of derived rows, by register.
        status: the year at a glance.
        pending: what a clause asks for and is not due yet.
        waiting: rules that judge what a later step makes, by step.
        data: the workbook, or the folder of the data files.
        home: what became of the first sheet of the workbook.
    """

    year: int
    as_of: date
    findings: tuple[Finding, ...]
    rows: dict[str, int]
    automatic: dict[str, int]
    status: Status
    pending: tuple[Finding, ...] = ()
    waiting: tuple[tuple[str, tuple[str, ...]], ...] = ()
    data: str = ""
    home: Home = field(default_factory=Home)

    def exit_code(self, *, strict: bool) -> ExitCode:
        """0 where nothing is wrong; with ``strict`` warnings count as wrong."""
        limit = Severity.WARNING if strict else Severity.ERROR
        return ExitCode.FINDINGS if any(f.counts(limit) for f in self.findings) else ExitCode.OK


def check(
    workspace: Workspace, standard: Standard, year: int, as_of: date, *, now: bool = True, home: bool = False
) -> CheckResult:
    """Check the fields of a year.

    Args:
        workspace: the studio's folder.
        standard: the standard.
        year: the year.
        as_of: the day on which the year is judged.
        now: that day is today.
        home: write what is missing on the first sheet of the workbook, unless the settings say no.

    Raises:
        InputError: the data can not be read, or its structure does not fit.
    """
    result, _ = judged_year(load_year(workspace, standard, year, as_of, now=now), as_of)
    if home and workspace.settings.get("check", {}).get("home", True):
        return replace(result, home=write_home(workspace, year, as_of, result.status.errands))
    return result


def judged_year(loaded: Year, as_of: date) -> tuple[CheckResult, Evidence]:
    """What a check finds in a year that is read already, and what the rules looked at besides its records.

    Raises:
        StandardError: a rule or an expression of it is wrong.
    """
    standard = loaded.standard
    findings, judged = all_findings(loaded, as_of)
    status = status_of(standard, loaded.judged, findings, judged, as_of)
    rows = {name: len(loaded.registers[name]) for name in standard.registers}
    automatic = dict(loaded.automatic)
    files = loaded.workspace.data(loaded.year)
    data = loaded.workspace.shown(files[0] if len(files) == 1 else files[0].parent)
    result = CheckResult(loaded.year, as_of, findings, rows, automatic, status, judged.pending, judged.waiting, data)
    return result, judged.evidence or Evidence()


def all_findings(year: Year, as_of: date, *, archived: bool = True) -> tuple[tuple[Finding, ...], Judged]:
    """What fields, clauses and documents say of a year: what is found, and what is not due yet.

    Args:
        year: the year.
        as_of: the day on which it is judged.
        archived: the last archive is judged as well.

    Raises:
        StandardError: a rule or an expression of it is wrong.
    """
    standard = year.standard
    last = last_archive(year.workspace.memory(year.year)) if archived else LastArchive()
    if last.day is not None and last.day > as_of:
        last = LastArchive()
    returned = returned_scans(year, plan_fill(standard, year.book))
    evidence = gather_evidence(year, last.day, returned)
    judged = judge(Rulebook.of(standard), year.judged, as_of, closing_day(year.workspace, standard), evidence)
    # Rules that look at registers alone are judged anew.
    packed = {rule.id for rule in standard.compliance if {rule.of, rule.source} & RESULTS.keys()}
    remembered = [finding for finding in last.findings if finding.code in packed]
    merged = merge(standard, year.judged, year.findings, (*judged.findings, *remembered))
    findings, pending = answered(standard, year.judged, merged, judged, as_of)
    found = ordered((*findings, *unclear_findings(returned)), standard)
    return found, replace(judged, pending=pending, evidence=evidence)


def closing_day(workspace: Workspace, standard: Standard) -> tuple[int, int]:
    """Month and day on which the archive closes."""
    own = workspace.settings.get("check", {}).get("close")
    month, _, day = str(own or standard.settings["defaults"]["close"]).partition("-")
    return int(month), int(day)
