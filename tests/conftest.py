"""Fixtures of all tests: the standards, and small years of the toy standard."""

from __future__ import annotations

import os
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from docgen.cli.app import main
from docgen.errors import ExitCode
from docgen.load.standard import load_standard
from docgen.model.entry import Entry, Origin, Registers
from docgen.model.standard import Standard
from docgen.model.values import Money
from docgen.resources import schema_folder

#: Only tests about PDFs wait for a converter; they say so themselves.
os.environ["DOCGEN_PDF"] = "none"
ROOT = Path(__file__).resolve().parent.parent
TOY = Path(__file__).parent / "data" / "standards" / "toy"


@pytest.fixture(scope="session")
def standard() -> Standard:
    """The real standard."""
    return load_standard(schema_folder())


@pytest.fixture(scope="session")
def toy() -> Standard:
    """The fictional standard."""
    return load_standard(TOY)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictional year, filled; nobody may change it."""
    root = tmp_path_factory.mktemp("sample") / "工作室"
    assert main(["init", str(root), "--sample", "-q"]) == ExitCode.OK
    assert main(["fill", "-w", str(root), "-q"]) == ExitCode.OK
    return root


@pytest.fixture
def toy_folder(tmp_path: Path) -> Path:
    """A copy of the fictional standard that a test may damage."""
    target = tmp_path / "toy"
    shutil.copytree(TOY, target)
    return target


def entries(standard: Standard, rows: dict[str, list[dict[str, Any]]]) -> Registers:
    """Registers from plain values, as if typed in one workbook from row 3 on."""
    made: dict[str, tuple[Entry, ...]] = {}
    for name, values in rows.items():
        register = standard.registers[name]
        found = []
        for number, row in enumerate(values, 3):
            full = {column: row.get(column) for column in register.fields}
            key = "＋".join(str(full[k]) for k in register.key)
            cells = {c: f"{chr(65 + i)}{number}" for i, c in enumerate(register.fields)}
            found.append(Entry(name, key, full, Origin("数据.xlsx", name, number, cells)))
        made[name] = tuple(found)
    return Registers(made)


TOY_YEAR: dict[str, list[dict[str, Any]]] = {
    "馆": [{"馆名": "小镇玩具馆", "年份": 2030}],
    "读者": [
        {"称呼": "甲读者", "入馆日": date(2029, 1, 1)},
        {"称呼": "乙读者", "入馆日": date(2030, 2, 1), "离馆日": date(2030, 6, 30)},
    ],
    "玩具": [
        {"玩具号": "W-1", "名称（全称）": "木桥", "类": "积木", "件数": 3, "图": None},
        {"玩具号": "W-2", "名称（全称）": "渡船<大>", "类": "车船", "件数": 1},
        {"玩具号": "W-3", "名称（全称）": "砖墙", "类": "积木", "件数": 2},
    ],
    "借展": [
        {
            "借号": "J-1",
            "玩具": "W-1",
            "借阅人": "甲读者",
            "同行人": ["甲读者", "乙读者"],
            "借出日": date(2030, 3, 5),
            "押金": Money("120.50"),
            "备忘": "轻拿轻放\n当日归还",
        },
        {"借号": "J-2", "玩具": "W-2", "借阅人": "乙读者", "借出日": date(2030, 4, 1), "押金": Money(Decimal(5))},
    ],
    "热门": [],
}


@pytest.fixture
def toy_year(toy: Standard) -> Registers:
    """A small year of the fictional standard."""
    return entries(toy, TOY_YEAR)
