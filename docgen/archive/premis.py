"""What was done to the package (PREMIS 3): only what really happened by the time it is written.

Files are no objects here: the METS has their sizes and digests, and an event for every file makes packages nobody
can save. The check after writing is not an event of the package either: it comes too late to stand in it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docgen.archive.copying import DigestingStream
from docgen.archive.csip import program, timestamp
from docgen.archive.layout import ORIGINALS, RENDITIONS
from docgen.archive.xmlout import XSI, XmlOut, xml_document
from docgen.model.archive import Package

PREMIS_NS = "http://www.loc.gov/premis/v3"
_PLACES = f"{PREMIS_NS} http://www.loc.gov/standards/premis/premis.xsd"
_VOCABULARY = "http://id.loc.gov/vocabulary/preservation"
_EVENTS = {
    "mes": "message digest calculation",
    "ipc": "information package creation",
    "mig": "migration",
    "nor": "normalization",
    "mod": "modification",
    "val": "validation",
}
_LOCAL = "local"
_SOFTWARE, _UNIT, _KEEPER, _CHECKER = "software", "unit", "keeper", "checker"


def _p(name: str) -> str:
    return f"{{{PREMIS_NS}}}{name}"


@dataclass(frozen=True, slots=True)
class Extent:
    """How many files were copied and digested, and how many bytes they have."""

    files: int
    size: int


def write_premis(stream: DigestingStream, package: Package, representations: Sequence[str], extent: Extent) -> None:
    """The preservation metadata of the package: all its files, its sources included."""
    with _document(stream) as out:
        with out.inside(_p("object"), {f"{{{XSI}}}type": "intellectualEntity"}):
            _identifier(out, "object", package.id)
            if package.changes:
                _related(out, package.changes.previous, "derivation", "has source")
        for name in representations:
            _representation(out, package, name)
        _event(out, package, package.id, "mes", _digested(package, extent))
        _event(out, package, package.id, "ipc", f"{len(package.items)}件")
        _software(out, package)
        _people(out, package)
        _rights(out, package)


def write_representation_premis(
    stream: DigestingStream, package: Package, name: str, extent: Extent, acts: Sequence[Act] = ()
) -> None:
    """The preservation metadata of a representation: the files of its items, and what else was done to them."""
    about = f"{package.id}/{name}"
    with _document(stream) as out:
        _representation(out, package, name)
        for act in acts:
            _event(out, package, about, act.code, act.note, act)
        _event(out, package, about, "mes", _digested(package, extent))
        _software(out, package)
        for agent, program in dict.fromkeys((act.agent, act.program) for act in acts if act.agent != _SOFTWARE):
            _program(out, agent, program)


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a program did to the files of a representation.

    Attributes:
        code: of the event's kind.
        note: what came of it, in words.
        agent: id of the program.
        program: its name and version.
        outcome: ``success``, or ``warning`` where not everything could be decided.
        mark: tells acts of the same kind apart.
    """

    code: str
    note: str
    agent: str
    program: str
    outcome: str = "success"
    mark: str = ""


def nothing(_: Package) -> list[Act]:
    """What was done to originals: nothing."""
    return []


def conversions(package: Package) -> list[Act]:
    """How the copies for reading came about: by which programs, with which fonts, and what the check said."""
    made = [rendition for item in package.items for rendition in item.renditions]
    acts = []
    makers = sorted({r.maker for r in made if not r.own})
    for number, maker in enumerate(makers, 1):
        by = [r for r in made if not r.own and r.maker == maker]
        fonts = "、".join(sorted({font for r in by for font in r.fonts}))
        note = f"{len(by)}份文档转换为PDF；字体：{fonts}"
        acts.append(Act("mig", note, f"converter-{number}", maker, mark=f"-{number}"))
    own = sum(r.own for r in made)
    exported = f"，其中{own}份来自人工导出的PDF" if own else ""
    acts.append(Act("nor", f"{len(made)}份整理为PDF/A-2b{exported}", _CHECKER, package.checker))
    stamped = sum(r.stamped for r in made)
    if stamped:
        acts.append(Act("mod", f"{stamped}份加盖归档章或标注页号", _SOFTWARE, package.software))
    passed = sum(r.verdict == "pass" for r in made)
    rest = len(made) - passed
    said = f"PDF/A-2b检查：{passed}份通过" + (f"，{rest}份有未能判定的内容" if rest else "")
    acts.append(Act("val", said, _CHECKER, package.checker, "warning" if rest else "success"))
    return acts


