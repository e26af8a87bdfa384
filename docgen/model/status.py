"""A year at a glance, as reports show it. Plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum

from docgen.model.finding import Finding


class Cell(StrEnum):
    """What a demand of one period comes to; the value is the word reports print."""

    RIGHT = "有"
    ANSWERED = "已说明"
    MISSING = "缺"
    DOUBT = "核对"
    OPEN = "尚缺"
    LATER = ""


@dataclass(frozen=True)
class CalendarLine:
    """A demand that comes back.

    Attributes:
        rule: id of the rule.
        title: what is asked for.
        clause: clause it rests on.
        cells: one a period: twelve months or four quarters.
    """

    rule: str
    title: str
    clause: str
    cells: tuple[Cell, ...]


class Verdict(StrEnum):
    """What a clause comes to; the value is the word reports print."""

    WRONG = "不符合"
    DOUBT = "待核对"
    OPEN = "尚缺"
    ANSWERED = "已说明"
    RIGHT = "符合"
    PEOPLE = "由人判断"


@dataclass(frozen=True)
class ClauseStatus:
    """A clause with everything said of it.

    Attributes:
        clause: its number.
        title: its heading, may be empty.
        text: its words.
        rules: how many rules judge it.
        findings: due and not so, answered ones among them.
        pending: not due yet and not so.
        verdict: what it comes to.
        waiting: steps that have not run, and how many of its rules judge what they make.
    """

    clause: str
    title: str
    text: str
    rules: int
    findings: tuple[Finding, ...]
    pending: tuple[Finding, ...]
    verdict: Verdict
    waiting: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Bar:
    """A part of a whole: money spent of money budgeted."""

    group: str
    label: str
    part: Decimal
    whole: Decimal


@dataclass(frozen=True)
class CategoryStatus:
    """How complete a category is: documents the data call for, those made, those signed."""

    label: str
    wanted: int
    made: int
    signed: int


class Urgency(IntEnum):
    """How soon something is to be done; smaller is sooner."""

    NOW = 0
    MONTH = 1
    LATER = 2
    LOOK = 3

    @property
    def label(self) -> str:
        """The words users read."""
        return ("现在就要处理", "本月还缺", "以后到期", "请核对")[self]


@dataclass(frozen=True)
class Task:
    """Something to do."""

    urgency: Urgency
    finding: Finding


@dataclass(frozen=True)
class Errand:
    """Tasks of one kind in one place: what a rule says of the rows of a register.

    Attributes:
        urgency: how soon the first of them is to be done.
        findings: what is to be mended, the first first.
    """

    urgency: Urgency
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Status:
    """A year at a glance.

    Attributes:
        studio: name of the studio.
        unit: the unit it belongs to.
        as_of: the day.
        findings: everything found.
        clauses: the clauses in order.
        calendar: what comes back every month or quarter.
        bars_title: what the bars show.
        bars: parts of wholes.
        categories: completeness.
        tasks: what to do, the most urgent first.
        errands: the same, alike ones together.
        waiting: rules that judge what a later step makes, by step.
    """

    studio: str
    unit: str
    year: int
    as_of: date
    standard: str
    standard_title: str
    findings: tuple[Finding, ...]
    clauses: tuple[ClauseStatus, ...]
    calendar: tuple[CalendarLine, ...]
    bars_title: str
    bars: tuple[Bar, ...]
    categories: tuple[CategoryStatus, ...]
    tasks: tuple[Task, ...]
    errands: tuple[Errand, ...] = field(default=())
    waiting: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())
