"""Whether a studio's part of an earlier run still holds: a mark over everything that decides its outcome.

Contents of the data and of the standard, sizes and times of everything else; paths from the workspace, so that machines
that reach a shared file system by different names agree.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import docgen
from docgen.load.settings import Workspace
from docgen.model.city import Job
from docgen.model.standard import Standard
from docgen.tasks.unchanged import listed_files


def input_mark(job: Job, workspace: Workspace, standard: Standard, year: int) -> str:
    """The mark of what a studio's part is made from; empty where something can not be read.

    Raises:
        MissingFile: there are no data.
    """
    told = (docgen.__version__, job.action, year, job.as_of, job.now, sorted(job.options.items()), workspace.settings)
    mark = hashlib.sha256(repr(told).encode())
    try:
        for path in workspace.data(year):
            mark.update(f"{path.name}\n".encode() + hashlib.sha256(path.read_bytes()).digest())
        mark.update(standard.once("city mark", lambda: _contents((standard.folder, standard.templates))))
        _stamp(mark, workspace.root, (workspace.attachments, workspace.own_templates))
    except OSError:
        return ""
    return mark.hexdigest()


def whole_mark(inputs: str, workspace: Workspace, year: int) -> str:
    """The mark of a studio's part when it is done: its inputs, and what stands in the workspace's results.

    Args:
        inputs: see :func:`input_mark`.
        workspace: the workspace.
        year: the year.

    Returns:
        Nothing where the inputs have none.
    """
    mark = hashlib.sha256(inputs.encode())
    try:
        _stamp(mark, workspace.root, (workspace.documents(year), workspace.memory(year), workspace.archive(year)))
    except OSError:
        return ""
    return mark.hexdigest() if inputs else ""


def _stamp(mark: hashlib._Hash, root: Path, folders: Iterable[Path]) -> None:
    for folder in folders:
        for line in listed_files(folder, root):
            mark.update(line.encode(errors="surrogatepass"))


def _contents(folders: Iterable[Path]) -> bytes:
    mark = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            mark.update(
                f"{path.relative_to(folder).as_posix()}\n".encode() + hashlib.sha256(path.read_bytes()).digest()
            )
    return mark.digest()
