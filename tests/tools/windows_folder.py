"""A folder for Windows 10 and 11 (x64) that is unpacked anywhere and started by a double click; built on Linux.

``python -m tests.tools.windows_folder OUT [--python python-3.12.x-embed-amd64.zip] [--pdf]``

The embeddable Python is no package of a registry: it is given as a file, or put into the folder later as the text file
in it says. Everything else comes as wheels for ``win_amd64`` and is unpacked here, so that nothing is installed there.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from email import message_from_bytes
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from docgen.tasks.starters import WINDOWS, write_starters
from tests.conftest import ROOT

VERSION = "3.12"
ON_WINDOWS = {
    "sys_platform": "win32",
    "platform_system": "Windows",
    "platform_machine": "AMD64",
    "os_name": "nt",
    "python_version": VERSION,
    "python_full_version": f"{VERSION}.0",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "extra": "",
}
#: Below the folder; Windows refuses paths of more than 260 characters, and the folder lies somewhere itself.
MAX_PATH = 180
PTH = "python312.zip\n.\n..\\lib\n"
HOW_TO = f"""\
这个文件夹还缺 Python（不需要安装，不需要管理员）。

一、在能上网的电脑上打开 Python 官方网站，找到 Python {VERSION} 最后一个带 Windows 文件的版本，
　　下载“Windows embeddable package (64-bit)”，是一个 .zip 文件。
二、把它解压到本文件夹里，文件夹名改成 python，使 python\\python.exe 存在。
三、用记事本打开 python\\python312._pth，把内容改成下面三行，保存：

{PTH}
四、双击 {WINDOWS}。
"""


def build(out: Path, embedded: Path | None, *, pdf: bool = False) -> None:
    """Make the folder.

    Args:
        out: a folder that is not there yet.
        embedded: the embeddable Python as downloaded.
        pdf: with the programs that make and check PDF/A.

    Raises:
        SystemExit: it is there already, or a path in it is too long.
        subprocess.CalledProcessError: a wheel can not be built or had.
    """
    if out.exists():
        raise SystemExit(f"{out} is there already")
    with tempfile.TemporaryDirectory() as temporary:
        wheels = Path(temporary)
        subprocess.run([sys.executable, "-m", "build", "--wheel", "--outdir", str(wheels), str(ROOT)], check=True)
        (own,) = wheels.glob("docgen-*.whl")
        wanted = [f"{own}[pdf]" if pdf else str(own)]
        while wanted:
            download(wanted, wheels)
            wanted = wanting(sorted(wheels.glob("*.whl")))
        lay_out(out, sorted(wheels.glob("*.whl")), embedded)


def download(wanted: list[str], folder: Path) -> None:
    """Fetch wheels for Windows, with what they need."""
    target = ["--only-binary=:all:", "--platform=win_amd64", "--implementation=cp", f"--python-version={VERSION}"]
    subprocess.run([sys.executable, "-m", "pip", "download", "-q", *target, "-d", str(folder), *wanted], check=True)


def wanting(wheels: list[Path]) -> list[str]:
    """What wheels need on Windows alone: the downloader asks for what this system needs."""
    there = {canonicalize_name(wheel.name.split("-")[0]) for wheel in wheels}
    wanted = set()
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            (name,) = [n for n in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", n)]
            needs = message_from_bytes(archive.read(name)).get_all("Requires-Dist", [])
        for need in map(Requirement, needs):
            if need.marker is None or need.marker.evaluate(ON_WINDOWS):
                wanted |= {str(need).split(";")[0]} if canonicalize_name(need.name) not in there else set()
    return sorted(wanted)


def lay_out(out: Path, wheels: list[Path], embedded: Path | None) -> None:
    """Unpack the wheels and add what starts them.

    Raises:
        SystemExit: a wheel is for another system, or a path in it is too long.
    """
    foreign = [w.name for w in wheels if not w.stem.endswith(("-any", "-win_amd64"))]
    if foreign:
        raise SystemExit(f"not for Windows: {', '.join(foreign)}")
    library = out / "lib"
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(library)
    # Programs of the wheels need an installed Python; docgen is started as a module.
    for scripts in library.glob("*.data/scripts"):
        shutil.rmtree(scripts)
    for data in library.glob("*.data/*lib"):
        shutil.copytree(data, library, dirs_exist_ok=True)
        shutil.rmtree(data)
    write_starters(out)
    (out / "开始使用.sh").unlink()
    if embedded is None:
        text = HOW_TO.replace("\n", "\r\n")
        (out / "先放入Python.txt").write_text(text, encoding="utf-8-sig", newline="")
    else:
        with zipfile.ZipFile(embedded) as archive:
            archive.extractall(out / "python")
        (out / "python" / "python312._pth").write_text(PTH.replace("\n", "\r\n"), encoding="ascii", newline="")
    long = [p for p in out.rglob("*") if len(p.relative_to(out).as_posix()) > MAX_PATH]
    if long:
        raise SystemExit(f"too long for Windows: {long[0]}")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--python", type=Path)
    parser.add_argument("--pdf", action="store_true")
    given = parser.parse_args()
    build(given.out, given.python, pdf=given.pdf)
    size = sum(p.stat().st_size for p in given.out.rglob("*") if p.is_file())
    print(f"{given.out}: {size / 1000**2:.0f} MB")


if __name__ == "__main__":
    main()
