"""The year against the clauses: the fictional year gives exactly what it should; every rule can fail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from docgen.engine.book import make_book
from docgen.engine.clauses import Judged, Rulebook, judge, merge
from docgen.engine.derived import complete_registers
from docgen.errors import StandardError
from docgen.load.registers import load_registers
from docgen.load.standard import load_standard
from docgen.model.entry import Entry, Registers
from docgen.model.finding import Finding, Place, Severity
from docgen.model.rules import Clause
from docgen.model.standard import Standard
from docgen.model.values import Bad
from docgen.resources import sample_folder
from tests.conftest import TOY_YEAR, entries

END = date(2024, 12, 31)
CLOSE = (6, 30)


@pytest.fixture(scope="module")
def year(standard: Standard) -> Registers:
    """The fictional year as typed."""
    paths = sorted((sample_folder() / "数据").glob("*.csv"))
    return load_registers(standard, paths, lambda path: path.name).registers


def judged(standard: Standard, registers: Registers, as_of: date = END) -> Judged:
    completed = complete_registers(standard, registers, 2024)
    return judge(Rulebook(standard), make_book(standard, completed.registers, 2024), as_of, CLOSE)


def changed(
    registers: Registers, register: str, keep: Callable[[Entry], bool] = lambda _: True, **values: Any
) -> Registers:
    """Rows that are not kept are dropped; the first of those left gets new values."""
    rows = [e for e in registers[register] if keep(e)]
    if values:
        rows[0] = replace(rows[0], values={**rows[0].values, **values})
    return Registers({**registers.rows, register: tuple(rows)})


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
    return list(judge(Rulebook(standard), make_book(standard, registers, 2030), date(2030, 12, 31), (3, 31)).findings)


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
    standard = replace(toy, compliance=(clause(id="R1", holds="true", same_as=("V31",)),))
    book = make_book(standard, entries(standard, {}), 2030)
    place = Place("f", "s", 3, "c", "C3")
    field = Finding("V31", Severity.ERROR, "未填", place=place)
    other = Finding("V31", Severity.ERROR, "未填", place=replace(place, row=4))
    of_clause = Finding("R1", Severity.ERROR, "缺", place=place)
    merged = merge(standard, book, [field, other], [of_clause])
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
