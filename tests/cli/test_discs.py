"""A burnt disc is compared and written down; its set stays, and what is new goes on another one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from docgen.cli.app import main
from tests.cli import toy_workspace
from tests.cli.conftest import Run
from tests.cli.test_versions import DATE, LATER, change, tree


@pytest.fixture
def packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = toy_workspace.make(tmp_path / "馆")
    assert main(["fill", "-w", str(root), "-q"]) == 0
    assert main(["package", "-w", str(root), "-q", *DATE]) == 0
    monkeypatch.chdir(root)
    return root


def test_a_burnt_disc_stays_and_what_is_new_goes_on_another_set(packed: Path, tmp_path: Path, run: Run) -> None:
    archive = packed / "归档" / "2030"
    disc = Path(shutil.copytree(archive / "光盘" / "D01", tmp_path / "DVD"))
    ran = run("discs", "burnt", "D01", "--set", "A", "--check", disc, *DATE)
    assert ran.code == 0, ran.text
    assert "已登记 TOY-2030-D01（A 封存）" in ran.out
    record = (packed / "登记" / "2030" / "光盘.csv").read_text(encoding="utf-8-sig")
    assert "TOY-2030-D01,TOY-2030,A,2031-01-15," in record
    before = tree(archive / "光盘")
    # Nothing is new: the set stays beside, and there is nothing for another one.
    assert run("package", "-q", *LATER).code == 0
    assert tree(archive / "光盘-TOY-2030") == before
    assert not (archive / "光盘").exists()
    change(packed)
    result = json.loads(run("package", *LATER, "--json").out)
    assert [(d["name"], d["files"]) for d in result["discs"]] == [("TOY-2030-S2-D01", 1)]
    assert tree(archive / "光盘-TOY-2030") == before
    held = [path for path in tree(archive / "光盘" / "D01") if path.startswith("电子档案/")]
    assert held == ["电子档案/2030/B 借展/B-03 玩具照片/W-1.jpg"]
    assert run("verify", archive).code == 0
    assert "没有变化" in run("package", *LATER).out
    assert run("discs", "burnt", "TOY-2030-D01", "--set", "B", *DATE).code == 0
    assert len((packed / "登记" / "2030" / "光盘.csv").read_text(encoding="utf-8-sig").splitlines()) == 3


@pytest.mark.parametrize("damage", ["changed", "missing", "other"])
def test_a_disc_that_is_not_what_was_planned_is_not_written_down(
    packed: Path, tmp_path: Path, run: Run, damage: str
) -> None:
    disc = Path(shutil.copytree(packed / "归档" / "2030" / "光盘" / "D01", tmp_path / "DVD"))
    victim = next(disc.rglob("W-1.jpg"))
    if damage == "changed":
        victim.write_bytes(victim.read_bytes()[::-1])
    elif damage == "missing":
        victim.unlink()
    else:
        assert run("package", "-q", *DATE, "--discs", "all").code == 0
    ran = run("discs", "burnt", "D01", "--check", disc)
    assert ran.code == 7
    assert not (packed / "登记" / "2030" / "光盘.csv").exists()


def test_what_is_not_there_can_not_be_written_down(packed: Path, tmp_path: Path, run: Run) -> None:
    ran = run("discs", "burnt", "D09")
    assert ran.code == 4
    assert "TOY-2030-D01" in ran.err
    assert run("discs", "burnt", "D01", "--check", tmp_path / "没有").code == 4
    assert run("discs", "burnt", "D01", "--set", "X").code == 2
    ran = run("discs", "burnt", "D01", "--date", "2031-02-01")
    assert ran.code == 0
    assert "还没有读回" in ran.err
