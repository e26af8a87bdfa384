"""A whole workspace of the fictional standard: small enough to pack in half a second."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image

from tests.conftest import TOY
from tests.toy_templates import draw

ROWS: dict[str, list[dict[str, str]]] = {
    "馆": [{"馆名": "小镇玩具馆", "年份": "2030"}],
    "读者": [{"称呼": "甲读者", "入馆日": "2029-01-01"}, {"称呼": "乙读者", "入馆日": "2030-02-01"}],
    "玩具": [
        {"玩具号": "W-1", "名称（全称）": "木桥", "类": "积木", "件数": "3", "图": "图/W-1.jpg"},
        {"玩具号": "W-2", "名称（全称）": "渡船", "类": "车船", "件数": "1", "图": "图/W-2.jpg"},
        {"玩具号": "W-3", "名称（全称）": "砖墙", "类": "积木", "件数": "2"},
    ],
    "借展": [
        {"借号": "J-1", "玩具": "W-1", "借阅人": "甲读者", "借出日": "2030-03-05", "押金": "120.50"},
        {"借号": "J-2", "玩具": "W-2", "借阅人": "乙读者", "借出日": "2030-04-01", "押金": "5"},
    ],
}


def make(root: Path) -> Path:
    """Write the workspace into an empty or missing folder."""
    (root / "附件" / "图").mkdir(parents=True)
    shutil.copytree(TOY, root / "标准")
    draw(root / "标准" / "templates")
    standard = (root / "标准").absolute().as_posix()
    (root / "docgen.toml").write_text(f'standard = "{standard}"\nyear = 2030\n', encoding="utf-8")
    for name, rows in ROWS.items():
        write_rows(root, name, rows)
    for number in (1, 2):
        picture(root / "附件" / "图" / f"W-{number}.jpg", number)
    return root


def write_rows(root: Path, register: str, rows: Sequence[Mapping[str, str]]) -> None:
    """Replace the rows of a register."""
    path = root / "数据" / "2030" / f"{register}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        writer.writerows(rows)


def picture(path: Path, number: int) -> None:
    """A small picture, another one for every number."""
    Image.new("RGB", (40 + number, 30), (number * 40 % 256, 90, 120)).save(path)
