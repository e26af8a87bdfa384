"""Data files without definitions, and the grids under them: what is read, what is refused, what is reported."""

# ruff: noqa: DTZ001 - cells know no time zone
from __future__ import annotations

import json
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from docgen.container import OLE_MAGIC
from docgen.errors import ExitCode, MissingFile, UnreadableFile
from docgen.load.grids import letters
from docgen.load.tables import PlainData, load_plain
from docgen.model.finding import Severity
from docgen.model.values import Bad
from tests.unit.load.books import workbook, zipped
from tests.unit.ooxml.sheets.sheetmaker import changed


def plain(data: PlainData) -> list[dict[str, Any]]:
    return [dict(record) for record in data.records]


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# -------------------------------------------------------------------------------------------------- workbooks


def test_a_sheet_gives_typed_records_that_know_their_cells(tmp_path: Path) -> None:
    rows = [
        ["姓名", "日期", "时间", "金额", "件数", "是否", "电话"],
        ["张三　", date(2024, 1, 5), time(9, 30), 1234.5, 3, True, "0478"],
        [None, None, None, None, None, None, None],
        ["李四", datetime(2024, 1, 5, 9, 30), timedelta(hours=25), 0.1 + 0.2, 5.0, False, "a\r\nb"],
    ]
    data = load_plain(workbook(tmp_path / "名单.xlsx", {"名单": rows, "空": []}), file="名单.xlsx")
    assert plain(data) == [
        {"姓名": "张三", "日期": date(2024, 1, 5), "时间": time(9, 30), "金额": Decimal("1234.5"), "件数": 3}
        | {"是否": True, "电话": "0478"},
        {"姓名": "李四", "日期": "2024年1月5日 09:30", "时间": "25:00", "金额": Decimal("0.3"), "件数": 5}
        | {"是否": False, "电话": "a\nb"},
    ]
    assert type(plain(data)[0]["件数"]) is int
    assert data.findings == ()
    entry = data.records[1].entry
    assert entry is not None
    assert str(entry.place("金额")) == "名单.xlsx › 名单 › D4 › “金额”"


def test_a_title_and_a_line_of_notes_above_the_head(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["B2"] = "工作室成员名单"
    sheet.merge_cells("B2:F2")
    sheet["B3"], sheet["E3"] = "单位：甲", "填表人：乙"
    for column, title in zip("BCDEF", ("姓名", "性别", "部门", "职务", "备注"), strict=True):
        sheet[f"{column}4"] = title
    for column, value in zip("BCDE", ("张三", "男", "科技科", "科员"), strict=True):
        sheet[f"{column}6"] = value
    book.save(path)
    data = load_plain(path)
    assert plain(data) == [{"姓名": "张三", "性别": "男", "部门": "科技科", "职务": "科员", "备注": None}]
    assert data.records[0].entry is not None
    assert data.records[0].entry.place("姓名").cell == "B6"


def test_a_sheet_is_found_by_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"一": [["甲", "乙"], [1, 2]], "二表": [["丙", "丁"], [3, 4]]})
    assert plain(load_plain(path)) == [{"甲": 1, "乙": 2}]
    assert plain(load_plain(path, "二 表")) == [{"丙": 3, "丁": 4}]
    with pytest.raises(MissingFile, match="没有工作表“三表”") as error:
        load_plain(path, "三表")
    assert "二表" in error.value.remedy


def test_the_example_row_is_never_read(tmp_path: Path) -> None:
    rows = [["姓名", "性别", "示例行"], ["示例人", "男", "示例"], ["张三", "男", None]]
    assert plain(load_plain(workbook(tmp_path / "a.xlsx", {"名单": rows}))) == [{"姓名": "张三", "性别": "男"}]


