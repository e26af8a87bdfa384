"""Pictures → proposed rows, on a register of pictures in the fictional standard."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.engine.book import make_book
from docgen.engine.photos import Event, Proposal, events_of, matching, pieces, propose
from docgen.engine.series import Series
from docgen.errors import StandardError
from docgen.model.entry import Registers
from docgen.model.photos import EventSource, PhotoRegister, Shot
from docgen.model.standard import Standard

LOANS = EventSource("借展", "借出日", "玩具.名称（全称） ~ '借出'", "J 借", persons=("借阅人", "同行人"))
LAYOUT = PhotoRegister(
    register="图",
    number="{letter}1-{day}-{ordinal}",
    pattern=re.compile("(?P<letter>[A-Z])(?P<series>[0-9])-(?P<day>[0-9]{8})-(?P<ordinal>[0-9]{2,3})"),
    digits=2,
    folder="图",
    named=(),
    columns={},
    carriers={"picture": "照片", "video": "录像"},
    events=(LOANS,),
)
DAY = date(2030, 3, 5)
MORNING = Event("J-1", DAY, time(9), time(11), "晨", "馆", ("甲",), "J 借")
EVENING = Event("J-2", DAY, time(18), time(20), "晚", "馆", (), "K 夜")


def shot(name: str, moment: datetime | None = None, digest: str = "", **more: object) -> Shot:
    return Shot(f"/卡/{name}", digest or name, "picture", moment, **more)  # type: ignore[arg-type]


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2030, 3, 5, hour, minute, second)  # noqa: DTZ001 - cameras know no time zone


def proposed(*shots: Shot, numbers: tuple[str, ...] = (), known: dict[str, str] | None = None) -> Proposal:
    return propose(LAYOUT, shots, [MORNING, EVENING], numbers, known or {})


def test_numbers_follow_the_clock_and_go_on_where_the_day_stopped() -> None:
    rows = proposed(shot("b", at(9, 30)), shot("a", at(10)), shot("c", at(9)), numbers=("J1-20300305-07",)).rows
    assert [(r.shot.path[-1], r.number) for r in rows] == [
        ("c", "J1-20300305-08"),
        ("b", "J1-20300305-09"),
        ("a", "J1-20300305-10"),
    ]


def test_pictures_of_the_same_second_keep_the_order_of_their_names() -> None:
    rows = proposed(*(shot(name, at(9, 30, 1)) for name in ("3", "1", "2"))).rows
    assert [r.shot.path[-1] for r in rows] == ["1", "2", "3"]


def test_the_event_that_was_going_on_goes_first_and_the_others_are_told() -> None:
    found = proposed(shot("a", at(18, 30))).rows[0]
    assert (found.event, found.others, found.number) == (EVENING, ("J-1",), "K1-20300305-01")
    assert matching([MORNING, EVENING], shot("x", at(9))) == [MORNING, EVENING]


def test_without_day_or_event_there_is_no_number() -> None:
    named = shot("b", None, named=date(2030, 3, 6))
    rows = proposed(shot("a"), named).rows
    assert [(r.shot.path[-1], r.number, r.event) for r in rows] == [("b", "", None), ("a", "", None)]


def test_the_same_bytes_are_proposed_once() -> None:
    found = proposed(
        shot("a", at(9), "x"), shot("b", at(9), "x"), shot("c", at(9), "old"), known={"old": "附件/旧.jpg"}
    )
    assert len(found.rows) == 1
    assert found.same == {"/卡/b": "/卡/a", "/卡/c": "附件/旧.jpg"}


def test_what_can_not_be_opened_is_listed_apart() -> None:
    broken = shot("a", problem="damaged")
    assert proposed(broken) == Proposal((), {}, (broken,))


def test_pictures_that_look_alike_are_told_of_but_not_left_out() -> None:
    first, second = shot("a", at(9), outline=0b1111), shot("b", at(9, 1), outline=0b1110)
    third = shot("c", at(9, 2), outline=0xFFFF << 20)
    assert [r.like for r in proposed(first, second, third).rows] == ["", "/卡/a", ""]


@given(st.lists(st.tuples(st.integers(0, 23), st.integers(0, 3)), max_size=12))
def test_scanning_what_is_registered_proposes_nothing_new(moments: list[tuple[int, int]]) -> None:
    shots = [shot(f"{n}", at(hour, minute)) for n, (hour, minute) in enumerate(moments)]
    first = proposed(*shots)
    assert len({r.number for r in first.rows}) == len(shots)
    numbers = tuple(r.number for r in first.rows)
    again = proposed(*shots, numbers=numbers, known={s.sha256: s.path for s in shots})
    assert again.rows == ()


def test_numbers_beyond_ninety_nine() -> None:
    series = Series(LAYOUT, ["J1-20300305-99", "no number"])
    assert [series.next(**pieces("J 借", DAY)), series.next(**pieces("J 借", DAY))] == [
        "J1-20300305-100",
        "J1-20300305-101",
    ]


def test_events_come_from_the_registers(toy: Standard, toy_year: Registers) -> None:
    events = events_of(toy, LAYOUT, make_book(toy, toy_year, 2030))
    assert [(e.key, e.day, e.title, e.persons) for e in events] == [
        ("J-1", DAY, "木桥借出", ("甲读者", "乙读者")),
        ("J-2", date(2030, 4, 1), "渡船<大>借出", ("乙读者",)),
    ]


def test_a_wrong_expression_is_named(toy: Standard, toy_year: Registers) -> None:
    layout = replace(LAYOUT, events=(EventSource("借展", "借出日", "没有", "J"),))
    with pytest.raises(StandardError, match="没有"):
        events_of(toy, layout, make_book(toy, toy_year, 2030))
