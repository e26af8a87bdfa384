"""A second copy of the archive: whole or not at all, and written down."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from docgen.cli.app import main
from tests.cli import toy_workspace
from tests.cli.conftest import Run
from tests.cli.test_versions import DATE, LATER, change, tree

DAY = ("--date", "2031-02-01")
RECORD = "备份记录.csv"


@pytest.fixture(scope="module")
def packed_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = toy_workspace.make(tmp_path_factory.mktemp("toy") / "馆")
    assert main(["fill", "-w", str(root), "-q"]) == 0
    assert main(["package", "-w", str(root), "-q", *DATE]) == 0
    return root


@pytest.fixture
def packed(packed_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = Path(shutil.copytree(packed_once, tmp_path / "馆"))
    (tmp_path / "移动硬盘").mkdir()
    monkeypatch.chdir(root)
    return root


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / RECORD).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def without_record(folder: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(folder).items() if path != RECORD}


def test_a_copy_is_verified_and_written_down(packed: Path, tmp_path: Path, run: Run) -> None:
    ran = run("backup", tmp_path / "移动硬盘", *DAY)
    assert ran.code == 0, ran.text
    assert "请登记这次备份：日期 2031-02-01，内容 TOY-2030" in ran.err
    assert "同一块盘" in ran.err
    source, copy = packed / "归档" / "2030", tmp_path / "移动硬盘" / "2030"
    assert tree(copy) == tree(source)
    (row,) = rows(source)
    assert (row["日期"], row["归档包"], row["操作人"]) == ("2031-02-01", "TOY-2030", "")
    assert int(row["文件数"]) == len(without_record(source))
    assert run("verify", copy).code == 0
    # The data are not touched: the row of the register is only proposed.
    assert not (packed / "数据" / "2030" / "备份.csv").exists()


def test_the_same_again_is_only_compared(packed: Path, tmp_path: Path, run: Run) -> None:
    assert run("backup", tmp_path / "移动硬盘", *DAY, "-q").code == 0
    result = json.loads(run("backup", tmp_path / "移动硬盘", *DAY, "--json").out)
    assert result["unchanged"] is True
    assert len(rows(packed / "归档" / "2030")) == 1
    victim = next((tmp_path / "移动硬盘" / "2030").rglob("W-1.jpg"))
    victim.write_bytes(victim.read_bytes()[::-1])
    assert json.loads(run("backup", tmp_path / "移动硬盘", *DAY, "--json").out)["unchanged"] is False
    assert without_record(tmp_path / "移动硬盘" / "2030") == without_record(packed / "归档" / "2030")


def test_the_record_outlives_the_next_version(packed: Path, tmp_path: Path, run: Run) -> None:
    assert run("backup", tmp_path / "移动硬盘", *DAY, "-q").code == 0
    change(packed)
    assert run("package", "-q", *LATER).code == 0
    assert len(rows(packed / "归档" / "2030")) == 1
    assert run("backup", tmp_path / "移动硬盘", *LATER, "-q").code == 0
    assert [row["归档包"] for row in rows(packed / "归档" / "2030")] == ["TOY-2030", "TOY-2030、TOY-2030-v2"]


def test_what_only_the_copy_holds_stays(packed: Path, tmp_path: Path, run: Run) -> None:
    assert run("backup", tmp_path / "移动硬盘", *DAY, "-q").code == 0
    before = tree(tmp_path / "移动硬盘" / "2030" / "TOY-2030")
    change(packed)
    assert run("package", "-q", *LATER).code == 0
    shutil.rmtree(packed / "归档" / "2030" / "TOY-2030")
    result = json.loads(run("backup", tmp_path / "移动硬盘", *LATER, "--json").out)
    assert result["kept"] == ["TOY-2030"]
    assert tree(tmp_path / "移动硬盘" / "2030" / "TOY-2030") == before


def test_a_damaged_archive_is_not_copied_over_a_sound_copy(packed: Path, tmp_path: Path, run: Run) -> None:
    assert run("backup", tmp_path / "移动硬盘", *DAY, "-q").code == 0
    before = tree(tmp_path / "移动硬盘")
    victim = next((packed / "归档" / "2030" / "TOY-2030").rglob("W-1.jpg"))
    victim.write_bytes(victim.read_bytes()[::-1])
    ran = run("backup", tmp_path / "移动硬盘", *DAY)
    assert ran.code == 7
    assert "W-1.jpg" in ran.err
    assert tree(tmp_path / "移动硬盘") == before


def test_where_no_copy_can_go(packed: Path, tmp_path: Path, run: Run) -> None:
    assert run("backup", tmp_path / "没有").code == 4
    assert run("backup", packed / "归档").code == 2
    assert run("backup", tmp_path / "移动硬盘", "-y", "2029").code == 4
