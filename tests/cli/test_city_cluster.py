"""A real Dask scheduler and two worker processes on this machine: the same parts, the same results."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from docgen.model.city import Action
from docgen.tasks.city.cluster import ClusterError, DaskCrew
from docgen.tasks.city.run import CityRequest, city
from docgen.write.files import PART
from tests.cli.city_helpers import documents, make_city, make_standard
from tests.cli.conftest import Run
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
COUNT = 6
#: Seconds after which a cluster is given up, whatever a test does.
LONGEST = 900
#: A worker is a process of its own that nobody starts again, so that a kill loses it for good.
WORKER = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit", "0", "--death-timeout", "20")


@dataclass
class Cluster:
    """A scheduler and its workers; they end with the test, or by themselves."""

    folder: Path
    address: str = ""
    scheduler: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        self.scheduler, log = self._run("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        for _ in range(600):
            found = re.search(r"tcp://127\.0\.0\.1:\d+", log.read_text(encoding="utf-8", errors="replace"))
            if found:
                self.address = found[0]
                return
            assert self.scheduler.poll() is None, log.read_text(encoding="utf-8", errors="replace")
            time.sleep(0.1)
        raise AssertionError("the scheduler does not answer")

    def work(self) -> None:
        self.workers.append(self._run("worker", self.address, *WORKER, "--local-directory", str(self.folder))[0])

    def _run(self, *arguments: str) -> tuple[subprocess.Popen[bytes], Path]:
        log = self.folder / f"{arguments[0]}-{len(self.workers)}.log"
        command = ["timeout", "-k", "10", str(LONGEST), sys.executable, "-m", "distributed.cli.dask_" + arguments[0]]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with log.open("wb") as stream:
            process = subprocess.Popen([*command, *arguments[1:]], env=environment, stdout=stream, stderr=stream)
        return process, log

    def close(self) -> None:
        for process in [*self.workers, *([self.scheduler] if self.scheduler else [])]:
            process.terminate()
        for process in [*self.workers, *([self.scheduler] if self.scheduler else [])]:
            process.wait(30)


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    made = Cluster(tmp_path_factory.mktemp("dask"))
    try:
        made.start()
        for _ in range(2):
            made.work()
        yield made
    finally:
        made.close()


def request(tmp_path: Path, scheduler: str, jobs: int = 0) -> CityRequest:
    where = (tmp_path / "全市",), tmp_path / "汇总"
    return CityRequest(Action.FILL, *where, date(2031, 2, 1), jobs=jobs, scheduler=scheduler)


def compared(tmp_path: Path, name: str, scheduler: str, progress: object = None) -> tuple[dict[str, bytes], list[str]]:
    """Documents and outcomes of a small city, its place left out."""
    home = tmp_path / name
    studios = make_city(home / "全市", COUNT, tmp_path / "标准")
    result = city(request(home, scheduler, 0 if scheduler else 1), progress or (lambda *_: None))  # type: ignore[arg-type]
    assert not list(home.rglob(f"*{PART}"))
    told = [repr((o.place, o.state, o.name, o.counts, o.reason)) for o in result.outcomes]
    return documents(studios), [line.replace(home.as_posix(), "") for line in told]


def test_a_cluster_gives_what_this_machine_gives_and_outlives_a_worker(cluster: Cluster, tmp_path: Path) -> None:
    make_standard(tmp_path / "标准")
    here = compared(tmp_path, "本机", "")
    assert compared(tmp_path, "集群", cluster.address) == here
    disturbed(cluster, tmp_path, 1, here)


@pytest.mark.slow
def test_twenty_lost_workers(cluster: Cluster, tmp_path: Path) -> None:
    make_standard(tmp_path / "标准")
    here = compared(tmp_path, "本机", "")
    for seed in range(20):
        disturbed(cluster, tmp_path, seed, here)


def disturbed(cluster: Cluster, tmp_path: Path, seed: int, expected: object) -> None:
    """Kill one of two workers at a random moment; then there are two again."""
    chance = random.Random(seed)
    moment, killed = chance.randrange(1, COUNT), []

    def kill(done: int, total: int, name: str) -> None:
        if done == moment and not killed:
            victim = cluster.workers.pop(chance.randrange(2))
            killed.append(victim)
            # The worker itself, not the clock that bounds it.
            children = Path(f"/proc/{victim.pid}/task/{victim.pid}/children").read_text(encoding="ascii").split()
            for child in children:
                os.kill(int(child), signal.SIGKILL)
            victim.wait(30)

    assert compared(tmp_path, f"干扰{seed}", cluster.address, kill) == expected
    assert killed
    cluster.work()
    wait_for_workers(cluster, 2)


def wait_for_workers(cluster: Cluster, count: int) -> None:
    from distributed import Client

    with Client(cluster.address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        client.wait_for_workers(count, timeout=60)  # type: ignore[no-untyped-call]


def test_no_scheduler(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("docgen.tasks.city.cluster.PATIENCE", 1)
    make_city(tmp_path / "全市", 2, make_standard(tmp_path / "标准"))
    ran = run("city", "check", "全市", "--scheduler", "tcp://127.0.0.1:9")
    assert ran.code == 6
    assert "连不上调度器" in ran.text
    assert "代码：output.cluster" in ran.text
    assert run("city", "check", "全市", "--scheduler", "tcp://127.0.0.1:9", "-j", "2").code == 2


def test_a_scheduler_without_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docgen.tasks.city.cluster.PATIENCE", 3)
    alone = Cluster(tmp_path)
    try:
        alone.start()
        with pytest.raises(ClusterError, match="没有工作进程"):
            DaskCrew(alone.address, [tmp_path])
    finally:
        alone.close()


def test_nobody_loads_dask_who_does_not_ask_for_it() -> None:
    code = "import sys, docgen.cli.city, docgen.tasks.city.work; sys.exit('distributed' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0
