"""The tags of one Word part, turned into markers in its tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lxml import etree

from docgen.language.lexer import INVISIBLE
from docgen.model.finding import Finding
from docgen.ooxml.program import Site
from docgen.ooxml.tags import Tag, scan_tags
from docgen.ooxml.words import names as w
from docgen.ooxml.words.blocks import Cleaner, Mark, Matcher
from docgen.ooxml.words.columns import Cells, cell_width
from docgen.ooxml.words.needs import Needs
from docgen.ooxml.words.objects import ObjectMisspelt, object_filter
from docgen.ooxml.words.paragraph import OBJECT, ParagraphText, marker, marker_number
from docgen.ooxml.words.places import Places

Element = etree._Element
OPENING, CLOSING = ("if", "for"), ("endif", "endfor")
ALONE = {
    "p": ("段落标签要独占一段", "把其他文字移到另一段；只管一段之内的文字时写 {% … %}。"),
    "tr": ("行标签要独占一行", "在它前面插入一行专放这个标签，或把开始和结束的标签写在同一行里。"),
    "tc": ("格标签要独占一格", "在它前面插入一格专放这个标签，或把开始和结束的标签写在同一格里。"),
}


class TaggedParagraph:
    """A paragraph with the tags found in it."""

    def __init__(self, text: ParagraphText, tags: list[Tag], where: str) -> None:
        """Keep them."""
        self.text = text
        self.tags = tags
        self.where = where

    @property
    def element(self) -> Element:
        """The paragraph."""
        return self.text.element

    def rest(self, levels: Iterable[str]) -> str:
        """What stands in it besides block tags of these levels and comments, without blanks."""
        chars = list(self.text.text)
        for tag in self.tags:
            if tag.kind == "comment" or (tag.kind == "block" and tag.level in levels):
                chars[tag.start : tag.end] = [""] * (tag.end - tag.start)
        return "".join(c for c in chars if not c.isspace() and c not in INVISIBLE)

    def of_level(self, level: str) -> list[Tag]:
        """Its block tags of a level."""
        return [t for t in self.tags if t.kind == "block" and t.level == level]


class PartTags:
    """Finds the tags of a part and puts markers in their places.

    Attributes:
        marks: what the markers stand for, by number.
        findings: everything wrong with the tags.
    """

    def __init__(self, file: str, label: str, root: Element) -> None:
        """Read a part; its tree is changed only where there are tags."""
        self.file = file
        self.label = label
        self.root = root
        self.marks: list[Mark] = []
        self.findings: list[Finding] = []
        self.places = Places(root)
        self.tagged: list[TaggedParagraph] = []
        self.formats: dict[Element, Element] = {}
        self.dropped: set[str] = set()
        #: Rows with cell tags → width of their cells that vanished; their tables → where the first tag stands.
        self.cell_rows: dict[Element, int] = {}
        self.cell_tables: dict[Element, Site] = {}
        self._read()

    def site(self, where: str, tag: str = "") -> Site:
        """A place in this part."""
        return Site(self.file, self.label, where, tag)

    def _read(self) -> None:
        known: set[Element] = set()
        self.texts: dict[Element, ParagraphText] = {}
        for element in list(self.root.iter(w.PARAGRAPH)):
            text = ParagraphText.of(element)
            self.texts[element] = text
            known.update(p.node for p in text.pieces if p.node.tag == w.TEXT)
            tags, problems = scan_tags(text.text)
            where = self.places.of.get(element, "")
            for problem in problems:
                self.findings.append(self.site(where, problem.text).finding("tag", problem.message, problem.remedy))
            for tag in list(tags):
                if OBJECT in text.text[tag.start : tag.end]:
                    found = self.site(where, tag.text.replace(OBJECT, "")).finding(
                        "tag", "标签中间夹着图片、域或分页符", "删去标签，重新连续输入。"
                    )
                    self.findings.append(found)
                    tags.remove(tag)
            if tags:
                self.tagged.append(TaggedParagraph(text, tags, where))
        self._hidden(known)

    def _hidden(self, known: set[Element]) -> None:
        """Tags where nothing is filled: field codes, deleted text, formulas, charts."""
        joined: dict[tuple[Element | None, str], str] = {}
        for node in self.root.iter(etree.Element):
            if node.text and node not in known and not node.text.isspace():
                owner = next(node.iterancestors(w.PARAGRAPH), None)
                key = owner, str(node.tag)
                joined[key] = joined.get(key, "") + node.text
        names = {w.FIELD_CODE: "域代码", w.DELETED_TEXT: "修订中已删除的文字"}
        for (owner, tag_name), text in joined.items():
            where = self.places.of.get(owner, "") if owner is not None else ""
            for tag in scan_tags(text)[0]:
                what = names.get(tag_name, "不能填写的文字（公式、拼音、已移走的文字等）")
                found = self.site(where, tag.text).finding("tag", f"标签写在{what}里", "把它移到普通文字中。")
                self.findings.append(found)

    def transform(self) -> None:
        """Replace all tags by markers, check the blocks and prepare what they contain to be repeated."""
        for paragraph in self.tagged:
            self._controls(paragraph)
        gone = self._rows()
        gone |= self._cells(gone)
        for paragraph in self.tagged:
            if not any(node in gone for node in paragraph.element.iterancestors(w.ROW, w.CELL)):
                self._paragraph(paragraph)
        matcher = Matcher(self.marks)
        blocks = matcher.match(self.root)
        self.findings += matcher.findings
        cleaner = Cleaner(self.root, blocks)
        self.findings += cleaner.findings
        cleaner.clean(self.dropped)
        if not self.findings:
            self._grids()
        Needs(self.root, self._code, self._depth, self.formats).watch()
        for node in list(self.root.iter(f"{w.W}proofErr")):
            _remove(node)

    def _mark(self, mark: Mark) -> Element:
        self.marks.append(mark)
        return marker(len(self.marks) - 1)

    def _code(self, lines: tuple[str, ...]) -> Element:
        return self._mark(Mark("code", self.site(""), None, lines))

    def _tag(self, paragraph: TaggedParagraph, tag: Tag, kind: str) -> Element:
        return self._mark(Mark(kind, self.site(paragraph.where, tag.text), tag))

    def _depth(self, node: Element) -> int:
        number = marker_number(node)
        tag = self.marks[number].tag if number is not None else None
        if tag is None or tag.kind != "block":
            return 0
        return 1 if tag.word in OPENING else -1 if tag.word in CLOSING else 0

    def _controls(self, paragraph: TaggedParagraph) -> None:
        """Content controls around a tag: what is bound to data elsewhere would be overwritten when Word opens it."""
        inner = paragraph.element.iter(w.CONTROL)
        for control in (*paragraph.element.iterancestors(w.CONTROL), *inner):
            properties = control.find(w.CONTROL_PROPERTIES)
            if properties is None:
                continue
            if any(str(n.tag).endswith("}dataBinding") for n in properties):
                site = self.site(paragraph.where, paragraph.tags[0].text)
                found = site.finding("tag", "标签所在的内容控件绑定了文档属性", "删去内容控件，只留文字。")
                if found not in self.findings:
                    self.findings.append(found)
            for node in properties.findall(f"{w.W}showingPlcHdr"):
                properties.remove(node)

    def _rows(self) -> set[Element]:
        """Handle the row tags; the rows that vanish."""
        rows: dict[Element, list[tuple[TaggedParagraph, Tag]]] = {}
        for paragraph in self.tagged:
            for tag in paragraph.of_level("tr"):
                row = next(paragraph.element.iterancestors(w.ROW), None)
                if row is None:
                    site = self.site(paragraph.where, tag.text)
                    self.findings.append(site.finding("block", "行标签不在表格里", "在正文段落中写 {%p … %}。"))
                else:
                    rows.setdefault(row, []).append((paragraph, tag))
        gone: set[Element] = set()
        for row, tags in rows.items():
            if self._alone(row, "tr"):
                gone.add(row)
                self._vanish(row, [self._tag(p, t, "block") for p, t in tags], tags[0])
            else:
                self._around(row, tags, "tr")
        return gone

    def _cells(self, gone: set[Element]) -> set[Element]:
        """Handle the cell tags; the cells that vanish.

        Args:
            gone: rows that have vanished.
        """
        cells: dict[Element, list[tuple[TaggedParagraph, Tag]]] = {}
        for paragraph in self.tagged:
            for tag in paragraph.of_level("tc"):
                cell = next(paragraph.element.iterancestors(w.CELL), None)
                row = cell.getparent() if cell is not None else None
                if cell is None or row is None or row.tag != w.ROW:
                    site = self.site(paragraph.where, tag.text)
                    self.findings.append(site.finding("block", "格标签不在表格里", "在正文段落中写 {% … %}。"))
                elif row not in gone:
                    cells.setdefault(cell, []).append((paragraph, tag))
        vanished: set[Element] = set()
        for cell, tags in cells.items():
            row = cell.getparent()
            assert row is not None
            self.cell_rows.setdefault(row, 0)
            table = next(row.iterancestors(w.TABLE))
            self.cell_tables.setdefault(table, self.site(tags[0][0].where, tags[0][1].text))
            if self._alone(cell, "tc"):
                vanished.add(cell)
                self.cell_rows[row] += cell_width(cell)
                self._vanish(cell, [self._tag(p, t, "block") for p, t in tags], tags[0])
            else:
                self._around(cell, tags, "tc")
        return vanished

    def _grids(self) -> None:
        """Make the grid of tables follow their cells."""
        for number, (table, site) in enumerate(self.cell_tables.items()):
            cells = Cells(
                lambda lines, site=site: self._mark(Mark("code", site, None, lines)),  # type: ignore[misc]
                self._cell_depth,
                lambda row, site=site: self._row_site(row, site),  # type: ignore[misc]
                self.cell_rows,
            )
            self.findings += cells.prepare(table, number)

    def _cell_depth(self, node: Element) -> int:
        number = marker_number(node)
        tag = self.marks[number].tag if number is not None else None
        return self._depth(node) if tag is not None and tag.level == "tc" else 0

    def _row_site(self, row: Element, site: Site) -> Site:
        where = next((self.places.of[p] for p in row.iter(w.PARAGRAPH) if p in self.places.of), site.where)
        return self.site(where, site.tag)

    def _alone(self, element: Element, level: str) -> bool:
        """Whether a row or cell holds nothing but its tags."""
        tagged = {t.element: t for t in self.tagged}
        for node in element.iter(w.PARAGRAPH):
            paragraph = tagged.get(node)
            rest = paragraph.rest((level,)) if paragraph else self.texts[node].text.strip()
            if rest:
                return False
        return True

    def _around(self, row: Element, tags: list[tuple[TaggedParagraph, Tag]], level: str) -> None:
        """Both tags typed into the row or cell that is to be repeated: they stand for ones before and behind it."""
        words = [t.word for _, t in tags]
        half = len(words) // 2
        pairs = [("endfor" if a == "for" else "endif" if a == "if" else "") for a in words[:half]]
        if len(words) % 2 or pairs[::-1] != words[half:]:
            paragraph, tag = tags[0]
            self.findings.append(self.site(paragraph.where, tag.text).finding("block", *ALONE[level]))
        last = row
        for paragraph, tag in tags:
            node = self._tag(paragraph, tag, "block")
            if tag.word in CLOSING:
                last.addnext(node)
                last = node
            else:
                row.addprevious(node)

    def _paragraph(self, paragraph: TaggedParagraph) -> None:
        own = paragraph.of_level("p")
        if not paragraph.rest(("p", "tr", "tc")):
            markers = [self._tag(paragraph, t, "block") for t in own]
            self._vanish(paragraph.element, markers, (paragraph, paragraph.tags[0]))
            return
        if own:
            self.findings.append(self.site(paragraph.where, own[0].text).finding("block", *ALONE["p"]))
        last = paragraph.element
        for tag in own:
            node = self._tag(paragraph, tag, "block")
            if tag.word in CLOSING:
                last.addnext(node)
                last = node
            else:
                paragraph.element.addprevious(node)
        for tag in reversed(paragraph.tags):
            self._replace(paragraph, tag)
        paragraph.text.tidy()

    def _replace(self, paragraph: TaggedParagraph, tag: Tag) -> None:
        text = paragraph.text
        action: Callable[[int, int, Element], None] | None = None
        kind = tag.kind
        if tag.kind == "value":
            action = text.value
            try:
                if object_filter(tag.body) is not None:
                    kind, action = "object", text.object
            except ObjectMisspelt as problem:
                site = self.site(paragraph.where, tag.text)
                self.findings.append(site.finding("expression", str(problem), problem.remedy))
                action = None
        elif tag.kind == "block" and not tag.level:
            action = text.block
        if action is None:
            text.drop(tag.start, tag.end)
        else:
            action(tag.start, tag.end, self._tag(paragraph, tag, kind))

    def _vanish(self, element: Element, markers: list[Element], at: tuple[TaggedParagraph, Tag]) -> None:
        """Put markers in the place of a paragraph or row."""
        paragraph, tag = at
        site = self.site(paragraph.where, tag.text)
        if next(element.iter(w.SECTION), None) is not None:
            self.findings.append(site.finding("block", "标签所在的段落带着分节符", "把标签移到分节符之外的段落。"))
        if next(element.iter(*w.COMMENT_MARKS), None) is not None:
            self.findings.append(site.finding("block", "标签上有批注", "删去批注。"))
        if element.tag == w.ROW and _begins_merge(element):
            message = "纵向合并的单元格从标签行开始，而标签行会消失"
            self.findings.append(site.finding("block", message, "让合并从标签行的下一行开始。"))
        for node in element.iter(w.BOOKMARK_START, w.BOOKMARK_END):
            self.dropped.add(str(node.get(f"{w.W}id")))
        parent = element.getparent()
        assert parent is not None
        properties = element.find(w.PARAGRAPH_PROPERTIES)
        if element.tag == w.PARAGRAPH and properties is not None:
            self.formats.setdefault(parent, properties)
        for node in markers:
            element.addprevious(node)
        parent.remove(element)


def _begins_merge(row: Element) -> bool:
    """Whether a cell merged with those below begins in a row and goes on in the next one."""
    following = row.getnext()
    while following is not None and following.tag != w.ROW:
        following = following.getnext()
    if following is None:
        return False
    starts = {at for at, kind in _merges(row) if kind == "restart"}
    return any(kind == "continue" and at in starts for at, kind in _merges(following))


def _merges(row: Element) -> list[tuple[int, str]]:
    """Grid column and kind of the vertical merges of a row."""
    found: list[tuple[int, str]] = []
    column = 0
    before = row.find(f"{w.ROW_PROPERTIES}/{w.W}gridBefore")
    if before is not None:
        column += int(before.get(f"{w.W}val", "0"))
    for cell in row.iterchildren(w.CELL):
        merge = cell.find(f"{w.CELL_PROPERTIES}/{w.W}vMerge")
        if merge is not None:
            found.append((column, str(merge.get(f"{w.W}val", "continue"))))
        span = cell.find(f"{w.CELL_PROPERTIES}/{w.W}gridSpan")
        column += int(span.get(f"{w.W}val", "1")) if span is not None else 1
    return found


def _remove(node: Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
