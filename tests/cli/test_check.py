"""``docgen check`` on the filled fictional year: what is found, and its reports."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

from tests.cli.conftest import Run
from tests.conftest import ROOT

#: The year is shared with other tests: its workbook stays as it is.
DAY = ("--no-home", "--as-of", "2024-12-31")
MAY = ("--no-home", "--as-of", "2024-05-20")


def test_the_filled_year_gives_exactly_what_it_should(run: Run, filled: Path, tmp_path: Path) -> None:
    reports = [tmp_path / f"自查{ending}" for ending in (".docx", ".html", ".xlsx")]
    wanted = [option for path in reports for option in ("--report", str(path))]
    ran = run("check", "-w", filled, *DAY, "--json", *wanted)
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    with (ROOT / "tests" / "data" / "expected-findings.csv").open(encoding="utf-8", newline="") as stream:
        expected = sorted((r["rule"], r["register"], r["key"], r["severity"]) for r in csv.DictReader(stream))
    words = {"error": "错误", "warning": "警告", "info": "提示"}
    found = [
        (
            f["code"],
            f["sheet"] or Path(f["file"]).parent.name,
            f["key"],
            "已说明" if f["answer"] else words[f["severity"]],
        )
        for f in told["findings"]
    ]
    assert sorted(found) == expected
    assert [w["stage"] for w in told["waiting"]] == ["packaged"]
    counts = Counter(rule for rule, _, _, severity in expected if severity != "已说明")
    assert {e["code"]: e["count"] for e in told["todo"]["look"]} == counts
    assert [told["todo"][urgency] for urgency in ("now", "month")] == [[], []]
    assert [(e["code"], e["count"], e["due"]) for e in told["todo"]["later"]] == [("R6.7-7", 5, "2025-06-30")]
    assert all(path.stat().st_size > 3000 for path in reports)
    assert "创新小组活动 4 次以上" in reports[1].read_text(encoding="utf-8")


def test_a_report_of_another_kind_is_refused(run: Run, filled: Path, tmp_path: Path) -> None:
    ran = run("check", "-w", filled, *DAY, "--report", tmp_path / "自查.pdf")
    assert ran.code == 2
    assert "没有这种报告" in ran.err


def test_what_is_due_this_month_comes_before_what_is_due_later(run: Run, filled: Path, tmp_path: Path) -> None:
    run("check", "-w", filled, *MAY, "--report", tmp_path / "情况.html")
    page = (tmp_path / "情况.html").read_text(encoding="utf-8")
    month, later = page.index("本月还缺（2）"), page.index("以后到期")
    assert month < page.index("5 月活动") < later


def test_the_last_screen_says_what_to_do_next(run: Run, filled: Path) -> None:
    ran = run("check", "-w", filled, *MAY)
    _, _, screen = ran.out.rpartition("\n2024 年度（截至 2024-05-20）")
    lines = screen.splitlines()
    assert len(lines) <= 22
    assert lines[1:3] == ["[完成] 现在就要处理：没有", "[尚缺] 本月还缺 2 项："]
    assert "  · 5 月活动：" in screen
    assert "--report 问题清单.xlsx" in screen
    verbose = run("check", "-w", filled, *MAY, "-v")
    assert verbose.out.count("[尚缺] ") > ran.out.count("[尚缺] ")
