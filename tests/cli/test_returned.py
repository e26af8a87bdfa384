"""Signed paper comes back as scans anywhere among the attachments, under the names of their documents."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from docgen.cli.app import main
from tests.cli import toy_workspace
from tests.cli.conftest import Run
from tests.cli.test_pdf import files_of, package_of
from tests.cli.test_versions import DATE
from tests.unit.render.pdf.helpers import pdf_file

SLIP = "20300305_甲读者"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = toy_workspace.make(tmp_path_factory.mktemp("toy") / "馆")
    assert main(["fill", "-w", str(root), "-q"]) == 0
    return root


@pytest.fixture
def toy(once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = Path(shutil.copytree(once, tmp_path / "馆"))
    (root / "附件" / "签字").mkdir()
    standard = (root / "标准").absolute().as_posix()
    (root / "docgen.toml").write_text(f'standard = "{standard}"\nyear = 2030\n', encoding="utf-8")
    monkeypatch.chdir(root)
    return root


def scan(path: Path, number: int = 5) -> Path:
    """A scan: a picture, or a PDF of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (60, 80), (number * 40 % 256, 200, 120)).save(path)
    return path


def stands(run: Run) -> dict[str, Any]:
    ran = run("status", "--json", "--as-of", "2031-02-01")
    assert ran.code == 0, ran.text
    return dict(json.loads(ran.out))


def unsigned(run: Run) -> list[str]:
    return list(stands(run)["unsigned"]["late"])


def packed(root: Path, run: Run) -> list[dict[str, str]]:
    ran = run("package", *DATE, "--discs", "no", "--pdf", "none")
    assert ran.code == 0, ran.text
    return files_of(package_of(root))


def unclear(run: Run) -> list[dict[str, Any]]:
    found = json.loads(run("check", "--json", "--as-of", "2031-02-01").out)["findings"]
    return [f for f in found if f["code"] == "input.scan-unclear"]


def same_names(root: Path, run: Run) -> None:
    """Let the book be called like the slip."""
    form = root / "标准" / "forms" / "toy-book.toml"
    form.write_text(f'name = "{SLIP}"\n{form.read_text("utf-8")}', encoding="utf-8")
    assert run("fill", "-q").code == 0


@pytest.mark.parametrize("name", [f"签字/{SLIP}.jpg", f"{SLIP}.PNG", f"签字/3月/{SLIP}.pdf"])
def test_a_scan_signs_its_document_wherever_it_lies(toy: Path, run: Run, name: str) -> None:
    assert SLIP in unsigned(run)
    path = scan(toy / "附件" / name)
    assert SLIP not in unsigned(run)
    assert stands(run)["unregistered"] == []
    files = [f for f in packed(toy, run) if SLIP in f["计算机文件名"]]
    assert sorted(f["角色"] for f in files) == ["定稿", "正本"]
    (original,) = (f for f in files if f["角色"] == "正本")
    copies = [p for p in package_of(toy).rglob(f"{SLIP}*") if p.suffix == path.suffix]
    assert [p.read_bytes() for p in copies] == [path.read_bytes()]
    assert original["工作区路径"] == path.relative_to(toy).as_posix()
    assert not unclear(run)


def test_the_list_of_what_to_sign_counts_it(toy: Path, run: Run) -> None:
    def counts() -> dict[str, int]:
        ran = run("fill", "--sign", "3", "--json")
        assert ran.code == 0, ran.text
        return dict(json.loads(ran.out)["counts"])

    before = counts()
    scan(toy / "附件" / "签字" / f"{SLIP}.jpg")
    assert counts() == before | {"已签": before["已签"] + 1, "待签": before["待签"] - 1}


def test_what_a_row_names_is_not_taken_twice(toy: Path, run: Run) -> None:
    scan(toy / "附件" / "图" / f"{SLIP}.jpg")
    rows = [dict(row) for row in toy_workspace.ROWS["玩具"]]
    rows[2]["图"] = f"图/{SLIP}.jpg"
    toy_workspace.write_rows(toy, "玩具", rows)
    assert run("fill", "-q").code == 0
    assert SLIP in unsigned(run)
    assert [f["角色"] for f in packed(toy, run) if f["计算机文件名"].endswith(f"{SLIP}.jpg")] == ["附件"]


def test_a_name_two_documents_have_is_reported_and_not_guessed(toy: Path, run: Run) -> None:
    same_names(toy, run)
    path = scan(toy / "附件" / "签字" / f"{SLIP}.jpg")
    open_ = unsigned(run)
    assert SLIP in open_
    (finding,) = unclear(run)
    assert finding["file"] == f"附件/签字/{SLIP}.jpg" and "B-01" in finding["remedy"] and "B-02" in finding["remedy"]
    assert stands(run)["unregistered"] == [f"签字/{SLIP}.jpg"]
    (toy / "附件" / "签字" / "B-01 借条").mkdir()
    path.rename(path.parent / "B-01 借条" / path.name)
    assert unclear(run) == [] and stands(run)["unregistered"] == []
    assert len(unsigned(run)) == len(open_) - 1
    signed = [f for f in packed(toy, run) if f["角色"] == "正本"]
    assert ["B-01" in f["计算机文件名"] for f in signed] == [True]


def test_only_scans_of_documents_that_are_there(toy: Path, run: Run) -> None:
    pdf_file(toy / "附件" / "签字" / f"{SLIP}.pdf", "words")
    scan(toy / "附件" / "签字" / "20300401_乙读者.jpg")
    next((toy / "成品").rglob("20300401_乙读者.docx")).unlink()
    scan(toy / "附件" / "B-02" / f"{SLIP}.jpg")
    assert SLIP in unsigned(run)
    assert stands(run)["unregistered"] == [f"B-02/{SLIP}.jpg", f"签字/{SLIP}.pdf", "签字/20300401_乙读者.jpg"]
