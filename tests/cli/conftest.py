"""A sample workspace, made and filled once, and a cheap copy of it for every test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from docgen.cli.app import main


@dataclass
class Ran:
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        return self.out + self.err


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in this process."""

    def command(*arguments: str | Path) -> Ran:
        capsys.readouterr()
        code = main([str(a) for a in arguments])
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return command


@pytest.fixture
def workspace(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy that a test may change (attachments are links: replace them, do not write into them)."""
    root = tmp_path / "工作室"
    shutil.copytree(filled / "附件", root / "附件", copy_function=os.link)
    ignore = shutil.ignore_patterns("附件")
    shutil.copytree(filled, root, ignore=ignore, dirs_exist_ok=True)
    monkeypatch.chdir(root)
    yield root


def documents(root: Path, year: str = "2024") -> dict[str, bytes]:
    """All documents of a year: path below the year's folder → bytes."""
    folder = root / "成品" / year
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def edit(workspace: Path) -> Callable[..., str]:
    """Change cells of the data workbook: ``edit(sheet, {key column: key}, column, value)`` gives the cell's name."""

    def change(sheet: str, where: dict[str, Any], column: str, value: Any) -> str:
        path = workspace / "数据" / "2024.xlsx"
        book = openpyxl.load_workbook(path)
        page = book[sheet]
        heads = {str(c.value): c.column for c in page[1] if c.value}
        for row in range(2, page.max_row + 1):
            if all(str(page.cell(row, heads[k]).value) == str(v) for k, v in where.items()):
                if page.cell(row, heads["示例行"]).value:
                    continue
                cell = page.cell(row, heads[column])
                cell.value = value
                if isinstance(value, int | float):
                    cell.number_format = "0"
                book.save(path)
                return str(cell.coordinate)
        raise AssertionError(f"{sheet} {where}: no such row")

    return change


@pytest.fixture
def book(workspace: Path) -> Callable[[Callable[[Any], None]], None]:
    """Change the data workbook with openpyxl."""

    def change(how: Callable[[Any], None]) -> None:
        path = workspace / "数据" / "2024.xlsx"
        opened = openpyxl.load_workbook(path)
        how(opened)
        opened.save(path)

    return change
