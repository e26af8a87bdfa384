"""A Dask cluster that does the parts of a run, on a file system that all its machines share.

The same parts as in local processes; the scheduler gives the part of a lost worker to another one.
Loaded only where a scheduler is named: it brings libraries that nobody else needs.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import docgen
from docgen.errors import OutputError
from docgen.model.city import Job, Outcome
from docgen.tasks.city.crew import lost
from docgen.tasks.city.work import work

#: Seconds until a scheduler must answer and a worker must be there; seconds between looks whether one still is.
PATIENCE, LOOK = 20, 30
#: Parts under way for every thread of the cluster.
AHEAD = 2
START = "启动调度器和工作进程的命令见 README 的“许多机器”。"


class ClusterError(OutputError):
    """The cluster can not be reached, is of another version, or has no workers."""

    code = "output.cluster"
    remedy = START


class DaskCrew:
    """The workers of a cluster. Use it as a context.

    Args:
        address: of the scheduler, ``tcp://host:port``.
        folders: folders that every worker must see.

    Raises:
        ClusterError: it can not be used.
    """

    def __init__(self, address: str, folders: Iterable[Path]) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise ClusterError(
                "没有安装 dask", place=address, remedy="运行 pip install '.[cluster]'，或去掉 --scheduler。"
            ) from error
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        self.address = address
        try:
            self._client: Any = Client(address, timeout=PATIENCE)
        except (OSError, ValueError) as error:
            raise ClusterError("连不上调度器", place=address) from error
        try:
            self._inspect([str(folder.resolve()) for folder in folders])
        except BaseException:
            self._client.close()
            raise

    def _inspect(self, folders: list[str]) -> None:
        """Every worker must have this version of docgen and see the folders."""
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
            answers = self._client.run(probe, folders)
        except TimeoutError as error:
            raise ClusterError("调度器没有工作进程", place=self.address) from error
        except (ImportError, OSError, RuntimeError) as error:
            raise ClusterError(f"工作进程不能运行 docgen：{error}", place=self.address) from error
        for worker, (version, missing) in sorted(answers.items()):
            if version != docgen.__version__:
                remedy = f"在工作进程的机器上换成 {docgen.__version__}，再重新启动它。"
                raise ClusterError(f"工作进程 {worker} 的 docgen 是 {version}", place=self.address, remedy=remedy)
            if missing:
                remedy = "把文件夹放在各台机器用同一路径看得到的共享盘上。"
                raise ClusterError(f"工作进程 {worker} 看不到文件夹 {missing[0]}", place=self.address, remedy=remedy)

    def __enter__(self) -> DaskCrew:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the cluster; parts not begun are withdrawn with the client."""
        self._client.close()

    def run(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """Do them; outcomes come as they are ready.

        Raises:
            ClusterError: the cluster is lost.
        """
        from distributed import KilledWorker

        source, token = iter(jobs), uuid.uuid4().hex
        busy: dict[Any, Job] = {}
        number = 0
        while True:
            room = max(AHEAD * self._threads(), AHEAD)
            while len(busy) < room and (job := next(source, None)) is not None:
                busy[self._client.submit(work, job, key=f"docgen-{token}-{number}", pure=False)] = job
                number += 1
            if not busy:
                return
            for future in self._ready(list(busy)):
                job = busy.pop(future)
                try:
                    outcome: Outcome = future.result()
                except KilledWorker:
                    outcome = lost(job)
                except Exception as error:
                    raise self._gone(error) from error
                future.release()
                yield outcome

    def _threads(self) -> int:
        return sum(self._client.nthreads().values())

    def _ready(self, futures: list[Any]) -> list[Any]:
        from distributed import wait

        while True:
            try:
                return list(wait(futures, timeout=LOOK, return_when="FIRST_COMPLETED").done)
            except TimeoutError:
                if not self._threads():
                    raise ClusterError("调度器没有工作进程了", place=self.address) from None
            except Exception as error:
                raise self._gone(error) from error

    def _gone(self, error: BaseException) -> ClusterError:
        told = f"与调度器的连接断了：{type(error).__name__}"
        return ClusterError(told, place=self.address, remedy="恢复调度器后加 --resume 重新运行，只做没完成的。")


def probe(folders: list[str]) -> tuple[str, list[str]]:
    """What a worker says of itself: its version of docgen, and which folders it does not see."""
    return docgen.__version__, [folder for folder in folders if not Path(folder).is_dir()]
