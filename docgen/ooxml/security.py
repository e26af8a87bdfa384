"""What a template must not carry, and reading its XML safely.

A template may come from anywhere, and what is in it goes into every document made from it: macros, controls, embedded
objects and links to the outside are refused, whatever the file is called.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from lxml import etree

from docgen.container import Container
from docgen.errors import TemplateError
from docgen.model.finding import Finding, Place, Severity

CONTENT_TYPES = "[Content_Types].xml"
TYPES_NS = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELS_NS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
PACKAGE_RELS = "_rels/.rels"
OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN_TYPES = {
    f"{OFFICE}wordprocessingml.document.main+xml": "docx",
    f"{OFFICE}wordprocessingml.template.main+xml": "docx",
    f"{OFFICE}spreadsheetml.sheet.main+xml": "xlsx",
    f"{OFFICE}spreadsheetml.template.main+xml": "xlsx",
}
#: Ends of relationship types that bring in what is refused, and what users call it.
REFUSED_RELATIONS = {
    "vbaProject": "宏",
    "wordVbaData": "宏",
    "control": "ActiveX 控件",
    "activeXControlBinary": "ActiveX 控件",
    "ctrlProp": "窗体控件",
    "oleObject": "OLE 对象",
    "attachedToolbars": "自定义工具栏",
    "keyMapCustomizations": "自定义快捷键",
    "aFChunk": "嵌入的外来文档",
    "subDocument": "子文档",
    "externalLink": "外部链接",
    "xlMacrosheet": "宏表",
    "connections": "外部数据连接",
    "queryTable": "外部数据查询",
    "origin": "数字签名",
}
#: Ends of relationship types that may point outside: a link is followed only when somebody clicks it.
EXTERNAL_ALLOWED = {"hyperlink"}
ATTACHED = "附加的模板"
EXTERNAL_NAMES = {"image": "链接的图片", "attachedTemplate": ATTACHED, "frame": "框架网页"}
REMOVE = "在 Word 或 Excel 里删去它，另存为普通的 .docx 或 .xlsx。"
DETACH = "在 Word 的“开发工具”—“文档模板”里清空模板名称（改回 Normal），再保存。"
STRICT = "http://purl.oclc.org/ooxml/"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part.

    Attributes:
        id: its id, unique in the part.
        kind: the last piece of its type.
        target: the part it leads to, or an outside address.
        external: it leads outside.
    """

    id: str
    kind: str
    target: str
    external: bool


class UnsafeXml(TemplateError):
    """XML that is not well-formed or declares a document type."""

    code = "definition.template.format"
    remedy = "用 Word、Excel 或 WPS 打开模板，另存一份再用。"


def parse_xml(data: bytes) -> etree._Element:
    """The root of an XML part.

    Raises:
        UnsafeXml: it is not well-formed, too deep or large, or declares a document type.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnsafeXml("不是完整的 XML") from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        raise UnsafeXml("带有 DOCTYPE 声明")
    return root


def check_package(container: Container, name: str) -> None:
    """Refuse what a template must not carry.

    Raises:
        TemplateError: it carries something; the findings list all of it.
    """
    problems: list[tuple[str, str]] = []
    for part in container.parts:
        lower = part.lower()
        if lower.endswith("vbaproject.bin") or "/activex/" in lower:
            problems.append((part, "宏" if lower.endswith(".bin") and "vba" in lower else "ActiveX 控件"))
        if lower.endswith(".vml") and b"<!DOCTYPE" in container[part]:
            problems.append((part, "带有 DOCTYPE 声明"))
        if lower.endswith((".xml", ".rels")):
            try:
                root = parse_xml(container[part])
            except UnsafeXml as error:
                problems.append((part, str(error)))
                continue
            problems += _problems(part, root)
    if problems:
        findings = tuple(
            Finding(
                "definition.template.unsafe",
                Severity.ERROR,
                f"模板里有不允许的内容：{what}",
                DETACH if what.startswith(ATTACHED) else REMOVE,
                Place(name, part),
            )
            for part, what in dict.fromkeys(problems)
        )
        raise TemplateError("模板不安全", place=name, findings=findings)


def _problems(part: str, root: etree._Element) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if part == CONTENT_TYPES:
        for child in root.iter(f"{TYPES_NS}Override", f"{TYPES_NS}Default"):
            kind = str(child.get("ContentType", "")).lower()
            if "macroenabled" in kind or "vbaproject" in kind or "activex" in kind or "ms-word.vba" in kind:
                found.append((part, "ActiveX 控件" if "activex" in kind else "宏"))
    if part.endswith(".rels"):
        for relation in _read_relations(part, root):
            what = REFUSED_RELATIONS.get(relation.kind)
            if what is None and relation.external and relation.kind not in EXTERNAL_ALLOWED:
                what = EXTERNAL_NAMES.get(relation.kind, "外部链接")
            if what is not None:
                found.append((part, f"{what}（{relation.target[:60]}）"))
    return found


def main_part(container: Container) -> str:
    """The name of the part that holds the document itself; empty where there is none."""
    for relation in relations(container, ""):
        if relation.kind == "officeDocument":
            return relation.target
    return ""


def main_kind(container: Container, name: str) -> str:
    """``docx`` or ``xlsx``, by the content type of the main part.

    Raises:
        TemplateError: it is neither.
    """
    main = main_part(container)
    kind = MAIN_TYPES.get(content_type(container, main)) if main in container else None
    if kind is None:
        raise TemplateError("模板不是 Word 或 Excel 文件", place=name, remedy="另存为 .docx 或 .xlsx。")
    root = parse_xml(container[main])
    if str(etree.QName(root).namespace).startswith(STRICT):
        raise TemplateError(
            "模板是“严格 Open XML”格式", place=name, remedy="在 Word 或 Excel 里另存为普通的 .docx 或 .xlsx。"
        )
    return kind


def content_type(container: Container, part: str) -> str:
    """The content type of a part; empty where none is declared."""
    if CONTENT_TYPES not in container:
        return ""
    root = parse_xml(container[CONTENT_TYPES])
    for child in root.iter(f"{TYPES_NS}Override"):
        if str(child.get("PartName", "")).lstrip("/").lower() == part.lower():
            return str(child.get("ContentType", ""))
    ending = posixpath.splitext(part)[1].lstrip(".").lower()
    for child in root.iter(f"{TYPES_NS}Default"):
        if str(child.get("Extension", "")).lower() == ending:
            return str(child.get("ContentType", ""))
    return ""


def rels_name(part: str) -> str:
    """The part that holds the relationships of another one; of the package for an empty name."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def relations(container: Container, part: str) -> list[Relation]:
    """The relationships of a part, targets as part names; of the package for an empty name."""
    name = rels_name(part)
    return _read_relations(name, parse_xml(container[name])) if name in container else []


def _read_relations(name: str, root: etree._Element) -> list[Relation]:
    folder = posixpath.dirname(posixpath.dirname(name))
    result = []
    for child in root.iter(f"{RELS_NS}Relationship"):
        target = str(child.get("Target", ""))
        external = child.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        kind = str(child.get("Type", "")).rstrip("/").rpartition("/")[2]
        result.append(Relation(str(child.get("Id", "")), kind, target, external))
    return result
