"""Kinds of rule on the fictional standard: parameters come from the rule, wrong values are passed over."""

# ruff: noqa: DTZ001 - cameras know no time zone
from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from docgen.engine.checks import CheckFacts, check_fields, digits, kinds, poison, twin_findings
from docgen.engine.derived import complete_registers
from docgen.errors import StandardError
from docgen.model.attachment import FileFact
from docgen.model.entry import Registers
from docgen.model.finding import Finding, Place, Severity
from docgen.model.rules import Constraint, Rule
from docgen.model.standard import Field, FieldType, Standard
from docgen.model.values import Bad, FilePath, Month
from tests.conftest import TOY_YEAR, entries

WRONG = Bad((Finding("V00", Severity.ERROR, "错"),))
DAY = date(2030, 12, 31)


def rule(kind: str, /, **params: Any) -> Rule:
    return Rule("Q1", kind, "错误", "{value}|{expected}|{nearest}|{other}", "改。", params)


def check(toy: Standard, one: Rule | tuple[Rule, ...] = (), /, rows: Any = None, **facts: Any) -> list[Finding]:
    rules = one if isinstance(one, tuple) else (one,)
    registers = entries(toy, {**TOY_YEAR, **(rows or {})})
    return list(check_fields(replace(toy, rules=rules), registers, CheckFacts(DAY, 2030, **facts)))


def cells(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(f.place.cell, f.message) for f in findings]


def loan(**values: Any) -> dict[str, Any]:
    return {"借展": [{**TOY_YEAR["借展"][0], **values}]}


def test_a_standard_without_rules_finds_nothing(toy: Standard) -> None:
    assert check(toy) == []


def test_every_kind_of_the_real_standard_is_known_and_none_is_idle(standard: Standard) -> None:
    used = {r.kind for r in standard.rules if not r.kind.startswith("read:")} - {"twin"}
    assert used == set(kinds())


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (rule("sing"), "没有规则种类“sing”"),
        (rule("pattern", column="借展.借号"), "缺少参数 'pattern'"),
        (rule("pattern", column="外借.借号", pattern="x"), "没有登记表“外借”"),
        (rule("pattern", column="借展.号", pattern="x"), "“借展”没有列“号”"),
        (rule("pattern", column="借展.借号", pattern="x", when="押金额 > 1"), "没有字段“押金额”"),
        (rule("mapped-level", register="玩具", name="类", level="类", enum="花"), "没有枚举“花”"),
    ],
)
def test_a_rule_that_does_not_fit_names_its_place(toy: Standard, wrong: Rule, message: str) -> None:
    with pytest.raises(StandardError) as error:
        check(toy, wrong)
    assert message in error.value.message
    assert "Q1" in str(error.value.place)


def test_words_are_filled_in_and_long_values_cut(toy: Standard) -> None:
    words = replace(rule("pattern", column="借展.备忘", pattern="x"), message="{column} {key} {row}：{value}{什么}")
    (finding,) = check(toy, words, loan(备忘="长\n" * 80))
    assert finding.message.startswith("备忘 J-1 3：长 长")
    assert finding.message.endswith("…{什么}")
    assert (finding.clause, finding.key, finding.remedy) == ("a.2", "J-1", "改。")
    assert str(finding.place) == "数据.xlsx › 借展 › G3 › “备忘”"


def test_wrong_values_are_passed_over(toy: Standard) -> None:
    rules = (
        rule("pattern", column="借展.玩具", pattern="x"),
        rule("minimum", types=["金额"], least=10**6),
        rule("persons"),
        rule("reference"),
        rule("unique", keys=True),
        rule("required"),
        rule("date-range"),
        rule("file"),
    )
    bad = dict.fromkeys(("玩具", "借阅人", "同行人", "借出日", "押金"), WRONG)
    assert (
        check(
            toy,
            rules,
            {**loan(**bad), "玩具": [{"玩具号": "W-1", "名称（全称）": "桥", "类": "积木", "件数": 1, "图": WRONG}]},
        )
        == []
    )


