"""Where a year stands: every step of the year's work turns one line from something to do into done."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from docgen.cli.app import main
from tests.cli import toy_workspace
from tests.cli.conftest import Run
from tests.cli.test_versions import DATE, tree

AS_OF = ("--as-of", "2031-02-01")


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = toy_workspace.make(tmp_path_factory.mktemp("toy") / "馆")
    assert main(["fill", "-w", str(root), "-q"]) == 0
    return root


@pytest.fixture
def toy(once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = Path(shutil.copytree(once, tmp_path / "馆"))
    monkeypatch.chdir(root)
    return root


def told(run: Run) -> dict[str, Any]:
    ran = run("status", "--json", *AS_OF)
    assert ran.code == 0, ran.text
    return dict(json.loads(ran.out))


def change_a_name(root: Path) -> None:
    rows = [dict(row) for row in toy_workspace.ROWS["玩具"]]
    rows[0]["名称（全称）"] = "石桥"
    toy_workspace.write_rows(root, "玩具", rows)


def test_one_screen_and_nothing_written(toy: Path, run: Run) -> None:
    before = tree(toy)
    ran = run("status", *AS_OF)
    assert ran.code == 0, ran.text
    lines = ran.out.splitlines()
    assert lines[0] == "2030 年度（2031-02-01）"
    assert len(lines) <= 22 and max(map(cell_len, lines)) <= 80
    assert {line[4:].split()[0] for line in lines if line.startswith("[")} == {"记录", "文档", "待签", "未登记", "归档"}
    assert "还没有归档" in ran.out
    assert tree(toy) == before


def test_documents_follow_the_data(toy: Path, run: Run) -> None:
    assert (told(run)["unmade"], told(run)["outdated"]) == ([], [])
    change_a_name(toy)
    assert told(run)["outdated"]
    assert "docgen fill\n" in run("status", *AS_OF).out
    assert run("fill", "-q").code == 0
    assert not told(run)["outdated"]


def test_attachments_that_no_row_names(toy: Path, run: Run) -> None:
    toy_workspace.picture(toy / "附件" / "图" / "没登记.jpg", 7)
    assert told(run)["unregistered"] == ["图/没登记.jpg"]
    assert "没登记.jpg" in run("status", *AS_OF).out


def test_a_scan_beside_a_document_is_its_signature(toy: Path, run: Run) -> None:
    late = told(run)["unsigned"]["late"]
    assert late
    document = next(p for p in (toy / "成品" / "2030").rglob("*") if p.stem == late[0])
    toy_workspace.picture(document.with_suffix(".jpg"), 5)
    assert told(run)["unsigned"]["late"] == late[1:]


def test_archive_backup_and_discs(toy: Path, tmp_path: Path, run: Run) -> None:
    assert run("package", "-q", *DATE).code == 0
    packed = told(run)
    assert packed["package"] == "TOY-2030" and packed["packaged"] == DATE[1]
    assert not packed["backed_up"] and packed["unburnt"] and packed["reprint"] == {}
    (tmp_path / "盘").mkdir()
    assert run("backup", tmp_path / "盘", "-q").code == 0
    assert run("discs", "burnt", packed["unburnt"][0], "-q").code == 0
    after = told(run)
    assert after["backed_up"] and after["unburnt"] == packed["unburnt"][1:]
    change_a_name(toy)
    assert run("fill", "-q").code == 0
    assert told(run)["reprint"]
    assert "docgen labels --changed" in run("status", *AS_OF).out
