"""``docgen verify``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from docgen.archive import verify_path
from docgen.cli import options as opt
from docgen.cli.verified import show_verify, verify_json
from docgen.errors import ExitCode
from docgen.model.finding import Severity
from docgen.tasks.fourfold import check_report_name, write_report

HELP = """\
校验：归档包、光盘文件夹、成套光盘，或任何 BagIt 包。

例：docgen verify 归档/2024/LMGZS-2024
"""


@opt.command()
def verify(
    session: opt.Session,
    path: Annotated[Path, typer.Argument(help="归档包、光盘文件夹，或放着几张光盘的文件夹。", show_default=False)],
    report_file: Annotated[
        Path | None,
        typer.Option("--report", help="四性检测报告写到这个文件：.docx 或 .json。", show_default=False),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="有警告也算不通过。")] = False,
) -> None:
    """Verify a package, a disc or a set of discs."""
    console = session.console
    check_report_name(report_file)
    report = verify_path(path, lambda done, total, _: console.progress(done, total, "核对"))
    limit = Severity.WARNING if strict else Severity.ERROR
    wrong = any(f.severity >= limit for f in report.findings)
    code = ExitCode.INTEGRITY if wrong else ExitCode.OK
    show_verify(console, report, str(path))
    if report_file is not None:
        today = datetime.now(UTC).astimezone().date()
        counts = write_report(report_file, path, report, today)
        console.talk(f"四性检测报告：{report_file}（{counts}）")
    console.json(verify_json(report, int(code)))
    raise typer.Exit(int(code))
