"""The lists of items a package carries: all about each item, and the year's catalogue as archives print it."""

from __future__ import annotations

from collections.abc import Mapping

from docgen.archive.copying import DigestingStream, FileDigest
from docgen.archive.layout import ORIGINALS
from docgen.archive.xmlout import XSI, XmlOut, xml_document
from docgen.model.archive import Content, Item, Package

ITEMS_NS = "urn:docgen:items:1"
CATALOGUE_NS = "urn:docgen:catalogue:1"


def _i(name: str) -> str:
    return f"{{{ITEMS_NS}}}{name}"


def _c(name: str) -> str:
    return f"{{{CATALOGUE_NS}}}{name}"


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def write_items(stream: DigestingStream, package: Package, digests: Mapping[str, FileDigest]) -> None:
    """Everything known about each item and its files; element names are those of DA/T 46 where it has one.

    Args:
        stream: where it goes.
        package: whose items.
        digests: of each content, by its path.
    """
    agency = package.agency
    attributes = {
        f"{{{XSI}}}schemaLocation": f"{ITEMS_NS} ../../schemas/items.xsd",
        "包": package.id,
        "标准": package.standard,
    }
    nsmap: dict[str | None, str] = {None: ITEMS_NS, "xsi": XSI}
    with xml_document(stream) as out, out.inside(_i("件目录"), attributes, nsmap):
        out.filled(_i("全宗号"), agency.fonds_code)
        out.leaf(_i("立档单位名称"), agency.unit)
        out.leaf(_i("机构或问题"), agency.studio)
        out.filled(_i("机构或问题代码"), agency.unit_code)
        out.leaf(_i("年度"), str(package.year))
        for item in package.items:
            with out.inside(_i("件")):
                _item(out, item)
                for content in item.contents:
                    _content(out, content, digests[content.path])


def _item(out: XmlOut, item: Item) -> None:
    out.leaf(_i("件号"), item.number)
    out.leaf(_i("标识"), item.key)
    out.leaf(_i("资料"), item.material)
    out.leaf(_i("类别号"), item.category)
    out.leaf(_i("具体内容"), item.folder)
    out.filled(_i("档号"), item.archival_code)
    out.leaf(_i("题名"), item.title)
    out.filled(_i("责任者"), item.author)
    out.filled(_i("日期"), item.date)
    out.filled(_i("文件编号"), item.document_number)
    out.filled(_i("密级"), item.secrecy)
    out.leaf(_i("保管期限"), item.retention, {"已确认": _boolean(item.retention_confirmed)})
    out.filled(_i("页数"), "" if item.pages is None else str(item.pages))
    out.leaf(_i("有纸质"), _boolean(item.paper))
    out.leaf(_i("含个人信息"), _boolean(item.personal))


def _content(out: XmlOut, content: Content, digest: FileDigest) -> None:
    with out.inside(_i("电子文件"), {"表现形式": ORIGINALS}):
        out.leaf(_i("角色"), content.role.value)
        out.leaf(_i("计算机文件名"), content.path)
        out.leaf(_i("计算机文件大小"), str(digest.size))
        out.leaf(_i("SHA-256"), digest.sha256)
        out.leaf(_i("媒体类型"), content.media_type)
        out.filled(_i("原文件名"), content.original_name)
        out.filled(_i("模板"), content.template)
        out.filled(_i("登记"), content.entry)


def write_catalogue(stream: DigestingStream, package: Package) -> None:
    """The catalogue of the year (DA/T 22—2015: columns in this order); boxes and discs come later, beside the bag."""
    agency = package.agency
    attributes = {f"{{{XSI}}}schemaLocation": f"{CATALOGUE_NS} ../schemas/catalogue.xsd", "包": package.id}
    nsmap: dict[str | None, str] = {None: CATALOGUE_NS, "xsi": XSI}
    with xml_document(stream) as out, out.inside(_c("归档文件目录"), attributes, nsmap):
        with out.inside(_c("封面")):
            out.leaf(_c("全宗号"), agency.fonds_code)
            out.leaf(_c("全宗名称"), agency.unit)
            out.leaf(_c("年度"), str(package.year))
            out.leaf(_c("机构或问题"), agency.studio)
        for order, item in enumerate(package.items, 1):
            with out.inside(_c("条目"), {"件号": item.number, "保管期限": item.retention}):
                for name, text in _columns(order, item):
                    out.leaf(_c(name), text)


def _columns(order: int, item: Item) -> tuple[tuple[str, str], ...]:
    return (
        ("序号", str(order)),
        ("档号", item.archival_code),
        ("文号", item.document_number),
        ("责任者", item.author),
        ("题名", item.title),
        ("日期", item.date),
        ("密级", item.secrecy),
        ("页数", "" if item.pages is None else str(item.pages)),
        ("备注", ""),
    )
