"""Personal numbers hidden: what goes out of the house is printed from records in which they are masked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from docgen.language.singles import masked
from docgen.model.entry import Entry, Registers
from docgen.model.standard import FieldType, Standard
from docgen.model.values import FilePath

#: Types whose values are numbers of a person.
PERSONAL = frozenset({FieldType.PHONE, FieldType.CITIZEN_ID})
#: A shorter number (an extension) is hidden in its own column only: in a text it might as well be a count.
LEAST_DIGITS = 7
#: What people put between the digits of a number.
BETWEEN = r"[\s\-‐-―－()（）]*"


@dataclass(frozen=True)
class Masked:
    """Registers without the numbers of persons.

    Attributes:
        registers: the entries; nothing else in them is changed.
        paths: path of an attachment as it stands there → its real path, where its name held a number.
    """

    registers: Registers
    paths: Mapping[str, str] = field(default_factory=dict)


def mask(standard: Standard, registers: Registers) -> Masked:
    """Hide identity and telephone numbers, by the types of the columns, and wherever else they stand in a text."""
    known = {
        value
        for entry in registers
        for column in standard.registers[entry.register].fields.values()
        if column.type in PERSONAL and isinstance(value := entry.values.get(column.name), str)
    }
    masker = _Masker(standard, known)
    rows = {name: tuple(masker.entry(e) for e in registers[name]) for name in registers.rows}
    return Masked(Registers(rows), masker.paths)


class _Masker:
    def __init__(self, standard: Standard, known: Iterable[str]) -> None:
        self.standard = standard
        self.paths: dict[str, str] = {}
        digits = {"".join(c for c in number if c.isalnum()) for number in known}
        long = sorted((d for d in digits if len(d) >= LEAST_DIGITS), key=lambda d: (-len(d), d))
        numbers = "|".join(BETWEEN.join(map(re.escape, d)) for d in long)
        self.pattern = re.compile(rf"(?<![0-9])(?:{numbers})(?![0-9])", re.IGNORECASE) if long else None

    def entry(self, entry: Entry) -> Entry:
        columns = self.standard.registers[entry.register].fields
        values = {name: self.value(value, columns[name].type) for name, value in entry.values.items()}
        return replace(entry, key=self.text(entry.key), values=values)

    def value(self, value: Any, kind: FieldType) -> Any:
        if isinstance(value, list):
            return [self.value(v, kind) for v in value]
        if isinstance(value, FilePath):
            shown = FilePath(self.text(value))
            if shown != value:
                self.paths[shown] = value
            return shown
        if type(value) is str:
            return masked(value) if kind in PERSONAL else self.text(value)
        return value

    def text(self, text: str) -> str:
        return self.pattern.sub(lambda found: str(masked(found.group())), text) if self.pattern else str(text)
