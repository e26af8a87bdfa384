"""Rules that are expressions: gather rows, then look whether something holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from docgen.engine.clauses.view import (
    AS_OF,
    NUMBER,
    PERIOD,
    ROWS,
    THIS,
    Compute,
    Frame,
    Span,
    View,
    key_of,
    place_of,
)
from docgen.language import SCALAR, Code, EvaluationError, ListShape, Scope
from docgen.model.entry import Record
from docgen.model.finding import Finding, Severity
from docgen.model.rules import Clause
from docgen.model.values import Bad, BlockedValue, Month, show

PLACE = re.compile(r"\{([^{}]*)\}")
#: ``列 == 此.列``, alone or followed by more conditions: such rows are looked up instead of searched.
JOIN = re.compile(rf"^(?P<inner>[^\s'\"().=]+) == {THIS}\.(?P<outer>[^\s'\"().=]+)(?: and |$)")
ALTERNATIVE = re.compile(r"\bor\b")
Row = tuple[Record | None, dict[str, Any]]


class Bound:
    """A rule with its expressions compiled."""

    def __init__(self, frame: Frame, rule: Clause) -> None:
        self.frame = frame
        self.rule = rule
        own = {THIS: Code("b", frame.shape(rule.of))} if rule.of else {}
        extra = {PERIOD: Code(f"l[{PERIOD!r}]", SCALAR), AS_OF: Code(f"l[{AS_OF!r}]", SCALAR), **own}
        base = (frame.row_scope(rule.of, "b", frame.scope) if rule.of else frame.scope).with_names(extra)
        self.of_where = frame.compile(rule, rule.of_where or "true", base)
        gathered = base
        self.where: Compute | None = None
        self.join = self._join()
        if rule.source:
            row = frame.row_scope(rule.source, "r", base)
            self.where = frame.compile(rule, rule.where or "true", Scope(row.names, ("r", *base.params), row.titles))
            rows = ListShape(frame.shape(rule.source))
            gathered = base.with_names({ROWS: Code(f"l[{ROWS!r}]", rows), NUMBER: Code(f"l[{NUMBER!r}]", SCALAR)})
        self.holds = frame.compile(rule, rule.holds or "true", gathered)
        self.excuse = frame.compile(rule, rule.excuse, gathered) if rule.excuse else None
        self.texts = [self._texts(text, gathered) for text in (rule.message, rule.remedy)]

    def _texts(self, text: str, scope: Scope) -> list[Any]:
        if self.rule.kind:
            return []
        return [self.frame.compile(self.rule, p, scope) if i % 2 else p for i, p in enumerate(PLACE.split(text))]

    def _join(self) -> tuple[str, str] | None:
        found = JOIN.match(self.rule.where)
        if found is None or not self.rule.of or ALTERNATIVE.search(self.rule.where):
            return None
        return found["inner"], found["outer"]

    def judge(self, view: View, span: Span) -> Iterator[Finding]:
        """The findings of one period."""
        for record, names in self.gathered(view, span, self.holds):
            message, remedy = ("".join(self._text(parts, record, view.names, names)) for parts in self.texts)
            yield Finding(
                code=self.rule.id,
                severity=Severity.parse(self.rule.severity),
                message=message,
                remedy=remedy,
                place=place_of(self.rule, record, self.rule.column),
                clause=self.rule.clause,
                key=key_of(record),
                answer=show(self.excuse(record, view.names, names)) if self.excuse is not None else "",
            )

    def _text(self, parts: list[Any], record: Record | None, year: Any, names: dict[str, Any]) -> Iterator[str]:
        for part in parts:
            try:
                yield part if isinstance(part, str) else show(part(record, year, names))
            except (BlockedValue, EvaluationError):
                yield "（有误）"

    def gathered(self, view: View, span: Span, holds: Callable[..., Any]) -> Iterator[Row]:
        """The rows for which something does not hold, each with what was gathered for it.

        A row whose judgement depends on a cell with an error of its own is passed over: that cell has its finding.
        """
        rows: list[Record | None] = list(view.rows(self.rule.of)) if self.rule.of else [None]
        for record in rows:
            try:
                names = self._names(view, record, span)
                if names is not None and not holds(record, view.names, names):
                    yield record, names
            except (BlockedValue, EvaluationError):
                continue

    def _names(self, view: View, record: Record | None, span: Span) -> dict[str, Any] | None:
        """What is gathered for a row; ``None`` where the rule does not concern it."""
        names = {PERIOD: span.value, AS_OF: view.as_of}
        year = view.names
        if not self.rule.source and record is not None and not self._there(view, record, span):
            return None
        if not self.of_where(record, year, names):
            return None
        if self.where is not None:
            where = self.where
            near = self._near(view, record)
            found = [r for r in near if self._there(view, r, span) and where(r, record, year, names)]
            names |= {ROWS: found, NUMBER: len(found)}
        return names

    def _near(self, view: View, record: Record | None) -> list[Record]:
        """The rows that may be gathered for a row: all, or those a plain comparison of two columns leaves."""
        rows = view.rows(self.rule.source)
        if self.join is None or record is None:
            return rows
        inner, outer = self.join
        index = view.index(self.rule.source, inner)
        value = record.get(outer)
        if not index or value in (None, "") or isinstance(value, list):
            return rows
        return index.get(value, [])

    def _there(self, view: View, record: Record, span: Span) -> bool:
        """Whether a row counts in a period: dated inside it and not after the day of judgement."""
        rule = self.rule
        if not rule.date:
            return True
        day = record[rule.date]
        if isinstance(day, Bad):
            raise BlockedValue(day)
        if isinstance(day, Month):
            inside = not rule.per or Month.of(span.first) <= day <= Month.of(span.last)
            return inside and day <= Month.of(view.as_of)
        if not isinstance(day, date):
            return False
        return day <= view.as_of and (not rule.per or span.first <= day <= span.last)
