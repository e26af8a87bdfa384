"""``docgen init``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from docgen.cli import options as opt
from docgen.cli.console import Console
from docgen.errors import UsageError
from docgen.load.standard import load_standard
from docgen.resources import schema_folder
from docgen.tasks.init import Made
from docgen.tasks.init import init as init_task
from docgen.tasks.restore import Restored, restore_workspace

HELP = """\
新建工作区：文件夹、设置和空白数据工作簿；或从归档包恢复一年。

例：docgen init 我的工作室 -y 2024

例：docgen init 恢复的工作室 --from E:\\备份\\2024
"""


@opt.command("year", "standard")
def init(
    session: opt.Session,
    folder: Annotated[Path, typer.Argument(help="新工作区的文件夹，不能已有内容。", show_default=False)],
    sample: Annotated[bool, typer.Option("--sample", help="填入虚构工作室的一年，并制作附件。")] = False,
    package: Annotated[
        Path | None,
        typer.Option("--from", help="从归档包，或“归档”里一个年度的文件夹恢复。", show_default=False),
    ] = None,
) -> None:
    """Make a new workspace."""
    if package is not None:
        if sample or session.year is not None or session.standard:
            raise UsageError("--from 不能与 --sample、--year、--standard 同用", remedy="归档包里有年度和设置。")
        restored = restore_workspace(folder, package, session.console.progress)
        show_restored(session.console, restored)
        session.console.json({"ok": True, "exit": 0, "findings": [], **restored_json(restored)})
        return
    loaded = load_standard(schema_folder(session.standard))
    year = session.year
    if year is None and not sample:
        year = datetime.now().astimezone().year
    made = init_task(folder, loaded, year, sample=sample, step=session.console.talk)
    show_made(session.console, made)
    session.console.data(f"下一步：打开 {made.root / made.workbook} 填写，然后 cd {made.root} && docgen fill")
    session.console.json({"ok": True, "exit": 0, "findings": [], **made_json(made)})


def show_restored(console: Console, restored: Restored) -> None:
    """What was restored, what could not be, and what comes next."""
    root = restored.root
    console.data(f"[完成] 已从归档包 {restored.package}（{restored.day}）恢复工作区 {root}，逐个核对一致")
    counts = "，".join(f"{folder} {count}" for folder, count in sorted(restored.counts.items()))
    console.data(f"  放回的文件：{counts}；连同归档共 {restored.size / 1000**2:.1f} MB")
    console.data(f"  归档在 {root / '归档' / str(restored.year)}：{'、'.join(restored.packages)}")
    if restored.absent:
        console.problem(f"[警告] 以前的一版不在旁边，没有一起放回：{'、'.join(restored.absent)}")
    if not restored.records:
        console.problem(
            "[警告] 归档包是较早的 docgen 做的：件号已重建，没有归成件的附件不在包里。\n"
            "  处理：docgen check 列出缺的附件，从别处找回。"
        )
    if restored.left:
        console.problem(
            f"[警告] {len(restored.left)} 个文件不知道原来的位置，只在归档包里：{'、'.join(restored.left[:3])}"
        )
    console.data(f"下一步：cd {root} && docgen fill（看是否都是最新的）")


def restored_json(restored: Restored) -> dict[str, Any]:
    """A restored workspace as the keys programs read."""
    return {
        "workspace": str(restored.root),
        "package": restored.package,
        "year": restored.year,
        "files": dict(sorted(restored.counts.items())),
        "bytes": restored.size,
        "packages": list(restored.packages),
        "absent": list(restored.absent),
        "left": list(restored.left),
        "records": restored.records,
    }


def show_made(console: Console, made: Made) -> None:
    """What a new workspace holds."""
    more = f"，{made.rows} 行数据，{made.attachments} 个附件，共 {made.size / 1024**2:.1f} MB" if made.rows else ""
    console.data(f"[完成] 新建工作区 {made.root}：{made.workbook}{more}")


def made_json(made: Made) -> dict[str, Any]:
    """A new workspace as the keys programs read."""
    return {
        "workspace": str(made.root),
        "workbook": made.workbook,
        "rows": made.rows,
        "attachments": made.attachments,
        "bytes": made.size,
    }
