"""The parts of a standard that are TOML: forms, derived registers, field rules."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from docgen.errors import StandardError
from docgen.model.rules import Carried, Derived, DerivedSource, Rule
from docgen.model.standard import Collection, Form, ListDef, Register, RowsDef

FORM_KEYS = {"template", "per", "where", "needs", "unless", "name", "lists", "rows", "lets", "blank", "signs", "due"}
LIST_KEYS = {"from", "where", "sort"}
ROWS_KEYS = {*LIST_KEYS, "columns"}
FACTS = ("title", "author", "date", "document_number", "retention", "secrecy", "pages", "closed")
COLLECTION_KEYS = {"from", "files", "where", "group", "captions", "also", *FACTS}
DERIVED_KEYS = {"link", "number", "many", "same_event", "source"}
CARRIED_KEYS = {"where", "clear", "set"}
SOURCE_KEYS = {"from", "where", "columns"}
RULE_KEYS = {"id", "kind", "severity", "message", "remedy"}
SEVERITIES = {"错误", "警告", "提示"}


class TableFile(dict[str, str]):
    """A row of a CSV file that knows where it stands."""

    def __init__(self, values: Mapping[str, str], place: str) -> None:
        """Keep the values and the place as messages show it."""
        super().__init__(values)
        self.place = place


def read_rows(folder: Path, name: str, *columns: str) -> list[TableFile]:
    """The rows of a CSV file of a standard.

    Raises:
        StandardError: the file can not be read, or its columns are others.
    """
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


def check_keys(table: Mapping[str, Any], known: Iterable[str], place: Path | str) -> None:
    """Refuse keys nobody reads.

    Raises:
        StandardError: there is one.
    """
    unknown = sorted(set(table) - set(known))
    if unknown:
        raise StandardError(f"不认识的键：{'、'.join(unknown)}", place=str(place))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StandardError("标准数据文件读不出来", place=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StandardError(f"格式不对：{error}", place=str(path)) from error


def load_forms(folder: Path, registers: Mapping[str, Register]) -> dict[str, Form]:
    """All forms of a standard: one file a material, named by its id.

    Raises:
        StandardError: a key is unknown or a register does not exist.
    """
    forms = {}
    for path in sorted(folder.glob("*.toml")):
        table = _read(path)
        check_keys(table, FORM_KEYS, path)
        if "template" not in table:
            raise StandardError("缺少 template", place=str(path))
        lists = {}
        for name, entry in table.get("lists", {}).items():
            check_keys(entry, LIST_KEYS, f"{path} [lists.{name}]")
            _exists(entry.get("from", ""), registers, f"{path} [lists.{name}]")
            lists[name] = ListDef(entry["from"], entry.get("where", ""), tuple(entry.get("sort", ())))
        if table.get("per"):
            _exists(table["per"], registers, path)
            unless = table.get("unless", "")
            if unless and unless not in registers[table["per"]].fields:
                raise StandardError(f"“{table['per']}”没有列“{unless}”", place=str(path))
        plain = {key: table.get(key, "") for key in ("template", "per", "where", "needs", "unless", "name", "due")}
        rows = {
            name: _rows(blocks, registers, f"{path} [rows.{name}]") for name, blocks in table.get("rows", {}).items()
        }
        lets, blank, signs = (table.get(key, {}) for key in ("lets", "blank", "signs"))
        forms[path.stem] = Form(
            material=path.stem, lists=lists, rows=rows, lets=lets, blank=blank, signs=signs, **plain
        )
    return forms


def _rows(blocks: Any, registers: Mapping[str, Register], place: str) -> tuple[RowsDef, ...]:
    """Rows that are made; every block has the same columns."""
    if not isinstance(blocks, list) or not blocks or not all(isinstance(block, dict) for block in blocks):
        raise StandardError("应写成 [[rows.名称]]", place=place)
    found = []
    for block in blocks:
        check_keys(block, ROWS_KEYS, place)
        _exists(block.get("from", ""), registers, place)
        columns = block.get("columns", {})
        if not columns or set(columns) != set(blocks[0]["columns"]):
            raise StandardError("每一段 columns 都要有，列名要相同", place=place)
        found.append(RowsDef(block["from"], columns, block.get("where", ""), tuple(block.get("sort", ()))))
    return tuple(found)


def _exists(register: str, registers: Mapping[str, Register], place: Path | str) -> None:
    if register not in registers:
        raise StandardError(f"没有登记表“{register}”", place=str(place))


def load_collections(path: Path, registers: Mapping[str, Register]) -> dict[str, Collection]:
    """What materials collect and what their items are called: material id → collection.

    Raises:
        StandardError: a key is unknown, or a register or column does not exist.
    """
    tables = _read(path) if path.is_file() else {}
    return {material: _collection(table, registers, f"{path} [{material}]") for material, table in tables.items()}


def _collection(table: Mapping[str, Any], registers: Mapping[str, Register], place: str) -> Collection:
    check_keys(table, COLLECTION_KEYS, place)
    _exists(table.get("from", ""), registers, place)
    files = tuple(table.get("files", ()))
    for column in files:
        _column(registers[table["from"]], column, place)
    facts = {key: table[key] for key in FACTS if key in table}
    captions = dict(table.get("captions", {}))
    for column in captions.values():
        _column(registers[table["from"]], column, place)
    also = tuple(_collection(each, registers, place) for each in table.get("also", ()))
    sources = [table["from"], *(c.source for c in also)]
    if len(set(sources)) < len(sources):
        raise StandardError("同一张登记表只能收集一次", place=place)
    where, group = table.get("where", ""), table.get("group", "")
    return Collection(table["from"], files, where, group, facts, captions, also)


def load_derived(path: Path, registers: Mapping[str, Register]) -> dict[str, Derived]:
    """How the derived registers come together.

    Raises:
        StandardError: a key is unknown, or a register or column does not exist.
    """
    derived = {}
    for name, table in (_read(path) if path.is_file() else {}).items():
        place = f"{path} [{name}]"
        check_keys(table, DERIVED_KEYS, place)
        _exists(name, registers, place)
        register = registers[name]
        for column in (table["link"], table["number"], *table.get("same_event", ())):
            _column(register, column, place)
        sources = []
        for source in table.get("source", ()):
            check_keys(source, SOURCE_KEYS, place)
            _exists(source["from"], registers, place)
            for column in source["columns"]:
                _column(register, column, place)
            sources.append(DerivedSource(source["from"], source.get("where", ""), source["columns"]))
        derived[name] = Derived(
            register=name,
            link=table["link"],
            number=table["number"],
            many=bool(table.get("many", False)),
            same_event=tuple(table.get("same_event", ())),
            sources=tuple(sources),
        )
    for register in registers.values():
        if register.derived != (register.name in derived):
            raise StandardError(f"“{register.name}”的 derived 与 derived.toml 不一致", place=str(path))
    return derived


def load_carried(path: Path, registers: Mapping[str, Register]) -> dict[str, Carried]:
    """What goes over into the next year: register → its rows and columns; the file may be absent.

    Raises:
        StandardError: a key is unknown, or a register or column does not exist.
    """
    carried = {}
    for name, table in (_read(path) if path.is_file() else {}).items():
        place = f"{path} [{name}]"
        check_keys(table, CARRIED_KEYS, place)
        _exists(name, registers, place)
        clear, given = tuple(table.get("clear", ())), table.get("set", {})
        for column in (*clear, *given):
            _column(registers[name], column, place)
        carried[name] = Carried(name, table.get("where", ""), clear, given)
    return carried


def _column(register: Register, column: str, place: str) -> None:
    if column not in register.fields:
        raise StandardError(f"“{register.name}”没有列“{column}”", place=place)


def load_rules(path: Path) -> tuple[Rule, ...]:
    """The field rules: an array of tables ``rule``.

    Raises:
        StandardError: a key is missing, a severity unknown or an id used twice.
    """
    table = _read(path) if path.is_file() else {}
    check_keys(table, {"rule"}, path)
    rules: dict[str, Rule] = {}
    for number, entry in enumerate(table.get("rule", ()), 1):
        place = f"{path} 第 {number} 条"
        for key in ("id", "kind", "severity", "message"):
            if not entry.get(key):
                raise StandardError(f"缺少 {key}", place=place)
        if entry["severity"] not in SEVERITIES:
            raise StandardError(f"没有级别“{entry['severity']}”", place=place)
        unique = entry["id"] + "/" + entry["kind"] + "/" + str(entry.get("column", ""))
        if unique in rules:
            raise StandardError(f"规则“{entry['id']}”重复", place=place)
        params = {k: v for k, v in entry.items() if k not in RULE_KEYS}
        rules[unique] = Rule(
            entry["id"], entry["kind"], entry["severity"], entry["message"], entry.get("remedy", ""), params
        )
    return tuple(rules.values())
