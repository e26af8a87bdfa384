"""Which fonts a machine has, and which of them stand in for the Chinese faces that documents name.

Fonts decide how many pages a document has, so whoever compares page counts must know them. Without a Chinese font every
converter draws empty boxes and says nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

_SECONDS = 60
#: Chinese faces by the files that hold them, where no fontconfig can be asked.
_FILES = {
    "simsun.ttc": "宋体",
    "simhei.ttf": "黑体",
    "simfang.ttf": "仿宋",
    "simkai.ttf": "楷体",
    "msyh.ttc": "微软雅黑",
    "songti.ttc": "Songti SC",
    "pingfang.ttc": "PingFang SC",
    "stheiti medium.ttc": "Heiti SC",
    "stheiti light.ttc": "Heiti SC",
}
_FOLDERS = (
    r"C:\Windows\Fonts",
    "~/AppData/Local/Microsoft/Windows/Fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
)
_SONG = ("Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "AR PL UMing CN", "Noto Sans CJK SC")
_HEI = ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "PingFang SC", "Heiti SC")
_KAI = ("AR PL UKai CN", "Kaiti SC", *_SONG)
#: Faces that Chinese documents name → faces that may stand in, best first. Free 仿宋 is rare: 楷体 comes nearest.
STAND_INS = {
    **dict.fromkeys(("宋体", "SimSun", "新宋体", "NSimSun", "华文中宋", "方正小标宋简体", "小标宋"), _SONG),
    **dict.fromkeys(("黑体", "SimHei", "微软雅黑", "Microsoft YaHei", "等线", "DengXian"), _HEI),
    **dict.fromkeys(("楷体", "楷体_GB2312", "KaiTi", "KaiTi_GB2312"), _KAI),
    **dict.fromkeys(("仿宋", "仿宋_GB2312", "FangSong", "FangSong_GB2312"), _KAI),
}


@dataclass(frozen=True)
class FontSet:
    """The fonts of a machine.

    Attributes:
        families: names of all families.
        chinese: families that hold Chinese, sorted.
        mark: changes when a font is added, removed or replaced, or another one stands in for a Chinese face.
    """

    families: frozenset[str]
    chinese: tuple[str, ...]
    mark: str


def installed_fonts() -> FontSet:
    """Look at the fonts of this machine."""
    program = shutil.which("fc-list")
    if program is None:
        return _by_file()
    lines = sorted(_ask(program, "--format", "%{family}\t%{style}\t%{fontversion}\t%{file}\n"))
    families = frozenset(name.strip() for line in lines for name in line.split("\t")[0].split(","))
    chinese = {line.split(",")[0].strip() for line in _ask(program, ":lang=zh-cn", "family")}
    stands_in = alias_config(families)
    mark = hashlib.sha256("\n".join([*lines, stands_in]).encode()).hexdigest()
    return FontSet(families, tuple(sorted(chinese)), mark)


def true_type_faces() -> dict[str, tuple[Path, int]]:
    """Family → the file that holds it and its place there, for files that may hold TrueType outlines."""
    program = shutil.which("fc-list")
    if program is None:
        return {name: (path, 0) for path, _ in sorted(_font_files()) if (name := _FILES.get(path.name.lower()))}
    found: dict[str, tuple[Path, int]] = {}
    for line in sorted(_ask(program, ":lang=zh-cn", "--format", "%{file}\t%{index}\t%{family}\n")):
        file, index, names = line.split("\t")
        path = Path(file)
        if path.suffix.lower() in (".ttf", ".ttc"):
            for name in names.split(","):
                # The high half of the number says which variation of the face it is.
                found.setdefault(name.strip(), (path, int(index) & 0xFFFF))
    return found


def _ask(program: str, *arguments: str) -> list[str]:
    try:
        done = subprocess.run(
            [program, *arguments],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return [line for line in done.stdout.splitlines() if line.strip()]


def _by_file() -> FontSet:
    files = sorted(_font_files())
    names = {name for path, _ in files if (name := _FILES.get(path.name.lower()))}
    mark = hashlib.sha256("\n".join(f"{path.name} {size}" for path, size in files).encode()).hexdigest()
    return FontSet(frozenset(names), tuple(sorted(names)), mark)


def _font_files() -> Iterator[tuple[Path, int]]:
    for folder in _FOLDERS:
        try:
            for path in Path(folder).expanduser().rglob("*"):
                if path.suffix.lower() in (".ttf", ".ttc", ".otf", ".otc"):
                    yield path, path.stat().st_size
        except (OSError, RuntimeError):
            # Nobody's home folder, or one that can not be read.
            continue


def stand_in(face: str, families: frozenset[str]) -> str:
    """The best installed family that may stand in for a Chinese face; empty where there is none."""
    return next((name for name in STAND_INS.get(face, ()) if name in families), "")


def alias_config(families: frozenset[str]) -> str:
    """A fontconfig file that lets installed fonts stand in for Chinese faces that are not installed.

    Without it LibreOffice takes one and the same face for all of them, and maybe one with Japanese shapes.
    """
    rules = []
    for face in STAND_INS:
        found = stand_in(face, families)
        if face not in families and found:
            rules.append(
                f'<match target="pattern"><test name="family" compare="eq"><string>{escape(face)}</string></test>'
                f'<edit name="family" mode="assign" binding="strong"><string>{escape(found)}</string></edit></match>'
            )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>' + "\n".join(rules) + "</fontconfig>\n"
    )


def font_environment(folder: Path, families: frozenset[str]) -> dict[str, str]:
    """The environment of a process that shall draw Chinese; a configuration is written into ``folder``."""
    environment = dict(os.environ)
    if sys.platform not in ("win32", "darwin") and "FONTCONFIG_FILE" not in environment:
        config = folder / "fonts.conf"
        config.write_text(alias_config(families), encoding="utf-8")
        environment["FONTCONFIG_FILE"] = str(config)
    return environment