def test_errors_formulas_and_lost_digits_are_marked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["姓名", "号码", "金额", "合计"],
        ["张三", 150430199001011234, "#DIV/0!", "=A1&B1"],
        ["a\x0bb".replace("\x0b", ""), 1, 2, 3],
    ):
        sheet.append(row)
    sheet["C2"].data_type = "e"
    book.save(path)
    data = load_plain(path, file="a.xlsx")
    assert [(f.code, f.severity, f.place.cell) for f in data.findings] == [
        ("value.damaged", Severity.ERROR, "B2"),
        ("value.error-cell", Severity.ERROR, "C2"),
        ("value.no-result", Severity.ERROR, "D2"),
    ]
    assert all(isinstance(data.records[0][c], Bad) for c in ("号码", "金额", "合计"))
    assert "#DIV/0!" in data.findings[1].message
    assert "=A1&amp;B1" in data.findings[2].message or "=A1&B1" in data.findings[2].message


def with_sheet(path: Path, cells: str) -> Path:
    """A workbook whose first sheet holds this XML, as other programs write it."""
    source = workbook(path.with_name("source.xlsx"), {"表": [["甲", "乙", "丙"]]})
    with zipfile.ZipFile(source) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    head = "".join(
        f'<x:c r="{c}1" t="inlineStr"><x:is><x:t>{t}</x:t></x:is></x:c>' for c, t in zip("ABC", "甲乙丙", strict=True)
    )
    sheet = (
        f'<x:worksheet xmlns:x="{space}"><x:sheetData><x:row r="1">{head}</x:row>{cells}</x:sheetData></x:worksheet>'
    )
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    path.write_bytes(zipped(parts))
    return path


def test_formulas_with_a_result_are_values(tmp_path: Path) -> None:
    cells = (
        '<x:row r="2"><x:c r="A2"><x:f>1+1</x:f><x:v>2</x:v></x:c>'
        '<x:c r="B2" t="str"><x:f>IF(1,"","")</x:f><x:v></x:v></x:c>'
        '<x:c r="C2" s="0"><x:f t="shared" si="0"/><x:v>5</x:v></x:c></x:row>'
        '<x:row r="3"><x:c r="A3"><x:v>7</x:v></x:c><x:c r="B3"/><x:c r="C3"><x:f>A1*2</x:f></x:c></x:row>'
    )
    data = load_plain(with_sheet(tmp_path / "a.xlsx", cells))
    assert plain(data)[0] == {"甲": 2, "乙": None, "丙": 5}
    assert [(f.code, f.place.cell) for f in data.findings] == [("value.no-result", "C3")]


def test_a_row_of_nothing_but_a_broken_formula_is_a_row(tmp_path: Path) -> None:
    cells = '<x:row r="2"><x:c r="A2"><x:v>1</x:v></x:c></x:row><x:row r="4"><x:c r="B4"><x:f>A1*2</x:f></x:c></x:row>'
    data = load_plain(with_sheet(tmp_path / "a.xlsx", cells))
    assert len(data.records) == 2
    assert data.findings[0].place.cell == "B4"


def test_columns_without_title_and_titles_that_stand_twice_are_reported(tmp_path: Path) -> None:
    rows = [["姓名", "姓 名", "性别", None], ["张三", "李四", "男", "漏了"]]
    data = load_plain(workbook(tmp_path / "a.xlsx", {"名单": rows}))
    assert [(f.code, f.severity) for f in data.findings] == [
        ("input.register.duplicate-column", Severity.ERROR),
        ("input.register.untitled-column", Severity.WARNING),
    ]
    assert "A、B" in data.findings[0].message
    assert "D" in data.findings[1].message
    assert plain(data) == [{"姓名": "张三", "性别": "男"}]


def test_an_empty_sheet_has_no_records(tmp_path: Path) -> None:
    assert load_plain(workbook(tmp_path / "a.xlsx", {"空": []})).records == []


BROKEN_BOOKS = [
    (b"", "input.unreadable"),
    (b"PK\x03\x04 nonsense", "input.unreadable"),
    (OLE_MAGIC + b"\x00" * 600, "input.protected"),
    (zipped({"word/document.xml": b"<a/>"}), "input.unreadable"),
    (zipped({"xl/workbook.xml": b"<a", "xl/_rels/workbook.xml.rels": b"<a"}), "input.unreadable"),
    (zipped({"xl/workbook.xml": b"0" * 30_000_000}), "input.unsafe"),
]


