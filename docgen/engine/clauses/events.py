"""Which rows of different registers are one event: derived rows and rows that complete another are."""

from __future__ import annotations

from docgen.engine.clauses.view import View
from docgen.model.entry import Record
from docgen.model.values import Ref

Event = tuple[str, str]


def event_of(view: View, record: Record) -> Event:
    """Register and key of the record an event was first typed in."""
    entry = record.entry
    if entry is None:
        return "", ""
    if entry.source is not None:
        return entry.source.register, entry.source.key
    derived = view.standard.derived.get(entry.register)
    link = record.get(derived.link) if derived is not None else None
    target = link.record if isinstance(link, Ref) else None
    if target is not None and target.entry is not None:
        return target.entry.register, target.entry.key
    return entry.register, entry.key


def typed(record: Record) -> bool:
    """Whether somebody typed the row: derived ones say what others hold."""
    return record.entry is not None and record.entry.source is None
