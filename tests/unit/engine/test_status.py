"""The year at a glance: what to do, by urgency; what the clauses come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from docgen.engine.book import make_book
from docgen.engine.clauses import Judged
from docgen.engine.status import errands_of, status_of, tasks_of
from docgen.model.finding import Finding, Place, Severity
from docgen.model.standard import Standard
from docgen.model.status import ClauseStatus, Urgency, Verdict
from docgen.render.check_page import situation
from tests.conftest import TOY_YEAR, entries
from tests.unit.engine.clauses.test_judge import clause

DAY = date(2030, 5, 20)


def finding(code: str, sheet: str = "借展", severity: Severity = Severity.ERROR, **more: object) -> Finding:
    return Finding(code, severity, code, place=Place("数据.xlsx", sheet, 3), **more)  # type: ignore[arg-type]


def test_what_is_wrong_comes_before_what_is_due() -> None:
    found = [finding("hint", severity=Severity.WARNING), finding("wrong"), finding("said", answer="停办一期")]
    pending = [
        finding("later", due=date(2030, 6, 1)),
        finding("next year", due=date(2031, 5, 1)),
        finding("month", due=date(2030, 5, 31)),
        finding("said too", due=date(2030, 5, 31), answer="停办一期"),
        # A step that has not run leaves what it judges due on the day.
        finding("today", due=DAY),
    ]
    tasks = tasks_of(found, pending, DAY)
    assert [(t.urgency, t.finding.code) for t in tasks] == [
        (Urgency.NOW, "wrong"),
        (Urgency.MONTH, "today"),
        (Urgency.MONTH, "month"),
        (Urgency.LATER, "later"),
        (Urgency.LATER, "next year"),
        (Urgency.LOOK, "hint"),
    ]


def test_the_same_of_one_register_is_one_errand() -> None:
    found = [finding("a"), finding("b"), finding("a"), finding("a", "读者"), finding("a", severity=Severity.INFO)]
    errands = errands_of(tasks_of(found, [], DAY))
    told = [(e.urgency, e.findings[0].code, e.findings[0].place.sheet, len(e.findings)) for e in errands]
    assert told == [
        (Urgency.NOW, "a", "借展", 2),
        (Urgency.NOW, "b", "借展", 1),
        (Urgency.NOW, "a", "读者", 1),
        (Urgency.LOOK, "a", "借展", 1),
    ]


def test_documents_of_one_rule_belong_together_and_rows_of_two_files_do_not() -> None:
    places = [
        Place("成品/甲.docx"),
        Place("成品/乙.docx"),
        Place("数据/借展.csv", row=3),
        Place("数据/读者.csv", row=3),
    ]
    found = [Finding("T-1", Severity.ERROR, "m", place=place) for place in places]
    assert [len(e.findings) for e in errands_of(tasks_of(found, [], DAY))] == [2, 1, 1]


RULES = tuple(
    clause(id=f"T-{n}", clause="a.2", holds="true", **more)
    for n, more in enumerate(({}, {"source": "盒", "stage": "packaged"}, {"source": "文档", "stage": "filled"}), 1)
)
SAID_OF = {
    "wrong": (Finding("T-1", Severity.ERROR, "m", clause="a.2"), Verdict.WRONG),
    "doubt": (Finding("T-1", Severity.WARNING, "m", clause="a.2"), Verdict.DOUBT),
    # A cell that is wrong is no breach of the clause, but it does not leave it undisputed.
    "cell": (Finding("V-1", Severity.ERROR, "m", clause="a.2"), Verdict.DOUBT),
    "hint": (Finding("V-1", Severity.INFO, "m", clause="a.2"), Verdict.RIGHT),
    "answer": (Finding("T-1", Severity.ERROR, "m", clause="a.2", answer="停办"), Verdict.ANSWERED),
    "elsewhere": (Finding("T-1", Severity.ERROR, "m", clause="a.1"), Verdict.RIGHT),
}


@pytest.mark.parametrize(("found", "verdict"), SAID_OF.values(), ids=SAID_OF)
def test_what_a_clause_comes_to(toy: Standard, found: Finding, verdict: Verdict) -> None:
    told = clause_status(toy, [found], Judged((), ()))
    assert told.verdict is verdict
    assert told.waiting == ()


def test_a_clause_whose_rules_wait_is_open(toy: Standard) -> None:
    """What nobody could judge is not said to be right."""
    waiting = (("filled", ("T-3", "X")), ("packaged", ("T-2",)))
    told = clause_status(toy, [], Judged((), (), waiting))
    assert (told.verdict, told.waiting) == (Verdict.OPEN, (("filled", 1), ("packaged", 1)))
    assert situation(told) == [
        "尚缺：1 条规则要等生成文档（docgen fill）之后判断",
        "尚缺：1 条规则要等归档（docgen package）之后判断",
    ]
    wrong = clause_status(toy, [SAID_OF["wrong"][0]], Judged((), (), waiting))
    assert wrong.verdict is Verdict.WRONG


def clause_status(toy: Standard, found: list[Finding], judged: Judged) -> ClauseStatus:
    standard = replace(toy, compliance=RULES)
    status = status_of(standard, make_book(standard, entries(standard, TOY_YEAR), 2030), found, judged, DAY)
    return next(c for c in status.clauses if c.clause == "a.2")


def test_bars_are_named_by_expressions(toy: Standard) -> None:
    bars = {
        "title": "押金",
        "of": "借展",
        "group": "玩具 ~ ' ' ~ 玩具.类",
        "label": "借阅人",
        "part": "押金",
        "whole": "200",
    }
    standard = replace(toy, settings={**toy.settings, "status": {"bars": bars}})
    status = status_of(standard, make_book(standard, entries(standard, TOY_YEAR), 2030), [], Judged((), ()), DAY)
    told = [(bar.group, bar.label, bar.part, bar.whole) for bar in status.bars]
    assert told == [("W-1 积木", "甲读者", Decimal("120.5"), 200), ("W-2 车船", "乙读者", 5, 200)]
