"""Labels and papers: exact sizes, readable codes, blanks left blank, nothing personal, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
from lxml import etree
from PIL import Image

from docgen.errors import OutputError
from docgen.model.archive import Box
from docgen.model.standard import Standard
from docgen.render.label.box_papers import COLUMNS
from docgen.render.label.cut_sheets import GAP, MARK
from docgen.render.label.labels import DISC, FRONT, LIST, NOTE, SPINE, label_documents
from docgen.render.label.stock import STOCKS, stock_labels
from docgen.render.label.views import LabelLayout, box_views, disc_views
from docgen.render.wordxml import Cell, Row, table
from tests.unit.render.archives import (
    SECRETS,
    TOY_LAYOUT,
    decoded,
    item,
    sample_boxes,
    sample_discs,
    sample_layout,
    sample_package,
    toy_boxes,
    toy_discs,
    toy_package,
)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NS = {"w": W, "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"}
TWIPS = 56.6929


@pytest.fixture(scope="module")
def toy_labels() -> dict[str, bytes]:
    return label_documents(toy_package(), toy_boxes(), toy_discs(), TOY_LAYOUT)


def document(data: bytes) -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def number(element: Any, path: str) -> int:
    return int(element.xpath(f"string({path})", namespaces=NS))


def outer_tables(data: bytes) -> list[Any]:
    return document(data).xpath("/w:document/w:body/w:tbl", namespaces=NS)


def widths(row: Any) -> list[int]:
    return [int(w) for w in row.xpath("w:tc/w:tcPr/w:tcW/@w:w", namespaces=NS)]


def height(row: Any) -> int:
    assert row.xpath("string(w:trPr/w:trHeight/@w:hRule)", namespaces=NS) == "exact"
    return number(row, "w:trPr/w:trHeight/@w:val")


def near(got: int, mm: float) -> bool:
    return abs(got - mm * TWIPS) <= 1


def text_of(data: bytes) -> str:
    """All words of a file, those read to blind people included."""
    root = document(data)
    return "".join(root.xpath("//w:t/text() | //wp:docPr/@descr", namespaces=NS))


def codes(data: bytes) -> list[str]:
    """What the codes of a file say, in the order they stand in it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        relations = etree.fromstring(archive.read("word/_rels/document.xml.rels"))
        targets = {r.get("Id"): r.get("Target") for r in relations}
        embedded = document(data).xpath("//@*[local-name()='embed']")
        pictures = [Image.open(io.BytesIO(archive.read(f"word/{targets[e]}"))) for e in embedded]
    return [text for picture in pictures for text in decoded(picture)]


def test_what_is_made() -> None:
    package, boxes, discs = toy_package(), toy_boxes(), toy_discs()
    assert set(label_documents(package, boxes, discs, TOY_LAYOUT)) == {FRONT, SPINE, LIST, NOTE, DISC}
    assert set(label_documents(package, boxes, (), TOY_LAYOUT)) == {FRONT, SPINE, LIST, NOTE}
    assert set(label_documents(package, (), discs, TOY_LAYOUT)) == {DISC}
    assert label_documents(package, (), (), TOY_LAYOUT) == {}


def test_same_input_same_bytes(toy_labels: dict[str, bytes]) -> None:
    assert label_documents(toy_package(), toy_boxes(), toy_discs(), TOY_LAYOUT) == toy_labels


def test_every_code_says_what_it_should(toy_labels: dict[str, bytes]) -> None:
    titles = TOY_LAYOUT.titles
    boxes = box_views(toy_package(), toy_boxes(), LabelLayout(titles))
    assert codes(toy_labels[FRONT]) == [v.text for v in boxes]
    assert codes(toy_labels[SPINE]) == [v.id for v in boxes] == ["WJ2030-01-1", "WJ2030-01-2", "WJ2030-03-1"]
    assert codes(toy_labels[DISC]) == [v.text for v in disc_views(toy_package(), toy_discs(), titles)]


