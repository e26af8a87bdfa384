"""The Typer application and ``main``: error → message → exit code."""

from __future__ import annotations

import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from docgen import __version__
from docgen.cli import check, demo, doctor, fill, init, package, template, verify
from docgen.cli.console import Console, prepare_streams
from docgen.cli.present import show_error
from docgen.errors import DocgenError, ExitCode

EXAMPLES = """
一个数据工作簿，生成工作室全年的资料并逐项检查。

例：docgen demo　　　　　　　　　看一个虚构工作室的全年资料

例：docgen init 我的工作室　　　　新建工作区，然后填“数据”里的工作簿
"""

app = typer.Typer(
    help=EXAMPLES,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)
app.command("demo", help=demo.HELP)(demo.demo)
app.command("init", help=init.HELP)(init.init)
app.command("fill", help=fill.HELP)(fill.fill)
app.command("check", help=check.HELP)(check.check)
app.command("package", help=package.HELP)(package.package)
app.command("verify", help=verify.HELP)(verify.verify)
app.command("doctor", help=doctor.HELP)(doctor.doctor)
app.add_typer(template.app, name="template")


def _version(value: bool) -> None:
    if value:
        Console().data(f"docgen {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本后退出。")
    ] = False,
) -> None:
    pass


def main(arguments: Sequence[str]) -> int:
    """Run the command line.

    Returns:
        The exit code (``docgen.errors.ExitCode``).
    """
    prepare_streams()
    console = Console()
    try:
        result = app(list(arguments), prog_name="docgen", standalone_mode=False)
        return int(result) if isinstance(result, int) else 0
    except typer.Abort:
        console.problem("[提示] 已取消。")
        return int(ExitCode.INTERRUPTED)
    except KeyboardInterrupt:
        console.problem("[提示] 已中断；已有的文件没有受影响，重新运行即可继续。")
        return int(ExitCode.INTERRUPTED)
    except typer.TyperException as error:
        console.problem(f"[错误] {error.format_message()}")
        console.problem("  处理：用 --help 查看用法。")
        console.problem("  代码：usage")
        return int(ExitCode.USAGE)
    except DocgenError as error:
        show_error(console, error)
        return int(error.exit_code)
    except Exception:
        console.problem("[错误] 程序内部出错，已有的文件没有受影响")
        console.problem(f"  处理：把日志文件交给维护人员：{_log(traceback.format_exc(), arguments)}")
        console.problem("  代码：internal")
        return int(ExitCode.INTERNAL)


def _log(text: str, arguments: Sequence[str]) -> Path:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="docgen-", suffix=".log", delete=False) as stream:
        stream.write(f"docgen {__version__}\n{' '.join(arguments)}\n\n{text}")
        return Path(stream.name)
