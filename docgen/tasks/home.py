"""What is still missing, written on the first sheet of the data workbook after a check.

The block belongs to docgen and says nothing of the year: a change of it is none of the workbook.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from docgen.errors import DocgenError
from docgen.load.settings import Workspace
from docgen.model.home import BLOCK, home_lines, is_ours
from docgen.model.status import Errand, Urgency
from docgen.ooxml.sheets.block import digest_beside, find_block
from docgen.render.errands import home_point
from docgen.write.files import is_open, write_atomically
from docgen.write.lock import workspace_lock


@dataclass(frozen=True)
class Home:
    """What became of the first sheet.

    Attributes:
        written: the block says something new.
        remark: why it could not be written, empty where it was or need not be.
    """

    written: bool = False
    remark: str = ""


def workbook_digest(data: bytes) -> str:
    """What a data file holds, whatever its block says: SHA-256 (hexadecimal)."""
    return digest_beside(data, "", BLOCK)


def write_home(workspace: Workspace, year: int, as_of: date, errands: Iterable[Errand]) -> Home:
    """Write what is to be done now and this month; nothing where the block says so already.

    Never an error: a check is complete without it.
    """
    files = workspace.data(year)
    if len(files) != 1 or files[0].suffix.lower() != ".xlsx":
        return Home()
    points = [home_point(e) for e in errands if e.urgency in (Urgency.NOW, Urgency.MONTH)]
    try:
        with workspace_lock(workspace.memories):
            return _write(files[0], home_lines(as_of, points))
    except DocgenError as error:
        return Home(remark=error.message)
    except OSError as error:
        return Home(remark=f"读不出来：{error.strerror or error}")


def _write(workbook: Path, lines: list[str]) -> Home:
    if is_open(workbook):
        return Home(remark="工作簿正开着，保存并关闭后再检查")
    data = workbook.read_bytes()
    block = find_block(data, workbook.name, BLOCK)
    if block is None:
        return Home(remark=f"这份工作簿没有名称“{BLOCK}”所指的一栏（早先的版本建的）")
    before = block.lines
    if not is_ours(before):
        return Home(remark=f"“{BLOCK}”一栏里有别的内容；移到别处，把这一栏清空，只留标题")
    if before == lines + [""] * (len(before) - len(lines)):
        return Home()
    written = block.workbook_with(lines)
    if workbook.read_bytes() != data:
        return Home(remark="工作簿刚刚被别的程序改过，再检查一次")
    write_atomically(workbook, written)
    return Home(written=True)
