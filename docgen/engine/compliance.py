"""The year against the clauses: what is due and does not hold, what is not due yet, what somebody has answered.

One engine for all rules: gather rows, then look whether an expression holds. Registers, columns, numbers and texts are
data (``compliance.toml``).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from docgen.engine.book import PARAMS, Book, Shapes
from docgen.errors import StandardError
from docgen.language import SCALAR, Code, EvaluationError, LanguageError, ListShape, Scope, function
from docgen.model.entry import Record
from docgen.model.finding import Finding, Place, Severity
from docgen.model.rules import Clause
from docgen.model.standard import Standard
from docgen.model.values import Bad, BlockedValue, Month, show

PLACE = re.compile(r"\{([^{}]*)\}")
THIS, ROWS, NUMBER, PERIOD, AS_OF = "此", "行", "数", "期", "截至"
Compute = Callable[..., Any]


@dataclass(frozen=True)
class Judged:
    """What the clauses say of a year.

    Attributes:
        findings: due and not so; answered ones carry their answer.
        pending: not due yet and not so.
    """

    findings: tuple[Finding, ...]
    pending: tuple[Finding, ...]


@dataclass(frozen=True)
class _Span:
    """A period with its last day; the whole year where a rule has no periods."""

    value: Any
    first: date
    last: date


def judge(standard: Standard, book: Book, as_of: date, close: tuple[int, int]) -> Judged:
    """Judge a year.

    Args:
        standard: the standard.
        book: the year's records.
        as_of: the day on which the year is judged; rows dated later are not there yet.
        close: month and day of the following year on which the archive closes.

    Raises:
        StandardError: an expression of a rule is wrong.
    """
    findings: list[Finding] = []
    pending: list[Finding] = []
    answers = _answers(standard, book)
    for rule in standard.compliance:
        bound = _Bound(standard, rule, book, as_of)
        for span in _spans(rule, book.year):
            if rule.per and span.first > as_of:
                break
            due = _due(rule.when, span, book.year, close) <= as_of
            for finding in bound.judge(span):
                if due:
                    findings.append(_answered(finding, rule, answers))
                else:
                    pending.append(finding)
    return Judged(tuple(findings), tuple(pending))


def merge(
    fields: Iterable[Finding], clauses: Iterable[Finding], same_as: Mapping[str, tuple[str, ...]]
) -> list[Finding]:
    """Field rules and clauses together; where both judge one cell, the clause stands and names both codes."""
    rest = list(fields)
    merged: list[Finding] = []
    for finding in clauses:
        same = [
            f
            for f in rest
            if f.code in same_as.get(finding.code, ())
            and replace(f.place, column="", cell="") == replace(finding.place, column="", cell="")
            and (not finding.place.column or f.place.column == finding.place.column)
        ]
        rest = [f for f in rest if f not in same]
        codes = tuple(dict.fromkeys((*finding.codes, *(f.code for f in same))))
        merged.append(replace(finding, codes=codes))
    return [*rest, *merged]


def _spans(rule: Clause, year: int) -> list[_Span]:
    if rule.per == "month":
        return [
            _Span(Month(year, m), date(year, m, 1), date(year, m, calendar.monthrange(year, m)[1]))
            for m in range(1, 13)
        ]
    if rule.per == "quarter":
        ends = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}
        return [_Span(q, date(year, 3 * q - 2, 1), date(year, *ends[q])) for q in range(1, 5)]
    return [_Span(None, date(year, 1, 1), date(year, 12, 31))]


def _due(when: str, span: _Span, year: int, close: tuple[int, int]) -> date:
    if when == "A":
        return date.min
    if when == "D":
        return date(year + 1, *close)
    days = int(when.partition("+")[2] or 0)
    return span.last + timedelta(days=days)


def _answers(standard: Standard, book: Book) -> list[tuple[str, str, str, str]]:
    """Rule, register, key and reason of every answer somebody gave."""
    names = standard.settings.get("answers")
    if not names:
        return []
    columns = [names[k] for k in ("rule", "of", "key", "reason")]
    rows = book.records[names["register"]]
    usable = [[r.get(c) for c in columns] for r in rows]
    return [tuple(show(v) for v in row) for row in usable if not any(isinstance(v, Bad) for v in row)]  # type: ignore[misc]


def _answered(finding: Finding, of: Clause, answers: Iterable[tuple[str, str, str, str]]) -> Finding:
    for rule, register, key, reason in answers:
        if rule == of.id and register in ("", of.of or of.source) and key in ("", finding.key):
            return replace(finding, answer=reason)
    return finding


class _Bound:
    """A rule with its expressions compiled."""

    def __init__(self, standard: Standard, rule: Clause, book: Book, as_of: date) -> None:
        self.standard = standard
        self.rule = rule
        self.book = book
        self.as_of = as_of
        self.severity = Severity.parse(rule.severity)
        shapes = Shapes(standard)
        own = {THIS: Code("b", shapes.records[rule.of])} if rule.of else {}
        extra = {PERIOD: Code(f"l[{PERIOD!r}]", SCALAR), AS_OF: Code(f"l[{AS_OF!r}]", SCALAR), **own}
        base = (shapes.entry_scope(rule.of) if rule.of else shapes.year_scope()).with_names(extra)
        self.of_where = self._compile(rule.of_where or "true", base)
        gathered = base
        self.where: Compute | None = None
        if rule.source:
            row = shapes.entry_scope(rule.source, "r", base)
            self.where = self._compile(rule.where or "true", Scope(row.names, ("r", *PARAMS), row.titles))
            rows = ListShape(shapes.records[rule.source])
            gathered = base.with_names({ROWS: Code(f"l[{ROWS!r}]", rows), NUMBER: Code(f"l[{NUMBER!r}]", SCALAR)})
        self.holds = self._compile(rule.holds, gathered)
        parts = PLACE.split(rule.message)
        self.message = [self._compile(p, gathered) if i % 2 else p for i, p in enumerate(parts)]

    def _compile(self, text: str, scope: Scope) -> Compute:
        try:
            compiled: Compute = function(text, scope)
        except LanguageError as error:
            place = f"{self.standard.folder / 'compliance.toml'} {self.rule.id}"
            raise StandardError(f"{error.message}：{text}", place=place, remedy=error.remedy) from error
        return compiled

    def judge(self, span: _Span) -> Iterator[Finding]:
        """The findings of one period."""
        rows: list[Record | None] = list(self.book.records[self.rule.of]) if self.rule.of else [None]
        for record in rows:
            try:
                finding = self._one(record, span)
            except (BlockedValue, EvaluationError):
                # A cell that carries an error of its own says nothing about a clause.
                continue
            if finding is not None:
                yield finding

    def _one(self, record: Record | None, span: _Span) -> Finding | None:
        names = {PERIOD: span.value, AS_OF: self.as_of}
        year = self.book.names
        if not self.rule.source and record is not None and not self._there(record, span):
            return None
        if not self.of_where(record, year, names):
            return None
        if self.where is not None:
            where = self.where
            found = [
                r for r in self.book.records[self.rule.source] if self._there(r, span) and where(r, record, year, names)
            ]
            names |= {ROWS: found, NUMBER: len(found)}
        if self.holds(record, year, names):
            return None
        message = "".join(p if isinstance(p, str) else show(p(record, year, names)) for p in self.message)
        return Finding(
            code=self.rule.id,
            severity=self.severity,
            message=message,
            remedy=self.rule.remedy,
            place=self._place(record),
            clause=self.rule.clause,
            key=record.entry.key if record is not None and record.entry is not None else "",
        )

    def _there(self, record: Record, span: _Span) -> bool:
        """Whether a row counts in a period: dated inside it and not after the day of judgement."""
        if not self.rule.date:
            return True
        day = record[self.rule.date]
        if isinstance(day, Bad):
            raise BlockedValue(day)
        if isinstance(day, Month):
            inside = not self.rule.per or Month.of(span.first) <= day <= Month.of(span.last)
            return inside and day <= Month.of(self.as_of)
        if not isinstance(day, date):
            return False
        return day <= self.as_of and (not self.rule.per or span.first <= day <= span.last)

    def _place(self, record: Record | None) -> Place:
        if record is not None and record.entry is not None:
            return record.entry.place(self.rule.column)
        return Place(sheet=self.rule.source or self.rule.of)
