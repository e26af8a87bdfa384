"""The ticked rows of a proposal → judged → files copied, rows added; and the way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from docgen.engine.series import Series
from docgen.errors import MissingFile, OutputError, RowsRefused
from docgen.load.registers import load_registers
from docgen.load.settings import Workspace
from docgen.load.tables import load_plain
from docgen.model.entry import Record
from docgen.model.finding import Finding, Severity
from docgen.model.intake import Intake
from docgen.model.names import safe_name
from docgen.model.reading import YES
from docgen.model.standard import Standard
from docgen.model.values import show
from docgen.render.proposal import CHOSEN
from docgen.tasks.journal import Change, TakenBack, file_digest, publish, year_workbook
from docgen.tasks.journal import undo as take_back
from docgen.tasks.newrows import Grown, grow, judge
from docgen.write.lock import workspace_lock

TICK, NOTE, SOURCE, DIGEST = "收录", "说明", "原文件", "校验值"


@dataclass(frozen=True)
class Desk:
    """One kind of files that is taken in.

    Attributes:
        command: its command.
        noun: what users call them.
        sheet: name of the proposal.
        load: how the standard wants them registered.
        pieces: the pieces of a row's number, by the row and the year; ``None`` where the row does not tell.
    """

    command: str
    noun: str
    sheet: str
    load: Callable[[Standard], Intake]
    pieces: Callable[[Intake, Mapping[str, str], int], Mapping[str, str] | None]

    def free_place(self, workspace: Workspace, out: Path | None) -> Path:
        """Where the proposal goes: as asked for, or into the workspace.

        Raises:
            OutputError: an older one stands there.
        """
        target = out or workspace.root / self.sheet
        if target.exists():
            remedy = f"先用 docgen {self.command} accept 收录，或把它移走，或用 -o 换一个名称。"
            raise OutputError("已有一份待收录的表", place=str(target), code="output.exists", remedy=remedy)
        return target


@dataclass(frozen=True)
class Accepted:
    """What was registered.

    Attributes:
        numbers: the numbers of the new rows.
        files: paths of the copies below the attachments folder.
        workbook: the workbook that grew.
        kept: the copy of the workbook as it was.
        blank: titles of the columns that stayed blank for later in some row.
    """

    numbers: tuple[str, ...]
    files: tuple[str, ...]
    workbook: Path
    kept: Path
    blank: tuple[str, ...] = ()


def accept(workspace: Workspace, standard: Standard, year: int, desk: Desk, proposal: Path | None = None) -> Accepted:
    """Copy the files of the ticked rows and add the rows; all of them, or none.

    Raises:
        MissingFile: there is no proposal, or the year has no workbook.
        RowsRefused: ticked rows are not complete or do not fit; its findings list every cell.
        OutputError: something can not be written; nothing was changed.
    """
    with workspace_lock(workspace.memories):
        path = proposal or workspace.root / desk.sheet
        if not path.is_file():
            remedy = f"先运行 docgen {desk.command} scan 文件夹。"
            raise MissingFile("没有待收录的表", place=str(path), remedy=remedy)
        workbook = year_workbook(workspace, year)
        chosen = _Chosen(workspace, standard, year, desk, path)
        grown = chosen.read(workbook)
        copies = tuple(chosen.copies)
        kept = publish(workspace, year, Change(desk.command, workbook, grown.old, grown.new, copies, path))
        numbers = tuple(row[chosen.layout.columns["number"]] for row in chosen.rows)
        blank = tuple(title for title in chosen.layout.later if not all(row[title] for row in chosen.rows))
        return Accepted(numbers, tuple(target for _, target, _ in copies), workbook, kept, blank)


def undo(workspace: Workspace, year: int, desk: Desk) -> TakenBack:
    """Take back the last acceptance; see :func:`docgen.tasks.journal.undo`."""
    with workspace_lock(workspace.memories):
        return take_back(workspace, year, desk.command, workspace.root / desk.sheet)


class _Chosen:
    """The ticked rows of a proposal on their way into the workbook."""

    def __init__(self, workspace: Workspace, standard: Standard, year: int, desk: Desk, path: Path) -> None:
        self.workspace, self.standard, self.year, self.desk, self.path = workspace, standard, year, desk, path
        self.layout = desk.load(standard)
        self.records: list[Record] = []
        self.rows: list[dict[str, str]] = []
        self.copies: list[tuple[Path, str, str]] = []
        self.findings: list[Finding] = []

    def read(self, workbook: Path) -> Grown:
        """Take the ticked rows, judge them, and make the workbook with them.

        Raises:
            RowsRefused: something about them is wrong.
        """
        records = load_plain(self.path, CHOSEN, self.workspace.shown(self.path)).records
        self.records = [r for r in records if text_of(r, TICK).lower() in YES]
        if not self.records:
            remedy = f"在“{TICK}”列填 是。"
            raise MissingFile("没有一行标了“是”", place=self.workspace.shown(self.path), remedy=remedy)
        number = self.layout.columns["number"]
        loaded = load_registers(self.standard, self.workspace.data(self.year), self.workspace.shown)
        series = Series(self.layout, [str(e.values.get(number) or "") for e in loaded.registers[self.layout.register]])
        for record in self.records:
            series.take(text_of(record, number))
        for record in self.records:
            row = {column: text_of(record, column) for column in self.layout.taken}
            pieces = self.desk.pieces(self.layout, row, self.year)
            row[number] = row[number] or (series.next(**pieces) if pieces else "")
            self.rows.append(row)
            self.files(record, row)
        grown = grow(self.workspace, self.standard, workbook, self.layout.register, self.rows)
        self.judge(grown)
        if self.findings:
            refused = f"有 {len(self.findings)} 处要改，一张也没有收录"
            raise RowsRefused(refused, findings=tuple(self.findings))
        return grown

    def files(self, record: Record, row: dict[str, str]) -> None:
        """Where the row's files come from and go to."""
        sources, digests = (text_of(record, column).split("\n") for column in (SOURCE, DIGEST))
        name = safe_name("_".join(t for t in (row[title] for title in self.layout.named) if t))
        own: list[str] = []
        for index, source in enumerate(Path(s.strip()) for s in sources):
            digest = digests[index].strip() if index < len(digests) else ""
            target = self.target(name, source.suffix.lower(), own)
            own.append(target)
            self.source(record, source, digest)
            taken = {copy[1] for copy in self.copies}
            number = self.layout.columns["number"]
            if row[number] and (target in taken or (self.workspace.attachments / target).exists()):
                self.wrong(record, number, f"已有同名的文件：{target}", "核对编号是否重复。")
            self.copies.append((source, target, digest))
        row[self.layout.columns["file"]] = "；".join(own)

    def target(self, name: str, ending: str, own: list[str]) -> str:
        """The path of a copy; files of one row differ at least in their endings."""
        counts = ["", *(f"_{n}" for n in range(2, len(own) + 2))]
        paths = (f"{self.layout.folder}/{name}{count}{ending}" for count in counts)
        return next(path for path in paths if path not in own)

    def source(self, record: Record, source: Path, digest: str) -> None:
        """Make sure that an original is what the scan saw."""
        if not source.is_file():
            remedy = f"插上存放{self.desk.noun}的设备，或改正路径。"
            self.wrong(record, SOURCE, f"找不到原文件：{source}", remedy)
        elif file_digest(source) != digest:
            remedy = f"重新运行 docgen {self.desk.command} scan。"
            self.wrong(record, SOURCE, f"原文件在扫描之后变了：{source}", remedy)

    def wrong(self, record: Record, column: str, message: str, remedy: str) -> None:
        """Note what is wrong in a row of the proposal."""
        assert record.entry is not None
        place = record.entry.origin.place(column)
        self.findings.append(Finding(f"{self.desk.command}.row", Severity.ERROR, message, remedy, place))

    def judge(self, grown: Grown) -> None:
        """Let the standard's own rules judge the new rows; a finding points at the row of the proposal."""
        for index, finding in judge(self.workspace, self.standard, self.year, grown):
            column = finding.place.column
            if column in self.layout.later and not self.rows[index].get(column):
                continue
            entry = self.records[index].entry
            assert entry is not None
            at = entry.origin.place(column)
            self.findings.append(replace(finding, place=at if at.cell else replace(at, row=at.row)))


def text_of(record: Record, column: str) -> str:
    """What stands in a column of a proposal, as text."""
    value = record.get(column)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else show(value).strip()
