"""The rules of a standard over a year's records (``compliance.toml``)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docgen.errors import StandardError
from docgen.load.definitions import SEVERITIES, check_keys
from docgen.model.rules import ADOPTING, RESULTS, STAGES, Clause
from docgen.model.standard import Register

KEYS = {
    *("id", "clause", "severity", "when", "stage", "kind", "of", "of_where", "column", "from", "where", "date", "per"),
    *("holds", "message", "remedy", "same_as", "excuse", "title"),
}
#: When a rule is due: always, by month, by quarter, at the end of the year, when the archive closes.
DUE = {"A", "M", "M+5", "Q+10", "Y", "Y+31", "D"}
PERIODS = {"", "month", "quarter"}
PLAIN = (
    "clause",
    "of",
    "of_where",
    "column",
    "where",
    "date",
    "per",
    "remedy",
    "holds",
    "message",
    "kind",
    "excuse",
    "title",
)


def load_compliance(table: Mapping[str, Any], path: Path, registers: Mapping[str, Register]) -> tuple[Clause, ...]:
    """All rules: an array of tables ``rule``.

    Args:
        table: the file as it was read, empty where there is none.
        path: the file.
        registers: the registers rules may name.

    Raises:
        StandardError: a key is unknown or missing, or a register or column does not exist.
    """
    check_keys(table, {"rule"}, path)
    rules: dict[str, Clause] = {}
    for number, entry in enumerate(table.get("rule", ()), 1):
        place = f"{path} 第 {number} 条 {entry.get('id', '')}"
        _check(entry, registers, place)
        unique = "/".join(entry.get(key, "") for key in ("id", "severity", "kind", "of", "from", "column"))
        if unique in rules:
            raise StandardError(f"规则“{entry['id']}”重复", place=place)
        rules[unique] = Clause(
            id=entry["id"],
            severity=entry["severity"],
            when=entry["when"],
            source=entry.get("from", ""),
            same_as=tuple(entry.get("same_as", ())),
            stage=entry.get("stage", STAGES[0]),
            params={key: value for key, value in entry.items() if key not in KEYS},
            **{key: entry.get(key, "") for key in PLAIN},
        )
    return tuple(rules.values())


def _check(entry: Mapping[str, Any], registers: Mapping[str, Register], place: str) -> None:
    kind = entry.get("kind")
    if not kind:
        check_keys(entry, KEYS, place)
    for key in ("id", "severity", "when", *(() if kind else ("holds",)), *(() if kind == ADOPTING else ("message",))):
        if not entry.get(key):
            raise StandardError(f"缺少 {key}", place=place)
    known = entry["severity"] in SEVERITIES and entry["when"] in DUE and entry.get("per", "") in PERIODS
    if not known or entry.get("stage", STAGES[0]) not in STAGES:
        raise StandardError("severity、when、stage 或 per 不认识", place=place)
    for key in ("of", "from"):
        if entry.get(key) and entry[key] not in RESULTS and entry[key] not in registers:
            raise StandardError(f"没有登记表“{entry[key]}”", place=place)
    dated = entry.get("from") or entry.get("of", "")
    for register, column in ((entry.get("of"), entry.get("column")), (dated, entry.get("date"))):
        if column:
            found = registers.get(register or "")
            columns = RESULTS.get(register or "") or (found.fields if found else ())
            if column not in columns:
                raise StandardError(f"“{register}”没有列“{column}”", place=place)
