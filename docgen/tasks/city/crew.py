"""Processes of this machine that do the parts of a run.

Every worker is a pool of its own: one that is killed takes only its own studio with it, which is tried again.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Protocol

from docgen.errors import OutputError
from docgen.model.city import Job, Outcome
from docgen.tasks.city.work import failed, work
from docgen.write.processes import start_worker, without_interrupt

#: How often a studio's part is begun before it is given up because its worker ends each time.
TRIES = 3


class Crew(Protocol):
    """Does parts of a run, in any order."""

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Do them; outcomes come as they are ready."""


def lost(job: Job) -> Outcome:
    """The outcome of a studio whose worker ended every time."""
    error = OutputError(
        f"处理这个工作室的进程 {TRIES} 次被意外结束",
        place=job.place,
        code="output.worker-ended",
        remedy="检查内存是否够用；在这个工作区里单独运行同一个命令。",
    )
    return failed(job.place, error)


class HereCrew:
    """This process alone."""

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Do them one after the other."""
        return map(work, jobs)


class LocalCrew:
    """Workers on this machine. Use it as a context: at the end they are gone, however it ends.

    Args:
        count: number of workers.
    """

    def __init__(self, count: int) -> None:
        self._idle = [_pool() for _ in range(count)]
        self._busy: dict[Future[Outcome], tuple[ProcessPoolExecutor, Job, int]] = {}

    def __enter__(self) -> LocalCrew:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the workers finish the studio they are at and go."""
        for pool in (*self._idle, *(pool for pool, _, _ in self._busy.values())):
            pool.shutdown(wait=True, cancel_futures=True)

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Do them; outcomes come as they are ready."""
        source = iter(jobs)
        again: deque[tuple[Job, int]] = deque()
        while True:
            while self._idle and (next_one := _next(again, source)) is not None:
                self._begin(*next_one)
            if not self._busy:
                return
            ready, _ = wait(self._busy, return_when=FIRST_COMPLETED)
            for future in ready:
                pool, job, tries = self._busy.pop(future)
                try:
                    outcome: Outcome | None = future.result()
                except BrokenProcessPool:
                    pool.shutdown(wait=True)
                    pool = _pool()
                    outcome = lost(job) if tries >= TRIES else None
                self._idle.append(pool)
                if outcome is None:
                    again.append((job, tries + 1))
                else:
                    yield outcome

    def _begin(self, job: Job, tries: int) -> None:
        pool = self._idle.pop()
        with without_interrupt():
            try:
                future = pool.submit(work, job)
            except BrokenProcessPool:
                # It was killed between two studios.
                pool.shutdown(wait=True)
                pool = _pool()
                future = pool.submit(work, job)
        self._busy[future] = pool, job, tries


def _pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=start_worker)


def _next(again: deque[tuple[Job, int]], source: Iterator[Job]) -> tuple[Job, int] | None:
    if again:
        return again.popleft()
    job = next(source, None)
    return None if job is None else (job, 1)
