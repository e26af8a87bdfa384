"""``docgen backup``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from docgen.cli import options as opt
from docgen.cli.check import parse_day
from docgen.errors import ExitCode
from docgen.tasks.backup import BackupRequest
from docgen.tasks.backup import backup as backup_task

HELP = """\
备份：把一年的归档复制到另一块盘，逐个读回核对，并写下备份记录。

例：docgen backup E:\\备份
"""


@opt.command("workspace", "year")
def backup(
    session: opt.Session,
    folder: Annotated[Path, typer.Argument(help="放备份的文件夹，宜在另一块盘上。", show_default=False)],
    day: Annotated[str, typer.Option("--date", help="备份日期；默认今天。")] = "",
) -> None:
    """Copy a year's archive and verify the copy."""
    console = session.console
    found = session.workspace()
    request = BackupRequest(found, found.year(session.year), folder, parse_day(day))
    result = backup_task(request, lambda done, total, _: console.progress(done, total, "复制和核对"))
    size = f"{result.size / 1000**2:.1f} MB"
    what = "备份已在，读回核对一致" if result.unchanged else "已备份，读回核对一致"
    console.data(f"[完成] {what}：{'、'.join(result.packages)}，{result.files} 个文件，{size}")
    console.data(f"位置：{result.target}")
    if result.kept:
        console.data(f"只在原备份里有的版本保留：{'、'.join(result.kept)}")
    if result.same_disk:
        console.problem("[警告] 备份和原件在同一块盘上；盘坏了两份都没有，宜再备份到另一块盘。")
    console.talk(
        f"[提示] 请登记这次备份：日期 {request.day.isoformat()}，内容 {'、'.join(result.packages)}，"
        f"文件数 {result.files}，总大小 {size}，校验方式 SHA-256 清单，校验结果一致；"
        "介质编号、存放地点、操作人由人填写。"
    )
    console.json(
        {
            "ok": True,
            "exit": int(ExitCode.OK),
            "target": str(result.target),
            "packages": list(result.packages),
            "files": result.files,
            "bytes": result.size,
            "unchanged": result.unchanged,
            "kept": list(result.kept),
            "same_disk": result.same_disk,
            "findings": [],
        }
    )
