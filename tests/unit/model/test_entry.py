"""Rows typed in columns are the entries they stand for, each made when somebody asks for it."""

from __future__ import annotations

from typing import Any

from docgen.model.columns import Column
from docgen.model.entry import Entry, Origin, Registers, Rows
from docgen.model.values import Bad

WRONG = Bad(())


def rows(made: list[int] | None = None) -> Rows:
    def origin(row: int) -> Origin:
        if made is not None:
            made.append(row)
        return Origin("数据.xlsx", "名单", row + 2, {"名": f"A{row + 2}"})

    columns = {
        "名": Column.read(["甲", "乙", "甲"], list),
        "人": Column.read(["丙"] * 3, lambda raws: [[raw] for raw in raws]),
    }
    return Rows("名单", columns, ["甲", "乙", "甲"], origin)


def values(found: Any) -> list[dict[str, Any]]:
    return [dict(entry.values) for entry in found]


def test_an_entry_is_made_when_it_is_asked_for() -> None:
    made: list[int] = []
    found = rows(made)
    assert len(found) == 3
    assert list(found.column("名")) == ["甲", "乙", "甲"]
    assert made == []
    assert found[1] is found[1]
    assert made == [1]
    assert (found[1].register, found[1].key, found[1].place("名").cell) == ("名单", "乙", "A3")
    assert found[1] is list(found)[1]
    assert sorted(made) == [0, 1, 2]


def test_rows_are_a_sequence_of_entries() -> None:
    found = rows()
    assert values(found) == [{"名": "甲", "人": ["丙"]}, {"名": "乙", "人": ["丙"]}, {"名": "甲", "人": ["丙"]}]
    assert found[-1] is found[2]
    assert found[1:] == (found[1], found[2])
    assert found == tuple(found)
    assert found != tuple(found)[:2]
    assert found[0].values["人"] is not found[1].values["人"]


def test_changed_cells_leave_the_rows_they_come_from() -> None:
    before = rows()
    kept = before[0]
    after = before.changed({1: {"名": WRONG}})
    assert after[1].values["名"] is WRONG
    assert after.column("名").cell(1) is WRONG
    assert after[0] is kept
    assert before[1].values["名"] == "乙"
    assert list(before.column("名")) == ["甲", "乙", "甲"]


def test_entries_made_by_hand_are_rows_too() -> None:
    source = Entry("原", "1", {"名": "源"}, Origin("数据.xlsx", "原", 2))
    entries = (Entry("名单", "1", {"名": "甲"}, Origin("数据.xlsx", "名单", 2), source),)
    found = Registers({"名单": entries})["名单"]
    assert found == entries
    assert found[0] is entries[0]
    assert list(found.column("名")) == ["甲"]
    assert list(found.column("无")) == [None]
    assert found.place(0) == source.place()
    assert found.changed({0: {"名": "乙"}})[0].source is source
    assert Registers({})["名单"] == ()
