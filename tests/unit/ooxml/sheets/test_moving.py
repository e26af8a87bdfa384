"""Every construct that refers to rows, above, inside and below a list."""

from __future__ import annotations

import re
from typing import Any

import pytest
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from tests.unit.ooxml.sheets.sheetmaker import EMPTY, Build, Filled, changed, fill, lines, rows, workbook

SHEET = "xl/worksheets/sheet1.xml"
#: Row 1 above, 2 for, 3 data, 4 endfor, 5 below, 6 for, 7 data, 8 endfor, 9 below; filled with three rows each:
#: 1 above, 2–4 data, 5 below, 6–8 data, 9 below.
LINES: list[list[Any]] = [
    ["头", 1],
    ["{%tr for 行 in 列 %}"],
    ["{{ 行.名 }}", "{{ 行.额 }}"],
    ["{%tr endfor %}"],
    ["中", 2],
    ["{%tr for 行 in 列 %}"],
    ["{{ 行.名 }}", "{{ 行.额 }}"],
    ["{%tr endfor %}"],
    ["尾", 3],
]


def filled(change: Build, values: dict[str, Any] | None = None) -> Filled:
    def build(sheet: Worksheet) -> None:
        rows(*LINES)(sheet)
        change(sheet)

    return fill(workbook(build), values or lines(10, 20, 30), lines(1))


@pytest.mark.parametrize(
    ("formula", "moved", "empty"),
    [
        ("=B1", "=B1", "=B1"),
        ("=B5+B9", "=B5+B9", "=B2+B3"),
        ("=SUM(B3:B3)", "=SUM(B2:B4)", 0),
        ("=SUM(B3)", "=SUM(B2:B4)", 0),
        ("=SUM($B$3:$B$3)", "=SUM($B$2:$B$4)", 0),
        ("=SUM(B3:B3,B7:B7)", "=SUM(B2:B4,B6:B8)", 0),
        ("=SUM(B3:B3,B9)", "=SUM(B2:B4,B9)", "=SUM(B3)"),
        ("=SUM(B2:B4)", "=SUM(B2:B4)", 0),
        ("=SUM(B1:B9)", "=SUM(B1:B9)", "=SUM(B1:B3)"),
        ("=SUM(B1:B5)", "=SUM(B1:B5)", "=SUM(B1:B2)"),
        ("=SUM(B3:B3)-B9", "=SUM(B2:B4)-B9", "=0-B3"),
        ("=AVERAGE(B3:B3)", "=AVERAGE(B2:B4)", 0),
        ("=COUNTIF(A3:A3,A9)", "=COUNTIF(A2:A4,A9)", 0),
        ("=SUM(3:3)", "=SUM(2:4)", 0),
        ("=SUM(B:B)", "=SUM(B:B)", "=SUM(B:B)"),
        ('=IF(B9>1,"B3:B3",B12)', '=IF(B9>1,"B3:B3",B12)', '=IF(B3>1,"B3:B3",B6)'),
        ("=SUM('清单'!B3:B3)", "=SUM('清单'!B2:B4)", 0),
        ("=SUBTOTAL(109,B7:B7)", "=SUBTOTAL(109,B6:B8)", 0),
        ("=MAX(ROUND(B3:B3,2))", "=MAX(ROUND(B2:B4,2))", "=MAX(0)"),
    ],
)
def test_formulas_below(formula: str, moved: str, empty: Any) -> None:
    def build(sheet: Worksheet) -> None:
        sheet["D9"] = formula
        sheet["D1"] = formula

    found = filled(build)
    assert found.sheet["D9"].value == moved
    assert found.sheet["D1"].value == moved
    nothing = filled(build, EMPTY)
    assert nothing.sheet["D3"].value == empty
    assert nothing.sheet["D1"].value == empty


def test_formulas_in_the_repeated_row() -> None:
    def build(sheet: Worksheet) -> None:
        sheet["C3"] = "=B3/B$9+B$1-SUM(B7:B7)"
        sheet["C7"] = "=A7&B7"

    found = filled(build)
    assert [found.sheet[f"C{r}"].value for r in (2, 3, 4)] == [f"=B{r}/B$9+B$1-SUM(B6:B8)" for r in (2, 3, 4)]
    assert [found.sheet[f"C{r}"].value for r in (6, 7, 8)] == [f"=A{r}&B{r}" for r in (6, 7, 8)]


