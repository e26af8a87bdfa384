"""Generated Python that fills one sheet: one statement per row, one line per tag.

Names in generated code begin with ``z_``: ``z_r`` is the number of the next row, ``z_add`` appends XML. A formula is
not written at once, because it may mean rows that come later; its place is noted instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from docgen.model.values import show
from docgen.ooxml.program import MAX_LOOPS, Program, Site
from docgen.ooxml.sheets import cells
from docgen.ooxml.sheets.blocks import Block, Node, SheetTree, Stretch
from docgen.ooxml.sheets.fits import Room
from docgen.ooxml.sheets.names import Beside, Names
from docgen.ooxml.sheets.rows import TemplateCell, TemplateRow
from docgen.ooxml.shift import column_letters
from docgen.ooxml.tags import Tag

#: What generated code may call beside the language.
HELPERS: dict[str, Any] = {
    "z_W": cells.WRITERS,
    "z_other": cells.other_cell,
    "z_text": cells.text_cell,
    "z_type": type,
    "z_N": cells.NUMERIC,
    "z_show": show,
    "z_longest": lambda *counts: range(max(counts)),
}


def literal(text: str) -> str:
    """Text inside an f-string in single quotes."""
    text = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
    return text.replace("{", "{{").replace("}", "}}")


class TextWriter:
    """Writes code that joins a text with tags inside, also with conditions and loops inside the text.

    Args:
        program: gets the lines.
        names: the scope.
        show: the helper that prints a value.
    """

    def __init__(self, program: Program, names: Names, show: str = "z_show") -> None:
        self.program = program
        self.names = names
        self.show = show

    def write(self, target: str, text: str, tags: list[Tag], site: Callable[[str], Site]) -> None:
        """Assign the text to a Python variable."""
        program = self.program
        program.line(f"{target} = []")
        open_tags: list[Tag] = []
        indent = program.indent
        at = 0
        for tag in [t for t in tags if t.level not in ("p", "tc")]:
            self._constant(target, text[at : tag.start])
            at = tag.end
            if tag.kind == "value":
                source = self.names.expression(tag.body, site(tag.text))
                program.line(f"{target}.append({self.show}({source}))", site(tag.text))
            elif tag.kind == "block" and tag.level == "":
                self._block(tag, open_tags, site(tag.text))
        self._constant(target, text[at:])
        for tag in open_tags:
            self.names.report(site(tag.text), "block", "在同一个单元格里没有结束", "整行重复时用 {%tr … %}，独占一行。")
            if tag.word == "for":
                self.names.leave()
        program.indent = indent
        program.line(f"{target} = ''.join({target})")

    def _constant(self, target: str, text: str) -> None:
        if text:
            self.program.line(f"{target}.append({text!r})")

    def _block(self, tag: Tag, open_tags: list[Tag], site: Site) -> None:
        program, names = self.program, self.names
        if tag.word == "for":
            if names.depth >= MAX_LOOPS:
                names.report(site, "block", "嵌套太深", "减少循环的层数。")
            first, *rest = names.enter(tag.body, site)
            program.line(first, site)
            for line in rest:
                program.line(line)
        elif tag.word == "if":
            program.line(f"if _truth({names.expression(tag.body, site)}):", site)
        elif not open_tags or open_tags[-1].word != ("for" if tag.word == "endfor" else "if"):
            names.report(site, "block", "在同一个单元格里没有开头", "整行重复时用 {%tr … %}，独占一行。")
            return
        elif tag.word in ("elif", "else"):
            program.indent -= 1
            condition = f"elif _truth({names.expression(tag.body, site)}):" if tag.word == "elif" else "else:"
            program.line(condition, site)
        else:
            if open_tags.pop().word == "for":
                names.leave()
            program.indent -= 1
            return
        program.indent += 1
        program.line("pass")
        if tag.word in ("for", "if"):
            open_tags.append(tag)


class SheetWriter:
    """Writes the function that fills a sheet.

    Args:
        program: gets the lines.
        names: the scope.
        tree: the sheet's rows.
        site: gives the place of a tag by its cell and text.
        formulas: position of each cell's formula in the list of the sheet's formulas, by row and column.
        watched: columns whose numbers are needed for computing formulas.
        fits: the room of the cells that may make a row higher, by row and column.
    """

    def __init__(
        self,
        program: Program,
        names: Names,
        tree: SheetTree,
        site: Callable[[str, str], Site],
        formulas: Mapping[tuple[int, int], int],
        watched: frozenset[int],
        fits: Mapping[tuple[int, int], Room],
    ) -> None:
        self.program = program
        self.names = names
        self.tree = tree
        self.site = site
        self.formulas = formulas
        self.watched = watched
        self.fits = fits
        self.texts = TextWriter(program, names)
        #: The lists beside each other whose rows are written, by the first column of each.
        self.lists: dict[int, Beside] = {}

    def write(self) -> None:
        """Write the body of the function."""
        program = self.program
        program.line("z_add = z_S.out.append")
        program.line("z_F = z_S.formula")
        for run in self.tree.plan.runs:
            program.line(f"z_L{run.index} = z_S.layout.starts[{run.index}].append")
        for loop in range(self.tree.plan.loops):
            program.line(f"z_A{loop} = z_S.layout.loop_starts[{loop}].append")
            program.line(f"z_E{loop} = z_S.layout.loop_ends[{loop}].append")
        for column in sorted(self.watched):
            program.line(f"z_n{column} = z_S.numbers({column})")
        program.line("z_r = 1")
        self.nodes(self.tree.nodes)
        program.line("z_S.end(z_r)", self.site("", "全表"))

    def nodes(self, nodes: list[Node]) -> None:
        """Write what stands in a block."""
        for node in nodes:
            if isinstance(node, Stretch):
                self.stretch(node)
            elif node.word == "for":
                self.loop(node)
            else:
                self.condition(node)

    def loop(self, block: Block) -> None:
        """Write a loop."""
        program, branch = self.program, block.branches[0]
        if block.beside:
            self.beside(block)
        else:
            first, *rest = self.names.enter(branch.tag.body, branch.site)
            program.line(first, branch.site)
            for line in rest:
                program.line(line)
        program.indent += 1
        program.line(f"z_A{block.loop}(z_r)")
        self.nodes(branch.body)
        program.line(f"z_E{block.loop}(z_r - 1)")
        program.line("if len(z_S.out) > 400: z_S.flush()")
        program.indent -= 1
        if block.beside:
            self.names.depth -= len(block.beside)
            self.lists = {}
        else:
            self.names.leave()

    def beside(self, block: Block) -> None:
        """Begin the loop of lists beside each other: as many rows as the longest has."""
        found = self.names.beside([(b.tag.body, b.site) for b in block.beside])
        for one, branch in zip(found, block.beside, strict=True):
            for line in one.lines:
                self.program.line(line, branch.site)
        self.lists = dict(zip(block.columns, found, strict=True))
        counts = ", ".join(f"c{one.depth}" for one in found)
        self.program.line(f"for z_b in z_longest({counts}):")

    def condition(self, block: Block) -> None:
        """Write a condition with its branches."""
        program = self.program
        for number, branch in enumerate(block.branches):
            if branch.tag.word == "else":
                program.line("else:")
            else:
                source = self.names.expression(branch.tag.body, branch.site)
                program.line(f"{'elif' if number else 'if'} _truth({source}):", branch.site)
            program.indent += 1
            program.line("pass")
            self.nodes(branch.body)
            program.indent -= 1

    def stretch(self, node: Stretch) -> None:
        """Write rows that stay together."""
        run = node.run
        self.program.line(f"z_L{run.index}(z_r)")
        for row in node.rows:
            self.row(row, row.number - run.first, run.index)
        last = node.rows[-1].number if node.rows else run.first - 1
        length = (last if run is self.tree.plan.runs[-1] else run.last) - run.first + 1
        if length:
            self.program.line(f"z_r += {length}")

    def row(self, row: TemplateRow, offset: int, run: int) -> None:
        """Write one row."""
        program = self.program
        here = f"z_r + {offset}" if offset else "z_r"
        program.line(f"z_q = f'{{{here}}}'")
        parts = [literal('<row r="') + "{z_q}" + literal('"' + row.attributes)]
        heights: list[str] = []
        body: list[str] = []
        for cell in row.cells:
            body.append(self.cell(cell, row, here, run, heights, body))
        if heights:
            program.line(f"z_h = z_S.height(({' '.join(heights)}))")
            parts.append("{z_h}")
        self.pieces([*parts, ">" if row.cells else "/>"], body, bool(row.cells))

    def pieces(self, head: list[str], body: list[str], closed: bool) -> None:
        """Write the row's XML; formulas cut it into several pieces."""
        pending = "".join(head)
        for piece in body:
            if piece.startswith("z_F("):
                self.program.line(f"z_add(f'{pending}')")
                self.program.line(piece)
                pending = ""
            else:
                pending += piece
        self.program.line(f"z_add(f'{pending}{'</row>' if closed else ''}')")

    def cell(
        self, cell: TemplateCell, row: TemplateRow, here: str, run: int, heights: list[str], body: list[str]
    ) -> str:
        """Write what computes a cell; the result is its part of the row's f-string, or the call for a formula."""
        place = (row.number, cell.column)
        owner = max((column for column in self.lists if column <= cell.column), default=0)
        if owner:
            return self.listed(cell, row, here, heights, self.lists[owner])
        if place in self.formulas:
            return f"z_F({self.formulas[place]}, {here})"
        head = literal(f'<c r="{column_letters(cell.column)}') + "{z_q}" + literal(f'"{cell.attributes}')
        tags = self.tree.tags.get(place)
        if not tags:
            if cell.number is not None and cell.column in self.watched:
                self.program.line(f"z_n{cell.column}[{here}] = {self.program.constant(Decimal(cell.number))}")
            return head + literal(cell.rest)
        name = f"z_k{cell.column}"
        self.tagged(cell, tags, name, row.number, here)
        if place in self.fits and not row.height:
            heights.append(f"(z_x{cell.column}, {self.program.constant(self.fits[place])}),")
        return head + "{" + name + "}"

    def listed(self, cell: TemplateCell, row: TemplateRow, here: str, heights: list[str], of: Beside) -> str:
        """The same for a cell of a list beside others: blank in the rows below its end."""
        program = self.program
        place, name = (row.number, cell.column), f"z_k{cell.column}"
        head = literal(f'<c r="{column_letters(cell.column)}') + "{z_q}" + literal(f'"{cell.attributes}')
        there = f"z_b < c{of.depth}"
        if place in self.formulas:
            return f"z_F({self.formulas[place]}, {here}) if {there} else z_add(f'{head}/>')"
        program.line(f"if {there}:")
        program.indent += 1
        if tags := self.tree.tags.get(place):
            program.line(f"n{of.depth} = z_b; v{of.depth} = s{of.depth}[z_b]")
            self.names.scopes.append(of.scope)
            self.tagged(cell, tags, name, row.number, here)
            self.names.scopes.pop()
        else:
            if cell.number is not None and cell.column in self.watched:
                program.line(f"z_n{cell.column}[{here}] = {program.constant(Decimal(cell.number))}")
            program.line(f"{name} = {cell.rest!r}")
        program.indent -= 1
        program.line(f"else: z_x{cell.column}, {name} = '', '/>'")
        if tags and place in self.fits and not row.height:
            heights.append(f"(z_x{cell.column}, {program.constant(self.fits[place])}),")
        return head + "{" + name + "}"

    def tagged(self, cell: TemplateCell, tags: list[Tag], name: str, row: int, here: str) -> None:
        """Write what computes a cell with tags: the value in ``z_x<column>``, the XML in ``z_k<column>``."""
        program = self.program
        value = f"z_x{cell.column}"

        def site(tag: str) -> Site:
            return self.site(cell.name(row), tag)

        gone = [t for t in tags if t.level == "tr" or t.kind == "comment"]
        text, shown = _without(cell.text, gone, [t for t in tags if t not in gone])
        if len(shown) == 1 and shown[0].kind == "value" and shown[0].text == text.strip():
            tag = shown[0]
            program.line(f"{value} = {self.names.expression(tag.body, site(tag.text))}", site(tag.text))
            if cell.column in self.watched:
                program.line(f"if z_type({value}) in z_N: z_n{cell.column}[{here}] = {value}")
            program.line(f"{name} = (z_W.get(z_type({value})) or z_other)({value})", site(tag.text))
            return
        self.texts.write(value, text, shown, site)
        whole = " ".join(t.text for t in shown)
        program.line(f"{name} = z_text({value})", site(whole))


def _without(text: str, gone: list[Tag], kept: list[Tag]) -> tuple[str, list[Tag]]:
    """A text without some of its tags, the others at their new offsets."""
    result = kept
    for tag in sorted(gone, key=lambda t: -t.start):
        text = text[: tag.start] + text[tag.end :]
        length = tag.end - tag.start
        result = [
            t if t.start < tag.start else Tag(t.start - length, t.end - length, t.kind, t.level, t.word, t.body, t.text)
            for t in result
        ]
    return text, result
