"""The year as templates and expressions see it: records that follow their references, and names for all of it.

Generated code reads three plain dicts: ``b`` the document's record, ``y`` the year, ``l`` the form's lists and lets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from docgen.language import SCALAR, Code, ListShape, RecordShape, RefShape, Scalar, Scope, Shape
from docgen.model.entry import Entry, Record, Registers
from docgen.model.standard import ANY_NUMBER, LIST_TYPES, Field, FieldType, Register, Standard
from docgen.model.values import Bad, IndexedRows, Month, Ref, show

YEAR, MONTHS, FIRST_DAY, LAST_DAY = "年度", "全年月份", "年初", "年末"
OWN, REGISTERS, ENUMS = "本", "登记", "枚举"
PARAMS = ("b", "y", "l")


class Shapes:
    """The shapes of a standard's registers."""

    def __init__(self, standard: Standard) -> None:
        """Prepare the shapes; fields are resolved when first asked for, because registers refer to each other."""
        self.standard = standard
        self.records = {name: self._record(register) for name, register in standard.registers.items()}

    @classmethod
    def of(cls, standard: Standard) -> Shapes:
        """The shapes of a standard, made once."""
        return standard.once("shapes", lambda: cls(standard))

    def _record(self, register: Register) -> RecordShape:
        return RecordShape(register.name, lambda: {f.name: self.field(f) for f in register.fields.values()})

    def field(self, field: Field) -> Shape:
        """The shape of a column."""
        item: Shape = SCALAR
        if field.enum:
            item = Scalar(self.standard.enums[field.enum].values)
        elif target := self.target(field):
            item = RefShape(self.records[target[0]])
        return ListShape(item) if field.type in LIST_TYPES else item

    def target(self, field: Field) -> tuple[str, str] | None:
        """Register and column a reference points at; ``None`` where it is no reference or may point anywhere."""
        if field.type is FieldType.PERSONS:
            persons = self.standard.settings["persons"]
            return persons["register"], persons["name"]
        if field.type in (FieldType.REF, FieldType.REFS) and field.target != ("", ANY_NUMBER):
            return field.target
        return None

    def year_scope(self) -> Scope:
        """What every expression may name."""
        names: dict[str, Code] = {}
        for name, shape in self.records.items():
            single = self.standard.registers[name].single
            names[name] = Code(f"y[{name!r}]", shape if single else ListShape(shape))
        registers = RecordShape(REGISTERS, {n: c.shape for n, c in names.items()})
        lists = RecordShape(ENUMS, {n: ListShape(SCALAR) for n in self.standard.enums})
        names |= {
            YEAR: Code(f"y[{YEAR!r}]", SCALAR),
            MONTHS: Code(f"y[{MONTHS!r}]", ListShape(SCALAR)),
            FIRST_DAY: Code(f"y[{FIRST_DAY!r}]", SCALAR),
            LAST_DAY: Code(f"y[{LAST_DAY!r}]", SCALAR),
            REGISTERS: Code("y", registers),
            ENUMS: Code(f"y[{ENUMS!r}]", lists),
        }
        return Scope.of(names, PARAMS)

    def entry_scope(self, register: str, variable: str = "b", outer: Scope | None = None) -> Scope:
        """The year's names, hidden by the columns of an entry."""
        columns = {
            name: Code(f"{variable}[{name!r}]", self.field(f))
            for name, f in self.standard.registers[register].fields.items()
        }
        scope = (outer or self.year_scope()).with_names(columns)
        return scope if variable != "b" else scope.with_names({OWN: Code("b", self.records[register])})


