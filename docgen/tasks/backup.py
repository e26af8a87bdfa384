"""``docgen backup``: a second copy of a year's archive, read back and compared before it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from docgen.archive.codes import Findings
from docgen.archive.copying import CopyJob, FileDigest, Progress, copy_files, silent
from docgen.archive.verify import verify_path
from docgen.archive.walk import digests, walk
from docgen.errors import IntegrityError, MissingFile, UsageError
from docgen.load.settings import Workspace
from docgen.model.finding import Finding, Severity
from docgen.tasks.publish import keep, publish, restore, staging
from docgen.write.files import make_folder, output_error
from docgen.write.lock import workspace_lock
from docgen.write.tables import read_table, write_table

#: Stands beside the packages of the archive and of its copy; opens in any spreadsheet.
RECORD = "备份记录.csv"
#: Whoever made the copy writes the name; where the medium is kept, too.
RECORD_COLUMNS = ("日期", "归档包", "位置", "文件数", "字节数", "核对", "存放地点", "操作人")
CHECKED = "SHA-256 逐个读回，与原件一致"


@dataclass(frozen=True)
class BackupRequest:
    """What to copy and where.

    Attributes:
        folder: the folder that gets the copy, under the year's name.
        day: what the record says.
    """

    workspace: Workspace
    year: int
    folder: Path
    day: date


@dataclass(frozen=True)
class BackupResult:
    """What was copied.

    Attributes:
        target: the copy.
        packages: ids of the packages in it.
        files: its files.
        size: their bytes.
        unchanged: it stood there already; it was read and compared, and nothing was written.
        kept: what only the earlier copy held, and still holds.
        same_disk: it lies on the disk of the workspace.
    """

    target: Path
    packages: tuple[str, ...]
    files: int
    size: int
    unchanged: bool
    kept: tuple[str, ...]
    same_disk: bool


def backup(request: BackupRequest, progress: Progress = silent) -> BackupResult:
    """Copy a year's archive, verify the copy and write it down.

    An earlier copy is replaced only when the new one is whole; versions that only the earlier one holds stay in it.

    Raises:
        MissingFile: the year has no archive, or the folder for the copy is not there.
        UsageError: the copy would lie in the workspace's own archive.
        IntegrityError: the archive or its copy is not what the lists say; the earlier copy is intact.
        OutputError: the copy can not be written; the earlier copy is intact.
    """
    workspace = request.workspace
    with workspace_lock(workspace.memories):
        source = workspace.archive(request.year)
        _check(source, request)
        target = request.folder / source.name
        restore(target)
        files = {name: size for name, size in walk(source).files.items() if name != RECORD}
        packages = tuple(sorted(p.parent.name for p in source.glob("*/bagit.txt")))
        unchanged = _stands(source, target, files, progress)
        kept = () if unchanged else _copy(source, target, files, progress)
        same = source.stat().st_dev == target.stat().st_dev
        result = BackupResult(target, packages, len(files), sum(files.values()), unchanged, kept, same)
        _record(source, request, result)
        return result


def _check(source: Path, request: BackupRequest) -> None:
    if not source.is_dir():
        raise MissingFile(f"{request.year} 年还没有归档", place=str(source), remedy="先运行 docgen package。")
    if not request.folder.is_dir():
        raise MissingFile("放备份的文件夹不存在", place=str(request.folder), remedy="接好移动硬盘，或先建好文件夹。")
    if request.folder.resolve().is_relative_to(source.parent.resolve()):
        raise UsageError("备份不能放在归档自己的文件夹里", place=str(request.folder), remedy="写另一块盘上的文件夹。")


def _digests(root: Path, files: dict[str, int], progress: Progress) -> dict[str, FileDigest]:
    """Digests of files of a folder, read now."""
    tree = walk(root)
    findings = Findings()
    wanted = {name: ("sha256",) for name in files if name in tree.files}
    found = digests(tree, wanted, findings, progress)
    return {name: FileDigest(tree.files[name], found[name]["sha256"]) for name in wanted if name in found}


def _stands(source: Path, target: Path, files: dict[str, int], progress: Progress) -> bool:
    """The very same archive stands there already: sizes first, then every byte."""
    if not target.is_dir():
        return False
    there = {name: size for name, size in walk(target).files.items() if name != RECORD}
    if there != files:
        return False
    return _digests(source, files, progress) == _digests(target, files, progress)


def _copy(source: Path, target: Path, files: dict[str, int], progress: Progress) -> tuple[str, ...]:
    """Copy aside, read back, let it take its place; names of what only the earlier copy holds."""
    with staging(target) as stage:
        jobs = [CopyJob(name, source / name, stage / name, size) for name, size in sorted(files.items())]
        copied = copy_files(jobs, progress)
        names = {path.name for path in source.iterdir()}
        only = sorted(p.name for p in target.glob("*/") if (p / "bagit.txt").is_file() and p.name not in names)
        for name in only:
            keep(target / name, stage)
        report = verify_path(stage, progress)
        read = _digests(stage, files, progress)
        found = [f for f in report.findings if f.severity is Severity.ERROR]
        found += [
            Finding("integrity.changed", Severity.ERROR, "备份里的文件与读出时不同", "换一块盘重新备份。")
            for name, digest in copied.items()
            if read.get(name) != digest
        ]
        if found:
            raise IntegrityError("归档或它的备份核对不一致，没有保存这次备份", findings=tuple(found))
        publish(stage, target)
    return tuple(only)


def _record(source: Path, request: BackupRequest, result: BackupResult) -> None:
    """Add a row beside the packages, here and in the copy."""
    row = [
        request.day.isoformat(),
        "、".join(result.packages),
        str(result.target.absolute()),
        str(result.files),
        str(result.size),
        CHECKED,
        "",
        "",
    ]
    rows = read_table(source / RECORD, RECORD_COLUMNS)
    if row[:6] not in [old[:6] for old in rows]:
        rows.append(row)
    for folder in (source, result.target):
        try:
            make_folder(folder)
            write_table(folder / RECORD, RECORD_COLUMNS, rows)
        except OSError as error:
            raise output_error(error, folder / RECORD) from error
