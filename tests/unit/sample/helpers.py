"""Reads the fictional year as rows, without the loader: the drawing code must not depend on it."""

from __future__ import annotations

import csv
from pathlib import Path

from docgen.sample import SampleRow

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "samples" / "渠长河劳模创新工作室"
RECIPE = SAMPLE / "attachments.toml"
FIELDS = ROOT / "schemas" / "db1508-t150-2023" / "fields.csv"


def sample_rows() -> list[SampleRow]:
    with FIELDS.open(encoding="utf-8-sig", newline="") as file:
        columns = {(f["sheet"], f["column"]) for f in csv.DictReader(file) if f["type"] in ("文件", "文件组")}
    rows = []
    for path in sorted((SAMPLE / "数据").glob("*.csv")):
        register = path.stem.split("-", 1)[1]
        with path.open(encoding="utf-8", newline="") as file:
            for values in csv.DictReader(file):
                files = {}
                for column, cell in values.items():
                    if (register, column) in columns:
                        paths = tuple(p for p in cell.split("；") if p and not p.startswith("不适用"))
                        if paths:
                            files[column] = paths
                rows.append(SampleRow(register, values, files))
    return rows


def row(path: str, register: str = "图册", **values: str) -> SampleRow:
    return SampleRow(register, {"编号": "T-01", "日期": "2024.03.05", **values}, {"文件": (path,)})
