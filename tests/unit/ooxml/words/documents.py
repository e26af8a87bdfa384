"""Word templates made by hand for the tests, and filling them."""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO
from itertools import pairwise
from typing import Any

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.text.paragraph import Paragraph
from lxml import etree

from docgen.container import Container, write_zip
from docgen.errors import TemplateError
from docgen.language import Code, Scope, shape_of
from docgen.model.finding import Finding
from docgen.ooxml import PictureSource, Rendered, compile_template

NS = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
}
W = f"{{{NS['w']}}}"
PARA_ID = f"{{{NS['w14']}}}paraId"
DECLARED = " ".join(f'xmlns:{p}="{u}"' for p, u in NS.items())


def xml(text: str) -> Any:
    """An element from XML with the usual prefixes."""
    head, sep, rest = text.partition(">")
    closed = head.endswith("/")
    head = head.rstrip("/") + f" {DECLARED}" + ("/" if closed else "")
    return parse_xml(head + sep + rest)


def saved(document: Document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def paragraphs(*texts: str) -> Document:
    """A document of these paragraphs."""
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    return document


def table(rows: list[list[str]], document: Document | None = None) -> Document:
    """A document with a table of these texts, and a paragraph behind it."""
    document = document or docx.Document()
    made = document.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            made.cell(r, c).text = text
    document.add_paragraph("完")
    return document


def scope(data: dict[str, Any]) -> Scope:
    """What the tags may name: the keys of the data."""
    return Scope.of({k: Code(f"d[{k!r}]", shape_of(v, k)) for k, v in data.items()}, ("d",))


def render(
    template: Document | bytes, data: dict[str, Any], pictures: PictureSource | None = None, like: Any = None
) -> Rendered:
    """Compile for data like these and fill."""
    content = template if isinstance(template, bytes) else saved(template)
    compiled = compile_template(content, "模板.docx", scope(like or data))
    return compiled.render(data, pictures=pictures)


def fill(
    template: Document | bytes, data: dict[str, Any], pictures: PictureSource | None = None, like: Any = None
) -> Document:
    """The filled document as python-docx opens it."""
    made = docx.Document(BytesIO(render(template, data, pictures, like).to_bytes()))
    check_valid(made.element)
    return made


def check_valid(root: Any) -> None:
    """What Word insists on: a paragraph last in every cell and in the body, a row in every table, ids once."""
    for container in root.iter(f"{W}tc", f"{W}body", f"{W}txbxContent"):
        content = [c.tag for c in container if c.tag in (f"{W}p", f"{W}tbl", f"{W}sdt")]
        assert content, etree.tostring(container)
        assert content[-1] != f"{W}tbl", etree.tostring(container)
    for found in root.iter(f"{W}tbl"):
        assert next(found.iter(f"{W}tr"), None) is not None
    drawings = [
        n for n in root.iter(f"{{{NS['wp']}}}docPr") if not any(a.tag.endswith("Fallback") for a in n.iterancestors())
    ]
    for ids in (
        [n.get("id") for n in drawings],
        [n.get(f"{W}id") for n in root.iter(f"{W}bookmarkStart")],
        [n.get(PARA_ID) for n in root.iter(f"{W}p") if n.get(PARA_ID)],
    ):
        assert len(ids) == len(set(ids)), ids
    starts = sorted(n.get(f"{W}id") for n in root.iter(f"{W}bookmarkStart"))
    assert starts == sorted(n.get(f"{W}id") for n in root.iter(f"{W}bookmarkEnd"))


def texts(document: Document) -> list[str]:
    """The texts of the body's paragraphs; line breaks as \\n."""
    return [p.text for p in document.paragraphs]


def cells(document: Document, number: int = 0) -> list[list[str]]:
    """The texts of a table."""
    return [[c.text for c in row.cells] for row in document.tables[number].rows]


def problems(template: Document | bytes, data: dict[str, Any]) -> list[Finding]:
    """The findings of a template that is wrong."""
    content = template if isinstance(template, bytes) else saved(template)
    try:
        compile_template(content, "模板.docx", scope(data))
    except TemplateError as error:
        assert error.findings
        return list(error.findings)
    raise AssertionError("the template was accepted")


def cut(paragraph: Paragraph, *offsets: int) -> None:
    """Cut the only run of a paragraph at offsets into runs of the same format."""
    run = paragraph.runs[0]
    text = run.text
    edges = [0, *offsets, len(text)]
    for start, end in pairwise(edges):
        piece = deepcopy(run._r)
        run._r.addprevious(piece)
        for node in piece.findall(f"{W}t"):
            node.text = text[start:end]
    run._r.getparent().remove(run._r)


def with_part(data: bytes, changes: dict[str, bytes | None]) -> bytes:
    """The same file with parts added, replaced or (``None``) taken away."""
    container = Container.read(data, "")
    parts = {name: container[name] for name in container.parts} | changes
    return write_zip({name: content for name, content in parts.items() if content is not None})
