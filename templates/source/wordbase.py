"""What all Word templates share: properties, fonts, language, fields, and bytes that do not change from run to run."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from docgen.container import normalised

SONG = "宋体"
#: Elements of a paragraph's properties that must follow autoSpaceDE and autoSpaceDN.
AFTER_AUTO_SPACE = (
    "w:bidi",
    "w:adjustRightInd",
    "w:snapToGrid",
    "w:spacing",
    "w:ind",
    "w:jc",
    "w:outlineLvl",
    "w:rPr",
)


def to_bytes(doc: Any) -> bytes:
    """The finished file: the same drawing gives the same bytes."""
    stream = io.BytesIO()
    doc.save(stream)
    return normalised(stream.getvalue())


def properties(doc: Any, title: str) -> None:
    """Set the document's properties: the title given (it may hold tags), fixed dates, no picture of its first page."""
    core = doc.core_properties
    core.title, core.author, core.last_modified_by, core.comments = title, "docgen", "docgen", ""
    core.created = core.modified = datetime(2024, 1, 1)  # noqa: DTZ001 - a file property, without zone
    core.revision, core.language = 1, "zh-CN"
    package = doc.part.package
    for key in [k for k, rel in package.rels.items() if rel.reltype.endswith("/thumbnail")]:
        del package.rels[key]


def fonts(font: str) -> Any:
    """One font for all characters: quotes and dashes are full-width only in a Chinese one."""
    return parse_xml(
        f'<w:rFonts {nsdecls("w")} w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="Times New Roman"'
        ' w:hint="eastAsia"/>'
    )


def defaults(doc: Any, font: str, size: float = 0) -> None:
    """Set what holds for the whole document: font, language, size in points, Word's present layout rules."""
    run = doc.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for child in list(run):
        run.remove(child)
    run.append(fonts(font))
    run.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'))
    normal = doc.styles["Normal"]
    normal.element.get_or_add_rPr().insert(0, fonts(font))
    if size:
        normal.font.size = Pt(size)
    normal.paragraph_format.space_after = Pt(0)
    # No gap between Chinese characters and digits or letters, so that dates and numbers stay in their cells.
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        switch = OxmlElement(name)
        switch.set(qn("w:val"), "0")
        normal.element.get_or_add_pPr().insert_element_before(switch, *AFTER_AUTO_SPACE)
    settings = doc.settings.element
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    settings.find(qn("w:characterSpacingControl")).set(qn("w:val"), "compressPunctuation")
    settings.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
    for old in settings.findall(qn("w:compat")):
        settings.remove(old)
    compat = parse_xml(
        f'<w:compat {nsdecls("w")}><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    settings.find(qn("w:rsids")).addprevious(compat)


def field_into(run: Any, code: str) -> None:
    """Put a Word field such as PAGE into a run."""
    for kind in ("begin", "code", "separate", "text", "end"):
        if kind == "text":
            run.add_text("1")
        elif kind == "code":
            instruction = OxmlElement("w:instrText")
            instruction.text = f" {code} "
            run._r.append(instruction)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