def test_when_gates_a_rule_row_by_row(toy: Standard) -> None:
    gated = rule("pattern", column="借展.借号", pattern="x", when="押金 > 100 and 馆.年份 == 2030")
    assert [f.key for f in check(toy, gated)] == ["J-1"]
    assert check(toy, replace(gated, params={**gated.params, "when": "押金 > 1"}), loan(押金=WRONG)) == []


# ---------------------------------------------------------------------------------------- required, constraints


def test_conditions_follow_the_day_and_go_before_required(toy: Standard) -> None:
    register = toy.registers["玩具"]
    fields = {
        **register.fields,
        "图": replace(register.fields["图"], required_if="类 == '积木'"),
        "件数": replace(register.fields["件数"], required_if="截至 >= 年末"),
    }
    standard = replace(
        toy, registers={**toy.registers, "玩具": replace(register, fields=fields)}, rules=(rule("required"),)
    )
    rows = {
        "玩具": [
            {"玩具号": "W-1", "名称（全称）": "桥", "类": "积木"},
            {"玩具号": "W-2", "名称（全称）": "船", "类": "车船"},
        ],
        "借展": [],
    }
    registers = entries(standard, {**TOY_YEAR, **rows})

    def found(day: date) -> list[str]:
        return [f.place.cell for f in check_fields(standard, registers, CheckFacts(day, 2030))]

    assert found(date(2030, 6, 1)) == ["E3"]
    assert sorted(found(DAY)) == ["D3", "D4", "E3"]


def test_a_row_that_completes_another_needs_only_key_and_link(toy: Standard) -> None:
    rows = [{"热号": "R-1", "出处": "J-1"}, {"热号": "R-2"}, {"出处": "J-1"}]
    assert [f.place.cell for f in check(toy, rule("required"), {"热门": rows})] == ["B4", "A5"]


def test_constraints_name_their_cell_and_fill_their_words(toy: Standard) -> None:
    constraint = Constraint(
        "借展", "押金", "C1", "警告", "押金 <= 100", "押金 {押金} 元，{借阅人}，{年度} 年", "退回 {借号}。"
    )
    (finding,) = check(replace(toy, constraints=(constraint,)))
    assert (finding.code, finding.severity, finding.place.cell) == ("C1", Severity.WARNING, "F3")
    assert finding.message == "押金 120.50 元，甲读者，2030 年"
    assert finding.remedy == "退回 J-1。"
    assert check(replace(toy, constraints=(constraint,)), (), loan(押金=WRONG)) == []


@pytest.mark.parametrize("expression", ["押金 <", "押金额 > 1", "借出日 > 5", "押金 > 借阅人"])
def test_a_wrong_constraint_names_its_place(toy: Standard, expression: str) -> None:
    constraint = Constraint("借展", "押金", "C1", "警告", expression, "错", place="constraints.csv 第 2 行")
    with pytest.raises(StandardError) as error:
        check(replace(toy, constraints=(constraint,)))
    assert error.value.place


# -------------------------------------------------------------------------------------------------- values


def test_ranges_of_dates(toy: Standard) -> None:
    def found(day: Any, name: str, **facts: Any) -> list[str]:
        register = toy.registers["借展"]
        fields = {**register.fields, "借出日": replace(register.fields["借出日"], date_range=name)}
        standard = replace(toy, registers={**toy.registers, "借展": replace(register, fields=fields)})
        return [f.message.split("|")[1] for f in check(standard, rule("date-range"), loan(借出日=day), **facts)]

    year = "2030年1月1日至2030年12月31日"
    assert found(date(2030, 12, 31), "year") == []
    assert found(date(2029, 12, 31), "year") == [year]
    assert found(date(2031, 1, 1), "year") == [year]
    assert found(date(2031, 1, 31), "year+jan") == []
    assert found(date(2031, 2, 1), "year+jan") == ["2030年1月1日至2031年1月31日"]
    assert found(date(2031, 3, 31), "year+close") == []
    assert found(date(2031, 3, 31), "year+close", settings={"close": "02-28"}) == ["2030年1月1日至2031年2月28日"]
    assert found(date(1999, 1, 1), "≤year") == []
    assert found(date(2031, 1, 1), "≤year") == ["不晚于2030年12月31日"]
    assert found(date(2099, 1, 1), "any") == []
    assert found(Month(2030, 12), "year") == []
    assert found(Month(2031, 1), "year") == [year]
    with pytest.raises(StandardError, match="没有日期范围“soon”"):
        found(date(2030, 1, 1), "soon")


