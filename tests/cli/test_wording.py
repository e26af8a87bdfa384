"""What the command line itself says: Chinese headings, straight columns, and what is wrong with arguments."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from docgen.cli.app import COMMANDS, main

ENGLISH = re.compile(r"Usage|Options|Arguments|Commands|Show this|\[required|default:|env var|<(path|str|int)")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_chinese_and_fits_the_terminal(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command.split(), "--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith(f"用法：docgen {command}".rstrip())
    assert not ENGLISH.search(text)
    assert not [line for line in text.splitlines() if cell_len(line) > 80]


def test_the_list_of_commands_takes_one_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])
    listed = capsys.readouterr().out.split("命令:\n")[1]
    assert len(listed.splitlines()) == len(COMMANDS)


def test_columns_stand_straight_where_letters_are_two_columns_wide(capsys: pytest.CaptureFixture[str]) -> None:
    main(["backup", "--help"])
    lines = capsys.readouterr().out.splitlines()
    first = {
        cell_len(line[: line.index(text)])
        for line in lines
        for text in ("备份日期", "工作区文件夹", "年度；", "只输出", "从不提问")
        if text in line
    }
    assert len(first) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["fill", "--yaer", "2024"], "没有选项 --yaer，相近的有 --handover、--name、--year"),
        (["fill", "--year", "abc"], "--year 的值不对：要写整数"),
        (["fill", "--sign", "13"], "--sign 的值不对：最大 12"),
        (["new-year", "0"], "year 的值不对：最小 1900"),
        (["fill", "--year"], "--year 后面要写内容"),
        (["fill", "--force=1"], "--force 后面不写内容"),
        (["find"], "还要写 text"),
        (["check", "a", "b"], "多出的内容：a b"),
        (["bogus"], "没有命令 bogus"),
        (["photos", "bogus"], "没有命令 bogus"),
    ],
)
def test_wrong_arguments(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert f"[错误] {message}\n" in capsys.readouterr().err


def test_a_group_without_a_command_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["discs"]) == 2
    out, err = capsys.readouterr()
    assert out.startswith("用法：docgen discs") and not err
