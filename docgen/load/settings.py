"""The workspace and its settings: flags, then ``docgen.toml``, then the standard's defaults."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from docgen.errors import MissingFile, SettingsError
from docgen.model.standard import Standard

FILE = "docgen.toml"
#: In ``companions``: every companion the catalogue knows.
ALL = "all"
#: Basis of a material that the standard does not name.
COMPANION = "C"
#: Keys of docgen.toml with the type each must have.
KEYS: dict[str, dict[str, type]] = {
    "": {"standard": str, "year": int, "demo": bool},
    "check": {"close": str, "picture_min_px": int, "home": bool},
    "fill": {"print_picture_px": int, "companions": list},
    "archive": {"set": str, "fonds_code": str, "unit_code": str, "carrier": str, "stamp": bool},
    "boxes": {
        "rule": str,
        "numbers": bool,
        "spines": list,
        "wall": float,
        "fill": float,
        "sheet": float,
        "pages_per_sheet": int,
        "item": float,
        "unknown": float,
        "share": bool,
        "thin": float,
        "thickness": dict,
    },
}


@dataclass(frozen=True)
class Workspace:
    """A studio's folder.

    Attributes:
        root: the folder that holds ``docgen.toml``.
        settings: contents of ``docgen.toml``.
    """

    root: Path
    settings: dict[str, Any]

    @property
    def data_folder(self) -> Path:
        """Where the data of all years lie."""
        return self.root / "数据"

    @property
    def attachments(self) -> Path:
        """Where the file columns point."""
        return self.root / "附件"

    @property
    def own_templates(self) -> Path:
        """Templates of the studio's own; the same name overrides the built-in one."""
        return self.root / "模板"

    def data(self, year: int) -> list[Path]:
        """The data files of a year: one workbook, or the files of a folder.

        Raises:
            MissingFile: there are none.
        """
        workbook = self.data_folder / f"{year}.xlsx"
        folder = self.data_folder / str(year)
        if workbook.is_file():
            return [workbook]
        if folder.is_dir():
            found = sorted(p for p in folder.iterdir() if p.suffix.lower() in (".csv", ".yaml", ".yml", ".json"))
            if found:
                return found
        raise MissingFile(
            f"没有 {year} 年的数据", place=str(workbook), remedy="用 --year 写对年份，或用 docgen init 新建工作区。"
        )

    def documents(self, year: int) -> Path:
        """Where the filled documents of a year lie."""
        return self.root / "成品" / str(year)

    @property
    def memories(self) -> Path:
        """Where docgen keeps its own records; the lock of the workspace lies there."""
        return self.root / "登记"

    def memory(self, year: int) -> Path:
        """Where docgen keeps its own records of a year."""
        return self.memories / str(year)

    @property
    def archives(self) -> Path:
        """Where the archives of all years lie."""
        return self.root / "归档"

    def archive(self, year: int) -> Path:
        """Where the archive of a year lies."""
        return self.archives / str(year)

    def cache(self, year: int) -> Path:
        """What was converted before; may be deleted at any time."""
        return self.memories / "缓存" / str(year)

    def year(self, wanted: int | None) -> int:
        """The year to work on: the wanted one, that of the settings, or the newest with data.

        Raises:
            MissingFile: no year can be found.
        """
        if wanted is not None:
            return wanted
        if "year" in self.settings:
            return int(self.settings["year"])
        if not self.years:
            raise MissingFile("“数据”文件夹里没有任何年度", place=str(self.data_folder))
        return max(self.years)

    @property
    def years(self) -> set[int]:
        """The years that have data."""
        return {int(p.stem) for p in self.data_folder.glob("*") if p.stem.isascii() and p.stem.isdigit()}

    def shown(self, path: Path) -> str:
        """A path as messages show it: from the workspace, with ``/``."""
        # As it is written first: folders of the workspace may be links to another disk.
        for below, root in ((path, self.root), (path.resolve(), self.root.resolve())):
            if below.is_relative_to(root):
                return below.relative_to(root).as_posix()
        return str(path)


def find_workspace(start: Path, given: Path | None = None) -> Workspace:
    """The workspace: the given folder, or the nearest parent with ``docgen.toml``.

    Raises:
        MissingFile: there is none.
        SettingsError: ``docgen.toml`` is malformed or holds an unknown key.
    """
    if given is not None:
        if not (given / FILE).is_file():
            raise MissingFile(
                f"这个文件夹不是工作区：没有 {FILE}", place=str(given), remedy="用 docgen init 新建工作区。"
            )
        return Workspace(given, _settings(given / FILE))
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return Workspace(folder, _settings(folder / FILE))
    raise MissingFile(
        f"这里不是工作区：上级文件夹里也没有 {FILE}",
        place=str(start),
        remedy="进入工作区再运行，或用 -w 指定；新建用 docgen init 文件夹名。",
    )


def configured(standard: Standard, workspace: Workspace) -> Standard:
    """The standard as a workspace wants it: companions that are neither usual nor asked for are off.

    Raises:
        SettingsError: ``companions`` names no material.
    """
    asked = workspace.settings.get("fill", {}).get("companions", [])
    unknown = [str(name) for name in asked if name != ALL and name not in standard.materials]
    if unknown:
        raise SettingsError(f"companions 里没有这些资料：{'、'.join(unknown)}", place=str(workspace.root / FILE))
    kept = {*asked, *standard.settings["layout"].get("companions", [])}
    materials = {
        key: replace(material, off=material.basis == COMPANION and ALL not in kept and key not in kept)
        for key, material in standard.materials.items()
    }
    return replace(standard, materials=materials)


def _settings(path: Path) -> dict[str, Any]:
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"读不出来：{error}", place=str(path)) from error
    for key, value in settings.items():
        if isinstance(value, dict):
            for inner, inner_value in value.items():
                _check(path, KEYS.get(key, {}), f"{key}.{inner}", inner, inner_value)
        else:
            _check(path, KEYS[""], key, key, value)
    return settings


def _check(path: Path, known: dict[str, type], shown: str, key: str, value: Any) -> None:
    if key not in known:
        raise SettingsError(f"不认识的设置：{shown}", place=str(path))
    if not isinstance(value, known[key]) or (known[key] is int and isinstance(value, bool)):
        words = {
            str: "文字（加引号）",
            int: "整数",
            float: "带小数点的数",
            bool: "true 或 false",
            list: "[…] 列表",
            dict: "[…] 表",
        }
        raise SettingsError(f"{shown} 应是{words[known[key]]}", place=str(path))
