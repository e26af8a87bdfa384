"""Options that several commands share, and the frame in which a command runs."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from docgen.cli.console import Console
from docgen.cli.present import error_json, show_error
from docgen.errors import DocgenError
from docgen.load.settings import Workspace, configured, find_workspace
from docgen.load.standard import load_standard
from docgen.model.standard import Standard
from docgen.resources import schema_folder

COMMON = "通用选项"

WorkspaceOption = Annotated[
    Path | None,
    typer.Option("-w", "--workspace", help="工作区文件夹；默认从当前文件夹向上找。", rich_help_panel=COMMON),
]
YearOption = Annotated[
    int | None,
    typer.Option("-y", "--year", min=1900, max=9999, help="年度；默认按工作区设置。", rich_help_panel=COMMON),
]
QuietOption = Annotated[bool, typer.Option("-q", "--quiet", help="只输出结果和错误。", rich_help_panel=COMMON)]
VerboseOption = Annotated[bool, typer.Option("-v", "--verbose", help="多输出一些过程。", rich_help_panel=COMMON)]
JsonOption = Annotated[bool, typer.Option("--json", help="结果以 JSON 输出到标准输出。", rich_help_panel=COMMON)]
NoInputOption = Annotated[bool, typer.Option("--no-input", help="从不提问。", rich_help_panel=COMMON)]
StandardOption = Annotated[
    str, typer.Option("--standard", help="标准的名称或目录；默认按工作区设置。", rich_help_panel=COMMON)
]
PdfOption = Annotated[
    str,
    typer.Option(
        "--pdf",
        envvar="DOCGEN_PDF",
        help="PDF/A 由谁转换：auto、libreoffice、builtin（只转 Word）；none 不做。",
    ),
]


@dataclass(frozen=True)
class Session:
    """A command at work."""

    console: Console


@contextlib.contextmanager
def session(*, quiet: bool, verbose: bool, as_json: bool) -> Iterator[Session]:
    """Run a command: its errors become messages and exit codes.

    Raises:
        typer.Exit: with the error's exit code, after the message was shown.
    """
    console = Console(quiet=quiet, verbose=verbose, as_json=as_json)
    try:
        yield Session(console)
    except DocgenError as error:
        show_error(console, error)
        console.json(error_json(error))
        raise typer.Exit(int(error.exit_code)) from error


def open_workspace(workspace: Path | None, standard: str = "") -> tuple[Workspace, Standard]:
    """The workspace and its standard.

    Raises:
        DocgenError: one of them can not be read.
    """
    found = find_workspace(Path.cwd(), workspace)
    loaded = load_standard(schema_folder(standard or str(found.settings.get("standard", ""))))
    return found, configured(loaded, found)
