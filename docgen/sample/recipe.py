"""The recipe of a sample: which drawing is made for which file, and from which columns.

A recipe is ``attachments.toml`` beside the sample's tables: ``[constants]`` with texts used everywhere,
``[defaults.<kind>]`` with options common to a kind, and ``[[rule]]`` tables tried in order. The code knows kinds
of drawing; registers, columns and paths are data.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from docgen.errors import DefinitionError
from docgen.sample.rows import SampleRow

_MATCH_KEYS: Final = frozenset({"register", "column", "prefix", "suffix", "contains", "where", "kind"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One ``[[rule]]``: when it applies, the kind of drawing and the drawing's options.

    Attributes:
        register: name the row's register must have; empty = any.
        column: name of the file column; empty = any.
        prefix: what the path begins with; empty = anything.
        suffix: what the path ends with; empty = anything.
        contains: texts of which one must stand in the path; empty = no condition.
        where: column → texts of which one must stand in the row's cell.
        kind: kind of drawing.
        options: everything else, handed to the drawing.
        place: where the rule stands, for messages.
    """

    register: str
    column: str
    prefix: str
    suffix: str
    contains: tuple[str, ...]
    where: Mapping[str, tuple[str, ...]]
    kind: str
    options: Mapping[str, object]
    place: str

    def matches(self, row: SampleRow, column: str, path: str) -> bool:
        """Tell whether the rule governs this file of this row."""
        return (
            self.register in ("", row.register)
            and self.column in ("", column)
            and path.startswith(self.prefix)
            and path.endswith(self.suffix)
            and (not self.contains or any(word in path for word in self.contains))
            and all(any(word in row.values.get(name, "") for word in words) for name, words in self.where.items())
        )


@dataclass(frozen=True, slots=True)
class Recipe:
    """A whole recipe.

    Attributes:
        path: the TOML file.
        constants: name → text, usable like a column in every text of a rule.
        rules: the rules in order; the first that matches counts.
    """

    path: Path
    constants: Mapping[str, str]
    rules: tuple[Rule, ...]

    @property
    def folder(self) -> Path:
        """Folder of the recipe, from which its originals and texts are named."""
        return self.path.parent


def _texts(value: object, place: str, key: str) -> tuple[str, ...]:
    texts = (value,) if isinstance(value, str) else value
    if not isinstance(texts, list | tuple) or not all(isinstance(text, str) for text in texts):
        raise DefinitionError(f"“{key}”应是文字或文字的列表", remedy="改正配方中的这一条规则。", place=place)
    return tuple(texts)


def _rule(table: Mapping[str, object], defaults: Mapping[str, object], place: str) -> Rule:
    where = table.get("where", {})
    kind = table.get("kind")
    shared = defaults.get(kind, {}) if isinstance(kind, str) else {}
    if not isinstance(where, dict) or not isinstance(kind, str) or not isinstance(shared, dict):
        raise DefinitionError(
            "规则缺少 kind，或 where 不是表", remedy='补上 kind；where 写成 { 列 = ["值"] }。', place=place
        )

    def one(key: str) -> str:
        value = table.get(key, "")
        return _texts(value, place, key)[0] if value else ""

    return Rule(
        register=one("register"),
        column=one("column"),
        prefix=one("prefix"),
        suffix=one("suffix"),
        contains=_texts(table.get("contains", []), place, "contains"),
        where={name: _texts(words, place, "where") for name, words in where.items()},
        kind=kind,
        options={**shared, **{key: value for key, value in table.items() if key not in _MATCH_KEYS}},
        place=place,
    )


def load_recipe(path: Path) -> Recipe:
    """Read a recipe.

    Raises:
        DefinitionError: the file is missing, is no TOML or holds a malformed rule.
    """
    data = read_toml(path)
    constants = data.get("constants", {})
    rules = data.get("rule", [])
    defaults = data.get("defaults", {})
    unknown = sorted(set(data) - {"constants", "defaults", "rule"})
    if (
        unknown
        or not isinstance(constants, dict)
        or not isinstance(defaults, dict)
        or not isinstance(rules, list)
        or not rules
    ):
        raise DefinitionError(
            f"配方里只能有 [constants]、[defaults] 和 [[rule]]{'，多出：' + '、'.join(unknown) if unknown else ''}",
            remedy="改正配方文件。",
            place=str(path),
        )
    return Recipe(
        path=path,
        constants={str(name): str(text) for name, text in constants.items()},
        rules=tuple(_rule(rule, defaults, f"{path} › 第 {n} 条规则") for n, rule in enumerate(rules, 1)),
    )


@lru_cache(maxsize=16)
def read_toml(path: Path) -> Mapping[str, object]:
    """Read a TOML file of the sample, once per process.

    Raises:
        DefinitionError: the file is missing or is no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DefinitionError("样例的数据文件读不出来", remedy="重新安装 docgen。", place=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DefinitionError(f"不是正确的 TOML：{error}", remedy="改正这个文件。", place=str(path)) from error
