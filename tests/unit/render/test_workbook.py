"""The data workbook: everything typed survives, and the sheets are as the definitions say."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from docgen.errors import DefinitionError, InputError, StandardError
from docgen.load.standard import load_standard
from docgen.model.standard import LIST_TYPES, TEXT_CELL_TYPES, FieldType, Standard
from docgen.model.values import DottedDate, Money, Month, Ref
from docgen.render.book.cells import cell_value
from docgen.render.book.layout import Book, Layout
from docgen.render.book.workbook import FrontPage, data_workbook
from docgen.tasks.init import sample_rows
from tests.conftest import TOY_YEAR
from tests.unit.render.helpers import NS, opened, part, same, tables

Rows = dict[str, list[dict[str, str]]]
DERIVED_SEEN = FrontPage(date(2024, 11, 30), {"人才培养": 14}, ["月度总结：缺 11 月"])


@pytest.fixture(scope="module")
def rows(standard: Standard) -> Rows:
    return sample_rows(standard)


@pytest.fixture(scope="module")
def data(standard: Standard, rows: Rows) -> bytes:
    return data_workbook(standard, 2024, "不同的名称", rows, DERIVED_SEEN)


@pytest.fixture(scope="module")
def book(data: bytes) -> Workbook:
    return opened(data)


@pytest.fixture(scope="module")
def blank(standard: Standard) -> bytes:
    return data_workbook(standard, 2025, "", {}, None)


def columns(sheet: Any) -> list[str]:
    return [c.value for c in sheet[1] if c.value]


def test_sheets_stand_in_order_between_front_and_notes(standard: Standard, book: Workbook) -> None:
    order = [r.name for r in sorted(standard.registers.values(), key=lambda r: r.order)]
    assert book.sheetnames == ["首页", *order, "说明"]
    assert book.active is not None
    assert book.active.title == "首页"


def test_every_value_of_the_sample_year_survives(standard: Standard, rows: Rows, data: bytes) -> None:
    seen = 0
    read = tables(data)
    for name, given in rows.items():
        table = read[name]
        if standard.registers[name].single:
            got = [{str(line[0]): line[1] for line in table[1:]}]
        else:
            got = [dict(zip(map(str, table[0]), line, strict=True)) for line in table[2:]]
            assert table[1][table[0].index("示例行")] == "示例"
            assert all(not line["示例行"] for line in got)
        assert len(got) == len(given)
        for want, have in zip(given, got, strict=True):
            for column, text in want.items():
                assert same(text, have[column]), (name, column, text, have[column])
                seen += bool(text)
    assert seen > 7000


def test_cells_have_the_types_their_columns_ask_for(standard: Standard, rows: Rows, data: bytes) -> None:
    wanted = {
        FieldType.DATE: date,
        FieldType.DOTTED_DATE: date,
        FieldType.TIME: time,
        FieldType.INTEGER: float,
        FieldType.YEAR: float,
        FieldType.DECIMAL: float,
        FieldType.MONEY: float,
    }
    read = tables(data)
    for name, register in standard.registers.items():
        if register.single:
            continue
        for field in register.fields.values():
            place = read[name][0].index(field.name)
            for line in read[name][2:]:
                if line[place] != "":
                    assert isinstance(line[place], wanted.get(field.type, str)), (name, field.name, line[place])


def test_heads_are_the_titles_required_ones_first(standard: Standard, book: Workbook) -> None:
    for name, register in standard.registers.items():
        if register.single:
            continue
        fields = list(register.fields.values())
        order = [f.name for f in fields if f.required] + [f.name for f in fields if not f.required]
        assert columns(book[name]) == [*order, "示例行"]


def test_optional_columns_are_folded_and_the_marker_hidden(standard: Standard, data: bytes, book: Workbook) -> None:
    for number, (name, register) in enumerate(standard.registers.items(), 2):
        if register.single:
            continue
        sheet = book[name]
        layout = Layout.of(register)
        dimensions = sheet.column_dimensions
        for index, field in enumerate(layout.fields, 1):
            column = dimensions[get_column_letter(index)]
            assert (column.hidden, column.outlineLevel) == ((False, 0) if field.required else (True, 1)), field
        marker = dimensions[get_column_letter(layout.marker)]
        assert marker.hidden
        assert not marker.outlineLevel
        format_ = part(data, f"xl/worksheets/sheet{number}.xml").find("s:sheetFormatPr", NS)
        assert format_.get("outlineLevelCol") == ("1" if layout.folded else None)
        if layout.folded:
            assert dimensions[get_column_letter(layout.marker - 1)].collapsed


def test_whole_columns_carry_their_formats(standard: Standard, book: Workbook) -> None:
    for name, register in standard.registers.items():
        if register.single:
            continue
        layout = Layout.of(register)
        for index, field in enumerate(layout.fields, 1):
            column = book[name].column_dimensions[get_column_letter(index)]
            if field.type in TEXT_CELL_TYPES or field.type in (FieldType.TEXT, FieldType.REF):
                assert column.number_format == "@"
            elif field.type is FieldType.DATE:
                assert column.number_format == "yyyy-mm-dd"
            elif field.type is FieldType.MONEY:
                assert column.number_format == "#,##0.00"
            elif field.type is FieldType.LONG_TEXT:
                assert column.alignment.wrap_text
                assert column.alignment.vertical == "top"


def test_head_colours_tell_required_conditional_optional(standard: Standard) -> None:
    register = standard.registers["收文"]
    fields = dict(register.fields)
    fields["承办人"] = replace(fields["承办人"], required_if="份数 > 1")
    fields["盒号"] = replace(fields["盒号"], required_if="")
    changed = replace(standard, registers={**standard.registers, "收文": replace(register, fields=fields)})
    sheet = opened(data_workbook(changed, 2024, "", {}, None))["收文"]
    heads = {c.value: c for c in sheet[1]}
    colours = [heads[t].fill.fgColor.rgb for t in ("收文号", "承办人", "盒号")]
    assert len(set(colours)) == 3
    assert heads["收文号"].font.color.rgb == "00FFFFFF"
    assert heads["收文号"].font.bold
    assert heads["承办人"].comment.text.startswith("【符合条件时必填】")


def test_every_head_has_a_note_with_rule_format_example_and_clause(standard: Standard, book: Workbook) -> None:
    for name, register in standard.registers.items():
        heads = [line[0] for line in book[name].iter_rows(min_row=2)] if register.single else list(book[name][1])
        notes = {c.value: c.comment for c in heads if c.value in register.fields}
        assert set(notes) == set(register.fields)
        for field in register.fields.values():
            text = notes[field.name].text
            assert field.rule.rstrip("。") in text
            assert "\n格式：" in text
            assert "\n示例：" in text
            assert f"\n（{field.clause}" in text
            assert notes[field.name].author == "docgen"
    link = Layout.of(standard.registers["人才培养"]).index["关联记录"]
    assert "下拉列表" not in book["人才培养"].cell(1, link).comment.text
    note = book["创新活动"]["A1"].comment
    assert note.text.splitlines()[-1].startswith("（6.8.7：日常创新活动详细文字记录及相应的影像图片资料")
    assert max(len(line) for line in note.text.splitlines()) <= 140


def test_notes_have_boxes_as_large_as_their_texts(data: bytes) -> None:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        drawing = next(n for n in archive.namelist() if n.endswith("commentsDrawing1.vml"))
        text = archive.read(drawing).decode()
    heights = {int(piece.split("height:")[1].split("px")[0]) for piece in text.split("width:260px;")[1:] if piece}
    assert len(heights) > 3
    assert all(60 < h < 400 for h in heights)


def test_registers_have_tab_colours_frozen_heads_and_print_setup(standard: Standard, book: Workbook) -> None:
    for name, register in standard.registers.items():
        sheet = book[name]
        color = standard.settings["rhythms"][register.rhythm]["color"]
        assert (sheet.sheet_properties.tabColor.rgb[2:] if sheet.sheet_properties.tabColor else "") == color
        first = register.single or next(iter(Layout.of(register).fields)).name == register.key[0]
        assert sheet.freeze_panes == ("B2" if first else "A2")
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_options.gridLines
        assert "&P" in sheet.oddFooter.center.text
        assert not sheet.protection.sheet


def test_single_register_stands_upright(standard: Standard, data: bytes) -> None:
    table = tables(data)["工作室"]
    assert [str(v) for v in table[0][:2]] == ["项目", "内容"]
    assert {line[0] for line in table[1:]} == set(standard.registers["工作室"].fields)
    assert dict(line[:2] for line in table[1:])["工作室名称"] == "渠长河劳模创新工作室"


def test_a_blank_workbook_knows_year_and_name_only(standard: Standard) -> None:
    read = tables(data_workbook(standard, 2031, "无名工作室", {}, None))
    upright = {str(line[0]): line[1] for line in read["工作室"][1:]}
    filled = {k: v for k, v in upright.items() if v != ""}
    assert filled == {"工作室名称": "无名工作室", "归档年度": 2031}
    assert all(len(read[name]) == 2 for name in standard.registers if name != "工作室")


def test_front_page_shows_counts_dates_and_links(standard: Standard, data: bytes, rows: Rows) -> None:
    formulas, cached = opened(data)["首页"], opened(data, values=True)["首页"]
    assert cached["A1"].value == "渠长河劳模创新工作室　2024 年度数据工作簿"
    lines = {cached.cell(r, 1).value: r for r in range(5, 5 + len(standard.registers))}
    assert list(lines) == [r.name for r in sorted(standard.registers.values(), key=lambda r: r.order)]
    for name, register in standard.registers.items():
        line = lines[name]
        assert formulas.cell(line, 1).hyperlink.location == f"'{name}'!A1"
        assert cached.cell(line, 2).value == register.row_is
        assert cached.cell(line, 6).value == register.feeds
        assert str(formulas.cell(line, 4).value).startswith("=")
        if not register.single and not register.derived:
            assert cached.cell(line, 4).value == len(rows[name])
    assert cached.cell(lines["人才培养"], 4).value == "自动 14 ＋ 填写 5"
    assert cached.cell(lines["攻关项目"], 4).value == "自动 — ＋ 填写 1"
    newest = cached.cell(lines["创新活动"], 5)
    assert newest.value == datetime.fromisoformat(max(r["日期"] for r in rows["创新活动"]))
    side = [c.value for c in cached["H"] if c.value]
    assert side[2:] == ["本月还缺（2024-11-30 检查，下次检查时重写）", "· 月度总结：缺 11 月"]


def test_front_page_before_the_first_check(blank: bytes) -> None:
    sheet = opened(blank, values=True)["首页"]
    side = [c.value for c in sheet["H"] if c.value]
    assert side[-2:] == ["本月还缺", "运行 docgen check 后显示"]
    assert sheet["A1"].value == "（工作室名称待填）　2025 年度数据工作簿"
    assert sheet["D5"].value == 0


def test_a_long_list_of_open_points_is_cut_and_says_so(standard: Standard) -> None:
    status = FrontPage(date(2024, 1, 31), {}, [f"第 {n} 项" for n in range(40)])
    sheet = opened(data_workbook(standard, 2024, "", {}, status))["首页"]
    side = [c.value for c in sheet["H"] if c.value]
    assert side[-1] == "另有 15 项，见检查报告"
    assert side[-2] == "· 第 24 项"


def test_every_formula_has_a_value(data: bytes) -> None:
    cells = part(data, "xl/worksheets/sheet1.xml").findall(".//s:c[s:f]", NS)
    assert len(cells) > 60
    for cell in cells:
        value = cell.findtext("s:v", namespaces=NS)
        assert value
        assert (cell.get("t") == "str") == (not value.isdigit())


def test_validations_fit_the_format_and_never_overlap(standard: Standard, book: Workbook) -> None:
    for name in standard.registers:
        taken: list[Any] = []
        for validation in book[name].data_validations.dataValidation:
            assert len(validation.formula1 or "") <= 255
            assert len(validation.prompt or "") <= 255
            assert len(validation.error or "") <= 225
            assert max(len(validation.promptTitle or ""), len(validation.errorTitle or "")) <= 32
            for cells in validation.sqref.ranges:
                assert all(cells.isdisjoint(other) for other in taken)
                taken.append(cells)
        assert taken


def validation_at(sheet: Any, cell: str) -> Any:
    return next((v for v in sheet.data_validations.dataValidation if cell in v.sqref), None)


def test_drop_downs_by_type(standard: Standard, book: Workbook) -> None:
    counted = 0
    for name, register in standard.registers.items():
        layout = Layout.of(register)
        for field in register.fields.values():
            number = layout.index[field.name]
            cell = f"B{number + 1}" if register.single else f"{get_column_letter(number)}3"
            found = validation_at(book[name], cell)
            if field.type in (FieldType.ENUM, FieldType.YES_NO):
                assert (found.type, found.errorStyle or "stop", found.showErrorMessage) == ("list", "stop", True)
            elif field.type is FieldType.REF and field.target[0]:
                assert (found.type, found.errorStyle) == ("list", "warning")
                assert found.formula1.startswith(f"OFFSET('{field.target[0]}'!")
            elif field.type in LIST_TYPES and field.type is not FieldType.FILES:
                assert not found.showErrorMessage
                assert "；" in found.prompt
            elif (name, field.name) != ("成员", "职称") and field.type not in (FieldType.REF, FieldType.REFS):
                assert found is None
                continue
            counted += 1
    assert counted > 120
    free = validation_at(book["成员"], f"{get_column_letter(Layout.of(standard.registers['成员']).index['职称'])}3")
    assert (free.type, free.errorStyle) == ("list", "warning")


def test_typing_into_the_example_is_asked_about(book: Workbook) -> None:
    found = validation_at(book["创新活动"], "C2")
    assert found.errorStyle == "warning"
    assert found.prompt == "这一行是示例，不会被读取，请从下一行开始填写。"
    assert validation_at(book["创新活动"], "C1") is None


def test_value_lists_are_the_source_of_the_drop_downs(standard: Standard, book: Workbook) -> None:
    notes = book["说明"]
    lists = {}
    for column in notes.iter_cols(min_col=6):
        values = [c.value for c in column if c.value is not None]
        lists[values[0]] = values[1:]
    assert lists == {name: list(enum.values) for name, enum in standard.enums.items()}
    letter = get_column_letter(Layout.of(standard.registers["成员"]).index["民族"])
    formula = validation_at(book["成员"], f"{letter}3").formula1
    assert formula.startswith("'说明'!")
    first, last = (notes[c.replace("$", "")].value for c in formula.split("!")[1].split(":"))
    assert (first, last) == (standard.enums["民族"].values[0], standard.enums["民族"].values[-1])
    letter = get_column_letter(Layout.of(standard.registers["经费支出"]).index["预算科目"])
    assert "COUNTA('说明'!" in validation_at(book["经费支出"], f"{letter}3").formula1


def test_same_input_same_bytes(standard: Standard, rows: Rows, data: bytes) -> None:
    assert data_workbook(standard, 2024, "不同的名称", rows, DERIVED_SEEN) == data
    core = part(data, "docProps/core.xml")
    assert [e.text for e in core if e.tag.endswith(("created", "modified"))] == ["2024-01-01T00:00:00Z"] * 2


def test_no_macros_no_protection_no_outside_links(data: bytes) -> None:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        relations = "".join(archive.read(n).decode() for n in names if n.endswith(".rels"))
        sheets = "".join(archive.read(n).decode() for n in names if n.startswith("xl/worksheets/sheet"))
    assert not [n for n in names if "vba" in n.lower() or "external" in n.lower()]
    assert 'TargetMode="External"' not in relations
    assert "sheetProtection" not in sheets


def test_rows_grow_and_text_numbers_are_not_marked(data: bytes) -> None:
    tree = part(data, "xl/worksheets/sheet2.xml")
    rows_ = tree.findall(".//s:row", NS)
    assert [r.get("r") for r in rows_ if r.get("customHeight")] == ["1"]
    assert max(float(r.get("ht")) for r in rows_) > 60
    order = [child.tag.split("}")[1] for child in tree]
    assert order.index("headerFooter") < order.index("ignoredErrors") < order.index("legacyDrawing")


def test_typed_values_become_the_same_cells(toy: Standard) -> None:
    read = tables(data_workbook(toy, 2030, "", TOY_YEAR, None))
    head, _, first, second = read["借展"]
    line = dict(zip(head, first, strict=True))
    assert line["借出日"] == date(2030, 3, 5)
    assert line["押金"] == 120.5
    assert line["同行人"] == "甲读者；乙读者"
    assert line["备忘"] == "轻拿轻放\n当日归还"
    assert dict(zip(head, second, strict=True))["同行人"] == ""


def test_values_that_could_be_taken_for_something_else(toy: Standard) -> None:
    rows = {"玩具": [{"玩具号": "=1+1", "名称（全称）": "#N/A", "类": "积木", "件数": "007", "图": Ref("3/7")}]}
    sheet = opened(data_workbook(toy, 2030, "", rows, None))["玩具"]
    line = {h.value: c for h, c in zip(sheet[1], sheet[3], strict=True)}
    assert not [c for c in line.values() if c.value is not None and c.data_type in "fen"]
    assert [line[k].value for k in ("玩具号", "名称（全称）", "件数", "图")] == ["=1+1", "#N/A", "007", "3/7"]


@pytest.mark.parametrize(
    ("kind", "given", "cell"),
    [
        (FieldType.DATE, "2024-02-30", "2024-02-30"),
        (FieldType.DATE, "去年", "去年"),
        (FieldType.DOTTED_DATE, DottedDate(2024, 1, 5), date(2024, 1, 5)),
        (FieldType.DOTTED_DATE, "2024.01.05", date(2024, 1, 5)),
        (FieldType.TIME, "24:00", "24:00"),
        (FieldType.TIME, "9:05", time(9, 5)),
        (FieldType.MONEY, "1,234.50", "1,234.50"),
        (FieldType.MONEY, Money("2.50"), Money("2.50")),
        (FieldType.DECIMAL, "1e5", "1e5"),
        (FieldType.DECIMAL, "0.30", Decimal("0.30")),
        (FieldType.INTEGER, "3.0", "3.0"),
        (FieldType.INTEGER, "12345678901234567890", "12345678901234567890"),
        (FieldType.MONTH, Month(1985, 10), "1985.10"),
        (FieldType.MONTH, "1985.10", "1985.10"),
        (FieldType.PHONE, "13900000000", "13900000000"),
        (FieldType.YES_NO, True, "是"),
        (FieldType.TEXT, 12, "12"),
        (FieldType.MULTI, [], None),
        (FieldType.TEXT, "", None),
    ],
)
def test_nothing_is_lost_or_changed_on_the_way_into_a_cell(kind: FieldType, given: Any, cell: Any) -> None:
    got = cell_value(kind, given)
    assert got == cell
    assert type(got) is type(cell)


def test_what_does_not_fit_is_refused(standard: Standard, toy: Standard) -> None:
    with pytest.raises(DefinitionError, match="没有登记表“没有的表”"):
        data_workbook(toy, 2030, "", {"没有的表": []}, None)
    with pytest.raises(DefinitionError, match="“玩具”没有列“颜色”"):
        data_workbook(toy, 2030, "", {"玩具": [{"颜色": "红"}]}, None)
    with pytest.raises(DefinitionError, match="只能有一行"):
        data_workbook(toy, 2030, "", {"馆": [{"馆名": "甲"}, {"馆名": "乙"}]}, None)
    with pytest.raises(InputError, match="控制字符") as error:
        data_workbook(toy, 2030, "", {"玩具": [{"玩具号": "W\x01"}]}, None)
    assert "玩具 › A3 › “玩具号”" in str(error.value.place)


def test_examples_of_the_standard_fit_its_columns(standard: Standard) -> None:
    examples = Book.of(standard, 2029).examples
    wanted = {(r.name, f.name) for r in standard.registers.values() for f in r.fields.values()}
    assert set(examples) == wanted
    for (register, column), text in examples.items():
        field = standard.registers[register].fields[column]
        assert text
        assert "{" not in text
        if field.enum:
            assert set(text.split("；")) <= set(standard.enums[field.enum].values), (register, column)
        if field.type is FieldType.DATE:
            assert date.fromisoformat(text)
        if field.type is FieldType.CITIZEN_ID:
            assert text.startswith("99")
        if field.type is FieldType.PHONE:
            assert text.startswith("0478-00000")
    assert examples["创新活动", "日期"].startswith("2029-")


@pytest.mark.parametrize(
    "table",
    [
        {"front": "说明", "notes": "说明", "example_column": "示例行", "example_mark": "示例"},
        {"front": "玩具", "notes": "说明", "example_column": "示例行", "example_mark": "示例"},
        {"front": "封面", "notes": "说明", "example_column": "", "example_mark": "示例"},
        {"front": "封面", "notes": "说明", "example_column": "示例行", "example_mark": "示例", "extensible": ["无"]},
    ],
)
def test_the_workbook_table_is_checked(toy: Standard, table: dict[str, Any]) -> None:
    with pytest.raises(StandardError):
        Book.of(replace(toy, settings={**toy.settings, "workbook": table}), 2030)


def test_a_proposal_is_offered_without_obligation(toy_folder: Path) -> None:
    text = "sheet,column,enum\n玩具,名称（全称）,玩具类\n"
    (toy_folder / "proposals.csv").write_text(text, encoding="utf-8")
    sheet = opened(data_workbook(load_standard(toy_folder), 2030, "", {}, None))["玩具"]
    found = validation_at(sheet, "B3")
    assert (found.type, found.errorStyle) == ("list", "warning")
