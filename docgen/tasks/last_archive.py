"""What the last archive of a year was found to be: remembered, because a check does not read archives again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from docgen.model.finding import Finding, Place, Severity
from docgen.write.tables import damaged, read_table, write_table

FILE = "归档检查.csv"
COLUMNS = ("归档日期", "规则编号", "级别", "条款", "位置", "情况", "处理")


@dataclass(frozen=True)
class LastArchive:
    """The last archive.

    Attributes:
        day: its date, ``None`` where there is none.
        findings: what its making found in it.
    """

    day: date | None = None
    findings: tuple[Finding, ...] = ()


def last_archive(folder: Path) -> LastArchive:
    """Read what is remembered.

    Raises:
        InputError: the file is damaged.
    """
    day: date | None = None
    findings = []
    for number, row in enumerate(read_table(folder / FILE, COLUMNS), 2):
        archived, code, severity, clause, place, message, remedy = row
        try:
            day = date.fromisoformat(archived)
            if code:
                known = Severity.parse(severity)
                findings.append(Finding(code, known, message, remedy, Place(file=place), clause))
        except (ValueError, KeyError) as error:
            raise damaged(folder / FILE, number) from error
    return LastArchive(day, tuple(findings))


def remember_archive(folder: Path, day: date, findings: Iterable[Finding]) -> None:
    """Write down what was found in an archive.

    Raises:
        OutputError: the file can not be written.
    """
    rows = [(day.isoformat(), f.code, f.severity.label, f.clause, str(f.place), f.message, f.remedy) for f in findings]
    write_table(folder / FILE, COLUMNS, rows or [(day.isoformat(), *[""] * (len(COLUMNS) - 1))])
