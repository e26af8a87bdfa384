"""Digests of the sources of an archive, remembered by size and time: planning a year again reads no file twice.

Only planning trusts them. What is packed is always digested while it is copied.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from docgen.archive.copying import FileDigest, digest_file, in_order
from docgen.errors import InputError, UnreadableFile
from docgen.write.tables import damaged, read_table, write_table

NAME = "摘要.csv"
COLUMNS = ("路径", "字节数", "修改时间", "SHA-256")
#: A file changed so shortly before its digest was written down may change again within the same tick of the clock.
SETTLED = 2_000_000_000
Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Known:
    size: int
    mtime: int
    sha256: str


class Digests:
    """The digests of the files of a workspace.

    Attributes:
        hashed: how many files were read to digest them.
    """

    def __init__(self, folder: Path, root: Path) -> None:
        """Open what is remembered.

        Args:
            folder: where docgen keeps its records of the year.
            root: the workspace; paths are written down from it.

        Raises:
            InputError: the record is damaged.
        """
        self.path = folder / NAME
        self.root = root.absolute()
        self.hashed = 0
        self._known: dict[str, _Known] = {}
        self._used: set[str] = set()
        written = self.path.stat().st_mtime_ns if self.path.is_file() else 0
        for number, row in enumerate(read_table(self.path, COLUMNS), 2):
            try:
                known = _Known(int(row[1]), int(row[2]), row[3])
            except ValueError as error:
                raise damaged(self.path, number) from error
            if known.mtime < written - SETTLED:
                self._known[row[0]] = known

    def of(self, paths: Iterable[Path]) -> dict[Path, FileDigest]:
        """Digests of files; those that are not remembered as they stand are read.

        Raises:
            UnreadableFile: a file is not there, no plain file, or can not be read.
        """
        stamps = {path: stamp(path) for path in paths}
        known = {path: found for path, at in stamps.items() if (found := self._find(path, at))}
        unknown = [path for path in stamps if path not in known]
        for path, future in in_order(lambda path: digest_file(path, ("sha256",))["sha256"], unknown):
            try:
                digest = FileDigest(stamps[path][0], future.result())
            except OSError as error:
                raise _unreadable(path, error.strerror or str(error)) from error
            self.hashed += 1
            self.note(path, digest, stamps[path])
            known[path] = digest
        return known

    def _find(self, path: Path, at: Stamp) -> FileDigest | None:
        name = self._name(path)
        known = self._known.get(name)
        if known is None or (known.size, known.mtime) != at:
            return None
        self._used.add(name)
        return FileDigest(known.size, known.sha256)

    def note(self, path: Path, digest: FileDigest, at: Stamp) -> None:
        """Remember a digest, if the file is still as it was when ``at`` was taken, before it was read."""
        try:
            now = stamp(path)
        except InputError:
            return
        if now == at and digest.size == at[0]:
            name = self._name(path)
            self._used.add(name)
            self._known[name] = _Known(*at, digest.sha256)

    def save(self) -> None:
        """Write down the digests that were asked for or noted; the others belong to files that are no more.

        Raises:
            OutputError: they can not be written.
        """
        rows = ((name, str(k.size), str(k.mtime), k.sha256) for name, k in sorted(self._known.items()))
        write_table(self.path, COLUMNS, (row for row in rows if row[0] in self._used))
        if self.hashed:
            # What was too fresh to be trusted has been read again since: it is trusted from now on.
            self.path.touch()

    def _name(self, path: Path) -> str:
        full = path.absolute()
        return full.relative_to(self.root).as_posix() if full.is_relative_to(self.root) else full.as_posix()


def stamp(path: Path) -> Stamp:
    """Size and time of last change of a plain file, in bytes and nanoseconds.

    Raises:
        UnreadableFile: it is not there, or no plain file.
    """
    try:
        state = path.lstat()
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    if not stat.S_ISREG(state.st_mode):
        raise _unreadable(path, "不是普通文件")
    return state.st_size, state.st_mtime_ns


def _unreadable(path: Path, reason: str) -> UnreadableFile:
    return UnreadableFile(f"文件读不出来：{reason}", place=str(path), remedy="找回文件，或在登记中去掉它，再重新打包。")