def test_cached_values() -> None:
    def build(sheet: Worksheet) -> None:
        sheet["C9"] = "=SUM(B3:B3)+B1*2-(B5-B9)/2"
        sheet["D9"] = "=SUBTOTAL(9,B1:B9)"
        sheet["E9"] = "=C9+D9"
        sheet["F9"] = "=ROUND(B3:B3,2)&A1"
        sheet["G9"] = "=F9+1"
        sheet["H9"] = "=H9+1"
        sheet["I9"] = "=A1+1"
        sheet["J9"] = "=B9/K9"

    found = filled(build)
    cached = found.cached.worksheets[0]
    assert [cached[f"{c}9"].value for c in "CDE"] == [62.5, 126, 188.5]
    assert [cached[f"{c}9"].value for c in "FGHIJ"] == [None] * 5


def test_formulas_of_another_sheet() -> None:
    def other(sheet: Worksheet) -> None:
        sheet["A1"] = "=SUM(清单!B3:B3)"
        sheet["A2"] = "=清单!B9"
        sheet["A3"] = "=SUM(A1:A2)"
        sheet["A4"] = "=SUM('清单'!$B$5:$B$9)"

    found = fill(workbook(rows(*LINES), other), lines(10, 20, 30))
    assert [c.value for c in found.book["汇总"]["A"]] == [
        "=SUM(清单!B2:B4)",
        "=清单!B9",
        "=SUM(A1:A2)",
        "=SUM('清单'!$B$5:$B$9)",
    ]
    assert [c.value for c in found.cached["汇总"]["A"]] == [60, 3, 63, 65]


def test_lists_in_several_sheets() -> None:
    found = fill(workbook(rows(*LINES), rows(["x"], *LINES[1:5])), lines(1, 2))
    assert found.book["清单"].max_row == 7
    assert [c.value for c in found.book["汇总"]["A"]] == ["x", "第1项", "第2项", "中"]


def test_merged_cells() -> None:
    def build(sheet: Worksheet) -> None:
        for ref in ("D1:E1", "D3:E3", "D5:E5", "G3:G5", "H2:H4", "D9:E10", "I1:I9"):
            sheet.merge_cells(ref)

    found = {str(r) for r in filled(build).sheet.merged_cells.ranges}
    assert found == {"D1:E1", "D2:E2", "D3:E3", "D4:E4", "D5:E5", "G2:G5", "H2:H4", "D9:E10", "I1:I9"}
    nothing = {str(r) for r in filled(build, EMPTY).sheet.merged_cells.ranges}
    assert nothing == {"D1:E1", "D2:E2", "D3:E4", "I1:I3"}


RED = PatternFill("solid", start_color="FFFF0000")


def test_conditional_formats() -> None:
    def build(sheet: Worksheet) -> None:
        sheet.conditional_formatting.add("B1", CellIsRule(operator="greaterThan", formula=["B9"], fill=RED))
        sheet.conditional_formatting.add("A3:B3", FormulaRule(formula=["$B3>$B$9"], fill=RED))
        sheet.conditional_formatting.add("A7 A9", FormulaRule(formula=["A7=A6"], fill=RED))
        sheet.conditional_formatting.add("B9", FormulaRule(formula=["B9>SUM(B3:B3)"], fill=RED))
        sheet.conditional_formatting.add("C1:C9", ColorScaleRule("num", 1, "FFFF0000", "formula", "$B$9", "FF00FF00"))

    found = filled(build)
    rules = {str(c.sqref): c.rules[0] for c in found.sheet.conditional_formatting}
    assert {s: r.formula for s, r in rules.items() if r.formula} == {
        "B1": ["B9"],
        "A2:B4": ["$B2>$B$9"],
        "A6:A8 A9": ["A6=A5"],
        "B9": ["B9>SUM(B2:B4)"],
    }
    assert "C1:C9" in rules
    nothing = filled(build, EMPTY)
    formulas = {str(c.sqref): c.rules[0].formula for c in nothing.sheet.conditional_formatting}
    assert formulas["B3"] == ["B3>0"] and formulas["B1"] == ["B3"]
    assert formulas["A3"] == ["A3=A2"]
    assert "A2:B2" not in formulas and len(formulas) == 4


def test_a_format_compared_with_the_row_above() -> None:
    def build(sheet: Worksheet) -> None:
        sheet.conditional_formatting.add("A3", FormulaRule(formula=["A3<>A2"], fill=RED))

    (rule,) = filled(build).sheet.conditional_formatting
    assert (str(rule.sqref), rule.rules[0].formula) == ("A2:A4", ["A2<>A1"])


