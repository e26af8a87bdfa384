"""``docgen photos accept``: the ticked rows of a proposal → judged → files copied, rows added; ``undo`` goes back.

A journal in the year's memory tells a later run what was under way: a kill leaves the workbook as it was, or with all
rows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from docgen.archive.copying import CopyJob, copy_file
from docgen.engine.checks import CheckFacts, check_fields
from docgen.engine.photos import Numbers
from docgen.errors import InputError, IntegrityError, MissingFile, OutputError, RowsRefused
from docgen.load.grids import workbook_grids
from docgen.load.heads import known_table
from docgen.load.photos import load_photo_register
from docgen.load.registers import load_registers
from docgen.load.settings import Workspace
from docgen.load.tables import load_plain
from docgen.model.entry import Record
from docgen.model.finding import Finding, Severity
from docgen.model.names import safe_name
from docgen.model.photos import PhotoRegister
from docgen.model.reading import YES
from docgen.model.standard import Standard
from docgen.model.values import show
from docgen.ooxml.sheets.appending import append_rows
from docgen.ooxml.shift import column_number
from docgen.render.photosheet import CHOSEN
from docgen.tasks.photos import DIGEST, PROPOSAL, SOURCE, TICK, file_digest
from docgen.write.files import PART, make_folder, output_error, write_atomically
from docgen.write.lock import workspace_lock

JOURNALS = "影像收录"


@dataclass(frozen=True)
class Accepted:
    """What was registered.

    Attributes:
        numbers: the numbers of the new rows.
        files: paths of the copies below the attachments folder.
        workbook: the workbook that grew.
        kept: the copy of the workbook as it was.
    """

    numbers: tuple[str, ...]
    files: tuple[str, ...]
    workbook: Path
    kept: Path


@dataclass(frozen=True)
class TakenBack:
    """What was taken back."""

    files: tuple[str, ...]
    workbook: Path


def accept(workspace: Workspace, standard: Standard, year: int, proposal: Path | None = None) -> Accepted:
    """Copy the ticked pictures and add their rows; all of them, or none.

    Raises:
        MissingFile: there is no proposal, or the year has no workbook.
        RowsRefused: ticked rows are not complete or do not fit; its findings list every cell.
        OutputError: something can not be written; nothing was changed.
    """
    with workspace_lock(workspace.memories):
        path = proposal or workspace.root / PROPOSAL
        if not path.is_file():
            raise MissingFile("没有待收录的表", place=str(path), remedy="先运行 docgen photos scan 文件夹。")
        workbook = workspace.root / "数据" / f"{year}.xlsx"
        if not workbook.is_file():
            raise MissingFile("影像只能收录到 .xlsx 工作簿", place=workspace.shown(workbook))
        _recover(workspace, year)
        _refuse_open(workspace, workbook)
        layout = load_photo_register(standard)
        chosen = _Chosen(workspace, standard, layout, year, path, workbook)
        chosen.read()
        return chosen.publish()


class _Chosen:
    """The ticked rows of a proposal on their way into the workbook."""

    def __init__(
        self, workspace: Workspace, standard: Standard, layout: PhotoRegister, year: int, path: Path, workbook: Path
    ) -> None:
        self.workspace, self.standard, self.layout, self.year = workspace, standard, layout, year
        self.path, self.workbook = path, workbook
        self.old = workbook.read_bytes()
        self.new = self.old
        self.records: list[Record] = []
        self.rows: list[dict[str, str]] = []
        self.copies: list[tuple[Path, str, str]] = []
        self.findings: list[Finding] = []

    def read(self) -> None:
        """Take the ticked rows, judge them, and make the workbook with them.

        Raises:
            RowsRefused: something about them is wrong.
        """
        records = load_plain(self.path, CHOSEN, self.workspace.shown(self.path)).records
        self.records = [r for r in records if str(show(r.get(TICK)) or "").strip().lower() in YES]
        if not self.records:
            raise MissingFile("没有一行标了“是”", place=self.workspace.shown(self.path), remedy="在“收录”列填 是。")
        names = self.layout.columns
        loaded = load_registers(self.standard, self.workspace.data(self.year), self.workspace.shown)
        given = loaded.registers[self.layout.register]
        counter = Numbers(self.layout, [str(e.values.get(names["number"]) or "") for e in given])
        for record in self.records:
            counter.take(_text(record, names["number"]))
        for record in self.records:
            row = {column: _text(record, column) for column in names.values() if column != names["file"]}
            row[names["number"]] = row[names["number"]] or self.number(counter, row)
            self.rows.append(row)
            self.source(record, row)
        self.append()
        self.judge(self.first)
        if self.findings:
            raise RowsRefused(f"有 {len(self.findings)} 处要改，一张也没有收录", findings=tuple(self.findings))

    def number(self, counter: Numbers, row: Mapping[str, str]) -> str:
        """A number for a row whose day and category the clerk has filled in."""
        category, day = row[self.layout.columns["category"]], row[self.layout.columns["taken"]].replace(".", "-")
        try:
            return counter.next(category, date.fromisoformat(day)) if category else ""
        except ValueError:
            return ""

    def source(self, record: Record, row: dict[str, str]) -> None:
        """Where the file comes from and goes to."""
        names = self.layout.columns
        source = Path(_text(record, SOURCE))
        name = safe_name("_".join(t for t in (row[names["number"]], row[names["event"]]) if t))
        target = f"{self.layout.folder}/{name}{source.suffix.lower()}"
        row[names["file"]] = target
        taken = {copy[1] for copy in self.copies}
        if not source.is_file():
            self.wrong(record, SOURCE, f"找不到原文件：{source}", "插上存放照片的设备，或改正路径。")
        elif file_digest(source) != _text(record, DIGEST):
            self.wrong(record, SOURCE, f"原文件在扫描之后变了：{source}", "重新运行 docgen photos scan。")
        elif row[names["number"]] and (target in taken or (self.workspace.attachments / target).exists()):
            self.wrong(record, names["number"], f"已有同名的文件：{target}", "核对编号是否重复。")
        self.copies.append((source, target, _text(record, DIGEST)))

    def wrong(self, record: Record, column: str, message: str, remedy: str) -> None:
        assert record.entry is not None
        place = record.entry.origin.place(column)
        self.findings.append(Finding("photos.row", Severity.ERROR, message, remedy, place))

    def append(self) -> None:
        """The workbook with the new rows, in memory."""
        name = self.workspace.shown(self.workbook)
        columns = self.head(name)
        rows = [{columns[c]: text for c, text in row.items() if c in columns and text} for row in self.rows]
        self.new, self.first = append_rows(self.old, name, self.layout.register, rows)

    def head(self, name: str) -> dict[str, int]:
        """Column title → number of its column in the workbook."""
        register = self.standard.registers[self.layout.register]
        for grid in workbook_grids(self.old, name, lambda sheet: sheet == register.name):
            table = known_table(grid, register.fields)
            if table is not None:
                return {title: column_number(letters) for title, letters in table.head.items()}
        raise InputError(f"工作簿里没有“{register.name}”表", place=name)

    def judge(self, first: int) -> None:
        """Let the standard's own rules judge the new rows; a finding points at the row of the proposal."""
        aside = self.workbook.with_name(f".{self.workbook.stem}.试.xlsx")
        write_atomically(aside, self.new)
        try:
            loaded = load_registers(self.standard, [aside], lambda _: "试")
        finally:
            aside.unlink(missing_ok=True)
        facts = CheckFacts(
            as_of=date(self.year, 12, 31), year=self.year, settings=self.workspace.settings.get("check", {})
        )
        for finding in (*loaded.findings, *check_fields(self.standard, loaded.registers, facts)):
            place = finding.place
            row = (place.row or 0) - first
            if finding.severity is Severity.ERROR and place.sheet == self.layout.register and row >= 0:
                record = self.records[row]
                assert record.entry is not None
                at = record.entry.origin.place(place.column)
                self.findings.append(replace(finding, place=at if at.cell else replace(at, row=at.row)))

    def publish(self) -> Accepted:
        """Copy the files, keep the workbook as it was, and let the new one take its place."""
        folder = self.workspace.memory(self.year) / JOURNALS
        make_folder(folder)
        number = 1 + max((int(p.stem) for p in folder.glob("*.json") if p.stem.isdigit()), default=0)
        kept, journal = folder / f"{number:04d}-{self.workbook.name}", folder / f"{number:04d}.json"
        write_atomically(kept, self.old)
        sheet = folder / f"{number:04d}-{self.path.name}"
        write_atomically(sheet, self.path.read_bytes())
        files = [{"path": target, "sha256": digest} for _, target, digest in self.copies]
        note = {
            "state": "begun",
            "workbook": self.workbook.name,
            "kept": kept.name,
            "sheet": sheet.name,
            "before": hashlib.sha256(self.old).hexdigest(),
            "after": hashlib.sha256(self.new).hexdigest(),
            "files": files,
        }
        write_atomically(journal, _json(note))
        try:
            for source, target, digest in self.copies:
                _copy(source, self.workspace.attachments / target, digest)
            write_atomically(self.workbook, self.new)
        except BaseException:
            _recover(self.workspace, self.year)
            raise
        write_atomically(journal, _json({**note, "state": "done"}))
        self.path.unlink(missing_ok=True)
        numbers = tuple(row[self.layout.columns["number"]] for row in self.rows)
        return Accepted(numbers, tuple(target for _, target, _ in self.copies), self.workbook, kept)


