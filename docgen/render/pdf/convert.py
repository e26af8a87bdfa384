"""Documents → PDF/A with page counts: the own PDF beside a document first, then a converter, on all processors.

What was made is kept in a cache, so that only new and changed documents are converted. Every result was opened, counted
and checked; what is not good enough is no result, and says why.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docgen.errors import IntegrityError, MissingFile, OutputError
from docgen.render.pdf import office, worker
from docgen.render.pdf.archival import STEP
from docgen.render.pdf.cache import Entry, PdfCache
from docgen.render.pdf.find import Converter
from docgen.write.processes import processors, start_worker, without_interrupt

#: Documents a worker takes at once: a call of LibreOffice starts slowly, and results come only at its end.
BATCH = 20
#: From this number of documents on each worker gets its share, however small.
SHARED = 6

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class PdfJob:
    """A document that shall become a PDF.

    Attributes:
        source: the document, .docx or .xlsx.
        title: stands in the PDF's metadata.
        own: a PDF that a person made of it, used first when it is sound; ``None`` where there is none.
    """

    source: Path
    title: str
    own: Path | None = None


@dataclass(frozen=True)
class Pdf:
    """What became of a document.

    Attributes:
        path: the PDF/A in the cache: read it, do not change it. ``None`` where there is none; ``reason`` says why.
        size: its bytes.
        digest: its SHA-256.
        source: SHA-256 of the document that was converted.
        pages: how many it has; known also where the PDF was not good enough, ``None`` where nothing was made.
        verdict: of the check of PDF/A-2b: ``pass`` or ``not_checked``, empty without a PDF.
        rules: what could not be checked.
        fonts: names of its fonts.
        maker: program and version that made it.
        own: it was made from the PDF that a person put beside the document.
        reason: why there is no PDF, in Chinese.
        remark: what people should know though there is one, in Chinese; mostly empty.
    """

    path: Path | None
    size: int
    digest: str
    source: str
    pages: int | None
    verdict: str
    rules: tuple[str, ...]
    fonts: tuple[str, ...]
    maker: str
    own: bool
    reason: str
    remark: str


def convert(
    jobs: Sequence[PdfJob],
    converter: Converter,
    folder: Path,
    progress: Progress = lambda done, total, name: None,
) -> list[Pdf]:
    """Make the PDFs of documents.

    Args:
        jobs: the documents.
        converter: see :func:`docgen.render.pdf.find_converter`.
        folder: the cache; may be deleted between runs.
        progress: told how many documents are done.

    Returns:
        What became of each document, in the order of the jobs.

    Raises:
        MissingFile: a document is not there.
        IntegrityError: a document was changed meanwhile.
        OutputError: the cache can not be written, or a worker was ended from outside.
    """
    cache, tasks = PdfCache(folder), _tasks(jobs, converter)
    entries = {task.key: cache.find(task.key) for task in tasks}
    # The same document twice is converted once.
    todo = list({task.key: task for task in tasks if entries[task.key] is None}.values())
    done = len(entries) - len(todo)
    if todo:
        cache.open()
    try:
        for made in _worked(todo, converter, cache):
            entries |= dict(made)
            done += len(made)
            progress(done, len(entries), converter.label)
    except worker.Changed as error:
        raise IntegrityError(
            "文件在转换 PDF 的时候变了",
            place=str(error),
            code="integrity.source-changed",
            remedy="关闭正在使用它的程序，再重新运行。",
        ) from error
    return [_pdf(cache, task, entry) for task in tasks if (entry := entries[task.key]) is not None]


def known(jobs: Sequence[PdfJob], converter: Converter, folder: Path) -> list[Pdf | None]:
    """What was made before, in the order of the jobs; nothing is converted or written.

    Raises:
        MissingFile: a document is not there.
    """
    cache = PdfCache(folder)
    found = [(task, cache.find(task.key)) for task in _tasks(jobs, converter)]
    return [None if entry is None else _pdf(cache, task, entry) for task, entry in found]


def forget_others(jobs: Sequence[PdfJob], converter: Converter, folder: Path) -> None:
    """Remove from the cache what these documents do not need."""
    PdfCache(folder).keep({task.key for task in _tasks(jobs, converter)})


def _tasks(jobs: Sequence[PdfJob], converter: Converter) -> list[worker.Task]:
    tasks = []
    for job in jobs:
        digest = _digest(job.source)
        own = (job.own, _digest(job.own)) if job.own is not None else None
        parts = (STEP, converter.mark, digest, own[1] if own else "", job.source.suffix.lower(), job.title)
        key = hashlib.sha256("\0".join(parts).encode()).hexdigest()
        tasks.append(worker.Task(key, job.source, digest, job.title, own))
    return tasks


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise MissingFile("文件不见了", place=str(path)) from error


def _pdf(cache: PdfCache, task: worker.Task, e: Entry) -> Pdf:
    path = cache.path(task.key) if e.digest else None
    verdict = e.verdict if e.digest else ""
    return Pdf(
        path, e.size, e.digest, task.digest, e.pages, verdict, e.rules, e.fonts, e.maker, e.own, e.reason, e.remark
    )


def _worked(tasks: Sequence[worker.Task], converter: Converter, cache: PdfCache) -> Iterator[worker.Results]:
    """Let workers do the tasks; what they made comes as they finish.

    Even one worker is a process of its own: it ends its converter when this process is killed.
    """
    size = BATCH if len(tasks) < SHARED else min(BATCH, -(-len(tasks) // processors()))
    batches = [tasks[start : start + size] for start in range(0, len(tasks), size)]
    if len(tasks) < 2:
        yield from (worker.run(batch, converter, cache) for batch in batches)
        return
    spawn: Any = multiprocessing.get_context("spawn")
    stop = spawn.Event()
    pool = ProcessPoolExecutor(min(processors(), len(batches)), spawn, initializer=_start, initargs=(stop,))
    try:
        with without_interrupt():
            waiting = [pool.submit(_work, batch, converter, cache) for batch in batches]
        for future in as_completed(waiting):
            yield future.result()
    except BrokenProcessPool as error:
        raise OutputError(
            "一个转换 PDF 的进程被意外结束，已转换的都保留着",
            place=str(cache.folder),
            code="output.worker-ended",
            remedy="重新运行会接着转换其余文件；再次出现时检查内存是否够用。",
        ) from error
    finally:
        # An error or Ctrl-C must not wait for the batches that are under way.
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


# ---------------------------------------------------------------------------------------------- in a worker's process

_stop: Any = None


def _start(stop: Any) -> None:
    global _stop
    _stop = stop
    start_worker(_clean_up)


def _clean_up() -> None:
    office.kill_all()
    for folder in worker.folders:
        shutil.rmtree(folder, ignore_errors=True)


def _work(batch: Sequence[worker.Task], converter: Converter, cache: PdfCache) -> worker.Results:
    return worker.run(batch, converter, cache, _stop.is_set)