def test_the_future_begins_after_today_where_today_is_known(toy: Standard) -> None:
    late = replace(rule("date-range", messages={"future": "将来 {expected}"}))
    assert check(toy, late, loan(借出日=date(2030, 6, 2))) == []
    assert check(toy, late, loan(借出日=date(2030, 6, 2)), today=date(2030, 6, 2)) == []
    (finding,) = check(toy, late, loan(借出日=date(2030, 6, 2)), today=date(2030, 6, 1))
    assert finding.message == "将来 2030年6月1日"


def test_weekends_and_holidays(toy: Standard) -> None:
    standard = replace(toy, holidays={date(2030, 3, 5): "玩具节"})
    one = rule("weekday", columns=["借展.借出日", "读者.入馆日"])
    assert [m.split("|")[1] for _, m in cells(check(standard, one))] == ["玩具节"]
    assert check(standard, one, loan(借出日=date(2030, 3, 9)))[0].message.split("|")[1] == "星期六"


def test_serial_numbers_report_only_the_first_gap(toy: Standard) -> None:
    rows = {"玩具": [{"玩具号": f"W-{n}", "件数": n} for n in (1, 2, 4, 5)]}
    assert [f.place.cell for f in check(toy, rule("serial", column="玩具.件数"), rows)] == ["D5"]


# -------------------------------------------------------------------------------------------------- references, keys


def test_references_and_their_nearest(toy: Standard) -> None:
    words = replace(rule("reference"), message="{value} {expected} {nearest}")
    assert cells(check(toy, words, loan(玩具="W-9"))) == [("B3", "W-9 “玩具”表 W-1")]


def test_links_lead_to_a_source_of_the_register(toy: Standard) -> None:
    words = replace(rule("reference", messages={"source": "只能是 {expected}"}), message="没有 {value}")
    rows = [{"热号": "R-1", "事": "a", "出处": v} for v in ("J-1", "J-9", "W-1")]
    assert [f.message for f in check(toy, words, {"热门": rows})] == ["没有 J-9", "只能是 借展"]


def test_any_number_may_be_that_of_a_typed_row_of_a_derived_register(toy: Standard) -> None:
    register = toy.registers["借展"]
    column = Field("借展", "备忘", FieldType.REF, target=("", "任一编号"))
    standard = replace(
        toy, registers={**toy.registers, "借展": replace(register, fields={**register.fields, "备忘": column})}
    )
    rows = {**loan(备忘="R-1"), "热门": [{"热号": "R-1", "事": "a"}]}
    assert check(standard, rule("reference"), rows) == []
    assert len(check(standard, rule("reference"), loan(备忘="R-1"))) == 1


def test_persons_exist_and_are_there_on_the_day(toy: Standard) -> None:
    one = rule("persons", dates={"借展": "借出日"}, messages={"absent": "{value} {other} {expected}"})
    found = check(toy, one, loan(同行人=["甲读者", "乙读人"], 借阅人="乙读者", 借出日=date(2030, 7, 1)))
    assert cells(found) == [("C3", "乙读者 2030年7月1日 离馆日 2030年6月30日"), ("D3", "乙读人||乙读者|")]
    early = check(toy, one, loan(借阅人="乙读者", 借出日=date(2030, 1, 31)))
    assert early[0].message.endswith("入馆日 2030年2月1日")
    assert check(toy, one, loan(借阅人="乙读者", 借出日=date(2030, 6, 30))) == []


def test_keys_stand_once(toy: Standard) -> None:
    rows = {
        "玩具": [
            {"玩具号": n, "名称（全称）": "桥", "类": "积木", "件数": 1} for n in ("W-1", "W-2", "W-1", None, None)
        ]
    }
    assert cells(check(toy, rule("unique", keys=True, names_row=True), rows)) == [("A5", "W-1|||3")]
    assert check(toy, rule("unique", keys=True, **{"except": ["玩具"]}), rows) == []


