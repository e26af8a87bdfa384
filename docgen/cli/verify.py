"""``docgen verify``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from docgen.archive import verify_path
from docgen.cli import options as opt
from docgen.cli.verified import show_verify, verify_json
from docgen.errors import ExitCode
from docgen.model.finding import Severity

HELP = """\
校验：归档包、光盘文件夹、成套光盘，或任何 BagIt 包。

例：docgen verify 归档/2024/LMGZS-2024
"""


def verify(
    path: Annotated[Path, typer.Argument(help="归档包、光盘文件夹，或放着几张光盘的文件夹。", show_default=False)],
    strict: Annotated[bool, typer.Option("--strict", help="有警告也算不通过。")] = False,
    quiet: opt.QuietOption = False,
    verbose: opt.VerboseOption = False,
    as_json: opt.JsonOption = False,
    no_input: opt.NoInputOption = False,
) -> None:
    """Verify a package, a disc or a set of discs."""
    with opt.session(quiet=quiet, verbose=verbose, as_json=as_json) as session:
        console = session.console
        report = verify_path(path, lambda done, total, _: console.progress(done, total, "核对"))
        limit = Severity.WARNING if strict else Severity.ERROR
        wrong = any(f.severity >= limit for f in report.findings)
        code = ExitCode.INTEGRITY if wrong else ExitCode.OK
        show_verify(console, report, str(path))
        console.json(verify_json(report, int(code)))
        raise typer.Exit(int(code))
