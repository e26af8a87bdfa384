"""``docgen init --from``: what a package holds becomes the workspace it was made from. On the fictional standard."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from docgen.cli.app import main
from tests.cli import toy_workspace
from tests.cli.conftest import Run
from tests.cli.test_versions import tree
from tests.unit.archive.helpers import edit

DATE = ("--date", "2031-01-15")
SLIPS = Path("成品") / "2030" / "B 借展" / "B-01 借条"
#: Hints and notes of the last run, which a restored workspace does not need.
PASSING = ("登记/.lock", "登记/2030/摘要.csv", "登记/2030/上次填充.json")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A packed year with all that people add: an own template, an edited document, a scan, a file of their own."""
    root = toy_workspace.make(tmp_path_factory.mktemp("toy") / "馆")
    own = root / "模板" / "借条.docx"
    own.parent.mkdir()
    template = docx.Document(str(root / "标准" / "templates" / "word" / "借条.docx"))
    template.add_paragraph("自己的模板")
    template.save(str(own))
    assert main(["fill", "-w", str(root), "-q"]) == 0
    slips = sorted((root / SLIPS).glob("*.docx"))
    edited = docx.Document(str(slips[0]))
    edited.add_paragraph("手工补记")
    edited.save(str(slips[0]))
    slips[1].with_suffix(".jpg").write_bytes((root / "附件" / "图" / "W-1.jpg").read_bytes())
    (root / SLIPS / "手写的一张.txt").write_text("手写", encoding="utf-8")
    assert main(["package", "-w", str(root), "-q", *DATE]) == 0
    return root


@pytest.fixture
def archive(first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the year's archive that a test may change."""
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(first / "归档" / "2030", tmp_path / "2030"))


def kept(root: Path) -> dict[str, bytes]:
    """Everything of a workspace but what passes; of the documents' record only what does not."""
    files = {path: data for path, data in tree(root).items() if path not in PASSING and not path.startswith("标准/")}
    rows = files.pop("登记/2030/文件.csv").decode("utf-8-sig").splitlines()
    stable = ["".join(row.split(",")[:5]) + row.split(",")[-1] for row in rows]
    return {**files, "文件": "\n".join(stable).encode()}


def test_a_restored_year_is_the_year(first: Path, archive: Path, run: Run) -> None:
    told = json.loads(run("init", "馆", "--from", archive, "--json").out)
    assert (told["package"], told["year"], told["packages"]) == ("TOY-2030", 2030, ["TOY-2030"])
    assert told["records"] and not told["left"] and not told["absent"]
    assert told["files"] == {"模板": 1, "附件": 2, "成品": 5, "数据": 4}
    before, after = kept(first), kept(Path("馆"))
    assert sorted(before.keys() - after.keys()) == ["登记/2030/归档.csv", "登记/2030/归档检查.csv"]
    assert {path: after[path] for path in before.keys() & after.keys()} == {
        path: before[path] for path in before.keys() & after.keys()
    }
    assert after.keys() <= before.keys()


def test_after_restoring_nothing_is_to_be_done(first: Path, archive: Path, run: Run) -> None:
    assert run("init", "馆", "--from", archive).code == 0
    told = json.loads(run("fill", "-w", "馆", "--json").out)
    assert (told["new"], told["updated"], told["withdrawn"]) == ([], [], [])
    assert len(told["kept"]) == 1
    numbers = (first / "登记" / "2030" / "件号.csv").read_bytes()
    told = json.loads(run("package", "-w", "馆", "--date", "2031-09-09", "--json").out)
    assert (told["new"], told["package"]) == (False, "TOY-2030")
    assert (Path("馆") / "登记" / "2030" / "件号.csv").read_bytes() == numbers
    assert tree(Path("馆") / "归档" / "2030") == tree(first / "归档" / "2030")
    assert json.loads(run("package", "-w", "馆", "--json").out)["unchanged"]


def test_a_package_alone_and_its_earlier_versions(first: Path, archive: Path, run: Run, tmp_path: Path) -> None:
    root = Path(shutil.copytree(first, tmp_path / "原"))
    toy_workspace.picture(root / "附件" / "图" / "W-2.jpg", 9)
    assert run("package", "-w", root, "-q").code == 0
    year = root / "归档" / "2030"
    told = json.loads(run("init", "馆", "--from", year / "TOY-2030-v2", "--json").out)
    assert (told["package"], told["packages"]) == ("TOY-2030-v2", ["TOY-2030", "TOY-2030-v2"])
    assert {p.name for p in (Path("馆") / "归档" / "2030").iterdir()} == {"TOY-2030", "TOY-2030-v2"}
    assert kept(Path("馆")).items() <= {**kept(root)}.items()
    assert not json.loads(run("package", "-w", "馆", "--json").out)["new"]
    shutil.rmtree(year / "TOY-2030")
    ran = run("init", "馆2", "--from", year / "TOY-2030-v2")
    assert ran.code == 0
    assert "以前的一版不在旁边" in ran.err and "TOY-2030" in ran.err
    assert (Path("馆2") / "附件" / "图" / "W-2.jpg").read_bytes() == (root / "附件" / "图" / "W-2.jpg").read_bytes()