def test_data_validations() -> None:
    def build(sheet: Worksheet) -> None:
        for ref, formula in (("B1", "$B$9"), ("B3", '"是,否"'), ("B9", "$A$3:$A$3"), ("B5 B7", "$B$5:$B$9")):
            check = DataValidation(type="list", formula1=formula)
            check.sqref = type(check.sqref)(ref)
            sheet.add_data_validation(check)

    found = {str(v.sqref): v.formula1 for v in filled(build).sheet.data_validations.dataValidation}
    assert found == {"B1": "$B$9", "B2:B4": '"是,否"', "B9": "$A$2:$A$4", "B5 B6:B8": "$B$5:$B$9"}
    nothing = filled(build, EMPTY)
    found = {str(v.sqref): v.formula1 for v in nothing.sheet.data_validations.dataValidation}
    assert found == {"B1": "$B$3", "B3": "0", "B2": "$B$2:$B$3"}
    assert '<dataValidations count="3"' in nothing.part(SHEET)


def test_hyperlinks() -> None:
    def build(sheet: Worksheet) -> None:
        sheet["A1"].hyperlink = "https://example.org/a"
        sheet["A3"].hyperlink = "https://example.org/b"
        for cell, target in (("A5", "'清单'!A9"), ("A7", "清单!B7"), ("A9", "清单!B3")):
            sheet[cell].hyperlink = Hyperlink(ref=cell, location=target)

    found = filled(build)
    links = {
        c.coordinate: c.hyperlink.location or c.hyperlink.target
        for row in found.sheet.iter_rows()
        for c in row
        if c.hyperlink
    }
    assert links == {
        "A1": "https://example.org/a",
        **{f"A{r}": "https://example.org/b" for r in (2, 3, 4)},
        "A5": "'清单'!A9",
        **{f"A{r}": f"清单!B{r}" for r in (6, 7, 8)},
        "A9": "清单!B2",
    }


@pytest.mark.parametrize(("ref", "moved", "empty"), [("A1:B3", "A1:B4", "A1:B1"), ("A5:B7", "A5:B8", "A2:B2")])
def test_filter(ref: str, moved: str, empty: str) -> None:
    def build(sheet: Worksheet) -> None:
        sheet.auto_filter.ref = ref
        sheet.auto_filter.add_sort_condition(ref)

    found = filled(build)
    assert found.sheet.auto_filter.ref == moved
    assert found.sheet.auto_filter.sortState is not None and found.sheet.auto_filter.sortState.ref == moved
    assert filled(build, EMPTY).sheet.auto_filter.ref == empty


def test_page_breaks() -> None:
    def build(sheet: Worksheet) -> None:
        for row in (1, 3, 5, 8, 9):
            sheet.row_breaks.append(Break(id=row))

    found = filled(build)
    assert [b.id for b in found.sheet.row_breaks.brk] == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert 'count="9" manualBreakCount="9"' in found.part(SHEET)
    assert [b.id for b in filled(build, EMPTY).sheet.row_breaks.brk] == [1, 2, 3]


def test_names_print_area_and_titles() -> None:
    def build(sheet: Worksheet) -> None:
        sheet.print_area = "A1:B9"
        sheet.print_title_rows = "1:1"
        assert sheet.parent is not None
        names = {"单格": "清单!$B$9", "列表": "清单!$B$3:$B$3", "数": "0.13", "两处": "清单!$A$5,清单!$A$7:$A$9"}
        for name, target in names.items():
            sheet.parent.defined_names[name] = DefinedName(name, attr_text=target)

    found = filled(build)
    assert found.sheet.print_area == "'清单'!$A$1:$B$9"
    assert found.sheet.print_title_rows == "$1:$1"
    names = {n: d.attr_text for n, d in found.book.defined_names.items()}
    assert names == {"单格": "清单!$B$9", "列表": "清单!$B$2:$B$4", "数": "0.13", "两处": "清单!$A$5,清单!$A$6:$A$9"}
    nothing = filled(build, EMPTY)
    assert nothing.sheet.print_area == "'清单'!$A$1:$B$3"
    assert nothing.book.defined_names["列表"].attr_text == "0"


def test_used_range_heights_and_frozen_pane() -> None:
    def build(sheet: Worksheet) -> None:
        for row, height in ((1, 30), (3, 21), (9, 40)):
            sheet.row_dimensions[row].height = height
        sheet.freeze_panes = "B2"

    found = filled(build)
    assert found.sheet.dimensions == "A1:B9"
    assert [found.sheet.row_dimensions[r].height for r in (1, 2, 3, 4, 5, 9)] == [30, 21, 21, 21, None, 40]
    assert found.sheet.freeze_panes == "B2"


