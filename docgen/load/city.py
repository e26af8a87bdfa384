"""``city.toml`` of a standard: what is compared between studios."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docgen.errors import InputError, StandardError
from docgen.load.definitions import check_keys
from docgen.model.city import CityColumn, CityLayout
from docgen.model.standard import FILE_TYPES, Standard

FILE = "city.toml"
KEYS = {"column", "clauses", "photos", "texts"}
PARTS = {"column": {"title", "value"}, "clauses": {"shown"}, "photos": {"columns"}, "texts": {"columns", "least"}}


def load_city(standard: Standard) -> CityLayout:
    """What a standard wants compared.

    Raises:
        InputError: the standard says nothing of it.
        StandardError: a key is unknown, or a clause or column does not exist.
    """
    path = standard.folder / FILE
    if not path.is_file():
        raise InputError("这个标准没有汇总的设置", place=str(path), remedy=f"补上 {FILE}，写法见 schemas/README.md。")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise StandardError(f"格式不对：{error}", place=str(path)) from error
    check_keys(table, KEYS, path)
    for name, known in PARTS.items():
        for part in table.get(name, []) if name == "column" else [table.get(name, {})]:
            check_keys(part, known, f"{path} [{name}]")
    clauses = tuple(table.get("clauses", {}).get("shown", ()))
    if unknown := [clause for clause in clauses if clause not in standard.clauses]:
        raise StandardError(f"没有条款：{'、'.join(unknown)}", place=str(path))
    photos, texts = table.get("photos", {}), table.get("texts", {})
    return CityLayout(
        tuple(_column(part, path) for part in table.get("column", ())),
        clauses,
        _columns(standard, photos.get("columns", ()), path, files=True),
        _columns(standard, texts.get("columns", ()), path, files=False),
        int(texts.get("least", CityLayout.least)),
    )


def _column(part: dict[str, Any], path: Path) -> CityColumn:
    if set(part) != PARTS["column"]:
        raise StandardError("每一列要有 title 和 value", place=f"{path} [[column]]")
    return CityColumn(str(part["title"]), str(part["value"]))


def _columns(standard: Standard, names: Iterable[str], path: Path, *, files: bool) -> tuple[str, ...]:
    """Columns as ``register.column``; those of pictures hold files, those of texts do not."""
    for name in names:
        register, _, column = name.partition(".")
        fields = standard.registers[register].fields if register in standard.registers else {}
        if column not in fields:
            raise StandardError(f"没有列“{name}”", place=str(path))
        if (fields[column].type in FILE_TYPES) is not files:
            raise StandardError(f"“{name}”{'不是' if files else '是'}文件列", place=str(path))
    return tuple(names)
