"""Entries: the rows of registers, every value with the cell it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Registers:
    """All entries of a year: register name → rows in the order they were typed."""

    rows: Mapping[str, tuple[Entry, ...]]

    def __getitem__(self, register: str) -> tuple[Entry, ...]:
        return self.rows.get(register, ())

    def __iter__(self) -> Iterator[Entry]:
        for entries in self.rows.values():
            yield from entries
