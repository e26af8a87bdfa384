"""YAML and JSON files as plain nested data: no object is ever built from them, and nothing is read twice."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from docgen.errors import UnreadableFile
from docgen.load.grids import decode

MAX_DEPTH = 30
#: Elements a file may have when every alias is written out.
MAX_ELEMENTS = 5_000_000
MAX_ALIASES = 1_000
SIMPLE_TAGS = frozenset({"null", "bool", "int", "float", "timestamp", "str", "value"})
TAG = "tag:yaml.org,2002:"
NULL = re.compile(r"~|null|Null|NULL|")
INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Scalar = Callable[[str], Any]


def _refuse(message: str, file: str, remedy: str = "") -> UnreadableFile:
    return UnreadableFile(message, place=file, remedy=remedy or "改正文件后重新运行。")


def yaml_tree(data: bytes, file: str, *, typed: bool) -> Any:
    """The data of a YAML file.

    Args:
        data: its bytes.
        file: the file as messages show it.
        typed: numbers, dates and true/false become values; else every scalar stays as typed.

    Raises:
        UnreadableFile: it is malformed, holds two equal keys, objects, or more than the limits allow.
    """
    text = decode(data, file)
    try:
        _check_events(text, file)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise _refuse(f"YAML 格式不对：{_yaml_place(error)}", file) from error
    if node is None:
        return None
    _check_size(node, file)
    return _Builder(file, typed).build(node)


def _yaml_place(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", "") or "写法有误")
    return f"第 {mark.line + 1} 行第 {mark.column + 1} 个字符附近（{problem}）" if mark else problem


def _check_events(text: str, file: str) -> None:
    depth = aliases = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            aliases += 1
        if depth > MAX_DEPTH:
            raise _refuse(f"嵌套超过 {MAX_DEPTH} 层", file)
        if aliases > MAX_ALIASES:
            raise _refuse(f"引用（*）超过 {MAX_ALIASES} 处", file)


def _check_size(root: yaml.Node, file: str) -> None:
    """Refuse what grows beyond all bounds, or into itself, when aliases are written out."""
    sizes: dict[int, int] = {}
    open_nodes: set[int] = set()

    def size(node: yaml.Node) -> int:
        known = sizes.get(id(node))
        if known is not None:
            return known
        if id(node) in open_nodes:
            raise _refuse("引用（*）指回自身", file)
        if not isinstance(node, yaml.CollectionNode):
            return 1
        open_nodes.add(id(node))
        parts = (p for pair in node.value for p in pair) if isinstance(node, yaml.MappingNode) else iter(node.value)
        total = 1 + sum(size(part) for part in parts)
        open_nodes.discard(id(node))
        if total > MAX_ELEMENTS:
            raise _refuse("内容展开后太大", file)
        sizes[id(node)] = total
        return total

    size(root)


class _Builder:
    def __init__(self, file: str, typed: bool) -> None:
        self.file = file
        self.scalar: Scalar = _typed if typed else _as_typed_in

    def build(self, node: yaml.Node) -> Any:
        kind = node.tag.removeprefix(TAG)
        if kind not in (SIMPLE_TAGS if isinstance(node, yaml.ScalarNode) else ("map", "seq")):
            raise _refuse(f"第 {node.start_mark.line + 1} 行：不支持标记“{node.tag}”", self.file)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(child) for child in node.value]
        assert isinstance(node, yaml.ScalarNode)
        quoted = node.style is not None and node.style not in ("", "\x00")
        if quoted or (kind == "str" and not NULL.fullmatch(node.value)):
            return node.value
        return self.scalar(node.value)

    def mapping(self, node: yaml.MappingNode) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode) or key.tag == f"{TAG}merge":
                raise _refuse(f"第 {line} 行：键只能是文字", self.file)
            if key.value in result:
                raise _refuse(f"第 {line} 行：“{key.value}”出现了两次", self.file)
            result[key.value] = self.build(value)
        return result


def _as_typed_in(text: str) -> Any:
    return None if NULL.fullmatch(text) else text


def _typed(text: str) -> Any:
    if NULL.fullmatch(text):
        return None
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    if INTEGER.fullmatch(text):
        return int(text)
    if DECIMAL.fullmatch(text):
        return Decimal(text)
    if DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text


def json_tree(data: bytes, file: str, *, typed: bool) -> Any:
    """The data of a JSON file; arguments and errors as for :func:`yaml_tree`."""
    text = decode(data, file)
    _check_depth(text, file)

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(found)
        if len(result) < len(found):
            names = [name for name, _ in found]
            twice = next(n for n in names if names.count(n) > 1)
            raise _refuse(f"“{twice}”在同一个对象里出现了两次", file)
        return result

    def constant(name: str) -> Any:
        raise _refuse(f"不支持 {name}", file)

    numbers = {"parse_float": Decimal} if typed else {"parse_float": str, "parse_int": str}
    try:
        return json.loads(text, object_pairs_hook=pairs, parse_constant=constant, **numbers)
    except json.JSONDecodeError as error:
        raise _refuse(f"JSON 格式不对：第 {error.lineno} 行第 {error.colno} 个字符附近", file) from error
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise _refuse("JSON 里有太长的数字或太深的嵌套", file) from error


def _check_depth(text: str, file: str) -> None:
    depth = 0
    for piece in re.finditer(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', text):
        mark = piece.group()
        depth += 1 if mark in "[{" else -1 if mark in "]}" else 0
        if depth > MAX_DEPTH:
            raise _refuse(f"嵌套超过 {MAX_DEPTH} 层", file)
