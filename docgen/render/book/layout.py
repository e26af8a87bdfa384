"""Where everything stands in the data workbook: which column of which sheet, which list where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from docgen.errors import StandardError
from docgen.model.standard import Field, Register, Standard, in_year

#: Heads stand in row 1, the example in row 2.
HEAD_ROW, EXAMPLE_ROW, FIRST_ROW = 1, 2, 3
#: Validations reach down to here unless there are more rows.
LAST_ROW = 5000
#: First column of the value lists on the sheet of notes; the columns before it hold the text.
FIRST_LIST = 6


@dataclass(frozen=True, slots=True)
class Names:
    """Names a reader of the workbook must know too (table ``workbook`` of the standard).

    Attributes:
        front: name of the first sheet.
        notes: name of the sheet with instructions and value lists.
        example_column: title of the hidden column that marks example rows.
        example_mark: what stands there in an example row.
        extensible: value lists the unit may lengthen on the sheet of notes.
    """

    front: str
    notes: str
    example_column: str
    example_mark: str
    extensible: frozenset[str]

    @classmethod
    def of(cls, standard: Standard) -> Names:
        """Read them from the standard.

        Raises:
            StandardError: a name is missing, is taken by a register, or a list does not exist.
        """
        table: Mapping[str, Any] = standard.settings.get("workbook", {})
        place = f"{standard.folder / 'standard.toml'} [workbook]"
        front, notes, column, mark = (
            str(table.get(key, "")) for key in ("front", "notes", "example_column", "example_mark")
        )
        taken = front == notes or bool({front, notes} & set(standard.registers))
        if taken or not all((front, notes, column, mark)):
            raise StandardError("front、notes、example_column、example_mark 都要写，表名不能与登记表相同", place=place)
        extensible = frozenset(table.get("extensible", ()))
        if not extensible <= set(standard.enums):
            raise StandardError(f"没有枚举“{'、'.join(sorted(extensible - set(standard.enums)))}”", place=place)
        return cls(front, notes, column, mark, extensible)


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class Layout:
    """A register's sheet.

    Attributes:
        register: the register.
        fields: its columns from left to right (the single-row register: its lines from top to bottom).
        required: how many of them are required; they come first.
        index: column title → number from 1.
    """

    register: Register
    fields: tuple[Field, ...]
    required: int
    index: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", {f.name: number for number, f in enumerate(self.fields, 1)})

    @classmethod
    def of(cls, register: Register) -> Layout:
        """Required columns first, then the others, each in the standard's order."""
        required = [f for f in register.fields.values() if f.required]
        others = [f for f in register.fields.values() if not f.required]
        return cls(register, (*required, *others), len(required))

    @property
    def folded(self) -> bool:
        """Whether the sheet has a folded group of columns."""
        return not self.register.single and 0 < self.required < len(self.fields)

    @property
    def marker(self) -> int:
        """Number of the hidden column that marks the example row.

        Behind a folded group one narrow column stays visible: a spreadsheet shows the + above it.
        """
        return len(self.fields) + (2 if self.folded else 1)

    def cells(self, column: str) -> str:
        """The whole column as formulas write it."""
        letter = get_column_letter(self.index[column])
        return f"{quoted(self.register.name)}!${letter}:${letter}"

    def examples(self, names: Names) -> str:
        """A formula's part that counts the example rows the sheet still has."""
        letter = get_column_letter(self.marker)
        return f'COUNTIF({quoted(self.register.name)}!${letter}:${letter},"{names.example_mark}")'

    def entries(self, column: str, names: Names) -> str:
        """A formula's part that counts the filled cells of a column without head and example."""
        return f"COUNTA({self.cells(column)})-1-{self.examples(names)}"

    def choices(self, column: str, names: Names) -> str:
        """A formula for the filled cells of a column, whichever rows are inserted or deleted meanwhile."""
        letter = get_column_letter(self.index[column])
        head = f"{quoted(self.register.name)}!${letter}${HEAD_ROW}"
        return f"OFFSET({head},1+{self.examples(names)},0,MAX(1,{self.entries(column, names)}),1)"


@dataclass(frozen=True, slots=True)
class Book:
    """Everything the sheets need to know of each other.

    Attributes:
        standard: the standard.
        year: the year.
        names: names shared with the reader.
        layouts: register → its sheet.
        lists: value list → number of its column on the sheet of notes.
        examples: (register, column) → example as text.
        proposals: (register, column) → value list offered without obligation.
    """

    standard: Standard
    year: int
    names: Names
    layouts: Mapping[str, Layout]
    lists: Mapping[str, int]
    examples: Mapping[tuple[str, str], str]
    proposals: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, standard: Standard, year: int) -> Book:
        """Lay out the workbook of a year.

        Raises:
            StandardError: the standard's workbook table does not fit.
        """
        registers = sorted(standard.registers.values(), key=lambda r: r.order)
        fields = [field for register in registers for field in register.fields.values()]
        return cls(
            standard=standard,
            year=year,
            names=Names.of(standard),
            layouts={r.name: Layout.of(r) for r in registers},
            lists={name: number for number, name in enumerate(standard.enums, FIRST_LIST)},
            examples={(f.register, f.name): in_year(f.example, year) for f in fields if f.example},
            proposals={(f.register, f.name): f.proposal for f in fields if f.proposal},
        )

    def list_range(self, enum: str) -> str:
        """A formula for the values of a list; one the unit may lengthen grows with its column."""
        letter = get_column_letter(self.lists[enum])
        sheet = quoted(self.names.notes)
        if enum in self.names.extensible:
            return f"OFFSET({sheet}!${letter}$1,1,0,MAX(1,COUNTA({sheet}!${letter}:${letter})-1),1)"
        return f"{sheet}!${letter}$2:${letter}${len(self.standard.enums[enum].values) + 1}"
