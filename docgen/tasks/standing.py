"""``docgen status``: where a year stands, on one screen. Nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from docgen.archive.bag import INFO_NAME, read_info
from docgen.engine.items import Filled
from docgen.engine.plan import FillPlan, plan_fill
from docgen.engine.signing import to_sign
from docgen.engine.status import errands_of, tasks_of
from docgen.load.settings import Workspace
from docgen.model.archive import Role
from docgen.model.standard import Standard
from docgen.model.status import Errand
from docgen.tasks.backup import RECORD, RECORD_COLUMNS
from docgen.tasks.burnt import discs_to_burn
from docgen.tasks.check import all_findings
from docgen.tasks.fill import FillRequest, outdated
from docgen.tasks.gather import Wanted, label_layout, plan_archive
from docgen.tasks.present import present_documents
from docgen.tasks.printed import NOTHING, Reprint, compare, printed_now, read_printed
from docgen.tasks.returned import returned_scans
from docgen.tasks.year import Year, load_year
from docgen.write.memory import Memory
from docgen.write.tables import read_table


@dataclass(frozen=True)
class Signatures:
    """Documents without a signed scan, by when they were to be signed: their files below the year's documents."""

    late: tuple[str, ...] = ()
    month: tuple[str, ...] = ()


@dataclass(frozen=True)
class Archived:
    """The year's archive as it lies there.

    Attributes:
        package: name of the newest package; empty where there is none.
        day: its date as it says itself.
        backed: a verified second copy of it is on record.
        unburnt: discs of which no burnt copy was written down.
    """

    package: str = ""
    day: str = ""
    backed: bool = False
    unburnt: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standing:
    """Where a year stands.

    Attributes:
        errands: what to do, the most urgent first.
        documents: how many documents were made.
        unmade: documents that the data call for and that are not there.
        outdated: documents whose data have changed since they were made.
        sign: documents to be signed.
        loose: attachments that no entry names.
        archived: the archive.
        reprint: what was printed and is different now.
    """

    year: int
    as_of: date
    errands: tuple[Errand, ...]
    documents: int
    unmade: tuple[str, ...]
    outdated: tuple[str, ...]
    sign: Signatures
    loose: tuple[str, ...]
    archived: Archived
    reprint: Reprint


def standing(workspace: Workspace, standard: Standard, year: int, as_of: date) -> Standing:
    """Look at a year from all sides.

    Args:
        workspace: the studio's folder.
        standard: the standard.
        year: the year.
        as_of: the day.

    Raises:
        InputError: the data can not be read, or docgen's own records are damaged.
    """
    loaded = load_year(workspace, standard, year, as_of, hold=False)
    findings, judged = all_findings(loaded, as_of)
    memory = Memory(workspace.memory(year))
    plan = plan_fill(standard, loaded.book)
    present, unmade = present_documents(loaded, plan, memory, returned_scans(loaded, plan))
    return Standing(
        year=year,
        as_of=as_of,
        errands=errands_of(tasks_of(findings, judged.pending, as_of)),
        documents=len({f.key for f in present}),
        unmade=tuple(unmade),
        outdated=tuple(outdated(FillRequest(workspace, standard, year, as_of))) if memory.documents else (),
        sign=_signatures(loaded, plan, present, as_of),
        loose=tuple(judged.evidence.loose) if judged.evidence is not None else (),
        archived=_archived(workspace, year),
        reprint=_reprint(loaded),
    )


def _signatures(year: Year, plan: FillPlan, present: Sequence[Filled], as_of: date) -> Signatures:
    """What is made and was to be signed by the end of the month, and has no scan beside it."""
    open_ = {f.key for f in present} - {f.key for f in present if f.role is Role.ORIGINAL}
    now = (as_of.year - year.year) * 12 + as_of.month
    papers = [p for p in to_sign(year.standard, plan, year.book) if p.document.key in open_]
    late = tuple(p.document.path.name for p in papers if p.month < now)
    return Signatures(late, tuple(p.document.path.name for p in papers if p.month == now))


def _archived(workspace: Workspace, year: int) -> Archived:
    """The newest package, with its backup and its discs."""
    folder = workspace.archive(year)
    found = sorted(((_day(bag), len(bag.name), bag.name) for bag in _bags(folder)), reverse=True)
    if not found:
        return Archived()
    day, _, name = found[0]
    backed = any(name in row[1].split("、") for row in read_table(folder / RECORD, RECORD_COLUMNS))
    return Archived(name, day, backed, discs_to_burn(folder, workspace.memory(year)))


def _bags(folder: Path) -> list[Path]:
    return [path.parent for path in folder.glob("*/bagit.txt")]


def _day(bag: Path) -> str:
    labels, _ = read_info((bag / INFO_NAME).read_text(encoding="utf-8"))
    return "、".join(labels.get("bagging-date", []))


def _reprint(year: Year) -> Reprint:
    """What differs from what was printed; nothing where nothing was printed yet."""
    before = read_printed(year.workspace.memory(year.year))
    if not before:
        return NOTHING
    archive = plan_archive(year, Wanted(created=datetime.combine(date(year.year, 12, 31), time(12)).astimezone()))
    return compare(before, printed_now(archive, label_layout(year.workspace, year.standard), year.workspace))
