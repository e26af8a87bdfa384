"""The values a cell can hold once read, and how each of them is printed.

The Python type decides the printed form, so that a value prints alike in every document:
``date`` as 2024年1月5日, ``DottedDate`` as 2024.01.05, ``Money`` as 1,234.50.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docgen.model.entry import Record
    from docgen.model.finding import Finding


@functools.total_ordering
@dataclass(frozen=True, slots=True)
class Month:
    """A year and a month (1–12), e.g. a date of birth as personnel forms ask for it."""

    year: int
    month: int

    def __lt__(self, other: object) -> bool:
        if isinstance(other, Month):
            return (self.year, self.month) < (other.year, other.month)
        return NotImplemented

    def __str__(self) -> str:
        return f"{self.year:04d}.{self.month:02d}"

    @classmethod
    def of(cls, day: date) -> Month:
        """The month a day lies in."""
        return cls(day.year, day.month)


class DottedDate(date):
    """A date that is printed with eight digits and dots: 2024.01.05."""


class Money(Decimal):
    """An amount in yuan; printed with two decimals and thousands separators."""


class FilePath(str):
    """A path relative to the attachments folder, with ``/`` separators."""

    __slots__ = ()


class Ref(str):
    """A reference as typed; ``record`` is what it points at, ``None`` where nothing was found."""

    __slots__ = ("_find", "_record")
    _find: Callable[[str], Record | None] | None
    _record: Record | None

    def __new__(
        cls, text: str, record: Record | None = None, find: Callable[[str], Record | None] | None = None
    ) -> Ref:
        """Keep the typed text, and the record it names or what finds that when somebody asks."""
        self = super().__new__(cls, text)
        self._record = record
        self._find = find
        return self

    @property
    def record(self) -> Record | None:
        """What it points at."""
        if self._find is not None:
            self._record, self._find = self._find(self), None
        return self._record


class Bad:
    """Stands for a value that an error finding concerns; touching it blocks the document.

    Every operation of the template language on it raises :class:`BlockedValue`, so exactly the documents that would
    print or depend on the wrong cell are held back.
    """

    __slots__ = ("findings",)

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings

    def _blocked(self, *_: object) -> Any:
        raise BlockedValue(self)

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _blocked
    __bool__ = __str__ = __iter__ = __len__ = __hash__ = _blocked
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __contains__ = __getitem__ = _blocked

    def __repr__(self) -> str:
        return f"Bad({len(self.findings)})"


class BlockedValue(Exception):
    """A value with an error finding was about to be printed."""

    def __init__(self, bad: Bad) -> None:
        super().__init__("blocked")
        self.bad = bad


class Blank:
    """Stands for a value that is to be written by hand: it prints as room, equals nothing, and so does all made of it.

    Attributes:
        lines: how many empty lines a text written there gets.
    """

    __slots__ = ("lines",)

    def __init__(self, lines: int = 0) -> None:
        self.lines = lines

    def _same(self, *_: object) -> Blank:
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = _same

    def __bool__(self) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Blank) or other is None or other == ""

    def __hash__(self) -> int:
        return hash("")


class IndexedRows(list[Any]):
    """The rows of a register, looked up by the values of a column. Nobody changes them once they are looked up."""

    __slots__ = ("_indexes",)

    def __init__(self, rows: Iterable[Any] = ()) -> None:
        super().__init__(rows)
        self._indexes: dict[str, dict[Any, list[int]] | None] = {}

    def holding(self, column: str, values: Sequence[Any]) -> list[Any] | None:
        """The rows whose column is one of the values, or a list with one of them, in order.

        ``None`` where that can not be looked up, because one is wrong or empty.
        """
        if column not in self._indexes:
            self._indexes[column] = _places(self, column)
        index = self._indexes[column]
        if index is None or any(value.__class__ is Bad or value in (None, "", []) for value in values):
            return None
        try:
            found = {place for value in values for place in index.get(value, ())}
        except TypeError:
            return None
        return [self[place] for place in sorted(found)]


def _places(rows: Iterable[Any], column: str) -> dict[Any, list[int]] | None:
    """Value → the places of the rows that hold it; ``None`` where a value can not be looked up."""
    index: dict[Any, list[int]] = {}
    try:
        for place, row in enumerate(rows):
            value = row.get(column)
            for one in value if isinstance(value, list) else (value,):
                index.setdefault(one, []).append(place)
    except (TypeError, BlockedValue):
        return None
    return index


class BlankRows(list[Any]):
    """The empty rows of a table that is filled by hand. Whatever is chosen from them are the same rows."""

    __slots__ = ()


def chinese_date(day: date) -> str:
    """The form Chinese office documents print: 2024年1月5日 (GB/T 9704—2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def plain_decimal(number: Decimal) -> str:
    """A decimal without exponent and without trailing zeros."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _blocked(value: Bad) -> str:
    raise BlockedValue(value)


def _list(values: list[Any]) -> str:
    return "、".join([show(v) for v in values])


PRINTERS: dict[type, Callable[[Any], str]] = {
    str: lambda v: v,
    Ref: str.__str__,
    FilePath: str.__str__,
    type(None): lambda v: "",
    bool: lambda v: "是" if v else "否",
    int: str,
    Decimal: plain_decimal,
    Money: lambda v: f"{v:,.2f}",
    date: chinese_date,
    datetime: chinese_date,
    DottedDate: lambda v: f"{v.year:04d}.{v.month:02d}.{v.day:02d}",
    Month: str,
    time: lambda v: f"{v.hour:02d}:{v.minute:02d}",
    list: _list,
    Bad: _blocked,
    # Two wide spaces: room for a word between 第 and 期.
    Blank: lambda v: "\u3000\u3000",
    IndexedRows: _list,
    BlankRows: lambda v: "\u3000\u3000",
}


def show(value: Any) -> str:
    """The printed form of a value.

    Raises:
        BlockedValue: the value carries an error finding.
        TypeError: the value is of no type that has a printed form (a record, a float that is not a number, …).
    """
    printer = PRINTERS.get(type(value))
    if printer is not None:
        return printer(value)
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            raise TypeError("not a number")
        return plain_decimal(Decimal(repr(value)))
    raise TypeError(f"a {type(value).__name__} has no printed form")
