"""A city of studios: what is done with each, what came of it, and what a federation compares. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Action(StrEnum):
    """What is done with every studio; the value is the word of the command line."""

    CHECK = "check"
    FILL = "fill"
    PACKAGE = "package"
    SUMMARY = "summary"


class State(StrEnum):
    """What came of it; the value is the word reports print."""

    DONE = "完成"
    FINDINGS = "有问题"
    FAILED = "未完成"


@dataclass(frozen=True, slots=True)
class Job:
    """One studio's part of a run; it travels to other processes and machines.

    Attributes:
        action: what to do.
        root: the workspace's folder, absolute.
        place: the same as reports show it.
        as_of: the day on which the year is judged.
        now: that day is today.
        year: the year; ``None`` for the workspace's own.
        standard: name or folder of the standard; empty for the workspace's own.
        options: what else was asked for, by name.
        before: mark of an earlier run that need not be done again when it still holds; empty for none.
    """

    action: Action
    root: str
    place: str
    as_of: date
    now: bool = True
    year: int | None = None
    standard: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    before: str = ""


@dataclass(frozen=True, slots=True)
class Print:
    """A fingerprint by which studios are compared.

    Attributes:
        kind: kind of what was digested: a word of reports.
        digest: 128 bits, hexadecimal.
        place: file, sheet and cell; never a value.
    """

    kind: str
    digest: str
    place: str


@dataclass(frozen=True)
class Figures:
    """What a summary says of a studio.

    Attributes:
        unit: the unit it belongs to.
        values: what the standard's columns give, in their order; ``None`` where that depends on a wrong value.
        materials: material → documents wanted, made, signed.
        clauses: clause → what it comes to, as reports print it.
        rules: rule → open findings.
        spent: money spent, as a decimal number; empty where the standard says nothing of it.
        budget: money budgeted.
    """

    unit: str
    values: tuple[int | float | str | None, ...]
    materials: Mapping[str, tuple[int, int, int]]
    clauses: Mapping[str, str]
    rules: Mapping[str, int]
    spent: str = ""
    budget: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of one studio's part. Nothing in it depends on which process did it, when, or how often it was tried.

    Attributes:
        place: the studio's folder as reports show it.
        exit: exit code of the same command in the studio alone.
        name: the studio's name, empty where it could not be read.
        standard: the standard, as its workspace names it.
        code: code of the error that ended it; empty where it was done.
        reason: the error in Chinese.
        remedy: what to do about it.
        counts: what was counted, by the word of the report.
        mark: stands for everything that decides this outcome; empty where it must be done again anyway.
        same: an earlier outcome with this mark still holds, and nothing was done.
    """

    place: str
    state: State
    exit: int
    name: str = ""
    year: int = 0
    standard: str = ""
    code: str = ""
    reason: str = ""
    remedy: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    figures: Figures | None = None
    prints: tuple[Print, ...] = ()
    mark: str = ""
    same: bool = False


@dataclass(frozen=True)
class CityColumn:
    """A column of the summary: its title, and the expression over a studio's year that gives its value."""

    title: str
    value: str


@dataclass(frozen=True)
class CityLayout:
    """What a standard wants compared between studios.

    Attributes:
        columns: figures of every studio.
        clauses: the clauses whose state is shown; empty for all that ask for something.
        photos: columns, as ``register.column``, whose pictures are compared.
        texts: columns whose long texts are compared.
        least: characters from which a text is long.
    """

    columns: tuple[CityColumn, ...]
    clauses: tuple[str, ...] = ()
    photos: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    least: int = 60
