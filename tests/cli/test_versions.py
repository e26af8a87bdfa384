"""A changed year becomes a new version beside the kept one; an unchanged year makes none. On the fictional standard."""

from __future__ import annotations

import csv
import json
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from docgen.cli.app import main
from tests.cli import toy_workspace
from tests.cli.conftest import Run
from tests.conftest import ROOT

DATE = ("--date", "2031-01-15")
LATER = ("--date", "2031-04-01")
CONTENT = "representations/rep1/data/小镇玩具馆"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictional year, packed once; nobody may change it."""
    root = toy_workspace.make(tmp_path_factory.mktemp("toy") / "馆")
    assert main(["fill", "-w", str(root), "-q"]) == 0
    assert main(["package", "-w", str(root), "-q", *DATE]) == 0
    return root


@pytest.fixture
def packed(first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy that a test may change."""
    root = Path(shutil.copytree(first, tmp_path / "馆"))
    monkeypatch.chdir(root)
    return root


def tree(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def change(root: Path) -> None:
    """One item more, one different, one gone."""
    toy_workspace.picture(root / "附件" / "图" / "W-1.jpg", 7)
    loans = toy_workspace.ROWS["借展"][:1]
    loans += [{"借号": "J-3", "玩具": "W-3", "借阅人": "甲读者", "借出日": "2030-05-01", "押金": "6"}]
    toy_workspace.write_rows(root, "借展", loans)
    assert main(["fill", "-w", str(root), "-q"]) == 0


def test_an_unchanged_year_makes_no_new_version(packed: Path, run: Run) -> None:
    before = tree(packed)
    ran = run("package", *LATER)
    assert ran.code == 0
    assert "没有变化" in ran.out and "没有产生新版本" in ran.out
    assert "2031-01-15" in ran.out
    assert tree(packed) == before
    result = json.loads(run("package", *LATER, "--json").out)
    assert (result["new"], result["unchanged"], result["package"]) == (False, True, "TOY-2030")


def test_a_changed_year_becomes_a_version_beside_the_kept_one(packed: Path, run: Run) -> None:
    before = tree(packed / "归档" / "2030" / "TOY-2030")
    change(packed)
    result = json.loads(run("package", *LATER, "--json").out)
    assert (result["new"], result["package"]) == (True, "TOY-2030-v2")
    changes = result["changes"]
    assert changes["previous"] == "TOY-2030"
    assert [c["title"] for c in changes["added"]] == ["借条：砖墙"]
    assert [(c["title"], c["what"]) for c in changes["changed"]] == [("木桥照片", ["电子文件"])]
    assert [c["title"] for c in changes["withdrawn"]] == ["借条：渡船"]
    assert changes["sources"] == ["数据/2030/借展.csv"]
    archive = packed / "归档" / "2030"
    assert {p.name for p in archive.glob("TOY*")} == {"TOY-2030", "TOY-2030-v2"}
    assert tree(archive / "TOY-2030") == before
    root = archive / "TOY-2030-v2" / "data" / "TOY-2030-v2"
    text = (root / "documentation" / "变更说明.txt").read_text(encoding="utf-8-sig")
    assert "增加 1 件" in text and "撤下 1 件" in text and "借条：砖墙" in text
    assert "TOY-2030/    以前的一版" in (archive / "归档说明.txt").read_text(encoding="utf-8-sig")
    assert "<dc:relation>TOY-2030</dc:relation>" in (root / "metadata/descriptive/dc.xml").read_text(encoding="utf-8")
    assert run("verify", archive).code == 0
    shutil.rmtree(archive / "TOY-2030")
    ran = run("verify", archive)
    assert ran.code == 7
    assert "integrity.version-missing" in ran.out


def test_every_version_of_a_year_is_verified(packed: Path, run: Run) -> None:
    change(packed)
    assert run("package", "-q", *LATER).code == 0
    archive = packed / "归档" / "2030"
    victim = next((archive / "TOY-2030").rglob("W-2.jpg"))
    victim.chmod(0o644)
    victim.write_bytes(victim.read_bytes() + b"x")
    ran = run("verify", archive)
    assert ran.code == 7
    assert "TOY-2030/data" in ran.out
    assert run("verify", archive / "TOY-2030-v2").code == 0


def test_two_more_changes_make_two_more_versions(packed: Path, run: Run) -> None:
    for number in (8, 9):
        toy_workspace.picture(packed / "附件" / "图" / "W-2.jpg", number)
        assert run("package", "-q", *LATER).code == 0
    assert {p.name for p in (packed / "归档" / "2030").glob("TOY*")} == {"TOY-2030", "TOY-2030-v2", "TOY-2030-v3"}
    assert run("verify", packed / "归档" / "2030").code == 0
    assert "没有变化" in run("package", *LATER).out


def test_a_lost_record_changes_nothing(packed: Path, run: Run) -> None:
    for name in ("归档.csv", "摘要.csv"):
        (packed / "登记" / "2030" / name).unlink()
    ran = run("package", *LATER)
    assert ran.code == 0
    assert "没有产生新版本" in ran.out
    assert [p.name for p in (packed / "归档" / "2030").glob("TOY*")] == ["TOY-2030"]
    assert "没有变化" in run("package", *LATER).out


def test_other_discs_leave_the_package_alone(packed: Path, run: Run) -> None:
    before = tree(packed / "归档" / "2030" / "TOY-2030")
    ran = run("package", *LATER, "--discs", "all")
    assert ran.code == 0
    assert "没有产生新版本" in ran.out
    assert tree(packed / "归档" / "2030" / "TOY-2030") == before
    assert (packed / "归档" / "2030" / "光盘" / "D01" / "电子档案" / "2030" / "B 借展" / "B-01 借条").is_dir()


def test_what_people_put_beside_it_stays(packed: Path, run: Run) -> None:
    (packed / "归档" / "2030" / "备份登记.txt").write_text("某日备份", encoding="utf-8")
    change(packed)
    assert run("package", "-q", *LATER).code == 0
    assert (packed / "归档" / "2030" / "备份登记.txt").read_text(encoding="utf-8") == "某日备份"


def test_nothing_is_read_twice_for_the_plan(packed: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    from docgen.tasks import digests

    old = 1_700_000_000
    for path in (p for folder in ("成品", "附件", "数据") for p in (packed / folder).rglob("*") if p.is_file()):
        os.utime(path, (old, old))
    read: list[str] = []
    real = digests.digest_file

    def watched(path: Path, algorithms: tuple[str, ...]) -> dict[str, str]:
        read.append(path.name)
        return real(path, algorithms)

    monkeypatch.setattr(digests, "digest_file", watched)
    assert run("package", *LATER).code == 0
    assert "W-1.jpg" in read
    read.clear()
    toy_workspace.picture(packed / "附件" / "图" / "W-2.jpg", 9)
    assert run("package", "-q", *LATER).code == 0
    assert read == ["W-2.jpg"]


def test_a_previous_version_that_can_not_be_read_stops(packed: Path, run: Run) -> None:
    items = packed / "归档" / "2030" / "TOY-2030" / "data" / "TOY-2030" / "metadata" / "other" / "items.xml"
    items.write_bytes(b"<")
    before = tree(packed)
    ran = run("package", *LATER)
    assert ran.code == 7
    assert "docgen verify" in ran.err
    assert tree(packed) == before


def trial(root: Path, after: float) -> bool:
    """Start packing and kill it after some seconds; whether it was still at work."""
    command = [sys.executable, "-m", "docgen", "package", "-q", *LATER]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    silent = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=root, stdout=silent, stderr=silent, env=environment) as process:
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.kill()
            return True
    return False


def kill(root: Path, again: Path, trials: int, longest: float) -> int:
    """Kill packing at random moments: the previous archive stands each time, and the next run completes.

    Returns:
        How many of the runs were still at work.
    """
    before = tree(root / "归档" / "2030")
    change(root)
    moments = random.Random(20310115)
    killed = 0
    for number in range(trials):
        copy = Path(shutil.copytree(root, again / f"{number}"))
        killed += trial(copy, moments.uniform(0.3, longest))
        # A kill between the two renames leaves the previous archive beside its place; the next run puts it back.
        places = [copy / "归档" / name for name in ("2030", ".2030.上一版")]
        stands = next(place for place in places if place.exists())
        assert tree(stands / "TOY-2030") == tree(root / "归档" / "2030" / "TOY-2030")
        if not (stands / "TOY-2030-v2").exists():
            assert tree(stands) == before
        assert main(["package", "-w", str(copy), "-q", *LATER]) == 0
        assert [p.name for p in (copy / "归档").iterdir()] == ["2030"]
        assert (copy / "归档" / "2030" / "TOY-2030-v2").is_dir()
        assert main(["verify", str(copy / "归档" / "2030"), "-q"]) == 0
        shutil.rmtree(copy)
    return killed


def test_a_kill_leaves_the_previous_archive(packed: Path, tmp_path: Path) -> None:
    assert kill(packed, tmp_path / "again", 4, 1.6) >= 1


@pytest.mark.slow
def test_a_hundred_kills(packed: Path, tmp_path: Path) -> None:
    assert kill(packed, tmp_path / "again", 100, 2.2) >= 50


def test_numbers_of_what_is_gone_are_not_given_again(packed: Path, run: Run) -> None:
    with (packed / "登记" / "2030" / "件号.csv").open(encoding="utf-8-sig", newline="") as stream:
        given = {row["文件键"]: row["件号"] for row in csv.DictReader(stream)}
    change(packed)
    changes = json.loads(run("package", *LATER, "--json").out)["changes"]
    assert changes["withdrawn"][0]["number"] in given.values()
    assert changes["added"][0]["number"] not in given.values()


def test_the_report_on_the_four_qualities(packed: Path, run: Run) -> None:
    ran = run("verify", "归档/2030", "--report", "检测.json")
    assert ran.code == 0
    assert re.search(r"四性检测报告：检测\.json（通过 \d+ 项，需人工 \d+ 项）", ran.err)
    told = json.loads((packed / "检测.json").read_text(encoding="utf-8"))
    assert told["kind"] == "year"
    assert {test["outcome"] for test in told["tests"]} == {"通过", "需人工"}
    next((packed / "归档" / "2030" / "TOY-2030").rglob("W-1.jpg")).unlink()
    assert run("verify", "归档/2030", "--report", "检测.docx").code == 7
    text = "".join(cell.text for cell in docx.Document(str(packed / "检测.docx")).tables[0]._cells)
    assert "不通过" in text and "integrity.missing" in text
    assert run("verify", "归档/2030", "--report", "检测.pdf").code == 2


def test_sm3_is_written_when_asked_for_and_never_added_later(packed: Path, run: Run) -> None:
    before = tree(packed / "归档" / "2030" / "TOY-2030")
    ran = run("package", *LATER, "--sm3")
    assert ran.code == 0
    assert "没有写 SM3 清单" in ran.err and "没有变化" in ran.out
    assert tree(packed / "归档" / "2030" / "TOY-2030") == before
    change(packed)
    assert json.loads(run("package", *LATER, "--sm3", "--json").out)["sm3"]
    bag = packed / "归档" / "2030" / "TOY-2030-v2"
    assert (bag / "manifest-sm3.txt").is_file() and (bag / "tagmanifest-sm3.txt").is_file()
    told = json.loads(run("package", *LATER, "--json").out)
    assert (told["unchanged"], told["sm3"]) == (True, True)
    assert "SM3" in (packed / "归档" / "2030" / "归档说明.txt").read_text(encoding="utf-8-sig")
    assert run("verify", packed / "归档" / "2030").code == 0


def test_without_sm3_on_this_machine_nothing_is_begun(packed: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.unit.archive.test_sm3 import without_sm3

    before = tree(packed)
    without_sm3(monkeypatch)
    ran = run("package", *LATER, "--sm3", "-o", "别处")
    assert ran.code == 4
    assert "input.no-algorithm" in ran.err
    assert tree(packed) == before
