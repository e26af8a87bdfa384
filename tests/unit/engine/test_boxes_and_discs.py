"""Boxes and discs as properties: nothing lost, nothing twice, nothing over its limit, nothing renumbered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.engine.boxing import FOR_TRANSFER, BoxRules, box_remarks, plan_boxes
from docgen.engine.discs import MEDIA, broken_ranges, medium, plan_discs
from docgen.errors import OutputError, UsageError
from docgen.model.archive import Content, Item, Role

RULES = BoxRules()
TRANSFER = BoxRules(rule=FOR_TRANSFER)
PERIODS = ("永久", "30年", "10年")


def item(number: int, category: str = "07", pages: int | None = 3, size: int = 0, paper: bool = True) -> Item:
    name = f"2030-{category}-{number:04d}"
    content = Content(Role.ATTACHMENT, Path("x"), f"馆/{category}/{category}-01/{name}.jpg", size, "image/jpeg")
    return Item(
        number=name,
        key=f"m/{number}",
        material="m",
        category=category,
        folder=f"{category}-01",
        title="题名",
        author="馆",
        date="20300101",
        document_number="",
        retention="30年",
        retention_confirmed=False,
        secrecy="公开",
        pages=pages,
        paper=paper,
        personal=False,
        contents=(content,),
    )


@st.composite
def years(draw: st.DrawFn) -> list[Item]:
    items = []
    for category in sorted(draw(st.sets(st.sampled_from(["01", "02", "07", "15"]), min_size=1))):
        for number in range(1, draw(st.integers(1, 25)) + 1):
            pages = draw(st.one_of(st.none(), st.integers(1, 300)))
            paper, size = draw(st.booleans()), draw(st.integers(0, 3_000_000))
            made = item(number, category, pages, size, paper)
            items.append(replace(made, retention=draw(st.sampled_from(PERIODS))))
    return items


@given(years())
def test_every_paper_item_is_in_exactly_one_box(items: list[Item]) -> None:
    boxes = plan_boxes(items, RULES, {})
    assert [n for b in boxes for n in b.items] == [i.number for i in items if i.paper]
    assert len({b.number for b in boxes}) == len(boxes)
    for box in boxes:
        assert box.thickness <= RULES.room(box.spine) or len(box.items) == 1
    assert plan_boxes(items, RULES, {}) == boxes


@given(years(), st.integers(0, 40))
def test_a_recorded_plan_stays_and_new_items_come_behind(items: list[Item], cut: int) -> None:
    before = plan_boxes(items[:cut], RULES, {})
    recorded = {b.number: b.items for b in before}
    after = plan_boxes(items, RULES, recorded)
    found = {b.number: b.items for b in after}
    assert all(found[number] == numbers for number, numbers in recorded.items())
    assert sorted(n for b in after for n in b.items) == sorted(i.number for i in items if i.paper)


@given(years(), st.integers(0, 40))
def test_for_transfer_no_box_mixes_periods_or_categories(items: list[Item], cut: int) -> None:
    recorded = {b.number: b.items for b in plan_boxes(items[:cut], TRANSFER, {})}
    boxes = plan_boxes(items, TRANSFER, recorded)
    assert all(len(b.retention) == len(b.categories) == 1 for b in boxes)
    assert all(b.thickness <= TRANSFER.room(b.spine) or len(b.items) == 1 for b in boxes)
    assert {b.number: b.items for b in boxes}.items() >= recorded.items()
    packed = [n for b in boxes for n in b.items]
    assert sorted(packed) == [i.number for i in items if i.paper]
    assert len(set(packed)) == len(packed)
    assert all(list(b.items) == sorted(b.items) for b in boxes)
    assert not [f for f in box_remarks(boxes, TRANSFER) if f.code == "box.mixed"]


def test_for_transfer_the_longest_period_comes_first() -> None:
    items = [replace(item(n, "07"), retention=p) for n, p in enumerate(("10年", "永久", "30年", "短期", "永久"), 1)]
    boxes = plan_boxes([*items, item(1, "08")], TRANSFER, {})
    assert [(b.number, b.retention[0], len(b.items)) for b in boxes] == [
        ("07-1", "永久", 2),
        ("07-2", "30年", 1),
        ("07-3", "10年", 1),
        ("07-4", "短期", 1),
        ("08-1", "30年", 1),
    ]


def test_what_is_said_about_a_plan() -> None:
    items = [item(1, "01", 10), item(1, "02", 20), item(1, "07", 600), item(1, "08", 100)]
    boxes = plan_boxes(items, RULES, {})
    found = {f.code: f.message for f in box_remarks(boxes, RULES)}
    assert found == {"box.thin": "1 盒不到 5 毫米：01+02-1（3.4）", "box.overfull": "1 盒装不下：07-1（60.2）"}
    recorded = {b.number: b.items for b in boxes}
    mixed = [f for f in box_remarks(plan_boxes(items, TRANSFER, recorded), TRANSFER) if f.code == "box.mixed"]
    assert [f.message for f in mixed] == ["1 盒是以前排的，混装了类目或保管期限：01+02-1（3.4）"]


def test_a_thick_category_is_split_and_a_thin_one_shares() -> None:
    items = [item(n, "01", 20) for n in range(1, 4)] + [item(1, "02", 10)] + [item(n, "07", 150) for n in range(1, 6)]
    boxes = plan_boxes(items, RULES, {})
    assert [(b.number, b.categories, b.spine) for b in boxes] == [
        ("01+02-1", ("01", "02"), 20),
        ("07-1", ("07",), 40),
        ("07-2", ("07",), 40),
        ("07-3", ("07",), 30),
    ]
    assert plan_boxes(items, BoxRules(share=False), {})[0].categories == ("01",)


def test_unknown_pages_have_a_thickness_of_their_own() -> None:
    rules = BoxRules(thickness={"m": 5.0})
    assert rules.of(item(1, pages=None)) == 5.0
    assert RULES.of(item(1, pages=None)) == RULES.unknown
    assert BoxRules(pages_per_sheet=2).of(item(1, pages=5)) == pytest.approx(0.5)


@given(years())
def test_every_picture_is_on_exactly_one_disc_within_its_size(items: list[Item]) -> None:
    on = medium("8MB")
    discs = plan_discs(items, on, "all", "X")
    paths = [p for d in discs for p in d.paths]
    assert paths == [c.path for i in items for c in i.contents]
    assert all(d.size <= on.usable + 10_000 for d in discs)
    assert [d.number for d in discs] == list(range(1, len(discs) + 1))
    assert {d.total for d in discs} <= {len(discs)}


@given(years())
def test_tight_loses_nothing_and_keeps_the_order_on_every_disc(items: list[Item]) -> None:
    on = medium("8MB")
    discs = plan_discs(items, on, "all", "X", tight=True)
    paths = [c.path for i in items for c in i.contents]
    assert sorted(p for d in discs for p in d.paths) == sorted(paths)
    assert all(list(d.paths) == sorted(d.paths, key=paths.index) for d in discs)
    assert all(d.size <= on.usable + 10_000 for d in discs)
    assert plan_discs(items, on, "all", "X", tight=True) == discs
    assert broken_ranges(plan_discs(items, on, "all", "X")) == ()


def test_tight_uses_fewer_discs_and_says_that_ranges_break() -> None:
    sizes = {"01": 2_000_000, "02": 4_000_000, "03": 1_900_000, "04": 300_000}
    items = [item(1, category, size=size) for category, size in sizes.items()]
    assert len(plan_discs(items, medium("6MB"), "av", "X")) == 3
    discs = plan_discs(items, medium("6MB"), "av", "X", tight=True)
    assert [d.items for d in discs] == [("2030-01-0001", "2030-03-0001"), ("2030-02-0001", "2030-04-0001")]
    (remark,) = broken_ranges(discs)
    assert (remark.code, "X-D01" in remark.message) == ("disc.ranges-broken", True)


def test_a_folder_is_not_torn_when_it_fits() -> None:
    items = [item(n, "01", size=900_000) for n in (1, 2)] + [item(n, "02", size=900_000) for n in (1, 2)]
    discs = plan_discs(items, medium("4MB"), "av", "X")
    assert [d.items for d in discs] == [("2030-01-0001", "2030-01-0002"), ("2030-02-0001", "2030-02-0002")]
    assert discs[0].name == "X-D01"


def test_a_file_larger_than_a_disc_is_named() -> None:
    with pytest.raises(OutputError) as error:
        plan_discs([item(1, size=5_000_000)], medium("3MB"), "av", "X")
    assert "2030-07-0001.jpg（5.0 MB）" in error.value.message
    assert "cd650" in error.value.remedy


def test_no_discs_and_pictures_only() -> None:
    assert plan_discs([item(1)], medium("dvd"), "no", "X") == ()
    paper = item(1)
    text = Content(Role.FINAL, Path("x"), "a.docx", 1, "application/msword")
    both = Item(**{**{f: getattr(paper, f) for f in Item.__slots__}, "contents": (text, *paper.contents)})
    assert plan_discs([both], medium("dvd"), "av", "X")[0].paths == (paper.contents[0].path,)


@pytest.mark.parametrize(("text", "capacity"), [("dvd", MEDIA["dvd"]), ("3MB", 3_000_000), ("1.5 GiB", 1_610_612_736)])
def test_media_by_name_and_size(text: str, capacity: int) -> None:
    assert medium(text).capacity == capacity


@pytest.mark.parametrize("text", ["", "floppy", "-3MB", "MB"])
def test_no_medium(text: str) -> None:
    with pytest.raises(UsageError):
        medium(text)
