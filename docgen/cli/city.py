"""``docgen city``: one command over many workspaces."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from docgen.cli import options as opt
from docgen.cli.check import parse_day
from docgen.cli.console import Console
from docgen.errors import UsageError
from docgen.model.city import Action, Outcome, State
from docgen.tasks.city.run import CityRequest, CityResult
from docgen.tasks.city.run import city as city_task

SPREAD, PACKING = "怎样运行", "归档"
NO_PDF = "none"
HELP = """\
全市：对许多工作室检查、填充、归档、汇总，一个出错不影响其他。

例：docgen city check 全市 -o 汇总

例：docgen city summary 全市 --as-of 2024-12-31
"""
LABELS = {State.DONE: "完成", State.FINDINGS: "警告", State.FAILED: "错误"}
#: Studios that the screen names of each state; all are in the report.
LISTED = 20


ActionArgument = Annotated[
    Action,
    typer.Argument(help="做什么：check 检查，fill 填充，package 归档，summary 汇总。", metavar="ACTION"),
]
Folders = Annotated[
    list[Path], typer.Argument(help="放着各工作室工作区的文件夹，可写多个；往下找 5 层。", metavar="DIR")
]
JobsOption = Annotated[
    int,
    typer.Option("-j", "--jobs", min=0, help="同时用几个进程；默认用满处理器，1 不另开进程。", rich_help_panel=SPREAD),
]
ResumeOption = Annotated[
    bool, typer.Option("--resume", help="接着上次，只做没完成的和变了的。", rich_help_panel=SPREAD)
]
SchedulerOption = Annotated[
    str, typer.Option("--scheduler", help="交给 Dask 集群：调度器的地址 tcp://…。", rich_help_panel=SPREAD)
]
DateOption = Annotated[str, typer.Option("--date", help="归档日期（2025-03-31）；默认今天。", rich_help_panel=PACKING)]
GapsOption = Annotated[
    bool, typer.Option("--with-gaps", help="有缺项也归档，缺项写进归档报告。", rich_help_panel=PACKING)
]
PdfOption = Annotated[
    str, typer.Option("--pdf", help="PDF/A 由谁转换，写法同 docgen package；默认不做。", rich_help_panel=PACKING)
]


@opt.command("year", "standard")
def city(
    session: opt.Session,
    action: ActionArgument,
    folders: Folders,
    output: Annotated[Path, typer.Option("-o", "--output", help="报告放在哪个文件夹。")] = Path("汇总"),
    as_of: Annotated[str, typer.Option("--as-of", help="按哪一天判断（2024-12-31）；默认今天。")] = "",
    jobs: JobsOption = 0,
    resume: ResumeOption = False,
    scheduler: SchedulerOption = "",
    day: DateOption = "",
    with_gaps: GapsOption = False,
    pdf: PdfOption = NO_PDF,
) -> None:
    """Do something with every studio."""
    if action is not Action.PACKAGE and (day or with_gaps or pdf != NO_PDF):
        raise UsageError("--date、--with-gaps、--pdf 只用于 city package")
    if scheduler and jobs:
        raise UsageError("-j 只用于本机的进程，不能与 --scheduler 同用")
    request = CityRequest(
        action=action,
        folders=tuple(folders),
        out=output,
        as_of=parse_day(as_of),
        now=not as_of,
        year=session.year,
        standard=session.standard,
        jobs=jobs,
        resume=resume,
        scheduler=scheduler,
        options=_packing(day, pdf, with_gaps=with_gaps) if action is Action.PACKAGE else {},
    )
    result = city_task(request, session.console.progress)
    show_city(session.console, result)
    session.console.json(city_json(result))
    raise typer.Exit(int(result.exit_code))


def _packing(day: str, pdf: str, *, with_gaps: bool) -> dict[str, Any]:
    # What packing needs takes longer to load than most cities to check.
    from docgen.cli.package import noon, one_of
    from docgen.render.pdf import CHOICES

    one_of("--pdf", pdf, CHOICES)
    return {"created": noon(parse_day(day)), "with_gaps": with_gaps, "pdf": pdf}


def show_city(console: Console, result: CityResult) -> None:
    """Those that were not done with the reason, those with findings, the totals."""
    for state in (State.FAILED, State.FINDINGS):
        mine = [o for o in result.outcomes if o.state is state]
        for outcome in mine[:LISTED]:
            _show(console, outcome)
        if len(mine) > LISTED:
            console.data(f"[{LABELS[state]}] 另有 {len(mine) - LISTED} 个工作室{state.value}，见报告")
    counts = "，".join(f"{state.value} {result.count(state)} 个" for state in State)
    stood = f"（其中 {result.same} 个沿用上次的结果）" if result.same else ""
    console.data(f"[{'完成' if not result.exit_code else '警告'}] {len(result.outcomes)} 个工作室：{counts}{stood}")
    for path in result.written:
        console.data(f"报告：{path}")


def _show(console: Console, outcome: Outcome) -> None:
    name = f"{outcome.place}　{outcome.name}" if outcome.name else outcome.place
    if outcome.state is State.FAILED:
        console.data(f"[{LABELS[outcome.state]}] {name}")
        console.data(f"  原因：{outcome.reason}")
        console.data(f"  处理：{outcome.remedy}")
        console.data(f"  代码：{outcome.code}（退出码 {outcome.exit}）")
        return
    counts = "，".join(f"{word} {count}" for word, count in outcome.counts.items() if count)
    console.data(f"[{LABELS[outcome.state]}] {name}：{counts}")


def city_json(result: CityResult) -> dict[str, Any]:
    """A run as the keys programs read."""
    code = int(result.exit_code)
    failed = [o for o in result.outcomes if o.state is State.FAILED]
    return {
        "ok": code == 0,
        "exit": code,
        "findings": [_problem(o) for o in failed],
        "action": result.action.value,
        "counts": {state.name.lower(): result.count(state) for state in State},
        "resumed": result.same,
        "reports": [path.as_posix() for path in result.written],
        "studios": [_studio(o) for o in result.outcomes],
    }


def _studio(outcome: Outcome) -> dict[str, Any]:
    return {
        "place": outcome.place,
        "name": outcome.name,
        "year": outcome.year or None,
        "state": outcome.state.name.lower(),
        "exit": outcome.exit,
        "code": outcome.code,
        "reason": outcome.reason,
        "counts": dict(outcome.counts),
    }


def _problem(outcome: Outcome) -> dict[str, Any]:
    place = {"file": outcome.place, "sheet": "", "row": None, "column": "", "cell": "", "key": "", "clause": ""}
    own = {"code": outcome.code, "codes": [], "severity": "error", "message": outcome.reason, "remedy": outcome.remedy}
    return {**own, **place}
