"""What of a package was copied before a run was killed: the next run takes it as it stands and copies only the rest.

A file counts as copied when its source is where it was, as large and as old as it was, and the copy has its size. That
is a promise about times, not about contents: whoever publishes the package reads every copy back against its digest.
"""

from __future__ import annotations

import contextlib
import csv
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from docgen.archive.copying import CopyJob, FileDigest
from docgen.write.files import make_folder, output_error, write_atomically

#: A source that changed less than this before it was copied may have changed again within the same tick (ns).
SETTLED = 2_000_000_000
_DIGITS = 64
#: Ends every line: a line that a kill cut short does not have it.
_END = "."


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    source: str
    size: int
    mtime: int
    sha256: str
    sm3: str

    def fields(self) -> tuple[str, ...]:
        return self.name, self.source, str(self.size), str(self.mtime), self.sha256, self.sm3, _END


class Journal:
    """The copies of one package, each written down when it is complete.

    Attributes:
        resumed: how many copies were taken as they stood.
    """

    def __init__(self, path: Path) -> None:
        """Nothing is read or written yet.

        Args:
            path: the journal; it may not be there.
        """
        self.path = path
        self.resumed = 0
        self._known: dict[str, _Row] = {}
        self._lock = threading.Lock()

    def resume(
        self, jobs: Iterable[CopyJob], root: Path, copy: Callable[[CopyJob], FileDigest], *, sm3: bool
    ) -> Callable[[CopyJob], FileDigest]:
        """Clear a folder of everything but the copies that count.

        Args:
            jobs: what is to be copied now.
            root: the folder they go to.
            copy: copies and digests one file.
            sm3: a copy counts only where its SM3 is known as well.

        Returns:
            A function that copies one file and writes it down, or takes the copy that stands.

        Raises:
            OutputError: the system refuses.
        """
        rows = {row.name: row for row in self._read()}
        if rows:
            found = (row for job in jobs if (row := rows.get(job.name)) and _counts(row, job, sm3=sm3))
            self._known = {row.name: row for row in found}
        try:
            _clear(root, root, self._known.keys())
        except OSError as error:
            raise output_error(error, root) from error
        # A line that a kill cut short must not swallow the next one.
        write_atomically(self.path, "".join(_line(row) for row in self._known.values()).encode())
        return lambda job: self._copy(job, copy)

    def _read(self) -> Iterator[_Row]:
        try:
            text = self.path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return
        for line in csv.reader(text.splitlines(keepends=True)):
            if len(line) != len(_Row.__slots__) + 1 or line[-1] != _END or len(line[4]) != _DIGITS:
                continue
            with contextlib.suppress(ValueError):
                yield _Row(line[0], line[1], int(line[2]), int(line[3]), line[4], line[5])

    def _copy(self, job: CopyJob, copy: Callable[[CopyJob], FileDigest]) -> FileDigest:
        row = self._known.get(job.name)
        if row is not None:
            with self._lock:
                self.resumed += 1
            return FileDigest(row.size, row.sha256, row.sm3)
        try:
            before = job.source.lstat().st_mtime_ns
        except OSError:
            # The copier says what is wrong with it.
            return copy(job)
        digest = copy(job)
        row = _Row(job.name, os.fspath(job.source), digest.size, before, digest.sha256, digest.sm3)
        try:
            with self._lock, self.path.open("a", encoding="utf-8", errors="surrogateescape", newline="") as stream:
                stream.write(_line(row))
        except OSError as error:
            raise output_error(error, self.path) from error
        return digest


def _line(row: _Row) -> str:
    return ",".join('"' + field.replace('"', '""') + '"' for field in row.fields()) + "\n"


def _counts(row: _Row, job: CopyJob, *, sm3: bool) -> bool:
    """A copy stands for its source as it is now."""
    try:
        source, copied = job.source.lstat(), job.target.lstat()
    except OSError:
        return False
    return (
        row.source == os.fspath(job.source)
        and (source.st_size, source.st_mtime_ns) == (row.size, row.mtime)
        and copied.st_size == row.size
        and row.mtime < copied.st_mtime_ns - SETTLED
        and (bool(row.sm3) or not sm3)
    )


def _clear(folder: Path, root: Path, keep: Iterable[str]) -> bool:
    """Remove all files below a folder but those to keep, and the folders that become empty; whether any is left."""
    make_folder(folder)
    left = False
    with os.scandir(folder) as listing:
        entries = list(listing)
    for entry in entries:
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            if _clear(path, root, keep):
                left = True
            else:
                path.rmdir()
        elif path.relative_to(root).as_posix() in keep:
            left = True
        else:
            path.unlink()
    return left
