"""``docgen new-year``: load last year → what goes over → the new workbook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from docgen.engine.newyear import NewYear, next_year
from docgen.errors import TargetExists, UnreadValues
from docgen.load.settings import Workspace
from docgen.model.standard import Standard
from docgen.render.book.workbook import data_workbook
from docgen.tasks.year import load_year
from docgen.write.files import make_folder, write_atomically
from docgen.write.lock import workspace_lock


@dataclass(frozen=True)
class Started:
    """A new year.

    Attributes:
        plan: what went over.
        path: the workbook.
        written: ``False`` where it was only planned.
    """

    plan: NewYear
    path: Path
    written: bool


def start_year(workspace: Workspace, standard: Standard, year: int, *, dry_run: bool = False) -> Started:
    """Make a year's workbook from that of the year before, which stays as it is.

    Raises:
        InputError: last year's data can not be read.
        TargetExists: the year has data already.
        UnreadValues: a row that goes over holds a value that could not be read.
        OutputError: the workbook can not be written.
    """
    with workspace_lock(workspace.memories):
        target = workspace.root / "数据" / f"{year}.xlsx"
        for path in (target, target.with_suffix("")):
            if path.exists():
                raise TargetExists(
                    f"{year} 年已有数据", place=workspace.shown(path), remedy="要重新结转，先把它移到别处。"
                )
        last = load_year(workspace, standard, year - 1, date(year - 1, 12, 31), now=False, hold=False)
        plan = next_year(standard, last.book)
        if plan.unread:
            raise UnreadValues(f"有 {len(plan.unread)} 处数据读不出来，没有结转", findings=plan.unread)
        if not dry_run:
            name = str(last.book.names[standard.studio].get(standard.settings["studio"]["name"]) or "")
            make_folder(target.parent)
            write_atomically(target, data_workbook(standard, year, name, plan.rows, None))
        return Started(plan, target, not dry_run)