def test_shared_formulas() -> None:
    def share(xml: str) -> str:
        for cell, inner in {
            "C3": '<f t="shared" ref="C3:C3" si="0">A3&amp;B$9</f>',
            "D5": '<f t="shared" ref="D5:D9" si="1">B5*2</f>',
            "D9": '<f t="shared" si="1"/>',
        }.items():
            xml = re.sub(f'<c r="{cell}"[^>]*><v>0</v></c>', f'<c r="{cell}">{inner}<v>0</v></c>', xml)
        return xml

    def build(sheet: Worksheet) -> None:
        rows(*LINES)(sheet)
        for cell in ("C3", "D5", "D9"):
            sheet[cell] = 0

    found = fill(changed(workbook(build), SHEET, share), lines(1, 2))
    assert [found.sheet[f"C{r}"].value for r in (2, 3)] == ["=A2&B$7", "=A3&B$7"]
    assert (found.sheet["D4"].value, found.sheet["D7"].value) == ("=B4*2", "=B7*2")


def test_array_formulas() -> None:
    def build(sheet: Worksheet) -> None:
        sheet["C3"] = ArrayFormula("C3", "=SUM(B3*B$9)")
        sheet["C9"] = ArrayFormula("C9", "=SUM(B3:B3*B7:B7)")

    found = filled(build)
    arrays = {c.value.ref: c.value.text for row in found.sheet["C1:C9"] for c in row if c.value is not None}
    assert arrays == {
        **{f"C{r}": f"=SUM(B{r}*B$9)" for r in (2, 3, 4)},
        "C9": "=SUM(B2:B4*B6:B8)",
    }


def test_extended_formats_and_validations() -> None:
    x14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    xm = "http://schemas.microsoft.com/office/excel/2006/main"
    extension = (
        f'<extLst><ext xmlns:x14="{x14}" uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}">'
        f'<x14:dataValidations xmlns:xm="{xm}" count="1"><x14:dataValidation type="list"><x14:formula1>'
        "<xm:f>清单!$A$5:$A$9</xm:f></x14:formula1><xm:sqref>B7</xm:sqref></x14:dataValidation></x14:dataValidations>"
        "</ext></extLst></worksheet>"
    )
    data = changed(workbook(rows(*LINES)), SHEET, lambda x: x.replace("</worksheet>", extension))
    part = fill(data, lines(1, 2, 3, 4)).part(SHEET)
    assert "<xm:sqref>B7:B10</xm:sqref>" in part
    assert "<xm:f>清单!$A$6:$A$11</xm:f>" in part


def test_calculation_on_opening_and_no_old_order() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    data = workbook(rows(*LINES, ["和", "=SUM(B3:B3)"]))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    data = changed(data, "xl/calcChain.xml", lambda _: f'<calcChain xmlns="{main}"><c r="B10" i="1"/></calcChain>')
    override = '<Override PartName="/xl/calcChain.xml" ContentType="application/x"/></Types>'
    data = changed(data, "[Content_Types].xml", lambda x: x.replace("</Types>", override))
    relation = f'<Relationship Id="rIdC" Type="{kind}" Target="calcChain.xml"/></Relationships>'
    data = changed(data, "xl/_rels/workbook.xml.rels", lambda x: x.replace("</Relationships>", relation))
    data = changed(
        data, "xl/workbook.xml", lambda x: x.replace(x[x.index("<calcPr") : x.index("/>", x.index("<calcPr")) + 2], "")
    )
    found = fill(data, lines(1))
    assert 'fullCalcOnLoad="1"' in found.part("xl/workbook.xml")
    for part in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        assert "calcChain" not in found.part(part)
    with pytest.raises(KeyError):
        found.part("xl/calcChain.xml")


def test_ranges_with_ignored_errors_and_permissions() -> None:
    ranges = "".join(f'<protectedRange name="{name}" sqref="{ref}"/>' for name, ref in (("甲", "B3"), ("乙", "B9")))
    xml = f"<protectedRanges>{ranges}</protectedRanges>"
    ignored = '<ignoredErrors><ignoredError sqref="A3:B3" numberStoredAsText="1"/></ignoredErrors>'

    def change(x: str) -> str:
        x = x.replace("</sheetData>", "</sheetData>" + xml)
        return x.replace("</worksheet>", ignored + "</worksheet>")

    data = changed(workbook(rows(*LINES)), SHEET, change)
    part = fill(data, lines(1, 2)).part(SHEET)
    assert 'name="甲" sqref="B2:B3"' in part and 'name="乙" sqref="B7"' in part
    assert '<ignoredError sqref="A2:B3"' in part
    nothing = fill(data, EMPTY, lines(1)).part(SHEET)
    assert "甲" not in nothing and 'name="乙" sqref="B3"' in nothing and "ignoredErrors" not in nothing
