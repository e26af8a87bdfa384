"""Items: what counts as one, its numbers, its retention, what is filed in another year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from docgen.engine.book import Book, make_book
from docgen.engine.items import Filled, Gathered, Gatherer
from docgen.model.archive import FileInfo, Role
from docgen.model.standard import Standard
from tests.conftest import TOY_YEAR, entries

PICTURED = [{**row, "图": f"图/{row['玩具号']}.jpg"} for row in TOY_YEAR["玩具"]]


def info(path: str, pages: int | None = None) -> FileInfo:
    return FileInfo(Path(path), 10, "image/jpeg", pages)


def book_of(toy: Standard, **changes: list[dict[str, Any]]) -> Book:
    return make_book(toy, entries(toy, {**TOY_YEAR, "玩具": PICTURED, **changes}), 2030)


def gather(
    standard: Standard,
    book: Book,
    filled: list[Filled] | None = None,
    recorded: dict[str, str] | None = None,
    find: Callable[[str], FileInfo | None] = info,
) -> Gathered:
    return Gatherer(standard, book, "小镇玩具馆", "玩具馆", find).gather(filled or [], recorded or {})


def slip(toy: Standard, book: Book, number: int = 0) -> Filled:
    record = book.records["借展"][number]
    key = f"loan-slip/{record['借号']}"
    return Filled(toy.materials["loan-slip"], key, f"{record['借号']}.docx", record, info("a.docx", 2), "借条 ab")


def test_a_group_is_one_item_with_a_content_each(toy: Standard) -> None:
    found = gather(toy, book_of(toy))
    assert [(i.number, i.key, i.title, len(i.contents)) for i in found.items] == [
        ("2030-B-0001", "toy-photos/积木", "木桥照片", 2),
        ("2030-B-0002", "toy-photos/车船", "渡船<大>照片", 1),
    ]
    assert found.items[0].contents[0].path == "玩具馆/B 借展/B-03 玩具照片/W-1.jpg"
    assert found.items[0].contents[0].role is Role.ATTACHMENT
    assert [c.caption for c in found.items[0].contents] == [
        (("何物", "木桥"), ("几件", "3")),
        (("何物", "砖墙"), ("几件", "2")),
    ]
    assert not found.items[0].paper


def test_a_filled_document_is_unsigned_until_somebody_signs(toy: Standard) -> None:
    book = book_of(toy)
    item = next(i for i in gather(toy, book, [slip(toy, book)]).items if i.material == "loan-slip")
    assert (item.title, item.date, item.author, item.pages) == ("借条：木桥", "20300305", "小镇玩具馆", 2)
    assert item.contents[0].role is Role.UNSIGNED
    assert item.contents[0].template == "借条 ab"
    assert item.contents[0].entry == "借展/J-1"
    assert (item.retention, item.retention_confirmed, item.paper) == ("短期", False, True)


def test_numbers_are_given_once_and_never_again(toy: Standard) -> None:
    book = book_of(toy)
    first = gather(toy, book, [slip(toy, book)])
    later = gather(toy, book_of(toy, 玩具=PICTURED[:1]), [slip(toy, book, 1)], first.numbers)
    assert first.numbers.items() <= later.numbers.items()
    new = {k: v for k, v in later.numbers.items() if k not in first.numbers}
    assert new == {"loan-slip/J-2": "2030-B-0004"}


def test_gathering_twice_is_equal(toy: Standard) -> None:
    book = book_of(toy)
    assert gather(toy, book, [slip(toy, book)]).items == gather(toy, book, [slip(toy, book)]).items


def test_missing_files_are_named(toy: Standard) -> None:
    found = gather(toy, book_of(toy), find=lambda path: None)
    assert found.items == ()
    assert found.missing == ["图/W-1.jpg", "图/W-2.jpg", "图/W-3.jpg"]


def test_equal_file_names_are_told_apart(toy: Standard) -> None:
    rows = [{**PICTURED[0], "图": "甲/a.jpg"}, {**PICTURED[2], "图": "乙/A.JPG"}]
    (item,) = gather(toy, book_of(toy, 玩具=rows)).items
    assert [c.path.rpartition("/")[2] for c in item.contents] == ["a.jpg", "A_2.JPG"]


def test_what_belongs_to_another_year_is_not_filed_twice(toy: Standard) -> None:
    once = replace(toy.materials["loan-slip"], period="once")
    standard = replace(toy, materials={**toy.materials, "loan-slip": once})
    loans = [{**TOY_YEAR["借展"][0], "借出日": date(2028, 5, 1)}]
    book = book_of(toy, 借展=loans, 玩具=[])
    found = gather(standard, book, [slip(standard, book)])
    assert found.items == ()
    assert [(e.key, e.reason) for e in found.elsewhere] == [("loan-slip/J-1", "见 2028 年度")]


def test_what_is_still_open_is_filed_when_it_ends(toy: Standard) -> None:
    material = toy.materials["loan-slip"]
    assert material.collection is not None
    facts = {**material.collection.facts, "closed": "借出日"}
    changed = replace(material, period="until-closed", collection=replace(material.collection, facts=facts))
    standard = replace(toy, materials={**toy.materials, "loan-slip": changed})
    loans = [{**TOY_YEAR["借展"][0], "借出日": date(2032, 5, 1)}]
    book = book_of(toy, 借展=loans, 玩具=[])
    assert [e.reason for e in gather(standard, book, [slip(standard, book)]).elsewhere] == ["在期，归档于 2032 年度"]


def test_retention_follows_the_catalogue(toy: Standard) -> None:
    rule = "10年；永久 if 玩具.类 in 积木|布偶"
    photos = replace(toy.materials["toy-photos"], retention=rule)
    standard = replace(toy, materials={**toy.materials, "toy-photos": photos})
    assert [i.retention for i in gather(standard, book_of(toy)).items] == ["永久", "10年"]


def test_files_of_a_companion_join_the_item(toy: Standard) -> None:
    photos = replace(toy.materials["toy-photos"], item="with:loan-slip")
    hall = replace(toy.materials["hall-card"], item="with:loan-slip")
    standard = replace(toy, materials={**toy.materials, "toy-photos": photos, "hall-card": hall})
    book = book_of(toy)
    card = replace(slip(toy, book), material=hall, name="馆卡.docx")
    found = gather(standard, book, [slip(standard, book), card])
    assert [(i.key, len(i.contents)) for i in found.items] == [("loan-slip/J-1", 2)]
