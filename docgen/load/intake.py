"""What the definitions of all kinds of intake have in common, and the files of a folder that somebody picked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from docgen.errors import InputError, MissingFile, StandardError
from docgen.load.definitions import check_keys
from docgen.model.standard import Standard

KEYS = {"register", "number", "pattern", "digits", "folder", "named", "columns"}
OPTIONAL = {"ask", "later"}


def intake_table(
    path: Path, keys: set[str], columns: set[str], words: Mapping[str, Collection[str]] = MappingProxyType({})
) -> dict[str, Any]:
    """The table of a TOML file that says how one kind of files is registered.

    Args:
        path: the file.
        keys: keys it must have beside those that all kinds have.
        columns: what its ``columns`` must name.
        words: key of an inner table → the keys it may have.

    Raises:
        InputError: the standard says nothing of it.
        StandardError: the file is malformed, a key is unknown or missing.
    """
    if not path.is_file():
        raise InputError("这个标准没有这种登记的设置", place=str(path), remedy=f"补上 {path.name}。")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise StandardError(f"格式不对：{error}", place=str(path)) from error
    check_keys(table, KEYS | OPTIONAL | keys, path)
    missing = (KEYS | keys) - set(table)
    if missing or set(table["columns"]) != columns:
        wrong = missing or columns ^ set(table["columns"])
        raise StandardError(f"缺少或多出 {'、'.join(sorted(wrong))}", place=str(path))
    for key, known in words.items():
        check_keys(table[key], set(known), f"{path} [{key}]")
    return table


def intake(standard: Standard, table: dict[str, Any], path: Path) -> dict[str, Any]:
    """The arguments of :class:`docgen.model.intake.Intake` in a table.

    Raises:
        StandardError: a register or column does not exist.
    """
    lists = {key: tuple(table.get(key, ())) for key in ("named", *sorted(OPTIONAL))}
    for column in (*table["columns"].values(), *(c for some in lists.values() for c in some)):
        check_column(standard, table["register"], column, path)
    plain = {key: table[key] for key in ("register", "number", "folder", "columns")}
    return {**plain, **lists, "pattern": re.compile(table["pattern"]), "digits": int(table["digits"])}


def check_column(standard: Standard, register: str, column: str, path: Path) -> None:
    """Refuse a column that does not exist.

    Raises:
        StandardError: it does not.
    """
    if register not in standard.registers or column not in standard.registers[register].fields:
        raise StandardError(f"没有列“{register}.{column}”", place=str(path))


def files_below(folder: Path, endings: Collection[str]) -> list[Path]:
    """The files below a folder with these endings, sorted; hidden ones and links left out.

    Raises:
        MissingFile: the folder is not there.
    """
    if not folder.is_dir():
        raise MissingFile("没有这个文件夹", place=str(folder))
    found = []
    for file in sorted(folder.rglob("*")):
        plain = file.suffix.lower() in endings and file.is_file() and not file.is_symlink()
        if plain and not any(part.startswith(".") for part in file.relative_to(folder).parts):
            found.append(file)
    return found