def _text(record: Record, column: str) -> str:
    value = record.get(column)
    return "" if value is None else show(value).strip()


def _json(note: Mapping[str, Any]) -> bytes:
    return json.dumps(note, ensure_ascii=False, indent=1).encode()


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
    """Excel and WPS put a file beside a workbook that is open."""
    for mark in (f"~${workbook.name}", f".~{workbook.name}", f".~lock.{workbook.name}#"):
        if (workbook.parent / mark).exists():
            place = workspace.shown(workbook)
            raise OutputError(
                "工作簿正开着", place=place, code="output.open-elsewhere", remedy="保存并关闭后重新运行。"
            )


def _recover(workspace: Workspace, year: int) -> None:
    """Take back what a killed run left: copies whose rows never came into the workbook."""
    folder = workspace.memory(year) / JOURNALS
    for path in sorted(folder.glob("*.json")):
        note = _note(path)
        if note["state"] != "begun":
            continue
        workbook = workspace.root / "数据" / note["workbook"]
        if workbook.is_file() and file_digest(workbook) == note["after"]:
            write_atomically(path, _json({**note, "state": "done"}))
            continue
        for file in note["files"]:
            _remove(workspace.attachments / file["path"], file["sha256"])
        write_atomically(path, _json({**note, "state": "undone"}))


