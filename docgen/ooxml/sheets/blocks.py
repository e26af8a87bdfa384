"""Which rows of a sheet are repeated or left out: block tags in rows of their own, as a tree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from docgen.ooxml.program import MAX_BLOCKS, MAX_LOOPS, Site
from docgen.ooxml.sheets.layout import Plan, Run
from docgen.ooxml.sheets.rows import TemplateCell, TemplateRow
from docgen.ooxml.shift import MAX_ROW
from docgen.ooxml.tags import Tag, scan_tags

OPENERS = {"if": "endif", "for": "endfor"}
BESIDE = "两个清单左右并排时，循环标签写在同一行、各占一格，结束标签也写在同一行；里层的循环另起一行。"
LONE = "并排的清单里只写要重复的行；要循环或条件的清单上下排，或放到两张工作表。"
ROW_FORM = "Excel 里写成 {%tr … %}，独占一行，填充后这一行消失。"


@dataclass
class Stretch:
    """Rows that stay together."""

    run: Run
    rows: list[TemplateRow]


@dataclass
class Branch:
    """One way of a condition; ``else`` has no condition."""

    tag: Tag
    site: Site
    body: list[Node] = field(default_factory=list)


@dataclass
class Block:
    """A loop (one branch) or a condition (one or more).

    Attributes:
        word: ``for`` or ``if``.
        loop: number of the loop.
        branches: what stands in it.
        columns: for lists beside each other, with a tag each in ``beside``: the first column of each list.
    """

    word: str
    loop: int
    branches: list[Branch]
    columns: tuple[int, ...] = ()
    beside: list[Branch] = field(default_factory=list)


Node = Stretch | Block


@dataclass
class SheetTree:
    """The rows of a sheet as blocks.

    Attributes:
        nodes: what stands in the sheet from top to bottom.
        plan: its runs and loops.
        tags: tags of the cells by place in the template.
    """

    nodes: list[Node]
    plan: Plan
    tags: dict[tuple[int, int], list[Tag]]


class TreeBuilder:
    """Builds the tree of one sheet.

    Args:
        site: gives the place of a tag by the cell's name and its text.
        report: takes what is wrong: place, kind, message, remedy.
    """

    def __init__(self, site: Callable[[str, str], Site], report: Callable[[Site, str, str, str], None]) -> None:
        self.site = site
        self.report = report
        self.nodes: list[Node] = []
        self.open: list[Block] = []
        self.plan = Plan()
        self.tags: dict[tuple[int, int], list[Tag]] = {}
        self.cursor = 1
        self.waiting: list[TemplateRow] = []

    def build(self, rows: list[TemplateRow]) -> SheetTree:
        """Take the rows from top to bottom."""
        for row in rows:
            opening, closing, alone = self._row_tags(row)
            if opening or closing:
                self._stretch(row.number - 1)
            for tag, site in self._beside(row, opening, alone):
                self._block_tag(tag, site)
            if alone:
                self.cursor = row.number + 1
            else:
                self.waiting.append(row)
            if closing:
                self._stretch(row.number)
            for tag, site in closing:
                self._block_tag(tag, site)
        for block in self.open:
            opener = block.branches[0]
            self.report(opener.site, "block", f"缺少对应的 {OPENERS[block.word]}", "补上，或删去这个标签。")
        self.open = []
        self._stretch(MAX_ROW)
        return SheetTree(self.nodes, self.plan, self.tags)

    def _body(self) -> list[Node]:
        """Where the next node goes."""
        return self.open[-1].branches[-1].body if self.open else self.nodes

    def _stretch(self, last: int) -> None:
        """Close the rows up to ``last``."""
        if self.cursor <= last:
            loops = tuple(b.loop for b in self.open if b.word == "for")
            run = self.plan.add(self.cursor, last, loops, not self.open)
            self._body().append(Stretch(run, self.waiting))
            self.waiting = []
            self.cursor = last + 1

    def _beside(self, row: TemplateRow, tags: list[tuple[Tag, Site]], alone: bool) -> list[tuple[Tag, Site]]:
        """Begin or end lists beside each other, for which one block stands; the tags that are left to handle."""
        around = self.open[-1].beside if self.open else []
        if around and tags:
            if alone and len(tags) == len(around) and all(t.word == "endfor" for t, _ in tags):
                return tags[:1]
            tag, site = tags[0]
            self.report(site, "block", f"左右并排的清单里不能再有标签，结束的标签要在同一行：{tag.text}", LONE)
        columns = [
            c.column for c in row.cells if any(t.level == "tr" for t in self.tags.get((row.number, c.column), ()))
        ]
        if not alone or len(columns) < 2 or len(columns) != len(tags) or any(t.word != "for" for t, _ in tags):
            return tags
        self._block_tag(*tags[0])
        block = self.open[-1]
        block.columns, block.beside = tuple(columns), [Branch(tag, site) for tag, site in tags]
        return []

    def _block_tag(self, tag: Tag, site: Site) -> None:
        """Open, continue or close a block."""
        word = self.open[-1].word if self.open else ""
        if tag.word in OPENERS:
            if sum(b.word == "for" for b in self.open) >= MAX_LOOPS or len(self.open) >= MAX_BLOCKS:
                self.report(site, "block", "嵌套太深", "减少循环或条件的层数。")
            block = Block(tag.word, self.plan.loops, [Branch(tag, site)])
            self.plan.loops += tag.word == "for"
            self._body().append(block)
            self.open.append(block)
        elif not word or (word == "for" and tag.word in ("elif", "else")):
            self.report(site, "block", f"前面没有对应的 {'for' if tag.word == 'endfor' else 'if'}", "补上，或删去。")
        elif tag.word in ("elif", "else"):
            if self.open[-1].branches[-1].tag.word == "else":
                self.report(site, "block", "else 后面不能再有分支", "把 else 放在最后。")
            self.open[-1].branches.append(Branch(tag, site))
        else:
            opener = self.open.pop().branches[0]
            if OPENERS[word] != tag.word:
                message = f"与 {opener.site.where} 的 {opener.tag.text} 不配对"
                self.report(site, "block", message, "先结束里层，再结束外层。")

    def _row_tags(self, row: TemplateRow) -> tuple[list[tuple[Tag, Site]], list[tuple[Tag, Site]], bool]:
        """The row tags before and behind a row, and whether the row holds nothing else and vanishes."""
        found: list[tuple[Tag, Site]] = []
        alone = True
        for cell in row.cells:
            tags = self._cell_tags(cell, row.number)
            found += [(t, self.site(cell.name(row.number), t.text)) for t in tags if t.level == "tr"]
            alone = alone and _only_row_tags(cell, tags)
        loops = [(t, s) for t, s in found if t.word == "for"]
        for tag, site in () if alone and len(loops) == len(found) else loops[1:]:
            if site.where != loops[0][1].where:
                message = f"这一行的 {loops[0][1].where} 已有一个循环，不能这样左右并排：{tag.text}"
                self.report(site, "block", message, BESIDE)
        if not found or alone:
            return found, [], bool(found)
        count = 0
        while count < len(found) and found[count][0].word in OPENERS:
            count += 1
        opening, closing = found[:count], found[count:]
        if [OPENERS[t.word] for t, _ in reversed(opening)] != [t.word for t, _ in closing]:
            for tag, site in found:
                self.report(site, "block", "行标签应独占一行", f"{tag.text} 所在的行里不要写别的内容。")
            return [], [], False
        return opening, closing, False

    def _cell_tags(self, cell: TemplateCell, row: int) -> list[Tag]:
        """The tags of a cell, noted for later."""
        if not cell.text:
            return []
        tags, problems = scan_tags(cell.text)
        for problem in problems:
            self.report(self.site(cell.name(row), problem.text), "tag", problem.message, problem.remedy)
        for tag in tags:
            if tag.level in ("p", "tc"):
                message = f"{{%{tag.level} … %}} 只用于 Word"
                self.report(self.site(cell.name(row), tag.text), "block", message, ROW_FORM)
        self.tags[row, cell.column] = tags
        return tags


def _only_row_tags(cell: TemplateCell, tags: list[Tag]) -> bool:
    """Whether a cell holds nothing that would be printed."""
    if not tags:
        return cell.blank
    rest = cell.text
    for tag in reversed(tags):
        if tag.level != "tr" and tag.kind != "comment":
            return False
        rest = rest[: tag.start] + rest[tag.end :]
    return not rest.strip()
