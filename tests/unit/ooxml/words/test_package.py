"""The package around a Word template: what is refused, what stays as it is, equality with docxtpl."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from io import BytesIO
from typing import Any

import docx
import pytest
from docxtpl import DocxTemplate
from jinja2 import Environment

from docgen.container import CORE, CORE_TIMES, Container, normalised
from docgen.errors import DocgenError, TemplateError, UnreadableFile
from docgen.ooxml import compile_template
from docgen.ooxml.template import RenderError
from docgen.ooxml.words.compiled import WordTemplate
from tests.bench.bench_fill import RECORD, form_template, memory
from tests.unit.ooxml.words.documents import W, fill, paragraphs, problems, render, saved, scope, texts, with_part

PLAIN = saved(paragraphs("甲", "乙"))
TYPES, RELS = "[Content_Types].xml", "word/_rels/document.xml.rels"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def text_of(data: bytes, part: str) -> str:
    return Container.read(data, "")[part].decode()


def related(kind: str, target: str, external: bool = False, part: str = RELS) -> bytes:
    mode = ' TargetMode="External"' if external else ""
    added = f'<Relationship Id="rId90" Type="{KINDS}{kind}" Target="{target}"{mode}/></Relationships>'
    return with_part(PLAIN, {part: text_of(PLAIN, part).replace("</Relationships>", added).encode()})


def typed(old: str, new: str) -> bytes:
    text = text_of(PLAIN, TYPES)
    assert old in text
    return with_part(PLAIN, {TYPES: text.replace(old, new).encode()})


def test_without_tags_every_part_stays_as_it_was_packed() -> None:
    made = render(PLAIN, {"甲": 1})
    assert dict(made.parts) == {}
    given, written = Container.read(PLAIN, ""), Container.read(made.to_bytes(), "")
    assert written.parts == given.parts
    assert list(written.parts) == list(given.parts)
    assert made.digest == given.digest()


def test_parts_without_tags_stay_as_they_were_packed() -> None:
    data = saved(paragraphs("{{ 甲 }}"))
    made = render(data, {"甲": 1})
    assert set(made.parts) == {"word/document.xml"}
    given, written = Container.read(data, ""), Container.read(made.to_bytes(), "")
    assert {n: p for n, p in written.parts.items() if n != "word/document.xml"} == {
        n: p for n, p in given.parts.items() if n != "word/document.xml"
    }
    assert written.digest() == made.digest
    with zipfile.ZipFile(BytesIO(made.to_bytes())) as archive:
        assert archive.testzip() is None


UNSAFE: dict[str, tuple[bytes, str]] = {
    "vba": (with_part(PLAIN, {"word/vbaProject.bin": b"x"}), "宏"),
    "activex-part": (with_part(PLAIN, {"word/activeX/activeX1.xml": b"<a/>"}), "ActiveX"),
    "activex": (related("control", "activeX1.xml"), "ActiveX"),
    "ole": (related("oleObject", "embeddings/oleObject1.bin"), "OLE"),
    "linked-ole": (related("oleObject", "file:///C:/x.xlsx", external=True), "OLE"),
    "linked-picture": (related("image", "http://example.invalid/a.png", external=True), "链接的图片"),
    "attached-template": (related("attachedTemplate", "file:///C:/x.dotm", external=True), "附加的模板"),
    "imported-page": (related("aFChunk", "afchunk.htm"), "外来文档"),
    "subdocument": (related("subDocument", "b.docx", external=True), "子文档"),
    "signature": (
        with_part(
            related("digital-signature/origin", "../_xmlsignatures/origin.sigs"), {"_xmlsignatures/origin.sigs": b""}
        ),
        "数字签名",
    ),
    "doctype": (with_part(PLAIN, {"word/styles.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "DOCTYPE"),
    "doctype-utf-16": (with_part(PLAIN, {"customXml/item9.xml": "<!DOCTYPE a><a/>".encode("utf-16")}), "DOCTYPE"),
    "broken": (with_part(PLAIN, {"word/styles.xml": b"<a>"}), "XML"),
}


@pytest.mark.parametrize("name", UNSAFE)
def test_unsafe_templates(name: str) -> None:
    data, what = UNSAFE[name]
    with pytest.raises(TemplateError) as caught:
        compile_template(data, "模板.docx", scope({"甲": 1}))
    assert any(what in f.message for f in caught.value.findings)
    assert all(f.remedy and f.place.file == "模板.docx" for f in caught.value.findings)


def test_macros_are_refused_whatever_the_name() -> None:
    data = typed(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    with pytest.raises(TemplateError) as caught:
        compile_template(data, "模板.docx", scope({"甲": 1}))
    assert "宏" in caught.value.findings[0].message


def test_all_dangers_are_told_at_once() -> None:
    data = with_part(related("image", "http://example.invalid/a.png", external=True), {"word/vbaProject.bin": b"x"})
    with pytest.raises(TemplateError) as caught:
        compile_template(data, "模板.docx", scope({"甲": 1}))
    assert len(caught.value.findings) == 2


def test_links_are_allowed() -> None:
    assert render(related("hyperlink", "https://example.invalid/", external=True), {"甲": 1})


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", PLAIN[:-50]],
    ids=["empty", "cut", "old", "short"],
)
def test_what_is_no_office_file(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        compile_template(data, "模板.docx", scope({"甲": 1}))


def test_an_office_file_of_another_kind() -> None:
    data = typed("wordprocessingml.document.main+xml", "presentationml.presentation.main+xml")
    with pytest.raises(TemplateError, match="不是 Word 或 Excel"):
        compile_template(data, "模板.docx", scope({"甲": 1}))


def test_a_word_template_gives_documents() -> None:
    data = typed("wordprocessingml.document.main+xml", "wordprocessingml.template.main+xml")
    made = render(data, {"甲": 1}).to_bytes()
    assert "wordprocessingml.document.main+xml" in text_of(made, TYPES)
    assert texts(docx.Document(BytesIO(made))) == ["甲", "乙"]


def test_strict_open_xml() -> None:
    text = text_of(PLAIN, "word/document.xml").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    with pytest.raises(TemplateError, match="严格"):
        compile_template(with_part(PLAIN, {"word/document.xml": text.encode()}), "a.docx", scope({"甲": 1}))


def test_tags_in_parts_that_are_not_filled() -> None:
    data = with_part(PLAIN, {"word/charts/chart1.xml": "<a><t>{{ 甲 }}</t></a>".encode()})
    (found,) = problems(data, {"甲": 1})
    assert found.place.sheet == "word/charts/chart1.xml"


def test_any_error_is_one_of_ours() -> None:
    """Cut a template's main part at many places: refused or filled, never a traceback."""
    data = saved(paragraphs("{{ 甲 }}{% if 甲 %}乙{% endif %}"))
    text = text_of(data, "word/document.xml")
    for size in range(0, len(text), max(len(text) // 40, 1)):
        with pytest.raises(DocgenError):
            render(with_part(data, {"word/document.xml": text[:size].encode()}), {"甲": 1})


# ---- the yardstick


def content(document: Any) -> list[tuple[str, str]]:
    """Text, breaks, cells and drawings in document order."""
    kept = {"t", "br", "tab", "tr", "tc", "p", "drawing"}
    found: list[tuple[str, str]] = []
    for node in document.element.body.iter():
        name = node.tag.removeprefix(W)
        if name in kept and not (name == "tab" and node.getparent().tag != f"{W}r"):
            if name == "t" and found and found[-1][0] == "t":
                found[-1] = ("t", found[-1][1] + node.text)
            elif name != "t" or node.text:
                found.append((name, node.text or "" if name == "t" else ""))
    return found


def test_equal_to_docxtpl() -> None:
    data = form_template()
    ours = docx.Document(BytesIO(render(data, RECORD).to_bytes()))
    theirs = DocxTemplate(BytesIO(data))
    theirs.render(RECORD, Environment(autoescape=True), autoescape=True)
    out = BytesIO()
    theirs.save(out)
    expected = content(docx.Document(BytesIO(out.getvalue())))
    assert len(expected) > 200
    assert content(ours) == expected


def test_equal_bytes_after_normalising() -> None:
    data = render(form_template(), RECORD).to_bytes()
    assert normalised(normalised(data)) == normalised(data)
    # Only the times in the file's properties are other ones.
    was, now = Container.read(data, ""), Container.read(normalised(data), "")
    assert [name for name in was.parts if was[name] != now[name]] == [CORE]
    assert CORE_TIMES.sub(b"", was[CORE]) == CORE_TIMES.sub(b"", now[CORE])


def test_memory_does_not_grow_with_the_number_of_documents() -> None:
    assert memory(1_000) < memory(100) * 1.1


@pytest.mark.parametrize("text", ["甲\r\n乙\t丙\r丁", "<&>\n]]>", "\U00020000😀", "￥，｛", " ", "\x7f\u0085\u2028"])
def test_all_at_once_as_one_by_one(text: str) -> None:
    data = {"甲": text, "表": [text, None, Decimal("1.50"), ""], "空": []}
    template = paragraphs(
        "{{ 甲 }}", "{% for x in 表 %}{{ x }}，{% endfor %}{% for x in 空 %}{{ x }}{% endfor %}{{ 甲 }}"
    )
    template.core_properties.title = "{{ 甲 }}"
    compiled = compile_template(saved(template), "模板.docx", scope(data))
    assert isinstance(compiled, WordTemplate)
    assert compiled.filler.quick(data, None) == compiled.filler.exact(data, None)


@pytest.mark.parametrize("text", ["a\x1fb", "\x00", "\ufffe", "\uffff", "\ud800", "\x0b"], ids=ascii)
def test_what_can_not_be_printed_is_found_among_all(text: str) -> None:
    with pytest.raises(RenderError) as caught:
        fill(paragraphs("甲", "{{ 甲 }}{{ 乙 }}"), {"甲": "好", "乙": text})
    assert str(caught.value).startswith("{{ 乙 }}：第") or "{{ 乙 }}" in caught.value.message
