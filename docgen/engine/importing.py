"""Somebody's own table → rows of a register: which column is which, which rows come over, what did not fit.

Nothing is guessed: a heading leads to a column by its name, by a known other name, or because somebody said so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docgen.model.cells import Problem, RawValue, nearest, shown
from docgen.model.names import fold
from docgen.model.reading import Reader
from docgen.model.standard import Register
from docgen.model.values import show

KEY_JOIN = "＋"
#: First cells of rows that only add up the others.
#: A heading with this unit names no column: amounts are in yuan.
OTHER_UNIT = "万元"
TOTALS = frozenset({"合计", "总计", "小计", "共计"})


@dataclass(frozen=True, slots=True)
class Matching:
    """Which column is which.

    Attributes:
        columns: heading of the table → column of the register.
        left: headings that lead nowhere → the column they may mean, empty where none is near.
        twice: headings that lead to a column another heading leads to.
        lacking: columns of the register that nothing leads to; the required ones first.
    """

    columns: Mapping[str, str]
    left: Mapping[str, str]
    twice: Mapping[str, str]
    lacking: tuple[str, ...]


def match(register: Register, headings: Sequence[str], keys: Mapping[str, str], given: Mapping[str, str]) -> Matching:
    """Match headings with columns.

    Args:
        register: the register.
        headings: of the table, in their order.
        keys: heading as the table spells it → column by name or other name, where there is one.
        given: heading → column that somebody said.
    """
    columns = dict(given)
    twice: dict[str, str] = {}
    # The column's own name goes before its other names.
    for heading in sorted(headings, key=lambda h: fold(h).strip("*") != fold(keys.get(h, ""))):
        column = keys.get(heading, "")
        if not column or heading in columns:
            continue
        if column in columns.values():
            twice[heading] = column
        else:
            columns[heading] = column
    lacking = [name for name in register.fields if name not in columns.values()]
    lacking.sort(key=lambda name: not register.fields[name].required)
    left = {h: "" if OTHER_UNIT in h else nearest(h, lacking) for h in headings if h not in columns and h not in twice}
    ordered = {h: columns[h] for h in headings if h in columns}
    return Matching(ordered, left, twice, tuple(lacking))


@dataclass(frozen=True, slots=True)
class Row:
    """A row that comes over.

    Attributes:
        number: its number in the old table.
        values: column → value; what could not be read stands as it was typed.
    """

    number: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that does not come over.

    Attributes:
        number: its number in the old table.
        why: ``total``, ``known``, ``twice``.
        key: its key.
        other: where the other one stands.
    """

    number: int
    why: str
    key: str = ""
    other: str = ""


def rows_of(
    register: Register,
    numbers: Sequence[int],
    firsts: Sequence[RawValue],
    columns: Mapping[str, Sequence[RawValue]],
    readers: Mapping[str, Reader],
    known: Mapping[str, str],
) -> tuple[list[Row], list[Skipped]]:
    """The rows that come over, and those that do not.

    Args:
        register: the register.
        numbers: of the rows in the old table.
        firsts: the first cell of each row that holds anything, under whatever heading.
        columns: column → raw cells of these rows.
        readers: column → its reader.
        known: key → place of the rows that are there already.
    """
    rows: list[Row] = []
    skipped: list[Skipped] = []
    seen: dict[str, str] = {}
    keyed = bool(register.key) and all(name in columns for name in register.key)
    for index, number in enumerate(numbers):
        first = firsts[index]
        if isinstance(first, str) and fold(first).rstrip(":") in TOTALS:
            skipped.append(Skipped(number, "total"))
            continue
        values = {name: _read(readers[name], cells[index]) for name, cells in columns.items()}
        key = KEY_JOIN.join(show(values[name]) for name in register.key) if keyed else ""
        if key.strip(KEY_JOIN) and key in known:
            skipped.append(Skipped(number, "known", key, known[key]))
        elif key.strip(KEY_JOIN) and key in seen:
            skipped.append(Skipped(number, "twice", key, seen[key]))
        else:
            seen[key] = f"第 {number} 行"
            rows.append(Row(number, values))
    return rows, skipped


def _read(reader: Reader, raw: RawValue) -> Any:
    value = reader(raw)
    return shown(raw) if isinstance(value, Problem) else value
