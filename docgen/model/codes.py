"""档号 taken apart and put together again, in both spellings that are in force.

Sources: DA/T 22—2015 and DA/T 13—2022.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: U+00B7, the only middle dot an archival code may hold.
DOT = "\u00b7"


@dataclass(frozen=True, slots=True)
class CodeClass:
    """The lowest class an item lies in: everything of its archival code but the number.

    Attributes:
        fonds: 全宗号.
        kind: kind of records (门类).
        year: the year, four digits.
        period: code of the retention period.
        unit: organisational unit or question; here the category.
    """

    fonds: str
    kind: str
    year: str
    period: str
    unit: str

    def code(self, serial: int, pattern: str) -> str:
        """The archival code of a number in this class.

        Args:
            serial: number of the item within the class, from 1.
            pattern: ``dat22`` or ``dat13``.
        """
        between = DOT if pattern == "dat13" else "-"
        middle = between.join((self.year, self.period, self.unit))
        return f"{self.fonds}-{self.kind}{DOT}{middle}-{serial:04d}"


_CODE = re.compile(rf"([^-{DOT}]+)-([A-Z]+){DOT}([0-9]{{4}})[-{DOT}]([^-{DOT}]+)[-{DOT}]([^-{DOT}]+)-([0-9]+)")


def parse_code(code: str) -> tuple[CodeClass, int] | None:
    """Class and number of a code in either spelling; ``None`` where it is none."""
    match = _CODE.fullmatch(code)
    return (CodeClass(*match.groups()[:5]), int(match[6])) if match else None


def code_folder(code: str) -> str:
    """The folder of an item: 全宗号/门类/年度/档号; empty where its code is none that can be a folder."""
    parsed = parse_code(code)
    if parsed is None or any(c in code for c in "/\\"):
        return ""
    return f"{parsed[0].fonds}/{parsed[0].kind}/{parsed[0].year}/{code}"
