"""Word files with pages of given sizes, pictures, and the same bytes for the same content.

python-docx makes the file; paragraphs and tables come from :mod:`docgen.render.wordxml`. Lengths are millimetres.
"""

from __future__ import annotations

import io
import re
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from lxml import etree

from docgen.container import Container, write_zip
from docgen.render.wordfile import new_document
from docgen.render.wordxml import END, SONG, Look

EMU_PER_MM = 36_000
_DOCUMENT = "word/document.xml"
_PART = re.compile(rb"<!--part ([0-9]+)-->")


#: From the foot of the page to its number.
FOOT = Mm(9)


def page_number(section: Any) -> None:
    """“— 1 —” in the middle of the foot of a section's pages."""
    section.footer_distance = FOOT
    look = Look(12, SONG, "center")
    old = section.footer.paragraphs[0]._p
    runs = look.run("— ") + look.field("PAGE") + look.run(" —")
    new = parse_xml(f"<w:p {nsdecls('w')}>{look.properties()}{runs}</w:p>")
    old.getparent().replace(old, new)


class Sheets:
    """A Word file under construction.

    Attributes:
        doc: the python-docx document.
    """

    def __init__(self, title: str) -> None:
        """Start an empty file.

        Args:
            title: title in the document's properties.
        """
        self.doc: Any = new_document(title, SONG, 10.5)
        self.body = self.doc.element.body
        self._pictures = 0
        self._pages = 0
        self._parts: list[str] = []

    def add(self, xml: str) -> None:
        """Put paragraphs and tables at the end.

        They stay text until the file is written: moving parsed nodes into another tree takes lxml a time that grows
        with the square of their number.
        """
        self.body[-1].addprevious(etree.Comment(f"part {len(self._parts)}"))
        self._parts.append(xml)

    def new_page(
        self, size: tuple[float, float], margins: tuple[float, float, float, float], restart: bool = False
    ) -> Any:
        """Begin a page (a section of its own).

        Args:
            size: width and height of the paper.
            margins: top, right, bottom, left.
            restart: page numbers begin anew.

        Returns:
            The python-docx section.
        """
        if self._pages:
            self._close_section()
        self._pages += 1
        section = self.doc.sections[-1]
        section.page_width, section.page_height = Mm(size[0]), Mm(size[1])
        section.orientation = WD_ORIENT.LANDSCAPE if size[0] > size[1] else WD_ORIENT.PORTRAIT
        section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, margins)
        section.header_distance = section.footer_distance = Mm(0)
        section.gutter = Mm(0)
        properties = section._sectPr
        for old in properties.findall(qn("w:pgNumType")) + properties.findall(qn("w:docGrid")):
            properties.remove(old)
        if restart:
            start = parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>')
            columns = properties.find(qn("w:cols"))
            columns.addprevious(start) if columns is not None else properties.append(start)
        return section

    def _close_section(self) -> None:
        """End the present section in a paragraph of one point; the next one begins on a new page."""
        final = self.body[-1]
        paragraph: Any = parse_xml(END.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1))
        final.addprevious(paragraph)
        self.doc.add_section()
        inner = self.body[-2]
        # python-docx puts the properties into a paragraph of usual height; they belong into the small one.
        properties = inner.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        paragraph.find(qn("w:pPr")).append(properties)
        self.body.remove(inner)

    def picture(self, png: bytes, width: float, name: str) -> str:
        """A square picture as a run.

        Args:
            png: the picture.
            width: width and height on paper.
            name: what it shows, for people who can not see it.
        """
        self._pictures += 1
        number, extent = self._pictures, round(width * EMU_PER_MM)
        relation, _ = self.doc.part.get_or_add_image(io.BytesIO(png))
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{extent}" cy="{extent}"/>'
            f'<wp:docPr id="{number}" name="QR {number}" descr={quoteattr(name)}/><a:graphic {nsdecls("a")}>'
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
            f"<pic:pic {nsdecls('pic')}><pic:nvPicPr>"
            f'<pic:cNvPr id="{number}" name="QR {number}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
            f'<a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
            f'<a:off x="0" y="0"/><a:ext cx="{extent}" cy="{extent}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )

    def to_bytes(self) -> bytes:
        """The finished file: the same content gives the same bytes."""
        if self._parts and self._parts[-1].endswith("</w:tbl>"):
            self.add(END)
        stream = io.BytesIO()
        self.doc.save(stream)
        container = Container.read(stream.getvalue(), "docx")
        parts = {name: container[name] for name in container.parts}
        parts[_DOCUMENT] = _PART.sub(lambda found: self._parts[int(found[1])].encode(), parts[_DOCUMENT])
        etree.fromstring(parts[_DOCUMENT])  # fails here and not in somebody's Word
        return write_zip(parts)