@pytest.mark.parametrize("name", [FRONT, SPINE, LIST, NOTE, DISC])
def test_nothing_personal_is_printed(toy_labels: dict[str, bytes], name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(toy_labels[name])) as archive:
        whole = b"".join(archive.read(n) for n in archive.namelist() if n.endswith((".xml", ".rels"))).decode()
    assert not [s for s in SECRETS if s in whole]
    assert not [s for s in SECRETS for code in codes(toy_labels[name]) if s in code]


def test_front_labels_are_exact_and_two_on_a_sheet(toy_labels: dict[str, bytes]) -> None:
    first, second = outer_tables(toy_labels[FRONT])
    rows = first.findall(f"{{{W}}}tr")
    for row, mm in zip(rows, (MARK, 100, GAP, 100, MARK), strict=True):
        assert near(height(row), mm)
        assert all(near(w, mm) for w, mm in zip(widths(row), (MARK, 150, MARK), strict=True))
    assert len(second.findall(f"{{{W}}}tr")) == 3


def test_spines_are_as_wide_as_their_boxes_less_the_margin(toy_labels: dict[str, bytes]) -> None:
    (sheet,) = outer_tables(toy_labels[SPINE])
    _, row, _ = sheet.findall(f"{{{W}}}tr")
    assert near(height(row), 210)
    expected = (MARK, 16, GAP, 46, GAP, 26, MARK)
    assert all(near(w, mm) for w, mm in zip(widths(row), expected, strict=True))
    layout = replace(TOY_LAYOUT, spine_margin=2, spine_height=200)
    wider = label_documents(toy_package(), toy_boxes(), (), layout)[SPINE]
    row = outer_tables(wider)[0].findall(f"{{{W}}}tr")[1]
    assert near(height(row), 200)
    assert near(widths(row)[1], 18)


def test_disc_labels_fit_a_sleeve(toy_labels: dict[str, bytes]) -> None:
    (sheet,) = outer_tables(toy_labels[DISC])
    for row in sheet.findall(f"{{{W}}}tr")[1::2]:
        assert near(height(row), 120)
        assert near(widths(row)[1], 120)


@pytest.mark.parametrize("name", [FRONT, SPINE, DISC])
def test_what_is_in_a_label_is_never_larger_than_it(standard: Standard, name: str) -> None:
    package = sample_package(standard)
    made = label_documents(package, sample_boxes(package), sample_discs(package), sample_layout(standard))
    found = 0
    for cell in document(made[name]).xpath("/w:document/w:body/w:tbl/w:tr/w:tc[w:tbl]", namespaces=NS):
        (inner,) = cell.findall(f"{{{W}}}tbl")
        room = height(cell.getparent())
        assert sum(height(r) for r in inner.findall(f"{{{W}}}tr")) + 20 <= room
        grid = [int(w) for w in inner.xpath("w:tblGrid/w:gridCol/@w:w", namespaces=NS)]
        outer = number(cell, "w:tcPr/w:tcW/@w:w")
        assert sum(grid) <= outer
        for row in inner.findall(f"{{{W}}}tr"):
            assert sum(widths(row)) == sum(grid)
            for square in row.xpath(".//wp:extent", namespaces=NS):
                assert int(square.get("cy")) / 635 <= max(height(row), 36 * TWIPS)
        found += 1
    assert found == len(codes(made[name]))


def test_sheets_fit_on_paper(toy_labels: dict[str, bytes]) -> None:
    for name in (FRONT, SPINE, DISC):
        root = document(toy_labels[name])
        sections = root.xpath("//w:sectPr", namespaces=NS)
        tables = outer_tables(toy_labels[name])
        assert len(sections) == len(tables)
        for section, sheet in zip(sections, tables, strict=True):
            page = number(section, "w:pgSz/@w:h")
            top, bottom = (number(section, f"w:pgMar/@w:{side}") for side in ("top", "bottom"))
            # Above the table stands a line of 5 mm, behind it one of a point.
            used = sum(height(r) for r in sheet.findall(f"{{{W}}}tr")) + round(5 * TWIPS) + 20
            assert top + used + bottom <= page
            sides = sum(number(section, f"w:pgMar/@w:{side}") for side in ("left", "right"))
            assert sum(widths(sheet.find(f"{{{W}}}tr"))) + sides <= number(section, "w:pgSz/@w:w")


