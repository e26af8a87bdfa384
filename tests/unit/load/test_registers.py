"""Registers from files: every value typed and placed; every problem of structure and value in one run."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from docgen.load.registers import Loaded, load_registers
from docgen.model.finding import Finding, Severity
from docgen.model.rules import Rule
from docgen.model.standard import Standard
from docgen.model.values import Bad, FilePath, Money
from tests.unit.load.books import TOY_SHEETS, csv_text, workbook

Sheets = dict[str, list[list[Any]]]


def load(toy: Standard, *paths: Path) -> Loaded:
    return load_registers(toy, list(paths), lambda p: p.name)


def toy_book(toy: Standard, folder: Path, **changes: list[list[Any]] | None) -> Loaded:
    sheets: Sheets = {k: v for k, v in {**TOY_SHEETS, **changes}.items() if v is not None}
    return load(toy, workbook(folder / "2030.xlsx", sheets))


def codes(loaded: Loaded) -> list[tuple[str, str, str]]:
    return [(f.code, f.severity.label, f.place.cell) for f in loaded.findings]


def only(loaded: Loaded) -> Finding:
    assert len(loaded.findings) == 1, loaded.findings
    return loaded.findings[0]


# -------------------------------------------------------------------------------------------------- what fits


def test_a_workbook_becomes_entries_with_places(toy: Standard, tmp_path: Path) -> None:
    loaded = toy_book(toy, tmp_path)
    assert loaded.findings == ()
    (loan,) = loaded.registers["借展"]
    assert loan.key == "J-1"
    assert loan.values == {
        "借号": "J-1",
        "玩具": "W-1",
        "借阅人": "甲读者",
        "同行人": ["甲读者", "乙读者"],
        "借出日": date(2030, 3, 5),
        "押金": Money("120.50"),
        "备忘": "轻拿轻放",
    }
    assert type(loan.values["押金"]) is Money
    assert str(loan.place("押金")) == "2030.xlsx › 借展 › F2 › “押金”"
    assert [e.key for e in loaded.registers["读者"]] == ["甲读者", "乙读者"]
    assert loaded.registers["热门"] == ()


def test_the_same_year_from_csv_yaml_and_json(toy: Standard, tmp_path: Path) -> None:
    plain = toy_book(toy, tmp_path)
    (tmp_path / "01-馆.csv").write_text(csv_text(TOY_SHEETS["馆"]), encoding="utf-8-sig")
    (tmp_path / "02_读者.CSV").write_bytes(csv_text(TOY_SHEETS["读者"]).encode("gb18030"))
    head, *rows = TOY_SHEETS["玩具"]
    records = [dict(zip(head, row, strict=True)) for row in rows]
    (tmp_path / "玩具.json").write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    text = "借展:\n- 借号: J-1\n  玩具: W-1\n  借阅人: 甲读者\n  同行人: [甲读者, 乙读者]\n  借出日: 2030-03-05\n"
    (tmp_path / "3.借展.yaml").write_text(text + "  押金: 120.50\n  备忘: 轻拿轻放\n", encoding="utf-8")
    paths = [tmp_path / n for n in ("01-馆.csv", "02_读者.CSV", "玩具.json", "3.借展.yaml")]
    loaded = load(toy, *paths)
    assert codes(loaded) == [("input.register.missing-sheet", "提示", "")]
    assert "热门" in only(loaded).message
    for name in ("馆", "读者", "玩具", "借展"):
        assert [e.values for e in loaded.registers[name]] == [e.values for e in plain.registers[name]]
    assert str(loaded.registers["借展"][0].place("押金")) == "3.借展.yaml › 第 1 行 › “押金”"
    assert str(loaded.registers["读者"][1].place("入馆日")) == "02_读者.CSV › B3 › “入馆日”"


def test_titles_above_helpers_beside_and_columns_in_any_order(toy: Standard, tmp_path: Path) -> None:
    path = tmp_path / "2030.xlsx"
    workbook(path, {**TOY_SHEETS, "玩具": []})
    book = openpyxl.load_workbook(path)
    sheet = book["玩具"]
    sheet["A1"] = "玩具登记"
    sheet.merge_cells("A1:F1")
    sheet.append(["序", "类\n", "*件 数", "名称(全称)", "玩具号", "我的备注"])
    sheet.append([1, "积 木", "３", "木桥", "W-1", "x"])
    sheet.append([None] * 6)
    sheet.append([None, "  ", None, None, None, "只有备注"])
    sheet.column_dimensions["F"].hidden = True
    book.save(path)
    loaded = load(toy, path)
    (bridge,) = loaded.registers["玩具"]
    assert bridge.values == {"玩具号": "W-1", "名称（全称）": "木桥", "类": "积木", "件数": 3, "图": None}
    assert bridge.place("件数").cell == "C3"
    assert codes(loaded) == [("input.register.unknown-column", "提示", c) for c in ("A2", "F2")]


def test_example_rows_are_never_read(toy: Standard, tmp_path: Path) -> None:
    rows = [
        [*TOY_SHEETS["玩具"][0], "示例行"],
        ["W-0", "例", "布偶", 1, None, "示例"],
        ["W-1", "木桥", "积木", 3, None, None],
    ]
    loaded = toy_book(toy, tmp_path, 玩具=rows)
    assert loaded.findings == ()
    assert [e.key for e in loaded.registers["玩具"]] == ["W-1"]


def test_the_single_register_may_stand_upright(toy: Standard, tmp_path: Path) -> None:
    upright = [
        ["项目", "内容", "说明"],
        ["馆名", "小镇玩具馆", "全称"],
        ["年 份", "２０３０", None],
        ["馆长", "某", None],
    ]
    loaded = toy_book(toy, tmp_path, 馆=upright)
    (hall,) = loaded.registers["馆"]
    assert hall.values == {"馆名": "小镇玩具馆", "年份": 2030}
    assert str(hall.place("年份")) == "2030.xlsx › 馆 › B3 › “年份”"
    finding = only(loaded)
    assert (finding.code, finding.severity) == ("input.register.unknown-column", Severity.INFO)
    assert "馆长" in finding.message


def test_front_notes_and_ignored_sheets_are_not_registers(toy: Standard, tmp_path: Path) -> None:
    loaded = toy_book(toy, tmp_path, 封面=[["玩具馆"]], 说明=[["怎样填"]], 备忘=[["随手记"]])
    assert loaded.findings == ()


def test_lists_the_unit_may_lengthen_are_read_from_the_notes(toy: Standard, tmp_path: Path) -> None:
    book = {**toy.settings["workbook"], "extensible": ["玩具类"]}
    standard = replace(toy, settings={**toy.settings, "workbook": book})
    notes = [
        ["填写说明", "玩 具类"],
        ["…", "积木"],
        [None, "车船"],
        [None, "布偶"],
        [None, "拼图"],
        [None, None],
        [None, "不连着"],
    ]
    toys = [TOY_SHEETS["玩具"][0], ["W-1", "图", "拼图", 1, None], ["W-2", "图", "不连着", 1, None]]
    loaded = toy_book(standard, tmp_path, 说明=notes, 玩具=toys)
    assert [f.place.cell for f in loaded.findings] == ["C3"]
    assert loaded.registers["玩具"][0].values["类"] == "拼图"
    assert [f.place.cell for f in toy_book(toy, tmp_path, 说明=notes, 玩具=toys).findings] == ["C2", "C3"]


def test_a_reason_instead_of_a_file(toy: Standard, tmp_path: Path) -> None:
    toys = [TOY_SHEETS["玩具"][0], ["W-1", "甲", "积木", 1, "无：还没拍"], ["W-2", "乙", "积木", 1, "图\\乙.jpg"]]
    values = [e.values["图"] for e in toy_book(toy, tmp_path, 玩具=toys).registers["玩具"]]
    assert values == ["无：还没拍", "图/乙.jpg"]
    assert [type(v) for v in values] == [str, FilePath]


# -------------------------------------------------------------------------------------------------- what does not


def test_a_missing_column_names_the_column_and_the_clause(toy: Standard, tmp_path: Path) -> None:
    rows = [["玩具号", "名称（全称）", "类", "数量"], ["W-1", "木桥", "积木", 3]]
    loaded = toy_book(toy, tmp_path, 玩具=rows)
    assert codes(loaded) == [
        ("input.register.missing-column", "错误", ""),
        ("input.register.unknown-column", "警告", "D1"),
    ]
    missing = loaded.findings[0]
    assert missing.message == "工作表缺少“件数”列"
    assert str(missing.place) == "2030.xlsx › 玩具 › 第 1 行"
    assert missing.clause == "a.2"
    assert loaded.registers["玩具"][0].values["件数"] is None


def test_an_unknown_column_close_to_a_missing_one_is_a_warning(toy: Standard, tmp_path: Path) -> None:
    rows = [["玩具号", "名称（全称）", "类", "件数", "图片"], ["W-1", "木桥", "积木", 3, "a.jpg"]]
    finding = only(toy_book(toy, tmp_path, 玩具=rows))
    assert (finding.code, finding.severity) == ("input.register.unknown-column", Severity.WARNING)
    assert "是否为“图”？" in finding.remedy


def test_columns_equal_after_folding_are_an_error(toy: Standard, tmp_path: Path) -> None:
    rows = [["玩具号", "名称（全称）", "名称(全称)", "类", "件数"], ["W-1", "木桥", "石桥", "积木", 3]]
    finding = only(toy_book(toy, tmp_path, 玩具=rows))
    assert (finding.code, finding.severity) == ("input.register.duplicate-column", Severity.ERROR)
    assert "B、C" in finding.message


def test_a_column_that_lost_its_title_is_reported(toy: Standard, tmp_path: Path) -> None:
    rows = [["玩具号", "名称（全称）", "类", "件数", None], ["W-1", "木桥", "积木", 3, "a.jpg"]]
    finding = only(toy_book(toy, tmp_path, 玩具=rows))
    assert (finding.code, finding.severity) == ("input.register.untitled-column", Severity.WARNING)


def test_unknown_sheets_and_files_are_named_with_the_nearest(toy: Standard, tmp_path: Path) -> None:
    loaded = toy_book(toy, tmp_path, 玩具们=[["x"]], 空表=[])
    finding = only(loaded)
    assert (finding.code, finding.severity, finding.place.sheet) == (
        "input.register.unknown-sheet",
        Severity.WARNING,
        "玩具们",
    )
    assert "是否为“玩具”？" in finding.remedy
    (tmp_path / "读者名册.csv").write_text("称呼\n甲\n", encoding="utf-8")
    loaded = load(toy, tmp_path / "2030.xlsx", tmp_path / "读者名册.csv")
    assert [f.place.file for f in loaded.findings] == ["2030.xlsx", "读者名册.csv"]


def test_a_register_that_comes_twice_is_an_error(toy: Standard, tmp_path: Path) -> None:
    toy_book(toy, tmp_path)
    (tmp_path / "玩具.csv").write_text(csv_text(TOY_SHEETS["玩具"]), encoding="utf-8")
    loaded = load(toy, tmp_path / "2030.xlsx", tmp_path / "玩具.csv")
    finding = only(loaded)
    assert (finding.code, finding.severity) == ("input.register.duplicate-sheet", Severity.ERROR)
    assert "2030.xlsx › 玩具" in finding.message
    assert len(loaded.registers["玩具"]) == 2


def test_missing_registers_are_told_once_and_the_single_one_is_an_error(toy: Standard, tmp_path: Path) -> None:
    loaded = toy_book(toy, tmp_path, 馆=None, 借展=None, 热门=None)
    assert [(f.code, f.severity) for f in loaded.findings] == [
        ("input.register.missing-sheet", Severity.ERROR),
        ("input.register.missing-sheet", Severity.INFO),
    ]
    assert "借展、热门" in loaded.findings[1].message


def test_the_single_register_has_one_row(toy: Standard, tmp_path: Path) -> None:
    for rows in ([["馆名", "年份"]], [["馆名", "年份"], ["甲馆", 2030], ["乙馆", 2030]]):
        finding = only(toy_book(toy, tmp_path, 馆=rows))
        assert (finding.code, finding.severity) == ("input.register.single-row", Severity.ERROR)
        assert f"实有 {len(rows) - 1} 行" in finding.message


def test_a_sheet_without_any_known_title(toy: Standard, tmp_path: Path) -> None:
    finding = only(toy_book(toy, tmp_path, 玩具=[["甲", "乙"], [1, 2]]))
    assert (finding.code, finding.severity) == ("input.register.no-head", Severity.ERROR)
    assert "玩具号" in finding.remedy


def test_cells_merged_over_rows_are_reported(toy: Standard, tmp_path: Path) -> None:
    path = workbook(tmp_path / "2030.xlsx", TOY_SHEETS)
    book = openpyxl.load_workbook(path)
    book["玩具"].merge_cells("C2:C3")
    book.save(path)
    loaded = load(toy, path)
    finding = only(loaded)
    assert (finding.code, finding.severity, finding.place.cell) == (
        "input.register.merged-cells",
        Severity.WARNING,
        "C2",
    )
    assert loaded.registers["玩具"][1].values["类"] is None


BAD_VALUES = [
    ("借出日", "3月5日", "value.date"),
    ("借出日", 47547, "value.date"),
    ("押金", "一百", "value.money"),
    ("押金", 12.345, "value.money-places"),
    ("借号", date(2030, 1, 1), "value.text-date"),
    ("玩具", "a\u0007".replace("\u0007", "") + "123456789012345000", ""),
    ("备忘", date(2030, 1, 1), "value.text-date"),
]


@pytest.mark.parametrize(("column", "value", "code"), [b for b in BAD_VALUES if b[2]], ids=lambda v: str(v)[:12])
def test_a_value_that_can_not_be_read_is_marked(
    toy: Standard, tmp_path: Path, column: str, value: Any, code: str
) -> None:
    head, row = (list(r) for r in TOY_SHEETS["借展"])
    row[head.index(column)] = value
    loaded = toy_book(toy, tmp_path, 借展=[head, row])
    finding = only(loaded)
    assert (finding.code, finding.severity) == (code, Severity.ERROR)
    assert finding.place.cell == f"{'ABCDEFG'[head.index(column)]}2"
    bad = loaded.registers["借展"][0].values[column]
    assert isinstance(bad, Bad)
    assert bad.findings == (finding,)


def test_broken_cells_of_a_register(toy: Standard, tmp_path: Path) -> None:
    rows = [TOY_SHEETS["玩具"][0], ["W-1", "木桥", "积木", "=1+2", None], ["W-2", "#N/A", "车船", 1, None]]
    path = workbook(tmp_path / "2030.xlsx", {**TOY_SHEETS, "玩具": rows})
    loaded = load(toy, path)
    assert codes(loaded) == [("value.no-result", "错误", "D2"), ("value.error-cell", "错误", "B3")]


def test_a_bad_key_keeps_the_typed_text_as_key(toy: Standard, tmp_path: Path) -> None:
    rows = [TOY_SHEETS["玩具"][0], [date(2030, 1, 1), "木桥", "积木", 1, None]]
    loaded = toy_book(toy, tmp_path, 玩具=rows)
    assert loaded.registers["玩具"][0].key == "2030-01-01"


def test_nested_data_in_a_register_are_refused_at_their_place(toy: Standard, tmp_path: Path) -> None:
    toy_book(toy, tmp_path, 玩具=None)
    value = [{"玩具号": "W-1", "名称（全称）": {"长": "木桥"}, "类": "积木", "件数": 1, "玩 具号": "W-2"}]
    (tmp_path / "玩具.json").write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    loaded = load(toy, tmp_path / "2030.xlsx", tmp_path / "玩具.json")
    assert [f.code for f in loaded.findings] == ["input.register.duplicate-column", "value.nested"]
    assert str(loaded.findings[1].place) == "玩具.json › 第 1 行 › “名称（全称）”"
    assert loaded.registers["玩具"][0].key == "W-1"


# -------------------------------------------------------------------------------------------------- rules for reading


def with_rules(toy: Standard, *rules: Rule) -> Standard:
    return replace(toy, rules=rules)


def toys(*kinds: str) -> list[list[Any]]:
    return [TOY_SHEETS["玩具"][0], *([f"W-{n}", "甲", k, 1, None] for n, k in enumerate(kinds, 1))]


def test_a_rule_gives_code_words_and_weight(toy: Standard, tmp_path: Path) -> None:
    rule = Rule("Q1", "read:enum", "提示", "“{value}”不规范（{column}）", "写{nearest}。", {"enums": ["玩具类"]})
    loaded = toy_book(with_rules(toy, rule), tmp_path, 玩具=toys("娃娃"))
    finding = only(loaded)
    assert (finding.code, finding.severity) == ("Q1", Severity.INFO)
    assert (finding.message, finding.remedy) == ("“娃娃”不规范（类）", "写布偶。")
    assert loaded.registers["玩具"][0].values["类"] == "娃娃"


def test_the_first_rule_that_fits_speaks(toy: Standard, tmp_path: Path) -> None:
    rules = (
        Rule("Q1", "read:enum", "错误", "禁用", "", {"values": ["烟 火"]}),
        Rule("Q2", "read:enum", "错误", "别的表", "", {"enums": ["花"]}),
        Rule("Q3", "read:enum", "错误", "别的类型", "", {"types": ["多选"]}),
        Rule("Q4", "read:enum", "警告", "其余", "", {}),
    )
    loaded = toy_book(with_rules(toy, *rules), tmp_path, 玩具=toys("烟火", "风筝"))
    assert [f.code for f in loaded.findings] == ["Q1", "Q4"]
    assert isinstance(loaded.registers["玩具"][0].values["类"], Bad)
    assert loaded.registers["玩具"][1].values["类"] == "风筝"


def test_an_ending_that_may_be_left_out(toy: Standard, tmp_path: Path) -> None:
    rule = Rule("Q1", "read:enum", "错误", "错", "", {"enums": ["玩具类"], "suffix": "木"})
    loaded = toy_book(with_rules(toy, rule), tmp_path, 玩具=toys("积", "车"))
    assert [f.place.cell for f in loaded.findings] == ["C3"]
    assert loaded.registers["玩具"][0].values["类"] == "积木"
