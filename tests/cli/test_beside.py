"""``docgen fill --beside``: the new version beside a document that somebody changed by hand."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from rich.cells import cell_len

from docgen.cli.app import main
from docgen.load.settings import find_workspace
from docgen.load.standard import load_standard
from docgen.tasks.evidence import gather_evidence
from docgen.tasks.year import load_year
from tests.cli import toy_workspace
from tests.cli.conftest import Run
from tests.cli.test_versions import DATE, tree


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


def slip(root: Path, day: str = "20300305") -> Path:
    return next(p for p in (root / "成品" / "2030").rglob("*.docx") if p.stem.startswith(day))


def newer(path: Path) -> Path:
    return path.with_name(f"{path.stem}-新{path.suffix}")


def note(path: Path, text: str = "手工补记") -> bytes:
    document = docx.Document(str(path))
    document.add_paragraph(text)
    document.save(str(path))
    return path.read_bytes()


def rename(root: Path, name: str = "石桥") -> None:
    rows = [dict(row) for row in toy_workspace.ROWS["玩具"]]
    rows[0]["名称（全称）"] = name
    toy_workspace.write_rows(root, "玩具", rows)


def paragraphs(path: Path) -> list[str]:
    return [p.text for p in docx.Document(str(path)).paragraphs]


def told(run: Run, *options: str) -> dict[str, Any]:
    ran = run("fill", "--json", *options)
    assert ran.code == 0, ran.text
    return dict(json.loads(ran.out))


def papers(root: Path) -> list[str]:
    """The documents that rules look at."""
    workspace = find_workspace(root)
    standard = load_standard(root / "标准")
    year = load_year(workspace, standard, 2030, date(2031, 2, 1))
    return [str(paper["位置"]) for paper in gather_evidence(year).tables["文档"]]


def test_the_new_version_stands_beside_the_changed_one(toy: Path, run: Run) -> None:
    path = slip(toy)
    mine = note(path)
    rename(toy)
    ran = run("fill", "--beside")
    assert ran.code == 0, ran.text
    assert path.read_bytes() == mine
    assert "石桥" in paragraphs(newer(path))[0] and "手工补记" not in paragraphs(newer(path))
    lines = ran.out.splitlines()
    start = next(i for i, line in enumerate(lines) if "数据也已变化" in line)
    assert lines[start + 1] == f"  已写出新版：{newer(path).name}"
    assert "木桥" in lines[start + 2] and "→" in lines[start + 2] and "石桥" in lines[start + 2]
    assert lines[start + 3] == "    手工补记 → （无）"
    assert max(cell_len(line) for line in lines[start + 1 : start + 4]) <= 80


def test_json_has_the_whole_difference(toy: Path, run: Run) -> None:
    path = slip(toy)
    note(path)
    old = paragraphs(path)[0]
    rename(toy)
    (kept,) = told(run, "--beside")["kept"]
    new = paragraphs(newer(path))[0]
    assert kept["beside"] == newer(path).relative_to(toy).as_posix() and kept["stale"]
    assert kept["differs"] == [
        {"where": "", "old": old, "new": new},
        {"where": "", "old": "手工补记", "new": ""},
    ]


def test_a_dry_run_tells_the_same_and_writes_nothing(toy: Path, run: Run) -> None:
    note(slip(toy))
    rename(toy)
    before = tree(toy)
    first = told(run, "--beside", "-n")["kept"]
    assert tree(toy) == before
    assert told(run, "--beside")["kept"] == first


def test_only_where_the_data_have_changed_and_only_when_asked(toy: Path, run: Run) -> None:
    path, other = slip(toy), slip(toy, "20300401")
    note(path)
    assert run("fill", "--beside").code == 0
    assert not newer(path).exists()
    rename(toy)
    ran = run("fill")
    assert not newer(path).exists() and "docgen fill --beside" in ran.err
    note(other)
    told(run, "--beside")
    assert newer(path).exists() and not newer(other).exists()


def test_once_asked_for_it_follows_the_data(toy: Path, run: Run) -> None:
    path = slip(toy)
    note(path)
    rename(toy)
    told(run, "--beside")
    rename(toy, "铁桥")
    told(run)
    assert "铁桥" in paragraphs(newer(path))[0]


@pytest.mark.parametrize("end", ["force", "replaced", "restored", "deleted", "withdrawn"])
def test_it_goes_when_it_is_not_needed(toy: Path, run: Run, end: str) -> None:
    path = slip(toy)
    before = path.read_bytes()
    mine = note(path)
    rename(toy)
    told(run, "--beside")
    if end == "replaced":
        shutil.copy(newer(path), path)
    elif end == "restored":
        path.write_bytes(before)
    elif end == "deleted":
        path.unlink()
    elif end == "withdrawn":
        toy_workspace.write_rows(toy, "借展", toy_workspace.ROWS["借展"][1:])
    result = told(run, *(["-f"] if end == "force" else []))
    assert result["cleared"] == [newer(path).relative_to(toy).as_posix()]
    assert not newer(path).exists() and not result["left"]
    if end == "force":
        assert mine in [p.read_bytes() for p in (toy / "成品").rglob(path.name)]
    if end != "withdrawn":
        assert "石桥" in paragraphs(path)[0]
    assert told(run)["cleared"] == []


def test_a_new_version_somebody_changed_is_never_touched(toy: Path, run: Run) -> None:
    path = slip(toy)
    note(path)
    rename(toy)
    told(run, "--beside")
    worked = note(newer(path), "在新版上改的")
    for data, options in (("铁桥", ["--beside"]), ("铁桥", ["-f"]), ("铁桥", [])):
        rename(toy, data)
        result = told(run, *options)
        assert result["left"] == [newer(path).relative_to(toy).as_posix()]
        assert newer(path).read_bytes() == worked
    newer(path).unlink()
    assert told(run)["left"] == []


def test_somebodys_own_file_of_that_name_stays(toy: Path, run: Run) -> None:
    path = slip(toy)
    note(path)
    newer(path).write_bytes(b"my own")
    rename(toy)
    result = told(run, "--beside")
    assert result["left"] and not result["kept"][0]["beside"]
    assert newer(path).read_bytes() == b"my own"


def test_it_is_never_packed_nor_taken_for_a_document(toy: Path, run: Run) -> None:
    path = slip(toy)
    note(path)
    rename(toy)
    before = papers(toy)
    told(run, "--beside")
    note(newer(path))
    assert papers(toy) == before
    assert run("package", "-q", *DATE).code == 0
    packed = [p for p in (toy / "归档").rglob("*") if "-新" in p.name]
    assert packed == []
    assert [p for p in (toy / "归档").rglob("*") if p.suffix == ".docx" and "20300305" in p.name]


def test_rows_of_a_register_and_files_that_can_not_be_read(toy: Path, run: Run) -> None:
    book = next((toy / "成品" / "2030").rglob("*.xlsx"))
    opened = openpyxl.load_workbook(book)
    opened.worksheets[0]["A1"] = "我的册子"
    opened.save(book)
    rename(toy)
    (kept,) = told(run, "--beside")["kept"]
    assert {"where": "W-1", "old": "木桥", "new": "石桥"} in kept["differs"]
    book.write_bytes(b"my notes")
    ran = run("fill", "--beside")
    assert "读不出文字，没有比较" in ran.out
    assert book.read_bytes() == b"my notes"


def test_a_kill_before_the_end_leaves_it_known(toy: Path, run: Run) -> None:
    """What was announced counts as docgen's own, though the table was never written."""
    path = slip(toy)
    before = path.read_bytes()
    note(path)
    rename(toy)
    told(run, "--beside")
    table = toy / "登记" / "2030" / "文件-新.csv"
    (toy / "登记" / "2030" / "文件-新.journal").write_text(
        table.read_text("utf-8-sig").partition("\n")[2], encoding="utf-8"
    )
    table.unlink()
    path.write_bytes(before)
    assert told(run)["cleared"]
    assert not newer(path).exists()


@pytest.mark.parametrize("other", [["-f"], ["--handover"], ["--sign", "3"]])
def test_it_goes_with_a_plain_fill_only(toy: Path, run: Run, other: list[str]) -> None:
    ran = run("fill", "--beside", *other)
    assert ran.code == 2 and "--beside" in ran.err
