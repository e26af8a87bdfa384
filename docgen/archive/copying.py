"""Copy and digest in one pass: every file is read once, and what changed meanwhile is noticed."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import stat
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BufferedReader, FileIO
from pathlib import Path
from typing import BinaryIO, Generic, Literal, Protocol, TypeVar, cast

from docgen.errors import DocgenError, InputError, IntegrityError, MissingFile, UnreadableFile
from docgen.model.finding import Finding, Place, Severity
from docgen.write.files import make_folder, output_error

#: Bytes read at once: few enough to stay in a processor's cache between reading, writing and digesting. hashlib
#: gives up the interpreter lock for blocks of this size, so threads are enough.
CHUNK = 1 << 18
#: Threads that copy or read.
WORKERS = 2
#: Files in flight: enough to keep the threads busy, few enough that memory does not grow with the year.
WINDOW = 64
#: Files handed to a thread at once, where there are many.
BATCH = 8

#: Name of the national algorithm, which not every build of OpenSSL has.
SM3 = "sm3"

#: Told after each file: files done, files in all, bytes done.
Progress = Callable[[int, int, int], None]

Job = TypeVar("Job")
Result = TypeVar("Result")


def silent(_done: int, _total: int, _size: int) -> None:
    """The progress of whoever does not want to know."""


@dataclass(frozen=True, slots=True)
class FileDigest:
    """What a file holds: its size in bytes and its digests, 64 lower-case hexadecimal digits each.

    Attributes:
        sha256: always known.
        sm3: SM3 (GB/T 32905—2016), empty where nobody asked for it; files are told apart by SHA-256 alone.
    """

    size: int
    sha256: str
    sm3: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class CopyJob:
    """A file to copy.

    Attributes:
        name: what the result is filed under.
        source: where it lies; never followed when it is a link.
        target: where it goes; nothing may stand there yet.
        size: bytes it had when the copy was planned, ``None`` where nobody looked.
    """

    name: str
    source: Path
    target: Path
    size: int | None = None


def computable(algorithm: str) -> bool:
    """Whether this machine can compute digests by an algorithm."""
    try:
        hashlib.new(algorithm)
    except ValueError:
        return False
    return True


class DigestingStream:
    """A file being written whose digest is known when it is closed."""

    def __init__(self, stream: BinaryIO, *, sm3: bool = False) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()
        self._sm3 = hashlib.new(SM3) if sm3 else None
        self._size = 0

    def write(self, data: bytes | memoryview) -> int:
        """Write all of it and count."""
        left = memoryview(data)
        while left:
            left = left[self._stream.write(left) :]
        self._hash.update(data)
        if self._sm3 is not None:
            self._sm3.update(data)
        self._size += len(data)
        return len(data)

    @property
    def digest(self) -> FileDigest:
        """Of all that was written so far."""
        return FileDigest(self._size, self._hash.hexdigest(), self._sm3.hexdigest() if self._sm3 is not None else "")


@contextlib.contextmanager
def digesting(target: Path, *, sm3: bool = False) -> Iterator[DigestingStream]:
    """A new file to write, its folder included.

    Args:
        target: the file.
        sm3: its SM3 is wanted as well.

    Raises:
        OutputError: something stands there, or the system refuses.
    """
    make_folder(target.parent)
    try:
        with target.open("xb", buffering=CHUNK) as stream:
            yield DigestingStream(stream, sm3=sm3)
    except OSError as error:
        raise output_error(error, target) from error


def write_new(target: Path, data: bytes, *, sm3: bool = False) -> FileDigest:
    """Write a small new file; raises like ``digesting``."""
    with digesting(target, sm3=sm3) as stream:
        stream.write(data)
    return stream.digest


def copy_file(job: CopyJob, *, sm3: bool = False) -> FileDigest:
    """Copy a file and digest what was copied.

    Raises:
        MissingFile: the source is not there.
        InputError: it is a link, not a plain file, or unreadable.
        IntegrityError: it is not as large as planned, or changed while it was read.
        OutputError: the target can not be written.
    """
    before = _stamp(job.source)
    if job.size is not None and before[0] != job.size:
        raise IntegrityError(
            "文件在列入归档计划之后变了",
            place=str(job.source),
            code="integrity.source-changed",
            remedy="确认是谁改的，保存并关闭它，再重新打包。",
        )
    try:
        source = _open_source(job.source)
    except OSError as error:
        raise _source_error(error, job.source) from error
    with source:
        digest = _copy(source, job, sm3=sm3)
    if _stamp(job.source) != before or digest.size != before[0]:
        raise IntegrityError(
            "文件在复制的时候变了",
            place=str(job.source),
            code="integrity.source-changed",
            remedy="关闭正在使用它的程序，再重新打包。",
        )
    return digest


def _copy(source: FileIO, job: CopyJob, *, sm3: bool) -> FileDigest:
    """Copy what is left of an open file, block by block, and digest it."""
    block = _block()
    try:
        with _new_file(job.target) as stream:
            target = DigestingStream(stream, sm3=sm3)
            while count := _read(source, job.source, block):
                target.write(block[:count])
    except OSError as error:
        raise output_error(error, job.target) from error
    return target.digest


def _new_file(path: Path) -> FileIO:
    """A file that nothing stood in the place of; its folder is made when it is not there, which is seldom."""
    try:
        return FileIO(path, "xb")
    except FileNotFoundError:
        make_folder(path.parent)
        return FileIO(path, "xb")


class Jobs(Protocol):
    """Jobs that can be counted and gone through, made when they are needed."""

    def __len__(self) -> int:
        """How many there are."""

    def __iter__(self) -> Iterator[CopyJob]:
        """One after the other."""


def copy_files(
    jobs: Jobs, progress: Progress = silent, copy: Callable[[CopyJob], FileDigest] = copy_file
) -> dict[str, FileDigest]:
    """Copy files by a few threads.

    Args:
        jobs: what to copy.
        progress: told after each file.
        copy: copies and digests one file.

    Returns:
        The digest of each job's name, in the order of the jobs.

    Raises:
        IntegrityError: a source changed; the findings name all sources that could not be copied.
        InputError: sources are unreadable, likewise all of them.
        OutputError: a target can not be written.
    """
    done: dict[str, FileDigest] = {}
    problems: list[IntegrityError | InputError] = []
    size = 0
    for number, (job, future) in enumerate(in_order(copy, jobs), 1):
        try:
            done[job.name] = future.result()
            size += done[job.name].size
        except (IntegrityError, InputError) as error:
            problems.append(error)
        progress(number, len(jobs), size)
    if problems:
        raise _together(problems)
    return done


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Result]):
    """What came out of a job: a result or an error."""

    value: Result | None
    error: Exception | None = None

    def result(self) -> Result:
        """The result; raises what the job raised."""
        if self.error is not None:
            raise self.error
        return cast(Result, self.value)


def in_order(work: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[tuple[Job, Outcome[Result]]]:
    """Run jobs on the threads and hand the finished ones back in their order."""

    def run(batch: Sequence[Job]) -> list[Outcome[Result]]:
        outcomes: list[Outcome[Result]] = []
        for job in batch:
            try:
                outcomes.append(Outcome(work(job)))
            except Exception as error:
                outcomes.append(Outcome(None, error))
        return outcomes

    waiting: deque[tuple[Sequence[Job], Future[list[Outcome[Result]]]]] = deque()
    with ThreadPoolExecutor(WORKERS) as pool:
        try:
            for batch in _batches(jobs):
                waiting.append((batch, pool.submit(run, batch)))
                if len(waiting) >= WINDOW:
                    done, future = waiting.popleft()
                    yield from zip(done, future.result(), strict=True)
            while waiting:
                done, future = waiting.popleft()
                yield from zip(done, future.result(), strict=True)
        finally:
            # An error or Ctrl-C must not wait for a queue of copies nobody will use.
            pool.shutdown(wait=True, cancel_futures=True)


def _batches(jobs: Iterable[Job]) -> Iterator[Sequence[Job]]:
    """The first jobs one by one, so that a few large files keep all threads busy; then several at a time.

    Handing a job to a thread costs as much as digesting a small file.
    """
    rest = iter(jobs)
    for job in itertools.islice(rest, WINDOW):
        yield (job,)
    while batch := tuple(itertools.islice(rest, BATCH)):
        yield batch


class Readable(Protocol):
    """A file that can be opened for reading: on a disk, or in the image of a disc."""

    def open(self, mode: Literal["rb"]) -> BufferedReader:
        """Open it."""

    def read_bytes(self) -> bytes:
        """All of it."""


def digest_file(path: Readable, algorithms: Sequence[str]) -> dict[str, str]:
    """Digests of a file, all of them from one reading; ``OSError`` where it can not be read."""
    hashes = {name: hashlib.new(name) for name in algorithms}
    block = _block()
    with FileIO(path, "rb") if isinstance(path, Path) else path.open("rb") as stream:
        while count := stream.readinto(block):
            for one in hashes.values():
                one.update(block[:count])
    return {name: one.hexdigest() for name, one in hashes.items()}


def _open_source(path: Path) -> FileIO:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    return FileIO(os.open(path, flags), "rb")


def _read(stream: FileIO, path: Path, block: memoryview) -> int:
    try:
        return stream.readinto(block) or 0
    except OSError as error:
        raise _source_error(error, path) from error


class _Blocks(threading.local):
    """A block of memory for each thread, used again for every file."""

    def __init__(self) -> None:
        self.block = memoryview(bytearray(CHUNK))


_BLOCKS = _Blocks()


def _block() -> memoryview:
    return _BLOCKS.block


def _stamp(path: Path) -> tuple[int, int]:
    """Size and time of a plain file, or the reason why it is none."""
    try:
        state = path.lstat()
    except OSError as error:
        raise _source_error(error, path) from error
    if stat.S_ISLNK(state.st_mode):
        raise UnreadableFile("这是一个链接，不是文件本身", place=str(path), remedy="换成文件本身，再重新打包。")
    if not stat.S_ISREG(state.st_mode):
        raise UnreadableFile("这不是普通文件", place=str(path), remedy="从资料中去掉它，再重新打包。")
    return state.st_size, state.st_mtime_ns


def _source_error(error: OSError, path: Path) -> InputError:
    if isinstance(error, FileNotFoundError):
        return MissingFile("文件不见了", place=str(path), remedy="找回文件，或在登记中去掉它，再重新打包。")
    return UnreadableFile(
        f"文件读不出来：{error.strerror or error}",
        place=str(path),
        remedy="检查权限，关闭正在使用它的程序，再重新打包。",
    )


def _together(problems: Sequence[IntegrityError | InputError]) -> DocgenError:
    """One error for all of them; a changed source weighs more than an unreadable one."""
    heaviest = next((p for p in problems if isinstance(p, IntegrityError)), problems[0])
    if len(problems) == 1:
        return heaviest
    found = tuple(Finding(p.code, Severity.ERROR, p.message, p.remedy, Place(p.place or "")) for p in problems)
    return type(heaviest)(
        f"有 {len(problems)} 个文件不能归档",
        remedy="按列出的提示逐个处理，再重新打包。",
        code=heaviest.code,
        findings=found,
    )
