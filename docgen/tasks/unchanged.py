"""Whether anything changed since the last complete run: without a change nothing need be read, compiled or drawn.

The mark of a run stands for everything that decides what documents say: the data, the attachments, the templates, the
standard, the settings, the program, the day. It is taken before the run, so that a change during the run is seen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from stat import S_ISREG
from typing import Any

import docgen
from docgen.load.settings import Workspace
from docgen.model.finding import Finding, Place, Severity
from docgen.model.standard import Standard
from docgen.tasks.home import workbook_digest
from docgen.write.files import write_atomically
from docgen.write.memory import Memory

NAME = "上次填充.json"


@dataclass(frozen=True)
class LastRun:
    """A complete run that held nothing back and met nothing changed by hand.

    Attributes:
        documents: how many documents there were.
        own_files: see :class:`docgen.tasks.fill.FillResult`.
        findings: everything found in the data.
        studio: the studio's name.
    """

    documents: int
    own_files: Mapping[str, list[str]]
    findings: tuple[Finding, ...]
    studio: str


def run_mark(workspace: Workspace, standard: Standard, year: int, as_of: date) -> str:
    """The mark of a run: SHA-256 over the contents of the data and the sizes and times of everything else.

    Empty where something can not be read: the run itself will say what.

    Raises:
        MissingFile: there are no data.
    """
    paths = workspace.data(year)
    program = Path(docgen.__file__).parent
    mark = hashlib.sha256(f"{docgen.__version__}\n{year}\n{as_of}\n{workspace.settings!r}\n".encode())
    try:
        for path in paths:
            mark.update(f"{path}\n{workbook_digest(path.read_bytes())}\n".encode())
        for folder in (workspace.attachments, workspace.own_templates, standard.folder, standard.templates, program):
            for line in listed_files(folder):
                mark.update(line.encode(errors="surrogatepass"))
    except OSError:
        return ""
    return mark.hexdigest()


def listed_files(folder: Path, root: Path | None = None) -> Iterator[str]:
    """Path, size and time of every file below a folder.

    Args:
        folder: the folder; nothing where it is not there.
        root: paths are given from it; as they are where it is ``None``.

    Raises:
        OSError: a file can not be looked at.
    """
    for path in sorted(folder.rglob("*")):
        if path.parent.name != "__pycache__":
            stat = path.stat()
            if S_ISREG(stat.st_mode):
                shown = path if root is None else path.relative_to(root).as_posix()
                yield f"{shown}\n{stat.st_size} {stat.st_mtime_ns}\n"


def recall(folder: Path, mark: str, documents: Path, memory: Memory) -> LastRun | None:
    """The last run, where it had this mark and every document still stands as it was written.

    Args:
        folder: the year's folder of registers.
        mark: see :func:`run_mark`.
        documents: folder of the year's documents.
        memory: what was written there.
    """
    try:
        known = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if known["mark"] != mark or memory.announced or len(memory.documents) != known["documents"]:
            return None
        for written in memory.documents.values():
            stat = (documents / written.path).stat()
            if (stat.st_size, stat.st_mtime_ns) != (written.size, written.mtime):
                return None
        findings = tuple(map(_finding, known["findings"]))
        return LastRun(known["documents"], known["own_files"], findings, str(known["studio"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _finding(known: dict[str, Any]) -> Finding:
    severity, place, codes = Severity(known.pop("severity")), Place(**known.pop("place")), tuple(known.pop("codes"))
    return Finding(severity=severity, place=place, codes=codes, **known)


def remember(folder: Path, mark: str, run: LastRun) -> None:
    """Note a complete run.

    Raises:
        OutputError: the note can not be written.
    """
    note = {
        "mark": mark,
        "documents": run.documents,
        "own_files": run.own_files,
        "findings": [asdict(finding) for finding in run.findings],
        "studio": run.studio,
    }
    write_atomically(folder / NAME, json.dumps(note, ensure_ascii=False, indent=1).encode())
