"""The Typer application and ``main``: error → message → exit code.

A command's module is loaded when the command is called: what a command needs takes longer to load than help to show.
"""

from __future__ import annotations

import importlib
import keyword
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from docgen import __version__
from docgen.cli.console import Console, prepare_streams
from docgen.cli.wording import App, Group, is_help, write_columns, wrong_usage
from docgen.errors import DocgenError, ExitCode

EXAMPLES = """
一个数据工作簿，生成工作室全年的资料并逐项检查。

例：docgen demo　　　　　　　　　看一个虚构工作室的全年资料

例：docgen init 我的工作室　　　　新建工作区，然后填“数据”里的工作簿
"""

#: Commands in the order of the help, with the first line of each one's own help. The module has the command's name.
COMMANDS = {
    "start": "菜单：看示范、新建、检查、生成、归档、打印标签，一次问一件事。",
    "demo": "演示：一个虚构工作室的全年资料，从数据工作簿到归档包。",
    "init": "新建工作区：文件夹、设置和空白数据工作簿；或从归档包恢复一年。",
    "fill": "填充资料：数据工作簿 → 每份 Word、Excel 文档，只更新内容变了的。",
    "check": "检查数据：每张登记表的每一列，一次列出全部问题。",
    "package": "归档：编件号、排盒，写成可以独立校验的归档包，连同光盘和标签。",
    "labels": "标签：重印一盒或全部盒、光盘的标签，盒内目录和备考表。",
    "find": "查找：一份资料在哪一盒、哪张光盘、哪个文件。",
    "discs": "光盘：登记已经刻好的光盘。",
    "backup": "备份：把一年的归档复制到另一块盘，逐个读回核对，并写下备份记录。",
    "verify": "校验：归档包、光盘文件夹、成套光盘，或任何 BagIt 包。",
    "status": "状况：本月要做的、没签的、没登记的、没备份的、要重印的，一屏看完。",
    "photos": "照片：看一个文件夹的照片，对上活动和培训，由人核对后收录。",
    "invoices": "发票：看一个文件夹的电子发票，读出号码、金额，由人核对后登记。",
    "import": "导入：把自己的旧表（Excel、CSV）按列名对到一张登记表，看过再写入。",
    "new-year": "结转：新的一年的数据工作簿，带上仍然有效的记录。",
    "city": "全市：对许多工作室检查、填充、归档、汇总，一个出错不影响其他。",
    "doctor": "检查本机：装了什么、缺什么、怎么装。",
    "template": "模板：有哪些、能用哪些字段、哪里写错了。",
}
INTERRUPTED = "[提示] 已中断；已有的文件没有受影响，重新运行即可继续。"


class Commands(Group):
    """The commands, each loaded when it is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Their names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load a command; ``None`` where there is no such one."""
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        # A module may not be called like a word of the language.
        name += "_" if keyword.iskeyword(name) else ""
        module = importlib.import_module(f"docgen.cli.{name}")
        if hasattr(module, "app"):
            return typer.main.get_group(module.app)
        alone = App("")
        alone.command(cmd_name, help=module.HELP)(getattr(module, name))
        return typer.main.get_command(alone)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands without loading them."""
        with formatter.section("命令"):
            write_columns(formatter, list(COMMANDS.items()))


app = App(
    EXAMPLES,
    Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        Console().data(f"docgen {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本后退出。")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        Console().data(context.get_help())
        raise typer.Exit(int(ExitCode.USAGE))


def main(arguments: Sequence[str]) -> int:
    """Run the command line.

    Returns:
        The exit code (``docgen.errors.ExitCode``).
    """
    prepare_streams()
    console = Console()
    try:
        result = app(list(arguments), prog_name="docgen", standalone_mode=False)
        code = int(result) if isinstance(result, int) else 0
        # Typer turns Ctrl-C into this code without a word.
        if code == ExitCode.INTERRUPTED:
            console.problem(INTERRUPTED)
        return code
    except typer.Abort:
        console.problem("[提示] 已取消。")
        return int(ExitCode.INTERRUPTED)
    except KeyboardInterrupt:
        console.problem(INTERRUPTED)
        return int(ExitCode.INTERRUPTED)
    except typer.TyperException as error:
        if is_help(error):
            console.data(error.format_message())
            return int(ExitCode.USAGE)
        console.problem(f"[错误] {wrong_usage(error)}")
        console.problem("  处理：用 --help 查看用法。")
        console.problem("  代码：usage")
        return int(ExitCode.USAGE)
    except DocgenError as error:
        from docgen.cli.present import show_error

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
