"""``docgen labels --print-set``: the year's paper in the order of the boxes, as one PDF, and a list of what is in it.

Only what docgen filled is printed; of an item with a signed original the paper is there already. Without a converter
the list alone is made: it is then what to print by hand, in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from docgen.model.archive import Content, Item, Role
from docgen.render.holdings import box_totals, public_title
from docgen.render.label.print_list import PrintLine, print_list
from docgen.render.pdf import PdfJob, convert, find_converter
from docgen.render.pdf.joined import joined
from docgen.tasks.gather import Archive
from docgen.write.files import write_atomically

SET, LIST = "全年纸质资料.pdf", "打印清单.docx"
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class PrintSet:
    """What was made.

    Attributes:
        documents: how many documents are to be printed.
        pages: pages of the PDF, 0 where there is none.
        why: why there is no PDF, or what is missing in it; empty where everything is there.
    """

    documents: int
    pages: int
    why: str


def write_print_set(
    archive: Archive, cache: Path, out: Path, progress: Progress, *, choice: str, per_sheet: int
) -> PrintSet:
    """Make the print set of a year.

    Args:
        archive: the plan.
        cache: folder of what was converted before.
        out: where both files go.
        progress: told how many documents are converted.
        choice: which converter, see :func:`docgen.render.pdf.find_converter`.
        per_sheet: pages on a sheet of paper: with 2 every document begins on a new sheet.

    Raises:
        NoConverter: the converter that was asked for is not there.
        OutputError: the files can not be written.
    """
    lines = list(_lines(archive))
    found = [(number, source) for number, (_, source) in enumerate(lines) if source is not None]
    shown = [line for line, _ in lines]
    converter = find_converter(choice)
    pages, why = 0, "没有要求转换 PDF" if converter is None else converter.label
    if converter is not None and converter.works:
        made = convert([PdfJob(source, shown[n].title) for n, source in found], converter, cache, progress)
        for (number, _), pdf in zip(found, made, strict=True):
            remark = "" if pdf.path is not None else f"单独打印：{pdf.reason}"
            shown[number] = replace(shown[number], pages=pdf.pages, remark=remark)
        ready = [pdf.path for pdf in made if pdf.path is not None]
        why = f"{len(made) - len(ready)} 份没有转成 PDF，清单里注明，请单独打印" if len(ready) < len(made) else ""
        if ready:
            title = f"{archive.package.agency.studio}{archive.package.year}年度纸质资料"
            data, pages = joined(ready, title, per_sheet)
            write_atomically(out / SET, data)
    write_atomically(out / LIST, print_list(archive.package, shown))
    return PrintSet(len(found), pages, why)


def _lines(archive: Archive) -> Iterator[tuple[PrintLine, Path | None]]:
    """Every item with paper in the order of the boxes; with the document to print, where there is one to print."""
    items = {item.number: item for item in archive.package.items}
    totals = box_totals(archive.boxes)
    for box in archive.boxes:
        for number in box.items:
            yield from _item(totals[box.number], items[number])


def _item(box: str, item: Item) -> Iterator[tuple[PrintLine, Path | None]]:
    signed = any(c.role is Role.ORIGINAL for c in item.contents)
    filled = [c for c in item.contents if c.role is Role.UNSIGNED]
    line = PrintLine(box, item.number, public_title(item), "", item.pages, "")
    if signed or not filled:
        yield replace(line, remark="放入已有的签字件" if signed else "放入已有的纸质件"), None
        return
    for content in filled:
        yield replace(line, file=_name(item, content), pages=None), content.source


def _name(item: Item, content: Content) -> str:
    return "" if item.personal else content.path.rpartition("/")[2]