@contextlib.contextmanager
def _document(stream: DigestingStream) -> Iterator[XmlOut]:
    nsmap: dict[str | None, str] = {None: PREMIS_NS, "xsi": XSI}
    attributes = {"version": "3.0", f"{{{XSI}}}schemaLocation": _PLACES}
    with xml_document(stream) as out, out.inside(_p("premis"), attributes, nsmap):
        yield out


def _digested(package: Package, extent: Extent) -> str:
    return f"{'SHA-256和SM3' if package.sm3 else 'SHA-256'}，{extent.files}个文件，{extent.size}字节"


def _representation(out: XmlOut, package: Package, name: str) -> None:
    with out.inside(_p("object"), {f"{{{XSI}}}type": "representation"}):
        _identifier(out, "object", f"{package.id}/{name}")
        _related(out, package.id, "structural", "represents")
        if name == RENDITIONS:
            _related(out, f"{package.id}/{ORIGINALS}", "derivation", "has source")


def _identifier(out: XmlOut, what: str, value: str) -> None:
    with out.inside(_p(f"{what}Identifier")):
        out.leaf(_p(f"{what}IdentifierType"), _LOCAL)
        out.leaf(_p(f"{what}IdentifierValue"), value)


def _related(out: XmlOut, other: str, kind: str, how: str) -> None:
    """A relationship to another object, in the words of the Library of Congress."""
    with out.inside(_p("relationship")):
        out.leaf(_p("relationshipType"), kind)
        out.leaf(_p("relationshipSubType"), how)
        _identifier(out, "relatedObject", other)


def _event(out: XmlOut, package: Package, about: str, code: str, note: str, act: Act | None = None) -> None:
    with out.inside(_p("event")):
        _identifier(out, "event", f"{about}/{code}{act.mark if act else ''}")
        uri = f"{_VOCABULARY}/eventType/{code}"
        out.leaf(_p("eventType"), _EVENTS[code], {"authority": "eventType", "valueURI": uri})
        out.leaf(_p("eventDateTime"), timestamp(package))
        with out.inside(_p("eventOutcomeInformation")):
            out.leaf(_p("eventOutcome"), act.outcome if act else "success")
            with out.inside(_p("eventOutcomeDetail")):
                out.leaf(_p("eventOutcomeDetailNote"), note)
        with out.inside(_p("linkingAgentIdentifier")):
            out.leaf(_p("linkingAgentIdentifierType"), _LOCAL)
            out.leaf(_p("linkingAgentIdentifierValue"), act.agent if act else _SOFTWARE)
            out.leaf(_p("linkingAgentRole"), "executing program")
        _identifier(out, "linkingObject", about)


def _software(out: XmlOut, package: Package) -> None:
    _program(out, _SOFTWARE, " ".join(program(package)))


def _program(out: XmlOut, identifier: str, said: str) -> None:
    """A program, by its name and version."""
    name, _, version = said.rpartition(" ")
    with out.inside(_p("agent")):
        _identifier(out, "agent", identifier)
        out.leaf(_p("agentName"), name or version)
        out.leaf(_p("agentType"), "software")
        if name:
            out.leaf(_p("agentVersion"), version)


def _people(out: XmlOut, package: Package) -> None:
    for identifier, who, kind in (
        (_UNIT, package.agency.unit, "organization"),
        (_KEEPER, package.agency.keeper, "person"),
    ):
        if who:
            with out.inside(_p("agent")):
                _identifier(out, "agent", identifier)
                out.leaf(_p("agentName"), who)
                out.leaf(_p("agentType"), kind)


def _rights(out: XmlOut, package: Package) -> None:
    """Retention periods and levels of secrecy in the package; the items' own stand in their list."""
    retention = "、".join(sorted({item.retention for item in package.items if item.retention}))
    secrecy = "、".join(sorted({item.secrecy for item in package.items if item.secrecy}))
    notes = [f"{label}：{text}" for label, text in (("保管期限", retention), ("密级", secrecy)) if text]
    if not notes:
        return
    with out.inside(_p("rights")), out.inside(_p("rightsStatement")):
        _identifier(out, "rightsStatement", f"{package.id}/rights")
        out.leaf(_p("rightsBasis"), "other")
        with out.inside(_p("otherRightsInformation")):
            out.leaf(_p("otherRightsBasis"), "policy")
            for note in notes:
                out.leaf(_p("otherRightsNote"), note)
        _identifier(out, "linkingObject", package.id)
