"""``docgen doctor``: what this machine has."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from docgen import __version__
from docgen.load.standard import load_standard
from docgen.resources import schema_folder

LIBRARIES = ("lxml", "openpyxl", "python-docx", "python-calamine", "pillow", "isal", "typer", "PyYAML")
WINDOWS_OFFICE = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)


@dataclass(frozen=True)
class Fact:
    """Something that is there or missing."""

    name: str
    present: bool
    text: str
    remedy: str = ""


def doctor() -> list[Fact]:
    """Look at the installation and the machine.

    Raises:
        DefinitionError: the installation is incomplete.
    """
    standard = load_standard(schema_folder())
    versions = "，".join(f"{name} {metadata.version(name)}" for name in LIBRARIES)
    ready = sum(1 for m in standard.materials.values() if m.form)
    return [
        Fact("docgen", True, f"{__version__}，Python {platform.python_version()}，{platform.system()}"),
        Fact("组件", True, versions),
        Fact(
            "标准", True, f"{standard.number} {standard.title}，资料 {len(standard.materials)} 项，已有模板 {ready} 项"
        ),
        _office(),
        _fonts(),
    ]


def _office() -> Fact:
    found = shutil.which("soffice") or next((p for p in WINDOWS_OFFICE if Path(p).is_file()), "")
    remedy = "只在转 PDF 时需要；安装 LibreOffice 后会自动找到。"
    return Fact("LibreOffice", bool(found), found or "没有找到", remedy)


def _fonts() -> Fact:
    remedy = "文档里用宋体、黑体、仿宋、楷体；没有时办公软件会用别的字体代替。"
    if sys.platform == "win32":
        found = (Path(r"C:\Windows\Fonts") / "simsun.ttc").is_file()
        return Fact("中文字体", found, "宋体" if found else "没有找到宋体", remedy)
    tool = shutil.which("fc-list")
    if not tool:
        return Fact("中文字体", False, "无法查询（没有 fc-list）", remedy)
    listed = subprocess.run(
        [tool, ":lang=zh-cn", "family"], capture_output=True, text=True, encoding="utf-8", timeout=30, check=False
    )
    families = sorted({line.split(",")[0].strip() for line in listed.stdout.splitlines() if line.strip()})
    return Fact("中文字体", bool(families), "、".join(families[:6]) or "没有", remedy)
