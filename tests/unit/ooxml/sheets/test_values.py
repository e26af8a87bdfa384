from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from docgen.container import Container
from docgen.model.finding import Finding, Severity
from docgen.model.values import Bad, BlockedValue, DottedDate, Money, Month, Ref
from docgen.ooxml import RenderError
from tests.unit.ooxml.sheets.sheetmaker import changed, compiled, fill, refused, rows, shared, workbook

MAIN = "xl/worksheets/sheet1.xml"


def cell(value: Any, text: str = "{{ 值 }}") -> Any:
    """What openpyxl reads back from a cell with one tag."""
    return fill(workbook(rows([text])), {"值": value}).sheet["A1"]


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (5, 5),
        (-3, -3),
        (0, 0),
        (Decimal("0.10"), 0.1),
        (Money("1234.50"), 1234.5),
        (Decimal("1E+3"), 1000),
        (Decimal("0.0000001"), 0.0000001),
        (2.5, 2.5),
        (999_999_999_999_999, 999_999_999_999_999),
    ],
)
def test_numbers_are_numbers(value: Any, read: Any) -> None:
    found = cell(value)
    assert found.data_type == "n"
    assert found.value == read


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (1234567890123456, "1234567890123456"),
        (Decimal("1234567890123.456"), "1234567890123.456"),
        ("110101199001010028", "110101199001010028"),
        ("013800000000", "013800000000"),
        (date(2024, 1, 5), "2024年1月5日"),
        (DottedDate(2024, 1, 5), "2024.01.05"),
        (Month(2024, 1), "2024.01"),
        (time(9, 0), "09:00"),
        (True, "是"),
        (False, "否"),
        (["甲", "乙"], "甲、乙"),
        (Ref("KT-1"), "KT-1"),
        ("=1+1", "=1+1"),
        ("+1", "+1"),
        ("@x", "@x"),
        ("水位<0.5m，流量>3", "水位<0.5m，流量>3"),
        ("<select> R&D 中心", "<select> R&D 中心"),
        ("{{ 值 }} {%tr for x in y %}", "{{ 值 }} {%tr for x in y %}"),
        ("一\r\n二\r三\n四", "一\n二\n三\n四"),
        ("  前后空格  ", "  前后空格  "),
        ("制\t表", "制\t表"),
        ("字𠮷", "字𠮷"),
    ],
)
def test_everything_else_is_exact_text(value: Any, read: str) -> None:
    found = cell(value)
    assert found.data_type == "s"
    assert found.value == read


@pytest.mark.parametrize("value", [None, "", []])
def test_nothing_is_an_empty_cell(value: Any) -> None:
    assert cell(value).value is None


def test_a_text_that_excel_would_take_for_an_escape() -> None:
    part = fill(workbook(rows(["{{ 值 }}"])), {"值": "a_x0041_b"}).part(MAIN)
    assert ">a_x005F_x0041_b<" in part


@pytest.mark.parametrize("code", [0, 8, 0xB, 0x1F, 0xFFFE, 0xFFFF, 0xD800])
def test_characters_no_file_can_hold(code: int) -> None:
    with pytest.raises(RenderError) as caught:
        cell(f"四个字在{chr(code)}此")
    assert f"U+{code:04X}" in caught.value.message and "第 5 个字" in caught.value.message
    assert "{{ 值 }}" in caught.value.message
    assert caught.value.place == "模板.xlsx › 清单 › A1"


def test_length_limit() -> None:
    assert len(cell("长" * 32_767).value) == 32_767
    with pytest.raises(RenderError, match="32767"):
        cell("长" * 32_768)
    with pytest.raises(RenderError, match="32767"):
        cell("𠮷" * 16_384)


def test_a_blocked_value_passes_through() -> None:
    bad = Bad((Finding("x", Severity.ERROR, "错"),))
    template = compiled(workbook(rows(["{{ 值 }}"])), {"值": "x"})
    with pytest.raises(BlockedValue):
        template.render({"值": bad})
    with pytest.raises(BlockedValue):
        compiled(workbook(rows(["共{{ 值 }}"])), {"值": "x"}).render({"值": bad})


def test_a_value_that_can_not_be_computed_names_the_cell() -> None:
    template = compiled(workbook(rows([], ["x", "{{ 值 + 1 }}"])), {"值": 1})
    with pytest.raises(RenderError) as caught:
        template.render({"值": "甲"})
    assert caught.value.place == "模板.xlsx › 清单 › B2"
    assert caught.value.message.startswith("{{ 值 + 1 }}：")


def test_a_tag_among_text_gives_text() -> None:
    assert cell(5, "共 {{ 值 }} 项").value == "共 5 项"
    assert cell(5, "{{ 值 }}{# 说明 #}").value == 5
    assert cell(5, " {{ 值 }} ").value == 5
    assert cell(5, "{# 说明 #}").value is None