@pytest.mark.parametrize(("content", "code"), BROKEN_BOOKS, ids=range(len(BROKEN_BOOKS)))
def test_files_that_are_no_workbook_are_refused(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as error:
        load_plain(written(tmp_path, "a.xlsx", content), file="数据/a.xlsx")
    assert (error.value.code, error.value.exit_code) == (code, ExitCode.INPUT)
    assert error.value.place == "数据/a.xlsx"
    assert error.value.remedy


def test_a_damaged_sheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        load_plain(with_sheet(tmp_path / "a.xlsx", '<x:row r="2"><x:c r="A2"><x:v>1</x:row>'))


@pytest.mark.parametrize("name", ["a.xls", "a.docx", "a", "a.txt"])
def test_other_files_are_refused_by_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableFile, match="不能读取"):
        load_plain(written(tmp_path, name, "x"))


def test_a_missing_file_and_the_case_of_endings(tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        load_plain(tmp_path / "没有.csv")
    assert plain(load_plain(written(tmp_path, "A.CSV", "甲,乙\n1,2\n"))) == [{"甲": "1", "乙": "2"}]


# -------------------------------------------------------------------------------------------------- CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_the_encodings_offices_write(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, "a.csv", "姓名,工种\r\n张三,灌溉试验工\r\n".encode(encoding))
    assert plain(load_plain(path)) == [{"姓名": "张三", "工种": "灌溉试验工"}]


def test_csv_cells_stay_as_typed(tmp_path: Path) -> None:
    text = '编号,金额,备注\n007,"1,234.50","第一行\n第二行"\n,,\n008,1985.10,\n'
    data = load_plain(written(tmp_path, "a.csv", text), file="a.csv")
    assert plain(data) == [
        {"编号": "007", "金额": "1,234.50", "备注": "第一行\n第二行"},
        {"编号": "008", "金额": "1985.10", "备注": None},
    ]
    assert data.records[1].entry is not None
    assert str(data.records[1].entry.place("金额")) == "a.csv › B4 › “金额”"


@pytest.mark.parametrize("mark", ["\t", ";"])
def test_other_separators(tmp_path: Path, mark: str) -> None:
    path = written(tmp_path, "a.csv", f"甲{mark}乙\n1{mark}2,5\n")
    assert plain(load_plain(path)) == [{"甲": "1", "乙": "2,5"}]


@pytest.mark.parametrize(
    "content",
    [b"\xff\x81\x00\x00", '甲,乙\n"开,2\n'.encode(), b"a,b\n\x00,1\n"],
    ids=["bytes", "open quote", "nul"],
)
def test_csv_that_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        load_plain(written(tmp_path, "a.csv", content))


def test_a_control_character_is_marked(tmp_path: Path) -> None:
    data = load_plain(written(tmp_path, "a.csv", "甲,乙\n选\x0b定,2\n"))
    assert data.findings[0].code == "value.control"
    assert "U+000B" in data.findings[0].message
    assert isinstance(data.records[0]["甲"], Bad)


# -------------------------------------------------------------------------------------------------- YAML and JSON

YAML = """
- 姓名: 张三
  电话: 0478123
  编号: "007"
  金额: 1234.50
  年月: 1985.10
  时间: 9:30
  日期: 2024-01-05
  同意: yes
  在职: true
  备注: ~
  简历:
    - {起: 2010, 单位: 甲站}
    - {起: 2015, 单位: 乙站}
- 姓名: 李四
"""


def test_yaml_keeps_what_yaml_1_1_would_turn(tmp_path: Path) -> None:
    data = load_plain(written(tmp_path, "a.yaml", YAML), file="a.yaml")
    assert plain(data) == [
        {
            "姓名": "张三",
            "电话": "0478123",
            "编号": "007",
            "金额": Decimal("1234.50"),
            "年月": Decimal("1985.10"),
            "时间": "9:30",
            "日期": date(2024, 1, 5),
            "同意": "yes",
            "在职": True,
            "备注": None,
            "简历": [{"起": 2010, "单位": "甲站"}, {"起": 2015, "单位": "乙站"}],
        },
        {"姓名": "李四"},
    ]
    assert data.records[1].entry is not None
    assert str(data.records[1].entry.place("姓名")) == "a.yaml › 第 2 行 › “姓名”"


def test_json_gives_one_record_an_object(tmp_path: Path) -> None:
    value = {
        "姓名": "张三",
        "金额": 1234.5,
        "号码": 150430199001011234,
        "同意": True,
        "成果": [{"名": "甲"}],
        "空": None,
    }
    path = written(tmp_path, "a.json", json.dumps(value, ensure_ascii=False))
    assert plain(load_plain(path)) == [value | {"金额": Decimal("1234.5")}]
    assert plain(load_plain(written(tmp_path, "b.json", '[{"甲": 1}, {"甲": 2}]'))) == [{"甲": 1}, {"甲": 2}]


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9)
)
REFUSED_TREES = [
    ("a.yaml", "甲: 1\n甲: 2\n", "第 2 行：“甲”出现了两次"),
    ("a.yaml", "甲: !!python/object/apply:os.system [echo]\n", "不支持标记"),
    ("a.yaml", "甲: !own 1\n", "不支持标记"),
    ("a.yaml", "基: &b {甲: 1}\n乙:\n  <<: *b\n", "键只能是文字"),
    ("a.yaml", "甲: &a [*a]\n", "指回自身"),
    ("a.yaml", "甲: " + "[" * 40 + "]" * 40, "嵌套超过"),
    ("a.yaml", BOMB, "太大"),
    ("a.yaml", "b: &b 1\nc: [" + "*b, " * 1001 + "]\n", "引用（\\*）超过"),
    ("a.yaml", "甲: [1\n", "YAML 格式不对：第"),
    ("a.yaml", "--- 1\n--- 2\n", "YAML 格式不对"),
    ("a.yaml", "- 1\n- 2\n", "第 1 项不是一条记录"),
    ("a.json", '{"甲": 1, "甲": 2}', "“甲”在同一个对象里出现了两次"),
    ("a.json", '{"甲": NaN}', "不支持 NaN"),
    ("a.json", '{"甲": -Infinity}', "不支持 -Infinity"),
    ("a.json", "[" * 5000 + "]" * 5000, "嵌套超过"),
    ("a.json", '{"甲": }', "JSON 格式不对：第 1 行"),
    ("a.json", '{"甲": ' + "9" * 5000 + "}", "太长的数字"),
    ("a.json", '["甲"]', "第 1 项不是一条记录"),
    ("a.json", b"\xff\xff", "编码"),
]


