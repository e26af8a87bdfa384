"""What is said of the items on a carrier, beside their files: 电子档案元数据.XML.

Names and order of the elements are those of DA/T 46—2009 and DA/T 48—2009; the namespace is ours, because the files
are not inside but stand on the carrier, and their digests are told instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import PurePosixPath

from docgen.archive.carrier import DiscSet, Held
from docgen.archive.copying import DigestingStream, FileDigest
from docgen.archive.csip import timestamp
from docgen.archive.xmlout import XmlOut, xml_document
from docgen.model.archive import Content, Package
from docgen.model.codes import parse_code

METADATA_NS = "urn:docgen:metadata:1"
DESCRIBED, CODE, DOCUMENT = "文件实体", "档号", "文档"
NAME, SIZE, DIGEST, ALGORITHM, SHA256 = "计算机文件名", "计算机文件大小", "数字摘要", "算法", "SHA-256"


def m(name: str) -> str:
    """The tag of an element."""
    return f"{{{METADATA_NS}}}{name}"


def metadata_bytes(whole: DiscSet, items: Sequence[Held], digests: Mapping[str, FileDigest]) -> bytes:
    """The description of items on a carrier.

    Args:
        whole: all carriers.
        items: what this one holds of them.
        digests: of each file, by ``Content.path``.
    """
    data = BytesIO()
    with xml_document(DigestingStream(data)) as out, out.inside(m("电子档案元数据"), nsmap={None: METADATA_NS}):
        for held in items:
            with out.inside(m(DESCRIBED)):
                _item(out, whole, held)
                with out.inside(m("文件数据")):
                    for order, content in enumerate(held.contents, 1):
                        _document(out, whole, order, content, digests[content.path])
                _acts(out, whole.package)
    return data.getvalue()


def _item(out: XmlOut, whole: DiscSet, held: Held) -> None:
    item, agency = held.item, whole.package.agency
    out.leaf(m("聚合层次"), "文件")
    with out.inside(m("来源")):
        out.leaf(m("立档单位名称"), agency.unit or agency.studio)
    out.leaf(m("电子文件号"), item.number)
    _code(out, whole.package, held)
    with out.inside(m("内容描述")):
        out.leaf(m("题名"), item.title)
        out.filled(m("文件编号"), item.document_number)
        out.filled(m("责任者"), item.author)
        out.filled(m("日期"), item.date)
        out.filled(m("密级"), item.secrecy)
    with out.inside(m("形式特征")):
        out.leaf(m("文件组合类型"), "单件" if len(item.contents) == 1 else "组合文件")
        out.filled(m("页数"), "" if item.pages is None else str(item.pages))
    numbers = {whole.where[c.path] for c in item.contents if c.path in whole.where}
    with out.inside(m("存储位置")):
        for disc in whole.discs:
            if disc.number in numbers:
                out.leaf(m("脱机载体编号"), disc.name)
    if item.personal:
        with out.inside(m("权限管理")):
            out.leaf(m("控制标识"), "含个人信息")


def _code(out: XmlOut, package: Package, held: Held) -> None:
    """The archival code and what it is made of; what is not known stays away."""
    item = held.item
    parsed = parse_code(item.archival_code)
    with out.inside(m(CODE), text=item.archival_code):
        out.filled(m("全宗号"), package.agency.fonds_code)
        out.leaf(m("年度"), str(package.year))
        out.filled(m("保管期限"), item.retention)
        out.leaf(m("机构或问题"), package.agency.studio)
        out.leaf(m("类别号"), item.category)
        out.filled(m("室编件号"), str(parsed[1]) if parsed else "")


def _document(out: XmlOut, whole: DiscSet, order: int, content: Content, digest: FileDigest) -> None:
    path = PurePosixPath(whole.path(content))
    name = path.suffix.lstrip(".").upper()
    said = f"格式名称：{name}，" if name else ""
    with out.inside(m(DOCUMENT)):
        out.leaf(m("文档序号"), str(order))
        with out.inside(m("电子属性")):
            out.leaf(m("格式信息"), f"{said}MIME媒体类型：{content.media_type}")
            out.leaf(m(NAME), path.name if whole.layout.by_code else str(path))
            out.leaf(m(SIZE), str(digest.size))
            out.filled(m("文档创建程序"), content.program)
            out.leaf(m(DIGEST), digest.sha256, {ALGORITHM: SHA256})
        for label, text in content.caption:
            out.leaf(m("附注"), f"{label}：{text}")


def _acts(out: XmlOut, package: Package) -> None:
    """What was done with the item, by the unit; who in it did so is not known here."""
    with out.inside(m("业务实体")):
        out.leaf(m("业务状态"), "历史行为")
        out.leaf(m("业务行为"), "归档")
        out.leaf(m("行为时间"), timestamp(package))
        out.leaf(m("机构人员名称"), package.agency.unit or package.agency.studio)