def test_an_offset_moves_the_whole_sheet(toy_labels: dict[str, bytes]) -> None:
    moved = label_documents(toy_package(), toy_boxes(), (), replace(TOY_LAYOUT, offset=(1.5, -2)))[FRONT]
    for side, mm in (("top", -2), ("left", 1.5), ("right", -1.5)):
        before, after = (number(document(d), f"//w:sectPr[1]/w:pgMar/@w:{side}") for d in (toy_labels[FRONT], moved))
        assert abs(after - before - mm * TWIPS) <= 1


def test_a_long_list_gets_a_larger_label() -> None:
    items = [item(f"2030-01-{n:04d}", f"01-{n:02d} 某某方面的来信和回信的登记", "信") for n in range(1, 31)]
    box = Box("01-1", ("01",), tuple(i.number for i in items), 3, 20, ("30年",))
    made = label_documents(toy_package(items=tuple(items)), [box], (), TOY_LAYOUT)
    row = outer_tables(made[FRONT])[0].findall(f"{{{W}}}tr")[1]
    assert near(widths(row)[1], 148)
    assert near(height(row), 210)
    assert all(f"01-{n:02d}某某" in text_of(made[FRONT]) for n in range(1, 31))


def test_a_list_without_end_says_how_much_is_not_shown() -> None:
    items = [item(f"2030-01-{n:04d}", f"01-{n:03d} 某某方面的来信和回信的登记", "信") for n in range(1, 91)]
    box = Box("01-1", ("01",), tuple(i.number for i in items), 3, 50, ("30年",))
    made = label_documents(toy_package(items=tuple(items)), [box], (), TOY_LAYOUT)
    shown = sum(f"01-{n:03d}某某" in text_of(made[FRONT]) for n in range(1, 91))
    assert 20 < shown < 90
    assert f"另有{90 - shown}项，见盒内目录" in text_of(made[FRONT])
    assert "等90项见盒内目录" in text_of(made[SPINE])


def test_an_id_too_long_for_its_spine_is_an_error() -> None:
    box = replace(toy_boxes()[0], number="+".join(f"{n:02d}" for n in range(40)) + "-1")
    with pytest.raises(OutputError, match="二维码") as caught:
        label_documents(toy_package(), [box], (), TOY_LAYOUT)
    assert caught.value.code == "output.qr-too-long"


def lines(data: bytes) -> list[list[str]]:
    """Rows of the tables of a file as texts."""
    return [
        ["".join(cell.itertext(f"{{{W}}}t")) for cell in row.findall(f"{{{W}}}tc")]
        for row in document(data).iter(f"{{{W}}}tr")
    ]


def test_the_list_of_a_box_names_every_item(toy_labels: dict[str, bytes]) -> None:
    rows = lines(toy_labels[LIST])
    head = [name for name, _, _ in COLUMNS]
    assert rows.count(head) == 3
    assert [
        "1",
        "2030-01-0001",
        "镇函〔2030〕1号",
        "小镇玩具馆",
        "修桥的来信",
        "20300305",
        "2",
        "",
        "1",
        "未签",
    ] in rows
    assert ["1", "2030-01-0002", "", "小镇玩具馆", "借展的来信", "20300305", "", "", "1", ""] in rows
    assert ["1", "2030-03-0001", "", "", "读者登记", "20300305", "2", "", "2", "未签"] in rows
    assert ["2", "2030-03-0002", "", "小镇玩具馆", "只有纸的一件", "20300305", "", "", "", ""] in rows
    assert sum(near(number(t, "sum(w:tblGrid/w:gridCol/@w:w)"), 267) for t in outer_tables(toy_labels[LIST])) == 3


def test_the_list_shows_archival_codes_once_they_are_known() -> None:
    items = tuple(replace(i, archival_code=f"X9-WS·2030-D30-{i.category}-{i.number[-4:]}") for i in toy_package().items)
    made = label_documents(toy_package(items=items), toy_boxes(), (), TOY_LAYOUT)
    assert "X9-WS·2030-D30-01-0001" in [r[1] for r in lines(made[LIST]) if len(r) == len(COLUMNS)]


