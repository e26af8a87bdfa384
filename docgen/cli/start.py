"""``docgen start``: a menu for people who do not type commands; one question at a time, everything said is logged."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from docgen.cli import options as opt
from docgen.cli.console import Console
from docgen.errors import ExitCode
from docgen.load.settings import FILE

HELP = """\
菜单：看示范、新建、检查、生成、归档、打印标签，一次问一件事。

例：docgen start
"""
LOG = "docgen-日志.txt"
DEMO = "docgen-demo"
LEAVE = "0"
Ask = Callable[[str], str]


@dataclass(frozen=True)
class Choice:
    """A line of the menu.

    Attributes:
        text: what it says.
        command: the command it runs, in the workspace where it needs one.
        where: where to look afterwards, below the workspace.
    """

    text: str
    command: str
    where: str = ""


#: The lines of the menu; the first has the number 1.
_LINES = (
    Choice("看示范（虚构工作室的一年，约一分钟）", "demo"),
    Choice("新建工作室", "init"),
    Choice("检查：哪里还缺、哪里不对", "check"),
    Choice("生成：把数据填进全部资料", "fill", "成品"),
    Choice("归档打包：归档包、标签、光盘文件夹", "package", "归档"),
    Choice("打印标签", "labels", "归档"),
    Choice("看状况：一屏看完", "status"),
)
CHOICES = {str(number): choice for number, choice in enumerate(_LINES, 1)}


class _Copied(io.TextIOBase):
    """A stream whose text goes into the log as well."""

    def __init__(self, stream: TextIO, log: TextIO) -> None:
        self._stream, self._log = stream, log

    def write(self, text: str) -> int:
        # What a progress line writes over is not kept.
        if "\r" not in text:
            self._log.write(text)
        return self._stream.write(text)

    def flush(self) -> None:
        self._stream.flush()

    def isatty(self) -> bool:
        return self._stream.isatty()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._stream.encoding or "utf-8"


@opt.command()
def start(session: opt.Session) -> None:
    """Show the menu until the user leaves."""
    show_menu(session.console)
    session.console.json({"ok": True, "exit": 0, "findings": [], "menu": {k: c.text for k, c in CHOICES.items()}})
    if session.console.as_json or session.no_input:
        return
    folder = Path.cwd()
    with (folder / LOG).open("a", encoding="utf-8-sig" if not (folder / LOG).exists() else "utf-8") as log:
        out, err = _Copied(sys.stdout, log), _Copied(sys.stderr, log)
        with redirect_stdout(out), redirect_stderr(err):
            menu(Console(), folder, input, lambda: datetime.now().astimezone())
    session.console.talk(f"日志：{folder / LOG}")


def show_menu(console: Console) -> None:
    """The choices, one a line."""
    console.data("docgen　劳模（职工）创新工作室资料")
    for key, choice in CHOICES.items():
        console.data(f"  {key}  {choice.text}")
    console.data(f"  {LEAVE}  退出")


def menu(console: Console, folder: Path, ask: Ask, now: Callable[[], datetime]) -> None:
    """Ask, run, and ask again.

    Args:
        console: where the menu talks.
        folder: where workspaces are looked for and made.
        ask: shows a question and gives the answer; ``EOFError`` ends the menu.
        now: the time that is written above every command.
    """
    from docgen.cli.app import main

    while True:
        try:
            key = ask("请输入数字，按回车：").strip()
            if key == LEAVE:
                return
            if key not in CHOICES:
                console.data(f"没有“{key}”这一项，请输入 {LEAVE} 到 {len(CHOICES)} 之间的数字。")
                continue
            arguments = command_line(CHOICES[key], console, folder, ask)
        except EOFError:
            return
        if arguments:
            console.data(f"——{now():%Y-%m-%d %H:%M:%S}　docgen {' '.join(arguments)}")
            code = main(arguments)
            console.data(closing(CHOICES[key], code, arguments))
        show_menu(console)


def command_line(choice: Choice, console: Console, folder: Path, ask: Ask) -> list[str]:
    """The arguments of what was chosen; empty where an answer is missing."""
    if choice.command == "demo":
        return ["demo", str(folder / DEMO)]
    if choice.command == "init":
        name = ask("工作室的名称（也是文件夹的名称）：").strip()
        return ["init", str(folder / name)] if name else []
    found = workspaces(folder)
    if not found:
        console.data("这里还没有工作室，请先选 2 新建工作室（或 1 看示范）。")
        return []
    return [choice.command, "-w", str(found[0] if len(found) == 1 else _pick(found, console, ask))]


def _pick(found: Sequence[Path], console: Console, ask: Ask) -> Path:
    for number, path in enumerate(found, 1):
        console.data(f"  {number}  {path.name}")
    while True:
        answer = ask("哪个工作室？请输入数字：").strip()
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(found):
            return found[int(answer) - 1]


def workspaces(folder: Path) -> list[Path]:
    """The workspaces here: this folder or one above it, else those just below it."""
    for place in (folder, *folder.parents):
        if (place / FILE).is_file():
            return [place]
    return sorted(path.parent for path in folder.glob(f"*/{FILE}"))


def closing(choice: Choice, code: int, arguments: Sequence[str]) -> str:
    """How it ended, and where to look."""
    if code not in (ExitCode.OK, ExitCode.FINDINGS):
        return "没有完成，原因见上面的提示；已有的文件没有受影响。"
    done = "完成。" if code == ExitCode.OK else "完成，有要处理的问题，见上面。"
    if choice.where:
        return f"{done}结果在：{Path(arguments[-1]) / choice.where}"
    return done
