"""``docgen labels``: print again any box or disc label of the recorded plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from docgen.errors import UsageError
from docgen.load.settings import Workspace
from docgen.model.standard import Standard
from docgen.render.label.change_list import change_list
from docgen.render.label.labels import LABEL_KINDS, label_documents
from docgen.render.label.ruler import ruler_page
from docgen.render.label.stock import STOCKS, stock_labels
from docgen.render.label.views import box_views
from docgen.tasks.gather import Archive, Wanted, box_rules, label_layout, plan_archive, remember
from docgen.tasks.printed import BOX, NOTHING, Reprint, compare, note_printed, printed_now, read_printed
from docgen.tasks.printset import LIST, SET, PrintSet, write_print_set
from docgen.tasks.year import load_year
from docgen.write.files import make_folder, write_atomically
from docgen.write.lock import workspace_lock

RULER, CHANGES, SMALL = "标尺.docx", "更换清单.docx", "小标签.docx"
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class LabelsRequest:
    """Which labels to print.

    Attributes:
        wanted: how the year is packed.
        boxes: numbers of boxes; empty for all.
        offset: millimetres to the right and down, against a printer's drift.
        out: folder of the labels; ``None``: ``归档/<year>-标签`` of the workspace.
        changed: only what differs from what was printed, with a list of what to replace where.
        ruler: a page of rulers only.
        print_set: the year's paper in the order of the boxes.
        pdf: which converter makes PDFs.
        stock: labels on a ready-cut sheet, 0 for none: small labels of the boxes only.
        start: the first label of the sheet that is still there.
    """

    workspace: Workspace
    standard: Standard
    year: int
    as_of: date
    wanted: Wanted
    boxes: tuple[str, ...] = ()
    offset: tuple[float, float] = (0, 0)
    out: Path | None = None
    changed: bool = False
    ruler: bool = False
    print_set: bool = False
    pdf: str = "auto"
    stock: int = 0
    start: int = 1


@dataclass(frozen=True)
class LabelsResult:
    """What was printed."""

    out: Path
    files: tuple[str, ...]
    boxes: tuple[str, ...]
    reprint: Reprint = NOTHING
    printed: PrintSet | None = None


def labels(request: LabelsRequest, progress: Progress = lambda done, total, name: None) -> LabelsResult:
    """Write the labels of the year's boxes and discs; the plan is recorded, as packing does.

    Raises:
        UsageError: a box does not exist.
        InputError: the data can not be read.
        OutputError: the labels can not be written.
    """
    workspace = request.workspace
    out = request.out or workspace.archives / f"{request.year}-标签"
    make_folder(out)
    if request.ruler:
        write_atomically(out / RULER, ruler_page(request.offset))
        return LabelsResult(out, (RULER,), ())
    with workspace_lock(workspace.memories):
        year = load_year(workspace, request.standard, request.year, request.as_of, hold=False)
        archive = plan_archive(year, request.wanted)
        known = tuple(box.number for box in archive.boxes)
        unknown = [number for number in request.boxes if number not in known]
        if unknown:
            raise UsageError(f"没有这些盒：{'、'.join(unknown)}", remedy=f"现有：{'、'.join(known)}。")
        if request.print_set:
            cache = workspace.cache(request.year)
            sheets = box_rules(workspace, request.standard).pages_per_sheet
            made = write_print_set(archive, cache, out, progress, choice=request.pdf, per_sheet=sheets)
            remember(archive, workspace.memory(request.year))
            return LabelsResult(out, (*((SET,) if made.pages else ()), LIST), known, printed=made)
        result = _labels(request, archive, out)
        remember(archive, workspace.memory(request.year))
    return replace(result, boxes=result.boxes or known)


def _labels(request: LabelsRequest, archive: Archive, out: Path) -> LabelsResult:
    """Write labels, all or some, and take note of what was printed."""
    memory = request.workspace.memory(request.year)
    layout = label_layout(request.workspace, request.standard, request.offset)
    now = printed_now(archive, layout, request.workspace)
    reprint = compare(read_printed(memory), now)
    package, boxes, discs = archive.package, archive.boxes, archive.discs
    if request.stock:
        views = [v for v in box_views(package, boxes, layout) if not request.boxes or v.box.number in request.boxes]
        files = {SMALL: stock_labels(views, STOCKS[request.stock], request.start, request.offset)}
        again = []
    elif request.changed:
        files = label_documents(package, boxes, (), layout, kinds=reprint.labels())
        title = f"{package.agency.studio}{package.year}年度更换清单"
        if reprint:
            files[CHANGES] = change_list(title, reprint.places())
        again = [*reprint.replace, *reprint.withdraw]
    else:
        files = label_documents(package, boxes, () if request.boxes else discs, layout, request.boxes)
        again = [key for key in now if key[1] in LABEL_KINDS and _printed(key[0], request.boxes)]
    for name, data in files.items():
        write_atomically(out / name, data)
    note_printed(memory, now, again)
    return LabelsResult(out, tuple(files), request.boxes, reprint)


def _printed(where: str, boxes: tuple[str, ...]) -> bool:
    return not boxes or where in {f"{BOX}{number}" for number in boxes}
