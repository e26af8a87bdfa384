"""The workspaces below some folders."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from docgen.errors import MissingFile
from docgen.load.settings import FILE

#: Levels of folders that are looked through below a given one: federation, district, unit, studio, and one to spare.
DEPTH = 5


@dataclass(frozen=True, order=True)
class Studio:
    """A workspace that was found, or a folder that could not be looked into.

    Attributes:
        place: as reports show it, with ``/``.
        root: its folder, absolute.
        problem: why the folder could not be looked into; empty for a workspace.
    """

    place: str
    root: Path
    problem: str = ""


def find_studios(folders: Iterable[Path]) -> list[Studio]:
    """All workspaces in some folders or below them, each once, in the order of their places.

    A workspace is not looked into: its archives hold settings of their own. Links are not followed.

    Raises:
        MissingFile: a folder is not there, or holds no workspace.
    """
    found: dict[Path, Studio] = {}
    for folder in folders:
        if not folder.is_dir():
            raise MissingFile("没有这个文件夹", place=str(folder))
        mine = list(_below(folder.resolve(), _shown(folder), DEPTH))
        if not mine:
            raise MissingFile(
                f"这个文件夹里没有工作区（{FILE}）",
                place=str(folder),
                remedy=f"写放着各工作室工作区的文件夹；往下找 {DEPTH} 层。",
            )
        for studio in mine:
            found.setdefault(studio.root, studio)
    return sorted(found.values())


def _shown(folder: Path) -> str:
    """A given folder as reports show it; one that is named by where we stand gets its own name."""
    return (folder if folder.name not in ("", "..") else folder.resolve()).as_posix()


def _below(folder: Path, place: str, depth: int) -> Iterator[Studio]:
    if (folder / FILE).is_file():
        yield Studio(place, folder)
        return
    if not depth:
        return
    try:
        with os.scandir(folder) as listed:
            inside = sorted(e.name for e in listed if e.is_dir(follow_symlinks=False) and not e.name.startswith("."))
    except OSError as error:
        yield Studio(place, folder, error.strerror or str(error))
        return
    for name in inside:
        yield from _below(folder / name, f"{place}/{name}", depth - 1)
