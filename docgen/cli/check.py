"""``docgen check``."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from docgen.cli import options as opt
from docgen.cli.checked import check_json, show_check
from docgen.errors import UsageError
from docgen.tasks.check import check as check_task

HELP = """\
检查数据：每张登记表的每一列，一次列出全部问题。

例：docgen check --as-of 2024-12-31

例：docgen check --report 自查报告.docx --report 情况.html
"""


@opt.command("workspace", "year", "standard")
def check(
    session: opt.Session,
    as_of: Annotated[str, typer.Option("--as-of", help="按哪一天判断（2024-12-31）；默认今天。")] = "",
    report: Annotated[
        list[Path] | None,
        typer.Option("--report", help="写报告：.docx 自查报告、.html 情况页、.xlsx 问题清单；可写多次。"),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="有警告也算不通过。")] = False,
    no_home: Annotated[bool, typer.Option("--no-home", help="不在工作簿首页写“本月还缺”。")] = False,
) -> None:
    """Check the fields of a year."""
    found, loaded = session.open()
    result = check_task(found, loaded, found.year(session.year), parse_day(as_of), now=not as_of, home=not no_home)
    show_check(session.console, result, loaded)
    for path in report or ():
        from docgen.tasks.check_reports import write_report

        write_report(found, result, path)
        session.console.talk(f"[完成] 报告：{path}")
    code = result.exit_code(strict=strict)
    session.console.json(check_json(result, int(code)))
    raise typer.Exit(int(code))


def parse_day(text: str) -> date:
    """The day an option names; today where it is empty.

    Raises:
        UsageError: it is no date.
    """
    if not text:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"日期“{text}”写得不对", remedy="写成 2024-12-31。") from error
