"""Containers must end with a paragraph and tables must have a row, whatever a template leaves out.

Word calls a file damaged in which a cell has no paragraph or a table stands last. Where it depends on the data, the
generated code keeps a flag.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

from lxml import etree

from docgen.ooxml.words import names as w
from docgen.ooxml.words.paragraph import marker_number

Element = etree._Element
#: Adds a code marker: a function from lines of code to the node that stands for them.
AddCode = Callable[[tuple[str, ...]], Element]
Depth = Callable[[Element], int]


class Needs:
    """Watches the containers and tables of a part."""

    def __init__(self, root: Element, add_code: AddCode, depth: Depth, formats: dict[Element, Element]) -> None:
        """Prepare.

        Args:
            root: the part.
            add_code: makes markers.
            depth: +1 for the marker that begins a block, -1 for one that ends it, else 0.
            formats: container → paragraph properties of a paragraph that was taken out of it.
        """
        self.root = root
        self.add_code = add_code
        self.depth = depth
        self.formats = formats
        self.count = 0
        #: Table that may be left without rows → name of the flag that says whether it has one.
        self.tables: dict[Element, str] = {}

    def watch(self) -> None:
        """Put the markers where they are needed."""
        for table in list(self.root.iter(w.TABLE)):
            self._table(table)
        for container in [n for n in self.root.iter(etree.Element) if _holds_blocks(n)]:
            self._container(container)

    def _name(self) -> str:
        self.count += 1
        return str(self.count)

    def _table(self, table: Element) -> None:
        level, marked = 0, False
        for child in table:
            if marker_number(child) is not None:
                marked = True
                level += self.depth(child)
            elif level == 0 and child.tag in (w.ROW, w.CONTROL):
                return
        if not marked:
            return
        name = self._name()
        flag = f"_r{name}"
        self.tables[table] = flag
        for child in list(table):
            following = child.getnext()
            if child.tag in (w.ROW, w.CONTROL) and (following is None or marker_number(following) is not None):
                child.addnext(self.add_code((f"{flag} = 1",)))
        table.addprevious(self.add_code((f"_m{name} = len(_o)", f"{flag} = 0")))
        table.addnext(self.add_code((f"if not {flag}:", f"    del _o[_m{name}:]")))

    def _container(self, container: Element) -> None:
        children = [c for c in container if _is_content(c)]
        if not children and container.tag == w.CONTROL_CONTENT:
            return
        if self._sure(container):
            return
        empty = self._paragraph(container)
        marked = any(marker_number(c) is not None for c in container)
        if not marked:
            _append(container, empty)
            return
        flag = f"_e{self._name()}"
        for child in children:
            following = child.getnext()
            while following is not None and not _is_content(following) and marker_number(following) is None:
                following = following.getnext()
            if following is not None and _is_content(following):
                continue
            if child.tag != w.TABLE:
                child.addnext(self.add_code((f"{flag} = 0",)))
            elif child in self.tables:
                # Behind the marker that takes an empty table back, whose flag is still there.
                after = child.getnext()
                assert after is not None
                after.addnext(self.add_code((f"if {self.tables[child]}:", f"    {flag} = 1")))
            else:
                child.addnext(self.add_code((f"{flag} = 1",)))
        _prepend(container, self.add_code((f"{flag} = 1",)))
        etree.cleanup_namespaces(empty)
        text = etree.tostring(empty)
        _append(container, self.add_code((f"if {flag}:", f"    _o += ({text!r}, _z)")))

    def _sure(self, container: Element) -> bool:
        """Whether a paragraph stands last in every case."""
        sure, level = False, 0
        for child in container:
            if marker_number(child) is not None:
                level += self.depth(child)
            elif child.tag == w.TABLE:
                sure = False
            elif _is_content(child) and level == 0:
                sure = True
        return sure

    def _paragraph(self, container: Element) -> Element:
        paragraph = etree.Element(w.PARAGRAPH, nsmap={"w": w.W[1:-1]})
        properties = self.formats.get(container)
        if properties is None:
            properties = container.find(f"{w.PARAGRAPH}/{w.PARAGRAPH_PROPERTIES}")
        if properties is not None:
            properties = deepcopy(properties)
            for name in ("sectPr", "numPr", "framePr", "pageBreakBefore"):
                for node in properties.findall(f"{w.W}{name}"):
                    properties.remove(node)
            paragraph.append(properties)
        return paragraph


def _holds_blocks(node: Element) -> bool:
    """Whether an element is a container, or a content control that stands in one."""
    if node.tag in w.CONTAINERS:
        return True
    if node.tag != w.CONTROL_CONTENT:
        return False
    control = node.getparent()
    parent = control.getparent() if control is not None else None
    return parent is not None and _holds_blocks(parent)


def _is_content(node: Element) -> bool:
    return node.tag in (w.PARAGRAPH, w.TABLE, w.CONTROL, w.CUSTOM_XML)


def _prepend(container: Element, node: Element) -> None:
    first = container[0] if len(container) else None
    if first is not None and first.tag == w.CELL_PROPERTIES:
        first.addnext(node)
    else:
        container.insert(0, node)


def _append(container: Element, node: Element) -> None:
    last = container[-1] if len(container) else None
    if last is not None and last.tag == w.SECTION:
        last.addprevious(node)
    else:
        container.append(node)
