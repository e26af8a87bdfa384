"""What is due again after a while, and what runs out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from docgen.engine.clauses.view import Span, View, kind
from docgen.model.entry import Record
from docgen.model.finding import Finding
from docgen.model.rules import Clause
from docgen.model.values import Bad, BlockedValue, show


@kind("interval")
def interval(view: View, rule: Clause, span: Span) -> Iterator[Finding]:
    """The last row of ``from`` that names a row of ``of`` in ``link`` is not older than ``column`` allows.

    ``days``: word of the column → days; other words set no interval. What happened before the year is not in its
    registers: without a row the days run from ``since`` or from the first day of the year, the later one. A row without
    any is left to the rule that wants one as soon as the year is over. Message places: ``key``, ``name`` (column
    ``named``), ``interval``, ``last``, ``days``.
    """
    days, named = rule.params["days"], rule.params["named"]
    today = min(view.as_of, span.last)
    newest = _newest(view, rule, today)
    for record in _chosen(view, rule):
        begun, word = record.get(rule.params["since"]), record.get(rule.column)
        key = record.entry.key if record.entry is not None else ""
        last = newest.get(key)
        if word not in days or isinstance(begun, Bad) or (last is None and view.as_of >= span.last):
            continue
        start = last or max(begun if isinstance(begun, date) else span.first, span.first)
        over = (today - start).days - days[word]
        if over > 0:
            facts = {"name": record.get(named), "interval": word, "last": start, "days": over}
            yield view.finding(rule, record, key=key, **facts)


def _newest(view: View, rule: Clause, today: date) -> dict[str, date]:
    """Key of the row that is named → its last day, up to a day."""
    newest: dict[str, date] = {}
    link = rule.params["link"]
    for row in view.rows(rule.source):
        target, day = row.get(link), row.get(rule.date)
        if isinstance(target, Bad) or isinstance(day, Bad) or not isinstance(day, date) or day > today:
            continue
        key = show(target)
        newest[key] = max(day, newest.get(key, day))
    return newest


@kind("expiring")
def expiring(view: View, rule: Clause, span: Span) -> Iterator[Finding]:
    """The day in ``column`` lies no less than ``days`` ahead; one that is over is left to another rule.

    Nothing is said of a year that is over. Message places: ``key``, ``name`` (column ``named``), ``day``, ``days``.
    """
    if view.as_of > span.last:
        return
    for record in _chosen(view, rule):
        day = record.get(rule.column)
        if isinstance(day, Bad) or not isinstance(day, date):
            continue
        left = (day - view.as_of).days
        if 0 <= left < rule.params["days"]:
            key = record.entry.key if record.entry is not None else ""
            yield view.finding(rule, record, key=key, name=record.get(rule.params["named"]), day=day, days=left)


def _chosen(view: View, rule: Clause) -> Iterator[Record]:
    """The rows of ``of`` for which ``of_where`` holds; those that depend on a cell with an error are passed over."""
    frame = view.frame
    where = frame.compile(rule, rule.of_where or "true", frame.row_scope(rule.of, "b", frame.scope))
    for record in view.rows(rule.of):
        try:
            if where(record, view.names, {}):
                yield record
        except BlockedValue:
            continue
