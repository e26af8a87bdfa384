"""The files of a year that are there: filled documents, what people put beside them, attachments."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docgen.engine.items import Filled
from docgen.engine.plan import Document, FillPlan
from docgen.load.inventory import inspect, looks_scanned
from docgen.load.settings import Workspace
from docgen.model.archive import FileInfo, Role
from docgen.model.standard import Material, Standard
from docgen.tasks.newer import new_versions
from docgen.write.memory import Memory

WORD_ENDINGS = {".docx", ".xlsx"}


def present_documents(
    workspace: Workspace, plan: FillPlan, memory: Memory, year: int
) -> tuple[list[Filled], list[str]]:
    """The planned documents that are there, with the files of the same name beside them; and those that are not."""
    folder = workspace.documents(year)
    found: list[Filled] = []
    missing: list[str] = []
    for document in plan.documents:
        suffix = Path(document.form.form.template).suffix
        path = folder / document.path.with_name(document.path.name + suffix)
        if not path.is_file():
            missing.append(f"{document.material.number} {document.path.name}")
            continue
        written = memory.documents.get(document.key)
        twins = [(twin, _twin_role(twin)) for twin in _twins(path)]
        signed = any(role is Role.ORIGINAL for _, role in twins)
        template = f"{Path(document.form.form.template).name} {written.template if written else ''}".strip()
        program = f"docgen {written.version}" if written is not None and written.version else ""
        found.append(
            Filled(
                document.material,
                document.key,
                path.name,
                document.record,
                inspect(path),
                template,
                Role.FINAL if signed else Role.UNSIGNED,
                program,
                workspace.shown(path),
            )
        )
        found += [_twin(workspace, document, twin, role) for twin, role in twins]
    missing += [h.title for h in plan.held]
    return found, missing


def _twin(workspace: Workspace, document: Document, path: Path, role: Role) -> Filled:
    copy = role in (Role.ORIGINAL, Role.CONVERTED)
    info = inspect(path)
    shown = workspace.shown(path)
    return Filled(document.material, document.key, path.name, document.record, info, "", role, "", shown, copy)


def _twin_role(path: Path) -> Role:
    """What a file beside a document is: a scan of the signed paper, an exported copy, or something else."""
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        return Role.ORIGINAL if looks_scanned(path) else Role.CONVERTED
    if suffix in (".jpg", ".jpeg", ".png", ".tif", ".tiff"):
        return Role.ORIGINAL
    return Role.CONVERTED if suffix == ".ofd" else Role.ATTACHMENT


def _twins(path: Path) -> Iterator[Path]:
    """Files a person put beside a document under its name: an exported PDF, a scan of the signed paper."""
    for other in sorted(path.parent.iterdir()):
        if other.stem == path.stem and other != path and other.suffix.lower() not in WORD_ENDINGS:
            yield other


def placed_files(workspace: Workspace, standard: Standard, memory: Memory, year: int) -> list[Filled]:
    """Files a person put into a material's folder: each counts as an item of that material."""
    root = workspace.documents(year)
    known = {w.path for w in memory.documents.values()}
    newer = new_versions(memory)
    stems = {Path(path).with_suffix("").as_posix() for path in known}
    by_number = {m.number: m for m in standard.materials.values()}
    placed = []
    for path in sorted(root.glob("*/*/*")):
        relative = path.relative_to(root).as_posix()
        material: Material | None = by_number.get(path.parent.name.partition(" ")[0])
        if material is None or not path.is_file() or path.name.startswith((".", "~")):
            continue
        if relative in known or relative in newer or Path(relative).with_suffix("").as_posix() in stems:
            continue
        key = f"{material.id}/@{path.name}"
        shown = workspace.shown(path)
        placed.append(Filled(material, key, path.name, None, inspect(path), "", Role.ATTACHMENT, "", shown))
    return placed


def find_attachment(root: Path, path: str) -> FileInfo | None:
    """A file below the attachments folder; ``None`` where it is not there, or lies outside."""
    file = root / path
    try:
        if not file.resolve().is_relative_to(root) or not file.is_file():
            return None
        return inspect(file)
    except OSError:
        return None
