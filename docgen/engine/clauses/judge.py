"""The year against the clauses: what is due and does not hold, what is not due yet, what somebody has answered.

Registers, columns, numbers and texts are data (``compliance.toml``); a rule is an expression or names a comparison.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fnmatch import fnmatchcase
from typing import Any

from docgen.engine.book import Book
from docgen.engine.clauses.expression import Bound
from docgen.engine.clauses.view import Evidence, Frame, Span, View, kinds
from docgen.model.entry import Record
from docgen.model.finding import Finding, Place, Severity
from docgen.model.rules import ADOPTING, RESULTS, STAGES, Clause
from docgen.model.standard import Standard
from docgen.model.status import CalendarLine, Cell
from docgen.model.values import Bad, Month, show

#: An answer that answers nothing any more.
UNUSED = "answer.unused"


@dataclass(frozen=True)
class Judged:
    """What the clauses say of a year.

    Attributes:
        findings: due and not so; answered ones carry their answer.
        pending: not due yet, or the step they judge has not run; and not so.
        waiting: rules of steps that have not run, by step, in the order of the standard.
        calendar: what comes back every month or quarter, for rules that have a title.
        evidence: what was looked at besides the records.
    """

    findings: tuple[Finding, ...]
    pending: tuple[Finding, ...]
    waiting: tuple[tuple[str, tuple[str, ...]], ...] = ()
    calendar: tuple[CalendarLine, ...] = ()
    evidence: Evidence | None = None


class Rulebook:
    """The rules of a standard, compiled once for any number of years.

    Args:
        standard: the standard.

    Raises:
        StandardError: a rule is of no known kind, or an expression of it is wrong.
    """

    def __init__(self, standard: Standard) -> None:
        self.standard = standard
        self.frame = Frame(standard)
        self.rules = [rule for rule in standard.compliance if rule.kind != ADOPTING]
        self.bound = [Bound(self.frame, rule) if not rule.kind else None for rule in self.rules]
        for rule in self.rules:
            if rule.kind and rule.kind not in kinds():
                raise self.frame.wrong(rule, f"没有规则种类“{rule.kind}”")

    @classmethod
    def of(cls, standard: Standard) -> Rulebook:
        """The rules of a standard, compiled when they are first asked for.

        Raises:
            StandardError: see the class.
        """
        return standard.once("rulebook", lambda: cls(standard))


def judge(
    rulebook: Rulebook,
    book: Book,
    as_of: date,
    close: tuple[int, int],
    evidence: Evidence | None = None,
    stages: Sequence[str] = STAGES,
) -> Judged:
    """Judge a year.

    Args:
        rulebook: the rules.
        book: the year's records.
        as_of: the day on which the year is judged; rows dated later are not there yet.
        close: month and day of the following year on which the archive closes.
        evidence: what rules may look at besides the records.
        stages: the steps whose rules are wanted.

    Raises:
        StandardError: a rule names what does not exist, or an expression of it is wrong.
    """
    known = evidence or Evidence()
    view = View(rulebook.frame, book, as_of, known)
    findings: list[Finding] = []
    pending: list[Finding] = []
    waiting: dict[str, list[str]] = {}
    calendar: list[CalendarLine] = []
    for rule, bound in zip(rulebook.rules, rulebook.bound, strict=True):
        if rule.stage not in stages:
            continue
        reached = rule.stage in known.stages
        if not reached:
            waiting.setdefault(rule.stage, []).append(rule.id)
            if rule.stage == STAGES[-1]:
                continue
        if {rule.of, rule.source} & RESULTS.keys() - known.tables.keys():
            # Nobody looked; an archive was judged when it was made.
            continue
        periods = list(_by_period(view, rule, bound, close))
        for period in periods:
            open_yet = period.due > as_of or not reached
            (pending if open_yet else findings).extend(
                replace(f, due=max(period.due, as_of)) if open_yet else f for f in period.findings
            )
        if rule.title:
            cells = tuple(_cell(period, as_of) for period in periods)
            calendar.append(CalendarLine(rule.id, rule.title, rule.clause, cells))
    listed = tuple((stage, tuple(dict.fromkeys(ids))) for stage, ids in waiting.items())
    return Judged(tuple(findings), tuple(pending), listed, tuple(calendar))


@dataclass(frozen=True)
class _Period:
    """What a rule says of one period."""

    span: Span
    due: date
    findings: tuple[Finding, ...]


def _by_period(view: View, rule: Clause, bound: Bound | None, close: tuple[int, int]) -> Iterator[_Period]:
    """What a rule says of each period; of one that has not begun nothing."""
    for span in _spans(rule, view.book.year):
        due = _due(rule.when, span, view.book.year, close)
        if rule.per and span.first > view.as_of:
            yield _Period(span, due, ())
            continue
        try:
            found = bound.judge(view, span) if bound is not None else kinds()[rule.kind](view, rule, span)
            yield _Period(span, due, tuple(found))
        except KeyError as error:
            raise view.frame.wrong(rule, f"缺少参数 {error}") from error


def _cell(period: _Period, as_of: date) -> Cell:
    """What a period comes to in the calendar."""
    if period.span.first > as_of:
        return Cell.LATER
    if not period.findings:
        return Cell.RIGHT
    if period.due > as_of:
        return Cell.OPEN
    worst = max(f.severity for f in period.findings)
    return Cell.MISSING if worst is Severity.ERROR else Cell.DOUBT


def _spans(rule: Clause, year: int) -> list[Span]:
    if rule.per == "month":
        return [
            Span(Month(year, m), date(year, m, 1), date(year, m, calendar.monthrange(year, m)[1])) for m in range(1, 13)
        ]
    if rule.per == "quarter":
        ends = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}
        return [Span(q, date(year, 3 * q - 2, 1), date(year, *ends[q])) for q in range(1, 5)]
    return [Span(None, date(year, 1, 1), date(year, 12, 31))]


def _due(when: str, span: Span, year: int, close: tuple[int, int]) -> date:
    if when == "A":
        return date.min
    if when == "D":
        return date(year + 1, *close)
    days = int(when.partition("+")[2] or 0)
    return span.last + timedelta(days=days)


def merge(standard: Standard, book: Book, fields: Iterable[Finding], clauses: Iterable[Finding]) -> list[Finding]:
    """Field rules and clauses together; where both judge one cell, the clause stands and names both codes."""
    rest = _adopted(standard, book, list(fields))
    same_as: dict[str, set[str]] = {}
    for rule in standard.compliance:
        if rule.kind != ADOPTING:
            same_as.setdefault(rule.id, set()).update(rule.same_as)
    by_row: dict[tuple[str, str, int | None], list[int]] = {}
    for number, field in enumerate(rest):
        by_row.setdefault(_row(field), []).append(number)
    gone: set[int] = set()
    merged: list[Finding] = []
    for finding in clauses:
        same = [
            number
            for number in by_row.get(_row(finding), ())
            if number not in gone
            and same_as.get(finding.code, set()) & {rest[number].code, *rest[number].codes}
            and finding.place.column in ("", rest[number].place.column)
        ]
        gone.update(same)
        codes = (*finding.codes, *(c for n in same for c in (rest[n].code, *rest[n].codes)))
        merged.append(replace(finding, codes=tuple(dict.fromkeys(codes))))
    return [*(f for number, f in enumerate(rest) if number not in gone), *merged]


def _row(finding: Finding) -> tuple[str, str, int | None]:
    return finding.place.file, finding.place.sheet, finding.place.row


def _adopted(standard: Standard, book: Book, fields: list[Finding]) -> list[Finding]:
    """Findings of field rules in the name of the rule that takes them over, because it names the clause."""
    adopting = [rule for rule in standard.compliance if rule.kind == ADOPTING]
    if not adopting or not fields:
        return fields
    registers = _registers(book)
    return [_adopt(adopting, f, registers.get((f.place.file, f.place.sheet), "")) for f in fields]


def _registers(book: Book) -> dict[tuple[str, str], str]:
    """File and sheet → the register that was read from there."""
    found: dict[tuple[str, str], str] = {}
    for name, records in book.records.items():
        for record in records:
            if record.entry is not None and record.entry.source is None:
                found[record.entry.origin.file, record.entry.origin.sheet] = name
                break
    return found


def _adopt(adopting: Sequence[Clause], finding: Finding, register: str) -> Finding:
    for rule in adopting:
        columns = rule.params.get("columns", ())
        at = f"{register}.{finding.place.column}"
        says = rule.params.get("says", "")
        if finding.code in rule.same_as and (not columns or at in columns) and re.search(says, finding.message):
            codes = (finding.code, *finding.codes)
            return replace(finding, code=rule.id, codes=codes, clause=rule.clause or finding.clause)
    return finding


@dataclass(frozen=True)
class _Answer:
    record: Record
    rule: str
    register: str
    key: str
    reason: str


def answered(
    standard: Standard, book: Book, findings: Sequence[Finding], judged: Judged, as_of: date
) -> tuple[list[Finding], tuple[Finding, ...]]:
    """What somebody gave a reason for carries it; an answer that answers nothing any more is remarked on.

    Args:
        standard: the standard; without a register of answers nothing is answered.
        book: the year's records.
        findings: everything found.
        judged: what is not due, and what could not be judged yet.
        as_of: the day; answers dated later are not there yet.

    Returns:
        The findings, and what is not due, with their answers.
    """
    names = standard.settings.get("answers")
    if not names:
        return list(findings), judged.pending
    answers = list(_answers(names, book, as_of))
    registers = _registers(book)
    never = tuple(names.get("never", ()))
    looked_at = {(rule.id, name) for rule in standard.compliance for name in (rule.of, rule.source)}
    used: set[int] = set()

    def answer(finding: Finding) -> Finding:
        codes = (finding.code, *finding.codes)
        if finding.answer or any(fnmatchcase(c, pattern) for c in codes for pattern in never):
            return finding
        register = registers.get((finding.place.file, finding.place.sheet), finding.place.sheet)
        for number, one in enumerate(answers):
            place_fits = one.register in ("", register) or (one.rule, one.register) in looked_at
            if one.rule in codes and place_fits and one.key in ("", finding.key):
                used.add(number)
                return replace(finding, answer=one.reason)
        return finding

    found, later = [answer(f) for f in findings], tuple(answer(f) for f in judged.pending)
    open_rules = {rule for _, ids in judged.waiting for rule in ids}
    for number, one in enumerate(answers):
        if number not in used and one.rule not in open_rules:
            found.append(_unused(one, names["rule"]))
    return found, later


def _answers(names: dict[str, Any], book: Book, as_of: date) -> Iterator[_Answer]:
    for record in book.records[names["register"]]:
        values = [record.get(names[key]) for key in ("rule", "of", "key", "reason")]
        day = record.get(names.get("date", ""))
        if any(isinstance(v, Bad) for v in (*values, day)) or (isinstance(day, date) and day > as_of):
            continue
        yield _Answer(record, *(show(v) for v in values))


def _unused(one: _Answer, column: str) -> Finding:
    place = one.record.entry.place(column) if one.record.entry is not None else Place()
    key = one.record.entry.key if one.record.entry is not None else ""
    message = f"这条说明没有对应的检查结果：{'，'.join(t for t in (one.rule, one.register, one.key) if t)}"
    remedy = "问题已经解决的，可以删去这一行；否则核对规则编号、登记表和对象。"
    return Finding(UNUSED, Severity.INFO, message, remedy, place, key=key)
