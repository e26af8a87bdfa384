"""Word files begun with python-docx: its template without what nobody uses, fixed properties, one font, same bytes.

All Word files that docgen makes begin here: the templates, the labels and the reports.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from docgen.container import normalised

#: Styles of python-docx's template that stay: the defaults of each kind, and those that Word gives headers and footers.
#: Word offers all other built-in styles by itself.
KEPT_STYLES = frozenset(
    {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Header", "HeaderChar", "Footer", "FooterChar"}
)
#: Parts of python-docx's template that nothing refers to, and a picture of its first page. stylesWithEffects repeats
#: the styles for Word 2010 and would contradict them once they are changed.
DROPPED_PARTS = ("/stylesWithEffects", "/customXml", "/numbering", "/thumbnail")
#: Elements of a paragraph's properties that must follow autoSpaceDE and autoSpaceDN.
AFTER_AUTO_SPACE = ("w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")


def new_document(title: str, font: str, size: float = 0) -> Any:
    """An empty python-docx document.

    Args:
        title: title in the document's properties; may hold tags.
        font: name of the font of all text that no style changes.
        size: its size in points, 0 to leave Word's.
    """
    doc = Document()
    _lighten(doc)
    _properties(doc, title)
    _defaults(doc, font, size)
    return doc


def to_bytes(doc: Any) -> bytes:
    """The finished file: the same content gives the same bytes."""
    stream = io.BytesIO()
    doc.save(stream)
    return normalised(stream.getvalue())


def fonts(font: str) -> Any:
    """One font for all characters: quotes and dashes are full-width only in a Chinese one."""
    return parse_xml(
        f'<w:rFonts {nsdecls("w")} w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="Times New Roman"'
        ' w:hint="eastAsia"/>'
    )


def _lighten(doc: Any) -> None:
    for style in doc.styles.element.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in KEPT_STYLES:
            style.getparent().remove(style)
    for owner in (doc.part, doc.part.package):
        for key in [k for k, rel in owner.rels.items() if rel.reltype.endswith(DROPPED_PARTS)]:
            del owner.rels[key]


def _properties(doc: Any, title: str) -> None:
    """Fixed properties, so that the same content gives the same bytes."""
    core = doc.core_properties
    core.title, core.author, core.last_modified_by, core.comments = title, "docgen", "docgen", ""
    core.created = core.modified = datetime(2024, 1, 1)  # noqa: DTZ001 - a file property, without zone
    core.revision, core.language = 1, "zh-CN"


def _defaults(doc: Any, font: str, size: float) -> None:
    """What holds for the whole file: font, language, Word's present layout rules, no added spaces."""
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
