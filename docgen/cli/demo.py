"""``docgen demo``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from docgen.archive import verify_path
from docgen.cli import options as opt
from docgen.cli.archived import package_json, show_package
from docgen.cli.console import Console
from docgen.cli.init import made_json, show_made
from docgen.cli.package import noon, one_of
from docgen.cli.present import count_line, fill_json, show_fill
from docgen.cli.verified import show_verify
from docgen.errors import ExitCode, TargetExists
from docgen.load.settings import FILE, configured, find_workspace
from docgen.load.standard import load_standard
from docgen.render.pdf import CHOICES
from docgen.resources import schema_folder
from docgen.tasks.closing import PAGE
from docgen.tasks.fill import FillRequest, fill
from docgen.tasks.gather import Wanted
from docgen.tasks.init import init
from docgen.tasks.package import PackageRequest
from docgen.tasks.package import package as package_task

HELP = """\
演示：一个虚构工作室的全年资料，从数据工作簿到归档包。

例：docgen demo
"""


@opt.command()
def demo(
    session: opt.Session,
    folder: Annotated[Path, typer.Argument(help="放在哪个文件夹。")] = Path("docgen-demo"),
    pdf: opt.PdfOption = "auto",
) -> None:
    """Make the fictional year, check it and fill it."""
    console = session.console
    one_of("--pdf", pdf, CHOICES)
    standard = load_standard(schema_folder())
    report: dict[str, Any] = {}
    if (folder / FILE).is_file():
        workspace = find_workspace(folder, folder)
        if not workspace.settings.get("demo"):
            raise TargetExists("这个文件夹是一个真实的工作区，不能用来演示", place=str(folder))
        console.talk(f"1/5 沿用已有的演示工作区 {folder}")
    else:
        console.talk("1/5 新建演示工作区")
        made = init(folder, standard, None, sample=True, step=lambda text: console.talk(f"    {text}"))
        show_made(console, made)
        report |= made_json(made)
        workspace = find_workspace(folder, folder)
    standard = configured(standard, workspace)
    year = workspace.year(None)
    closed = date(year + 1, 3, 31)
    console.talk("2/5 检查数据　3/5 填充资料")
    result = fill(FillRequest(workspace, standard, year, closed), console.progress)
    console.talk(f"    检查：{count_line(result.findings)}")
    show_fill(console, result, standard)
    if result.exit_code is not ExitCode.OK:
        console.json({**report, **fill_json(result)})
        raise typer.Exit(int(result.exit_code))
    console.talk("4/5 归档")
    wanted = Wanted(created=noon(closed))
    packed = package_task(PackageRequest(workspace, standard, year, closed, wanted, pdf=pdf), console.progress)
    show_package(console, packed)
    console.talk("5/5 校验")
    verified = verify_path(packed.target, lambda done, total, _: console.progress(done, total, "核对"))
    show_verify(console, verified, str(packed.target))
    _where_to_look(console, folder, year)
    code = int(ExitCode.OK if verified.ok else ExitCode.INTEGRITY)
    console.json({**report, **fill_json(result), **package_json(packed, dry_run=False), "exit": code})
    raise typer.Exit(code)


def _where_to_look(console: Console, folder: Path, year: int) -> None:
    console.data("先看这里：")
    console.data(f"  {folder / '数据' / f'{year}.xlsx'}（数据都填在这里）")
    console.data(f"  {folder / '成品' / str(year)}（按类目排列的文档）")
    console.data(f"  {folder / '归档' / str(year) / PAGE}（归档包、光盘文件夹和标签）")
    console.data(f"改一格数据再运行：cd {folder} && docgen fill")
