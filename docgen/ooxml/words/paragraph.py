"""The text of a paragraph over all its runs, and cutting the runs where a tag stands.

Word cuts text into runs where it likes (spell check, language, revisions). A tag is found on the joined text; what
replaces it takes the format of the run that holds its opening brace. A marker is a processing instruction
``<?docgen n?>``: inside ``w:t`` for a value, between runs for a block.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from docgen.ooxml.words import names as w

Element = etree._Element
TARGET = "docgen"
#: Stands in the joined text for a picture, field character, note or page break.
OBJECT = "\ufffc"
#: Around runs; cut like a run where a block tag stands inside.
WRAPPERS = frozenset({w.HYPERLINK, *(f"{w.W}{n}" for n in ("ins", "moveTo", "dir", "bdo"))})
#: Around runs as well, but one thing that can not be cut.
SOLID = frozenset({w.CONTROL, w.CONTROL_CONTENT, w.SIMPLE_FIELD, w.CUSTOM_XML})
CHARACTERS = {
    w.TAB: "\t",
    w.RETURN: "\n",
    f"{w.W}noBreakHyphen": "-",
    f"{w.W}softHyphen": "",
    f"{w.W}lastRenderedPageBreak": "",
    f"{w.W}annotationRef": "",
}
#: Parts of a run that are no text and do not stand in the way of one.
IGNORED = frozenset({w.RUN_PROPERTIES, w.FIELD_CODE, w.DELETED_TEXT, f"{w.W}delInstrText"})


@dataclass(slots=True)
class Piece:
    """A child of a run with its offsets in the joined text."""

    node: Element
    start: int
    end: int


@dataclass
class ParagraphText:
    """A paragraph's joined text and where each piece of it stands."""

    element: Element
    text: str = ""
    pieces: list[Piece] = field(default_factory=list)
    touched: list[Element] = field(default_factory=list)

    @classmethod
    def of(cls, paragraph: Element) -> ParagraphText:
        """Join the runs of a paragraph, not those of text boxes in it."""
        for tag in list(paragraph.iter(w.SMART_TAG)):
            _unwrap(tag)
        self = cls(paragraph)
        chars: list[str] = []
        self._collect(paragraph, chars, 0)
        self.text = "".join(chars)
        return self

    def _collect(self, parent: Element, chars: list[str], pos: int) -> int:
        for child in parent:
            if child.tag == w.RUN:
                for node in child:
                    text = _text_of(node)
                    if text is not None:
                        self.pieces.append(Piece(node, pos, pos + len(text)))
                        chars.append(text)
                        pos += len(text)
            elif child.tag in WRAPPERS or child.tag in SOLID:
                pos = self._collect(child, chars, pos)
        return pos

    def value(self, start: int, end: int, marker: Element) -> None:
        """Replace a stretch of text by a marker inside the text."""
        first, suffix = self._take(start, end)
        marker.tail = suffix
        first.insert(0, marker)

    def drop(self, start: int, end: int) -> None:
        """Remove a stretch of text."""
        first, suffix = self._take(start, end)
        first.text = (first.text or "") + suffix

    def block(self, start: int, end: int, marker: Element) -> None:
        """Replace a stretch of text by a marker between runs, as far out as runs may be cut."""
        later = self._cut(start, end)
        parent = later.getparent()
        while parent is not None and parent.tag in WRAPPERS:
            later = self._split(parent, later)
            parent = later.getparent()
        later.addprevious(marker)

    def object(self, start: int, end: int, marker: Element) -> None:
        """Replace a stretch of text by a run that holds only the marker."""
        later = self._cut(start, end)
        run = etree.Element(w.RUN)
        properties = later.find(w.RUN_PROPERTIES)
        if properties is not None:
            run.append(deepcopy(properties))
        run.append(marker)
        later.addprevious(run)

    def tidy(self) -> None:
        """Remove what became empty, and keep blanks at the ends of texts that were cut."""
        for node in self.touched:
            if node.getparent() is None:
                continue
            if node.tag == w.TEXT:
                if node.text or len(node):
                    node.set(w.SPACE, "preserve")
                else:
                    _remove_empty(node)
            else:
                _remove_empty(node)

    def _take(self, start: int, end: int) -> tuple[Element, str]:
        """Remove a stretch; the element in which it began, and the text after it if that is in the same element."""
        at = next(i for i, p in enumerate(self.pieces) if p.start <= start < p.end)
        first = self.pieces[at]
        node = first.node
        self.touched.append(node)
        if node.tag != w.TEXT:
            raise AssertionError("a tag begins with a brace, which is text")
        text = node.text or ""
        node.text = text[: start - first.start]
        if end <= first.end:
            return node, text[end - first.start :]
        for piece in self.pieces[at + 1 :]:
            if piece.start >= end:
                break
            self.touched.append(piece.node)
            if piece.end <= end and piece.node.tag != w.TEXT:
                run = piece.node.getparent()
                if run is not None:
                    run.remove(piece.node)
                    self.touched.append(run)
            else:
                piece.node.text = (piece.node.text or "")[max(end - piece.start, 0) :]
        return node, ""

    def _cut(self, start: int, end: int) -> Element:
        """Remove a stretch and cut the run there; the later run."""
        node, suffix = self._take(start, end)
        later = etree.Element(w.TEXT)
        later.text = suffix
        for marker in list(node):
            later.append(marker)
        node.addnext(later)
        self.touched.append(later)
        run = node.getparent()
        assert run is not None
        return self._split(run, later)

    def _split(self, element: Element, before: Element) -> Element:
        """Cut an element in two before one of its children; the later one keeps its identity."""
        earlier = etree.Element(element.tag, {str(k): str(v) for k, v in element.attrib.items()})
        properties = element.find(w.RUN_PROPERTIES)
        for child in list(element):
            if child is before:
                break
            if child is properties:
                earlier.append(deepcopy(child))
            else:
                earlier.append(child)
        element.addprevious(earlier)
        self.touched += [earlier, element]
        return element


def marker(number: int) -> Element:
    """The processing instruction that stands for a marker."""
    return etree.ProcessingInstruction(TARGET, str(number))


def marker_number(node: Element) -> int | None:
    """The number of a marker; ``None`` for any other node."""
    if isinstance(node, etree._ProcessingInstruction) and node.target == TARGET:
        return int(node.text or "")
    return None


def _text_of(node: Element) -> str | None:
    if node.tag == w.TEXT:
        return node.text or ""
    if node.tag == w.BREAK:
        return OBJECT if node.get(f"{w.W}type") in ("page", "column") else "\n"
    if not isinstance(node.tag, str) or node.tag in IGNORED or node.tag in w.COMMENT_MARKS:
        return None
    return CHARACTERS.get(node.tag, OBJECT)


def _unwrap(element: Element) -> None:
    """Put an element's runs in its place."""
    for child in list(element):
        if child.tag != f"{w.W}smartTagPr":
            element.addprevious(child)
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _remove_empty(node: Element) -> None:
    """Remove an element without content, and what becomes empty by that."""
    parent = node.getparent()
    removable = node.tag in (w.TEXT, w.RUN) or node.tag in WRAPPERS
    if parent is None or not removable or (node.text and node.tag == w.TEXT):
        return
    if any(child.tag != w.RUN_PROPERTIES for child in node):
        return
    parent.remove(node)
    _remove_empty(parent)
