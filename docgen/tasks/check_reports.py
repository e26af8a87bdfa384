"""Reports on a check; loaded where one is asked for, office libraries take longer to load than a check to run."""

from __future__ import annotations

import os
from pathlib import Path

from docgen.errors import UsageError
from docgen.load.settings import Workspace
from docgen.render.check_page import status_page
from docgen.render.check_report import self_check_report
from docgen.render.check_sheet import findings_workbook
from docgen.tasks.check import CheckResult
from docgen.write.files import write_atomically


def write_report(workspace: Workspace, result: CheckResult, path: Path) -> None:
    """Write a report on a check: a self-check in Word, a page, or a list in Excel, by the ending of its name.

    Raises:
        UsageError: there is no report with this ending.
        OutputError: it can not be written.
    """
    match path.suffix.lower():
        case ".docx":
            data = self_check_report(result.status)
        case ".html" | ".htm":
            data = status_page(result.status)
        case ".xlsx":
            data = findings_workbook(result.status, _way(path, workspace.root))
        case ending:
            raise UsageError(f"没有这种报告：“{ending or path.name}”", remedy="写成 .docx、.html 或 .xlsx。")
    write_atomically(path, data)


def _way(path: Path, root: Path) -> str:
    """How a report reaches the workspace: relative where both lie on one drive."""
    try:
        return Path(os.path.relpath(root.resolve(), path.resolve().parent)).as_posix()
    except ValueError:
        return root.resolve().as_uri()
