"""Columns of values: the same few words stand in a column again and again, so each is kept, read and judged once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docgen.model.values import Bad


class Numbering(dict[Any, int]):
    """Value → its number, given when it is first met."""

    def __missing__(self, value: Any) -> int:
        number = self[value] = len(self)
        return number


@dataclass(frozen=True, slots=True)
class Column:
    """The values of a column.

    Attributes:
        different: the values that stand in it, in the order in which they first do; equal ones may be among them.
        which: one a row: the place of its value among those.
    """

    different: Sequence[Any]
    which: Sequence[int]

    @classmethod
    def of(cls, values: Iterable[Any]) -> Column:
        """The column of some values, row by row."""
        number = Numbering()
        kept = list(values)
        # Equal values of different types are not the same; lists and wrong values can not be looked up.
        alike = [id(v) if v.__class__ in (list, Bad) else (v.__class__, v) for v in kept]
        which = [number[key] for key in alike]
        firsts = dict(zip(reversed(which), reversed(kept), strict=True))
        return cls([firsts[place] for place in range(len(number))], which)

    @classmethod
    def read(cls, raws: Sequence[Any], read: Callable[[list[Any]], Sequence[Any]]) -> Column:
        """The column of what cells hold, once it is read.

        Args:
            raws: the cells, row by row.
            read: reads different ones, each once.
        """
        number = Numbering()
        # Numbers of different types may be equal, and so may zeros of different signs.
        if not {float, bool} & set(map(type, raws)):
            which = list(map(number.__getitem__, raws))
            return cls(read(list(number)), which)
        which = list(map(number.__getitem__, map(repr, raws)))
        firsts = dict(zip(reversed(which), reversed(raws), strict=True))
        return cls(read([firsts[place] for place in range(len(number))]), which)

    def __len__(self) -> int:
        return len(self.which)

    def __iter__(self) -> Iterator[Any]:
        values = map(self.different.__getitem__, self.which)
        return map(_own, values) if any(value.__class__ is list for value in self.different) else values

    def cell(self, row: int) -> Any:
        """The value of a row; no two rows share a list."""
        return _own(self.different[self.which[row]])

    def places(self, wanted: Callable[[Any], Any]) -> set[int]:
        """Which of the different values are wanted."""
        return {place for place, value in enumerate(self.different) if wanted(value)}

    def rows(self, places: Collection[int]) -> list[int]:
        """The rows in which one of some values stands, given by their places among the different ones."""
        if not places:
            return []
        return [row for row, place in enumerate(self.which) if place in places]

    def beside(self, *others: Column) -> Column:
        """The column of what stands together in a row: tuples, this column's value first."""
        columns = (self, *others)
        number = Numbering()
        which = list(map(number.__getitem__, zip(*(column.which for column in columns), strict=True)))
        together = [tuple(c.different[p] for c, p in zip(columns, places, strict=True)) for places in number]
        return Column(together, which)

    def changed(self, cells: Mapping[int, Any]) -> Column:
        """The same column with other values in some rows."""
        different, which = list(self.different), list(self.which)
        for row, value in cells.items():
            which[row] = len(different)
            different.append(value)
        number = Numbering()
        which = list(map(number.__getitem__, which))
        return Column([different[place] for place in number], which)


def _own(value: Any) -> Any:
    return value.copy() if value.__class__ is list else value
