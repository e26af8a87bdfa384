"""``docgen labels``: print again any box or disc label of the recorded plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from docgen.errors import UsageError
from docgen.load.settings import Workspace
from docgen.model.standard import Standard
from docgen.render.label.labels import label_documents
from docgen.tasks.gather import Wanted, label_layout, plan_archive, remember
from docgen.tasks.year import load_year
from docgen.write.files import make_folder, write_atomically
from docgen.write.lock import workspace_lock


@dataclass(frozen=True)
class LabelsRequest:
    """Which labels to print.

    Attributes:
        wanted: how the year is packed.
        boxes: numbers of boxes; empty for all.
        offset: millimetres to the right and down, against a printer's drift.
        out: folder of the labels; ``None``: ``归档/<year>-标签`` of the workspace.
    """

    workspace: Workspace
    standard: Standard
    year: int
    as_of: date
    wanted: Wanted
    boxes: tuple[str, ...] = ()
    offset: tuple[float, float] = (0, 0)
    out: Path | None = None


@dataclass(frozen=True)
class LabelsResult:
    """What was printed."""

    out: Path
    files: tuple[str, ...]
    boxes: tuple[str, ...]


def labels(request: LabelsRequest) -> LabelsResult:
    """Write the labels of the year's boxes and discs; the plan is recorded, as packing does.

    Raises:
        UsageError: a box does not exist.
        InputError: the data can not be read.
        OutputError: the labels can not be written.
    """
    workspace = request.workspace
    with workspace_lock(workspace.root / "登记"):
        year = load_year(workspace, request.standard, request.year, request.as_of, hold=False)
        archive = plan_archive(year, request.wanted)
        known = tuple(box.number for box in archive.boxes)
        unknown = [number for number in request.boxes if number not in known]
        if unknown:
            raise UsageError(f"没有这些盒：{'、'.join(unknown)}", remedy=f"现有：{'、'.join(known)}。")
        layout = label_layout(workspace, request.standard, request.offset)
        discs = () if request.boxes else archive.discs
        made = label_documents(archive.package, archive.boxes, discs, layout, request.boxes)
        out = request.out or workspace.root / "归档" / f"{request.year}-标签"
        make_folder(out)
        for name, data in made.items():
            write_atomically(out / name, data)
        remember(archive, workspace.memory(request.year))
    return LabelsResult(out, tuple(made), request.boxes or known)
