"""Comparisons of pictures and their records: one for two events, none that uses it, none that names it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from docgen.engine.clauses.events import Event, event_of, typed
from docgen.engine.clauses.view import Span, View, kind
from docgen.model.entry import Record
from docgen.model.finding import Finding, Place
from docgen.model.rules import Clause
from docgen.model.values import Bad

Uses = Mapping[str, dict[Event, tuple[Record, str]]]


def _uses(view: View, register: str, column: str) -> Uses:
    """Number → the events whose rows name it, each with the row and the column."""
    uses: dict[str, dict[Event, tuple[Record, str]]] = defaultdict(dict)
    for other in view.standard.registers.values():
        for field in other.fields.values():
            if view.frame.shapes.target(field) != (register, column):
                continue
            for record in view.rows(other.name):
                value = record.get(field.name)
                for number in value if isinstance(value, list) else [value]:
                    if isinstance(number, str):
                        uses[str(number)].setdefault(event_of(view, record), (record, field.name))
    return uses


def _linked(record: Record, column: str) -> set[Event]:
    """The events a picture's own row names."""
    value = record.get(column)
    found = set()
    for one in value if isinstance(value, list) else [value]:
        target = getattr(one, "record", None)
        if target is not None and target.entry is not None:
            found.add((target.entry.register, target.entry.key))
    return found


@kind("shared")
def shared(view: View, rule: Clause, span: Span) -> Iterator[Finding]:
    """A picture belongs to one event.

    Neither its number (``column`` of ``of``) nor its file (column ``file``) serves a second one. Events that the
    picture's row names itself in ``linked`` are one. Message places: ``key``, ``a``, ``b``.
    """
    uses = _uses(view, rule.of, rule.column)
    by_file: dict[str, list[Record]] = defaultdict(list)
    same = {path: group[0] for group in view.evidence.twins for path in group}
    for record in filter(typed, view.rows(rule.of)):
        number, path = record.get(rule.column), record.get(rule.params["file"])
        if not isinstance(number, str):
            continue
        linked = _linked(record, rule.params["linked"])
        events = {e: use for e, use in uses.get(str(number), {}).items() if not (linked and e in linked)}
        first = next(iter(linked), None) or next(iter(uses.get(str(number), {})), None)
        for event, (user, column) in events.items():
            if first is not None and event != first:
                yield view.finding(rule, user, column, key=number, a=first[1], b=event[1])
        if isinstance(path, str):
            by_file[same.get(str(path), str(path))].append(record)
    for records in by_file.values():
        yield from _same_file(view, rule, records, uses)


def _same_file(view: View, rule: Clause, records: list[Record], uses: Uses) -> Iterator[Finding]:
    """Pictures with one file whose events are not the same."""

    def events(record: Record) -> set[Event]:
        return _linked(record, rule.params["linked"]) | set(uses.get(str(record[rule.column]), {}))

    first = records[0]
    for record in records[1:]:
        if events(first).isdisjoint(events(record)):
            facts = {"a": _key(first), "b": _key(record), "key": record[rule.params["file"]]}
            yield view.finding(rule, record, rule.params["file"], **facts)


def _key(record: Record) -> str:
    return record.entry.key if record.entry is not None else ""


@kind("orphans")
def orphans(view: View, rule: Clause, span: Span) -> Iterator[Finding]:
    """Every picture has a record, every file a picture's row.

    A picture (``column`` of ``of``) is used by a row or names one in ``linked``, except ``apart`` (column → values);
    a file of the attachments folder ``folder`` is named. Message place ``key``; the other
    message is ``loose`` with the places ``count`` and ``files``.
    """
    uses = _uses(view, rule.of, rule.column)
    apart = rule.params.get("apart", {})
    for record in filter(typed, view.rows(rule.of)):
        number, linked = record.get(rule.column), record.get(rule.params["linked"])
        if not isinstance(number, str) or isinstance(linked, Bad) or linked or str(number) in uses:
            continue
        if not any(record.get(column) in values for column, values in apart.items()):
            yield view.finding(rule, record, key=number)
    folder = rule.params["folder"]
    loose = [path for path in view.evidence.loose if path.startswith(f"{folder}/")]
    if loose:
        finding = view.finding(rule)
        names = "、".join(path.rpartition("/")[2] for path in loose[:3]) + ("……" if len(loose) > 3 else "")
        message = rule.params["loose"].replace("{count}", str(len(loose))).replace("{files}", names)
        yield _at_folder(finding, message, folder)


def _at_folder(finding: Finding, message: str, folder: str) -> Finding:
    return replace(finding, message=message, place=Place(file=folder))
