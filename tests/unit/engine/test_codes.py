"""Archival codes: from 1 in every class, without gaps, given once and never again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.engine.codes import class_of, give_codes, kept_codes, period_code
from docgen.engine.items import with_codes
from docgen.model.archive import Content, Item, Role
from docgen.model.codes import parse_code
from tests.unit.engine.test_boxes_and_discs import item

PERIODS = ("永久", "30年", "10年")


def document(number: int, category: str = "07", retention: str = "30年") -> Item:
    return replace(item(number, category), retention=retention)


def photo(number: int, category: str = "15") -> Item:
    return replace(item(number, category, paper=False), retention="30年")


@st.composite
def years(draw: st.DrawFn) -> list[Item]:
    items = []
    for category in sorted(draw(st.sets(st.sampled_from(["01", "07", "15"]), min_size=1))):
        for number in range(1, draw(st.integers(1, 12)) + 1):
            paper = draw(st.booleans())
            items.append(replace(item(number, category, paper=paper), retention=draw(st.sampled_from(PERIODS))))
    return items


@given(years(), st.sampled_from(["dat22", "dat13"]))
def test_every_class_counts_from_one_without_gaps(items: list[Item], pattern: str) -> None:
    codes = give_codes(items, 2030, "Z999", pattern, {})
    assert sorted(codes) == sorted(i.number for i in items)
    assert len(set(codes.values())) == len(items)
    serials = defaultdict(list)
    for one in items:
        parsed = parse_code(codes[one.number])
        assert parsed is not None
        assert parsed[0] == class_of(one, 2030, "Z999")
        assert parsed[0].code(parsed[1], pattern) == codes[one.number]
        serials[parsed[0]].append(parsed[1])
    assert all(found == list(range(1, len(found) + 1)) for found in serials.values())


@given(years(), st.data())
def test_a_code_once_given_stays_and_is_never_used_again(items: list[Item], data: st.DataObject) -> None:
    first = give_codes(items[: data.draw(st.integers(0, len(items)))], 2030, "Z999", "dat22", {})
    gone = data.draw(st.sets(st.sampled_from(items)))
    left = [replace(i, retention=data.draw(st.sampled_from(PERIODS))) for i in items if i not in gone]
    later = give_codes(left, 2030, "Z888", data.draw(st.sampled_from(["dat22", "dat13"])), first)
    assert first.items() <= later.items()
    assert len(set(later.values())) == len(later)


def test_documents_and_photographs_of_a_category_count_apart() -> None:
    codes = give_codes([document(1, "15"), photo(2), document(3, "15", "永久"), photo(4)], 2030, "Z999", "dat22", {})
    assert list(codes.values()) == [
        "Z999-WS·2030-D30-15-0001",
        "Z999-ZP·2030-D30-15-0001",
        "Z999-WS·2030-Y-15-0001",
        "Z999-ZP·2030-D30-15-0002",
    ]


def test_the_newer_spelling() -> None:
    assert list(give_codes([document(4)], 2030, "Z999", "dat13", {}).values()) == ["Z999-WS·2030·D30·07-0001"]


def test_no_code_without_fonds_or_period() -> None:
    assert give_codes([document(1)], 2030, "", "dat22", {}) == {}
    assert give_codes([document(1, retention="短期")], 2030, "Z999", "dat22", {}) == {}
    assert [period_code(p) for p in ("永久", "30年", "长期")] == ["Y", "D30", ""]


def test_a_film_is_a_kind_of_its_own() -> None:
    film = Content(Role.ATTACHMENT, Path("x"), "馆/15/15-01/a.mp4", 1, "video/mp4")
    one = replace(photo(1), contents=(film,))
    assert list(give_codes([one], 2030, "Z999", "dat22", {}).values()) == ["Z999-LX·2030-D30-15-0001"]


@pytest.mark.parametrize(("fonds", "pattern"), [("Z998", "dat22"), ("Z999", "dat13")])
def test_codes_that_differ_from_today_are_kept_and_named(fonds: str, pattern: str) -> None:
    items = [document(1), document(2)]
    codes = give_codes(items, 2030, "Z999", "dat22", {})
    assert kept_codes(with_codes(items, codes), 2030, "Z999", "dat22") == ()
    (finding,) = kept_codes(with_codes(items, codes), 2030, fonds, pattern)
    assert "2 件的档号" in finding.message
    assert "Z999-WS·2030-D30-07-0001" in finding.message


def test_an_item_without_a_code_keeps_an_empty_place() -> None:
    assert [i.archival_code for i in with_codes([document(1)], {})] == [""]