# -------------------------------------------------------------------------------------------------- files


def toy_file(path: object) -> dict[str, Any]:
    return {"玩具": [{"玩具号": "W-1", "名称（全称）": "桥", "类": "积木", "件数": 1, "图": path}], "借展": []}


TROUBLES = [
    (FileFact("a.jpg", ("a.jpg",), 5), None),
    (FileFact("a.jpg"), "缺"),
    (None, "缺"),
    (FileFact("a.jpg", ("a.jpg",), 0), "空"),
    (FileFact("a.jpg", ("a.jpg",), 5, "damaged"), "坏"),
    (FileFact("a.jpg", problem="outside"), "外"),
    (FileFact("a.jpg", problem="case", found="A.jpg"), "大小写 A.jpg"),
]
MESSAGES = {
    "empty": "空",
    "damaged": "坏",
    "outside": "外",
    "case": "大小写 {other}",
    "ending": "类型 {expected}",
    "absent": "应有",
}


@pytest.mark.parametrize(("fact", "message"), TROUBLES, ids=[str(m) for _, m in TROUBLES][:2] + list("abcde"))
def test_files(toy: Standard, fact: FileFact | None, message: str | None) -> None:
    one = replace(rule("file", messages=MESSAGES), message="缺")
    known = {"a.jpg": fact} if fact else {}
    found = check(toy, one, toy_file(FilePath("a.jpg")), files=known)
    assert [f.message for f in found] == ([message] if message else [])


def test_files_are_taken_as_present_where_nobody_looked(toy: Standard) -> None:
    assert check(toy, rule("file"), toy_file(FilePath("a.jpg")), files=None) == []


def test_endings_and_reasons(toy: Standard) -> None:
    one = rule("file", messages=MESSAGES, only={"玩具.图": ["png"]})
    assert check(toy, one, toy_file(FilePath("a.jpg")))[0].message == "类型 png"
    assert check(toy, rule("file", messages=MESSAGES), toy_file(FilePath("a.docx")))[0].message == "类型 jpg、png、pdf"
    assert check(toy, rule("file", messages=MESSAGES), toy_file("无：没拍"))[0].message == "应有"
    assert check(toy, rule("file", may_be_absent=["玩具.图"]), toy_file("无：没拍")) == []


def test_patterns_stand_for_their_files(toy: Standard) -> None:
    files = {
        "*.jpg": FileFact("*.jpg", ("a.jpg", "b.jpg"), 5),
        "a.jpg": FileFact("a.jpg", ("a.jpg",), 5, width=8, height=6),
        "b.jpg": FileFact("b.jpg", ("b.jpg",), 5, width=80, height=60),
    }
    small = replace(rule("picture-size"), message="{value} {other}<{expected}")
    assert [f.message for f in check(toy, small, toy_file(FilePath("*.jpg")), files=files)] == ["a.jpg 8<10"]
    settings = {"picture_min_px": 100}
    found = check(toy, small, toy_file(FilePath("*.jpg")), files=files, settings=settings)
    assert [f.message for f in found] == ["a.jpg 8<100", "b.jpg 80<100"]
    assert check(toy, rule("file"), toy_file(FilePath("*.jpg")), files=files) == []


def test_the_date_of_a_camera(toy: Standard) -> None:
    register = toy.registers["借展"]
    fields = {**register.fields, "备忘": replace(register.fields["备忘"], type=FieldType.FILE)}
    standard = replace(toy, registers={**toy.registers, "借展": replace(register, fields=fields)})
    one = rule("picture-date", register="借展", file="备忘", date="借出日")
    taken = datetime(2030, 3, 6, 23, 59)
    files = {"a.jpg": FileFact("a.jpg", ("a.jpg",), 5, width=8, height=6, taken=taken)}
    assert cells(check(standard, one, loan(备忘=FilePath("a.jpg")), files=files)) == [
        ("E3", "2030年3月5日|2030年3月6日||")
    ]
    assert check(standard, one, loan(备忘=FilePath("a.jpg"), 借出日=date(2030, 3, 6)), files=files) == []


# -------------------------------------------------------------------------------------------------- written forms


