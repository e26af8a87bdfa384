"""The report on a year's archive."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
from lxml import html

from docgen.model.standard import Standard
from docgen.render.report import Checked, FiledElsewhere, Gap, ReportFacts, archive_report, report_title
from docgen.render.wordhtml import word_as_page
from tests.unit.render.archives import (
    TOY_TITLES,
    sample_boxes,
    sample_discs,
    sample_layout,
    sample_package,
    toy_boxes,
    toy_discs,
    toy_package,
)

FACTS = ReportFacts(
    TOY_TITLES,
    gaps=(Gap("02-02 空照片", "三月没有照片"),),
    elsewhere=(FiledElsewhere("开馆的决定", "见2029年度"),),
    judged=(Gap("没有备份", "两套之外没有备份"),),
    missing_files=("附件/不在.jpg",),
    checked=(Checked("全部文件的SHA-256", "docgen verify", "一致，6个文件"),),
)


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def rows(data: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for table in opened(data).tables for row in table.rows]


def words(data: bytes) -> list[str]:
    return [p.text for p in opened(data).paragraphs if p.text]


def test_what_is_there_is_counted() -> None:
    found = rows(archive_report(toy_package(), toy_boxes(), toy_discs(), FACTS))
    assert ["件数", "5件", "类目数", "3类"] in found
    assert ["有纸质的", "4件", "只有电子的", "1件"] in found
    assert ["电子文件", "5个", "字节数", "3,060,009（3.1MB）"] in found
    assert ["资料盒", "3盒", "光盘", "2张"] in found
    assert ["01 往来", "2", "2", "2", "2", ""] in found
    assert ["　01-01 来信", "2", "2", "2", "2", "01-1、01-2"] in found
    assert ["　03-02 空白登记", "1", "", "1", "", "03-1"] in found
    assert ["合计", "5", "5", "4", "4", ""] in found
    assert ["01 往来", "01-2/2", "1", "2030-01-0002", "10年", "50"] in found
    assert ["WJG-2030-D01", "1／2", "1", "1", "3.1MB", "2030-02-0001"] in found


def test_what_is_open_is_listed_with_its_count() -> None:
    found = words(archive_report(toy_package(), toy_boxes(), toy_discs(), FACTS))
    for head, line in (
        ("1．缺项1项：", "02-02 空照片：三月没有照片"),
        ("2．归档结果与条款不符1项：", "没有备份：两套之外没有备份"),
        ("3．登记了而没有找到的附件1个：", "附件/不在.jpg"),
        ("4．归入其他年度或尚未归档的1件：", "开馆的决定：见2029年度"),
        ("5．电子件未签2件（没有签字盖章的正本扫描件）：", "01 往来1件；03 名单1件"),
        ("6．有纸质而页数未计出的2件：", "01 往来1件；03 名单1件"),
        ("7．保管期限为建议、单位尚未确认的4件：", "30年4件"),
        ("8．档号未编5件：", "全宗号尚未取得"),
    ):
        assert head in found
        assert found[found.index(head) + 1].startswith(line)


def test_nothing_open_is_said_too() -> None:
    items = tuple(
        replace(i, archival_code="X", retention_confirmed=True, pages=1, contents=()) for i in toy_package().items
    )
    found = words(archive_report(toy_package(items=items), (), (), ReportFacts(TOY_TITLES)))
    assert [w for w in found if w[0].isdigit()] == [
        "1．缺项0项。",
        "2．归档结果与条款不符0项。",
        "3．登记了而没有找到的附件0个。",
        "4．归入其他年度或尚未归档的0件。",
        "5．电子件未签0件（没有签字盖章的正本扫描件）。",
        "6．有纸质而页数未计出的0件。",
        "7．保管期限为建议、单位尚未确认的0件。",
        "8．档号未编0件。",
        "9．排盒、编号和分盘的提示0条。",
    ]
    assert {"没有需要装盒的纸质资料。", "没有刻录光盘的资料。", "生成本报告时没有做核对。"} <= set(found)


def test_a_missing_code_with_a_known_fonds_has_another_reason() -> None:
    agency = replace(toy_package().agency, fonds_code="X999")
    found = words(archive_report(toy_package(agency=agency), (), (), FACTS))
    assert any("编不出档号" in w for w in found)
    assert not any("尚未取得" in w for w in found)


def test_long_lists_are_cut_and_counted() -> None:
    facts = replace(FACTS, missing_files=tuple(f"附件/{n}.jpg" for n in range(45)))
    found = words(archive_report(toy_package(), (), (), facts))
    assert "附件/39.jpg" in found
    assert "附件/40.jpg" not in found
    assert "……另有5条。" in found


@pytest.mark.parametrize("checked", [(), FACTS.checked])
def test_it_claims_no_conformance_and_only_checks_that_were_made(checked: tuple[Checked, ...]) -> None:
    data = archive_report(toy_package(), toy_boxes(), toy_discs(), replace(FACTS, checked=checked))
    text = "".join(words(data)) + "".join(c for r in rows(data) for c in r)
    assert "符合" not in text
    assert "参照BagIt 1.0（RFC 8493）、E-ARK CSIP 2.1的目录结构" in text
    assert ("docgen verify" in text) == bool(checked)
    assert ("没有做核对" in text) != bool(checked)


def test_signatures_stay_blank() -> None:
    found = rows(archive_report(toy_package(), (), (), FACTS))
    assert ["整理人：\n　　　年　　月　　日", "检查人：\n　　　年　　月　　日"] in found


def test_same_input_same_bytes_and_fixed_properties(standard: Standard) -> None:
    package = sample_package(standard)
    boxes, discs = sample_boxes(package), sample_discs(package)
    facts = ReportFacts(sample_layout(standard).titles)
    data = archive_report(package, boxes, discs, facts)
    assert archive_report(package, boxes, discs, facts) == data
    core = opened(data).core_properties
    assert (core.title, core.author, core.created.year) == ("渠长河劳模创新工作室2024年度归档报告", "docgen", 2024)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [n for n in archive.namelist() if "thumbnail" in n]


def test_the_report_as_a_page_says_the_same() -> None:
    facts = ReportFacts(TOY_TITLES, gaps=(Gap("甲<乙>", "缺"),), places=(("归档包", "WJG-2030/"),))
    data = archive_report(toy_package(), toy_boxes(), toy_discs(), facts)
    title = report_title(toy_package())
    page = word_as_page(data, title)
    assert word_as_page(data, title) == page
    root = html.fromstring(page)
    assert root.xpath("//h1/text()") == [title]
    shown = [" ".join(p.itertext()) for p in root.xpath("//body/h1 | //body/h2 | //body/p")]
    assert [" ".join(text.split()) for text in shown] == [" ".join(text.split()) for text in words(data)]
    cells = [["\n".join(" ".join(p.itertext()) for p in cell) for cell in row] for row in root.xpath("//tr")]
    assert [[c.split() for c in row] for row in cells] == [[c.split() for c in row] for row in rows(data)]
    assert "甲&lt;乙&gt;" in page.decode()
    assert root.xpath("//td[p='归档包']/following-sibling::td/p/text()") == ["WJG-2030/"]
    assert not root.xpath("//@src | //script | //link | //a")
