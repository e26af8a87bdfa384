"""The text of office documents and PDF files as lines of cells, for whoever compares; nothing else is kept of them."""

from __future__ import annotations

import io
import logging
from pathlib import Path

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from docgen.container import Container
from docgen.errors import DocgenError
from docgen.load.safexml import UnsafeXml, parse_xml

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY = "word/document.xml"
#: Of a PDF only so many pages are read: a rule book is short.
MOST_PAGES = 60

Lines = list[list[str]]


def file_lines(path: Path) -> Lines:
    """Lines of a file: a row of a sheet or a Word table, or a paragraph; nothing where it can not be read."""
    try:
        match path.suffix.lower():
            case ".docx" | ".xlsx":
                return office_lines(path.read_bytes(), path.suffix.lower())
            case ".pdf":
                return _pdf(path)
            case ".txt" | ".md" | ".csv":
                return [[line] for line in path.read_text(encoding="utf-8-sig").splitlines()]
    except (DocgenError, OSError, ValueError, CalamineError, KeyError, etree.XMLSyntaxError, UnsafeXml):
        return []
    return []


def office_lines(data: bytes, suffix: str) -> Lines:
    """Lines of an office file that need not lie anywhere.

    Args:
        data: the file.
        suffix: ``.docx`` or ``.xlsx``.

    Raises:
        UnreadableFile, ValueError, CalamineError: it is damaged.
    """
    return word_lines(data) if suffix == ".docx" else _sheets(data)


def picture_count(data: bytes | None) -> int:
    """How many pictures stand in a Word file."""
    return Container.read(data, BODY)[BODY].count(b"<w:drawing>") if data else 0


def word_lines(data: bytes | None) -> Lines:
    """The lines of a Word file: its paragraphs and the rows of its tables."""
    if not data:
        return []
    container = Container.read(data, BODY)
    body = parse_xml(container[BODY])[0]
    lines: Lines = []
    for block in body.iterchildren():
        if block.tag == f"{WORD}tbl":
            lines += [["".join(_texts(cell)) for cell in row.iter(f"{WORD}tc")] for row in block.iter(f"{WORD}tr")]
        else:
            lines += [["".join(_texts(block))]]
    return lines


def _texts(element: etree._Element) -> list[str]:
    return [node.text or "" for node in element.iter(f"{WORD}t")]


def _sheets(data: bytes) -> Lines:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows: Lines = []
    for name in book.sheet_names:
        cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        rows += [[_shown(cell) for cell in row] for row in cells]
    return rows


def _shown(cell: object) -> str:
    """A cell as it is seen: every number of a sheet is read as one with a fraction."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _pdf(path: Path) -> Lines:
    # Loaded when there is a PDF to read: it takes longer to load than most years take to check.
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(path)
        return [[line] for page in reader.pages[:MOST_PAGES] for line in page.extract_text().splitlines()]
    except PyPdfError:
        return []
