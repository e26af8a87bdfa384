"""``docgen init``: a new workspace, empty or with the fictional studio's year. Made aside, then renamed."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docgen.errors import DefinitionError
from docgen.model.standard import FILE_TYPES, Register, Standard
from docgen.render.book.workbook import data_workbook
from docgen.resources import sample_folder, schema_folder
from docgen.sample import SampleRow, make_attachments
from docgen.tasks.starters import write_starters
from docgen.write.files import staged_folder

Step = Callable[[str], None]
SETTINGS = """\
# docgen 工作区设置。# 开头的行是说明，不起作用；去掉 # 即可启用。
standard = "{standard}"
year = {year}
{demo}
[check]
# close = "06-30"            # 次年归档截止日（月-日）
# picture_min_px = 800       # 照片长边少于多少像素时提醒
# home = false               # 检查后不在工作簿首页写“本月还缺”

[fill]
{companions}
# print_picture_px = 1600    # 放进文档的照片长边像素数，原文件不动

[boxes]
# rule = "transfer"          # 按移交要求排盒：不同保管期限、类目不同盒；默认 "category" 按类目，薄的相邻类目合装
# numbers = false            # 盒号留空，移交时再编
# spines = [20, 30, 40, 50]  # 买得到的盒脊宽，毫米
# pages_per_sheet = 2        # 双面打印
"""


@dataclass(frozen=True)
class Made:
    """A new workspace.

    Attributes:
        root: its folder.
        workbook: path of the data workbook below it.
        rows: number of rows filled in.
        attachments: number of attachments made.
        size: bytes of the workspace.
    """

    root: Path
    workbook: str
    rows: int
    attachments: int
    size: int


def init(target: Path, standard: Standard, year: int | None, *, sample: bool, step: Step = lambda _: None) -> Made:
    """Make a workspace.

    Args:
        target: a folder that does not exist yet or is empty.
        standard: the standard.
        year: the year of the workbook; ``None`` takes that of the sample.
        sample: fill it with the fictional year and make its attachments.
        step: told what is being done.

    Raises:
        TargetExists: ``target`` is not empty.
        OutputError: it can not be written.
    """
    rows = sample_rows(standard) if sample else {}
    studio = next(iter(rows.get(standard.studio, [])), {})
    if year is None:
        year = int(studio[standard.year_field])
    with staged_folder(target) as root:
        for folder in ("数据", "附件", "模板", "成品", "登记"):
            (root / folder).mkdir()
        demo = "demo = true\n" if sample else ""
        companions = (
            'companions = ["all"]'
            if sample
            else '# companions = ["all"]       # 标准没有点名的配套资料：全部，或资料标识的列表'
        )
        text = SETTINGS.format(standard=_standard_name(standard), year=year, demo=demo, companions=companions)
        (root / "docgen.toml").write_text(text, encoding="utf-8", newline="\n")
        write_starters(root)
        step("正在写数据工作簿")
        name = studio.get(standard.settings["studio"]["name"], "")
        workbook = root / "数据" / f"{year}.xlsx"
        workbook.write_bytes(data_workbook(standard, year, name, rows, None))
        made = 0
        if sample:
            step("正在制作示例附件")
            recipe = sample_folder() / "attachments.toml"
            made = make_attachments(recipe, attachment_rows(standard, rows), root / "附件").total_files
        size = sum(p.stat().st_size for p in root.rglob("*") if p.is_file())
    return Made(target, f"数据/{year}.xlsx", sum(len(r) for r in rows.values()), made, size)


def _standard_name(standard: Standard) -> str:
    """How a workspace names its standard: by its id where it comes with docgen, else by its folder."""
    try:
        known = schema_folder(standard.id)
    except DefinitionError:
        known = None
    return standard.id if known == standard.folder else standard.folder.resolve().as_posix()


def sample_rows(standard: Standard) -> dict[str, list[dict[str, str]]]:
    """The fictional year: register → rows as typed.

    Raises:
        DefinitionError: a sample file does not fit the standard.
    """
    rows: dict[str, list[dict[str, str]]] = {}
    for path in sorted((sample_folder() / "数据").glob("*.csv")):
        name = path.stem.partition("-")[2]
        if name not in standard.registers:
            raise DefinitionError(f"示例数据“{path.name}”没有对应的登记表", place=str(path))
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows[name] = list(csv.DictReader(stream))
    return rows


def attachment_rows(standard: Standard, rows: Mapping[str, list[dict[str, str]]]) -> list[SampleRow]:
    """The rows that name files, with the files they name."""
    prefix = standard.settings["files"]["not_applicable"]
    found = []
    for name, register in standard.registers.items():
        for row in rows.get(name, []):
            files = _files(register, row, prefix)
            if files:
                found.append(SampleRow(name, row, files))
    return found


def _files(register: Register, row: Mapping[str, Any], prefix: str) -> dict[str, tuple[str, ...]]:
    files: dict[str, tuple[str, ...]] = {}
    for field in register.fields.values():
        value = row.get(field.name, "")
        if field.type in FILE_TYPES and value and not value.startswith(prefix):
            files[field.name] = tuple(part.strip() for part in value.split("；"))
    return files
