"""One template filled many times, by one process or several.

Workers are started afresh (Windows knows nothing else), compile the template themselves and write their documents
themselves; records travel in chunks, and only so many chunks are under way that memory stays flat.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import pickle
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from docgen.container import Container
from docgen.errors import DocgenError, OutputError, UnreadableFile
from docgen.language import Scope
from docgen.model.finding import Finding, Place, Severity
from docgen.model.values import BlockedValue
from docgen.ooxml import Rendered, Template, compile_template
from docgen.render.pictures import picture_source
from docgen.write.files import PART, write_atomically
from docgen.write.processes import processors, start_worker, without_interrupt

#: Documents in a chunk: some tens of milliseconds of work, so that nobody waits long for the last one.
CHUNK = 200
#: Chunks under way for every worker.
AHEAD = 3
#: Below this number of documents starting workers takes longer than they save.
WORTHWHILE = 4_000
#: Windows waits for no more processes at once.
MOST_JOBS = 60

Values = dict[str, Any]


@dataclass(frozen=True)
class Batch:
    """What all documents of a batch have in common; workers get a copy.

    Attributes:
        template: the template file's bytes.
        name: its file name.
        scope: what its tags may name; parameters are the record and ``common``.
        common: values that all documents see.
        pictures: folder of the pictures.
        print_px: longest side of a picture in pixels.
        out: folder of the results.
        write: whether documents are written.
    """

    template: bytes = field(repr=False)
    name: str
    scope: Scope = field(repr=False)
    common: Values = field(repr=False)
    pictures: Path
    print_px: int
    out: Path
    write: bool


@dataclass(frozen=True)
class Item:
    """A document to fill: its number in the batch, its path below the folder of results, its record."""

    index: int
    path: str
    record: Values


@dataclass
class Done:
    """What became of some documents, by number: ``same`` stands there already, ``other`` differs from what stands."""

    numbers: range | Sequence[int] = ()
    written: list[int] = field(default_factory=list)
    same: list[int] = field(default_factory=list)
    other: list[int] = field(default_factory=list)
    held: list[tuple[int, tuple[Finding, ...]]] = field(default_factory=list)


class Filler:
    """Fills documents of a batch in this process."""

    def __init__(self, batch: Batch, template: Template | None = None) -> None:
        """Compile the template, where that is not done yet."""
        self.batch = batch
        self.template = template or compile_template(batch.template, batch.name, batch.scope)
        self.pictures = picture_source(batch.pictures, batch.print_px)

    def run(self, items: Sequence[Item], compare: bool) -> Done:
        """Fill documents and write them, or with ``compare`` only see what stands in their places.

        Raises:
            OutputError: a document can not be written.
        """
        done = Done([item.index for item in items])
        for item in items:
            try:
                rendered = self.template.render(item.record, self.batch.common, pictures=self.pictures)
            except BlockedValue as blocked:
                done.held.append((item.index, blocked.bad.findings))
                continue
            except OutputError:
                raise
            except DocgenError as error:
                place = Place(file=error.place or "")
                found = Finding(error.code, Severity.ERROR, error.message, error.remedy, place)
                done.held.append((item.index, (found,)))
                continue
            path = self.batch.out / item.path
            if compare:
                {"same": done.same, "other": done.other}.get(_state(path, rendered), []).append(item.index)
                continue
            if self.batch.write:
                write_atomically(path, rendered.to_bytes())
            done.written.append(item.index)
        return done


def _state(path: Path, rendered: Rendered) -> str:
    try:
        data = path.read_bytes()
        # Equal bytes say it at once; a file that an office program or another version packed is looked into.
        if data == rendered.to_bytes():
            return "same"
        return "same" if Container.read(data, path.name).digest() == rendered.digest else "other"
    except FileNotFoundError:
        return "free"
    except (UnreadableFile, OSError):
        return "other"


class Crew:
    """The processes that fill a batch. Use it as a context: at the end the workers are gone, however it ends.

    Args:
        batch: what the documents have in common.
        template: the compiled template, for work in this process.
        jobs: number of processes; 0 for as many as there are processors where the batch is large.
        count: number of documents.
    """

    def __init__(self, batch: Batch, template: Template, jobs: int, count: int) -> None:
        self.filler = Filler(batch, template)
        self.jobs = min(_jobs(jobs, count), MOST_JOBS)
        self.pool: ProcessPoolExecutor | None = None
        message = self._message(batch) if self.jobs > 1 else None
        if message is not None:
            spawn = multiprocessing.get_context("spawn")
            self.pool = ProcessPoolExecutor(self.jobs, spawn, initializer=_start, initargs=(message,))

    @staticmethod
    def _message(batch: Batch) -> bytes | None:
        """The batch as workers get it; ``None`` where nested data can not travel: one process does it then."""
        try:
            return pickle.dumps(batch)
        except (pickle.PicklingError, AttributeError, TypeError):
            return None

    def __enter__(self) -> Crew:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self.close()

    def close(self) -> None:
        """Let the workers finish the chunk they are at and go; nothing further is begun."""
        if self.pool is not None:
            self.pool.shutdown(wait=True, cancel_futures=True)

    def run(self, items: Iterable[Item], *, compare: bool = False) -> Iterator[Done]:
        """Fill documents; what became of them comes in their order.

        Raises:
            OutputError: a document can not be written, or a worker was ended from outside.
        """
        chunks = _chunks(items)
        if self.pool is None:
            yield from (self.filler.run(chunk, compare) for chunk in chunks)
            return
        waiting: deque[Future[Done | _Refused]] = deque()
        try:
            for chunk in chunks:
                with without_interrupt():
                    waiting.append(self.pool.submit(_work, chunk, compare))
                if len(waiting) >= self.jobs * AHEAD:
                    yield _result(waiting.popleft())
            while waiting:
                yield _result(waiting.popleft())
        except BrokenProcessPool as error:
            raise OutputError(
                "一个填表进程被意外结束，已生成的文件都是完整的",
                place=str(self.filler.batch.out),
                code="output.worker-ended",
                remedy="重新运行会接着生成其余文件；再次出现时加 --jobs 1，并检查内存是否够用。",
            ) from error


def _jobs(wanted: int, count: int) -> int:
    if wanted:
        return min(wanted, count)
    if count < WORTHWHILE:
        return 1
    return processors()


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    source = iter(items)
    while chunk := list(islice(source, CHUNK)):
        yield chunk


def remove_leftovers(folders: Iterable[Path]) -> None:
    """Remove what killed runs left half-written in folders of results (not below them)."""
    for folder in folders:
        for leftover in folder.glob(f"*{PART}"):
            with contextlib.suppress(OSError):
                leftover.unlink()


# ---------------------------------------------------------------------------------------------- in a worker's process


@dataclass(frozen=True)
class _Refused:
    """An :class:`OutputError` on its way home."""

    message: str
    code: str
    remedy: str
    place: str | None


_filler: Filler | None = None


def _start(message: bytes) -> None:
    """Begin a worker."""
    global _filler
    start_worker()
    _filler = Filler(pickle.loads(message))


def _work(items: list[Item], compare: bool) -> Done | _Refused:
    assert _filler is not None
    try:
        return _filler.run(items, compare)
    except OutputError as error:
        return _Refused(error.message, error.code, error.remedy, error.place)


def _result(future: Future[Done | _Refused]) -> Done:
    found = future.result()
    if isinstance(found, _Refused):
        raise OutputError(found.message, code=found.code, remedy=found.remedy, place=found.place)
    return found
