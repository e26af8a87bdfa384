"""The good year gives what it should; one change brings its rule, at its cell, and nothing but what is listed.

``python -m tests.unit.engine.clauses.test_samples`` writes the table of rules and samples.
"""

from __future__ import annotations

import calendar
import csv
from collections.abc import Mapping
from datetime import date

import pytest

from docgen.load.standard import load_standard
from docgen.model.finding import Finding, Severity
from docgen.model.standard import Standard
from docgen.resources import sample_folder, schema_folder
from tests.conftest import ROOT
from tests.unit.engine.clauses.sample import SampleYear, Spoil
from tests.unit.engine.clauses.spoiled import SAMPLES, Sample

TABLE = ROOT / "tests" / "data" / "bad" / "rules.md"
EXPECTED = ROOT / "tests" / "data" / "expected-findings.csv"
Told = tuple[str, str, str, str]
#: File name → the register in it.
REGISTERS = {path.name: path.stem.split("-", 1)[1] for path in sorted((sample_folder() / "数据").glob("*.csv"))}


@pytest.fixture(scope="module")
def year(standard: Standard) -> SampleYear:
    return SampleYear(standard)


@pytest.fixture(scope="module")
def usual(year: SampleYear) -> Mapping[date, set[tuple[Told, str, str]]]:
    """What the good year gives on the days samples are judged."""
    return {day: {told(f) for f in year.found(Spoil(), day)} for day in {s.as_of for s in SAMPLES}}


def where(finding: Finding) -> Told:
    place = finding.place
    return finding.code, REGISTERS.get(place.file, place.sheet or place.file), finding.key, place.column


def told(finding: Finding) -> tuple[Told, str, str]:
    return where(finding), finding.message, finding.answer


def test_the_fictional_year_gives_exactly_what_it_should(year: SampleYear) -> None:
    with EXPECTED.open(encoding="utf-8", newline="") as stream:
        rows = [r for r in csv.DictReader(stream) if r["stage"] == "data"]
    expected = {(r["rule"], r["register"], r["key"], r["severity"]) for r in rows}
    found = {(*where(f)[:3], "已说明" if f.answer else f.severity.label) for f in year.found(Spoil())}
    assert found == expected


@pytest.mark.parametrize("sample", SAMPLES, ids=[f"{s.rule}-{n}" for n, s in enumerate(SAMPLES)])
def test_a_spoiled_year(year: SampleYear, usual: Mapping[date, set[tuple[Told, str, str]]], sample: Sample) -> None:
    found = [f for f in year.found(sample.spoil, sample.as_of) if told(f) not in usual[sample.as_of]]
    here = [f for f in found if where(f) == (sample.rule, *sample.at)]
    assert here, found
    assert [f for f in found if f not in here and f.code not in sample.also] == []
    assert {f.code for f in found} == {sample.rule, *sample.also}
    finding = here[0]
    assert finding.codes == sample.codes
    assert bool(finding.answer) is sample.answered
    assert finding.message
    assert not any(word in finding.message + finding.remedy for word in ("{", "None", "（有误）"))
    rules = [*year.standard.compliance, *(r for r in year.standard.rules if r.id in finding.codes)]
    wanted = {r.severity for r in rules if r.id == sample.rule or r.id in finding.codes}
    assert finding.severity.label in wanted


def test_every_rule_has_a_sample(standard: Standard) -> None:
    assert {s.rule for s in SAMPLES} == {c.id for c in standard.compliance}


#: Month → what the good year gives at its end for the first time: it adds up, and nothing is an error.
NEW_IN = {
    1: {
        ("X-5", "RY-2015-06"),
        ("X-5", "RY-2019-07"),
        ("X-5", "RY-2020-08"),
        ("X-5", "RY-2021-09"),
        ("X-5", "RY-2023-10"),
    },
    6: {("R6.8.16-2", "XC-2024-04")},
    9: {("R5.3.3-3", "JL-2024-03")},
    10: {("R6.8.15.2-2", "C1-20241031-03")},
    12: {("R6.8.6-2", "JH-2024-13")},
}


@pytest.mark.parametrize("month", range(1, 13))
def test_the_end_of_every_month(year: SampleYear, month: int) -> None:
    found = year.found(Spoil(), date(2024, month, calendar.monthrange(2024, month)[1]))
    assert {(f.code, f.key) for f in found} == {new for m, each in NEW_IN.items() if m <= month for new in each}
    assert [f for f in found if f.severity is Severity.ERROR] == []


def table(standard: Standard) -> str:
    """Rule, clause, how the year is spoiled, what else is found."""
    lines = [
        "# 每条规则的坏样例",
        "",
        "由 `python -m tests.unit.engine.clauses.test_samples` 写出，测试保证它与样例一致。",
        "做法在 `tests/unit/engine/clauses/spoiled.py`，测试是 `test_samples.py::test_a_spoiled_year[编号]`。",
        "",
        "| 规则 | 条款 | 改动 | 同时出现 | 测试编号 |",
        "| --- | --- | --- | --- | --- |",
    ]
    clauses = {c.id: c.clause or "—" for c in standard.compliance}
    for number, sample in enumerate(SAMPLES):
        also = "、".join(c for c in (*sample.codes, *sample.also) if c != sample.rule)
        lines.append(
            f"| {sample.rule} | {clauses[sample.rule]} | {changed(sample)} | {also} | {sample.rule}-{number} |"
        )
    return "\n".join([*lines, ""])


def changed(sample: Sample) -> str:
    """What was changed, in a few words."""
    spoil = sample.spoil
    words = []
    for change in spoil.changes:
        columns = "、".join(change.values)
        what = (
            f"{change.key or '全表'} 的{columns}"
            if columns
            else f"{change.key} 另加一行"
            if change.copy
            else "去掉几行"
        )
        words.append(f"{change.register}：{what}")
    words += [f"文档 {path.strip('/')} 的内容" for path in spoil.texts]
    words += [f"归档结果“{name}”" for name in spoil.tables]
    words += [f"附件 {path}" for path in (*spoil.files, *spoil.loose)]
    words += ["两张照片内容相同"] * len(spoil.twins)
    return "；".join(dict.fromkeys(words)) or "少一份文档或签字扫描件"


def test_the_table_is_that_of_the_samples(standard: Standard) -> None:
    assert TABLE.read_text(encoding="utf-8") == table(standard)


if __name__ == "__main__":
    TABLE.write_text(table(load_standard(schema_folder())), encoding="utf-8")
