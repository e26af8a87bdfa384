"""Comparisons of what people wrote: entered twice, not followed up, ahead of its time, left as in the template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from docgen.engine.book import number_index
from docgen.engine.clauses.events import event_of, typed
from docgen.engine.clauses.expression import Bound
from docgen.engine.clauses.likeness import alike
from docgen.engine.clauses.view import ROWS, Span, View, kind
from docgen.model.entry import Record
from docgen.model.finding import Finding
from docgen.model.rules import Clause
from docgen.model.values import Bad

#: Numbers as people write them in a text, up to ten.
NUMERALS = {word: number for number, word in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
BLANKS = re.compile(r"\s+")


@kind("similar")
def similar(view: View, rule: Clause, span: Span) -> Iterator[Finding]:
    """Texts of ``columns`` or ``types`` that are alike above ``threshold``; those shorter than ``least`` are left out.

    Two texts of one event are the same text. Pairs within one of the columns ``apart`` are another rule's.
    Message places: ``a``, ``b`` (keys), ``sheet``, ``other``, ``column``.
    """
    found: list[tuple[Record, str, str]] = []
    texts: list[str] = []
    for register, column in view.frame.columns(rule):
        for record in view.rows(register):
            value = record.get(column)
            if not isinstance(value, str) or len(value) < rule.params["least"] or not typed(record):
                continue
            found.append((record, register, column))
            texts.append(BLANKS.sub("", value))
    apart = rule.params.get("apart", ())
    for later, earlier in alike(texts, rule.params["threshold"]):
        record, register, column = found[later]
        other, other_register, other_column = found[earlier]
        both = f"{register}.{column}"
        if both == f"{other_register}.{other_column}" and both in apart:
            continue
        if event_of(view, record) == event_of(view, other):
            continue
        facts = {"sheet": register, "other": other_register, "column": column}
        yield view.finding(rule, record, column, a=_key(other), b=_key(record), **facts)


def _key(record: Record) -> str:
    return record.entry.key if record.entry is not None else ""


@kind("echo")
def echo(view: View, rule: Clause, span: Span) -> Iterator[Finding]:
    """``length`` characters in a row of the text in ``column`` come back in the ``texts`` of the gathered rows.

    Message places: the columns of the row.
    """
    length, columns = rule.params["length"], rule.params["texts"]

    def comes_back(record: Record, year: Any, names: dict[str, Any]) -> bool:
        text = "".join(re.findall(r"\w+", str(record[rule.column] or "")))
        rows = names[ROWS]
        later = "".join(str(row[column] or "") for row in rows for column in columns)
        return not rows or any(text[at : at + length] in later for at in range(len(text) - length + 1))

    for record, _ in Bound(view.frame, rule).gathered(view, span, comes_back):
        if record is not None:
            yield view.finding(rule, record, **{k: v for k, v in record.items() if not isinstance(v, Bad)})


@kind("cites")
def cites(view: View, rule: Clause, span: Span) -> Iterator[Finding]:
    """A dated text says no more than what was registered on its day, and names no record of a later day.

    ``texts``: tables ``{register, date, columns}``; ``counts``: tables ``{pattern, register, date}``, where group ``n``
    of the pattern is the number the text gives and register and date say what had been registered by then.
    Message places: ``key``, ``day``, ``said``, ``counted``.
    """
    dated = _dated(view, rule)
    counters = [_Counter(view, rule, entry) for entry in rule.params["counts"]]
    numbers = {key: record for key, record in number_index(view.standard, view.book.records).items() if len(key) > 3}
    for source in rule.params["texts"]:
        for column in source["columns"]:
            view.frame.column(f"{source['register']}.{column}", rule)
        for record in view.rows(source["register"]):
            day = record.get(source["date"])
            if not typed(record) or not isinstance(day, date) or isinstance(day, Bad):
                continue
            for column in source["columns"]:
                text = record.get(column)
                if not isinstance(text, str):
                    continue
                for said, counted in _ahead(text, day, counters, numbers, dated):
                    facts = {"key": _key(record), "day": day, "said": said, "counted": counted}
                    yield view.finding(rule, record, column, **facts)


class _Counter:
    """How many rows of a register were there on a day."""

    def __init__(self, view: View, rule: Clause, entry: dict[str, Any]) -> None:
        name, column = view.frame.column(f"{entry['register']}.{entry['date']}", rule)
        self.pattern = re.compile(entry["pattern"])
        days = [record.get(column) for record in view.rows(name) if typed(record)]
        self.days = sorted(d for d in days if isinstance(d, date) and not isinstance(d, Bad))

    def by(self, day: date) -> int:
        return sum(d <= day for d in self.days)


def _dated(view: View, rule: Clause) -> dict[str, str]:
    """Register → the column that says when its rows happened."""
    sources = [*rule.params["texts"], *rule.params["counts"]]
    return {entry["register"]: entry["date"] for entry in sources}


NUMBER = re.compile(r"[A-Z]{1,3}[-0-9]*[0-9]")


def _ahead(
    text: str, day: date, counters: list[_Counter], numbers: dict[str, Record], dated: dict[str, str]
) -> Iterator[tuple[str, str]]:
    for counter in counters:
        for match in counter.pattern.finditer(text):
            said = NUMERALS.get(match["n"]) or (int(match["n"]) if match["n"].isdecimal() else 0)
            there = counter.by(day)
            if said > there:
                yield match.group(), str(there)
    for match in NUMBER.finditer(text):
        record = numbers.get(match.group())
        entry = record.entry if record is not None else None
        when = record.get(dated.get(entry.register, "")) if record is not None and entry is not None else None
        if isinstance(when, date) and not isinstance(when, Bad) and when > day:
            yield match.group(), "0"


@kind("placeholder")
def placeholder(view: View, rule: Clause, span: Span) -> Iterator[Finding]:
    """The attachments in ``column`` of ``of`` hold none of the ``patterns`` that mark what nobody has filled in.

    Message places: ``said``, ``name`` (column ``named``).
    """
    pattern = re.compile("|".join(rule.params["patterns"]))
    for record in view.rows(rule.of):
        value = record.get(rule.column)
        for path in value if isinstance(value, list) else [value]:
            if not isinstance(path, str):
                continue
            text = "\n".join("".join(line) for line in view.evidence.attachment(path))
            if found := pattern.search(text):
                yield view.finding(rule, record, said=found.group(), name=record.get(rule.params["named"]))
