"""The list of a year's paper in the order of the boxes: what to print, and where paper that is there already goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from docgen.model.archive import Package
from docgen.render.sheets_mm import Sheets
from docgen.render.wordxml import A4, HEI, SONG, Cell, Look, Row, para, table

_BOX = "top left bottom right"
_COLUMNS = (("序号", 11.0), ("件号", 27.0), ("题名", 62.0), ("文件", 44.0), ("页数", 11.0), ("说明", 27.0))


@dataclass(frozen=True, slots=True)
class PrintLine:
    """A document to print, or an item whose paper is there already.

    Attributes:
        box: the box it goes into.
        number: working number of the item.
        title: its title, that of the material where it holds personal data.
        file: name of the document, empty where there is nothing to print.
        pages: how many it has, ``None`` where unknown.
        remark: what to do instead of printing, or why it is not in the PDF.
    """

    box: str
    number: str
    title: str
    file: str
    pages: int | None
    remark: str


def print_list(package: Package, lines: Sequence[PrintLine]) -> bytes:
    """The list as a Word file, box by box."""
    title = f"{package.agency.studio}{package.year}年度纸质资料打印清单"
    sheets = Sheets(title)
    sheets.new_page(A4, (18, 14, 18, 14))
    sheets.add(para(title, Look(16, SONG, "center", bold=True, line=28, after=6)))
    head = [Cell(w, para(name, Look(9.5, HEI, "center")), _BOX, fill="F2F2F2") for name, w in _COLUMNS]
    for box, found in groupby(lines, key=lambda line: line.box):
        rows = [Row([Cell(sum(w for _, w in _COLUMNS), para(f"盒 {box}", Look(11, HEI, before=6)))], 9, head=True)]
        rows.append(Row(head, 7, head=True))
        for order, line in enumerate(found, 1):
            texts = (str(order), line.number, line.title, line.file, str(line.pages or ""), line.remark)
            cells = [
                Cell(w, para(text, Look(9, SONG, "left" if n in (2, 3, 5) else "center", before=1, after=1)), _BOX)
                for n, (text, (_, w)) in enumerate(zip(texts, _COLUMNS, strict=True))
            ]
            rows.append(Row(cells, 6, exact=False))
        sheets.add(table(rows, 0.8) + para("", Look(4)))
    return sheets.to_bytes()
