"""The year as templates and expressions see it: records that follow their references, and names for all of it.

Generated code reads three plain dicts: ``b`` the document's record, ``y`` the year, ``l`` the form's lists and lets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from docgen.language import SCALAR, Code, ListShape, RecordShape, RefShape, Scalar, Scope, Shape
from docgen.model.entry import Entry, Record, Registers
from docgen.model.standard import ANY_NUMBER, LIST_TYPES, Field, FieldType, Register, Standard
from docgen.model.values import Bad, Month, Ref, show

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
    names: Mapping[str, Any]


def make_book(standard: Standard, registers: Registers, year: int) -> Book:
    """Make records of all entries and let their references point at each other."""
    shapes = Shapes.of(standard)
    records = {name: _records(register, registers[name]) for name, register in standard.registers.items()}
    indexes: dict[tuple[str, str], dict[str, Record]] = {}
    for register in standard.registers.values():
        for field in register.fields.values():
            target = shapes.target(field)
            if target is not None and target not in indexes:
                indexes[target] = _index(records[target[0]], target[1])
    anything = number_index(standard, records)
    for name, register in standard.registers.items():
        for field in register.fields.values():
            if field.type in (FieldType.REF, FieldType.REFS, FieldType.PERSONS):
                target = shapes.target(field)
                _link(records[name], field, indexes[target] if target else anything)
    return Book(year, records, year_names(standard, records, year))


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


def number_index(standard: Standard, records: Mapping[str, Iterable[Record]]) -> dict[str, Record]:
    """The number of any register → its record; the registers are those whose key is one number column."""
    index: dict[str, Record] = {}
    for name, register in standard.registers.items():
        if len(register.key) != 1:
            continue
        if register.fields[register.key[0]].type in (FieldType.NUMBER, FieldType.PHOTO_NUMBER):
            # A derived row has its source's number, which leads to the source.
            typed = [r for r in records[name] if r.entry is None or r.entry.source is None]
            for number, record in _index(typed, register.key[0]).items():
                index.setdefault(number, record)
    return index


def _link(records: Iterable[Record], field: Field, index: Mapping[str, Record]) -> None:
    known: dict[str, Ref] = {}

    def ref(value: str) -> Ref:
        # The same few persons and topics are named again and again.
        found = known.get(value)
        if found is None:
            found = known[value] = Ref(value, index.get(value))
        return found

    for record in records:
        value = record[field.name]
        if isinstance(value, list):
            record[field.name] = [ref(str(v)) for v in value]
        elif isinstance(value, str):
            record[field.name] = ref(value)


def year_names(standard: Standard, records: Mapping[str, list[Record]], year: int) -> dict[str, Any]:
    """The names generated code reads as ``y``."""
    names: dict[str, Any] = dict(records)
    for name, register in standard.registers.items():
        if register.single:
            names[name] = records[name][0] if records[name] else Record(dict.fromkeys(register.fields))
    names |= {
        YEAR: year,
        MONTHS: [Month(year, m) for m in range(1, 13)],
        FIRST_DAY: date(year, 1, 1),
        LAST_DAY: date(year, 12, 31),
        ENUMS: {n: list(e.values) for n, e in standard.enums.items()},
    }
    return names


def studio_name(standard: Standard, book: Book) -> str:
    """The name of the studio a year belongs to; empty where it can not be read."""
    value = book.names[standard.studio].get(standard.settings["studio"]["name"])
    return "" if value is None or isinstance(value, Bad) else show(value)


def entries_by_key(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Key → entry; the first one where a key stands twice."""
    result: dict[str, Entry] = {}
    for entry in entries:
        result.setdefault(entry.key, entry)
    return result
