"""``docgen discs``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from docgen.cli import options as opt
from docgen.cli.check import parse_day
from docgen.cli.package import one_of
from docgen.cli.wording import App
from docgen.errors import ExitCode
from docgen.tasks.burnt import BurntRequest
from docgen.tasks.burnt import burnt as burnt_task

app = App("光盘：登记已经刻好的光盘。", no_args_is_help=True)
#: Which copy a disc is.
COPIES = {"A": "封存", "B": "查阅", "C": "异地"}


BURNT = """\
登记一张刻好的光盘；这一套以后不再重排，新增的放到新的一套。

例：docgen discs burnt D01 --set A --check E:
"""


@app.command("burnt", help=BURNT)
@opt.command("workspace", "year")
def burnt(
    session: opt.Session,
    disc: Annotated[str, typer.Argument(help="光盘：文件夹名 D01，或完整的编号。", show_default=False)],
    copy: Annotated[str, typer.Option("--set", help="套别：A 封存、B 查阅、C 异地。")] = "A",
    check: Annotated[
        Path | None, typer.Option("--check", help="光盘所在的盘符或文件夹：逐个读回核对。", show_default=False)
    ] = None,
    day: Annotated[str, typer.Option("--date", help="刻录日期；默认今天。")] = "",
) -> None:
    """Write down a burnt disc."""
    console = session.console
    one_of("--set", copy, tuple(COPIES))
    found = session.workspace()
    result = burnt_task(BurntRequest(found, found.year(session.year), disc, copy, check, parse_day(day)))
    checked = f"{result.files} 个文件逐个读回，与光盘文件夹一致" if result.compared else "没有核对光盘本身"
    console.data(f"[完成] 已登记 {result.disc}（{copy} {COPIES[copy]}）：{checked}")
    if not result.compared:
        console.problem("[警告] 刻好的盘还没有读回；放进光驱，加 --check 盘符 再登记一次。")
    console.talk(f"[提示] {result.set} 全套 {result.total} 张以后保持不变，新增和改动的文件排到新的一套。")
    console.json(
        {
            "ok": True,
            "exit": int(ExitCode.OK),
            "disc": result.disc,
            "set": result.set,
            "total": result.total,
            "files": result.files,
            "compared": result.compared,
            "findings": [],
        }
    )
