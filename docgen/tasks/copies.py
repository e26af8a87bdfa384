"""``docgen fill --blank`` and ``--mask``: sets of copies beside the documents, in a folder and a memory of their own.

They are never packed and never stand for a document.
"""

from __future__ import annotations

from dataclasses import replace

from docgen.engine.blank import plan_blank
from docgen.engine.book import Book, make_book
from docgen.engine.masking import mask
from docgen.engine.plan import FillPlan, plan_fill
from docgen.errors import UsageError
from docgen.load.registers import load_registers
from docgen.tasks.fill import FillRequest, FillResult, Progress, Source, carry_out, check_only
from docgen.tasks.year import load_year
from docgen.write.lock import workspace_lock
from docgen.write.memory import Memory

#: Where the copies go: key of the standard's layout.
BLANK, MASKED = "blank", "masked"


def blank_forms(request: FillRequest, progress: Progress = lambda done, total, name: None) -> FillResult:
    """Write the forms for filling by hand; of the data only the studio's row is looked at.

    Raises:
        UsageError: ``only`` names a material that has no blank form.
        DocgenError: see :func:`docgen.tasks.fill.fill`.
    """
    standard, workspace = request.standard, request.workspace
    with workspace_lock(workspace.memories):
        check_only(request)
        loaded = load_registers(standard, workspace.data(request.year), workspace.shown)
        book = make_book(standard, loaded.registers, request.year)
        studio = next(iter(book.records[standard.studio]), None)
        documents = tuple(plan_blank(standard, studio, request.year, request.only))
        have = {d.material.id for d in documents} | {d.material.number for d in documents}
        if missing := [name for name in request.only if name not in have]:
            raise UsageError(
                f"没有空白表：{'、'.join(missing)}", remedy="报告、制度和汇总的台账由数据生成，没有空白表。"
            )
        return carry_out(request, _source(request, BLANK, FillPlan(documents), book), progress)


def masked_copies(request: FillRequest, progress: Progress = lambda done, total, name: None) -> FillResult:
    """Write all documents once more without the numbers of persons.

    Raises:
        DocgenError: see :func:`docgen.tasks.fill.fill`.
    """
    standard, workspace = request.standard, request.workspace
    with workspace_lock(workspace.memories):
        year = load_year(workspace, standard, request.year, request.as_of)
        check_only(request)
        hidden = mask(standard, year.registers)
        book = make_book(standard, hidden.registers, request.year)
        source = _source(request, MASKED, plan_fill(standard, book, request.only), book)
        return carry_out(request, replace(source, findings=year.findings, paths=hidden.paths), progress)


def _source(request: FillRequest, which: str, plan: FillPlan, book: Book) -> Source:
    name = request.standard.settings["layout"][which]
    memory = Memory(request.workspace.memory(request.year), name.strip("_"))
    return Source(plan, book, request.workspace.documents(request.year) / name, memory)
