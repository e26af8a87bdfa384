"""One writer per workspace: a lock the system takes back when the process ends, however it ends."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from docgen.errors import WorkspaceLocked
from docgen.write.files import make_folder, output_error

if sys.platform == "win32":
    import msvcrt

    def _take(stream: IO[str]) -> None:
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(stream: IO[str]) -> None:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextlib.contextmanager
def workspace_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of a workspace.

    Args:
        folder: where the lock file lies; created where missing.

    Raises:
        WorkspaceLocked: another process holds it.
        OutputError: the lock file can not be made.
    """
    make_folder(folder)
    path = folder / ".lock"
    try:
        stream = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise output_error(error, path) from error
    with stream:
        try:
            _take(stream)
        except OSError as error:
            raise WorkspaceLocked("另一个 docgen 正在这个工作区里运行", place=str(folder.parent)) from error
        stream.seek(0)
        stream.truncate()
        stream.write(f"{os.getpid()}\n")
        stream.flush()
        yield
