"""Where the pages of a filled sheet end: a signature or a total never stands alone, a heading never at a page's foot.

Spreadsheets know no "keep with next", and each computes automatic row heights in its own way, so a page may end
anywhere. The heights written when the sheet is filled are known: pages are counted with them and every page break is
written, or the sheet is fitted on one page where it is only a little longer. Lengths are points (1/72 inch).

What belongs together is read off the template: rows right before a loop are its heading, rows right behind it its
total and signatures, the rows of one iteration are one record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from docgen.ooxml.sheets.blocks import Block, Node, SheetTree, Stretch
from docgen.ooxml.sheets.fits import SheetRooms
from docgen.ooxml.sheets.layout import Layout, Pages
from docgen.ooxml.sheets.marks import Gaps, Layouts, Marks, Pattern, replace_element
from docgen.ooxml.sheets.rows import M, Prefixes, TemplateRow
from docgen.ooxml.shift import parse_area

#: Width and height of a sheet of paper in upright position, by its number in ``pageSetup`` (ECMA-376, 18.3.1.63).
PAPERS = {8: (841.89, 1190.55), 9: (595.28, 841.89), 11: (419.53, 595.28)}
#: Share of the page that is filled at most: printers round heights up, and a row too many would make a page of its own.
FILLED = 0.97
#: A sheet this much longer than a page is made smaller instead.
FITTED = 1.1
#: Rows of data that stand at least above the total and signatures on the last page.
LAST_ROWS = 3
#: More page breaks no sheet may have (Excel's limit).
MAX_BREAKS = 1023
ROWS = re.compile(r"\$?([0-9]+):\$?([0-9]+)$")


@dataclass(frozen=True, slots=True)
class Paging:
    """What is fixed of the pages of a sheet.

    Attributes:
        room: height for rows on a page, in the sheet's own scale.
        repeated: height of the rows that are repeated on each further page.
        heights: heights of the template's rows; ``None`` where it is found when the sheet is filled.
        least: height of the rows between them.
        heads: rows that stay with the row below them.
        tails: rows that stay with the row above them.
        ends: those of them that close the sheet.
        last: last row of the template.
        fits: the sheet may be fitted on one page.
    """

    room: float
    repeated: float
    heights: dict[int, float | None]
    least: float
    heads: frozenset[int]
    tails: frozenset[int]
    ends: frozenset[int]
    last: int
    fits: bool


def paging(
    root: etree._Element, tree: SheetTree, rooms: SheetRooms, computed: frozenset[int], area: str, titles: str
) -> Paging | None:
    """Read what is fixed of the pages; ``None`` where the template divides them itself or no paper is set.

    Args:
        root: the sheet.
        tree: its rows.
        rooms: the widths of its columns.
        computed: rows whose height is found when the sheet is filled.
        area: its print area.
        titles: its print titles.
    """
    setup, printed = root.find(f"{M}pageSetup"), parse_area(area.rpartition("!")[2])
    paper = PAPERS.get(int(setup.get("paperSize") or 0)) if setup is not None else None
    if setup is None or paper is None or printed is None or root.find(f"{M}rowBreaks/{M}brk") is not None:
        return None
    fits = root.find(f"{M}sheetPr/{M}pageSetUpPr[@fitToPage='1']") is not None
    if fits and setup.get("fitToHeight") != "0":
        return None
    width, height = paper[::-1] if setup.get("orientation") == "landscape" else paper
    margins = root.find(f"{M}pageMargins")
    sides = {s: float(margins.get(s) or 0) * 72 if margins is not None else 54.0 for s in _SIDES}
    scale = min(1.0, (width - sides["left"] - sides["right"]) / rooms.width(*printed.columns))
    if not fits:
        scale = int(setup.get("scale") or 100) / 100
    rows = _rows(tree.nodes)
    heights = {r.number: None if r.number in computed else r.points(rooms.least) for r in rows}
    again = ROWS.search(titles)
    repeated = range(int(again[1]), int(again[2]) + 1) if again else range(0)
    heads, tails, ends = _bonds(tree.nodes)
    return Paging(
        room=(height - sides["top"] - sides["bottom"]) / scale * FILLED,
        repeated=sum(heights.get(r) or rooms.least for r in repeated),
        heights=heights,
        least=rooms.least,
        heads=frozenset(heads),
        tails=frozenset(tails),
        ends=frozenset(ends),
        last=max(heights, default=0),
        fits=fits,
    )


_SIDES = ("left", "right", "top", "bottom")


def _rows(nodes: Sequence[Node]) -> list[TemplateRow]:
    """The rows of the template that may be printed."""
    found: list[TemplateRow] = []
    for node in nodes:
        if isinstance(node, Stretch):
            found += node.rows
        else:
            found += [r for branch in node.branches for r in _rows(branch.body)]
    return found


def _loops(node: Node) -> bool:
    """Whether a node repeats rows."""
    if isinstance(node, Stretch):
        return False
    return node.word == "for" or any(_loops(n) for branch in node.branches for n in branch.body)


def _bonds(nodes: Sequence[Node], inside: bool = False) -> tuple[set[int], set[int], set[int]]:
    """Rows that stay with the next one, with the one before, and those of the latter that close the sheet."""
    heads: set[int] = set()
    tails: set[int] = set()
    ends: set[int] = set()
    for at, node in enumerate(nodes):
        if isinstance(node, Block):
            for branch in node.branches:
                found = _bonds(branch.body, inside or node.word == "for")
                heads, tails, ends = heads | found[0], tails | found[1], ends | found[2]
            continue
        rows = {r.number for r in node.rows}
        if at + 1 < len(nodes) and _loops(nodes[at + 1]):
            heads |= rows
        if at and _loops(nodes[at - 1]):
            tails |= rows
            ends |= set() if inside or at + 1 < len(nodes) else rows
    return heads, tails, ends


def pages(fixed: Paging, layout: Layout, computed: Sequence[float]) -> Pages:
    """Divide a filled sheet into pages.

    Args:
        fixed: what is fixed of its pages.
        layout: where its rows are.
        computed: the heights found when it was filled, from top to bottom.
    """
    heights, keep = _lines(fixed, layout, iter(computed))
    total = sum(heights)
    if total <= fixed.room:
        return Pages()
    if fixed.fits and total <= fixed.room * FITTED:
        return Pages(one=True)
    breaks = _breaks(heights, keep, fixed)
    return Pages(tuple(breaks)) if len(breaks) <= MAX_BREAKS else Pages()


def _lines(fixed: Paging, layout: Layout, computed: Iterator[float]) -> tuple[list[float], list[bool]]:
    """Height of every filled row, and whether it stays with the next one."""
    heights: list[float] = []
    keep: list[bool] = []
    copies = sorted((start, run.index) for run in layout.plan.runs for start in layout.starts[run.index])
    for _, index in copies:
        run = layout.plan.runs[index]
        last = min(run.last, fixed.last)
        for row in range(run.first, last + 1):
            if row in fixed.tails and keep:
                keep[-1] = True
                if row in fixed.ends and row == run.first:
                    keep[-LAST_ROWS:] = [True] * min(LAST_ROWS, len(keep))
            height = fixed.heights.get(row, fixed.least)
            heights.append(next(computed) if height is None else height)
            keep.append(row in fixed.heads or (bool(run.loops) and row < last))
    return heights, keep


def _breaks(heights: Sequence[float], keep: Sequence[bool], fixed: Paging) -> list[int]:
    """The last rows of the pages; a group longer than a page is divided where the page is full."""
    found: list[int] = []
    start, used, at = 0, 0.0, 0
    while at < len(heights):
        used += heights[at]
        if used > fixed.room and at > start:
            end = at
            while end > start and keep[end - 1]:
                end -= 1
            start = at = end if end > start else at
            found.append(start)
            used = fixed.repeated
        else:
            at += 1
    return found


class SetUp:
    """The page set-up: fitted on one page where the sheet is only a little longer."""

    def __init__(self, element: etree._Element, key: str, prefixes: Prefixes) -> None:
        """Compile; the element is changed."""
        self.key = key
        self.before = element.get("fitToHeight")
        if self.before is not None:
            element.set("fitToHeight", Gaps()())
        self.pattern = Pattern.of(prefixes.xml(element))

    def __call__(self, layouts: Layouts) -> str:
        """The element in the filled sheet."""
        layout = layouts.get(self.key)
        one = layout is not None and layout.pages.one
        return self.pattern.fill(["1" if one else self.before or ""])


class RowBreaks:
    """The page breaks."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __call__(self, layouts: Layouts) -> str:
        """The element in the filled sheet; nothing on one page."""
        layout = layouts.get(self.key)
        breaks = layout.pages.breaks if layout else ()
        if not breaks:
            return ""
        items = "".join(f'<brk id="{row}" max="16383" man="1"/>' for row in breaks)
        return f'<rowBreaks count="{len(breaks)}" manualBreakCount="{len(breaks)}">{items}</rowBreaks>'


def mark_pages(root: etree._Element, key: str, marks: Marks) -> None:
    """Put marks where the page set-up and the page breaks of a sheet are written.

    Args:
        root: the sheet with a page set-up; changed.
        key: its name for looking up.
        marks: gets the marks.
    """
    setup, footer = root.find(f"{M}pageSetup"), root.find(f"{M}headerFooter")
    assert setup is not None
    breaks = marks.add(RowBreaks(key))
    behind = setup if footer is None else footer
    # Only here, behind the footer or the set-up, is the sheet valid.
    behind.tail = breaks + (behind.tail or "")
    replace_element(setup, marks.add(SetUp(setup, key, Prefixes(root))))
