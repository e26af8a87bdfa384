"""Mail merge by several processes: the same bytes, and complete files only, whenever and however it ends."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from docgen.container import Container
from docgen.tasks.merge import MergeRequest, merge
from docgen.write.files import PART
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
ROWS = 1_500
MOMENTS = 8
COMMAND = ("fill", "名单.csv", "-t", "通知.docx", "--name", "{编号}")

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and process groups of POSIX")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data, template, and what one process makes of them (``一``)."""
    root = tmp_path_factory.mktemp("merge")
    template = docx.Document()
    template.add_paragraph("{{ 姓名 }}：{{ 编号 }}，{{ 金额 }}")
    template.save(str(root / "通知.docx"))
    lines = [f"成员{n},{n:05d},{n}.5" for n in range(ROWS)]
    (root / "名单.csv").write_text("\n".join(["姓名,编号,金额", *lines]), encoding="utf-8")
    merge(MergeRequest((root / "名单.csv",), root / "通知.docx", root / "一", "{编号}", jobs=1))
    return root


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@contextlib.contextmanager
def started(folder: Path, out: str) -> Iterator[subprocess.Popen[bytes]]:
    """A merge by two processes in a session of its own, some way into its writing."""
    command = [sys.executable, "-m", "docgen", *COMMAND, "-o", out, "--jobs", "2"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        give_up = time.monotonic() + 30
        while not any((folder / out).glob("*.docx")) and time.monotonic() < give_up and process.poll() is None:
            time.sleep(0.002)
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def check_complete(folder: Path, out: str) -> int:
    """How many documents stand there, each exactly as one process makes it."""
    whole = contents(folder / "一")
    found = {name: data for name, data in contents(folder / out).items() if not name.endswith(PART)}
    assert found.items() <= whole.items()
    return len(found)


def test_two_processes_give_the_same_bytes(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert run(*COMMAND, "-o", "二", "--jobs", "2").code == 0
    assert contents(folder / "二") == contents(folder / "一")
    assert len(contents(folder / "二")) == ROWS
    assert "没有改动" in run(*COMMAND, "-o", "二", "--jobs", "2").out


def test_another_file_in_the_way_stops_everything(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    (folder / "挡").mkdir()
    (folder / "挡" / "00777.docx").write_bytes(b"mine")
    ran = run(*COMMAND, "-o", "挡", "--jobs", "2")
    assert ran.code == 6
    assert "00777.docx" in ran.err
    assert contents(folder / "挡") == {"00777.docx": b"mine"}


def test_records_that_can_not_be_filled_are_named_in_order(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    template = docx.Document()
    template.add_paragraph("{{ 姓名 }} {{ 金额 }}")
    template.save("t.docx")
    rows = [{"姓名": f"成员{n}", "金额": "坏\x01" if n in (250, 601) else n} for n in range(700)]
    Path("d.json").write_text(json.dumps(rows), encoding="utf-8")
    ran = run("fill", "d.json", "-t", "t.docx", "-o", "out", "--jobs", "2", "--json")
    assert ran.code == 3
    assert len(list(Path("out").iterdir())) == 698
    one = run("fill", "d.json", "-t", "t.docx", "-o", "out1", "--jobs", "1", "--json")
    assert ran.out.replace('"out": "out"', '"out": "out1"') == one.out
    assert contents(Path("out")) == contents(Path("out1"))


def test_very_many_results_stand_in_numbered_folders(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setattr("docgen.tasks.merge.ONE_FOLDER", 1_400)
    assert run(*COMMAND, "-o", "分").code == 0
    assert sorted(p.name for p in (folder / "分").iterdir()) == ["000", "001"]
    assert len(list((folder / "分" / "000").iterdir())) == 1_000
    assert (folder / "分" / "001" / "01499.docx").is_file()
    assert "没有改动" in run(*COMMAND, "-o", "分").out


@posix
@pytest.mark.parametrize("seed", range(MOMENTS))
def test_a_killed_batch_leaves_complete_files(folder: Path, seed: int) -> None:
    kill_at_random(folder, f"杀{seed}", random.Random(seed))


@posix
@pytest.mark.slow
def test_a_batch_killed_at_fifty_moments(folder: Path) -> None:
    reached = {kill_at_random(folder, f"慢{seed}", random.Random(1000 + seed)) for seed in range(50)}
    assert len(reached) > 10, "the moments were not spread over the run"


def kill_at_random(folder: Path, out: str, chance: random.Random) -> int:
    """Kill all processes of a merge some time after its first document; the number of documents it had made."""
    with started(folder, out) as process:
        time.sleep(chance.uniform(0, 0.4))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    return check_complete(folder, out)


@posix
def test_the_next_run_completes_a_killed_one(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    with started(folder, "续"):
        pass
    (folder / "续" / f"00001.docx.99{PART}").write_bytes(b"half")
    assert run(*COMMAND, "-o", "续").code == 0
    assert contents(folder / "续") == contents(folder / "一")


@posix
def test_workers_end_with_their_parent(folder: Path) -> None:
    with started(folder, "孤") as process:
        process.kill()
        process.wait()
        give_up = time.monotonic() + 20
        with contextlib.suppress(ProcessLookupError):
            while time.monotonic() < give_up:
                os.killpg(process.pid, 0)
                time.sleep(0.05)
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)
    check_complete(folder, "孤")


@posix
def test_ctrl_c_stops_cleanly(folder: Path) -> None:
    with started(folder, "停") as process:
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130, err.decode()
    assert "已中断" in err.decode()
    assert "Traceback" not in err.decode()
    assert not list((folder / "停").glob(f"*{PART}"))
    assert 0 < check_complete(folder, "停") < ROWS


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks Linux for the worker's number")
def test_a_worker_that_is_killed_is_reported(folder: Path) -> None:
    with started(folder, "伤") as process:
        os.kill(_worker(process.pid), signal.SIGKILL)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 6, err.decode()
    assert "output.worker-ended" in err.decode()
    assert not list((folder / "伤").glob(f"*{PART}"))
    assert check_complete(folder, "伤") < ROWS


def _worker(parent: int) -> int:
    """A process that fills: a child that was spawned by ``multiprocessing``, not its resource tracker."""
    for task in Path(f"/proc/{parent}/task").iterdir():
        for child in (task / "children").read_text().split():
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                return int(child)
    raise AssertionError("no worker")


def test_documents_can_be_read(folder: Path) -> None:
    data = (folder / "一" / "00042.docx").read_bytes()
    assert "成员42" in Container.read(data, "x")["word/document.xml"].decode()
