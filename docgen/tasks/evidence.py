"""What rules look at besides the records: which documents are there, what they say, which attachments nobody names."""

from __future__ import annotations

import functools
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from docgen.engine.clauses import Evidence
from docgen.engine.plan import Document, FillPlan, plain_title, plan_fill
from docgen.load.texts import file_lines
from docgen.model.entry import Record
from docgen.model.rules import STAGES
from docgen.model.standard import Material
from docgen.model.values import Bad
from docgen.tasks.newer import new_versions
from docgen.tasks.returned import Returned, returned_scans, unnamed_files
from docgen.tasks.year import Year
from docgen.write.memory import Memory

DATA, FILLED, PACKAGED = STAGES
PAPERS = "文档"
#: Endings of a scan beside a document.
SCANS = frozenset({".pdf", ".ofd", ".jpg", ".jpeg", ".png", ".tif", ".tiff"})


def gather_evidence(year: Year, archived: date | None = None, returned: Returned | None = None) -> Evidence:
    """Look at the documents and attachments of a year. Nothing is written.

    Args:
        year: the year.
        archived: the day of its archive, ``None`` where there is none.
        returned: the scans among its attachments, where they were looked for already.

    Raises:
        StandardError: an expression of the standard's data is wrong.
        InputError: docgen's own records are damaged.
    """
    workspace = year.workspace
    memory = Memory(workspace.memory(year.year))
    stages = {DATA} | ({FILLED} if memory.documents else set()) | ({PACKAGED} if archived else set())
    plan = plan_fill(year.standard, year.book)
    returned = returned or returned_scans(year, plan)
    papers = list(_papers(year, plan, memory, returned))
    return Evidence(
        stages=frozenset(stages),
        tables={PAPERS: papers},
        archived=archived,
        twins=_twins(year),
        loose=_loose(year, returned),
        attachment=functools.cache(lambda path: _lines(workspace.attachments, path)),
        document=functools.cache(lambda path: file_lines(workspace.root / path)),
    )


def _lines(root: Path, path: str) -> Sequence[Sequence[str]]:
    file = root / path
    try:
        inside = file.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return []
    return file_lines(file) if inside and file.is_file() else []


def _papers(year: Year, plan: FillPlan, memory: Memory, returned: Returned) -> Iterator[Record]:
    """Every document of the year: made, to be made, or the unit's own."""
    folder = year.workspace.documents(year.year)
    seen: set[Path] = set()
    for document in plan.documents:
        path = folder / document.file
        seen.add(path)
        key = document.record.entry.key if document.record is not None and document.record.entry is not None else ""
        signed = document.key in returned.scans or _signed(document, path)
        yield _paper(year, document.material, key, path, signed=signed)
    for material_id, records in plan.own_files.items():
        for record in records:
            key = record.entry.key if record.entry is not None else ""
            material = year.standard.materials[material_id]
            assert material.form is not None
            yield _paper(year, material, key, _own_file(year, record[material.form.unless]), signed=True)
    stems = {p.with_suffix("") for p in seen} | {(folder / w.path).with_suffix("") for w in memory.documents.values()}
    newer = {folder / path for path in new_versions(memory)}
    yield from _placed(year, folder, stems, newer)


def _own_file(year: Year, value: object) -> Path | None:
    """The unit's own file where it is there."""
    fact = year.files.get(str(value))
    return year.workspace.attachments / fact.files[0] if fact is not None and fact.files and not fact.problem else None


def _placed(year: Year, folder: Path, known: set[Path], newer: set[Path]) -> Iterator[Record]:
    """Files a person put into a material's folder."""
    by_number = {m.number: m for m in year.standard.materials.values()}
    for path in sorted(folder.glob("*/*/*")):
        material = by_number.get(path.parent.name.partition(" ")[0])
        if material is None or not path.is_file() or path.name.startswith((".", "~")):
            continue
        if path.with_suffix("") not in known and path not in newer:
            yield _paper(year, material, "", path, signed=True)


def _paper(year: Year, material: Material, key: str, path: Path | None, *, signed: bool) -> Record:
    title = plain_title(material.title)
    return Record(
        {
            "资料": material.id,
            "对象": key,
            "名称": title if not key else f"{title} {key}",
            "位置": year.workspace.shown(path) if path is not None else "",
            "已生成": path is not None and path.is_file(),
            "已签": signed,
            "含个人信息": material.personal,
        }
    )


def _signed(document: Document, path: Path) -> bool:
    """Whether a scan lies beside a document or its entry names one for the same material."""
    collection, record = document.material.collection, document.record
    if collection is not None and record is not None and collection.source == document.form.form.per:
        named = [record.get(column) for column in collection.files]
        if any(value for value in named if not isinstance(value, Bad)):
            return True
    return any(path.with_suffix(ending).is_file() for ending in SCANS)


def _twins(year: Year) -> list[list[str]]:
    """Pictures with the same content; only those of the same size are read."""
    alike: dict[tuple[int, int, int], list[str]] = defaultdict(list)
    for path, fact in year.files.items():
        if fact.width and not fact.problem and fact.files == (path,):
            alike[fact.size, fact.width, fact.height].append(path)
    groups: dict[bytes, list[str]] = defaultdict(list)
    for paths in alike.values():
        for path in paths if len(paths) > 1 else ():
            groups[_digest(year.workspace.attachments / path)].append(path)
    return [sorted(group) for digest, group in groups.items() if len(group) > 1 and digest]


def _digest(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").digest()
    except OSError:
        return b""


def _loose(year: Year, returned: Returned) -> list[str]:
    """Files in the attachments folder that no record names and that are no scan of a document."""
    root = year.workspace.attachments
    scans = returned.paths
    return [path.relative_to(root).as_posix() for path in unnamed_files(year) if path not in scans]
