"""``docgen fill``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from docgen.cli import options as opt
from docgen.cli.console import Console
from docgen.cli.present import fill_json, merge_json, paper_json, show_fill, show_merge, show_paper
from docgen.errors import UsageError
from docgen.tasks.fill import FillRequest, FillResult
from docgen.tasks.fill import fill as fill_task
from docgen.tasks.merge import MergeRequest
from docgen.tasks.merge import merge as merge_task

COPIES = "另做一套（单独的文件夹，不归档，不动已有文档）"
MERGE = "邮件合并（给出数据文件和模板，不需要工作区）"

HELP = """\
填充资料：数据工作簿 → 每份 Word、Excel 文档，只更新内容变了的。

例：docgen fill -y 2024

例：docgen fill 成员.xlsx -t 我的表.docx -o 输出
"""


DataArgument = Annotated[
    list[Path] | None,
    typer.Argument(help="数据文件（.xlsx .csv .yaml .json）；不写则填充工作区的全部资料。", show_default=False),
]
TemplateOption = Annotated[
    Path | None, typer.Option("-t", "--template", help="模板（.docx 或 .xlsx）。", rich_help_panel=MERGE)
]
JobsOption = Annotated[
    int,
    typer.Option(
        "--jobs", min=0, help="同时用几个进程；默认份数多时用满处理器。", show_default=False, rich_help_panel=MERGE
    ),
]
BlankOption = Annotated[bool, typer.Option("--blank", help="另做一套空白表，打印后手填。", rich_help_panel=COPIES)]
MaskOption = Annotated[
    bool, typer.Option("--mask", help="另做一套，身份证号和电话打码，供外送。", rich_help_panel=COPIES)
]
SignOption = Annotated[
    int | None,
    typer.Option("--sign", min=1, max=12, help="写出某月的签字清单：谁按什么次序签哪几份。", rich_help_panel=COPIES),
]
HandoverOption = Annotated[
    bool, typer.Option("--handover", help="写出资料交接书，给接手的资料员。", rich_help_panel=COPIES)
]


@opt.command("workspace", "year", "standard")
def fill(
    session: opt.Session,
    data: DataArgument = None,
    template: TemplateOption = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="输出文件夹。", rich_help_panel=MERGE)] = None,
    name: Annotated[str, typer.Option("--name", help="文件名写法，如 “{姓名}_{部门}”。", rich_help_panel=MERGE)] = "",
    sheet: Annotated[str, typer.Option("--sheet", help="用工作簿里的哪张表。", rich_help_panel=MERGE)] = "",
    jobs: JobsOption = 0,
    only: Annotated[str, typer.Option("--only", help="只填这些资料：编号或标识，用逗号分开。")] = "",
    dry_run: Annotated[bool, typer.Option("-n", "--dry-run", help="只说会做什么，不写文件。")] = False,
    force: Annotated[bool, typer.Option("-f", "--force", help="覆盖手工改过的文档（先留一份）。")] = False,
    beside: Annotated[bool, typer.Option("--beside", help="手工改过而数据已变的，旁边另写“-新”，列出不同。")] = False,
    blank: BlankOption = False,
    mask: MaskOption = False,
    sign: SignOption = None,
    handover: HandoverOption = False,
) -> None:
    """Fill a workspace, or merge data files into one template."""
    sets = (blank, mask, sign is not None, handover)
    if data or template:
        if only or session.year is not None or session.place is not None or any(sets) or beside:
            raise UsageError("--only、--beside、--year、--workspace 和另做一套的选项只用于工作区，不能与邮件合并同用")
        where = output or Path("输出")
        options = (where, name, sheet, force, dry_run, jobs)
        _merge(session.console, data, template, lambda files, form: MergeRequest(files, form, *options))
    if output is not None or name or sheet:
        raise UsageError("-o、--name、--sheet 只用于邮件合并", remedy="给出数据文件和 -t 模板，或去掉这些选项。")
    if beside and (force or sign is not None or handover):
        raise UsageError("--beside 不能与 -f、--sign、--handover 同用", remedy="-f 直接覆盖（先留一份），二者选一。")
    if sum(sets) > 1:
        raise UsageError("--blank、--mask、--sign、--handover 一次只能用一个", remedy="分几次运行。")
    found, loaded = session.open()
    wanted = tuple(part.strip() for part in only.replace("，", ",").split(",") if part.strip())
    today = datetime.now().astimezone().date()
    request = FillRequest(found, loaded, found.year(session.year), today, wanted, force, dry_run, beside)
    if sign is not None or handover:
        _paper(session.console, request, sign)
    result = _task(blank=blank, mask=mask)(request, session.console.progress)
    show_fill(session.console, result, loaded)
    session.console.json(fill_json(result))
    raise typer.Exit(int(result.exit_code))


def _merge(
    console: Console,
    data: list[Path] | None,
    template: Path | None,
    request: Callable[[tuple[Path, ...], Path], MergeRequest],
) -> NoReturn:
    if not data or template is None:
        raise UsageError("邮件合并要同时给出数据文件和 -t 模板", remedy="例：docgen fill 成员.xlsx -t 我的表.docx")
    merged = merge_task(request(tuple(data), template), console.progress)
    show_merge(console, merged)
    console.json(merge_json(merged))
    raise typer.Exit(int(merged.exit_code))


def _task(*, blank: bool, mask: bool) -> Callable[..., FillResult]:
    """What fills; copies are loaded where they are asked for, so that a plain run starts fast."""
    if not (blank or mask):
        return fill_task
    from docgen.tasks.copies import blank_forms, masked_copies

    return blank_forms if blank else masked_copies


def _paper(console: Console, request: FillRequest, month: int | None) -> NoReturn:
    from docgen.tasks.papers import handover, sign_paper

    result = sign_paper(request, month) if month is not None else handover(request)
    show_paper(console, result, dry_run=request.dry_run)
    console.json(paper_json(result))
    raise typer.Exit(0)
