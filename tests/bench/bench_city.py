"""A city side by side in one run: ``python -m tests.bench.bench_city [--full] [--studios N]``.

Without ``--full`` the city has 20 studios instead of 500, and the kill trials on a cluster are left out. Wall times
depend on what else the machine does; processor times hardly do.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from docgen.load.studios import find_studios
from docgen.model.city import Action, Job
from docgen.tasks.city.cluster import DaskCrew
from docgen.tasks.city.crew import Crew, LocalCrew
from tests.bench.city import make_city

ROOT = Path(__file__).parents[2]
STUDIOS, DOCUMENTS = 500, 200
AS_OF = "2025-03-01"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "DOCGEN_PDF": "none"}
#: Runs a command and says what it and its workers took.
MEASURE = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"wall": time.perf_counter() - start, "cpu": used.ru_utime + used.ru_stime,
                  "memory": used.ru_maxrss / 1024, "code": done.returncode, "said": json.loads(done.stdout)}))
"""
TRIALS = ("tests/cli/test_city_kills.py", "tests/cli/test_city_cluster.py")


@dataclass(frozen=True)
class Took:
    """What a run took: seconds, seconds of processor time, the largest process in MiB; and how many documents."""

    wall: float
    cpu: float
    memory: float
    documents: int


def city(folder: Path, action: str, *arguments: str) -> Took:
    """Run a command over a city, its results beside it."""
    command = [sys.executable, "-m", "docgen", "city", action, str(folder), "-o", str(folder.with_name("out"))]
    if action in ("check", "summary"):
        command += ["--as-of", AS_OF]
    command += [*arguments, "--json"]
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *command], env=ENVIRONMENT, check=True, capture_output=True, text=True
    )
    found = json.loads(done.stdout)
    failed = [studio for studio in found["said"]["studios"] if studio["state"] == "failed"]
    assert not failed, failed[:3]
    documents = sum(studio["counts"].get("文档", 0) for studio in found["said"]["studios"])
    return Took(found["wall"], found["cpu"], found["memory"], documents)


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A scheduler and two workers on loopback; they end with the bench, or after an hour."""

    def start(kind: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = ["timeout", "-k", "10", "3600", sys.executable, "-m", f"distributed.cli.dask_{kind}", *arguments]
        with (folder / f"{kind}.log").open("ab") as log:
            return subprocess.Popen(command, env=ENVIRONMENT, stdout=log, stderr=log)

    running = [start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")]
    try:
        address = None
        while address is None:
            time.sleep(0.2)
            assert running[0].poll() is None
            address = re.search(r"tcp://127\.0\.0\.1:\d+", (folder / "scheduler.log").read_text(encoding="utf-8"))
        options = ("--nthreads", "1", "--no-dashboard", "--memory-limit", "0", "--local-directory", str(folder))
        running += [start("worker", address[0], "--nworkers", "2", *options)]
        yield address[0]
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait(60)


def say(work: str, found: str, aim: str = "") -> None:
    """A line of the table."""
    print(f"| {work} | {found} | {aim} |", flush=True)


def speed(folder: Path, studios: int) -> None:
    """Everything once by two workers, with the costs of one studio."""
    scale = STUDIOS / studios
    filled, checked = city(folder, "fill", "-j", "2"), city(folder, "check", "-j", "2")
    name = f"{studios} 个工作室 × {filled.documents / studios:.0f} 份，2 个进程"
    wall, cpu = filled.wall + checked.wall, filled.cpu + checked.cpu
    whole = f"（折合 500 个约 {wall * scale:.0f} 秒；处理器时间折合 {cpu * scale / 2:.0f} 秒）" if scale != 1 else ""
    say(f"{name}：填充和检查", f"{wall:.0f} 秒{whole}", "90 秒")
    for what, took in (
        ("第一次填充", filled),
        ("检查", checked),
        ("没有变化再填充", city(folder, "fill", "-j", "2")),
        ("汇总", city(folder, "summary", "-j", "2")),
        ("归档", city(folder, "package", "-j", "2", "--with-gaps", "--date", "2025-03-31")),
    ):
        say(f"　　一个工作室{what}，处理器时间", f"{took.cpu / studios:.2f} 秒")


def ratios(folder: Path, rounds: int) -> None:
    """One worker, two, and two of a cluster, in turn; all have loaded and compiled what they need."""
    jobs = [
        Job(Action.CHECK, str(s.root), s.place, date.fromisoformat(AS_OF), now=False) for s in find_studios([folder])
    ]
    wall: dict[str, list[float]] = {"one": [], "two": [], "dask": []}
    with (
        tempfile.TemporaryDirectory() as name,
        cluster(Path(name)) as address,
        LocalCrew(1) as one,
        LocalCrew(2) as two,
        DaskCrew(address, [folder]) as dask,
    ):
        crews: dict[str, Crew] = {"one": one, "two": two, "dask": dask}
        for crew in crews.values():
            assert all(outcome.exit in (0, 3) for outcome in crew.run(jobs[:4]))
        for _ in range(rounds):
            for way, crew in crews.items():
                start = time.perf_counter()
                assert len(list(crew.run(jobs))) == len(jobs)
                wall[way].append(time.perf_counter() - start)
    best = {way: min(seconds) for way, seconds in wall.items()}
    say("本机 2 个进程对 1 个，检查", f"{best['one'] / best['two']:.2f} 倍", "1.8 倍")
    say("Dask 2 个工作进程对本机 2 个进程，同样的检查", f"{best['two'] / best['dask']:.2f} 倍", "0.8 倍")


def memory(folder: Path, studios: int) -> None:
    """The largest process of a run over all studios against one over a quarter."""
    few = [str(path) for path in sorted(folder.glob("*/*"))[: max(studios // 4, 2)]]
    quarter = city(Path(few[0]), "check", *few[1:], "-j", "2", "-o", str(folder.with_name("out")))
    whole = city(folder, "check", "-j", "2")
    found = f"{whole.memory:.0f} MB，{whole.memory / quarter.memory - 1:+.1%}"
    say(f"最大的进程：{studios} 个工作室对 {len(few)} 个", found, "不增加")


def trials(*, full: bool) -> None:
    """Workers killed at random moments, as the tests do it."""
    chosen = ["-m", "slow"] if full else ["-m", "slow", "-k", "killed"]
    command = [sys.executable, "-m", "pytest", "-n", "0", "-q", *chosen, *TRIALS]
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=False, capture_output=True, text=True)
    say("随机终止两个进程中的一个，本机" + ("和 Dask 各 20 次" if full else " 20 次"), _verdict(done), "全部完成，相同")


def _verdict(done: subprocess.CompletedProcess[str]) -> str:
    if done.returncode:
        return (done.stdout.strip().splitlines() or ["?"])[-1]
    return "全部完成，与没有干扰时相同"


def main(studios: int, *, full: bool) -> None:
    """Measure everything and print a table."""
    print(f"Python {sys.version.split()[0]}；{os.cpu_count()} 个处理器，负载 {os.getloadavg()[0]:.1f}\n")
    print("| 工作 | 结果 | 目标 |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "city"
        make_city(folder, studios, documents=DOCUMENTS)
        speed(folder, studios)
        ratios(folder, 3 if full else 2)
        memory(folder, studios)
    trials(full=full)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--studios", type=int, default=0)
    asked = parser.parse_args()
    main(asked.studios or (STUDIOS if asked.full else 20), full=asked.full)
