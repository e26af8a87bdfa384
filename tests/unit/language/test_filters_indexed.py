"""The rows of a register looked up by a value are those that looking through all of them finds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.language.filters import where
from docgen.model.entry import Record
from docgen.model.values import Bad, Blank, BlockedValue, DottedDate, FilePath, IndexedRows, Money, Ref, show

WRONG = Bad(())
CELLS: list[Any] = [None, "", "a", "b", Ref("a"), FilePath("b"), 1, True, Money(1), Decimal("1.0"), Blank()]
CELLS += [[], ["a", "c"], ["c"], date(2024, 1, 5), DottedDate(2024, 1, 5), WRONG]


def some_of(values: list[Any]) -> st.SearchStrategy[Any]:
    """A wrong value can not be looked at, not even by what draws samples."""
    return st.integers(0, len(values) - 1).map(values.__getitem__)


def outcome(find: Callable[[], list[Any]]) -> list[int] | str:
    try:
        return [id(row) for row in find()]
    except BlockedValue:
        return "blocked"


@given(st.lists(some_of(CELLS), max_size=6), st.lists(some_of([*CELLS, Record({"x": 1})]), max_size=3))
def test_looking_up_finds_what_looking_through_finds(cells: list[Any], wanted: list[Any]) -> None:
    rows = [Record({"列": cell}) for cell in cells]
    indexed = IndexedRows(rows)
    for _ in range(2):
        assert outcome(lambda: where(indexed, "列", *wanted)) == outcome(lambda: where(rows, "列", *wanted))


def test_a_column_is_looked_through_once() -> None:
    class Counted(Record):
        asked = 0

        def get(self, name: str, default: Any = None) -> Any:
            Counted.asked += 1
            return super().get(name, default)

    rows = IndexedRows([Counted({"列": str(n % 3)}) for n in range(30)])
    assert [len(where(rows, "列", str(n))) for n in range(4)] == [10, 10, 10, 0]
    assert Counted.asked == 30


def test_records_have_no_printed_form_and_no_rows_are_nothing() -> None:
    assert show(IndexedRows()) == ""
    with pytest.raises(TypeError):
        show(IndexedRows([Record()]))
