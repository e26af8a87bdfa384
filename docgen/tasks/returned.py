"""Signed paper that comes back: scans among the attachments that bear the name of a document.

A scan may lie in any folder. Where documents of several materials have the same name, a folder whose name begins with
the number of a material tells which one is meant; nothing is guessed.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from docgen.engine.plan import Document, FillPlan, plain_title
from docgen.load.inventory import looks_scanned
from docgen.model.archive import Role
from docgen.model.finding import Finding, Place, Severity
from docgen.tasks.year import Year


@dataclass(frozen=True)
class Returned:
    """The scans that were found.

    Attributes:
        scans: key of a document that is there → its scans.
        unclear: path of a scan in the workspace → the documents it may belong to.
    """

    scans: Mapping[str, list[Path]] = field(default_factory=dict)
    unclear: Mapping[str, list[Document]] = field(default_factory=dict)

    @property
    def paths(self) -> frozenset[Path]:
        """All scans whose document is known."""
        return frozenset(path for paths in self.scans.values() for path in paths)


def returned_scans(year: Year, plan: FillPlan) -> Returned:
    """Find the scans of a year's documents among the attachments that no record names.

    Args:
        year: the year.
        plan: all its documents: with some left out, a name might seem to be that of one only.
    """
    folder, root = year.workspace.documents(year.year), year.workspace.attachments.resolve()
    numbers = {m.number for m in year.standard.materials.values()}
    by_name: dict[str, list[Document]] = defaultdict(list)
    for document in plan.documents:
        by_name[_same(document.path.name)].append(document)
    scans: dict[str, list[Path]] = defaultdict(list)
    unclear: dict[str, list[Document]] = {}
    for path in unnamed_files(year):
        wanted = by_name.get(_same(path.stem), [])
        number = path.parent.name.partition(" ")[0]
        if number in numbers:
            wanted = [d for d in wanted if d.material.number == number]
        if not wanted or not path.resolve().is_relative_to(root) or twin_role(path) is not Role.ORIGINAL:
            continue
        if len(wanted) > 1:
            unclear[year.workspace.shown(path)] = wanted
        elif (folder / wanted[0].file).is_file():
            scans[wanted[0].key].append(path)
    return Returned(scans, unclear)


def unnamed_files(year: Year) -> Iterator[Path]:
    """Files in the attachments folder that no record names."""
    root = year.workspace.attachments
    named = {name for fact in year.files.values() for name in fact.files}
    for path in sorted(root.rglob("*")):
        below = path.relative_to(root).as_posix()
        if below not in named and not path.name.startswith((".", "~")) and path.suffix and path.is_file():
            yield path


def twin_role(path: Path) -> Role:
    """What a file with the name of a document is: a scan of the signed paper, an exported copy, or something else."""
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        return Role.ORIGINAL if looks_scanned(path) else Role.CONVERTED
    if suffix in (".jpg", ".jpeg", ".png", ".tif", ".tiff"):
        return Role.ORIGINAL
    return Role.CONVERTED if suffix == ".ofd" else Role.ATTACHMENT


def unclear_findings(returned: Returned) -> tuple[Finding, ...]:
    """What is said of scans that may belong to several documents."""
    return tuple(_unclear(place, documents) for place, documents in returned.unclear.items())


def _unclear(place: str, documents: list[Document]) -> Finding:
    materials = [d.material for d in documents]
    message = f"扫描件与 {len(materials)} 份文档同名，认不出是哪一份"
    names = "、".join(f"{m.number} {plain_title(m.title)}" for m in materials)
    remedy = f"放进以资料编号开头的文件夹，如 {place.rpartition('/')[0]}/{materials[0].number}/；同名的是：{names}。"
    return Finding("input.scan-unclear", Severity.WARNING, message, remedy, Place(file=place))


def _same(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip()