def test_conditions_and_loops_inside_a_cell() -> None:
    data = workbook(
        rows(["{% for x in 列 %}{{ x }}{% if not loop.last %}/{% else %}。{% endif %}{% endfor %}{{ 值 }}"])
    )
    assert fill(data, {"列": ["甲", "乙"], "值": 3}).sheet["A1"].value == "甲/乙。3"


def test_the_style_of_the_cell_stays() -> None:
    def build(sheet: Worksheet) -> None:
        sheet["A1"] = "{{ 值 }}"
        sheet["A1"].number_format = "#,##0.00"
        sheet["A1"].font = Font(bold=True)
        sheet.row_dimensions[1].height = 33

    found = fill(workbook(build), {"值": None})
    assert found.sheet["A1"].number_format == "#,##0.00"
    assert found.sheet["A1"].font.b
    assert found.sheet.row_dimensions[1].height == 33


def test_shared_and_rich_strings() -> None:
    data = shared(workbook(rows(["{{ 值 }}", "固定", "{注}"])))

    def rich(table: str) -> str:
        runs = "<r><t>{{ </t></r><r><rPr><b/></rPr><t>值 }}元</t></r><rPh><t>x</t></rPh>"
        return table.replace("<t>{{ 值 }}</t>", runs)

    found = fill(changed(data, "xl/sharedStrings.xml", rich), {"值": 7})
    assert found.values == [["7元", "固定", "{注}"]]
    assert "{{" not in found.part("xl/sharedStrings.xml")


def test_a_template_without_tags_keeps_every_byte() -> None:
    data = shared(workbook(rows(["固定", 5, "=B1*2"], ["{注}"])))
    template = compiled(data, {"值": 1})
    out = Container.read(template.render({"值": 1}).to_bytes(), "x")
    before = Container.read(data, "x")
    assert out.parts == before.parts
    assert template.fields == ()


def test_unchanged_parts_keep_their_packed_bytes() -> None:
    data = workbook(rows(["{{ 值 }}"]), rows(["固定", 1]))
    before, after = Container.read(data, "x"), Container.read(fill(data, {"值": 1}).rendered.to_bytes(), "x")
    for part in ("xl/styles.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml", "[Content_Types].xml"):
        assert before.parts[part] == after.parts[part]


def test_the_same_values_give_the_same_bytes() -> None:
    data = workbook(rows(["{{ 值 }}", "=A1"]))
    one, two = (compiled(data, {"值": 1}).render({"值": 1}).to_bytes() for _ in range(2))
    assert one == two


def test_headers_footers_and_title() -> None:
    def build(sheet: Worksheet) -> None:
        sheet["A1"] = 1
        sheet.oddFooter.left.text = "{{ 值 }}"
        sheet.oddFooter.left.size = 8
        sheet.oddHeader.center.text = "{{ 名 }}"
        assert sheet.parent is not None
        sheet.parent.properties.title = "{{ 名 }}表"

    found = fill(workbook(build), {"值": 2024, "名": "R&D<甲>"})
    assert found.book.properties.title == "R&D<甲>表"
    part = found.part(MAIN)
    assert "&amp;8 2024" in part
    assert "R&amp;&amp;D&lt;甲&gt;" in part


def test_a_header_that_gets_too_long() -> None:
    def build(sheet: Worksheet) -> None:
        sheet.oddHeader.center.text = "{{ 名 }}"

    with pytest.raises(RenderError) as caught:
        fill(workbook(build), {"名": "长" * 300})
    assert caught.value.place == "模板.xlsx › 清单 › 页眉"


def test_all_wrong_tags_are_listed_with_their_places() -> None:
    data = workbook(
        rows(
            ["{{ 身份证 }}", "{{ 值", "{%p if 值 %}"], ["${值}", "{% if 值 %}"], ["{{ 值.甲 }}"], ["{% for x in 值 %}"]
        )
    )
    found = refused(data, {"身份证号": 1, "值": 1})
    places = {(f.place.sheet, f.place.cell) for f in found}
    assert places >= {("清单", c) for c in ("A1", "B1", "C1", "A2", "B2", "A3", "A4")}
    assert "是否为“身份证号”" in next(f for f in found if f.place.cell == "A1").remedy
    assert all(f.place.file == "模板.xlsx" and f.code.startswith("definition.template.") for f in found)


def test_tags_where_none_are_filled() -> None:
    from openpyxl.comments import Comment

    def build(sheet: Worksheet) -> None:
        sheet["A1"] = "{{ 值 }}"
        sheet["A1"].comment = Comment("{{ 值 }}", "x")

    assert any("不会填写" in f.message for f in refused(workbook(build), {"值": 1}))


def test_the_fields_a_template_reads() -> None:
    data = workbook(rows(["{{ 值 }}"], ["{%tr for 行 in 列 %}"], ["{{ 行.名 }}"], ["{%tr endfor %}"]))
    fields = compiled(data, {"值": 1, "列": [{"名": 1, "额": 2}]}).fields
    assert set(fields) >= {"值", "列.名"} and "列.额" not in fields
