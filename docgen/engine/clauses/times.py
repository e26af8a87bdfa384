"""Nobody is in two places at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from docgen.engine.clauses.events import event_of, typed
from docgen.engine.clauses.view import Span, View, kind
from docgen.model.entry import Record
from docgen.model.finding import Finding
from docgen.model.rules import Clause
from docgen.model.values import Bad, show


@dataclass(frozen=True)
class _Stay:
    """Somebody's presence at an event; without hours it may have been at any time of the working day."""

    record: Record
    column: str
    begin: time | None
    end: time | None


@kind("overlap")
def overlap(view: View, rule: Clause, span: Span) -> Iterator[Finding]:
    """The same person at overlapping times of one day.

    ``events``: tables ``{register, date, persons, begin, end}``. Of an event without ``begin`` and ``end`` it is only
    known that it lay within ``day`` (first and last hour); it collides with one that leaves less than ``spare``
    minutes of it.
    Message places: ``name``, ``day``, ``hours``, ``a``, ``b``.
    """
    stays: dict[tuple[date, str], list[_Stay]] = defaultdict(list)
    for event in rule.params["events"]:
        name, column = view.frame.column(f"{event['register']}.{event['persons']}", rule)
        for record in filter(typed, view.rows(name)):
            day, persons = record.get(event["date"]), record.get(column)
            if not isinstance(day, date) or isinstance(day, Bad) or not isinstance(persons, list):
                continue
            begin, end = (record.get(event.get(key, "")) for key in ("begin", "end"))
            hours = (begin, end) if isinstance(begin, time) and isinstance(end, time) else (None, None)
            for person in dict.fromkeys(str(p) for p in persons):
                stays[day, person].append(_Stay(record, column, *hours))
    first, last = (time.fromisoformat(text) for text in rule.params["day"])
    for (day, person), there in sorted(stays.items(), key=lambda item: item[0]):
        for number, b in enumerate(there):
            # One finding for every stay too many, beside the first it collides with.
            a = next((a for a in there[:number] if _two(view, a, b) and _collide(a, b, (first, last), rule)), None)
            if a is not None:
                facts = {"name": person, "day": day, "hours": _hours(b if b.begin else a)}
                yield view.finding(rule, b.record, b.column, a=_key(a), b=_key(b), **facts)


def _key(stay: _Stay) -> str:
    return stay.record.entry.key if stay.record.entry is not None else ""


def _two(view: View, a: _Stay, b: _Stay) -> bool:
    return event_of(view, a.record) != event_of(view, b.record)


def _collide(a: _Stay, b: _Stay, day: tuple[time, time], rule: Clause) -> bool:
    if a.begin and a.end and b.begin and b.end:
        return a.begin < b.end and b.begin < a.end
    timed = a if a.begin else b
    if timed.begin is None or timed.end is None:
        return False
    spare: int = rule.params["spare"]
    return _minutes(day[0], timed.begin) < spare and _minutes(timed.end, day[1]) < spare


def _minutes(begin: time, end: time) -> int:
    return (end.hour - begin.hour) * 60 + end.minute - begin.minute


def _hours(stay: _Stay) -> str:
    return f"{show(stay.begin)}–{show(stay.end)}" if stay.begin else ""
