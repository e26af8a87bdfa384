"""Native charts in Word templates: what they show, the workbook behind them, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.document import Document
from openpyxl import load_workbook

from docgen.container import Container
from docgen.model.values import Bad, Blank, BlankRows, BlockedValue, Money
from docgen.ooxml import RenderError
from docgen.ooxml.security import parse_xml
from docgen.ooxml.sheets.guard import CHART
from docgen.ooxml.words.objects import ObjectMisspelt, Wanted, object_filter
from tests.unit.ooxml.sheets.sheetmaker import refused, rows, workbook
from tests.unit.ooxml.words.documents import NS, fill, paragraphs, problems, render, saved, with_part

TAG = "{{ 科目|柱形图(150, 60, '名称', '预算', '支出') }}"
MONEY = [
    {"名称": "设备<费>", "预算": Money("9500.5"), "支出": Money(80)},
    {"名称": "材料费&其他", "预算": None, "支出": Money(0)},
]
TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
PARTS = f"{{{NS['wp']}}}"


def chart_parts(document: Document) -> list[Any]:
    return [p for p in document.part.package.iter_parts() if p.content_type == TYPE]


def shown(part: Any) -> dict[str, tuple[list[str], list[str | None]]]:
    """Title of each series → names along the axis, and values; nothing for a gap."""
    found = {}
    for series in parse_xml(part.blob).iter(f"{CHART}ser"):
        title = series.findtext(f"{CHART}tx//{CHART}v")
        names = [v.text for v in series.iterfind(f"{CHART}cat//{CHART}v")]
        values = {int(p.get("idx")): p.findtext(f"{CHART}v") for p in series.iterfind(f"{CHART}val//{CHART}pt")}
        found[title] = (names, [values.get(n) for n in range(len(names))])
    return found


def test_a_chart_shows_its_columns() -> None:
    made = fill(paragraphs(f"前{TAG}后"), {"科目": MONEY})
    assert made.paragraphs[0].text == "前后"
    extent = made.element.find(f".//{PARTS}extent")
    assert (extent.get("cx"), extent.get("cy")) == ("5400000", "2160000")
    (part,) = chart_parts(made)
    assert part.partname == "/word/charts/docgen1.xml"
    names = ["设备<费>", "材料费&其他"]
    assert shown(part) == {"预算": (names, ["9500.5", None]), "支出": (names, ["80", "0"])}
    assert b"#,##0.00" in part.blob
    assert b'<c:barDir val="col"/>' in part.blob


def test_the_workbook_behind_a_chart_holds_the_same() -> None:
    (part,) = chart_parts(fill(paragraphs(TAG), {"科目": MONEY}))
    (behind,) = (r.target_part for r in part.rels.values())
    assert behind.partname == "/word/embeddings/docgen1.xlsx"
    sheet = load_workbook(BytesIO(behind.blob)).active
    assert list(sheet.iter_rows(values_only=True)) == [
        ("名称", "预算", "支出"),
        ("设备<费>", 9500.5, 80),
        ("材料费&其他", None, 0),
    ]
    references = [f.text for f in parse_xml(part.blob).iter(f"{CHART}f")]
    assert references[:3] == ["Sheet1!$B$1", "Sheet1!$A$2:$A$3", "Sheet1!$B$2:$B$3"]
    assert references[3:] == ["Sheet1!$C$1", "Sheet1!$A$2:$A$3", "Sheet1!$C$2:$C$3"]


def test_equal_data_give_equal_bytes() -> None:
    first, second = (render(paragraphs(TAG), {"科目": MONEY}).to_bytes() for _ in range(2))
    assert first == second


def test_charts_in_loops_and_headers_are_parts_of_their_own() -> None:
    document = paragraphs("{%p for 年 in 各年 %}", "{{ 年.月|条形图(80, 40, '月', '数') }}", "{%p endfor %}")
    document.sections[0].header.paragraphs[0].text = "{{ 各年[0].月|柱形图(40, 20, '月', '数') }}"
    data = {"各年": [{"月": [{"月": "1月", "数": n}]} for n in (3, 4)] + [{"月": []}]}
    made = fill(document, data)
    assert sorted(shown(p)["数"][1] for p in chart_parts(made)) == [["3"], ["3"], ["4"]]
    header = made.sections[0].header.part
    assert [r.target_part.content_type for r in header.rels.values()] == [TYPE]
    assert b'<c:barDir val="bar"/>' in next(p for p in chart_parts(made) if shown(p)["数"][1] == ["4"]).blob


def test_nothing_is_drawn_without_records_or_for_handwriting() -> None:
    for empty in ([], BlankRows([dict.fromkeys(("名称", "预算", "支出"), Blank())])):
        made = render(paragraphs(TAG), {"科目": empty}, like={"科目": MONEY}).to_bytes()
        container = Container.read(made, "x")
        assert not [p for p in container.parts if "chart" in p]
        assert TYPE.encode() not in container["[Content_Types].xml"]
        docx.Document(BytesIO(made))


def test_a_list_of_content_types_with_a_prefix() -> None:
    data = saved(paragraphs(TAG))
    types = Container.read(data, "x")["[Content_Types].xml"].decode()
    prefixed = (
        types.replace("<Default", "<t:Default")
        .replace("<Override", "<t:Override")
        .replace("<Types xmlns=", "<t:Types xmlns:t=")
    )
    data = with_part(data, {"[Content_Types].xml": prefixed.replace("</Types>", "</t:Types>").encode()})
    assert len(chart_parts(fill(data, {"科目": MONEY}))) == 1


@pytest.mark.parametrize(
    ("values", "step", "form"),
    [([1, 3], True, "0;-0;;"), ([1, 30], False, "0;-0;;"), ([1, Decimal("2.5")], False, "#,##0.##;")],
)
def test_the_axis_suits_the_values(values: list[Any], step: bool, form: str) -> None:
    records = [{"月": f"{n}月", "数": value} for n, value in enumerate(values)]
    (part,) = chart_parts(fill(paragraphs("{{ 表|柱形图(80, 40, '月', '数') }}"), {"表": records}))
    assert (b"majorUnit" in part.blob) == step
    assert form.encode() in part.blob
    assert b"<c:legend>" not in part.blob


@pytest.mark.parametrize(
    ("records", "message"),
    [
        ([{"名称": "甲", "预算": "很多", "支出": 1}], "“预算”列的“很多”不是数字"),
        ([{"名称": f"{n}", "预算": 1, "支出": 1} for n in range(101)], "最多 100 项、12 列数字，这里有 101 项"),
        ([{"名称": "甲\x01", "预算": 1, "支出": 1}], "控制字符"),
    ],
)
def test_what_is_no_chart(records: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(RenderError, match=message) as caught:
        render(paragraphs("", TAG), {"科目": records})
    assert caught.value.place == "模板.docx › 正文 › 第2段"


def test_a_wrong_value_blocks() -> None:
    wrong = [{"名称": "甲", "预算": Bad(()), "支出": 1}]
    with pytest.raises(BlockedValue):
        render(paragraphs(TAG), {"科目": wrong}, like={"科目": MONEY})


def test_the_filter() -> None:
    assert object_filter("表｜条形图（２０，10.5，“名”, '数')") == Wanted("bars", "表", 720_000, 378_000, ("名", "数"))


@pytest.mark.parametrize("body", ["表|柱形图", "表|柱形图(9, 9)", "表|柱形图(9, 9, '名')", "表|柱形图('名', '数')"])
def test_the_filter_misspelt(body: str) -> None:
    with pytest.raises(ObjectMisspelt):
        object_filter(body)
    (found,) = problems(paragraphs(f"{{{{ {body} }}}}"), {"表": [{"名": "甲", "数": 1}]})
    assert "柱形图(150, 70, '月份', '次数')" in found.remedy


def test_columns_must_be_those_of_the_records_and_workbooks_have_charts_of_their_own() -> None:
    (found,) = problems(paragraphs("{{ 科目|柱形图(9, 9, '名称', '收入') }}"), {"科目": MONEY})
    assert "收入" in found.message
    (found,) = refused(workbook(rows([TAG])), {"科目": MONEY})
    assert "Excel 里用自己的图表" in found.remedy