def test_check_digits() -> None:
    assert digits.citizen_digit("11010519491231002") == "X"
    assert digits.isbn13_digit("978799990001") == "6"
    assert digits.isbn10_digit("030640615") == "2"
    assert digits.issn_digit("0378595") == "5"
    assert digits.patent_digit("202329999001") == "3"


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("玩发〔2030〕5号", ""),
        ("玩发[2030]5号", "玩发〔2030〕5号"),
        ("玩发（2030）第005号", "玩发〔2030〕5号"),
        ("玩发【2030年】5号", "玩发〔2030〕5号"),
        ("玩发〔２０３０〕５号", "玩发〔2030〕5号"),
        ("合同 2030-17", ""),
        ("证书（2030）", ""),
    ],
)
def test_numbers_of_documents(toy: Standard, typed: str, form: str) -> None:
    found = check(toy, replace(rule("document-number", column="借展.备忘"), message="{expected}"), loan(备忘=typed))
    assert [f.message for f in found] == ([form] if form else [])


def test_strict_columns_of_document_numbers(toy: Standard) -> None:
    one = rule("document-number", column="借展.备忘", strict=["借展.备忘"], messages={"form": "不像"})
    assert [f.message for f in check(toy, one, loan(备忘="便函"))] == ["不像"]


def test_the_name_of_the_studio(toy: Standard) -> None:
    one = replace(rule("spelling", name="馆.馆名", columns=["借展.备忘"]), message="{expected}")
    for right in ("小镇玩具馆", "小 镇玩具馆", "大城市图书馆"):
        assert check(toy, one, loan(备忘=right)) == []
    for wrong in ("小镇的玩具馆", "甲；小镇玩俱馆"):
        assert [f.message for f in check(toy, one, loan(备忘=wrong))] == ["小镇玩具馆"]


def test_full_width_telephone_numbers_are_proposed_in_plain_digits(toy: Standard) -> None:
    one = replace(rule("phone", column="借展.备忘", pattern="[0-9-]{8}"), message="错")
    assert check(toy, one, loan(备忘="１２３４－５６７"))[0].remedy == "是否为“1234-567”？改。"
    assert check(toy, one, loan(备忘="无"))[0].remedy == "改。"


# -------------------------------------------------------------------------------------------------- poison, twins


def test_poison_marks_exactly_the_cells_with_errors(toy: Standard, toy_year: Registers) -> None:
    first = toy_year["借展"][0]
    error = Finding("V1", Severity.ERROR, "错", place=first.place("押金"))
    warning = Finding("V2", Severity.WARNING, "警", place=first.place("备忘"))
    row = Finding("V3", Severity.ERROR, "行", place=first.place())
    elsewhere = Finding("V4", Severity.ERROR, "别处", place=Place("别的.xlsx", "借展", 3, "借号"))
    marked = poison(toy_year, (error, error, warning, row, elsewhere))
    bad = marked["借展"][0].values["押金"]
    assert isinstance(bad, Bad)
    assert bad.findings == (error, error)
    assert [c for c, v in marked["借展"][0].values.items() if isinstance(v, Bad)] == ["押金"]
    assert marked["借展"][1] is toy_year["借展"][1]
    again = poison(marked, (Finding("V5", Severity.ERROR, "又", place=first.place("押金")),))
    assert again["借展"][0].values["押金"] is bad
    assert poison(toy_year, (warning,)) is toy_year


def test_twins_are_remarked_on_in_the_words_of_the_rule(toy: Standard) -> None:
    rows = entries(toy, {**TOY_YEAR, "热门": [{"热号": "R-2", "事": "木桥被借走"}]})
    twins = complete_registers(toy, rows, 2030).twins
    assert twin_findings(toy, twins) == ()
    one = Rule("Q9", "twin", "提示", "{key} 与 {other} 似为同一件事", "填{column}。", {})
    (finding,) = twin_findings(replace(toy, rules=(one,)), twins)
    assert (finding.message, finding.remedy) == ("R-2 与 J-1 似为同一件事", "填出处。")
    assert (finding.place.sheet, finding.place.cell, finding.key) == ("热门", "D3", "R-2")
