"""A standard's folder → :class:`Standard`. Unknown keys and dangling references are errors that name the place."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from docgen.errors import StandardError
from docgen.load.definitions import (
    SEVERITIES,
    TableFile,
    check_keys,
    load_collections,
    load_derived,
    load_forms,
    load_rules,
)
from docgen.model.standard import (
    ANY_NUMBER,
    REF_TYPES,
    Category,
    Constraint,
    Enum,
    Field,
    FieldType,
    Form,
    Material,
    Register,
    Standard,
)
from docgen.resources import template_folder

TOP_KEYS = {
    *(
        "number",
        "title",
        "studio",
        "persons",
        "rhythms",
        "layout",
        "defaults",
        "files",
        "workbook",
        "archive",
        "labels",
    ),
}
MATERIAL_COLUMNS = (
    *("id", "clause", "no", "title", "kind", "cardinality", "source_sheets"),
    *("basis", "period", "item", "retention", "paper", "personal", "fed_by"),
)
KINDS = {"WF", "WR", "WD", "XR", "AT", "GL"}


def load_standard(folder: Path) -> Standard:
    """Read and cross-check all files of a standard.

    Raises:
        StandardError: a file is missing or malformed, a key is unknown, a reference leads nowhere.
    """
    settings = _toml(folder / "standard.toml")
    check_keys(settings, TOP_KEYS, folder / "standard.toml")
    clauses = {r["clause"]: r for r in _rows(folder, "clauses.csv", "clause", "title", "text")}
    categories = {
        r["number"]: Category(r["number"], r["title"], r["clause"])
        for r in _rows(folder, "categories.csv", "number", "title", "clause")
    }
    enums = _enums(folder)
    registers = _registers(folder, enums, settings)
    derived = load_derived(folder / "derived.toml", registers)
    forms = load_forms(folder / "forms", registers)
    collections = load_collections(folder / "collections.toml", registers)
    materials = _materials(folder, categories, registers, forms)
    for material, collection in collections.items():
        if material not in materials:
            raise StandardError(f"没有资料“{material}”", place=str(folder / "collections.toml"))
        materials[material] = replace(materials[material], collection=collection)
    studio = settings["studio"]
    if studio["register"] not in registers:
        raise StandardError(f"没有登记表“{studio['register']}”", place=f"{folder / 'standard.toml'} [studio]")
    return Standard(
        id=folder.name,
        number=settings["number"],
        title=settings["title"],
        folder=folder,
        templates=template_folder(folder),
        studio=studio["register"],
        year_field=studio["year"],
        categories=categories,
        materials=materials,
        registers=registers,
        enums=enums,
        rules=load_rules(folder / "field-rules.toml"),
        derived=derived,
        clauses={c: r["text"] or r["title"] for c, r in clauses.items()},
        clause_titles={c: r["title"] for c, r in clauses.items() if r["title"]},
        settings=settings,
        constraints=_constraints(folder, registers),
        holidays=_holidays(folder),
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StandardError("标准数据文件读不出来", place=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StandardError(f"格式不对：{error}", place=str(path)) from error


def _rows(folder: Path, name: str, *columns: str) -> list[TableFile]:
    path = folder / name
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream)
            head = next(reader, [])
            if tuple(head) != columns:
                raise StandardError(f"列应为 {','.join(columns)}，实为 {','.join(head)}", place=str(path))
            rows = []
            for number, values in enumerate(reader, 2):
                if len(values) != len(columns):
                    raise StandardError(
                        f"应有 {len(columns)} 列，实有 {len(values)} 列", place=f"{path} 第 {number} 行"
                    )
                rows.append(TableFile(dict(zip(columns, values, strict=True)), f"{path} 第 {number} 行"))
            return rows
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise StandardError("标准数据文件读不出来", place=str(path)) from error


def _enums(folder: Path) -> dict[str, Enum]:
    values: dict[str, dict[str, str]] = {}
    for row in _rows(folder, "enums.csv", "enum", "order", "value", "maps_to"):
        known = values.setdefault(row["enum"], {})
        if row["value"] in known:
            raise StandardError(f"“{row['enum']}”中“{row['value']}”重复", place=row.place)
        known[row["value"]] = row["maps_to"]
    aliases: dict[str, dict[str, str]] = {}
    for row in _rows(folder, "aliases.csv", "enum", "alias", "value"):
        if row["value"] not in values.get(row["enum"], {}):
            raise StandardError(f"“{row['enum']}”没有值“{row['value']}”", place=row.place)
        aliases.setdefault(row["enum"], {})[row["alias"]] = row["value"]
    return {
        name: Enum(name, tuple(v), {k: m for k, m in v.items() if m}, aliases.get(name, {}))
        for name, v in values.items()
    }


def _registers(folder: Path, enums: Mapping[str, Enum], settings: Mapping[str, Any]) -> dict[str, Register]:
    fields: dict[str, dict[str, Field]] = {}
    places: dict[tuple[str, str], str] = {}
    columns = ("sheet", "column", "type", "required", "rule", "clause", "date_range")
    for row in _rows(folder, "fields.csv", *columns):
        field = _field(row, enums)
        known = fields.setdefault(field.register, {})
        if field.name in known:
            raise StandardError(f"“{field.register}”的列“{field.name}”重复", place=row.place)
        known[field.name] = field
        places[field.register, field.name] = row.place
    conditions = {(r["sheet"], r["column"]): r for r in _rows(folder, "conditions.csv", "sheet", "column", "when")}
    for (sheet, column), row in conditions.items():
        if column not in fields.get(sheet, {}):
            raise StandardError(f"没有列“{sheet}.{column}”", place=row.place)
        fields[sheet][column] = replace(fields[sheet][column], required_if=row["when"])
    registers = {}
    head = ("register", "order", "rhythm", "row_is", "key", "single", "derived", "feeds")
    for row in _rows(folder, "registers.csv", *head):
        registers[row["register"]] = _register(row, fields, settings)
    for name in fields:
        if name not in registers:
            raise StandardError(
                f"registers.csv 里没有“{name}”", place=next(p for (s, _), p in places.items() if s == name)
            )
    _check_targets(registers, places)
    return dict(sorted(registers.items(), key=lambda item: item[1].order))


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


def _constraints(folder: Path, registers: Mapping[str, Register]) -> tuple[Constraint, ...]:
    found = []
    head = ("sheet", "column", "id", "severity", "expression", "message")
    for row in _rows(folder, "constraints.csv", *head) if (folder / "constraints.csv").is_file() else ():
        if row["sheet"] not in registers or row["column"] not in registers[row["sheet"]].fields:
            raise StandardError(f"没有列“{row['sheet']}.{row['column']}”", place=row.place)
        if row["severity"] not in SEVERITIES:
            raise StandardError(f"没有级别“{row['severity']}”", place=row.place)
        message, _, remedy = row["message"].partition(" → ")
        texts = (row["sheet"], row["column"], row["id"], row["severity"], row["expression"])
        found.append(Constraint(*texts, message, remedy, row.place))
    return tuple(found)


def _holidays(folder: Path) -> dict[date, str]:
    found = {}
    for row in _rows(folder, "holidays.csv", "date", "name", "kind") if (folder / "holidays.csv").is_file() else ():
        try:
            found[date.fromisoformat(row["date"])] = row["name"]
        except ValueError as error:
            raise StandardError(f"“{row['date']}”不是日期", place=row.place) from error
        if row["kind"] != "休":
            raise StandardError("kind 只能是 休", place=row.place)
    return found


def _check_targets(registers: Mapping[str, Register], places: Mapping[tuple[str, str], str]) -> None:
    for register in registers.values():
        for field in register.fields.values():
            if field.type not in REF_TYPES or field.type is FieldType.PERSONS or field.target == ("", ANY_NUMBER):
                continue
            target, column = field.target
            if target not in registers or column not in registers[target].fields:
                raise StandardError(f"引用的“{target}.{column}”不存在", place=places[register.name, field.name])


def _materials(
    folder: Path,
    categories: Mapping[str, Category],
    registers: Mapping[str, Register],
    forms: Mapping[str, Form],
) -> dict[str, Material]:
    materials: dict[str, Material] = {}
    for row in _rows(folder, "materials.csv", *MATERIAL_COLUMNS):
        if row["id"] in materials:
            raise StandardError(f"资料“{row['id']}”重复", place=row.place)
        if not set(row["kind"].split("+")) <= KINDS:
            raise StandardError(f"没有资料种类“{row['kind']}”", place=row.place)
        material = _material(row, forms.get(row["id"]))
        if material.category and material.category not in categories:
            raise StandardError(f"没有类目“{material.category}”", place=row.place)
        _check_sources(material, registers, row.place)
        materials[material.id] = material
    for form in forms.values():
        if form.material not in materials:
            raise StandardError(f"没有资料“{form.material}”", place=str(folder / "forms" / f"{form.material}.toml"))
    _check_items(materials, folder)
    return materials


def _material(row: TableFile, form: Form | None) -> Material:
    return Material(
        id=row["id"],
        clause=row["clause"],
        number=row["no"],
        title=row["title"],
        kind=row["kind"],
        cardinality=row["cardinality"],
        sources=tuple(s.strip() for s in row["source_sheets"].split(",")),
        basis=row["basis"],
        period=row["period"],
        item=row["item"],
        retention=row["retention"],
        paper=row["paper"] == "yes",
        personal=row["personal"] == "yes",
        fed_by=row["fed_by"],
        form=form,
    )


def _check_sources(material: Material, registers: Mapping[str, Register], place: str) -> None:
    for source in material.sources:
        if source.startswith(("@", "#")) or source == "*":
            continue
        register, _, column = source.split("(", 1)[0].partition(".")
        if register not in registers or (column and column not in registers[register].fields):
            raise StandardError(f"来源“{source}”不存在", place=place)


def _check_items(materials: Mapping[str, Material], folder: Path) -> None:
    for material in materials.values():
        wanted = [s[1:] for s in material.sources if s.startswith("@")]
        if material.item.startswith("with:"):
            wanted.append(material.item.removeprefix("with:"))
        for other in wanted:
            if other not in materials:
                raise StandardError(f"“{material.id}”提到的资料“{other}”不存在", place=str(folder / "materials.csv"))
