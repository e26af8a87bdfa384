"""The year against the clauses: the fictional year gives exactly what it should; every rule can fail."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from docgen.engine.book import make_book
from docgen.engine.compliance import Judged, judge, merge
from docgen.engine.derived import complete_registers
from docgen.errors import StandardError
from docgen.load.registers import load_registers
from docgen.load.standard import load_standard
from docgen.model.entry import Entry, Registers
from docgen.model.finding import Finding, Place, Severity
from docgen.model.rules import Clause
from docgen.model.standard import Standard
from docgen.model.values import Bad, Money
from docgen.resources import sample_folder
from tests.conftest import ROOT, TOY_YEAR, entries

END = date(2024, 12, 31)
CLOSE = (6, 30)


@pytest.fixture(scope="module")
def year(standard: Standard) -> Registers:
    """The fictional year as typed."""
    paths = sorted((sample_folder() / "数据").glob("*.csv"))
    return load_registers(standard, paths, lambda path: path.name).registers


def judged(standard: Standard, registers: Registers, as_of: date = END) -> Judged:
    completed = complete_registers(standard, registers, 2024)
    return judge(standard, make_book(standard, completed.registers, 2024), as_of, CLOSE)


def changed(
    registers: Registers, register: str, keep: Callable[[Entry], bool] = lambda _: True, **values: Any
) -> Registers:
    """Rows that are not kept are dropped; the first of those left gets new values."""
    rows = [e for e in registers[register] if keep(e)]
    if values:
        rows[0] = replace(rows[0], values={**rows[0].values, **values})
    return Registers({**registers.rows, register: tuple(rows)})


def test_the_fictional_year_gives_exactly_what_it_should(standard: Standard, year: Registers) -> None:
    with (ROOT / "tests" / "data" / "expected-findings.csv").open(encoding="utf-8", newline="") as stream:
        expected = {(r["rule"], r["register"], r["key"], r["severity"]) for r in csv.DictReader(stream)}
    result = judged(standard, year)
    found = {(f.code, f.place.sheet or "", f.key, "已说明" if f.answer else f.severity.label) for f in result.findings}
    # Read from CSV files the place names no sheet: the file does.
    shown = {(code, key, word) for code, _, key, word in found}
    assert shown == {(rule, key, word) for rule, _, key, word in expected}
    assert result.pending == ()


#: Rule → how the year is spoiled: register, which rows stay, new values of the first row left.
SPOILED: list[tuple[str, str, Callable[[Entry], bool], dict[str, Any]]] = [
    ("R3.1-1", "工作室", lambda e: True, {"场所功能": ["教育"]}),
    ("R4.1-1", "成员", lambda e: e.key != "渠长河", {}),
    ("R4.5-1", "成员", lambda e: True, {"年度任务": "无"}),
    ("R5.3.1-1", "小组", lambda e: e.key != "项目策划组", {"对应岗位工种": None}),
    ("R5.3.1-2", "小组", lambda e: e.key != "项目策划组", {"组长资格": "无"}),
    ("R5.3.1-3", "荣誉", lambda e: e.values["荣誉类别"] != "劳动模范", {}),
    ("R6.2.1-1", "小组", lambda e: e.key in ("项目策划组", "节水灌溉组"), {}),
    ("R6.2.1-2", "成员", lambda e: e.values["所属小组"] != "测控数据组", {}),
    ("R6.2.2-1", "年度课题", lambda e: e.key == "KT-2024-01", {}),
    ("R5.4.2-1", "师徒", lambda e: False, {}),
    ("R5.3.2-1", "创新活动", lambda e: e.key != "HD-20240110-1", {}),
    ("R5.3.2-2", "创新活动", lambda e: e.values["活动小组"] != "测控数据组", {}),
    ("R5.3.2-3", "月度总结", lambda e: e.values["月份"].month != 7, {}),
    ("R5.3.2-4", "月度总结", lambda e: True, {"下月工作重点": "再议"}),
    ("R5.3.2-5", "月度总结", lambda e: True, {"活动次数": 9}),
    ("R5.3.3-1", "季度交流会", lambda e: e.key != "JL-2024-02", {}),
    ("R5.3.3-2", "季度交流会", lambda e: True, {"牵头小组": "节水灌溉组"}),
    ("R5.3.3-4", "季度交流会", lambda e: True, {"经验交流": "略"}),
    ("R6.8.7-1", "创新活动", lambda e: True, {"活动内容": "开会"}),
    ("R6.8.7-2", "创新活动", lambda e: True, {"影像编号": None}),
    ("R6.8.7-4", "创新活动", lambda e: e.values["活动小组"] == "测控数据组", {"参加人员": ["渠长河", "林润禾"]}),
    ("R6.3-1", "年度课题", lambda e: False, {}),
    ("R6.3-5", "计划任务", lambda e: True, {"完成值": None}),
    ("R6.3-6", "年度课题", lambda e: True, {"拟解决的问题": "有难题"}),
    ("R6.4.2-1", "经费来源", lambda e: True, {"经济责任人": "林润禾"}),
    ("R6.4.2-2", "经费来源", lambda e: True, {"批准金额": Money(1)}),
    ("R6.4.3-1", "经费支出", lambda e: True, {"金额": Money(999999)}),
    ("R6.4.3-2", "经费支出", lambda e: True, {"预算科目": "间接费用"}),
    ("R6.4.3-3", "经费预算", lambda e: True, {"调整后金额": Money(1), "调整批准文件": None}),
    ("R6.4.3-4", "经费来源", lambda e: True, {"到账金额": Money(1)}),
    ("R6.4.4-1", "经费支出", lambda e: True, {"审批日期": date(2024, 12, 30)}),
    ("R6.4.4-2", "经费支出", lambda e: True, {"单位申报单号": "KJBZ-2024-0045"}),
    ("R6.4.4-3", "经费支出", lambda e: True, {"经办人": "白浚川"}),
    ("R6.8.12-1", "经费来源", lambda e: True, {"证明文件": None}),
    ("R6.8.12-2", "经费支出", lambda e: True, {"票据文件": None}),
    ("R6.8.12-3", "经费支出", lambda e: True, {"票据文件": ["票据/照.jpg"]}),
    ("R6.5-3", "制度", lambda e: e.values["对应条款"] != "学习制度", {}),
    ("R6.5-14", "制度", lambda e: True, {"施行日期": date(2025, 3, 1)}),
    ("R6.5-16", "制度", lambda e: True, {"印发日期": date(2019, 3, 1)}),
    ("R6.6-2", "成果推广", lambda e: False, {}),
    ("R6.8.4-1", "图书", lambda e: False, {}),
    ("R6.8.5-2", "设备工具", lambda e: True, {"影像编号": None}),
    ("R6.8.5-3", "维修保养", lambda e: e.values["设备编号"] != "SB-007", {}),
    ("R6.8.5-4", "设备工具", lambda e: e.values["检定有效期"] is not None, {"检定有效期": date(2024, 6, 1)}),
    ("R6.8.6-3", "培训记录", lambda e: True, {"讲义文件": None}),
    ("R6.8.6-4", "培训记录", lambda e: True, {"影像编号": None}),
    ("R6.8.8-1", "成果", lambda e: True, {"成果图片": None}),
    ("R6.8.8-2", "成果", lambda e: e.values["成果形式"] == "新装置", {"检测检验报告": None}),
    ("R6.8.8-4", "成果", lambda e: True, {"效益计算说明": None}),
    ("R6.8.9-1", "荣誉", lambda e: True, {"图片": None}),
    ("R6.8.9-2", "知识产权", lambda e: True, {"证书图片": None}),
    ("R6.8.10-1", "专著论文", lambda e: True, {"目录页图片": None}),
    ("R6.8.11-4", "技术资料", lambda e: e.values["资料类别"] != "软件应用系统", {}),
    ("R6.8.14-3", "技能晋升", lambda e: True, {"证书扫描件": None}),
    ("R6.8.14-5", "师徒", lambda e: True, {"协议扫描件": None}),
    ("R6.8.15.1-3", "影像", lambda e: True, {"人物": "渠长河"}),
    ("R6.8.15.1-4", "影像", lambda e: True, {"地点": "河润"}),
    ("R6.8.15.3-1", "群众反响", lambda e: False, {}),
    ("R6.8.15.3-2", "接待参观", lambda e: False, {}),
    ("R6.8.16-1", "宣传报道", lambda e: False, {}),
    ("X-11", "经费支出", lambda e: e.values["关联课题"] is not None, {"来源编号": "JF-01"}),
    ("X-13", "维修保养", lambda e: True, {"设备编号": "SB-004", "日期": date(2024, 2, 20)}),
    ("X-14", "维修保养", lambda e: True, {"费用": Money(Decimal("123.45"))}),
]


@pytest.mark.parametrize(("rule", "register", "keep", "values"), SPOILED, ids=[s[0] for s in SPOILED])
def test_every_rule_can_fail(
    standard: Standard,
    year: Registers,
    rule: str,
    register: str,
    keep: Callable[[Entry], bool],
    values: dict[str, Any],
) -> None:
    before = [f for f in judged(standard, year).findings if f.code == rule]
    after = [f for f in judged(standard, changed(year, register, keep, **values)).findings if f.code == rule]
    assert len(after) > len(before)
    assert all("{" not in f.message and "None" not in f.message for f in after)


def test_the_spirit_is_spread_by_typed_and_by_derived_rows(standard: Standard, year: Registers) -> None:
    typed = changed(year, "领军活动", lambda e: e.values["类别"] != "弘扬劳模精神和工匠精神")
    assert "R6.1-3" not in {f.code for f in judged(standard, typed).findings}
    neither = changed(typed, "创新活动", lambda e: e.values["活动类型"] != "弘扬精神")
    assert "R6.1-3" in {f.code for f in judged(standard, neither).findings}


def test_before_a_period_is_over_nothing_is_wrong(standard: Standard, year: Registers) -> None:
    early = Registers({**year.rows, "创新活动": (), "月度总结": (), "季度交流会": ()})
    result = judged(standard, early, date(2024, 2, 3))
    due = {f.code for f in result.findings}
    wanted = {(f.code, f.message) for f in result.pending if f.code.startswith("R5.3")}
    assert "R5.3.2-1" in due
    assert "R5.3.2-3" not in due
    assert {m for c, m in wanted if c == "R5.3.2-3"} == {"1 月：缺月总结", "2 月：缺月总结"}
    assert not [m for c, m in wanted if "12 月" in m]


def clause(**values: Any) -> Clause:
    plain = dict.fromkeys(("clause", "of", "of_where", "column", "source", "where", "date", "per", "remedy"), "")
    return Clause(**{**plain, "id": "T-1", "severity": "警告", "when": "A", "same_as": (), "message": "m", **values})


def toy_judged(toy: Standard, rule: Clause, **rows: Sequence[dict[str, Any]]) -> list[Finding]:
    standard = replace(toy, compliance=(rule,))
    registers = entries(toy, {**TOY_YEAR, **{k: list(v) for k, v in rows.items()}})
    return list(judge(standard, make_book(standard, registers, 2030), date(2030, 12, 31), (3, 31)).findings)


def test_rows_are_gathered_for_every_row(toy: Standard) -> None:
    rule = clause(of="读者", source="借展", where="借阅人 == 此.称呼", holds="数 > 1", message="{称呼}借 {数} 次")
    found = toy_judged(toy, rule)
    assert [(f.message, f.key, f.place.row) for f in found] == [
        ("甲读者借 1 次", "甲读者", 3),
        ("乙读者借 1 次", "乙读者", 4),
    ]


def test_periods(toy: Standard) -> None:
    rule = clause(source="借展", date="借出日", per="quarter", holds="数 > 0", message="{期}")
    assert [f.message for f in toy_judged(toy, rule)] == ["3", "4"]


def test_a_cell_with_an_error_says_nothing(toy: Standard) -> None:
    bad = Bad((Finding("V", Severity.ERROR, "错"),))
    rule = clause(of="借展", holds="押金 > 10000")
    assert len(toy_judged(toy, rule)) == 2
    assert len(toy_judged(toy, rule, 借展=[{**TOY_YEAR["借展"][0], "押金": bad}])) == 0


def test_a_wrong_expression_names_its_rule(toy: Standard) -> None:
    with pytest.raises(StandardError) as error:
        toy_judged(toy, clause(of="借展", holds="押全 > 1"))
    assert "compliance.toml T-1" in str(error.value.place)


def test_one_finding_with_both_codes(toy: Standard) -> None:
    place = Place("f", "s", 3, "c", "C3")
    field = Finding("V31", Severity.ERROR, "未填", place=place)
    other = Finding("V31", Severity.ERROR, "未填", place=replace(place, row=4))
    of_clause = Finding("R1", Severity.ERROR, "缺", place=place)
    merged = merge([field, other], [of_clause], {"R1": ("V31",)})
    assert [(f.code, f.codes) for f in merged] == [("V31", ()), ("R1", ("V31",))]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('id = "A"\nseverity = "警告"\nwhen = "A"\nmessage = "m"', "缺少 holds"),
        ('id = "A"\nseverity = "大"\nwhen = "A"\nmessage = "m"\nholds = "1"', "不认识"),
        ('id = "A"\nseverity = "警告"\nwhen = "X"\nmessage = "m"\nholds = "1"', "不认识"),
        ('id = "A"\nseverity = "警告"\nwhen = "A"\nmessage = "m"\nholds = "1"\nof = "无"', "没有登记表"),
        ('id = "A"\nseverity = "警告"\nwhen = "A"\nmessage = "m"\nholds = "1"\nof = "借展"\ncolumn = "无"', "没有列"),
        ('id = "A"\nseverity = "警告"\nwhen = "A"\nmessage = "m"\nholds = "1"\nextra = 1', "不认识的键"),
    ],
)
def test_rules_that_make_no_sense_are_named(toy_folder: Path, text: str, message: str) -> None:
    (toy_folder / "compliance.toml").write_text(f"[[rule]]\n{text}\n", encoding="utf-8")
    with pytest.raises(StandardError, match=message):
        load_standard(toy_folder)
