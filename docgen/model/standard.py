"""The standard as data: categories, materials, registers, enumerations, forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from docgen.model.rules import Carried, Clause, Constraint, Derived, Rule

T = TypeVar("T")


class FieldType(StrEnum):
    """The column types a standard may use; the value is the word its files write."""

    TEXT = "文本"
    LONG_TEXT = "长文本"
    DATE = "日期"
    DOTTED_DATE = "点分日期"
    MONTH = "月份"
    TIME = "时间"
    YEAR = "年份"
    INTEGER = "整数"
    DECIMAL = "小数"
    MONEY = "金额"
    PHONE = "电话"
    CITIZEN_ID = "身份证"
    NUMBER = "编号"
    PHOTO_NUMBER = "影像编号"
    ENUM = "枚举"
    MULTI = "多选"
    REF = "引用"
    REFS = "引用组"
    PERSONS = "人员组"
    FILE = "文件"
    FILES = "文件组"
    YES_NO = "是否"
    URL = "网址"


#: Types whose cell holds several values, separated by ``；``.
LIST_TYPES = frozenset({FieldType.MULTI, FieldType.REFS, FieldType.PERSONS, FieldType.FILES})
#: Types that point at entries of a register.
REF_TYPES = frozenset({FieldType.REF, FieldType.REFS, FieldType.PERSONS})
#: Types that name files below the attachments folder.
FILE_TYPES = frozenset({FieldType.FILE, FieldType.FILES})
#: Types whose spreadsheet cells must be text, because a spreadsheet would eat digits or zeros.
TEXT_CELL_TYPES = frozenset(
    {FieldType.PHONE, FieldType.CITIZEN_ID, FieldType.NUMBER, FieldType.PHOTO_NUMBER, FieldType.MONTH}
)

#: A place in an example that stands for the year: ``{year}``, ``{year+1}`` …
YEAR_PLACE = re.compile(r"\{year([+-][0-9]+)?\}")


def in_year(text: str, year: int) -> str:
    """A text with ``{year}``, ``{year+1}`` … replaced."""
    return YEAR_PLACE.sub(lambda m: str(year + int(m[1] or 0)), text)


#: What ``引用:任一编号`` points at: the key of any register.
ANY_NUMBER = "任一编号"


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a register.

    Attributes:
        register: name of the register.
        name: column title.
        type: kind of value.
        enum: name of the enumeration for ``ENUM`` and ``MULTI``, else empty.
        target: ``(register, column)`` a reference points at; ``("", ANY_NUMBER)`` for the number of any register.
        required: must be filled in every row.
        required_if: expression over the row: must be filled where it holds; empty for none.
        rule: what the clerk is told.
        clause: the clause the column rests on.
        example: what may stand in it, ``{year}`` for the year; empty for none.
        proposal: enumeration offered without obligation, empty for none.
        date_range: name of the permitted range of a date (``year``, ``year+jan``, ``year+close``, ``≤year``, ``any``).
    """

    register: str
    name: str
    type: FieldType
    enum: str = ""
    target: tuple[str, str] = ("", "")
    required: bool = False
    required_if: str = ""
    rule: str = ""
    clause: str = ""
    date_range: str = ""
    example: str = ""
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """A register (sheet of the data workbook).

    Attributes:
        name: name of the register and of its sheet.
        order: position in the workbook.
        rhythm: how often people type into it (key of the standard's ``rhythms`` table).
        row_is: what one row stands for.
        key: names of the key columns; empty for the single-row register.
        single: the register has exactly one row.
        derived: most of its rows are made from other registers.
        feeds: which materials it feeds, as told to the clerk.
        fields: columns in the standard's order, by title.
    """

    name: str
    order: int
    rhythm: str
    row_is: str
    key: tuple[str, ...]
    single: bool
    derived: bool
    feeds: str
    fields: Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Enum:
    """A list of permitted values.

    Attributes:
        name: name of the list.
        values: canonical values in the order a drop-down shows them.
        maps_to: value → value of another list that it stands for.
        aliases: other spelling → canonical value.
        extensible: the unit may type further values.
    """

    name: str
    values: tuple[str, ...]
    maps_to: Mapping[str, str]
    aliases: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Category:
    """A category (类目), second level of the catalogue."""

    number: str
    title: str
    clause: str

    @property
    def label(self) -> str:
        """Number and title as folders show them."""
        return f"{self.number} {self.title}"