class Names(dict[str, Any]):
    """What generated code reads as ``y``: names of the year; the records of a register are made when it is named."""

    __slots__ = ("records",)

    def __init__(self, names: Mapping[str, Any], records: Mapping[str, Any]) -> None:
        """Take names, and what stands for the registers."""
        super().__init__(names)
        self.records = records

    def __missing__(self, name: str) -> Any:
        value = self[name] = self.records[name]
        return value

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a name, found as by subscription."""
        return self[name] if name in self or name in self.records else default

    def also(self, names: Mapping[str, Any]) -> Names:
        """These names and some more."""
        return Names({**self, **names}, self.records)


@dataclass(frozen=True)
class Book:
    """The records of a year.

    Attributes:
        year: the year.
        records: register → its records, in the order of the entries.
        names: what generated code reads as ``y``.
    """

    year: int
    records: Mapping[str, list[Record]]
    names: Names


def make_book(standard: Standard, registers: Registers, year: int) -> Book:
    """Make records of all entries, whose references point at each other; those of a register when it is asked for."""
    records = _Records(standard, registers)
    return Book(year, records, year_names(standard, records, year))


class _Records(Mapping[str, list[Record]]):
    """Register → its records."""

    def __init__(self, standard: Standard, registers: Registers) -> None:
        self.standard = standard
        self.registers = registers
        self.shapes = Shapes.of(standard)
        self.made: dict[str, list[Record]] = {}
        self.indexes: dict[tuple[str, str] | None, dict[str, Record]] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self.standard.registers)

    def __len__(self) -> int:
        return len(self.standard.registers)

    def __getitem__(self, name: str) -> list[Record]:
        if name not in self.made:
            register = self.standard.registers[name]
            self.made[name] = IndexedRows(_records(register, self.registers[name]))
            for field in register.fields.values():
                if field.type in (FieldType.REF, FieldType.REFS, FieldType.PERSONS):
                    _link(self.made[name], field, partial(self._find, self.shapes.target(field)))
        return self.made[name]

    def _find(self, target: tuple[str, str] | None, text: str) -> Record | None:
        """What a reference to a column names, or one to any number."""
        if target not in self.indexes:
            self.indexes[target] = _index(self[target[0]], target[1]) if target else number_index(self.standard, self)
        return self.indexes[target].get(text)


def _records(register: Register, entries: Iterable[Entry]) -> list[Record]:
    records = [Record(entry.values, entry) for entry in entries]
    for record in [r for r in records if len(r) != len(register.fields)]:
        given = dict(record)
        record.clear()
        record.update({column: given.get(column) for column in register.fields})
    return records


def _index(records: Iterable[Record], column: str) -> dict[str, Record]:
    index: dict[str, Record] = {}
    for record in records:
        value = record.get(column)
        if value is not None and not isinstance(value, Bad):
            index.setdefault(str(value), record)
    return index


def numbered(standard: Standard) -> list[str]:
    """The registers whose key is one number column."""
    numbers = (FieldType.NUMBER, FieldType.PHOTO_NUMBER)
    keyed = [register for register in standard.registers.values() if len(register.key) == 1]
    return [register.name for register in keyed if register.fields[register.key[0]].type in numbers]


def number_index(standard: Standard, records: Mapping[str, Iterable[Record]]) -> dict[str, Record]:
    """The number of any register → its record."""
    index: dict[str, Record] = {}
    for name in numbered(standard):
        # A derived row has its source's number, which leads to the source.
        typed = [r for r in records[name] if r.entry is None or r.entry.source is None]
        for number, record in _index(typed, standard.registers[name].key[0]).items():
            index.setdefault(number, record)
    return index


def _link(records: Iterable[Record], field: Field, find: Callable[[str], Record | None]) -> None:
    known: dict[str, Ref] = {}

    def ref(value: str) -> Ref:
        # The same few persons and topics are named again and again.
        found = known.get(value)
        if found is None:
            found = known[value] = Ref(value, find=find)
        return found

    for record in records:
        value = record[field.name]
        if isinstance(value, list):
            record[field.name] = [ref(str(v)) for v in value]
        elif isinstance(value, str):
            record[field.name] = ref(value)


def year_names(standard: Standard, records: Mapping[str, list[Record]], year: int) -> Names:
    """The names generated code reads as ``y``."""
    names = {
        YEAR: year,
        MONTHS: [Month(year, m) for m in range(1, 13)],
        FIRST_DAY: date(year, 1, 1),
        LAST_DAY: date(year, 12, 31),
        ENUMS: {n: list(e.values) for n, e in standard.enums.items()},
    }
    return Names(names, _ByName(standard, records))


def studio_name(standard: Standard, book: Book) -> str:
    """The name of the studio a year belongs to; empty where it can not be read."""
    value = book.names[standard.studio].get(standard.settings["studio"]["name"])
    return "" if value is None or isinstance(value, Bad) else show(value)


class _ByName(Mapping[str, Any]):
    """Register → its records, or its one record."""

    def __init__(self, standard: Standard, records: Mapping[str, list[Record]]) -> None:
        self.standard = standard
        self.records = records

    def __iter__(self) -> Iterator[str]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    def __getitem__(self, name: str) -> Any:
        register, records = self.standard.registers[name], self.records[name]
        if not register.single:
            return records
        return records[0] if records else Record(dict.fromkeys(register.fields))
