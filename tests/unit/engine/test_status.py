"""What to do, by urgency; what is alike together."""

from __future__ import annotations

from datetime import date

from docgen.engine.status import errands_of, tasks_of
from docgen.model.finding import Finding, Place, Severity
from docgen.model.status import Urgency

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
