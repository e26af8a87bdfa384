"""``docgen photos scan``: look at a folder of pictures → what happened on those days → a workbook of proposals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from docgen.engine.photos import Proposal, Proposed, events_of, pieces, propose
from docgen.load.photos import find_shots, load_photo_register
from docgen.load.settings import Workspace
from docgen.model.forms import dotted, parse_date
from docgen.model.intake import Intake
from docgen.model.photos import PhotoRegister
from docgen.model.standard import Standard
from docgen.model.values import show
from docgen.render.proposal import Column, ProposedRow, proposal_workbook
from docgen.tasks.accept import DIGEST, NOTE, SOURCE, TICK, Desk
from docgen.tasks.known import registered_files
from docgen.tasks.year import load_year
from docgen.write.files import write_atomically

PICTURE, MAYBE = "图", "可能在场"
PROBLEMS = {
    "format": "这种格式打不开，请先另存为 JPG",
    "damaged": "图片已损坏，打不开",
    "too-large": "图片太大，打不开",
    "unreadable": "读不出来",
    "empty": "是空文件",
}


def _pieces(layout: Intake, row: Mapping[str, str], year: int) -> Mapping[str, str] | None:
    """The pieces of a number for a row whose day and category the clerk has filled in."""
    category, day = row[layout.columns["category"]], parse_date(row[layout.columns["taken"]])[0]
    return pieces(category, day) if category and day else None


DESK = Desk("photos", "照片", "影像待收录.xlsx", load_photo_register, _pieces)


@dataclass(frozen=True)
class Scanned:
    """What was found in a folder, and where the proposal stands."""

    proposal: Proposal
    path: Path


def scan(workspace: Workspace, standard: Standard, year: int, folder: Path, out: Path | None = None) -> Scanned:
    """Look at a folder of pictures and write what might be registered.

    Raises:
        MissingFile: the folder is not there.
        InputError: the year's data can not be read.
        OutputError: the proposal can not be written, or an older one stands there.
    """
    target = DESK.free_place(workspace, out)
    layout = load_photo_register(standard)
    loaded = load_year(workspace, standard, year, date(year, 12, 31), now=False, hold=False)
    rows = loaded.registers[layout.register]
    numbers = [str(e.values.get(layout.columns["number"]) or "") for e in rows]
    shots = list(find_shots(folder.resolve()))
    sizes = {Path(shot.path).stat().st_size for shot in shots if not shot.problem}
    known = registered_files(workspace, (e.values.get(layout.columns["file"]) for e in rows), sizes)
    proposal = propose(layout, shots, events_of(standard, layout, loaded.book), numbers, known)
    data = proposal_workbook(_columns(standard, layout), [_row(layout, row) for row in proposal.rows], _aside(proposal))
    write_atomically(target, data)
    return Scanned(proposal, target)


def _columns(standard: Standard, layout: PhotoRegister) -> list[Column]:
    fields = standard.registers[layout.register].fields
    titles = layout.columns

    def column(name: str, width: int = 14, asked: bool = False) -> Column:
        enum = standard.enums.get(fields[titles[name]].enum)
        return Column(titles[name], width, enum.values if enum else (), asked)

    return [
        Column(TICK, 7, ("是", "否"), True),
        Column(PICTURE, 18),
        column("number", 18),
        column("carrier", 10),
        column("category", 14),
        column("event", 30),
        column("day", 13),
        column("taken", 13),
        column("place", 18),
        column("persons", 28, asked=True),
        Column(MAYBE, 28),
        column("provider", 12, asked=True),
        column("link", 18),
        Column(NOTE, 34),
        Column(SOURCE, 50),
        Column(DIGEST, 20, hidden=True),
    ]


def _row(layout: PhotoRegister, row: Proposed) -> ProposedRow:
    shot, event = row.shot, row.event
    day = show(dotted(shot.day)) if shot.day else ""
    notes = []
    if shot.day is None:
        notes.append("没有拍摄时间，请填写")
    elif shot.moment is None:
        notes.append("时间取自文件名，请核对")
    if shot.day and event is None:
        notes.append("当天没有活动或培训的记录")
    if row.others:
        notes.append(f"当天还有：{'、'.join(row.others)}")
    if row.like:
        notes.append(f"与 {Path(row.like).name} 相近")
    values = {
        "number": row.number,
        "carrier": layout.carriers[shot.kind],
        "category": event.category if event else "",
        "event": event.title if event else "",
        "day": day,
        "taken": day,
        "place": event.place if event else "",
        "link": event.key if event else "",
    }
    texts = {layout.columns[name]: text for name, text in values.items()}
    texts |= {MAYBE: "、".join(event.persons) if event else "", NOTE: "；".join(notes)}
    texts |= {SOURCE: shot.path, DIGEST: shot.sha256}
    return ProposedRow(texts, Path(shot.path) if shot.kind == "picture" else None)


def _aside(proposal: Proposal) -> list[tuple[str, str]]:
    same = [(path, f"与 {other} 内容相同") for path, other in proposal.same.items()]
    return same + [(shot.path, PROBLEMS.get(shot.problem, shot.problem)) for shot in proposal.unusable]
