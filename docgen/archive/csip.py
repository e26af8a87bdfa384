"""The METS files of an E-ARK package (CSIP 2.1): a small one for the package, a streamed one per representation.

The package's METS must stay small whatever the year, because validators choke on large ones. So it lists the
descriptions, the documentation, the schemas and the METS of each representation; the representation's METS lists
the files of the items and, as they may be many, the sources the year was made from.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from docgen.archive.copying import DigestingStream, FileDigest
from docgen.archive.xmlout import XSI, XmlOut, xml_document
from docgen.model.archive import Package

METS_NS = "http://www.loc.gov/METS/"
XLINK_NS = "http://www.w3.org/1999/xlink"
CSIP_NS = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
PROFILE = "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml"
_PLACES = (
    f"{METS_NS} http://www.loc.gov/standards/mets/mets.xsd "
    f"{XLINK_NS} http://www.loc.gov/standards/xlink/xlink.xsd "
    f"{CSIP_NS} https://earkcsip.dilcis.eu/schema/DILCISExtensionMETS.xsd"
)
_NSMAP: dict[str | None, str] = {None: METS_NS, "xlink": XLINK_NS, "csip": CSIP_NS, "xsi": XSI}


def _m(name: str) -> str:
    return f"{{{METS_NS}}}{name}"


def _c(name: str) -> str:
    return f"{{{CSIP_NS}}}{name}"


@dataclass(frozen=True, slots=True)
class Listed:
    """A file that a METS lists.

    Attributes:
        href: its path from the METS's folder, not yet percent-encoded.
        digest: its size and digest.
        media_type: IANA media type.
        kind: for descriptions, the METS name of their kind (``DC``, ``PREMIS``) or a name of ours.
    """

    href: str
    digest: FileDigest
    media_type: str
    kind: str = ""

    @property
    def id(self) -> str:
        """An XML id that stays the same while the path does, whatever else is added."""
        return f"F{hashlib.sha256(self.href.encode()).hexdigest()[:20]}"


@dataclass(frozen=True, slots=True)
class Group:
    """A group of files: the id others point at, its use, its files."""

    id: str
    use: str
    files: Iterable[Listed]


def href(path: str) -> str:
    """A path as METS writes it: percent-encoded, ``/`` kept."""
    folder, slash, name = path.rpartition("/")
    return f"{_folder_href(folder)}{slash}{quote(name)}"


@lru_cache(maxsize=256)
def _folder_href(folder: str) -> str:
    return quote(folder, safe="/")


def timestamp(package: Package) -> str:
    """The one time of the package, with its zone."""
    return package.created.isoformat(timespec="seconds")


def program(package: Package) -> tuple[str, str]:
    """Name and version of the software."""
    name, _, version = package.software.strip().rpartition(" ")
    return (name, version) if name else (version, "0")


def write_package_mets(
    stream: DigestingStream,
    package: Package,
    descriptive: Sequence[Listed],
    administrative: Sequence[Listed],
    groups: Sequence[Group],
) -> None:
    """The METS of the package.

    Args:
        stream: where it goes.
        package: what it is about.
        descriptive: descriptions of the package.
        administrative: preservation metadata.
        groups: documentation, schemas, and one group per representation that holds just its METS.
    """
    with xml_document(stream) as out, out.inside(_m("mets"), _root(package, package.id), _NSMAP):
        _header(out, package)
        _descriptions(out, package, descriptive)
        _administration(out, package, administrative)
        _file_section(out, package, groups)
        with _map(out, package.id):
            links = _links(descriptive, administrative)
            out.leaf(_m("div"), attributes={"ID": "DIV-metadata", "LABEL": "Metadata", **links})
            for group in groups:
                if "/" not in group.use:
                    _group_div(out, group, group.use)
            with out.inside(_m("div"), {"ID": "DIV-representations", "LABEL": "Representations"}):
                held = [group for group in groups if "/" in group.use]
                for group in held:
                    out.leaf(_m("fptr"), attributes={"FILEID": group.id})
                for group in held:
                    _representation_div(out, group)


def write_representation_mets(
    stream: DigestingStream,
    package: Package,
    name: str,
    sources: Sequence[Listed],
    administrative: Sequence[Listed],
    contents: Iterable[Listed],
) -> None:
    """The METS of a representation; as long as the year has files.

    Args:
        stream: where it goes.
        package: what it belongs to.
        name: name of the representation and of its folder.
        sources: files the year was made from.
        administrative: preservation metadata.
        contents: files of the items, in order.
    """
    group = Group(f"GRP-{name}-data", f"Representations/{name}/data", contents)
    with xml_document(stream) as out, out.inside(_m("mets"), _root(package, name), _NSMAP):
        _header(out, package)
        _descriptions(out, package, sources)
        _administration(out, package, administrative)
        _file_section(out, package, [group])
        with _map(out, name):
            links = _links(sources, administrative)
            out.leaf(_m("div"), attributes={"ID": "DIV-metadata", "LABEL": "Metadata", **links})
            _group_div(out, group, group.use)


def _root(package: Package, identifier: str) -> dict[str, str]:
    return {
        "OBJID": identifier,
        "LABEL": f"{package.agency.studio}{package.year}年度归档文件",
        "TYPE": "Mixed",
        "PROFILE": PROFILE,
        **_content_type(package),
        f"{{{XSI}}}schemaLocation": _PLACES,
    }


def _content_type(package: Package) -> dict[str, str]:
    return {_c("CONTENTINFORMATIONTYPE"): "OTHER", _c("OTHERCONTENTINFORMATIONTYPE"): package.standard}


def _header(out: XmlOut, package: Package) -> None:
    when = timestamp(package)
    name, version = program(package)
    agents = (("ARCHIVIST", package.agency.studio), ("CUSTODIAN", package.agency.unit))
    header = {"CREATEDATE": when, "LASTMODDATE": when, _c("OAISPACKAGETYPE"): "AIP"}
    with out.inside(_m("metsHdr"), header):
        with out.inside(_m("agent"), {"ROLE": "CREATOR", "TYPE": "OTHER", "OTHERTYPE": "SOFTWARE"}):
            out.leaf(_m("name"), name)
            out.leaf(_m("note"), version, {_c("NOTETYPE"): "SOFTWARE VERSION"})
        for role, who in agents:
            if who:
                with out.inside(_m("agent"), {"ROLE": role, "TYPE": "ORGANIZATION"}):
                    out.leaf(_m("name"), who)


def _descriptions(out: XmlOut, package: Package, files: Sequence[Listed]) -> None:
    for file in files:
        with out.inside(_m("dmdSec"), {"ID": f"D{file.id}", "CREATED": timestamp(package), "STATUS": "CURRENT"}):
            _reference(out, package, file)


def _administration(out: XmlOut, package: Package, files: Sequence[Listed]) -> None:
    with out.inside(_m("amdSec"), {"ID": "AMD"}):
        for file in files:
            attributes = {"ID": f"A{file.id}", "CREATED": timestamp(package), "STATUS": "CURRENT"}
            with out.inside(_m("digiprovMD"), attributes):
                _reference(out, package, file)


def _reference(out: XmlOut, package: Package, file: Listed) -> None:
    kind = {"MDTYPE": file.kind} if file.kind in ("DC", "PREMIS") else {"MDTYPE": "OTHER", "OTHERMDTYPE": file.kind}
    attributes = {"ID": file.id, **_link(file.href), **kind, **_facts(package, file)}
    out.leaf(_m("mdRef"), attributes=attributes)


def _link(path: str) -> dict[str, str]:
    return {"LOCTYPE": "URL", f"{{{XLINK_NS}}}type": "simple", f"{{{XLINK_NS}}}href": href(path)}


def _facts(package: Package, file: Listed) -> dict[str, str]:
    return {
        "MIMETYPE": file.media_type,
        "SIZE": str(file.digest.size),
        "CREATED": timestamp(package),
        "CHECKSUM": file.digest.sha256,
        "CHECKSUMTYPE": "SHA-256",
    }


def _file_section(out: XmlOut, package: Package, groups: Iterable[Group]) -> None:
    with out.inside(_m("fileSec"), {"ID": "FILES"}):
        for group in groups:
            with out.inside(_m("fileGrp"), {"ID": group.id, "USE": group.use, **_content_type(package)}):
                for file in group.files:
                    with out.inside(_m("file"), {"ID": file.id, **_facts(package, file)}):
                        out.leaf(_m("FLocat"), attributes=_link(file.href))


@contextlib.contextmanager
def _map(out: XmlOut, label: str) -> Iterator[None]:
    """The one structural map, with its outer division."""
    with (
        out.inside(_m("structMap"), {"ID": "MAP", "TYPE": "PHYSICAL", "LABEL": "CSIP"}),
        out.inside(_m("div"), {"ID": "DIV", "LABEL": label}),
    ):
        yield


def _group_div(out: XmlOut, group: Group, label: str) -> None:
    with out.inside(_m("div"), {"ID": f"DIV-{group.id}", "LABEL": label}):
        out.leaf(_m("fptr"), attributes={"FILEID": group.id})


def _representation_div(out: XmlOut, group: Group) -> None:
    with out.inside(_m("div"), {"ID": f"DIV-{group.id}", "LABEL": group.use}):
        for file in group.files:
            attributes = {**_link(file.href), f"{{{XLINK_NS}}}title": group.id}
            out.leaf(_m("mptr"), attributes=attributes)


def _links(descriptive: Sequence[Listed], administrative: Sequence[Listed]) -> dict[str, str]:
    """What a division of metadata points at; METS knows no empty pointer."""
    links = {
        "DMDID": " ".join(f"D{file.id}" for file in descriptive),
        "ADMID": " ".join(f"A{file.id}" for file in administrative),
    }
    return {name: ids for name, ids in links.items() if ids}
