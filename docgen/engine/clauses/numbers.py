"""Comparisons of numbers: gaps in a series, neighbours that should not be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from docgen.engine.clauses.events import typed
from docgen.engine.clauses.view import Span, View, kind
from docgen.model.entry import Record
from docgen.model.finding import Finding
from docgen.model.rules import Clause
from docgen.model.values import show

SERIES = re.compile(r"^(?P<head>.*?)(?P<ordinal>[0-9]+)$")


@kind("series")
def series(view: View, rule: Clause, span: Span) -> Iterator[Finding]:
    """The numbers in ``columns`` run from 1 without gap; the finding stands at the number behind the gap.

    It is answered where the column ``note`` of that row begins with ``explained``. Rows whose
    column ``since`` lies after the day of judgement are not there yet. Message places: ``sheet``, ``missing``.
    """
    since = rule.params.get("since", "")
    note, explained = rule.params.get("note", ""), rule.params.get("explained", "")
    for register, column in view.frame.columns(rule):
        groups: dict[str, dict[int, Record]] = defaultdict(dict)
        widths: dict[str, int] = {}
        for record in filter(typed, view.rows(register)):
            value = record.get(column)
            day = record.get(since)
            if isinstance(day, date) and day > view.as_of:
                continue
            if isinstance(value, str) and (found := SERIES.match(value)):
                groups[found["head"]].setdefault(int(found["ordinal"]), record)
                widths[found["head"]] = len(found["ordinal"])
        for head, ordinals in groups.items():
            last = 0
            for number in sorted(ordinals):
                if number > last + 1:
                    ends = dict.fromkeys((last + 1, number - 1))
                    missing = "–".join(f"{head}{n:0{widths[head]}d}" for n in ends)
                    said = ordinals[number].get(note)
                    answer = said if explained and isinstance(said, str) and said.startswith(explained) else ""
                    finding = view.finding(rule, ordinals[number], column, sheet=register, missing=missing)
                    yield replace(finding, answer=answer)
                last = number


@kind("neighbours")
def neighbours(view: View, rule: Clause, span: Span) -> Iterator[Finding]:
    """Numbers in ``column`` of ``of`` that are alike in the columns ``alike`` and length and differ by one,
    while the column ``differs`` does.

    Message places: ``a``, ``b`` (keys).
    """  # noqa: D205
    alike, differs = rule.params["alike"], rule.params["differs"]
    groups: dict[tuple[str, ...], dict[int, Record]] = defaultdict(dict)
    for record in filter(typed, view.rows(rule.of)):
        number = record.get(rule.column)
        if isinstance(number, str) and number.isdecimal():
            kinds = tuple(str(record[column]) for column in alike if isinstance(record.get(column), str))
            groups[*kinds, str(len(number))].setdefault(int(number), record)
    for numbers in groups.values():
        for number in sorted(numbers):
            before = numbers.get(number - 1)
            record = numbers[number]
            if before is not None and show(before[differs]) != show(record[differs]):
                keys = [r.entry.key if r.entry is not None else "" for r in (before, record)]
                yield view.finding(rule, record, a=keys[0], b=keys[1])
