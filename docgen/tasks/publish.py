"""How an archive takes its place: staged beside it, then two renames; a kill at any moment leaves the previous one."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

from docgen.write.files import PART, make_folder, output_error


def restore(target: Path, *, resumable: bool = False) -> None:
    """Put the previous archive back where a kill came between the two renames of :func:`publish`.

    Args:
        target: the archive.
        resumable: leave the staged folder of a killed run, for :func:`staging` to take up; all else is swept.

    Raises:
        OutputError: the system refuses.
    """
    old = _old(target)
    try:
        if old.exists() and not target.exists():
            old.replace(target)
    except OSError as error:
        raise output_error(error, target) from error
    for leftover in target.parent.glob(f".{target.name}*{PART}"):
        if not (resumable and leftover == _stage(target)):
            shutil.rmtree(leftover, ignore_errors=True)


def _stage(target: Path) -> Path:
    return target.with_name(f".{target.name}.新{PART}")


def _old(target: Path) -> Path:
    return target.with_name(f".{target.name}.上一版")


def publish(stage: Path, target: Path) -> None:
    """Let a finished folder take the place of the target.

    Raises:
        OutputError: the system refuses; the previous folder stands.
    """
    old = _old(target)
    try:
        if old.exists():
            shutil.rmtree(old)
        if target.exists():
            target.replace(old)
        stage.replace(target)
    except OSError as error:
        if old.exists() and not target.exists():
            old.replace(target)
        raise output_error(error, target) from error
    shutil.rmtree(old, ignore_errors=True)


@contextlib.contextmanager
def staging(target: Path, *, resumable: bool = False) -> Iterator[Path]:
    """An empty folder beside the target; gone at the end where it was not published.

    Args:
        target: the archive.
        resumable: what a killed run left in it stays in it, and a run that is interrupted leaves it.

    Raises:
        OutputError: the system refuses.
    """
    make_folder(target.parent)
    stage = _stage(target)
    try:
        stage.mkdir(exist_ok=resumable)
    except OSError as error:
        raise output_error(error, target) from error
    left = False
    try:
        yield stage
    except OSError as error:
        raise output_error(error, target) from error
    except KeyboardInterrupt:
        left = resumable
        raise
    finally:
        if not left:
            shutil.rmtree(stage, ignore_errors=True)


def clear(stage: Path, but: Collection[str]) -> None:
    """Remove what a killed run left in a staged folder.

    Args:
        stage: the folder.
        but: names that stay.

    Raises:
        OutputError: the system refuses.
    """
    try:
        for path in stage.iterdir():
            if path.name in but:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
    except OSError as error:
        raise output_error(error, stage) from error


def keep(path: Path, stage: Path, name: str = "") -> None:
    """Let a folder or file of the previous archive stand in the staged one as well, without touching it.

    Its files are linked, which takes neither time nor space: nothing writes into what is kept, and the previous
    archive goes away when the staged one has taken its place. Where the file system knows no links they are copied.

    Args:
        path: what is kept.
        stage: the staged archive.
        name: its name there; its own where empty.

    Raises:
        OutputError: the system refuses.
    """
    target = stage / (name or path.name)
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, target, copy_function=_link_or_copy, symlinks=True)
        else:
            _link_or_copy(str(path), str(target))
    except shutil.Error as error:
        raise output_error(OSError(str(error)), path) from error
    except OSError as error:
        raise output_error(error, path) from error


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(source, target, follow_symlinks=False)
