"""Entries: the rows of registers, every value with the cell it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, overload

from docgen.model.columns import Column
from docgen.model.finding import Place


class Record(dict[str, Any]):
    """What a template sees of an entry: column title → value.

    A plain dict on purpose (the fill engine reads it directly); a column named ``items`` or ``keys`` is only ever
    reached by subscription. ``entry`` leads back to the origin.
    """

    __slots__ = ("entry",)
    entry: Entry | None

    def __init__(self, values: Mapping[str, Any] | None = None, entry: Entry | None = None) -> None:
        super().__init__(values or {})
        self.entry = entry

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry was typed.

    Attributes:
        file: path of the data file as shown to users.
        sheet: name of the sheet or table, empty for a file with only one.
        row: 1-based row number in the sheet, or ordinal of the record in YAML and JSON.
        cells: column title → cell name such as ``F9``; empty where the format has no cells.
    """

    file: str
    sheet: str
    row: int
    cells: Mapping[str, str] = field(default_factory=dict)

    def place(self, column: str = "") -> Place:
        """The place of one column of the entry, or of the whole row."""
        return Place(self.file, self.sheet, self.row, column, self.cells.get(column, ""))


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a register.

    Attributes:
        register: name of the register.
        key: the values of the key columns joined by ``＋``; empty where the register has no key.
        values: column title → typed value (``docgen.model.values``); an empty cell is ``None``.
        origin: where it was typed.
        source: for a derived row the entry it was made from, else ``None``.
    """

    register: str
    key: str
    values: Mapping[str, Any]
    origin: Origin
    source: Entry | None = None

    def place(self, column: str = "") -> Place:
        """The place of one column; for a derived row the place of its source."""
        return (self.source or self).origin.place(column)


class Rows(Sequence[Entry]):
    """The rows of a register: their values stand in columns; a row becomes an :class:`Entry` when it is asked for.

    Attributes:
        keys: of the rows, see :class:`Entry`.
    """

    __slots__ = ("_columns", "_made", "_origin", "keys", "register")

    def __init__(
        self,
        register: str,
        columns: Mapping[str, Column],
        keys: Sequence[str],
        origin: Callable[[int], Origin],
        made: Mapping[int, Entry] | None = None,
    ) -> None:
        """Take typed columns.

        Args:
            register: name of the register.
            columns: column title → its values.
            keys: one a row.
            origin: where a row was typed.
            made: rows that are entries already.
        """
        self.register = register
        self.keys = keys
        self._columns = dict(columns)
        self._origin = origin
        self._made: dict[int, Entry] = dict(made or {})

    @classmethod
    def of(cls, register: str, entries: Sequence[Entry]) -> Rows:
        """Rows that are entries already."""
        if isinstance(entries, Rows):
            return entries
        return cls(register, {}, [e.key for e in entries], lambda row: entries[row].origin, dict(enumerate(entries)))

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, at: int) -> Entry: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Entry, ...]: ...

    def __getitem__(self, at: int | slice) -> Entry | tuple[Entry, ...]:
        if isinstance(at, slice):
            return tuple(map(self._entry, range(*at.indices(len(self)))))
        row = range(len(self))[at]
        return self._entry(row)

    def __iter__(self) -> Iterator[Entry]:
        if len(self._made) < len(self):
            for row, cells in enumerate(zip(*self._columns.values(), strict=True)):
                if row not in self._made:
                    self._make(row, dict(zip(self._columns, cells, strict=True)))
        return map(self._made.__getitem__, range(len(self)))

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, Rows | tuple) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def _entry(self, row: int) -> Entry:
        made = self._made.get(row)
        return made or self._make(row, {title: column.cell(row) for title, column in self._columns.items()})

    def _make(self, row: int, values: dict[str, Any]) -> Entry:
        entry = self._made[row] = Entry(self.register, self.keys[row], values, self._origin(row))
        return entry

    def place(self, row: int) -> Place:
        """Where a row stands, see :meth:`Entry.place`."""
        made = self._made.get(row)
        return made.place() if made else self._origin(row).place()

    def column(self, title: str) -> Column:
        """The values of a column; one that no row has is blank."""
        found = self._columns.get(title)
        return Column.of(entry.values.get(title) for entry in self) if found is None else found

    def changed(self, cells: Mapping[int, Mapping[str, Any]]) -> Rows:
        """The same rows with other values in some cells: row → column title → value."""
        made, columns = dict(self._made), dict(self._columns)
        for row, values in cells.items():
            made[row] = replace(self[row], values={**self[row].values, **values})
        for title in {title for values in cells.values() for title in values}:
            changes = {row: values[title] for row, values in cells.items() if title in values}
            columns[title] = self.column(title).changed(changes)
        return Rows(self.register, columns, self.keys, self._origin, made)


@dataclass(frozen=True, slots=True)
class Registers:
    """All entries of a year: register name → rows in the order they were typed."""

    rows: Mapping[str, Sequence[Entry]]

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", {name: Rows.of(name, rows) for name, rows in self.rows.items()})

    def __getitem__(self, register: str) -> Rows:
        return Rows.of(register, self.rows.get(register, ()))

    def __iter__(self) -> Iterator[Entry]:
        for entries in self.rows.values():
            yield from entries