@dataclass(frozen=True, slots=True)
class ListDef:
    """A named list of a form: rows of a register, filtered and sorted."""

    source: str
    where: str = ""
    sort: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowsDef:
    """Rows of a form that are made of a register's rows: filtered, sorted, each column an expression over the row."""

    source: str
    columns: Mapping[str, str]
    where: str = ""
    sort: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """How a material's document is filled.

    Attributes:
        material: id of the material.
        template: path of the template below the standard's templates folder.
        per: register of which every entry gets a document; empty: one document a year.
        where: which entries get one; empty: all.
        needs: expression over the year that must hold for a yearly document to be made; empty: always.
        unless: column that names the unit's own file; filled: nothing is generated.
        name: file name without ending, with ``{column}`` places.
        lists: named lists the template sees.
        rows: named lists of made rows the template sees: what several registers give, one after the other.
        lets: named expressions the template sees.
        blank: list, register or column → how many empty rows or lines it gets where the form is to be filled by hand.
        signs: who signs it, in order: role → expression that names the person; empty for one the records do not name.
        due: expression for the day or month in which it is to be signed; empty: at the end of the year.
    """

    material: str
    template: str
    per: str = ""
    where: str = ""
    needs: str = ""
    unless: str = ""
    name: str = ""
    lists: Mapping[str, ListDef] = None  # type: ignore[assignment]
    rows: Mapping[str, tuple[RowsDef, ...]] = None  # type: ignore[assignment]
    lets: Mapping[str, str] = None  # type: ignore[assignment]
    blank: Mapping[str, int] = field(default_factory=dict)
    signs: Mapping[str, str] = field(default_factory=dict)
    due: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """Which files a material collects, and what its items are called.

    Attributes:
        source: register whose entries name the files.
        files: file columns, in order.
        where: condition over the entry; empty: all.
        group: expression over the entry: entries with an equal value are one item; empty: one item an entry.
        facts: ``title``, ``author``, ``date``, ``document_number``, ``retention``, ``secrecy``, ``pages``, ``closed`` →
            expression over the entry.
        captions: what is said of a picture, name → column of the entry.
        also: further collections of the same material, each of another register.
    """

    source: str
    files: tuple[str, ...]
    where: str
    group: str
    facts: Mapping[str, str]
    captions: Mapping[str, str] = field(default_factory=dict)
    also: tuple[Collection, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """A material of the catalogue: third level, what one document or register is about.

    Attributes that are not columns of the catalogue:
        form: how it is filled, ``None`` where nothing fills it.
        collection: which files it collects, ``None`` where it collects none.
        off: a companion the studio does not keep; it is filled only when it is asked for by name.
    """

    id: str
    clause: str
    number: str
    title: str
    kind: str
    cardinality: str
    sources: tuple[str, ...]
    basis: str
    period: str
    item: str
    retention: str
    paper: bool
    personal: bool
    fed_by: str
    form: Form | None = None
    collection: Collection | None = None
    off: bool = False

    @property
    def category(self) -> str:
        """Number of the category, empty for labels and folders that have no place of their own."""
        return self.number.split("-", 1)[0] if "-" in self.number else ""

    @property
    def collections(self) -> tuple[Collection, ...]:
        """What it collects, one register each."""
        return (self.collection, *self.collection.also) if self.collection is not None else ()

    def collecting(self, register: str) -> Collection | None:
        """What it collects of a register."""
        return next((c for c in self.collections if c.source == register), None)


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard with everything the engine needs to know of it.

    Attributes:
        id: name of its folder.
        title: number and title as printed.
        folder: folder of its data files.
        templates: folder of its templates.
        studio: name of the single-row register that describes the studio.
        year_field: column of that register that holds the year.
        clauses: clause → its own words.
        clause_titles: clause → its heading, where it has one.
        settings: further tables of ``standard.toml``.
        constraints: what must hold between the columns of a row.
        carried: register → what of it goes over into the next year.
        holidays: public holiday → its name.
    """

    id: str
    number: str
    title: str
    folder: Path
    templates: Path
    studio: str
    year_field: str
    categories: Mapping[str, Category]
    materials: Mapping[str, Material]
    registers: Mapping[str, Register]
    enums: Mapping[str, Enum]
    rules: tuple[Rule, ...]
    derived: Mapping[str, Derived]
    compliance: tuple[Clause, ...]
    clauses: Mapping[str, str]
    clause_titles: Mapping[str, str]
    settings: Mapping[str, Any]
    constraints: tuple[Constraint, ...] = ()
    carried: Mapping[str, Carried] = field(default_factory=dict)
    holidays: Mapping[date, str] = field(default_factory=dict)
    _made: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What follows from the standard alone, such as a compiled expression: made when it is first asked for.

        A process that goes through many studios makes it once. A copy with other materials begins anew.

        Args:
            key: what is asked for.
            make: makes it.
        """
        if key not in self._made:
            self._made[key] = make()
        found: T = self._made[key]
        return found
