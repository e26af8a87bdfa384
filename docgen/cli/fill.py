"""``docgen fill``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from docgen.cli import options as opt
from docgen.cli.present import fill_json, merge_json, show_fill, show_merge
from docgen.errors import UsageError
from docgen.tasks.copies import blank_forms, masked_copies
from docgen.tasks.fill import FillRequest
from docgen.tasks.fill import fill as fill_task
from docgen.tasks.merge import MergeRequest
from docgen.tasks.merge import merge as merge_task

COPIES = "另做一套（单独的文件夹，不归档，不动已有文档）"
MERGE = "邮件合并（给出数据文件和模板，不需要工作区）"

HELP = """\
填充资料：数据工作簿 → 每份 Word、Excel 文档。再次运行只更新内容变了的文档。

例：docgen fill -y 2024

例：docgen fill 成员.xlsx -t 我的表.docx -o 输出
"""


def fill(
    data: Annotated[
        list[Path] | None,
        typer.Argument(help="数据文件（.xlsx .csv .yaml .json）；不写则填充工作区的全部资料。", show_default=False),
    ] = None,
    template: Annotated[
        Path | None, typer.Option("-t", "--template", help="模板（.docx 或 .xlsx）。", rich_help_panel=MERGE)
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="输出文件夹。", rich_help_panel=MERGE)] = None,
    name: Annotated[str, typer.Option("--name", help="文件名写法，如 “{姓名}_{部门}”。", rich_help_panel=MERGE)] = "",
    sheet: Annotated[str, typer.Option("--sheet", help="用工作簿里的哪张表。", rich_help_panel=MERGE)] = "",
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs", min=0, help="同时用几个进程；默认份数多时用满处理器。", show_default=False, rich_help_panel=MERGE
        ),
    ] = 0,
    only: Annotated[str, typer.Option("--only", help="只填这些资料：编号或标识，用逗号分开。")] = "",
    dry_run: Annotated[bool, typer.Option("-n", "--dry-run", help="只说会做什么，不写文件。")] = False,
    force: Annotated[bool, typer.Option("-f", "--force", help="覆盖手工改过的文档（先留一份）。")] = False,
    blank: Annotated[
        bool, typer.Option("--blank", help="另做一套空白表，打印后手填。", rich_help_panel=COPIES)
    ] = False,
    mask: Annotated[
        bool, typer.Option("--mask", help="另做一套，身份证号和电话打码，供外送。", rich_help_panel=COPIES)
    ] = False,
    workspace: opt.WorkspaceOption = None,
    year: opt.YearOption = None,
    standard: opt.StandardOption = "",
    quiet: opt.QuietOption = False,
    verbose: opt.VerboseOption = False,
    as_json: opt.JsonOption = False,
    no_input: opt.NoInputOption = False,
) -> None:
    """Fill a workspace, or merge data files into one template."""
    with opt.session(quiet=quiet, verbose=verbose, as_json=as_json) as session:
        console = session.console
        if data or template:
            if not data or template is None:
                raise UsageError(
                    "邮件合并要同时给出数据文件和 -t 模板", remedy="例：docgen fill 成员.xlsx -t 我的表.docx"
                )
            if only or year is not None or workspace is not None or blank or mask:
                raise UsageError("--only、--year、--workspace、--blank、--mask 只用于工作区，不能与邮件合并同用")
            request = MergeRequest(tuple(data), template, output or Path("输出"), name, sheet, force, dry_run, jobs)
            merged = merge_task(request, console.progress)
            show_merge(console, merged)
            console.json(merge_json(merged))
            raise typer.Exit(int(merged.exit_code))
        if output is not None or name or sheet:
            raise UsageError("-o、--name、--sheet 只用于邮件合并", remedy="给出数据文件和 -t 模板，或去掉这些选项。")
        found, loaded = opt.open_workspace(workspace, standard)
        wanted = tuple(part.strip() for part in only.replace("，", ",").split(",") if part.strip())
        today = datetime.now().astimezone().date()
        if blank and mask:
            raise UsageError("--blank 和 --mask 不能同用", remedy="分两次运行。")
        task = blank_forms if blank else masked_copies if mask else fill_task
        result = task(FillRequest(found, loaded, found.year(year), today, wanted, force, dry_run), console.progress)
        show_fill(console, result, loaded)
        console.json(fill_json(result))
        raise typer.Exit(int(result.exit_code))
