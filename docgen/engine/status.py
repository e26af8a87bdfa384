"""The year at a glance: what each clause comes to, the calendar, money, categories, what to do first.

All of it follows from what was judged; which registers make the bars is data (``[status]`` of the standard).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from docgen.engine.book import Book
from docgen.engine.clauses import Evidence, Judged, Rulebook
from docgen.engine.clauses.view import View
from docgen.errors import StandardError
from docgen.language import EvaluationError, LanguageError, function
from docgen.model.entry import Record
from docgen.model.finding import Finding, Severity
from docgen.model.standard import Standard
from docgen.model.status import Bar, CategoryStatus, ClauseStatus, Errand, Status, Task, Urgency, Verdict
from docgen.model.values import BlockedValue, show


def tasks_of(findings: Iterable[Finding], pending: Iterable[Finding], as_of: date) -> tuple[Task, ...]:
    """What to do by urgency: errors now, then what falls due this month, then later, then what deserves a look."""
    open_now = [f for f in findings if not f.answer]
    later = sorted((f for f in pending if not f.answer), key=lambda f: (f.due or date.max, -f.severity))
    tasks = [Task(Urgency.NOW, f) for f in open_now if f.severity is Severity.ERROR]
    tasks += [Task(_urgency(f, as_of), f) for f in later]
    tasks += [Task(Urgency.LOOK, f) for f in open_now if f.severity is not Severity.ERROR]
    return tuple(sorted(tasks, key=lambda t: t.urgency))


def _urgency(finding: Finding, as_of: date) -> Urgency:
    month = finding.due and (finding.due.year, finding.due.month) <= (as_of.year, as_of.month)
    return Urgency.MONTH if month else Urgency.LATER


def errands_of(tasks: Iterable[Task]) -> tuple[Errand, ...]:
    """Tasks with what one rule says of one register in one errand, in the order of their first."""
    groups: dict[tuple[Urgency, str, str], list[Finding]] = {}
    for task in tasks:
        place = task.finding.place
        # A file without rows is a document: those of one rule belong together.
        table = place.sheet or (place.file if place.row else "")
        groups.setdefault((task.urgency, task.finding.code, table), []).append(task.finding)
    return tuple(Errand(key[0], tuple(findings)) for key, findings in groups.items())


def status_of(standard: Standard, book: Book, findings: Sequence[Finding], judged: Judged, as_of: date) -> Status:
    """The year at a glance.

    Args:
        standard: the standard.
        book: the year's records.
        findings: everything found, in the order it is shown.
        judged: what the clauses say.
        as_of: the day on which the year is judged.

    Raises:
        StandardError: an expression of the standard's ``[status]`` is wrong.
    """
    view = View(Rulebook.of(standard).frame, book, as_of, judged.evidence or Evidence())
    names = standard.settings["studio"]
    studio = view.names[standard.studio]
    tasks = tasks_of(findings, judged.pending, view.as_of)
    title, bars = _bars(view, standard.settings.get("status", {}))
    return Status(
        studio=show(studio[names["name"]]),
        unit=show(studio[names["unit"]]) if names.get("unit") else "",
        year=view.book.year,
        as_of=view.as_of,
        standard=standard.number,
        standard_title=standard.title,
        findings=tuple(findings),
        clauses=tuple(_clauses(standard, findings, judged)),
        calendar=judged.calendar,
        bars_title=title,
        bars=tuple(bars),
        categories=tuple(_categories(standard, view.evidence)),
        tasks=tasks,
        errands=errands_of(tasks),
        waiting=judged.waiting,
    )


def _clauses(standard: Standard, findings: Sequence[Finding], judged: Judged) -> Iterable[ClauseStatus]:
    """Clauses that ask for something, in the order of the standard; a parent's rules stand with the parent."""
    known = standard.clause_titles
    for clause, text in standard.clauses.items():
        rules = [r for r in standard.compliance if clause in r.clause.split("、")]
        heads = any(other.startswith(f"{clause}.") for other in standard.clauses)
        if not text or (not rules and (heads or text == known.get(clause))):
            continue
        ids = {r.id for r in rules}
        mine = tuple(f for f in findings if clause in f.clause.split("、"))
        later = tuple(f for f in judged.pending if clause in f.clause.split("、"))
        steps = tuple((step, len(ids & set(waiting))) for step, waiting in judged.waiting if ids & set(waiting))
        verdict = _verdict(ids, mine, later, waits=bool(steps))
        yield ClauseStatus(clause, known.get(clause, ""), text, len(ids), mine, later, verdict, steps)


def _verdict(
    rules: Collection[str], findings: Sequence[Finding], pending: Sequence[Finding], *, waits: bool
) -> Verdict:
    """What a clause comes to; a cell with an error leaves it in doubt, a rule that found an error does not."""
    counting = [f for f in findings if f.counts(Severity.WARNING)]
    if any(f.severity is Severity.ERROR and f.code in rules for f in counting):
        return Verdict.WRONG
    if counting:
        return Verdict.DOUBT
    if waits or any(not f.answer for f in pending):
        return Verdict.OPEN
    if any(f.answer for f in (*findings, *pending)):
        return Verdict.ANSWERED
    return Verdict.RIGHT if rules else Verdict.PEOPLE


def _parts(view: View, table: Mapping[str, Any]) -> list[Callable[..., Any]]:
    scope = view.frame.row_scope(table["of"], "b", view.frame.scope)
    return [function(table[key], scope) for key in ("group", "label", "part", "whole")]


def _bars(view: View, settings: Mapping[str, Any]) -> tuple[str, list[Bar]]:
    """Parts of wholes, row by row; rows whose cells are wrong are left out."""
    table = settings.get("bars")
    if not table:
        return "", []
    try:
        computes = view.standard.once("bars", partial(_parts, view, table))
    except LanguageError as error:
        place = f"{view.standard.folder / 'standard.toml'} [status]"
        raise StandardError(error.message, place=place, remedy=error.remedy) from error
    bars = []
    for record in view.rows(table["of"]):
        try:
            group, label, *numbers = (compute(record, view.names, {}) for compute in computes)
            bars.append(Bar(show(group), show(label), *(Decimal(number or 0) for number in numbers)))
        except (BlockedValue, EvaluationError):
            continue
    return str(table["title"]), bars


def _categories(standard: Standard, evidence: Evidence) -> Iterable[CategoryStatus]:
    papers: Sequence[Record] = evidence.tables.get("文档", ())
    for category in standard.categories.values():
        mine = [p for p in papers if standard.materials[p["资料"]].category == category.number]
        made = [p for p in mine if p["已生成"]]
        yield CategoryStatus(category.label, len(mine), len(made), sum(bool(p["已签"]) for p in made))
