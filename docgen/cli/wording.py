"""The command line's own words in Chinese: headings and types in the help, and what is wrong with arguments.

Typer has them in English only. What is not in the tables below stays as Typer says it: understandable, if not Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import typer
from rich.cells import cell_len
from rich.console import Console as RichConsole
from rich.text import Text
from typer.core import TyperCommand, TyperGroup

from docgen.cli.console import pad

F = TypeVar("F", bound=Callable[..., None])

_USAGE = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]"}
_TYPES = {
    "path": "路径",
    "str": "文字",
    "int": "整数",
    "int range": "整数",
    "float": "数",
    "list[Path]": "路径",
    "list[str]": "文字",
}
#: Remarks at the end of an option's help.
_REMARKS = (
    (re.compile(r"required\]"), "必填]"),
    (re.compile(r"default: "), "默认："),
    (re.compile(r"env var: "), "环境变量 "),
    (re.compile(r"(\d+)<=x<=(\d+)"), r"\1 到 \2"),
    (re.compile(r"x>=(\d+)"), r"最小 \1"),
    (re.compile(r"; "), "；"),
)
#: What a value should have been, as it stands in a message about a wrong one.
_WANTED = (
    (re.compile(r"valid integer"), "要写整数"),
    (re.compile(r"valid number"), "要写数字"),
    (re.compile(r"less than or equal to (\d+)"), r"最大 \1"),
    (re.compile(r"greater than or equal to (\d+)"), r"最小 \1"),
)
_PLAIN = (
    (re.compile(r"No such command '(.*)'\.", re.DOTALL), r"没有命令 \1"),
    (re.compile(r"Got unexpected extra argument\(s\) \((.*)\)", re.DOTALL), r"多出的内容：\1"),
    (re.compile(r"Option '(\S+)' requires an argument\."), r"\1 后面要写内容"),
    (re.compile(r"Option '(\S+)' does not take a value\."), r"\1 后面不写内容"),
    (re.compile(r"Missing command\."), "还要写一个命令"),
)


class _Worded:
    """Help of a command or a group of commands with Chinese headings."""

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "显示用法后退出。"
        return option

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces = [_USAGE.get(piece, piece) for piece in self.collect_usage_pieces(ctx)]  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="用法：")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        for kind, heading in (("argument", "参数"), ("option", "选项")):
            records = [p.get_help_record(ctx) for p in self.get_params(ctx) if p.param_type_name == kind]  # type: ignore[attr-defined]
            if shown := [_record(*record) for record in records if record is not None]:
                with formatter.section(heading):
                    write_columns(formatter, shown)
        if isinstance(self, TyperGroup):
            self.format_commands(ctx, formatter)


class Command(_Worded, TyperCommand):
    """A command."""


class Group(_Worded, TyperGroup):
    """A group of commands."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands with the first lines of their helps."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, (command.help or "").split("\n\n")[0].strip()) for name, command in found if command is not None]
        with formatter.section("命令"):
            write_columns(formatter, rows)


class App(typer.Typer):
    """A Typer application whose commands and groups speak Chinese."""

    def __init__(self, help: str, cls: type[TyperGroup] = Group, **settings: Any) -> None:
        """Make an application without completion, mark-up or tracebacks of Typer's own."""
        settings |= {"add_completion": False, "rich_markup_mode": None, "pretty_exceptions_enable": False}
        super().__init__(help=help, cls=cls, **settings)

    def command(self, name: str | None = None, **settings: Any) -> Callable[[F], F]:
        """Register a command."""
        return super().command(name, cls=Command, **settings)


def write_columns(formatter: Any, rows: Sequence[tuple[str, str]]) -> None:
    """Names and what they mean, side by side: Typer counts letters, and a Chinese one is two columns wide."""
    indent = " " * formatter.current_indent
    first = max(cell_len(name) for name, _ in rows)
    room = max(formatter.width - len(indent) - first - 2, 20)
    for name, text in rows:
        lines = Text(text).wrap(RichConsole(width=room), room) or [Text()]
        for number, line in enumerate(lines):
            left = pad(name, first) if number == 0 else " " * first
            formatter.write(f"{indent}{left}  {line.plain}".rstrip() + "\n")


def _record(name: str, text: str) -> tuple[str, str]:
    name = re.sub(r"<([^<>]+)>", lambda found: f"<{_TYPES.get(found[1], found[1])}>", name)
    body, bracket, remarks = text.rpartition("  [")
    if bracket:
        for pattern, words in _REMARKS:
            remarks = pattern.sub(words, remarks)
        text = f"{body}  [{remarks}"
    return name, text


def wrong_usage(error: typer.TyperException) -> str:
    """What is wrong with the arguments, in one line.

    Args:
        error: what Typer raised; its classes are private, so they are told by name.
    """
    kind = type(error).__name__
    if kind == "NoSuchOption":
        near = "、".join(sorted(getattr(error, "possibilities", None) or ()))
        return f"没有选项 {getattr(error, 'option_name', '')}" + (f"，相近的有 {near}" if near else "")
    if kind == "MissingParameter":
        return f"还要写 {_parameter(error)}"
    message = error.format_message()
    for pattern, words in _WANTED if kind == "BadParameter" else ():
        if found := pattern.search(message):
            return f"{_parameter(error)} 的值不对：{found.expand(words)}"
    for pattern, words in _PLAIN:
        if found := pattern.fullmatch(message):
            return found.expand(words)
    return message


def is_help(error: typer.TyperException) -> bool:
    """Whether this is no error but the help of a group that was called without a command."""
    return type(error).__name__ == "NoArgsIsHelpError"


def _parameter(error: Any) -> str:
    parameter = error.param
    if parameter is None:
        return "参数"
    return str(parameter.name if parameter.param_type_name == "argument" else parameter.opts[-1])
