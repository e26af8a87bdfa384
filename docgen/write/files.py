"""Atomic files and folders: what is half-written never has the final name."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from docgen.errors import OutputError, TargetExists

#: Ending of what is still being written. Leftovers of a killed run are swept by the next one.
PART = ".docgen-part"


def output_error(error: OSError, path: Path) -> OutputError:
    """The error users read for a write that the system refused."""
    if error.errno == errno.ENOSPC:
        return OutputError("磁盘空间不足", place=str(path), code="output.disk-full", remedy="清理磁盘后重新运行。")
    if error.errno == errno.ENAMETOOLONG or getattr(error, "winerror", None) == 206:
        return OutputError(
            "路径太长",
            place=str(path),
            code="output.path-too-long",
            remedy="把工作区移到更短的路径下，例如 D:\\工作室。",
        )
    if getattr(error, "winerror", None) in (32, 33):
        return OutputError("文件正被其他程序打开", place=str(path), code="output.open-elsewhere")
    if isinstance(error, PermissionError) or error.errno in (errno.EROFS, errno.EACCES):
        return OutputError("没有写入权限，或文件正被其他程序打开", place=str(path), code="output.not-writable")
    if isinstance(error, FileExistsError | NotADirectoryError):
        return OutputError("这个位置已被同名文件占用", place=str(path), code="output.exists")
    return OutputError(f"写不进去：{error.strerror or error}", place=str(path))


def make_folder(path: Path) -> None:
    """Create a folder with its parents.

    Raises:
        OutputError: the system refuses.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output_error(error, path) from error


def is_open(path: Path) -> bool:
    """Whether somebody has an office file open: Excel, WPS and LibreOffice put a file beside it."""
    marks = (f"~${path.name}", f".~{path.name}", f".~lock.{path.name}#")
    return any((path.parent / mark).exists() for mark in marks)


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file aside, then rename it over ``path``: readers see the old content or the new, never a part.

    Raises:
        OutputError: the system refuses; the old content stands.
    """
    make_folder(path.parent)
    aside = path.with_name(f"{path.name}.{os.getpid()}{PART}")
    try:
        with aside.open("wb") as stream:
            stream.write(data)
        aside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        raise output_error(error, path) from error


def sweep(folder: Path) -> None:
    """Remove what killed runs left half-written below a folder."""
    for leftover in folder.rglob(f"*{PART}"):
        with contextlib.suppress(OSError):
            leftover.unlink()


def move(source: Path, target: Path) -> Path:
    """Move a file, never over another one: where the target is taken, ``_2``, ``_3`` … is put behind its name.

    Returns:
        Where it stands now.

    Raises:
        OutputError: the system refuses.
    """
    make_folder(target.parent)
    free, count = target, 1
    while free.exists():
        count += 1
        free = target.with_name(f"{target.stem}_{count}{target.suffix}")
    try:
        source.replace(free)
    except OSError as error:
        raise output_error(error, source) from error
    return free


def check_free(target: Path) -> None:
    """Refuse a folder that is there already and not empty.

    Raises:
        TargetExists: it is.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise TargetExists("目标文件夹已存在且不是空的", place=str(target), remedy="换一个文件夹名。")


@contextlib.contextmanager
def staged_folder(target: Path) -> Iterator[Path]:
    """A folder to fill, renamed to ``target`` at the end; removed when anything fails.

    Raises:
        TargetExists: ``target`` is there already and not empty.
        OutputError: the system refuses.
    """
    check_free(target)
    make_folder(target.parent)
    try:
        aside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=PART, dir=target.parent))
    except OSError as error:
        raise output_error(error, target) from error
    try:
        yield aside
        if target.exists():
            target.rmdir()
        aside.chmod(0o755)
        aside.replace(target)
    except OSError as error:
        raise output_error(error, target) from error
    finally:
        if aside.exists():
            shutil.rmtree(aside, ignore_errors=True)
