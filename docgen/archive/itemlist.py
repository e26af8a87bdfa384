"""The lists of items a package carries: all about each item, and the year's catalogue as archives print it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from docgen.archive.copying import DigestingStream, FileDigest
from docgen.archive.layout import ORIGINALS, RENDITIONS
from docgen.archive.xmlout import XSI, XmlOut, xml_document
from docgen.model.archive import Content, Item, Package, Rendition, Role

ITEMS_NS = "urn:docgen:items:1"
CATALOGUE_NS = "urn:docgen:catalogue:1"
ITEMS_ROOT, CATALOGUE_ROOT = "件目录", "归档文件目录"
REPRESENTATION, NAME = "表现形式", "计算机文件名"


def _i(name: str) -> str:
    return f"{{{ITEMS_NS}}}{name}"


def _c(name: str) -> str:
    return f"{{{CATALOGUE_NS}}}{name}"


def boolean(value: bool) -> str:
    """A yes or no as XML schemas write it."""
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
    with xml_document(stream) as out, out.inside(_i(ITEMS_ROOT), attributes, nsmap):
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
                for rendition in item.renditions:
                    _rendition(out, rendition)


#: A fact about an item or a file: its element's name and its text.
Fact = tuple[str, str]
RETENTION, CONFIRMED = "保管期限", "已确认"


def item_facts(item: Item) -> tuple[Fact, ...]:
    """What the list says of an item besides its files, in the order of the list; empty texts are left out there."""
    return (
        ("件号", item.number),
        ("标识", item.key),
        ("资料", item.material),
        ("类别号", item.category),
        ("具体内容", item.folder),
        ("档号", item.archival_code),
        ("题名", item.title),
        ("责任者", item.author),
        ("日期", item.date),
        ("文件编号", item.document_number),
        ("密级", item.secrecy),
        (RETENTION, item.retention),
        ("页数", "" if item.pages is None else str(item.pages)),
        ("有纸质", boolean(item.paper)),
        ("含个人信息", boolean(item.personal)),
    )


def content_facts(content: Content, digest: FileDigest) -> tuple[Fact, ...]:
    """What the list says of a file, in the order of the list; empty texts are left out there."""
    return (
        ("角色", content.role.value),
        ("计算机文件名", content.path),
        ("计算机文件大小", str(digest.size)),
        ("SHA-256", digest.sha256),
        ("媒体类型", content.media_type),
        ("原文件名", content.original_name),
        ("模板", content.template),
        ("登记", content.entry),
        ("数据行", content.row),
        ("文档创建程序", content.program),
        ("工作区路径", content.place),
    )


def _rendition(out: XmlOut, rendition: Rendition) -> None:
    with out.inside(_i("电子文件"), {REPRESENTATION: RENDITIONS}):
        facts = (
            ("角色", Role.CONVERTED.value),
            (NAME, rendition.path),
            ("计算机文件大小", str(rendition.size)),
            ("SHA-256", rendition.sha256),
            ("媒体类型", "application/pdf"),
            ("文档创建程序", rendition.maker),
        )
        out.leaves(ITEMS_NS, _filled(facts))
        with out.inside(_i("转换")):
            out.leaf(_i("转换自"), rendition.of)
            out.leaf(_i("PDFA-2b检查"), rendition.verdict)
            out.filled(_i("字体"), "、".join(rendition.fonts))
            out.leaf(_i("人工导出"), boolean(rendition.own))
            out.leaf(_i("加盖归档章"), boolean(rendition.stamped))


#: Facts that change without the file: which row its entry stands in now, and which program wrote it first.
PASSING = frozenset({"数据行", "文档创建程序"})
#: Facts that stand in the list although they are empty.
_ALWAYS = frozenset({"件号", "标识", "资料", "类别号", "具体内容", "题名", RETENTION})


def _filled(facts: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact[1] or fact[0] in _ALWAYS]


def _item(out: XmlOut, item: Item) -> None:
    facts = _filled(item_facts(item))
    place = next(number for number, (name, _) in enumerate(facts) if name == RETENTION)
    out.leaves(ITEMS_NS, facts[:place])
    out.leaf(_i(RETENTION), item.retention, {CONFIRMED: boolean(item.retention_confirmed)})
    out.leaves(ITEMS_NS, facts[place + 1 :])


def _content(out: XmlOut, content: Content, digest: FileDigest) -> None:
    with out.inside(_i("电子文件"), {REPRESENTATION: ORIGINALS}):
        out.leaves(ITEMS_NS, _filled(content_facts(content, digest)))


def write_catalogue(stream: DigestingStream, package: Package) -> None:
    """The catalogue of the year (DA/T 22—2015: columns in this order); boxes and discs come later, beside the bag."""
    agency = package.agency
    attributes = {f"{{{XSI}}}schemaLocation": f"{CATALOGUE_NS} ../schemas/catalogue.xsd", "包": package.id}
    nsmap: dict[str | None, str] = {None: CATALOGUE_NS, "xsi": XSI}
    with xml_document(stream) as out, out.inside(_c(CATALOGUE_ROOT), attributes, nsmap):
        with out.inside(_c("封面")):
            out.leaf(_c("全宗号"), agency.fonds_code)
            out.leaf(_c("全宗名称"), agency.unit)
            out.leaf(_c("年度"), str(package.year))
            out.leaf(_c("机构或问题"), agency.studio)
        for order, item in enumerate(package.items, 1):
            with out.inside(_c("条目"), {"件号": item.number, "保管期限": item.retention}):
                out.leaves(CATALOGUE_NS, _columns(order, item))


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
