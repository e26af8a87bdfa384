"""The catalogues of an archive: every item once, in order, with its box and disc; text stays text."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from docgen.model.archive import Package
from docgen.render.catalogues import Catalogue, catalogue_files
from tests.unit.render.archives import TOY_TITLES, toy_boxes, toy_discs, toy_package

WANTED = {
    "whole": Catalogue("00 总目录", "00"),
    "paper": Catalogue("01-08 纸目录", "01"),
    "electronic": Catalogue("01-09 电子目录", "01"),
    "discs": Catalogue("02-09 盘目录", "02"),
}


def files(package: Package | None = None) -> dict[str, bytes]:
    return catalogue_files(package or toy_package(), toy_boxes(), toy_discs(), TOY_TITLES, WANTED)


def sheets(data: bytes) -> list[Worksheet]:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets


def rows(page: Worksheet) -> list[dict[str, object]]:
    heads = [cell.value for cell in page[3]]
    return [dict(zip(heads, (c.value for c in line), strict=True)) for line in page.iter_rows(min_row=4)]


def test_everything_stands_once_in_the_whole_with_its_places() -> None:
    (page,) = sheets(files()["00 总目录.xlsx"])
    found = rows(page)
    package = toy_package()
    assert [r["件号"] for r in found] == [i.number for i in package.items]
    assert [r["题名"] for r in found] == [i.title for i in package.items]
    lies = {n: b.number for b in toy_boxes() for n in b.items}
    assert [r["盒号"] or "" for r in found] == [lies.get(i.number, "") for i in package.items]
    assert [r["光盘"] for r in found if r["件号"] == "2030-02-0001"] == ["1"]
    assert found[0]["门类"] == "01 往来"
    assert found[0]["条目"] == "01-01 来信"
    assert page["A1"].value == "2030年度总目录"
    assert page.print_title_rows == "$1:$3"
    assert page.page_setup.orientation == "landscape"


def test_paper_and_files_of_one_category() -> None:
    (paper,) = sheets(files()["01-08 纸目录.xlsx"])
    (electronic,) = sheets(files()["01-09 电子目录.xlsx"])
    items = [i for i in toy_package().items if i.category == "01"]
    assert [r["件号"] for r in rows(paper)] == [i.number for i in items if i.paper]
    assert [r["件号"] for r in rows(electronic)] == [i.number for i in items if i.contents]
    assert [r["备注"] for r in rows(paper)] == ["电子件未签", None]
    assert [r["电子文件"] for r in rows(electronic)] == ["来信 #1.docx", "来信2.pdf"]
    assert rows(electronic)[0]["字节数"] == 20_000


def test_each_disc_has_a_sheet_with_what_is_said_of_its_pictures() -> None:
    package = toy_package()
    said = (("事", "木桥"), ("时", "2030.03.05"))
    items = tuple(
        replace(i, contents=tuple(replace(c, caption=said) for c in i.contents)) if i.number == "2030-02-0001" else i
        for i in package.items
    )
    pages = sheets(files(replace(package, items=items))["02-09 盘目录.xlsx"])
    assert [p.title for p in pages] == [d.name for d in toy_discs()]
    (row,) = rows(pages[0])
    assert (row["件号"], row["事"], row["时"], row["电子文件"]) == ("2030-02-0001", "木桥", "2030.03.05", "木桥𠮷.jpg")
    assert "第1张／共2张" in str(pages[0]["A2"].value)
    names = [c.path.rpartition("/")[2] for d in toy_discs() for i in items for c in i.contents if c.path in d.paths]
    assert [r["电子文件"] for p in pages for r in rows(p)] == names


def test_a_title_that_looks_like_a_formula_is_text() -> None:
    package = toy_package()
    items = tuple(replace(i, title="=1+1") for i in package.items)
    (page,) = sheets(files(replace(package, items=items))["00 总目录.xlsx"])
    assert {row[5].data_type for row in page.iter_rows(min_row=4)} == {"s"}


def test_same_input_same_bytes_and_no_discs_no_file() -> None:
    assert files() == files()
    made = catalogue_files(toy_package(), toy_boxes(), (), TOY_TITLES, WANTED)
    assert sorted(made) == ["00 总目录.xlsx", "01-08 纸目录.xlsx", "01-09 电子目录.xlsx"]
    assert catalogue_files(toy_package(), toy_boxes(), (), TOY_TITLES, {}) == {}


@pytest.mark.parametrize("label", ["00", "长" * 60])
def test_odd_names_of_materials(label: str) -> None:
    (page,) = sheets(
        catalogue_files(toy_package(), (), (), TOY_TITLES, {"whole": Catalogue(label, "00")})[f"{label}.xlsx"]
    )
    assert page.title == label[:31]
