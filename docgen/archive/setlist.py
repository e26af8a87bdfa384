"""The catalogue of a set of discs, the same on every disc: which discs there are, and what lies on which.

A disc alone can tell by it how many others there should be; all of them together can be checked against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docgen.archive.copying import FileDigest, Readable, digesting
from docgen.archive.xmlin import elements
from docgen.archive.xmlout import xml_document
from docgen.model.archive import Disc

SET_NS = "urn:docgen:set:1"
#: The folder of a disc for everything that is not a filed document.
OTHER = "其他"
SET_CATALOGUE = f"{OTHER}/全套目录.xml"
DISC_MANIFEST = f"{OTHER}/manifest-sha256.txt"


@dataclass(frozen=True, slots=True)
class SetFile:
    """A filed document on one disc of a set.

    Attributes:
        path: from the root of the disc, with ``/``.
        digest: its size and digest.
        disc: ordinal of the disc, from 1.
    """

    path: str
    digest: FileDigest
    disc: int


@dataclass(slots=True)
class SetList:
    """The catalogue as it was read.

    Attributes:
        set: id of the set.
        total: how many discs it has.
        discs: name of each disc, by its ordinal.
        files: each filed document, by path; of a path listed twice, the first.
        twice: paths listed more than once.
    """

    set: str = ""
    total: int = 0
    discs: dict[int, str] = field(default_factory=dict)
    files: dict[str, SetFile] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)


def is_filed(path: str) -> bool:
    """A path of a disc that belongs to the records: not a file of the root, not one of ``其他``."""
    return "/" in path and not path.startswith(f"{OTHER}/")


def _s(name: str) -> str:
    return f"{{{SET_NS}}}{name}"


def write_set_catalogue(target: Path, set_id: str, discs: Sequence[Disc], files: Iterable[SetFile]) -> FileDigest:
    """Write the catalogue of a set; every disc gets the same bytes.

    Args:
        target: where it goes, usually ``其他/全套目录.xml`` of a disc.
        set_id: id of the set.
        discs: all discs.
        files: the filed documents of all discs: everything but the files of the roots and of ``其他``.

    Returns:
        Its own digest, for the disc's manifest.

    Raises:
        OutputError: something stands there, or the system refuses.
    """
    with digesting(target) as stream, xml_document(stream) as out:
        attributes = {"set": set_id, "total": str(len(discs))}
        with out.inside(_s("全套目录"), attributes, {None: SET_NS}):
            for disc in sorted(discs, key=lambda d: d.number):
                out.leaf(_s("盘"), attributes={"number": str(disc.number), "name": disc.name})
            for file in sorted(files, key=lambda f: (f.path, f.disc)):
                facts = {"size": str(file.digest.size), "sha256": file.digest.sha256, "disc": str(file.disc)}
                out.leaf(_s("文件"), attributes={"path": file.path, **facts})
    return stream.digest


def read_set_catalogue(path: Readable) -> SetList:
    """Read a catalogue.

    Raises:
        BadXml: it is not well-formed or breaks its schema.
        OSError: it can not be read.
    """
    result = SetList()
    for event, element in elements(path, frozenset({_s("文件")}), "set.xsd"):
        if event == "start" and element.tag == _s("全套目录"):
            result.set, result.total = element.get("set", ""), int(element.get("total", "0"))
        elif event == "end" and element.tag == _s("盘"):
            result.discs[int(element.get("number"))] = element.get("name")
        elif event == "end" and element.tag == _s("文件"):
            digest = FileDigest(int(element.get("size")), element.get("sha256"))
            file = SetFile(element.get("path"), digest, int(element.get("disc")))
            if file.path in result.files:
                result.twice.append(file.path)
            result.files.setdefault(file.path, file)
    return result
