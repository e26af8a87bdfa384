"""The screen that says what to do next: it fits a small terminal whatever was found, and hides nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from docgen.cli.checked import LINES, WIDTH, agenda_json, agenda_lines
from docgen.engine.status import errands_of, tasks_of
from docgen.model.finding import Finding, Place, Severity
from docgen.model.status import Status
from docgen.tasks.check import CheckResult

DAY = date(2030, 5, 20)
Waiting = tuple[tuple[str, tuple[str, ...]], ...]
WAITING: Waiting = (("filled", ("T-8",)), ("packaged", ("T-9", "T-7")))


def result(found: Sequence[Finding] = (), pending: Sequence[Finding] = (), waiting: Waiting = ()) -> CheckResult:
    tasks = tasks_of(found, pending, DAY)
    texts = dict.fromkeys(("studio", "unit", "standard", "standard_title", "bars_title"), "")
    empty = dict.fromkeys(("clauses", "calendar", "bars", "categories"), ())
    status = Status(
        **texts,
        **empty,
        year=2030,
        as_of=DAY,
        findings=tuple(found),
        tasks=tasks,
        errands=errands_of(tasks),
        waiting=waiting,
    )
    return CheckResult(2030, DAY, tuple(found), {}, {}, status, tuple(pending), waiting, "数据/2030.xlsx")


def finding(code: str, message: str = "押金未填", **more: object) -> Finding:
    place = Place("数据/2030.xlsx", "借展", 5, "押金", "F5")
    values = {"severity": Severity.ERROR, "remedy": "补填押金。", "place": place, **more}
    return Finding(code=code, message=message, **values)  # type: ignore[arg-type]


def test_a_year_in_the_middle() -> None:
    found = [finding("A"), finding("A", place=Place("数据/2030.xlsx", "借展", 9)), finding("B", severity=Severity.INFO)]
    pending = [
        finding("C", "5 月：没有小结", due=date(2030, 5, 31), place=Place(sheet="小结"), remedy=""),
        finding("D", "缺年度总结", due=date(2031, 1, 31), place=Place()),
    ]
    assert agenda_lines(result(found, pending, WAITING)) == [
        "2030 年度（截至 2030-05-20）：错误 2 条，提示 1 条。",
        "[错误] 现在就要处理 2 项：",
        "  · 押金未填（同类共 2 项）",
        "    “借展”表 F5 → 补填押金",
        "[尚缺] 本月还缺 1 项：",
        "  · 5 月：没有小结",
        "    “小结”表，5 月 31 日前",
        "以后到期 1 项，最近的：",
        "  · 2031 年 1 月 31 日前：缺年度总结",
        "请核对 1 项：借展 1",
        "还没有判断的规则：1 条等 docgen fill 之后，2 条等 docgen package 之后",
        "下一步：打开 数据/2030.xlsx 改正、补登，保存并关闭，再运行 docgen check。",
        "逐条看：docgen check -v，或 --report 问题清单.xlsx（点单元格打开）",
    ]


@pytest.mark.parametrize(
    ("waiting", "last"),
    [
        (WAITING, "下一步：docgen fill 生成资料。"),
        # The year is not over: it is not packed yet.
        (WAITING[1:], "还没有判断的规则：2 条等 docgen package 之后"),
        ((), "[完成] 本月还缺：没有"),
    ],
)
def test_nothing_to_mend(waiting: Waiting, last: str) -> None:
    lines = agenda_lines(result(waiting=waiting))
    assert lines[1:3] == ["[完成] 现在就要处理：没有", "[完成] 本月还缺：没有"]
    assert lines[-1] == last


FINDINGS = st.lists(
    st.builds(
        finding,
        st.sampled_from([f"T-{n}" for n in range(12)]),
        st.text("长短文字 abc“”0", min_size=1, max_size=90),
        severity=st.sampled_from(Severity),
        place=st.builds(Place, st.just("数据/2030.xlsx"), st.sampled_from(["借展", "读者", "玩具", ""]), st.just(7)),
        remedy=st.text("补填", max_size=60),
    ),
    max_size=25,
)
COUNT = re.compile(r"^(?:\[..\] )?(?:现在就要处理|本月还缺|以后到期|请核对) (\d+) 项", re.MULTILINE)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FINDINGS, FINDINGS, st.dates(DAY, date(2031, 6, 30)), st.sampled_from([(), WAITING]))
def test_it_always_fits(found: list[Finding], later: list[Finding], due: date, waiting: Waiting) -> None:
    pending = [finding(f.code, f.message, severity=f.severity, due=due) for f in later]
    whole = result(found, pending, waiting)
    lines = agenda_lines(whole)
    assert len(lines) <= LINES
    assert max(map(cell_len, lines)) <= WIDTH
    assert sum(map(int, COUNT.findall("\n".join(lines)))) == len(found) + len(pending)
    told = agenda_json(whole.status.errands)
    assert sum(e["count"] for errands in told.values() for e in errands) == len(found) + len(pending)
