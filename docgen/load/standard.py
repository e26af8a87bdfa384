"""A standard's folder → :class:`Standard`. Unknown keys and dangling references are errors that name the place."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from docgen.errors import StandardError
from docgen.load.clauses import load_compliance
from docgen.load.columns import load_columns
from docgen.load.definitions import (
    SEVERITIES,
    TableFile,
    check_keys,
    load_carried,
    load_collections,
    load_derived,
    load_forms,
    load_rules,
    read_rows,
)
from docgen.model.rules import Clause, Constraint
from docgen.model.standard import Category, Enum, Form, Material, Register, Standard
from docgen.resources import template_folder

#: Catalogues that packing makes.
CATALOGUES = ("whole", "paper", "electronic", "discs")
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
        "catalogues",
        "labels",
        "answers",
        "blank",
        "signs",
        "status",
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
    clauses = {r["clause"]: r for r in read_rows(folder, "clauses.csv", "clause", "title", "text")}
    categories = {
        r["number"]: Category(r["number"], r["title"], r["clause"])
        for r in read_rows(folder, "categories.csv", "number", "title", "clause")
    }
    enums = _enums(folder)
    registers = load_columns(folder, enums, settings)
    derived = load_derived(folder / "derived.toml", registers)
    forms = load_forms(folder / "forms", registers)
    collections = load_collections(folder / "collections.toml", registers)
    materials = _materials(folder, categories, registers, forms)
    for material, collection in collections.items():
        if material not in materials:
            raise StandardError(f"没有资料“{material}”", place=str(folder / "collections.toml"))
        materials[material] = replace(materials[material], collection=collection)
    for kind, name in settings.get("catalogues", {}).items():
        if kind not in CATALOGUES or name not in materials:
            raise StandardError(
                f"没有这种目录或资料：{kind} = {name}", place=f"{folder / 'standard.toml'} [catalogues]"
            )
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
        compliance=_compliance(folder / "compliance.toml", registers),
        clauses={c: r["text"] or r["title"] for c, r in clauses.items()},
        clause_titles={c: r["title"] for c, r in clauses.items() if r["title"]},
        settings=settings,
        constraints=_constraints(folder, registers),
        carried=load_carried(folder / "new-year.toml", registers),
        holidays=_holidays(folder),
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StandardError("标准数据文件读不出来", place=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StandardError(f"格式不对：{error}", place=str(path)) from error


def _compliance(path: Path, registers: Mapping[str, Register]) -> tuple[Clause, ...]:
    return load_compliance(_toml(path) if path.is_file() else {}, path, registers)


def _enums(folder: Path) -> dict[str, Enum]:
    values: dict[str, dict[str, str]] = {}
    for row in read_rows(folder, "enums.csv", "enum", "order", "value", "maps_to"):
        known = values.setdefault(row["enum"], {})
        if row["value"] in known:
            raise StandardError(f"“{row['enum']}”中“{row['value']}”重复", place=row.place)
        known[row["value"]] = row["maps_to"]
    aliases: dict[str, dict[str, str]] = {}
    for row in read_rows(folder, "aliases.csv", "enum", "alias", "value"):
        if row["value"] not in values.get(row["enum"], {}):
            raise StandardError(f"“{row['enum']}”没有值“{row['value']}”", place=row.place)
        aliases.setdefault(row["enum"], {})[row["alias"]] = row["value"]
    return {
        name: Enum(name, tuple(v), {k: m for k, m in v.items() if m}, aliases.get(name, {}))
        for name, v in values.items()
    }


def _constraints(folder: Path, registers: Mapping[str, Register]) -> tuple[Constraint, ...]:
    found = []
    head = ("sheet", "column", "id", "severity", "expression", "message")
    for row in read_rows(folder, "constraints.csv", *head) if (folder / "constraints.csv").is_file() else ():
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
    for row in read_rows(folder, "holidays.csv", "date", "name", "kind") if (folder / "holidays.csv").is_file() else ():
        try:
            found[date.fromisoformat(row["date"])] = row["name"]
        except ValueError as error:
            raise StandardError(f"“{row['date']}”不是日期", place=row.place) from error
        if row["kind"] != "休":
            raise StandardError("kind 只能是 休", place=row.place)
    return found


def _materials(
    folder: Path,
    categories: Mapping[str, Category],
    registers: Mapping[str, Register],
    forms: Mapping[str, Form],
) -> dict[str, Material]:
    materials: dict[str, Material] = {}
    for row in read_rows(folder, "materials.csv", *MATERIAL_COLUMNS):
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
