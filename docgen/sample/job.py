"""One file to draw: its path, its row and its rule, with the texts filled in."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from docgen.errors import DefinitionError
from docgen.sample.recipe import Recipe, Rule
from docgen.sample.rows import SampleRow

_PLACEHOLDER: Final = re.compile(r"\{([^{}:]+)(?::(\w+))?\}")
_DATE: Final = re.compile(r"(\d{4})[-.年/](\d{1,2})(?:[-.月/](\d{1,2}))?(?:\D+(\d{1,2}):(\d{2}))?")
_SEPARATORS: Final = re.compile(r"[；、]")
_CENT: Final = Decimal("0.01")


def stable_random(text: str) -> random.Random:
    """Give a random source that depends on nothing but the text."""
    return random.Random(int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:8], "big"))


def money(value: Decimal) -> str:
    """Print an amount like ``1,234.50``."""
    return f"{value.quantize(_CENT, ROUND_HALF_UP):,.2f}"


@dataclass(frozen=True, slots=True)
class Job:
    """One file to draw.

    Attributes:
        path: relative path of the file, ``/`` between folders.
        row: the row that names it.
        rule: the rule that governs it.
        recipe: the recipe the rule stands in.
    """

    path: str
    row: SampleRow
    rule: Rule
    recipe: Recipe

    @property
    def random(self) -> random.Random:
        """A fresh random source seeded by the path: the same every time."""
        return stable_random(self.path)

    def option(self, key: str, default: object = None) -> object:
        """Give an option of the rule as it stands in the recipe."""
        return self.rule.options.get(key, default)

    def text(self, key: str, default: str = "") -> str:
        """Give an option as text, its ``{column}`` filled in."""
        return self.fill(str(self.rule.options.get(key, default)))[0]

    def lines(self, key: str) -> list[str]:
        """Give an option that is a list of texts; a text whose columns are all empty is left out."""
        value = self.rule.options.get(key, [])
        texts = value if isinstance(value, list) else [value]
        filled = (self.fill(str(text)) for text in texts)
        return [text for text, empty in filled if not empty]

    def parts(self, key: str) -> list[str]:
        """Give an option split at ``；`` and ``、``."""
        return [part.strip() for part in _SEPARATORS.split(self.text(key)) if part.strip()]

    def whole(self, key: str, default: int) -> int:
        """Give an option as a whole number; the default where the cell is empty."""
        text = self.text(key).strip()
        if not text:
            return default
        if not text.isdecimal():
            raise self.error(f"“{key}”应是整数，现为“{text}”")
        return int(text)

    def moment(self, key: str = "date") -> datetime:
        """Give the moment a file was made: the date of its row at a plausible working hour.

        Raises:
            DefinitionError: the row has no such date.
        """
        text = self.text(key)
        found = _DATE.search(text)
        if found is None:
            raise self.error(f"“{key}”没有日期：“{text}”")
        year, month, day, hour, minute = found.groups()
        chance = stable_random("clock " + self.path)
        at_hour, at_minute = chance.choice((9, 10, 11, 14, 15, 16)), chance.randrange(60)
        if hour is not None:
            at_hour, at_minute = int(hour), int(minute)
        second = chance.randrange(60)
        try:
            # Local time without a zone, as a camera writes it.
            return datetime(int(year), int(month), int(day or 1), at_hour, at_minute, second)  # noqa: DTZ001
        except ValueError as error:
            raise self.error(f"“{text}”不是日期") from error

    def original(self) -> bytes:
        """Read the original named by the option ``original``, beside the recipe.

        Raises:
            DefinitionError: it cannot be read.
        """
        file = self.recipe.folder / self.text("original")
        try:
            return file.read_bytes()
        except OSError as error:
            raise self.error(f"底稿“{file.name}”读不出来") from error

    def fill(self, text: str) -> tuple[str, bool]:
        """Replace ``{column}``, ``{constant}``, ``{net}``, ``{tax}`` and ``{total}`` in a text.

        A shape may follow a colon: ``date`` (2024年1月5日), ``money`` (1,234.50), ``comma`` (``；`` becomes ``、``),
        ``pages`` (the first page in ``2024,40(10):12-17``).

        Returns:
            The text, and whether it has placeholders all of which were empty.
        """
        seen: list[str] = []

        def one(found: re.Match[str]) -> str:
            seen.append(self._shape(self._value(found[1]), found[2]))
            return seen[-1]

        filled = _PLACEHOLDER.sub(one, text)
        return filled, bool(seen) and not any(seen)

    def _value(self, name: str) -> str:
        values: Mapping[str, str] = self.row.values
        if name in values:
            return values[name]
        if name in self.recipe.constants:
            return self.recipe.constants[name]
        if name in ("net", "tax", "total"):
            return self._amounts()[name]
        raise self.error(f"没有“{name}”这一列，常数里也没有")

    def _amounts(self) -> dict[str, str]:
        try:
            total = Decimal(self.text("amount"))
            rate = Decimal(str(self.rule.options.get("rate", "0")))
        except InvalidOperation as error:
            raise self.error("金额或税率不是数") from error
        net = (total / (1 + rate)).quantize(_CENT, ROUND_HALF_UP)
        return {"net": str(net), "tax": str(total - net), "total": str(total.quantize(_CENT))}

    def _shape(self, value: str, shape: str | None) -> str:
        if shape is None or not value:
            return value
        if shape == "money":
            return money(Decimal(value))
        if shape == "comma":
            return "、".join(part for part in _SEPARATORS.split(value) if part)
        if shape == "pages":
            return value.rpartition(":")[2].partition("-")[0]
        found = _DATE.search(value)
        if shape == "date" and found is not None:
            day = f"{int(found[3])}日" if found[3] else ""
            return f"{found[1]}年{int(found[2])}月{day}"
        raise self.error(f"不认识的写法“:{shape}”，或值“{value}”不合适")

    def error(self, problem: str) -> DefinitionError:
        """Make the error that says what is wrong with this file's rule."""
        return DefinitionError(
            f"样例附件“{self.path}”画不出来：{problem}",
            remedy="改正配方中的这一条规则或样例表中的这一行。",
            place=self.rule.place,
        )