def flip(archive: Path) -> None:
    path = next(archive.glob("TOY-2030/data/*/representations/rep1/data/*/*/*/W-1.jpg"))
    path.write_bytes(path.read_bytes()[:-1] + b"?")


def drop(archive: Path) -> None:
    next(archive.glob("TOY-2030/data/*/metadata/other/source/docgen.toml")).unlink()


def add(archive: Path) -> None:
    (archive / "TOY-2030" / "data" / "TOY-2030" / "metadata" / "other" / "source" / "模板" / "x.docx").write_bytes(b"x")


def link(archive: Path) -> None:
    (archive / "旁边.txt").symlink_to("/etc/hostname")


@pytest.mark.parametrize("damage", [flip, drop, add, link])
def test_a_damaged_package_is_refused(archive: Path, run: Run, damage: Callable[[Path], None]) -> None:
    damage(archive)
    ran = run("init", "馆", "--from", archive)
    assert ran.code == 7
    assert "没有恢复" in ran.err and "integrity." in ran.err
    assert [p.name for p in Path().iterdir()] == ["2030"]


def test_what_is_no_package_is_refused(archive: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "包.zip").write_bytes(b"PK")
    (tmp_path / "空").mkdir()
    shutil.copytree(archive / "光盘" / "D01", tmp_path / "盘")
    shutil.copytree(archive / "TOY-2030", tmp_path / "两套" / "TOY-2030")
    inner = archive / "TOY-2030" / "data" / "TOY-2030"
    for source, what in (("包.zip", "压缩包先解开"), ("空", "没有归档包"), ("盘", "光盘"), (inner, "里面的一层")):
        ran = run("init", "馆", "--from", source)
        assert ran.code == 4, ran.text
        assert what in ran.err and "input.not-restorable" in ran.err
    assert run("init", "馆", "--from", "没有").code == 4
    assert not Path("馆").exists()


def test_several_packages_are_told_apart(archive: Path, run: Run, first: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(first, tmp_path / "另一套"))
    edit(root / "docgen.toml", "year = 2030", 'year = 2030\n[archive]\nset = "TOY-B"')
    assert run("package", "-w", root, "-q", "--discs", "no").code == 0
    shutil.rmtree(archive / "光盘")
    shutil.copytree(root / "归档" / "2030" / "TOY-B-2030", archive / "TOY-B-2030")
    ran = run("init", "馆", "--from", archive)
    assert ran.code == 4
    assert "TOY-2030" in ran.err and "TOY-B-2030" in ran.err
    assert run("init", "馆", "--from", archive / "TOY-B-2030").code == 0


def test_where_it_may_go(archive: Path, run: Run) -> None:
    Path("满").mkdir()
    (Path("满") / "我的.txt").write_bytes(b"mine")
    assert run("init", "满", "--from", archive).code == 6
    assert tree(Path("满")) == {"我的.txt": b"mine"}
    assert run("init", archive / "里面", "--from", archive).code == 2
    assert run("init", "馆", "--from", archive, "--sample").code == 2
    assert run("init", "馆", "--from", archive, "-y", "2030").code == 2
    assert not Path("馆").exists()


def test_discs_burnt_after_packing_are_not_forgotten(first: Path, run: Run, tmp_path: Path) -> None:
    root = Path(shutil.copytree(first, tmp_path / "原"))
    assert run("discs", "burnt", "D01", "--set", "A", "-w", root, "--date", "2031-02-01").code == 0
    assert run("init", tmp_path / "馆", "--from", root / "归档" / "2030").code == 0
    for name in ("光盘.csv", "光盘文件.csv"):
        written = (root / "登记" / "2030" / name).read_bytes()
        assert (tmp_path / "馆" / "登记" / "2030" / name).read_bytes() == written
    told = json.loads(run("package", "-w", tmp_path / "馆", "--json").out)
    assert (told["new"], told["discs"]) == (False, [])
