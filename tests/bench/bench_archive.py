"""The archive against ``cp -r`` and ``bagit.py``: ``python -m tests.bench.bench_archive [--small] [--runs N]``.

One process each; ours has two threads. Our packing includes the XML, the manifests and reading everything back; theirs
does not read back. Both sides run in turn, and their processor time is compared as well as that of the clock.
Kills and damage at random places are trials of the tests: ``pytest -m slow``.
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from operator import attrgetter
from pathlib import Path

from docgen.archive import verify_path, write_package
from docgen.archive.copying import FileDigest, digesting
from docgen.archive.csip import Listed, write_representation_mets
from docgen.model.archive import Content, Package, Role
from tests.unit.archive.helpers import AGENCY, CREATED, item

ROOT = Path(__file__).parents[2]
FILES, BYTES = 5_000, 1_200_000_000
MANY, MORE = 100_000, 1_000_000
SEED = 20310115


def sources(folder: Path, files: int, size: int) -> list[Path]:
    """Files of random content and sizes between a tenth and twice the mean, 250 to a folder."""
    draw = random.Random(SEED)
    noise = draw.randbytes(4_000_000)
    weights = [draw.uniform(0.1, 1.9) for _ in range(files)]
    made = []
    for number, weight in enumerate(weights):
        path = folder / f"{number // 250:03d}" / f"照片 {number:06d}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        left = max(1, int(size / files * weight))
        with path.open("wb") as stream:
            stream.write(f"{number:08d}".encode()[:left])
            while (left := max(1, int(size / files * weight)) - stream.tell()) > 0:
                start = draw.randrange(len(noise) // 2)
                stream.write(noise[start : start + min(left, len(noise) // 2)])
        made.append(path)
    return made


def year(paths: list[Path]) -> Package:
    """A package with an item for every file."""
    items = tuple(
        item(
            f"2030-02-{number:07d}",
            [
                Content(
                    Role.ATTACHMENT,
                    path,
                    f"玩具馆/02 照片/{path.parent.name} 全年/{path.name}",
                    path.stat().st_size,
                    "image/jpeg",
                )
            ],
        )
        for number, path in enumerate(paths, 1)
    )
    return Package(
        id="WJG-990000-2030",
        year=2030,
        standard="DB9900/T 1—2030",
        standard_title="玩具馆管理规范",
        agency=AGENCY,
        created=CREATED,
        software="docgen 0.1.0",
        items=items,
    )


@dataclass(frozen=True)
class Time:
    """Seconds of a piece of work: by the clock on the wall, and of the processors."""

    wall: float
    cpu: float

    def __add__(self, other: Time) -> Time:
        return Time(self.wall + other.wall, self.cpu + other.cpu)


def run(*command: str) -> Time:
    """Run a program, which must succeed."""
    before, start = os.times(), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    after, end = os.times(), time.perf_counter()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Time(end - start, used)


def ours(folder: Path, target: Path) -> Time:
    """Pack in a process of its own and read everything back."""
    return run(sys.executable, "-m", "tests.bench.bench_archive", "--pack", str(folder), str(target))


def pack(folder: Path, target: Path) -> None:
    """What :func:`ours` runs."""
    package = year(sorted(folder.rglob("*.jpg")))
    bag = target / package.id
    bag.mkdir(parents=True)
    write_package(package, bag)
    assert verify_path(bag).ok


def theirs(folder: Path, target: Path) -> Time:
    """Copy, then make a bag of the copy in place."""
    copied = run("cp", "-r", str(folder), str(target))
    return copied + run(sys.executable, "-m", "bagit", "--quiet", "--sha256", "--processes", "1", str(target))


def verified(bag: Path) -> Time:
    """Check a bag as users do."""
    return run(sys.executable, "-m", "docgen", "verify", "-q", str(bag))


def validated(bag: Path) -> Time:
    """Let the other program check it."""
    return run(sys.executable, "-m", "bagit", "--quiet", "--validate", "--processes", "1", str(bag))


def say(work: str, found: str, must: str, aim: str) -> None:
    """A line of the table."""
    print(f"| {work} | {found} | {must} | {aim} |", flush=True)


def shown(pairs: list[tuple[Time, Time]]) -> str:
    """Our time by theirs, each pair within itself: of the clock and of the processors, median and extremes.

    A busy machine stretches the clock of both sides, but not equally; the least ratio is that of its quietest moment.
    """
    texts = []
    for what, seconds in (("用时", attrgetter("wall")), ("处理器时间", attrgetter("cpu"))):
        ratios = sorted(seconds(one) / seconds(other) for one, other in pairs)
        own, reference = (statistics.median(map(seconds, side)) for side in zip(*pairs, strict=True))
        middle = statistics.median(ratios)
        texts.append(f"{what} {middle:.2f}（{ratios[0]:.2f}—{ratios[-1]:.2f}；{own:.1f} 秒对 {reference:.1f} 秒）")
    return "；".join(texts)


def both(turn: int, one: Callable[[], Time], other: Callable[[], Time]) -> tuple[Time, Time]:
    """Times of both sides, which take turns in going first."""
    if turn % 2:
        second = other()
        return one(), second
    return one(), other()


def speed(folder: Path, files: int, size: int, runs: int) -> None:
    """Packing and verifying against copying, bagging and validating."""
    made, other, own = folder / "来源", folder / "他", folder / "我"
    sources(made, files, size)
    packing, verifying = [], []
    for turn in range(runs):
        packing.append(both(turn, lambda: ours(made, own), lambda: theirs(made, other)))
        (bag,) = own.iterdir()
        verifying.append(both(turn, partial(verified, bag), partial(validated, bag)))
        shutil.rmtree(other)
        shutil.rmtree(own)
    shutil.rmtree(made)
    name = f"{files} 个文件，{size / 1e9:.1f} GB，一个进程，{runs} 对"
    say(f"归档（含读回），对 cp -r 加 bagit --sha256：{name}", shown(packing), "1.25", "0.8")
    say(f"docgen verify，对 bagit --validate：{name}", shown(verifying), "1.0", "0.5")


def megabytes() -> float:
    """Peak memory of this process; what the parent used before it started the child does not count."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def peak(what: str, count: int, folder: Path) -> float:
    """Peak memory of a task in a process of its own, in MB."""
    command = (sys.executable, "-m", "tests.bench.bench_archive", what, str(count), str(folder))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return float(subprocess.run(command, check=True, capture_output=True, env=environment).stdout)


