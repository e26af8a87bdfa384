"""Options that several commands share, and the frame in which a command runs."""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Concatenate, ParamSpec

import typer

from docgen.cli.console import Console
from docgen.cli.present import error_json, show_error
from docgen.errors import DocgenError
from docgen.load.settings import Workspace, configured, find_workspace
from docgen.load.standard import load_standard
from docgen.model.standard import Standard
from docgen.resources import schema_folder

COMMON = "通用选项"
P = ParamSpec("P")

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


#: The options that every command has, and those that only some commands have, in the order of the help.
_EVERY: dict[str, tuple[Any, Any]] = {
    "quiet": (QuietOption, False),
    "verbose": (VerboseOption, False),
    "as_json": (JsonOption, False),
    "no_input": (NoInputOption, False),
}
_PLACES: dict[str, tuple[Any, Any]] = {
    "workspace": (WorkspaceOption, None),
    "year": (YearOption, None),
    "standard": (StandardOption, ""),
}


@dataclass(frozen=True)
class Session:
    """A command at work.

    Attributes:
        console: where it talks.
        place: the workspace's folder as asked for; ``None`` for the nearest.
        year: the year as asked for; ``None`` for the workspace's own.
        standard: the standard as asked for; empty for the workspace's own.
        no_input: nobody may be asked anything.
    """

    console: Console
    place: Path | None = None
    year: int | None = None
    standard: str = ""
    no_input: bool = False

    def workspace(self) -> Workspace:
        """The workspace.

        Raises:
            DocgenError: there is none, or it can not be read.
        """
        return find_workspace(Path.cwd(), self.place)

    def open(self) -> tuple[Workspace, Standard]:
        """The workspace and its standard.

        Raises:
            DocgenError: one of them can not be read.
        """
        found = self.workspace()
        loaded = load_standard(schema_folder(self.standard or str(found.settings.get("standard", ""))))
        return found, configured(loaded, found)


def command(*places: str) -> Callable[[Callable[Concatenate[Session, P], None]], Callable[..., None]]:
    """Give a command the options that every command has, and run it in their frame.

    The command takes a :class:`Session` first. Its errors become messages and exit codes.

    Args:
        places: which of the options ``workspace``, ``year`` and ``standard`` it has.
    """
    shared = {name: _PLACES[name] for name in _PLACES if name in places} | _EVERY

    def wrap(function: Callable[Concatenate[Session, P], None]) -> Callable[..., None]:
        _, *own = inspect.signature(function, eval_str=True).parameters.values()
        keyword = inspect.Parameter.KEYWORD_ONLY
        asked = [inspect.Parameter(n, keyword, default=d, annotation=a) for n, (a, d) in shared.items()]

        @functools.wraps(function)
        def run(*args: P.args, **given: P.kwargs) -> None:
            told: dict[str, Any] = {name: given.pop(name) for name in shared}
            console = Console(quiet=told["quiet"], verbose=told["verbose"], as_json=told["as_json"])
            with errors_shown(console):
                places = (told.get("workspace"), told.get("year"), told.get("standard", ""))
                function(Session(console, *places, told["no_input"]), *args, **given)

        run.__signature__ = inspect.Signature([*(p.replace(kind=keyword) for p in own), *asked])  # type: ignore[attr-defined]
        return run

    return wrap


@contextlib.contextmanager
def errors_shown(console: Console) -> Iterator[None]:
    """Turn a command's errors into messages and exit codes.

    Raises:
        typer.Exit: with the error's exit code, after the message was shown.
    """
    try:
        yield
    except DocgenError as error:
        show_error(console, error)
        console.json(error_json(error))
        raise typer.Exit(int(error.exit_code)) from error
