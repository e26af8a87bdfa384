"""Blocks of a Word part: which end belongs to which beginning, and what may not be repeated as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from docgen.model.finding import Finding
from docgen.ooxml.program import MAX_BLOCKS, MAX_LOOPS, Site
from docgen.ooxml.tags import Tag
from docgen.ooxml.words import names as w
from docgen.ooxml.words.paragraph import marker_number

Element = etree._Element
#: In an attribute: the place of a number that is new each time. The first character is a noncharacter: no text has it.
ID_MARK = "\U0010fffe#"
REMEDIES = {
    "p": "要同时管几段，开始和结束的标签都独占一段。",
    "tr": "开始和结束的标签要在同一张表里，各占一行。",
    "tc": "开始和结束的标签要在同一行里，各占一格。",
}
ROWS = "要重复或省略表格的行，写 {%tr … %}：开始和结束的标签各占一行，或都写在要重复的那一行里；格子写 {%tc … %}。"
ACROSS = "标签的开始和结束要写在同一段里；要管几段就写 {%p … %}，各占一段。"


@dataclass(slots=True)
class Mark:
    """What a marker stands for.

    Attributes:
        kind: ``value``, ``object``, ``block`` or ``code``.
        tag: the tag; ``None`` for code.
        lines: lines of code to put there.
    """

    kind: str
    site: Site
    tag: Tag | None = None
    lines: tuple[str, ...] = ()


@dataclass(slots=True)
class Block:
    """A block: the markers of its beginning, its alternatives and its end, all with one parent."""

    mark: Mark
    nodes: list[Element] = field(default_factory=list)
    depth: int = 0

    @property
    def tag(self) -> Tag:
        """The tag it begins with."""
        assert self.mark.tag is not None
        return self.mark.tag

    @property
    def word(self) -> str:
        """``if`` or ``for``."""
        return self.tag.word

    def branches(self) -> Iterator[list[Element]]:
        """The elements between one marker and the next."""
        for first, last in pairwise(self.nodes):
            found = []
            node = first.getnext()
            while node is not None and node is not last:
                found.append(node)
                node = node.getnext()
            yield found


class Matcher:
    """Pairs the block markers of a part in document order."""

    def __init__(self, marks: list[Mark]) -> None:
        """Know the markers by number."""
        self.marks = marks
        self.blocks: list[Block] = []
        self.findings: list[Finding] = []
        self._open: list[Block] = []

    def match(self, root: Element) -> list[Block]:
        """All blocks that are whole; ``findings`` tells of the others."""
        for node in root.iter(etree.ProcessingInstruction):
            number = marker_number(node)
            mark = self.marks[number] if number is not None else None
            if mark is None or mark.kind != "block" or mark.tag is None:
                continue
            if mark.tag.word in ("if", "for"):
                self._begin(mark, node)
            else:
                self._follow(mark, node)
        for block in self._open:
            self._unclosed(block)
        return self.blocks

    def _begin(self, mark: Mark, node: Element) -> None:
        depth = len(self._open)
        loops = sum(b.word == "for" for b in self._open)
        if depth >= MAX_BLOCKS or loops >= MAX_LOOPS:
            self.findings.append(mark.site.finding("block", "循环或条件嵌套太深", "减少嵌套的层数。"))
        self._open.append(Block(mark, [node], depth))

    def _follow(self, mark: Mark, node: Element) -> None:
        assert mark.tag is not None
        word = "for" if mark.tag.word == "endfor" else "if"
        fitting = [
            b
            for b in self._open
            if b.word == word and b.nodes[0].getparent() is node.getparent() and b.tag.level == mark.tag.level
        ]
        if not fitting:
            self._orphan(mark, node, word)
            return
        block = fitting[-1]
        while self._open[-1] is not block:
            self._unclosed(self._open.pop())
        if any(self._word(n) == "else" for n in block.nodes) and mark.tag.word in ("elif", "else"):
            self.findings.append(
                mark.site.finding("block", "else 之后只能是 endif", "删去这个标签，或移到 else 之前。")
            )
        block.nodes.append(node)
        if mark.tag.word in ("endif", "endfor"):
            self._open.pop()
            self.blocks.append(block)

    def _word(self, node: Element) -> str:
        number = marker_number(node)
        tag = self.marks[number].tag if number is not None else None
        return tag.word if tag else ""

    def _orphan(self, mark: Mark, node: Element, word: str) -> None:
        """An end without beginning here; perhaps the beginning stands where this can not reach it."""
        assert mark.tag is not None
        candidates = [b for b in self._open if b.word == word]
        if not candidates:
            self.findings.append(mark.site.finding("block", f"前面没有对应的 {word}", f"补上 {word}，或删去这个标签。"))
            return
        block = candidates[-1]
        self._open.remove(block)
        opening = block.tag
        if opening.level != mark.tag.level:
            names = {"": "{% … %}", "p": "{%p … %}", "tr": "{%tr … %}", "tc": "{%tc … %}"}
            text = f"开始写的是 {names[opening.level]}，结束写的是 {names[mark.tag.level]}（{mark.site.where}）"
            self.findings.append(block.mark.site.finding("block", text, "两个标签要用同一种写法。"))
        else:
            first, last = (next(n.iterancestors(w.CELL), None) for n in (block.nodes[0], node))
            in_table = (
                first is not None and last is not None and first is not last and opening.level not in ("tr", "tc")
            )
            remedy = ROWS if in_table else REMEDIES.get(opening.level, ACROSS)
            text = f"结束标签在另一处（{mark.site.where} {mark.tag.text}）"
            self.findings.append(block.mark.site.finding("block", text, remedy))

    def _unclosed(self, block: Block) -> None:
        word = f"end{block.word}"
        level = block.tag.level
        shown = f"{{%{level} {word} %}}"
        remedy = f"在后面补上 {shown}。{ACROSS if not level else ''}"
        self.findings.append(block.mark.site.finding("block", f"没有找到对应的 {word}", remedy))


class Cleaner:
    """Makes what stands inside blocks fit to be repeated or left out; refuses what is not."""

    def __init__(self, root: Element, blocks: list[Block]) -> None:
        """Note for every element of interest in which branches of which blocks it stands."""
        self.root = root
        self.findings: list[Finding] = []
        self.chains: dict[Element, tuple[tuple[int, int], ...]] = {}
        self.looped: set[Element] = set()
        for index, block in enumerate(blocks):
            for number, branch in enumerate(block.branches()):
                self._branch(index, number, block, branch)

    def _branch(self, index: int, number: int, block: Block, branch: list[Element]) -> None:
        level = 0
        refused: set[str] = set()
        for top in branch:
            for node in top.iter(etree.Element):
                if node.tag == w.FIELD_CHAR:
                    level += {"begin": 1, "end": -1}.get(str(node.get(f"{w.W}fldCharType")), 0)
                    if level < 0:
                        refused.add("半个域（如页码、目录）")
                self.chains[node] = (*self.chains.get(node, ()), (index, number))
                if node.tag in w.COMMENT_MARKS:
                    refused.add("批注")
                if block.word == "for":
                    self.looped.add(node)
                    if node.tag in w.NOTE_MARKS:
                        refused.add("脚注或尾注")
        if level > 0:
            refused.add("半个域（如页码、目录）")
        for what in sorted(refused):
            name = "循环" if block.word == "for" else "条件"
            self.findings.append(
                block.mark.site.finding("block", f"{name}里有{what}", "把它移到标签范围之外，或删去。")
            )

    def clean(self, dropped: set[str]) -> None:
        """Remove or number anew what may not occur twice.

        Args:
            dropped: ids of bookmarks that lost one end already.
        """
        self._bookmarks(dropped)
        for node in list(self.root.iter(etree.Element)):
            _forget(node, f"{w.W14}paraId", f"{w.W14}textId")
            if node not in self.looped:
                continue
            if node.tag == w.DRAWING_PROPERTIES:
                node.set("id", ID_MARK)
            _forget(node, f"{w.WP14}anchorId", f"{w.WP14}editId")
            if node.tag in w.PERMISSIONS or (node.tag == f"{w.W}id" and _tag_of_parent(node) == w.CONTROL_PROPERTIES):
                _remove(node)

    def _bookmarks(self, dropped: set[str]) -> None:
        """A bookmark stays only where both its ends are always printed together, and once."""
        chains: dict[str, set[tuple[tuple[int, int], ...]]] = {}
        nodes = list(self.root.iter(w.BOOKMARK_START, w.BOOKMARK_END))
        for node in nodes:
            name = str(node.get(f"{w.W}id"))
            chains.setdefault(name, set()).add(self.chains.get(node, ()))
            if node in self.looped:
                dropped.add(name)
        dropped |= {name for name, found in chains.items() if len(found) > 1}
        for node in nodes:
            if node.get(f"{w.W}id") in dropped:
                _remove(node)


def _forget(node: Element, *names: str) -> None:
    for name in names:
        if name in node.attrib:
            del node.attrib[name]


def _tag_of_parent(node: Element) -> str:
    parent = node.getparent()
    return str(parent.tag) if parent is not None else ""


def _remove(node: Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
