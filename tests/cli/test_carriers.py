"""Discs in the layout by archival codes: asked for once, remembered, burnt, found, read by somebody else."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from docgen.cli.app import main
from tests.cli import toy_workspace
from tests.cli.conftest import Run
from tests.cli.test_versions import DATE, LATER, change
from tests.tools.carrier_reader import read_set

DAT93 = ("--carrier", "dat93")


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = toy_workspace.make(tmp_path / "馆")
    assert main(["fill", "-w", str(root), "-q"]) == 0
    monkeypatch.chdir(root)
    return root


def with_fonds(root: Path, *lines: str) -> None:
    """The archive gave its code, and periods are such that codes can be given."""
    materials = root / "标准" / "materials.csv"
    text = materials.read_text(encoding="utf-8")
    materials.write_text(text.replace("长期", "永久").replace("短期", "10年"), encoding="utf-8")
    with (root / "docgen.toml").open("a", encoding="utf-8") as stream:
        stream.write("\n".join(["[archive]", 'fonds_code = "Z109"', *lines, ""]))


def top(disc: Path) -> set[str]:
    return {path.name for path in disc.iterdir()}


def test_without_codes_there_are_no_folders_to_make(filled: Path, run: Run) -> None:
    ran = run("package", *DATE, *DAT93)
    assert ran.code == 4
    assert "input.carrier-codes" in ran.err and "fonds_code" in ran.err
    assert not (filled / "归档").exists()
    assert run("package", "-q", *DATE, *DAT93, "--discs", "no").code == 0


def test_a_layout_nobody_knows(filled: Path, run: Run) -> None:
    ran = run("package", *DATE, "--carrier", "x")
    assert (ran.code, "saac2012、dat93" in ran.err) == (2, True)
    with_fonds(filled, 'carrier = "y"')
    ran = run("package", *DATE)
    assert (ran.code, "archive.carrier" in ran.err) == (4, True)


def test_asked_for_once_it_is_remembered(filled: Path, run: Run) -> None:
    with_fonds(filled)
    ran = run("package", *DATE, *DAT93, "--iso", "--discs", "all")
    assert ran.code == 0, ran.text
    archive = filled / "归档" / "2030"
    discs = sorted(path for path in (archive / "光盘").iterdir() if path.is_dir())
    assert top(discs[0]) == {"说明文件.TXT", "目录文件.XML", "Z109", "其他"}
    read, problems = read_set(discs)
    # No date is made up for what has none; importers refuse that, so it is said beforehand.
    assert problems == [f"D01：目录文件.XML 第 {number} 条的 日期 是空的" for number in (3, 4, 5)]
    assert "光盘上有 3 件没有日期" in ran.err
    assert {"Z109-ZP·2030", "Z109-WS·2030"} == {entry["档号"][:12] for one in read for entry in one.entries}
    assert "光盘/D01/其他/index.html" in (archive / "从这里打开.html").read_text(encoding="utf-8").replace(
        "%E5%85%89%E7%9B%98", "光盘"
    ).replace("%E5%85%B6%E4%BB%96", "其他")
    for path in (archive, archive / "光盘", discs[0], archive / "光盘" / "D01.iso"):
        assert run("verify", path).code == 0
    assert "没有变化" in run("package", *LATER, "--iso", "--discs", "all").out
    assert run("labels", "-q").code == 0
    # Asked for otherwise, the discs are made again; the package stays.
    ran = run("package", *LATER, "--carrier", "saac2012", "--discs", "all")
    assert "没有产生新版本" in ran.out
    assert "电子档案" in top(discs[0])
    assert not (archive / "光盘" / "D01" / "Z109").exists()


def test_the_settings_say_which(filled: Path, run: Run) -> None:
    with_fonds(filled, 'carrier = "dat93"')
    assert run("package", "-q", *DATE).code == 0
    assert "Z109" in top(filled / "归档" / "2030" / "光盘" / "D01")


def test_a_burnt_disc_of_one_layout_keeps_its_files_from_one_of_the_other(
    filled: Path, tmp_path: Path, run: Run
) -> None:
    with_fonds(filled)
    assert run("package", "-q", *DATE, *DAT93).code == 0
    archive = filled / "归档" / "2030"
    disc = Path(shutil.copytree(archive / "光盘" / "D01", tmp_path / "DVD"))
    assert run("discs", "burnt", "D01", "--set", "A", "--check", disc, *DATE).code == 0
    found = json.loads(run("find", "木桥", "--json").out)
    assert "TOY-2030-D01" in json.dumps(found, ensure_ascii=False)
    change(filled)
    result = json.loads(run("package", *LATER, "--carrier", "saac2012", "--json").out)
    assert [(d["name"], d["files"]) for d in result["discs"]] == [("TOY-2030-S2-D01", 1)]
    assert run("verify", archive).code == 0
    assert run("verify", archive / "光盘-TOY-2030").code == 0
