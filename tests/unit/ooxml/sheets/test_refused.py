"""What can not follow its rows is refused below or inside a list, and fine above it or where nothing moves."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from docgen.container import Container
from docgen.errors import TemplateError
from docgen.ooxml import compile_template
from tests.unit.ooxml.sheets.sheetmaker import Build, changed, compiled, fill, lines, refused, rows, scope_of, workbook

SHEET = "xl/worksheets/sheet1.xml"
HEAD: list[list[Any]] = [["甲", "乙"], [1, 2], [3, 4], ["x"]]
LIST: list[list[Any]] = [
    ["{%tr for 行 in 列 %}"],
    ["{{ 行.名 }}", "{{ 行.额 }}"],
    ["{%tr endfor %}"],
    ["甲", "乙"],
    [5, 6],
]


def with_list(change: Build) -> bytes:
    """Rows 1–4 above, 5 for, 6 data, 7 endfor, 8–9 below."""

    def build(sheet: Worksheet) -> None:
        rows(*HEAD, *LIST)(sheet)
        change(sheet)

    return workbook(build)


def without_list(change: Build) -> bytes:
    def build(sheet: Worksheet) -> None:
        rows(*HEAD, ["{{ 数 }}"], ["x"], ["x"], ["甲", "乙"], [5, 6])(sheet)
        change(sheet)

    return workbook(build)


def table(ref: str) -> Build:
    return lambda sheet: sheet.add_table(Table(displayName="表1", ref=ref))


def comment(cell: str) -> Build:
    def change(sheet: Worksheet) -> None:
        sheet[cell].comment = Comment("看", "人")

    return change


def chart(anchor: str, first: int, last: int) -> Build:
    def change(sheet: Worksheet) -> None:
        drawn = BarChart()
        drawn.anchor = anchor
        drawn.add_data(Reference(sheet, min_col=2, min_row=first, max_row=last))
        sheet.add_chart(drawn)

    return change


CASES = [
    (table("A1:B3"), table("A6:B9"), "表格"),
    (chart("D1", 1, 3), chart("D6", 1, 3), "左上角"),
    (comment("A2"), comment("A6"), "批注"),
    (comment("A2"), comment("A9"), "批注"),
]


@pytest.mark.parametrize(("above", "below", "what"), CASES)
def test_constructs(above: Build, below: Build, what: str) -> None:
    values = {**lines(1, 2), "数": 1}
    assert any(what in f.message for f in refused(with_list(below), values))
    assert fill(with_list(above), values).sheet["A5"].value == "第1项"
    assert fill(without_list(below), values).sheet["A5"].value == 1


def test_a_drawing_in_the_list_is_named_with_its_row() -> None:
    found = refused(with_list(chart("D6", 1, 3)), lines(1))
    assert [(f.place.sheet, f.place.cell) for f in found] == [("清单", "第 6 行")]


def test_a_pivot_table_of_rows_that_move() -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

    def pivot(ref: str) -> bytes:
        source = f'<cacheSource type="worksheet"><worksheetSource ref="{ref}" sheet="清单"/></cacheSource>'
        xml = f'<pivotCacheDefinition xmlns="{main}">{source}</pivotCacheDefinition>'
        return changed(with_list(lambda _: None), "xl/pivotCache/pivotCacheDefinition1.xml", lambda _: xml)

    assert any("数据透视表的数据 A8:B9" in f.message for f in refused(pivot("A8:B9"), lines(1)))
    assert fill(pivot("A1:B3"), lines(1)).sheet["A5"].value == "第1项"


def test_a_pivot_table_below_the_list() -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = f'<Relationship Id="rIdP" Type="{kind}/pivotTable" Target="../pivotTables/pivotTable1.xml"/>'
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    rels = f'<Relationships xmlns="{package}">{relation}</Relationships>'

    def pivot(ref: str) -> bytes:
        xml = f'<pivotTableDefinition xmlns="{main}"><location ref="{ref}"/></pivotTableDefinition>'
        data = changed(with_list(lambda _: None), "xl/worksheets/_rels/sheet1.xml.rels", lambda _: rels)
        return changed(data, "xl/pivotTables/pivotTable1.xml", lambda _: xml)

    assert any("数据透视表在重复的行之中或下方" in f.message for f in refused(pivot("A8:B9"), lines(1)))
    assert compiled(pivot("A1:B3"), lines(1)).fields


BEGIN, DATA, END = (
    ["{%tr for 行 in 列 %}", None, "{%tr for 项 in 列 %}"],
    ["{{ 行.名 }}", None, "{{ 项.名 }}"],
    "{%tr endfor %}",
)


@pytest.mark.parametrize(
    ("lines_", "place", "message"),
    [
        ([BEGIN, DATA, [END], [END]], "A3", "结束的标签要在同一行"),
        ([BEGIN, ["{%tr if 行.额 %}"], DATA, ["{%tr endif %}"], [END, None, END]], "A2", "不能再有标签"),
        ([BEGIN, [f"{{%tr for 个 in 列 %}}{{{{ 个.名 }}}}{END}", None, "x"], [END, None, END]], "A2", "不能再有标签"),
        ([["{%tr for 行 in 列 %}{{ 行.名 }}", END, "{%tr for 项 in 列 %}{{ 项.名 }}" + END]], "C1", "不能这样左右并排"),
        ([["{%tr for 行 in 列 %}", None, "{%tr if 列 %}"], DATA, [END, None, "{%tr endif %}"]], "A3", "不配对"),
        ([BEGIN, ["{{ 项.名 }}", None, "{{ 行.名 }}"], [END, None, END]], "A2", "没有字段"),
    ],
)
def test_lists_beside_each_other_that_do_not_fit(lines_: list[list[Any]], place: str, message: str) -> None:
    found = refused(workbook(rows(*lines_)), lines(1))
    assert any(f.place.cell == place and message in f.message for f in found), found


def test_a_tag_in_the_head_row_of_a_table() -> None:
    def build(sheet: Worksheet) -> None:
        rows(["甲", "{{ 数 }}"], [1, 2])(sheet)
        sheet.add_table(Table(displayName="表1", ref="A1:B2"))

    assert any("标题行" in f.message for f in refused(workbook(build), {"数": 1}))


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("=B6*2", "所在行会重复"),
        ("=ROUND(B6,2)", "所在行会重复"),
        ("=B5", "只有标签"),
        ("=SUM(B5:B5)", "只有标签"),
        ("=SUM(B6:INDEX(B:B,9))", "一端是算出来的"),
        ('=INDIRECT("B6")', "INDIRECT"),
        ("=SUM(清单:汇总!B6)", "不会跟着行移动"),
    ],
)
def test_formulas(formula: str, message: str) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["D9"] = formula

    found = refused(with_list(change), lines(1))
    assert [(f.place.cell, message in f.message) for f in found] == [("D9", True)]


def test_an_array_over_rows_that_part() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["D4"] = ArrayFormula("D4:D6", "=A4:A6")

    assert any("数组公式" in f.message for f in refused(with_list(change), lines(1)))


@pytest.mark.parametrize(
    ("xml", "what"),
    [
        ('<scenarios><scenario name="x"><inputCells r="A1" val="1"/></scenario></scenarios>', "方案"),
        (
            '<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"><x14:sparklineGroups xmlns:x14="http://'
            'schemas.microsoft.com/office/spreadsheetml/2009/9/main"/></ext></extLst>',
            "迷你图",
        ),
    ],
)
def test_elements_that_are_not_followed(xml: str, what: str) -> None:
    data = changed(with_list(lambda _: None), SHEET, lambda x: x.replace("<pageMargins", xml + "<pageMargins"))
    assert any(what in f.message for f in refused(data, lines(1)))


def test_a_data_table() -> None:
    xml = '<c r="D9"><f t="dataTable" ref="D9:D9" dt2D="0" r1="A1"/><v>1</v></c></row>'

    def change(x: str) -> str:
        at = x.rindex("</row>")
        return x[:at] + xml + x[at + 6 :]

    assert any("模拟运算表" in f.message for f in refused(changed(with_list(lambda _: None), SHEET, change), lines(1)))


def test_a_document_type_and_outside_links_are_refused() -> None:
    data = changed(with_list(lambda _: None), SHEET, lambda x: '<!DOCTYPE x [<!ENTITY e "f">]>' + x)
    with pytest.raises(TemplateError, match="不安全"):
        compile_template(data, "模板.xlsx", scope_of(lines(1)))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"
    rels = f'<Relationship Id="rIdX" Type="{kind}" Target="file:///x.xlsx" TargetMode="External"/></Relationships>'
    data = changed(
        with_list(lambda _: None), "xl/_rels/workbook.xml.rels", lambda x: x.replace("</Relationships>", rels)
    )
    with pytest.raises(TemplateError, match="不安全"):
        compile_template(data, "模板.xlsx", scope_of(lines(1)))


def test_macros_are_refused_by_content() -> None:
    data = changed(with_list(lambda _: None), "xl/vbaProject.bin", lambda _: "x")
    assert "xl/vbaProject.bin" in Container.read(data, "x")
    with pytest.raises(TemplateError, match="不安全"):
        compile_template(data, "模板.xlsx", scope_of(lines(1)))


def test_tags_beside_the_cells() -> None:
    def build(sheet: Worksheet) -> None:
        sheet["A1"] = "{{ 数 }}"
        check = DataValidation(type="whole", prompt="填{{ 数 }}")
        check.add("B1")
        sheet.add_data_validation(check)

    found = refused(workbook(build), {"数": 1})
    assert [(f.place.sheet, "不会填写" in f.message) for f in found] == [("清单", True)]


def test_small_charts_of_rows_that_move() -> None:
    x14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    xm = "http://schemas.microsoft.com/office/excel/2006/main"

    def lines_(rows_: str) -> bytes:
        xml = (
            f'<extLst><ext uri="x"><x14:sparklineGroups xmlns:x14="{x14}" xmlns:xm="{xm}"><x14:sparklineGroup>'
            f"<x14:sparklines><x14:sparkline><xm:f>清单!{rows_}</xm:f><xm:sqref>B1</xm:sqref></x14:sparkline>"
            "</x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst></worksheet>"
        )
        data = workbook(rows(*HEAD, *LIST), rows(["x"]))
        return changed(data, "xl/worksheets/sheet2.xml", lambda x: x.replace("</worksheet>", xml))

    assert any("迷你图的数据" in f.message for f in refused(lines_("B8:B9"), lines(1)))
    assert fill(lines_("B1:B3"), lines(1)).sheet["A5"].value == "第1项"


def test_a_template_file_becomes_a_workbook() -> None:
    data = changed(
        with_list(lambda _: None), "[Content_Types].xml", lambda x: x.replace("sheet.main+xml", "template.main+xml")
    )
    assert "template.main" not in fill(data, lines(1)).part("[Content_Types].xml")


def test_no_macro_sheet() -> None:
    kind = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
    rels = f'<Relationship Id="rIdX" Type="{kind}" Target="macrosheets/sheet1.xml"/></Relationships>'
    data = with_list(lambda _: None)
    data = changed(data, "xl/_rels/workbook.xml.rels", lambda x: x.replace("</Relationships>", rels))
    with pytest.raises(TemplateError, match="不安全"):
        compile_template(data, "模板.xlsx", scope_of(lines(1)))