def memory(folder: Path, many: int, more: int) -> None:
    """Peak memory of packing, of verifying, and of the METS writer alone."""
    sources(folder / "许多", many, many * 20)
    say(f"内存：归档 {many} 个文件", f"{peak('--memory', many, folder):.0f} MB", "300 MB", "")
    say("内存：校验同一个包", f"{peak('--verify', many, folder):.0f} MB", "300 MB", "")
    nothing = peak("--mets", 0, folder)
    for count in (many, more):
        used = peak("--mets", count, folder) - nothing
        say(f"内存：METS 写 {count} 个文件（不含解释器）", f"{used:.1f} MB", "30 MB", "不随文件数增加")


def mets(count: int, folder: Path) -> None:
    """Write a representation's METS of so many files."""
    digest = FileDigest(20, "0" * 64)
    package = replace(year([]), items=())
    contents = (Listed(f"data/玩具馆/02 照片/{n:07d}.jpg", digest, "image/jpeg") for n in range(count))
    with digesting(folder / f"METS-{count}-{os.getpid()}.xml") as stream:
        write_representation_mets(stream, package, "rep1", [], [], contents)


def main(arguments: list[str]) -> None:
    """Measure and print a table, or do one of the parts."""
    if arguments[:1] == ["--pack"]:
        pack(Path(arguments[1]), Path(arguments[2]))
    elif arguments[:1] in (["--memory"], ["--verify"], ["--mets"]):
        what, count, folder = arguments[0], int(arguments[1]), Path(arguments[2])
        if what == "--memory":
            pack_many = year(sorted((folder / "许多").rglob("*.jpg")))
            (folder / "包").mkdir()
            write_package(pack_many, folder / "包", home=folder / pack_many.id)
        elif what == "--verify":
            verify_path(folder / "包")
        else:
            mets(count, folder)
        print(megabytes())
    else:
        small = "--small" in arguments
        runs = int(arguments[arguments.index("--runs") + 1]) if "--runs" in arguments else 5
        print(f"Python {sys.version.split()[0]}，bagit 1.9；{os.cpu_count()} 个处理器\n")
        print("| 工作 | 结果 | 必须 | 目标 |\n|---|---|---|---|")
        with tempfile.TemporaryDirectory() as name:
            scale = 10 if small else 1
            speed(Path(name), FILES // scale, BYTES // scale, runs)
            memory(Path(name), MANY // scale, MORE // scale)


if __name__ == "__main__":
    main(sys.argv[1:])
