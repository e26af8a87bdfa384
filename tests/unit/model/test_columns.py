"""Columns keep each value once, whatever stands in how many rows; nothing is taken for what only equals it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from docgen.model.columns import Column
from docgen.model.values import Bad, FilePath

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 2),
    st.sampled_from([0.0, -0.0, 1.0, 1.5]),
    st.sampled_from(["", "a", "1", "1.0", "None"]),
    st.dates(date(2024, 1, 1), date(2024, 1, 3)),
)


def exact(values: Any) -> list[tuple[type, str]]:
    return [(type(value), repr(value)) for value in values]


@given(st.lists(VALUES, max_size=30))
def test_every_row_reads_as_its_own_cell_would(raws: list[Any]) -> None:
    column = Column.read(raws, lambda raws: [[raw] for raw in raws])
    assert exact(value[0] for value in column) == exact(raws)
    assert exact(column.cell(row)[0] for row in range(len(raws))) == exact(raws)


def test_the_same_content_is_read_once() -> None:
    read: list[Any] = []

    def reads(raws: list[Any]) -> list[Any]:
        read.extend(raws)
        return raws

    column = Column.read(["甲", "乙", "甲", None, "甲"], reads)
    assert read == ["甲", "乙", None]
    assert list(column) == ["甲", "乙", "甲", None, "甲"]


def test_no_two_rows_share_a_list() -> None:
    column = Column.read(["甲；乙"] * 2, lambda raws: [raw.split("；") for raw in raws])
    first, second = column
    assert first == second == column.cell(0)
    assert len({id(first), id(second), id(column.cell(0)), id(column.cell(0))}) > 2


def test_values_that_only_equal_each_other_stay_apart() -> None:
    bad = Bad(())
    values = [1, True, Decimal(1), "a", FilePath("a"), ["x"], ["x"], bad, bad, None]
    assert exact(Column.of(values)) == exact(values)


@given(st.lists(st.sampled_from("甲乙丙"), min_size=1, max_size=20), st.data())
def test_changed_cells_stand_in_their_rows_and_old_values_are_gone(raws: list[str], data: st.DataObject) -> None:
    cells = data.draw(st.dictionaries(st.integers(0, len(raws) - 1), st.sampled_from("甲丁")))
    wanted = [cells.get(row, raw) for row, raw in enumerate(raws)]
    column = Column.read(raws, list).changed(cells)
    assert list(column) == wanted
    assert set(column.different) == set(wanted)


@given(st.lists(st.tuples(st.sampled_from("甲乙"), st.sampled_from("一二"), st.sampled_from("xy")), max_size=20))
def test_columns_side_by_side_are_the_rows(rows: list[tuple[str, str, str]]) -> None:
    first, *others = (Column.read(list(values), list) for values in (zip(*rows, strict=True) if rows else ((),) * 3))
    together = first.beside(*others)
    assert list(together) == rows
    assert len(together.different) == len(set(rows))


def test_the_rows_of_some_values() -> None:
    column = Column.read(["甲", None, "乙", "甲"], list)
    assert column.rows(column.places(lambda value: value in ("甲", "丙"))) == [0, 3]
    assert column.rows(column.places(lambda value: value is None)) == [1]
    assert column.rows(set()) == []
