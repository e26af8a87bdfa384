"""Findings: what is wrong in the records, all of a run together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum


class Severity(IntEnum):
    """How much a finding weighs; larger is worse."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The word users read."""
        return {Severity.INFO: "提示", Severity.WARNING: "警告", Severity.ERROR: "错误"}[self]

    @classmethod
    def parse(cls, text: str) -> Severity:
        """Read the word users read; ``KeyError`` for any other."""
        return {s.label: s for s in cls}[text]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, a sheet or table in it, a row and column, a spreadsheet cell."""

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    cell: str = ""

    def __str__(self) -> str:
        parts = [self.file, self.sheet]
        if self.cell:
            parts.append(self.cell)
        elif self.row is not None:
            parts.append(f"第 {self.row} 行")
        if self.column:
            parts.append(f"“{self.column}”")
        return " › ".join(p for p in parts if p)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or worth a look.

    Attributes:
        code: stable identifier, a rule id of the standard or a code of docgen's own.
        severity: error, warning or information.
        message: what is wrong, in Chinese.
        remedy: what to do, in Chinese; may be empty.
        place: where.
        clause: the clause of the standard it rests on, may be empty.
        codes: further codes that judge the same thing.
        key: the key of the entry concerned, empty where none.
        answer: the reason somebody gave for it, empty where none; an answered finding is shown and counts no more.
        due: for what is not due yet the day on which it will be.
    """

    code: str
    severity: Severity
    message: str
    remedy: str = ""
    place: Place = Place()
    clause: str = ""
    codes: tuple[str, ...] = ()
    key: str = ""
    answer: str = ""
    due: date | None = None

    def counts(self, limit: Severity) -> bool:
        """Whether it weighs at least that much and nobody has answered it."""
        return self.severity >= limit and not self.answer

    def at(self, place: Place) -> Finding:
        """The same finding at another place."""
        return replace(self, place=place)


def worst(findings: tuple[Finding, ...] | list[Finding]) -> Severity | None:
    """The heaviest severity, ``None`` where there is no finding."""
    return max((f.severity for f in findings), default=None)
