"""Where things stand in a Word part, in the words of a person who looks at the page: 表格1 第6行 第2格."""

from __future__ import annotations

from lxml import etree

from docgen.ooxml.words import names as w

Element = etree._Element


class Places:
    """The places of all paragraphs of a part; counted once, before anything is changed."""

    def __init__(self, root: Element) -> None:
        """Count tables, rows, cells, paragraphs and text boxes."""
        self.of: dict[Element, str] = {}
        self.boxes = 0
        # Those with a type are the separating lines.
        kinds = (f"{w.W}footnote", f"{w.W}endnote")
        notes = [n for n in root if n.tag in kinds and n.get(f"{w.W}type") in (None, "normal")]
        if notes:
            for number, note in enumerate(notes, 1):
                self._container(note, (f"第{number}条",))
        else:
            body = root.find(w.BODY)
            self._container(body if body is not None else root, ())

    def _container(self, container: Element, path: tuple[str, ...]) -> None:
        tables = paragraphs = 0
        for child in _blocks(container):
            if child.tag == w.TABLE:
                tables += 1
                self._table(child, (*path, f"表格{tables}"))
            else:
                paragraphs += 1
                in_cell = container.tag == w.CELL
                here = path if in_cell and paragraphs == 1 else (*path, f"第{paragraphs}段")
                self.of[child] = " ".join(here)
                self._text_boxes(child, path)

    def _table(self, table: Element, path: tuple[str, ...]) -> None:
        for row_number, row in enumerate(_children(table, w.ROW), 1):
            for cell_number, cell in enumerate(_children(row, w.CELL), 1):
                self._container(cell, (*path, f"第{row_number}行", f"第{cell_number}格"))

    def _text_boxes(self, element: Element, path: tuple[str, ...]) -> None:
        """A box and its copy for older programs are one box."""
        for child in element:
            if child.tag == w.ALTERNATE:
                first, last = self.boxes, self.boxes
                for branch in child:
                    self.boxes = first
                    self._text_boxes(branch, path)
                    last = max(last, self.boxes)
                self.boxes = last
            elif child.tag == w.TEXT_BOX:
                self.boxes += 1
                self._container(child, (*path, f"文本框{self.boxes}"))
            elif isinstance(child.tag, str):
                self._text_boxes(child, path)


def _blocks(container: Element) -> list[Element]:
    """Paragraphs and tables of a container, those in content controls too."""
    found: list[Element] = []
    for child in container:
        if child.tag in (w.PARAGRAPH, w.TABLE):
            found.append(child)
        elif isinstance(child.tag, str) and child.tag not in w.CONTAINERS and child.tag != w.PARAGRAPH_PROPERTIES:
            found += _blocks(child)
    return found


def _children(parent: Element, tag: str) -> list[Element]:
    """Rows of a table or cells of a row, those in content controls too."""
    found: list[Element] = []
    for child in parent:
        if child.tag == tag:
            found.append(child)
        elif child.tag in (w.CONTROL, w.CONTROL_CONTENT, w.CUSTOM_XML):
            found += _children(child, tag)
    return found
