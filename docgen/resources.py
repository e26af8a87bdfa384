"""Finds the data that belongs to the program: schemas/, templates/, samples/ — in a checkout or in the wheel."""

from __future__ import annotations

from pathlib import Path

from docgen.errors import DefinitionError

DEFAULT_STANDARD = "db1508-t150-2023"


def data_root() -> Path:
    """The folder that holds ``schemas``, ``templates`` and ``samples``.

    Raises:
        DefinitionError: the installation is incomplete.
    """
    package = Path(__file__).parent
    for root in (package / "_data", package.parent):
        if (root / "schemas").is_dir():
            return root
    raise DefinitionError("安装不完整：找不到 schemas 目录", remedy="重新安装 docgen。")


def schema_folder(standard: str = "") -> Path:
    """The folder of a standard: a path to one, or the name of one that comes with docgen.

    Raises:
        DefinitionError: there is none.
    """
    given = Path(standard) if standard else None
    if given is not None and (given / "standard.toml").is_file():
        return given
    folder = data_root() / "schemas" / (standard or DEFAULT_STANDARD)
    if not (folder / "standard.toml").is_file():
        raise DefinitionError(f"没有标准“{standard}”", remedy="写标准目录的路径，目录里要有 standard.toml。")
    return folder


def template_folder(schema: Path) -> Path:
    """The templates of a standard: ``templates`` inside its folder, or the folder of the same name in templates/."""
    inside = schema / "templates"
    return inside if inside.is_dir() else data_root() / "templates" / schema.name


def sample_folder() -> Path:
    """The fictional studio that comes with docgen.

    Raises:
        DefinitionError: the installation is incomplete.
    """
    found = next((p for p in sorted((data_root() / "samples").glob("*")) if (p / "attachments.toml").is_file()), None)
    if found is None:
        raise DefinitionError("安装不完整：找不到示例数据", remedy="重新安装 docgen。")
    return found
