"""The files of a year that are there: filled documents, what people put beside them, attachments."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docgen.engine.items import Filled
from docgen.engine.plan import Document, FillPlan
from docgen.load.inventory import inspect
from docgen.load.settings import Workspace
from docgen.model.archive import FileInfo, Role
from docgen.model.standard import Material, Standard
from docgen.tasks.newer import new_versions
from docgen.tasks.returned import Returned, twin_role
from docgen.tasks.year import Year
from docgen.write.memory import Memory

WORD_ENDINGS = {".docx", ".xlsx"}


def present_documents(year: Year, plan: FillPlan, memory: Memory, returned: Returned) -> tuple[list[Filled], list[str]]:
    """The planned documents that are there, each with its twins; and those that are not.

    Args:
        year: the year.
        plan: the documents looked at.
        memory: what docgen wrote.
        returned: their scans among the attachments; those beside a document are found here.
    """
    workspace = year.workspace
    folder = workspace.documents(year.year)
    found: list[Filled] = []
    missing: list[str] = []
    for document in plan.documents:
        path = folder / document.file
        if not path.is_file():
            missing.append(f"{document.material.number} {document.path.name}")
            continue
        written = memory.documents.get(document.key)
        twins = [(twin, twin_role(twin)) for twin in (*_twins(path), *returned.scans.get(document.key, ()))]
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
