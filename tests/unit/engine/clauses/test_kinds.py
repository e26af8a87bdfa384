"""The comparisons on the fictional standard: none of them knows the real one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.engine.book import make_book
from docgen.engine.clauses import UNUSED, Evidence, Judged, Rulebook, answered, judge
from docgen.engine.clauses.likeness import alike, pairs
from docgen.errors import StandardError
from docgen.model.entry import Record
from docgen.model.finding import Finding
from docgen.model.rules import STAGES, Clause
from docgen.model.standard import Standard
from tests.conftest import TOY_YEAR, entries
from tests.unit.engine.clauses.test_judge import clause

LAST = date(2030, 12, 31)


def judged(
    toy: Standard,
    rule: Clause,
    evidence: Evidence | None = None,
    day: date = LAST,
    **rows: Sequence[dict[str, Any]],
) -> Judged:
    standard = replace(toy, compliance=(rule,))
    registers = entries(standard, {**TOY_YEAR, **{k: list(v) for k, v in rows.items()}})
    return judge(Rulebook(standard), make_book(standard, registers, 2030), day, (3, 31), evidence)


def messages(found: Judged) -> list[str]:
    return [f.message for f in found.findings]


def kind(name: str, message: str, **params: Any) -> Clause:
    plain = {k: params.pop(k) for k in ("of", "of_where", "column", "source", "where", "date") if k in params}
    return clause(kind=name, holds="", message=message, params=params, **plain)


def loan(number: str, **values: Any) -> dict[str, Any]:
    return {**TOY_YEAR["借展"][0], "借号": number, **values}


def test_gaps_in_a_series(toy: Standard) -> None:
    rule = kind("series", "{sheet}缺 {missing}", columns=["借展.借号"])
    rows = [loan("J-01"), loan("J-04"), loan("J-05")]
    assert messages(judged(toy, rule, 借展=rows)) == ["借展缺 J-02–J-03"]


def test_texts_that_are_alike(toy: Standard) -> None:
    rule = kind("similar", "{a} 与 {b}", columns=["借展.备忘"], least=10, threshold=0.9)
    text = "轻拿轻放，当日归还，归还时检查零件是否齐全，缺件照价赔偿。"
    rows = [loan("J-1", 备忘=text), loan("J-2", 备忘=text.replace("当日", "次日")), loan("J-3", 备忘="别的事" * 9)]
    assert messages(judged(toy, rule, 借展=rows)) == ["J-1 与 J-2"]


def test_pairs_that_are_equally_rare_have_one_order() -> None:
    texts = ["".join(chr(0x4E00 + (7 * n + 3 * k) % 23) for k in range(12)) for n in range(23)]
    close = {b for b in range(23) for a in range(b) if len(pairs(texts[a]) & pairs(texts[b])) * 2 > 0.6 * 22}
    assert {later for later, _ in alike(texts, 0.6)} == close


@settings(deadline=None, max_examples=300)
@given(st.lists(st.text("甲乙丙丁", min_size=3, max_size=14), max_size=14))
def test_no_pair_that_is_alike_is_missed(texts: list[str]) -> None:
    def likeness(a: str, b: str) -> float:
        one, two = pairs(a), pairs(b)
        return 2 * len(one & two) / (len(one) + len(two))

    wanted = {
        b: min(a for a in range(b) if texts[a] == texts[b] or likeness(texts[a], texts[b]) > 0.6)
        for b in range(len(texts))
        if any(texts[a] == texts[b] or likeness(texts[a], texts[b]) > 0.6 for a in range(b))
    }
    assert set(dict(alike(texts, 0.6))) == set(wanted)


def test_an_event_without_hours_collides_with_a_whole_day(toy: Standard) -> None:
    events = [{"register": "借展", "date": "借出日", "persons": "同行人"}]
    rule = kind("overlap", "{name} {a} {b}", events=events, day=["08:00", "18:00"], spare=120)
    rows = [loan("J-1"), loan("J-2")]
    # Nothing is known of the hours: nothing is said.
    assert messages(judged(toy, rule, 借展=rows)) == []


@pytest.mark.parametrize(
    ("day", "said"),
    [
        # W-1 was lent on 5 March, W-2 is no building set, W-3 was never lent: its days run from New Year.
        (date(2030, 1, 31), []),
        (date(2030, 2, 1), ["W-1木桥 2030年1月1日 1", "W-3砖墙 2030年1月1日 1"]),
        # What has not happened by then is no excuse, what happened on the day is.
        (date(2030, 3, 4), ["W-1木桥 2030年1月1日 32", "W-3砖墙 2030年1月1日 32"]),
        (date(2030, 3, 5), ["W-3砖墙 2030年1月1日 33"]),
        (date(2030, 4, 4), ["W-3砖墙 2030年1月1日 63"]),
        (date(2030, 4, 5), ["W-1木桥 2030年3月5日 1", "W-3砖墙 2030年1月1日 64"]),
        # After the year nothing grows older, and what never came up is for the rule that wants one.
        (date(2030, 12, 31), ["W-1木桥 2030年3月5日 271"]),
        (date(2031, 3, 1), ["W-1木桥 2030年3月5日 271"]),
    ],
)
def test_what_is_due_again(toy: Standard, day: date, said: list[str]) -> None:
    rule = kind(
        "interval",
        "{key}{name} {last} {days}",
        of="玩具",
        column="类",
        source="借展",
        link="玩具",
        date="借出日",
        since="买入日",
        named="名称（全称）",
        days={"积木": 30},
    )
    assert messages(judged(toy, rule, day=day)) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2030, 5, 31), []),
        (date(2030, 6, 1), ["乙读者 2030年6月30日 29"]),
        (date(2030, 6, 30), ["乙读者 2030年6月30日 0"]),
        (date(2030, 7, 1), []),
    ],
)
def test_what_runs_out(toy: Standard, day: date, said: list[str]) -> None:
    rule = kind("expiring", "{name} {day} {days}", of="读者", column="离馆日", named="称呼", days=30)
    assert messages(judged(toy, rule, day=day)) == said
    chosen = kind("expiring", "m", of="读者", of_where="称呼 == '甲读者'", column="离馆日", named="称呼", days=30)
    assert messages(judged(toy, chosen, day=day)) == []


def test_documents_and_figures(toy: Standard) -> None:
    paper = {
        "资料": "toy-list",
        "对象": "",
        "名称": "清单",
        "位置": "清单.docx",
        "已生成": True,
        "已签": False,
        "含个人信息": False,
    }
    evidence = Evidence(
        frozenset(STAGES), {"文档": [Record(paper)]}, document=lambda path: [["1", "共 3 件"], ["2", "木桥"]]
    )
    count = [{"name": "件数", "value": "玩具|合计('件数')", "papers": {"toy-list": "共 ([0-9]+) 件"}}]
    assert messages(judged(toy, kind("figures", "{name} {a} {b}", figures=count), evidence)) == ["件数 6 3"]
    rows = kind("entries", "{a} {b}", papers={"toy-list": "玩具|条数"})
    assert messages(judged(toy, rows, evidence)) == ["2 3"]
    named = kind("mentions", "没有{名称（全称）}", paper="toy-list", of="玩具", column="名称（全称）")
    assert messages(judged(toy, named, evidence)) == ["没有渡船<大>", "没有砖墙"]


def test_what_a_later_step_makes_waits(toy: Standard) -> None:
    rule = clause(source="件", holds="数 > 0", stage="packaged")
    assert judged(toy, rule).waiting == (("packaged", ("T-1",)),)
    filled = clause(source="文档", holds="数 > 0", stage="filled")
    found = judged(toy, filled, Evidence(tables={"文档": []}))
    assert found.findings == ()
    assert [f.due for f in found.pending] == [LAST]


def test_a_kind_nobody_knows(toy: Standard) -> None:
    with pytest.raises(StandardError, match="没有规则种类“weave”"):
        judged(toy, kind("weave", "m"))


def test_a_parameter_that_is_missing(toy: Standard) -> None:
    with pytest.raises(StandardError, match="缺少参数 'least'"):
        judged(toy, kind("similar", "m", columns=["借展.备忘"]))


def test_the_calendar(toy: Standard) -> None:
    rule = clause(
        source="借展", date="借出日", per="quarter", holds="数 > 0", title="每季借展", when="Q+10", severity="错误"
    )
    (line,) = judged(toy, rule).calendar
    assert [c.value for c in line.cells] == ["有", "有", "缺", "尚缺"]


ANSWERS = {"register": "热门", "rule": "事", "of": "热号", "key": "热号", "reason": "事", "never": ["T-9"]}


def test_answers(toy: Standard) -> None:
    standard = replace(toy, settings={**toy.settings, "answers": {**ANSWERS, "of": "出处", "key": "出处"}})
    registers = entries(standard, {**TOY_YEAR, "热门": [{"热号": "1", "事": "T-1"}, {"热号": "2", "事": "T-9"}]})
    book = make_book(standard, registers, 2030)
    one, never = (Finding(code, severity=3, message="m") for code in ("T-1", "T-9"))  # type: ignore[arg-type]
    found, _ = answered(standard, book, [one, never], Judged((), ()), LAST)
    assert [(f.code, f.answer) for f in found] == [("T-1", "T-1"), ("T-9", ""), (UNUSED, "")]
