"""What labels and codes say of a box: ranges, totals, short wordings, nothing personal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from docgen.model.archive import Box, Role
from docgen.model.standard import Standard
from docgen.render.holdings import (
    Held,
    Titles,
    box_totals,
    dotted,
    headings,
    number_range,
    number_runs,
    public_author,
    public_document_number,
    public_title,
    size_text,
    unsigned,
)
from docgen.render.label.payloads import LONGEST, box_id, box_text, disc_text
from tests.unit.render.archives import (
    SECRETS,
    TOY_TITLES,
    content,
    item,
    sample_boxes,
    sample_package,
    toy_boxes,
    toy_discs,
    toy_package,
)


def numbered(*serials: int) -> list[str]:
    return [f"2030-01-{s:04d}" for s in serials]


@pytest.mark.parametrize(
    ("serials", "shown"),
    [
        ((1,), "0001"),
        ((3, 1, 2), "0001—0003"),
        ((1, 2, 5), "0001—0002、0005"),
        ((1, 3, 5, 7), "0001、0003、0005等"),
    ],
)
def test_runs_of_numbers(serials: tuple[int, ...], shown: str) -> None:
    assert number_runs([item(n, "01-01 来信", "信") for n in numbered(*serials)]) == shown


def test_ranges_say_a_common_head_once() -> None:
    assert number_range("2030-01-0001", "2030-01-0009") == "2030-01-0001至0009"
    assert number_range("2030-01-0001", "2030-02-0009") == "2030-01-0001至02-0009"
    assert number_range("2029-01-0001", "2030-01-0001") == "2029-01-0001至2030-01-0001"
    assert number_range("2030-01-0001", "2030-01-0001") == "2030-01-0001"


def test_totals_count_the_boxes_of_one_label() -> None:
    boxes = [Box(n, ("01",), (), 0, 20, ()) for n in ("01-1", "01-2", "01+02-1", "02-1")]
    assert box_totals(boxes) == {"01-1": "01-1/2", "01-2": "01-2/2", "01+02-1": "01+02-1/1", "02-1": "02-1/1"}


def test_personal_items_are_named_by_their_material() -> None:
    package = toy_package()
    secret = next(i for i in package.items if i.personal)
    assert public_title(secret) == "读者登记"
    assert public_author(secret, [package.agency.studio]) == ""
    assert public_author(replace(secret, author=package.agency.studio), [package.agency.studio]) == "小镇玩具馆"
    assert public_document_number(secret) == ""
    plain = package.items[0]
    assert (public_title(plain), public_document_number(plain)) == (plain.title, "镇函〔2030〕1号")


def test_unsigned_means_filled_and_nothing_signed() -> None:
    filled, signed = content("a/b/c/x.docx"), content("a/b/c/x.pdf", Role.ORIGINAL)
    assert unsigned(item("2030-01-0001", "01-01 来信", "信", filled))
    assert not unsigned(item("2030-01-0001", "01-01 来信", "信", filled, signed))
    assert not unsigned(item("2030-01-0001", "01-01 来信", "信", content("a/b/c/x.jpg", Role.ATTACHMENT)))


def test_headings_stay_in_order_of_categories() -> None:
    found = headings([item("2030-02-0001", "02-02 乙", "x"), item("2030-02-0002", "02-01 甲", "x")])
    assert [(h.number, h.title, h.label) for h in found] == [
        ("02-01", "甲", "02-01 甲"),
        ("02-02", "乙", "02-02 乙"),
    ]
    plain = headings([item("2030-02-0001", "无编号", "x")])[0]
    assert (plain.number, plain.title) == ("", "无编号")


def test_code_of_a_box_in_plain_lines() -> None:
    package, box = toy_package(), toy_boxes()[2]
    held = Held.of(package, box.items)
    assert box_id(package, box, TOY_TITLES) == "WJ2030-03-1"
    assert box_text(package, box, held, TOY_TITLES).splitlines() == [
        "编号：WJ2030-03-1",
        "馆：小镇玩具馆",
        "门类：03名单",
        "条目：读者登记、空白登记",
        "年度：2030",
        "期限：30年",
        "起止件号：2030-03-0001至0002",
    ]


def test_code_of_a_disc_in_plain_lines() -> None:
    package, disc = toy_package(), toy_discs()[0]
    lines = disc_text(package, disc, Held.of(package, disc.items), TOY_TITLES).splitlines()
    assert lines[:3] == ["编号：WJG-2030-D01", "馆：小镇玩具馆", "光盘：第1张，共2张"]
    assert lines[-1] == "起止件号：2030-02-0001"


def test_codes_of_a_whole_year_are_short_and_hold_nothing_personal(standard: Standard) -> None:
    package = sample_package(standard)
    titles = Titles.of(standard)
    personal = [i.title for i in package.items if i.personal and i.title not in i.folder]
    assert len(personal) > 10
    for box in sample_boxes(package):
        held = Held.of(package, box.items)
        text = box_text(package, box, held, titles)
        assert 50 <= len(text) <= LONGEST
        assert text.startswith(f"编号：LM2024-{box.number}\n工作室：渠长河")
        assert f"年度：2024\n期限：{'、'.join(held.retention)}" in text
        assert not [t for t in personal if t in text]
        assert box_id(package, box, titles).isascii()
    assert not [s for s in SECRETS if s in box_text(toy_package(), toy_boxes()[2], held, TOY_TITLES)]


def test_the_least_wording_is_still_there_for_names_without_end() -> None:
    agency = replace(toy_package().agency, studio="很" * 120, short_name="长" * 90)
    package, box = toy_package(agency=agency), toy_boxes()[0]
    text = box_text(package, box, Held.of(package, box.items), TOY_TITLES)
    assert "门类：01\n条目：1项" in text
    assert "长" * 90 in text


def test_small_words() -> None:
    assert [size_text(n) for n in (0, 999, 1_000, 123_456, 4_700_372_992)] == [
        "0字节",
        "999字节",
        "1.0KB",
        "123KB",
        "4.7GB",
    ]
    assert dotted("20300305") == "2030.03.05"
    assert dotted("") == ""
    assert Titles({}).category("09") == "09"
