"""Changing the workbook people keep: a copy of it first, files beside it, all of it or nothing, and the way back.

A journal in the year's memory tells a later run what was under way: a kill leaves the workbook as it was, or with all
rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docgen.archive.copying import CopyJob, copy_file, digest_file
from docgen.errors import InputError, IntegrityError, MissingFile, OutputError
from docgen.load.settings import Workspace
from docgen.tasks.home import workbook_digest
from docgen.write.files import PART, is_open, make_folder, output_error, write_atomically

JOURNALS = "收录"


@dataclass(frozen=True)
class Change:
    """What is to be changed.

    Attributes:
        command: the command that changes it.
        workbook: the workbook.
        old: its bytes.
        new: its bytes afterwards.
        copies: files that come with it: source, path below the attachments folder, digest.
        sheet: the proposal that is used up by it; ``None`` where there is none.
        back: the command line that takes it back; empty: the command's ``undo``.
    """

    command: str
    workbook: Path
    old: bytes
    new: bytes
    copies: tuple[tuple[Path, str, str], ...] = ()
    sheet: Path | None = None
    back: str = ""


@dataclass(frozen=True)
class TakenBack:
    """What was taken back."""

    files: tuple[str, ...]
    workbook: Path


def year_workbook(workspace: Workspace, year: int) -> Path:
    """The workbook of a year, ready to be changed; what a killed run left is cleared away.

    Raises:
        MissingFile: the year has none.
        OutputError: it is open elsewhere.
    """
    workbook = workspace.root / "数据" / f"{year}.xlsx"
    if not workbook.is_file():
        remedy = (
            "数据放在 .csv、.yaml 里的，请自己加行。" if workbook.with_suffix("").is_dir() else "检查年度是否写对。"
        )
        raise MissingFile("只能往 .xlsx 工作簿里加行", place=workspace.shown(workbook), remedy=remedy)
    recover(workspace, year)
    _refuse_open(workspace, workbook)
    return workbook


def file_digest(path: Path) -> str:
    """SHA-256 of a file (hexadecimal).

    Raises:
        InputError: it can not be read.
    """
    try:
        return digest_file(path, ("sha256",))["sha256"]
    except OSError as error:
        raise InputError("文件读不出来", place=str(path)) from error


def publish(workspace: Workspace, year: int, change: Change) -> Path:
    """Copy the files, keep the workbook as it was, and let the new one take its place.

    Returns:
        The copy of the workbook as it was.

    Raises:
        OutputError: something can not be written; nothing was changed.
        IntegrityError: a file changed while it was copied; nothing was changed.
    """
    folder = workspace.memory(year) / JOURNALS
    make_folder(folder)
    number = 1 + max((int(p.stem) for p in folder.glob("*.json") if p.stem.isdigit()), default=0)
    kept, journal = folder / f"{number:04d}-{change.workbook.name}", folder / f"{number:04d}.json"
    write_atomically(kept, change.old)
    sheet = folder / f"{number:04d}-{change.sheet.name}" if change.sheet else None
    if change.sheet and sheet:
        write_atomically(sheet, change.sheet.read_bytes())
    note = {
        "state": "begun",
        "command": change.command,
        "back": change.back or f"{change.command} undo",
        "workbook": change.workbook.name,
        "kept": kept.name,
        "sheet": sheet.name if sheet else "",
        "before": workbook_digest(change.old),
        "after": workbook_digest(change.new),
        "files": [{"path": target, "sha256": digest} for _, target, digest in change.copies],
    }
    write_atomically(journal, _json(note))
    try:
        for source, target, digest in change.copies:
            _copy(source, workspace.attachments / target, digest)
        write_atomically(change.workbook, change.new)
    except BaseException:
        recover(workspace, year)
        raise
    write_atomically(journal, _json({**note, "state": "done"}))
    if change.sheet:
        change.sheet.unlink(missing_ok=True)
    return kept


def recover(workspace: Workspace, year: int) -> None:
    """Take back what a killed run left: copies whose rows never came into the workbook."""
    folder = workspace.memory(year) / JOURNALS
    for path in sorted(folder.glob("*.json")):
        note = _note(path)
        if note["state"] != "begun":
            continue
        workbook = workspace.root / "数据" / note["workbook"]
        if _is_as(workbook, note["after"]):
            write_atomically(path, _json({**note, "state": "done"}))
            continue
        for file in note["files"]:
            _remove(workspace.attachments / file["path"], file["sha256"])
        write_atomically(path, _json({**note, "state": "undone"}))


def undo(workspace: Workspace, year: int, command: str, sheet: Path | None = None) -> TakenBack:
    """Take back the last change of a command: the workbook as it was, the copies gone, the originals untouched.

    Args:
        workspace: the studio's folder.
        year: the year.
        command: the command.
        sheet: where its proposal stood; it comes back.

    Raises:
        MissingFile: there is nothing to take back.
        OutputError: the workbook was changed since, or is open.
    """
    recover(workspace, year)
    folder = workspace.memory(year) / JOURNALS
    done = [(p, note) for p in sorted(folder.glob("*.json")) if (note := _note(p))["state"] == "done"]
    own = [(p, note) for p, note in done if note["command"] == command]
    if not own:
        raise MissingFile("没有可以撤销的", place=workspace.shown(folder), remedy="只有收录、导入过才能撤销。")
    path, note = own[-1]
    workbook = workspace.root / "数据" / note["workbook"]
    _refuse_open(workspace, workbook)
    if not _is_as(workbook, note["after"]):
        remedy = f"以前的工作簿在 {workspace.shown(folder / note['kept'])}，请自己对照着改。"
        if done[-1][0] != path:
            remedy = f"后来还有别的收录或导入，先撤销它：docgen {done[-1][1]['back']}。或者：{remedy}"
        place = workspace.shown(workbook)
        raise OutputError("之后工作簿又改过，不能撤销", place=place, code="output.changed-since", remedy=remedy)
    write_atomically(workbook, (folder / note["kept"]).read_bytes())
    if sheet and note["sheet"] and not sheet.exists():
        write_atomically(sheet, (folder / note["sheet"]).read_bytes())
    for file in note["files"]:
        _remove(workspace.attachments / file["path"], file["sha256"])
    write_atomically(path, _json({**note, "state": "undone"}))
    return TakenBack(tuple(f["path"] for f in note["files"]), workbook)


def _is_as(workbook: Path, digest: str) -> bool:
    """Whether the workbook is the one of that digest, whatever a check wrote on its first sheet since."""
    return workbook.is_file() and workbook_digest(workbook.read_bytes()) == digest


def _json(note: Mapping[str, Any]) -> bytes:
    return json.dumps(note, ensure_ascii=False, indent=1).encode()


def _note(path: Path) -> dict[str, Any]:
    keys = ("state", "command", "back", "workbook", "kept", "sheet", "before", "after", "files")
    try:
        note: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return {key: note[key] for key in keys}
    except (OSError, ValueError, KeyError) as error:
        raise InputError("收录的记录已损坏", place=str(path), remedy="把这个文件移走。") from error


def _copy(source: Path, target: Path, digest: str) -> None:
    """Copy block by block, since videos are large; only what has the digest of the scan gets the name."""
    aside = target.with_name(f"{target.name}{PART}")
    try:
        aside.unlink(missing_ok=True)
        if copy_file(CopyJob(target.name, source, aside)).sha256 != digest:
            raise IntegrityError("原文件在收录的时候变了", place=str(source))
        aside.replace(target)
    except OSError as error:
        raise output_error(error, target) from error
    finally:
        aside.unlink(missing_ok=True)


def _refuse_open(workspace: Workspace, workbook: Path) -> None:
    if is_open(workbook):
        place = workspace.shown(workbook)
        raise OutputError("工作簿正开着", place=place, code="output.open-elsewhere", remedy="保存并关闭后重新运行。")


def _remove(path: Path, digest: str) -> None:
    """Delete a copy docgen made, if it still is what it was."""
    try:
        if path.is_file() and file_digest(path) == digest:
            path.unlink()
    except OSError as error:
        raise output_error(error, path) from error
