"""A package whose making was killed is taken up: only the rest is copied, and the result is the same to the byte."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docgen.archive import package as packing
from docgen.archive.copying import CopyJob, FileDigest
from docgen.cli.app import main
from tests.cli import toy_workspace
from tests.cli.conftest import Run
from tests.cli.test_versions import change, tree
from tests.conftest import ROOT

DATE = ("--date", "2031-01-15")
DONE = 6
#: Runs the command line and dies, as by kill -9, when a file too many is to be copied.
DYING = f"""
import os, sys
from docgen.archive import package
real, copied = package.copy_file, []
def copy_file(job, **more):
    copied.append(job)
    if len(copied) > {DONE}:
        os._exit(9)
    return real(job, **more)
package.copy_file = copy_file
from docgen.cli.app import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictional year, filled, its files as old as files usually are; nobody may change it."""
    root = toy_workspace.make(tmp_path_factory.mktemp("toy") / "馆")
    assert main(["fill", "-w", str(root), "-q"]) == 0
    age(root)
    return root


def age(root: Path) -> None:
    for path in root.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


@pytest.fixture
def root(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = Path(shutil.copytree(filled, tmp_path / "馆"))
    monkeypatch.chdir(tmp_path)
    return made


def killed(root: Path, *more: str) -> None:
    command = [sys.executable, "-c", DYING, "package", "-w", str(root), "-q", *DATE, *more]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert done.returncode == 9, done.stderr
    assert not (root / "归档" / "2030").exists() or not list((root / "归档" / "2030").glob("*-v2"))


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that are really copied from now on."""
    names: list[str] = []
    real = packing.copy_file

    def copy_file(job: CopyJob, **more: Any) -> FileDigest:
        names.append(job.name)
        return real(job, **more)

    monkeypatch.setattr(packing, "copy_file", copy_file)
    return names


def undisturbed(filled: Path, tmp_path: Path, *more: str) -> dict[str, bytes]:
    other = Path(shutil.copytree(filled, tmp_path / "另" / "馆"))
    assert main(["package", "-w", str(other), "-q", *DATE, *more]) == 0
    return tree(other / "归档")


def test_after_a_kill_only_the_rest_is_copied(
    filled: Path, root: Path, run: Run, copied: list[str], tmp_path: Path
) -> None:
    killed(root)
    told = json.loads(run("package", "-w", root, *DATE, "--json").out)
    # The second thread may have finished its file or not when the process died.
    assert DONE - 2 <= told["resumed"] <= DONE
    again = len(copied)
    assert tree(root / "归档") == undisturbed(filled, tmp_path)
    every = len(copied) - again
    assert told["resumed"] + again == every > DONE


def test_ctrl_c_and_then_a_kill(
    filled: Path, root: Path, run: Run, copied: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting = packing.copy_file

    def interrupted(job: CopyJob, **more: Any) -> FileDigest:
        if len(copied) == 3:
            raise KeyboardInterrupt
        return counting(job, **more)

    with monkeypatch.context() as patch:
        patch.setattr(packing, "copy_file", interrupted)
        assert run("package", "-w", root, *DATE).code == 130
    killed(root)
    copied.clear()
    ran = run("package", "-w", root, *DATE)
    assert ran.code == 0
    assert "接着上次没有做完的归档" in ran.err
    again = len(copied)
    assert tree(root / "归档") == undisturbed(filled, tmp_path)
    # Together the two runs had copied more than each of them.
    assert len(copied) - 2 * again >= 3


def flipped(bag: Path) -> None:
    """A copy that lies: it has the right size and time."""
    path = next(p for p in sorted(bag.rglob("*")) if p.is_file() and p.stat().st_size)
    times = path.stat()
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def test_a_copy_that_lies_is_found_and_not_kept(root: Path, run: Run) -> None:
    killed(root)
    flipped(next((root / "归档").glob(".2030.*")) / "TOY-2030")
    assert run("package", "-w", root, *DATE).code == 7
    assert list((root / "归档").iterdir()) == []
    assert run("package", "-w", root, *DATE).code == 0


def changed_source(root: Path) -> None:
    toy_workspace.picture(root / "附件" / "图" / "W-1.jpg", 7)


def changed_plan(root: Path) -> None:
    change(root)


@pytest.mark.parametrize("meanwhile", [changed_source, changed_plan])
def test_what_changed_meanwhile_is_packed_as_it_is_now(
    root: Path, run: Run, tmp_path: Path, meanwhile: Callable[[Path], None]
) -> None:
    killed(root)
    meanwhile(root)
    assert run("package", "-w", root, *DATE).code == 0
    assert run("verify", root / "归档" / "2030").code == 0
    assert run("package", "-w", root, *DATE, "-o", tmp_path / "新").code == 0
    assert tree(root / "归档" / "2030") == tree(tmp_path / "新")


def test_a_kill_between_versions(root: Path, run: Run, tmp_path: Path, copied: list[str]) -> None:
    assert run("package", "-w", root, *DATE).code == 0
    change(root)
    age(root)
    before = Path(shutil.copytree(root, tmp_path / "另"))
    killed(root)
    assert tree(root / "归档" / "2030") == tree(before / "归档" / "2030")
    copied.clear()
    assert json.loads(run("package", "-w", root, *DATE, "--json").out)["resumed"] >= DONE - 2
    assert len(copied) > 0
    assert run("package", "-w", before, *DATE).code == 0
    assert tree(root / "归档") == tree(before / "归档")


def test_nothing_is_left_where_nothing_changed_after_all(root: Path, run: Run) -> None:
    assert run("package", "-w", root, *DATE).code == 0
    slip = next((root / "成品").rglob("20300305*.docx"))
    good = slip.read_bytes()
    (slip.with_suffix(".jpg")).write_bytes(b"\xff\xd8")
    killed(root)
    slip.with_suffix(".jpg").unlink()
    assert slip.read_bytes() == good
    assert json.loads(run("package", "-w", root, *DATE, "--json").out)["unchanged"]
    assert [p.name for p in (root / "归档").iterdir()] == ["2030"]
