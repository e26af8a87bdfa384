"""``docgen init``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from docgen.cli import options as opt
from docgen.cli.console import Console
from docgen.load.standard import load_standard
from docgen.resources import schema_folder
from docgen.tasks.init import Made
from docgen.tasks.init import init as init_task

HELP = """\
新建工作区：文件夹、设置和空白数据工作簿。

例：docgen init 我的工作室 -y 2024
"""


def init(
    folder: Annotated[Path, typer.Argument(help="新工作区的文件夹，不能已有内容。", show_default=False)],
    sample: Annotated[bool, typer.Option("--sample", help="填入虚构工作室的一年，并制作附件。")] = False,
    year: opt.YearOption = None,
    standard: opt.StandardOption = "",
    quiet: opt.QuietOption = False,
    verbose: opt.VerboseOption = False,
    as_json: opt.JsonOption = False,
    no_input: opt.NoInputOption = False,
) -> None:
    """Make a new workspace."""
    with opt.session(quiet=quiet, verbose=verbose, as_json=as_json) as session:
        loaded = load_standard(schema_folder(standard))
        if year is None and not sample:
            year = datetime.now().astimezone().year
        made = init_task(folder, loaded, year, sample=sample, step=session.console.talk)
        show_made(session.console, made)
        session.console.data(f"下一步：打开 {made.root / made.workbook} 填写，然后 cd {made.root} && docgen fill")
        session.console.json({"ok": True, "exit": 0, "findings": [], **made_json(made)})


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
