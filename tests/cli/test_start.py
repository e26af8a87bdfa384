"""The menu: one question at a time, the same commands behind it, everything in the log."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.cli import start
from docgen.cli.app import main
from docgen.tasks import starters
from tests.cli import toy_workspace
from tests.cli.conftest import Run


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What is typed, in order; afterwards the input ends."""
    left: list[str] = []

    def ask(question: str) -> str:
        if not left:
            raise EOFError
        return left.pop(0)

    monkeypatch.setattr("builtins.input", ask)
    yield left
    assert not left


def log(folder: Path) -> str:
    return (folder / start.LOG).read_text(encoding="utf-8-sig")


def test_a_new_studio_from_nothing(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, answers: list[str]
) -> None:
    folder = tmp_path / "我的 U 盘"
    folder.mkdir()
    monkeypatch.chdir(folder)
    answers += ["3", "9", "2", "", "2", "红柳 工作室", "4", "0"]
    ran = run("start")
    assert ran.code == 0, ran.text
    assert "没有“9”这一项" in ran.out and "请先选 2 新建工作室" in ran.out
    assert (folder / "红柳 工作室" / "docgen.toml").is_file()
    assert f"结果在：{folder / '红柳 工作室' / '成品'}" in ran.out
    assert "[完成] 新建工作区" in log(folder) and "docgen fill -w" in log(folder)


def test_errors_are_told_and_the_menu_goes_on(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, answers: list[str]
) -> None:
    root = toy_workspace.make(tmp_path / "馆")
    (root / "数据" / "2030" / "借展.csv").write_text("不,是\n", encoding="utf-8")
    monkeypatch.chdir(root)
    answers += ["4", "7"]
    ran = run("start")
    assert ran.code == 0
    assert ran.out.count("没有完成，原因见上面的提示") == 2
    assert "[错误]" in ran.err and "[错误]" in log(root)


def test_several_studios_are_asked_for(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, answers: list[str]
) -> None:
    toy_workspace.make(tmp_path / "甲馆")
    toy_workspace.make(tmp_path / "乙馆")
    monkeypatch.chdir(tmp_path)
    answers += ["4", "x", "3", "2", "0"]
    ran = run("start")
    assert f"结果在：{tmp_path / '甲馆' / '成品'}" in ran.out
    assert not list((tmp_path / "乙馆").glob("成品/*"))


def test_without_questions_only_the_menu_is_shown(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("start", "--no-input")
    assert ran.code == 0 and "  5  归档打包" in ran.out
    assert list(tmp_path.iterdir()) == []


def test_a_new_studio_gets_files_to_double_click(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init", "我的 工作室", "-y", "2024").code == 0
    batch = (tmp_path / "我的 工作室" / starters.WINDOWS).read_bytes()
    assert batch.isascii() and b"\r\n" in batch and b"\n" not in batch.replace(b"\r\n", b"")
    assert batch.rstrip().endswith(b"pause")
    shell = tmp_path / "我的 工作室" / starters.OTHERS
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "docgen").write_text('#!/bin/sh\necho "$PWD|$@"\n')
    (programs / "docgen").chmod(0o755)
    said = subprocess.run(
        [str(shell)], env={"PATH": f"{programs}:/usr/bin:/bin"}, capture_output=True, text=True, check=True
    )
    assert said.stdout == f"{shell.parent}|start\n"


def test_every_choice_is_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    for choice in start.CHOICES.values():
        assert main([choice.command, "--help"]) == 0
