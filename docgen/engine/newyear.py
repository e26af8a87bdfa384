"""What goes over into the next year: rows that stay true, with last year's figures taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from docgen.engine.book import Book, Shapes
from docgen.errors import StandardError
from docgen.language import SCALAR, Code, LanguageError, Scope, function
from docgen.model.entry import Entry
from docgen.model.finding import Finding
from docgen.model.rules import Carried
from docgen.model.standard import Field, FieldType, Standard
from docgen.model.values import Bad, BlockedValue

NEXT_YEAR, NEXT_FIRST_DAY = "次年", "次年初"


@dataclass(frozen=True)
class Dropped:
    """A reference that is left blank, because what it names does not go over.

    Attributes:
        entry: the row that goes over.
        column: its column.
        value: what stood there.
    """

    entry: Entry
    column: str
    value: str


@dataclass(frozen=True)
class NewYear:
    """The rows of the next year's workbook.

    Attributes:
        year: the next year.
        rows: register → its rows (column title → typed value).
        left: register → number of rows that stay behind, where there are any.
        dropped: references that were left blank.
        unread: findings of cells that could not be read, in rows that go over.
    """

    year: int
    rows: Mapping[str, list[dict[str, Any]]]
    left: Mapping[str, int]
    dropped: tuple[Dropped, ...]
    unread: tuple[Finding, ...]


def next_year(standard: Standard, book: Book) -> NewYear:
    """Work out what goes over from the year of a book.

    Args:
        standard: the standard, whose ``carried`` says what goes over.
        book: the year that ends.

    Raises:
        StandardError: an expression of the standard's data is wrong.
    """
    year = book.year + 1
    names = book.names.also({NEXT_YEAR: year, NEXT_FIRST_DAY: date(year, 1, 1)})
    going: dict[str, list[tuple[Entry, dict[str, Any]]]] = {}
    left: dict[str, int] = {}
    for name in standard.registers:
        carried = standard.carried.get(name)
        records = [r for r in book.records[name] if r.entry is not None and r.entry.source is None]
        going[name] = list(_rows(standard, carried, records, names)) if carried is not None else []
        if len(records) > len(going[name]):
            left[name] = len(records) - len(going[name])
    unread = [
        f
        for rows in going.values()
        for e, _ in rows
        for v in e.values.values()
        if isinstance(v, Bad)
        for f in v.findings
    ]
    dropped = tuple(_drop(standard, going))
    rows = {name: [row for _, row in found] for name, found in going.items() if found}
    return NewYear(year, rows, left, dropped, tuple(unread))


def _rows(
    standard: Standard, carried: Carried, records: list[Any], names: Mapping[str, Any]
) -> Iterator[tuple[Entry, dict[str, Any]]]:
    where = _compile(standard, carried, carried.where or "true")
    computed = {column: _compile(standard, carried, text) for column, text in carried.set.items()}
    for record in records:
        try:
            if not where(record, names, {}):
                continue
        except BlockedValue:
            # What can not be judged counts as going over, so that its unreadable cell is named.
            pass
        row = {c: v for c, v in record.entry.values.items() if c not in carried.clear and not isinstance(v, Bad)}
        row |= {column: compute(record, names, {}) for column, compute in computed.items()}
        yield record.entry, row


def _compile(standard: Standard, carried: Carried, text: str) -> Callable[..., Any]:
    shapes = Shapes(standard)
    more = {name: Code(f"y[{name!r}]", SCALAR) for name in (NEXT_YEAR, NEXT_FIRST_DAY)}
    scope: Scope = shapes.entry_scope(carried.register, outer=shapes.year_scope().with_names(more))
    try:
        compute: Callable[..., Any] = function(text, scope)
        return compute
    except LanguageError as error:
        place = f"{standard.folder / 'new-year.toml'} [{carried.register}]"
        raise StandardError(f"{error.message}：{text}", place=place, remedy=error.remedy) from error


def _drop(standard: Standard, going: Mapping[str, list[tuple[Entry, dict[str, Any]]]]) -> Iterator[Dropped]:
    """Blank the references that would lead nowhere."""
    known: dict[tuple[str, str], set[str]] = {}
    shapes = Shapes(standard)
    numbers = {entry.key for rows in going.values() for entry, _ in rows if entry.key}
    for name, register in standard.registers.items():
        for field in register.fields.values():
            if field.type not in (FieldType.REF, FieldType.REFS, FieldType.PERSONS):
                continue
            target = shapes.target(field)
            if target is not None and target not in known:
                known[target] = {str(row.get(target[1])) for _, row in going[target[0]]}
            allowed = known[target] if target is not None else numbers
            yield from _blanked(going[name], field, allowed)


def _blanked(rows: list[tuple[Entry, dict[str, Any]]], field: Field, allowed: set[str]) -> Iterator[Dropped]:
    for entry, row in rows:
        value = row.get(field.name)
        if value is None:
            continue
        many = isinstance(value, list)
        gone = [str(v) for v in (value if many else [value]) if str(v) not in allowed]
        if not gone:
            continue
        kept = [v for v in value if str(v) in allowed] if many else None
        row[field.name] = kept or None
        yield from (Dropped(entry, field.name, text) for text in gone)
