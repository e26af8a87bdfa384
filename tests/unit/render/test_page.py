"""The first page of an archive and its guide: open anywhere, lead everywhere, tell nothing personal."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote, unquote

import pytest
from lxml import html

from docgen.model.standard import Standard
from docgen.render.guide_text import readme_text
from docgen.render.page import Places, start_page
from tests.unit.render.archives import (
    SECRETS,
    TOY_TITLES,
    sample_boxes,
    sample_discs,
    sample_layout,
    sample_package,
    toy_boxes,
    toy_discs,
    toy_package,
)

PAYLOAD = "WJG-2030/data/WJG-2030/representations/rep1/data"
PLACES = Places("WJG-2030", PAYLOAD, catalogue="WJG-2030/00-目录.html", label_files=("盒面标签.docx", "备考表.docx"))


@pytest.fixture(scope="module")
def page() -> str:
    return start_page(toy_package(), toy_boxes(), toy_discs(), TOY_TITLES, PLACES).decode()


def links(text: str) -> list[str]:
    return html.fromstring(text.encode()).xpath("//a/@href")


def test_it_needs_nothing_but_a_browser(page: str) -> None:
    assert page.startswith("<!DOCTYPE html>")
    root = html.fromstring(page.encode())
    assert not root.xpath("//@src | //link | //img | //iframe | //object | //form")
    assert "default-src 'none'" in root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert not [h for h in links(page) if ":" in h or h.startswith(("/", "\\"))]
    assert "@import" not in page
    assert "url(" not in page


def test_every_file_of_items_without_personal_data_is_linked(page: str) -> None:
    package = toy_package()
    expected = [f"{PAYLOAD}/{c.path}" for i in package.items if not i.personal for c in i.contents]
    targets = [unquote(h) for h in links(page)]
    assert [t for t in targets if t in expected] == expected
    assert all(quote(unquote(h), safe="/") == h for h in links(page) if not h.startswith("#"))
    assert any("%231.docx" in h and "%20" in h for h in links(page))


def test_anchors_exist(page: str) -> None:
    ids = html.fromstring(page.encode()).xpath("//@id")
    anchors = [h[1:] for h in links(page) if h.startswith("#")]
    assert set(anchors) <= set(ids)
    assert {"c01", "c02", "c03", "c01-1"} <= set(anchors)
    assert len(set(ids)) == len(ids)


def test_nothing_personal_stands_on_it(page: str) -> None:
    for text in (page, unquote(page)):
        assert not [s for s in SECRETS if s in text]
    assert f"{PAYLOAD}/玩具馆/03 名单/03-01 读者登记/" in [unquote(h) for h in links(page)]
    assert "1 件含个人信息" in page


def test_personal_items_without_files_have_no_link() -> None:
    items = tuple(replace(i, contents=()) if i.personal else i for i in toy_package().items)
    page = start_page(toy_package(items=items), toy_boxes(), (), TOY_TITLES, PLACES).decode()
    assert "读者登记：1 件含个人信息" in page
    assert not [h for h in links(page) if "03-01" in unquote(h)]


def test_texts_are_escaped(page: str) -> None:
    assert "木桥&lt;全景&gt;" in page
    assert "<全景>" not in page


def test_boxes_and_discs_are_listed(page: str) -> None:
    found = [["".join(c.itertext()) for c in r] for r in html.fromstring(page.encode()).xpath("//tr")]
    assert ["01-2/2", "01 往来", "1", "2030-01-0002", "10年", "50"] in found
    assert ["WJG-2030-D01", "第 1 张，共 2 张", "1", "1", "3.1MB", "2030-02-0001"] in found
    assert ["01 往来", "2", "2", "2", "2"] in found
    assert ["2030-03-0002", "只有纸的一件", "2030.03.05", "只有纸质", "03-1", ""] in found
    targets = [unquote(h) for h in links(page)]
    assert {"光盘/D01/index.html", "归档报告.docx", "标签/备考表.docx", "WJG-2030/00-目录.html"} <= set(targets)


def test_a_whole_year(standard: Standard) -> None:
    package = sample_package(standard)
    layout = sample_layout(standard)
    boxes, discs = sample_boxes(package), sample_discs(package)
    page = start_page(package, boxes, discs, layout.titles, PLACES)
    assert start_page(package, boxes, discs, layout.titles, PLACES) == page
    text = unquote(page.decode())
    # A title that says no more than its material's is no secret.
    personal = [i for i in package.items if i.personal and i.title.partition("（")[0] not in i.folder]
    assert len(personal) > 10
    assert not [i.title for i in personal if i.title in text]
    assert not [c.path for i in package.items if i.personal for c in i.contents if c.path in text]
    assert sum(1 for i in package.items if f">{i.number}<" in text) == sum(not i.personal for i in package.items)


def test_guide_opens_in_the_oldest_notepad() -> None:
    data = readme_text(toy_package(), toy_discs(), PLACES)
    assert data.startswith(b"\xef\xbb\xbf")
    assert not re.search(rb"(?<!\r)\n", data)
    text = data.decode("utf-8-sig")
    for said in (
        "docgen verify WJG-2030",
        "sha256sum -c manifest-sha256.txt",
        "sha256sum -c 其他/manifest-sha256.txt",
        "光盘/D02/    第 2 张，共 2 张，1.1MB，卷标 WJG-2030-D02",
        "标签/    盒面标签、备考表",
        "归档日期：2031-01-15",
    ):
        assert said in text
    assert readme_text(toy_package(), toy_discs(), PLACES) == data


def test_guide_without_discs_does_not_speak_of_them() -> None:
    text = readme_text(toy_package(), (), replace(PLACES, label_files=())).decode("utf-8-sig")
    assert "光盘" not in text
    assert "标签/" not in text
