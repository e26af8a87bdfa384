"""Registers and their columns: ``registers.csv``, ``fields.csv`` and the files that say more of single columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from docgen.errors import StandardError
from docgen.load.definitions import TableFile, read_rows
from docgen.model.standard import ANY_NUMBER, REF_TYPES, Enum, Field, FieldType, Register


def load_columns(folder: Path, enums: Mapping[str, Enum], settings: Mapping[str, Any]) -> dict[str, Register]:
    """The registers of a standard, in the order of the workbook.

    Raises:
        StandardError: a file is malformed or a reference leads nowhere.
    """
    fields: dict[str, dict[str, Field]] = {}
    places: dict[tuple[str, str], str] = {}
    columns = ("sheet", "column", "type", "required", "rule", "clause", "date_range")
    for row in read_rows(folder, "fields.csv", *columns):
        field = _field(row, enums)
        known = fields.setdefault(field.register, {})
        if field.name in known:
            raise StandardError(f"“{field.register}”的列“{field.name}”重复", place=row.place)
        known[field.name] = field
        places[field.register, field.name] = row.place
    _sayings(folder, fields, enums)
    registers = {}
    head = ("register", "order", "rhythm", "row_is", "key", "single", "derived", "feeds")
    for row in read_rows(folder, "registers.csv", *head):
        registers[row["register"]] = _register(row, fields, settings)
    for name in fields:
        if name not in registers:
            raise StandardError(
                f"registers.csv 里没有“{name}”", place=next(p for (s, _), p in places.items() if s == name)
            )
    _check_targets(registers, places)
    return dict(sorted(registers.items(), key=lambda item: item[1].order))


#: Files that say one thing more of some columns: value column, and the field's attribute it fills.
SAYINGS = {
    "conditions.csv": ("when", "required_if"),
    "examples.csv": ("example", "example"),
    "proposals.csv": ("enum", "proposal"),
}


def _sayings(folder: Path, fields: dict[str, dict[str, Field]], enums: Mapping[str, Enum]) -> None:
    """Conditions, examples and proposals of columns; each file may be absent."""
    for name, (value, attribute) in SAYINGS.items():
        seen: set[tuple[str, str]] = set()
        for row in read_rows(folder, name, "sheet", "column", value) if (folder / name).is_file() else ():
            sheet, column = row["sheet"], row["column"]
            if column not in fields.get(sheet, {}):
                raise StandardError(f"没有列“{sheet}.{column}”", place=row.place)
            if (sheet, column) in seen:
                raise StandardError(f"“{sheet}.{column}”重复", place=row.place)
            if value == "enum" and row[value] not in enums:
                raise StandardError(f"没有枚举“{row[value]}”", place=row.place)
            seen.add((sheet, column))
            more: dict[str, Any] = {attribute: row[value]}
            fields[sheet][column] = replace(fields[sheet][column], **more)


def _field(row: TableFile, enums: Mapping[str, Enum]) -> Field:
    word, _, detail = row["type"].partition(":")
    try:
        kind = FieldType(word)
    except ValueError as error:
        raise StandardError(f"没有列类型“{word}”", place=row.place) from error
    enum, target = "", ("", "")
    if kind in (FieldType.ENUM, FieldType.MULTI):
        enum = detail
        if enum not in enums:
            raise StandardError(f"没有枚举“{enum}”", place=row.place)
    elif kind in (FieldType.REF, FieldType.REFS):
        register, _, column = detail.rpartition(".")
        target = (register, column)
    elif detail:
        raise StandardError(f"类型“{word}”后面不能有“:{detail}”", place=row.place)
    if row["required"] not in ("是", "否"):
        raise StandardError("required 只能是 是 或 否", place=row.place)
    return Field(
        register=row["sheet"],
        name=row["column"],
        type=kind,
        enum=enum,
        target=target,
        required=row["required"] == "是",
        rule=row["rule"],
        clause=row["clause"],
        date_range=row["date_range"],
    )


def _register(row: TableFile, fields: Mapping[str, dict[str, Field]], settings: Mapping[str, Any]) -> Register:
    name = row["register"]
    if name not in fields:
        raise StandardError(f"fields.csv 里没有“{name}”", place=row.place)
    key = tuple(k for k in row["key"].split("；") if k)
    for column in key:
        if column not in fields[name]:
            raise StandardError(f"“{name}”没有主键列“{column}”", place=row.place)
    if row["rhythm"] not in settings["rhythms"]:
        raise StandardError(f"没有节奏“{row['rhythm']}”", place=row.place)
    return Register(
        name=name,
        order=int(row["order"]),
        rhythm=row["rhythm"],
        row_is=row["row_is"],
        key=key,
        single=row["single"] == "yes",
        derived=row["derived"] == "yes",
        feeds=row["feeds"],
        fields=fields[name],
    )


def _check_targets(registers: Mapping[str, Register], places: Mapping[tuple[str, str], str]) -> None:
    for register in registers.values():
        for field in register.fields.values():
            if field.type not in REF_TYPES or field.type is FieldType.PERSONS or field.target == ("", ANY_NUMBER):
                continue
            target, column = field.target
            if target not in registers or column not in registers[target].fields:
                raise StandardError(f"引用的“{target}.{column}”不存在", place=places[register.name, field.name])
