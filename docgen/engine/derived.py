"""Registers that mostly say what others hold: their rows are made anew from source records each time.

A typed row that names a source record completes the derived row of that record; one that names none stands for itself.
How each register comes together is data (``derived.toml``); nothing here is ever written back into the workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docgen.engine.book import Book, Shapes, make_book
from docgen.errors import StandardError
from docgen.language import LanguageError, function
from docgen.model.cells import Problem
from docgen.model.entry import Entry, Record, Registers
from docgen.model.reading import Reader, make_reader
from docgen.model.rules import Derived, DerivedSource
from docgen.model.standard import Standard
from docgen.model.values import Bad, BlockedValue, show


@dataclass(frozen=True)
class Completed:
    """Registers with the derived rows in them.

    Attributes:
        registers: all registers.
        automatic: derived register → number of rows made from other registers.
        twins: ``(typed entry, derived entry)`` that look like the same event though no link says so.
    """

    registers: Registers
    automatic: Mapping[str, int]
    twins: tuple[tuple[Entry, Entry], ...]


def complete_registers(standard: Standard, registers: Registers, year: int) -> Completed:
    """Add the derived rows to every derived register.

    Raises:
        StandardError: an expression of the standard's data is wrong.
    """
    book = make_book(standard, registers, year)
    rows: dict[str, Sequence[Entry]] = dict(registers.rows)
    automatic: dict[str, int] = {}
    twins: list[tuple[Entry, Entry]] = []
    for name, derived in standard.derived.items():
        made = _derived_entries(standard, derived, book)
        automatic[name] = len(made)
        rows[name], same = _merge(derived, made, registers[name])
        twins += same
    return Completed(Registers(rows), automatic, tuple(twins))


def _compile(standard: Standard, source: DerivedSource, place: str) -> tuple[Callable[..., Any], dict[str, Any]]:
    scope = Shapes.of(standard).entry_scope(source.source)
    compiled: dict[str, Any] = {}
    for column, text in {"": source.where or "true", **source.columns}.items():
        try:
            compiled[column] = function(text, scope)
        except LanguageError as error:
            raise StandardError(f"{error.message}：{text}", place=f"{place} {column}", remedy=error.remedy) from error
    return compiled.pop(""), compiled


def _sources(standard: Standard, derived: Derived) -> list[tuple[Callable[..., Any], dict[str, Any], DerivedSource]]:
    """The sources of a register with their expressions compiled."""
    place = f"{standard.folder / 'derived.toml'} [{derived.register}]"
    return [(*_compile(standard, source, place), source) for source in derived.sources]


def _derived_entries(standard: Standard, derived: Derived, book: Book) -> list[Entry]:
    fields = standard.registers[derived.register].fields.values()
    readers = {f.name: make_reader(f, standard.enums.get(f.enum)) for f in fields}
    entries = []
    for where, columns, source in standard.once(("derived", derived.register), lambda: _sources(standard, derived)):
        for record in book.records[source.source]:
            try:
                if not where(record, book.names, {}):
                    continue
            except BlockedValue:
                continue
            entries.append(_entry(derived, record, columns, readers, book))
    return entries


def _entry(
    derived: Derived,
    record: Record,
    columns: Mapping[str, Callable[..., Any]],
    readers: Mapping[str, Reader],
    book: Book,
) -> Entry:
    source = record.entry
    assert source is not None
    values: dict[str, Any] = dict.fromkeys(readers)
    for column, compute in columns.items():
        try:
            values[column] = _typed(readers[column], compute(record, book.names, {}))
        except BlockedValue as blocked:
            values[column] = blocked.bad
    values[derived.number] = source.key
    values[derived.link] = source.key
    return Entry(derived.register, source.key, values, source.origin, source)


def _typed(reader: Reader, value: Any) -> Any:
    """Texts that expressions make (a date cut out of a text) become the column's type; what does not fit stays text."""
    if value is None or value == "" or value == []:
        return None
    if isinstance(value, str):
        read = reader(str(value))
        return str(value) if isinstance(read, Problem) else read
    return value


def _merge(
    derived: Derived, made: list[Entry], typed: Sequence[Entry]
) -> tuple[tuple[Entry, ...], list[tuple[Entry, Entry]]]:
    by_source = {e.key: e for e in made}
    completing: dict[str, list[Entry]] = {}
    alone: list[Entry] = []
    for entry in typed:
        link = entry.values.get(derived.link)
        source = by_source.get(str(link)) if link is not None and not isinstance(link, Bad) else None
        if source is None:
            alone.append(entry)
        else:
            completing.setdefault(source.key, []).append(_completed(entry, source))
    rows: list[Entry] = []
    for entry in made:
        found = completing.get(entry.key, [])
        rows += (found if derived.many else found[:1]) or [entry]
    twins = [(t, m) for t in alone for m in made if _same_event(derived, t, m)]
    return (*rows, *alone), twins


def _completed(typed: Entry, source: Entry) -> Entry:
    values = {c: v if not _blank(v) else source.values.get(c) for c, v in typed.values.items()}
    return Entry(typed.register, typed.key, values, typed.origin)


def _blank(value: Any) -> bool:
    return not isinstance(value, Bad) and (value is None or value == "" or value == [])


def _same_event(derived: Derived, typed: Entry, made: Entry) -> bool:
    link = typed.values.get(derived.link)
    if not derived.same_event or isinstance(link, Bad) or link:
        return False
    for column in derived.same_event:
        left, right = typed.values.get(column), made.values.get(column)
        if isinstance(left, Bad) or isinstance(right, Bad) or _blank(left) or show(left) != show(right):
            return False
    return True