@pytest.mark.parametrize(("name", "text", "message"), REFUSED_TREES, ids=range(len(REFUSED_TREES)))
def test_trees_that_are_malformed_or_dangerous_are_refused(
    tmp_path: Path, name: str, text: str | bytes, message: str
) -> None:
    with pytest.raises(UnreadableFile, match=message) as error:
        load_plain(written(tmp_path, name, text))
    assert error.value.exit_code is ExitCode.INPUT
    assert error.value.place


def test_an_empty_tree_has_no_records(tmp_path: Path) -> None:
    assert load_plain(written(tmp_path, "a.yaml", "# nothing\n")).records == []
    assert load_plain(written(tmp_path, "a.json", "[]")).records == []


def test_control_characters_deep_in_a_tree_are_marked(tmp_path: Path) -> None:
    data = load_plain(written(tmp_path, "a.json", '{"甲": [{"乙": "a\\u0007b"}]}'))
    assert data.findings[0].code == "value.control"
    assert isinstance(data.records[0]["甲"][0]["乙"], Bad)


@pytest.mark.parametrize(
    ("number", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_letters_of_columns(number: int, name: str) -> None:
    assert letters(number) == name


def test_a_workbook_with_a_document_type_is_not_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["甲", "乙"])
    stream = BytesIO()
    book.save(stream)
    bomb = '<!DOCTYPE x [<!ENTITY a "b">]><workbook'
    (tmp_path / "a.xlsx").write_bytes(
        changed(stream.getvalue(), "xl/workbook.xml", lambda t: t.replace("<workbook", bomb))
    )
    with pytest.raises(UnreadableFile):
        load_plain(tmp_path / "a.xlsx")
