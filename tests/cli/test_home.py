"""What is still missing stands on the workbook's first sheet after a check, and counts as no change of the year."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from docgen.load.standard import load_standard
from docgen.model.home import BLOCK
from docgen.ooxml.sheets.block import find_block
from docgen.render.book.workbook import data_workbook
from docgen.write.lock import workspace_lock
from tests.cli import toy_workspace
from tests.cli.conftest import Run

CHECK = ("check", "--as-of", "2030-05-20")
WRONG = {"借展": [{**toy_workspace.ROWS["借展"][0], "借出日": "2030-13-05"}, toy_workspace.ROWS["借展"][1]]}


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small workspace with a workbook; one loan has no day that can be read."""
    root = toy_workspace.make(tmp_path / "馆")
    shutil.rmtree(root / "数据" / "2030")
    type_in(root, {**toy_workspace.ROWS, **WRONG})
    monkeypatch.chdir(root)
    return root


def type_in(root: Path, rows: dict[str, list[dict[str, str]]]) -> None:
    standard = load_standard(root / "标准")
    path(root).write_bytes(data_workbook(standard, 2030, "小镇玩具馆", rows, None))


def path(root: Path) -> Path:
    return root / "数据" / "2030.xlsx"


def said(root: Path) -> list[str]:
    block = find_block(path(root).read_bytes(), "", BLOCK)
    assert block is not None
    return [line for line in block.lines if line]


def home(run: Run, *more: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*CHECK, "--json", *more).out)["home"]
    return found


def test_a_check_writes_it_once(studio: Path, run: Run) -> None:
    before = path(studio).read_bytes()
    ran = run(*CHECK)
    assert "[完成] 首页的“本月还缺”已更新：数据/2030.xlsx" in ran.err
    first, *rest = said(studio)
    assert first == "本月还缺（2030-05-20 检查，下次检查时重写）"
    assert rest == ["· “2030-13-05”不能读作日期 → “借展”表 D3"]
    after = path(studio).read_bytes()
    assert after != before
    stamp = path(studio).stat().st_mtime_ns
    assert home(run) == {"written": False, "remark": ""}
    assert (path(studio).read_bytes(), path(studio).stat().st_mtime_ns) == (after, stamp)
    assert home(run, "--as-of", "2030-05-21")["written"]
    # Excel, WPS and openpyxl keep the name, and so it is found again.
    book = openpyxl.load_workbook(path(studio))
    book.save(path(studio))
    assert home(run)["written"]


def test_fill_and_package_see_no_change(studio: Path, run: Run) -> None:
    type_in(studio, toy_workspace.ROWS)
    date = ("--date", "2031-01-15", "--pdf", "none")
    assert run("fill", "-q").code == 0
    assert run("package", "-q", *date).code == 0
    kept = {p: p.read_bytes() for p in (studio / "归档").rglob("*") if p.is_file()}
    marked = (studio / "登记" / "2030" / "上次填充.json").read_bytes()
    assert home(run)["written"]
    filled = run("fill")
    assert "都是最新的，没有改动" in filled.out
    assert (studio / "登记" / "2030" / "上次填充.json").read_bytes() == marked
    again = json.loads(run("package", *date, "--json").out)
    assert (again["new"], again["unchanged"]) == (False, True)
    assert home(run, "--as-of", "2030-05-21")["written"]
    later = json.loads(run("package", "--date", "2031-04-01", "--pdf", "none", "--json").out)
    assert (later["new"], later["unchanged"]) == (False, True)
    assert {p: p.read_bytes() for p in (studio / "归档").rglob("*") if p.is_file()} == kept


def test_a_real_change_of_the_first_sheet_is_one(studio: Path, run: Run) -> None:
    type_in(studio, toy_workspace.ROWS)
    date = ("--date", "2031-01-15", "--pdf", "none")
    run("fill", "-q")
    run("package", "-q", *date)
    book = openpyxl.load_workbook(path(studio))
    book.worksheets[0]["H3"] = "值班表在二楼"
    book.save(path(studio))
    assert home(run)["written"]
    changes = json.loads(run("package", *date, "--json").out)["changes"]
    assert changes["sources"] == ["数据/2030.xlsx"]


def lock(root: Path, mark: str) -> None:
    (root / "数据" / mark).write_bytes(b"")


def words(root: Path) -> None:
    book = openpyxl.load_workbook(path(root))
    book.worksheets[0]["H16"] = "给接班的人：先看第三季度"
    book.save(path(root))


def formula(root: Path) -> None:
    book = openpyxl.load_workbook(path(root))
    book.worksheets[0]["H16"] = "=A1"
    book.save(path(root))


def nameless(root: Path) -> None:
    book = openpyxl.load_workbook(path(root))
    del book.defined_names[BLOCK]
    book.save(path(root))


@pytest.mark.parametrize(
    ("how", "remark"),
    [
        (lambda root: lock(root, "~$2030.xlsx"), "正开着"),
        (lambda root: lock(root, ".~2030.xlsx"), "正开着"),
        (lambda root: lock(root, ".~lock.2030.xlsx#"), "正开着"),
        (words, "别的内容"),
        (formula, "别的内容"),
        (nameless, "没有名称"),
    ],
)
def test_what_can_not_be_written_is_left_and_said(
    studio: Path, run: Run, how: Callable[[Path], None], remark: str
) -> None:
    how(studio)
    before = path(studio).read_bytes()
    ran = run(*CHECK)
    assert ran.code == 3
    assert "[跳过] 首页的“本月还缺”没有更新" in ran.err
    assert remark in ran.err
    assert path(studio).read_bytes() == before


def test_a_sharing_violation_and_a_second_writer_are_said(
    studio: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path(studio).read_bytes()
    with workspace_lock(studio / "登记"):
        assert "另一个 docgen" in home(run)["remark"]
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if Path(target).name == "2030.xlsx":
            error = PermissionError(13, "in use")
            error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
            raise error
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    assert home(run) == {"written": False, "remark": "文件正被其他程序打开"}
    assert path(studio).read_bytes() == before
    assert [p.name for p in path(studio).parent.iterdir()] == ["2030.xlsx"]


def test_it_can_be_switched_off(studio: Path, run: Run) -> None:
    before = path(studio).read_bytes()
    assert home(run, "--no-home") == {"written": False, "remark": ""}
    with (studio / "docgen.toml").open("a", encoding="utf-8") as stream:
        stream.write("[check]\nhome = false\n")
    assert home(run) == {"written": False, "remark": ""}
    assert path(studio).read_bytes() == before


def test_a_year_without_workbook_has_no_first_sheet(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(toy_workspace.make(tmp_path / "馆"))
    assert home(run) == {"written": False, "remark": ""}
