"""Files that are registered already, by what is in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from docgen.load.settings import Workspace
from docgen.tasks.journal import file_digest


def registered_files(workspace: Workspace, values: Iterable[Any], sizes: Collection[int]) -> dict[str, str]:
    """Digest → path of the registered files that have the size of one that was found.

    Args:
        workspace: the studio's folder.
        values: what stands in the file column: a path, several, or nothing.
        sizes: bytes of the files that were found; only files of the same size are read.
    """
    known: dict[str, str] = {}
    for value in values:
        for name in value if isinstance(value, list) else [value]:
            path = workspace.attachments / str(name or "")
            if name and path.is_file() and path.stat().st_size in sizes:
                known[file_digest(path)] = workspace.shown(path)
    return known