def test_what_people_sign_is_blank(toy_labels: dict[str, bytes]) -> None:
    note = lines(toy_labels[NOTE])
    blank = "年　　月　　日"
    for who, when in (("整理人", "整理日期"), ("检查人", "检查日期")):
        assert note.count([who, "", when, blank]) == 3
    assert ["盒内文件情况说明"] in note
    assert note[note.index(["盒内文件情况说明"]) + 1] == [""]
    assert ["本盒", "2件，已知2页，其中1件页数未计出，电子件未签1件"] in note
    disc = lines(toy_labels[DISC])
    assert disc.count(["制作人", "", "制作日期", blank]) == 2
    assert ["套别", "□A封存　□B查阅　□C异地"] in disc
    assert "甲管理员" not in "".join(text_of(d) for d in toy_labels.values())


def test_labels_say_the_three_levels_and_the_facts(toy_labels: dict[str, bytes]) -> None:
    front = lines(toy_labels[FRONT])
    assert ["馆名", "小镇玩具馆"] in front
    assert ["门类", "01 往来"] in front
    assert ["年度", "2030", "保管期限", "10年", "件数", "1", "盒号", "01-2/2"] in front
    assert ["全宗号", "", "起止件号", "2030-03-0001至0002"] in front
    spine = ["".join(row) for row in lines(toy_labels[SPINE])]
    assert {"盒号01-1/2", "保管期限10年", "01往来", "03-0001", "03-0002", "01来信", "小镇玩具馆"} <= set(spine)
    disc = lines(toy_labels[DISC])
    assert ["光盘", "第2张／共2张", "WJG-2030-D02"] in disc


def test_upright_text_stands_one_character_to_a_paragraph(toy_labels: dict[str, bytes]) -> None:
    row = next(r for r in document(toy_labels[SPINE]).iter(f"{{{W}}}tr") if "".join(r.itertext()) == "小镇玩具馆")
    assert [t for p in row.iter(f"{{{W}}}p") if (t := "".join(p.itertext()))] == list("小镇玩具馆")


def test_a_table_with_crooked_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="width"):
        table([Row([Cell(10), Cell(20)]), Row([Cell(29)])])
    assert table([Row([Cell(10), Cell(20)]), Row([Cell(30)])]).count("<w:gridSpan") == 1


@pytest.mark.parametrize("count", sorted(STOCKS))
def test_small_labels_stand_where_the_sheet_is_cut(count: int) -> None:
    stock = STOCKS[count]
    views = box_views(toy_package(), toy_boxes(), TOY_LAYOUT)
    data = stock_labels(views, stock, 2, (1.5, -0.5))
    (sheet,) = outer_tables(data)
    rows = sheet.findall(f"{{{W}}}tr")
    assert all(near(height(row), stock.height) for row in rows)
    gaps = [stock.gap] if stock.gap else []
    expected = [stock.width, *[*gaps, stock.width] * (stock.columns - 1)]
    assert all(near(found, mm) for row in rows for found, mm in zip(widths(row), expected, strict=True))
    assert codes(data) == [v.id for v in views]
    section = docx.Document(io.BytesIO(data)).sections[0]
    assert section.top_margin is not None
    assert section.left_margin is not None
    assert section.top_margin.mm == pytest.approx(max(stock.top - 0.5, 0), abs=0.02)
    assert section.left_margin.mm == pytest.approx(stock.left + 1.5, abs=0.02)
    assert stock.columns * stock.rows == count
    assert stock.left * 2 + sum(expected) == pytest.approx(210, abs=0.1)
    assert stock.top * 2 + stock.rows * stock.height == pytest.approx(297, abs=0.3)


def test_small_labels_go_on_to_the_next_sheet() -> None:
    views = box_views(toy_package(), toy_boxes(), TOY_LAYOUT)
    data = stock_labels(views, STOCKS[8], 7, (0, 0))
    assert [len(sheet.findall(f"{{{W}}}tr")) for sheet in outer_tables(data)] == [4, 1]
    assert codes(data) == [v.id for v in views]
