"""Names of WordprocessingML elements as lxml spells them (ECMA-376 part 1)."""

from __future__ import annotations

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
WP14 = "{http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

BODY, PARAGRAPH, TABLE, ROW, CELL = f"{W}body", f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
RUN, TEXT, RUN_PROPERTIES, PARAGRAPH_PROPERTIES = f"{W}r", f"{W}t", f"{W}rPr", f"{W}pPr"
SECTION, CELL_PROPERTIES, ROW_PROPERTIES = f"{W}sectPr", f"{W}tcPr", f"{W}trPr"
CONTROL, CONTROL_CONTENT, CONTROL_PROPERTIES = f"{W}sdt", f"{W}sdtContent", f"{W}sdtPr"
SIMPLE_FIELD, FIELD_CHAR, FIELD_CODE = f"{W}fldSimple", f"{W}fldChar", f"{W}instrText"
DELETED, MOVED_AWAY, DELETED_TEXT = f"{W}del", f"{W}moveFrom", f"{W}delText"
TEXT_BOX, FALLBACK, CHOICE, ALTERNATE = f"{W}txbxContent", f"{MC}Fallback", f"{MC}Choice", f"{MC}AlternateContent"
BREAK, TAB, RETURN = f"{W}br", f"{W}tab", f"{W}cr"
HYPERLINK, SMART_TAG, CUSTOM_XML = f"{W}hyperlink", f"{W}smartTag", f"{W}customXml"
BOOKMARK_START, BOOKMARK_END = f"{W}bookmarkStart", f"{W}bookmarkEnd"
COMMENT_MARKS = (f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")
NOTE_MARKS = (f"{W}footnoteReference", f"{W}endnoteReference")
PERMISSIONS = (f"{W}permStart", f"{W}permEnd")
DRAWING_PROPERTIES = f"{WP}docPr"
#: What holds paragraphs and tables and must end with a paragraph.
CONTAINERS = frozenset({BODY, CELL, TEXT_BOX, *(f"{W}{n}" for n in ("hdr", "ftr", "footnote", "endnote", "comment"))})
