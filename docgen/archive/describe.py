"""What is said about the package as a whole: Dublin Core."""

from __future__ import annotations

from docgen.archive.copying import DigestingStream
from docgen.archive.xmlout import XSI, xml_document
from docgen.model.archive import Package

DC_NS = "http://purl.org/dc/elements/1.1/"
OAI_NS = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_PLACES = f"{OAI_NS} http://www.openarchives.org/OAI/2.0/oai_dc.xsd"


def write_dublin_core(stream: DigestingStream, package: Package) -> None:
    """The description of the package in Dublin Core."""
    agency = package.agency
    files = sum(len(item.contents) for item in package.items)
    copies = sum(len(item.renditions) for item in package.items)
    converted = f"，{copies}份PDF/A转换件" if copies else ""
    said = (
        ("title", f"{agency.studio}{package.year}年度归档文件"),
        ("creator", agency.studio),
        ("publisher", agency.unit),
        ("contributor", agency.union),
        ("subject", package.standard_title),
        (
            "description",
            f"共{len(package.items)}件，{files}个电子文件{converted}；参照{package.standard}整理",
        ),
        ("date", package.created.date().isoformat()),
        ("type", "Collection"),
        ("identifier", package.id),
        ("source", agency.fonds_code),
        ("relation", package.changes.previous if package.changes else ""),
        ("language", "zh"),
        ("coverage", str(package.year)),
    )
    nsmap: dict[str | None, str] = {"oai_dc": OAI_NS, "dc": DC_NS, "xsi": XSI}
    attributes = {f"{{{XSI}}}schemaLocation": _PLACES}
    with xml_document(stream) as out, out.inside(f"{{{OAI_NS}}}dc", attributes, nsmap):
        for name, text in said:
            out.filled(f"{{{DC_NS}}}{name}", text)