def _note(path: Path) -> dict[str, Any]:
    try:
        note: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return {key: note[key] for key in ("state", "workbook", "kept", "sheet", "before", "after", "files")}
    except (OSError, ValueError, KeyError) as error:
        raise InputError("收录的记录已损坏", place=str(path), remedy="把这个文件移走。") from error


def _remove(path: Path, digest: str) -> None:
    """Delete a copy docgen made, if it still is what it was."""
    try:
        if path.is_file() and file_digest(path) == digest:
            path.unlink()
    except OSError as error:
        raise output_error(error, path) from error


def undo(workspace: Workspace, year: int) -> TakenBack:
    """Take back the last acceptance: the workbook as it was, the copies gone, the originals untouched.

    Raises:
        MissingFile: nothing was accepted.
        OutputError: the workbook was changed since, or is open.
    """
    with workspace_lock(workspace.memories):
        _recover(workspace, year)
        folder = workspace.memory(year) / JOURNALS
        done = [p for p in sorted(folder.glob("*.json")) if _note(p)["state"] == "done"]
        if not done:
            raise MissingFile("没有可以撤销的收录", place=workspace.shown(folder))
        note = _note(done[-1])
        workbook = workspace.root / "数据" / note["workbook"]
        _refuse_open(workspace, workbook)
        if not workbook.is_file() or file_digest(workbook) != note["after"]:
            remedy = f"收录以前的工作簿在 {workspace.shown(folder / note['kept'])}，请自己对照着改。"
            place = workspace.shown(workbook)
            raise OutputError("收录之后工作簿又改过，不能撤销", place=place, code="output.changed-since", remedy=remedy)
        write_atomically(workbook, (folder / note["kept"]).read_bytes())
        sheet = workspace.root / PROPOSAL
        if not sheet.exists():
            write_atomically(sheet, (folder / note["sheet"]).read_bytes())
        for file in note["files"]:
            _remove(workspace.attachments / file["path"], file["sha256"])
        write_atomically(done[-1], _json({**note, "state": "undone"}))
        return TakenBack(tuple(f["path"] for f in note["files"]), workbook)
