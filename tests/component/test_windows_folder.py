"""The folder for Windows: what goes into it, and what must not; the real one is built by the slow trial."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from docgen.tasks.starters import WINDOWS
from tests.conftest import ROOT
from tests.tools.windows_folder import HOW_TO, PTH, lay_out, wanting


def wheel(folder: Path, name: str, tag: str, *needs: str, data: bool = False) -> Path:
    path = folder / f"{name}-1.0-py3-none-{tag}.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}/__init__.py", "")
        lines = ["Metadata-Version: 2.1", f"Name: {name}", *(f"Requires-Dist: {need}" for need in needs)]
        archive.writestr(f"{name}-1.0.dist-info/METADATA", "\n".join(lines) + "\n")
        if data:
            archive.writestr(f"{name}-1.0.data/purelib/{name}_more.py", "")
            archive.writestr(f"{name}-1.0.data/scripts/{name}", "#!python\n")
    return path


def test_what_is_needed_on_windows_alone_is_asked_for(tmp_path: Path) -> None:
    wheels = [
        wheel(tmp_path, "one", "any", 'colour>=2; sys_platform == "win32"', 'never; sys_platform == "darwin"', "two"),
        wheel(tmp_path, "two", "win_amd64", 'tests; extra == "test"'),
    ]
    assert wanting(wheels) == ["colour>=2"]
    assert wanting([*wheels, wheel(tmp_path, "colour", "any")]) == []


def test_without_python_the_folder_says_where_to_get_it(tmp_path: Path) -> None:
    out = tmp_path / "便携 版"
    lay_out(out, [wheel(tmp_path, "one", "any", data=True), wheel(tmp_path, "two", "win_amd64")], None)
    assert {p.name for p in out.iterdir()} == {"lib", WINDOWS, "先放入Python.txt"}
    assert (out / "先放入Python.txt").read_text(encoding="utf-8-sig") == HOW_TO
    assert (out / "lib" / "one_more.py").is_file()
    assert not list((out / "lib").glob("*.data/scripts"))


def test_with_python_it_is_ready(tmp_path: Path) -> None:
    embedded = tmp_path / "python-embed-amd64.zip"
    with zipfile.ZipFile(embedded, "w") as archive:
        archive.writestr("python.exe", b"MZ")
        archive.writestr("python312._pth", "python312.zip\n.\n")
    out = tmp_path / "out"
    lay_out(out, [wheel(tmp_path, "one", "any")], embedded)
    assert (out / "python" / "python.exe").is_file()
    assert (out / "python" / "python312._pth").read_bytes() == PTH.replace("\n", "\r\n").encode()
    assert not (out / "先放入Python.txt").exists()


def test_a_wheel_for_another_system_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="manylinux"):
        lay_out(tmp_path / "out", [wheel(tmp_path, "one", "manylinux_2_17_x86_64")], None)


@pytest.mark.slow
def test_the_real_folder(tmp_path: Path) -> None:
    out = tmp_path / "docgen 便携"
    subprocess.run([sys.executable, "-m", "tests.tools.windows_folder", str(out)], cwd=ROOT, check=True)
    library = out / "lib"
    assert not list(library.rglob("*.so"))
    assert list(library.glob("lxml/etree.*win_amd64.pyd"))
    for name in ("schemas", "templates", "samples"):
        assert any((library / "docgen" / "_data" / name).iterdir())
    # On Windows alone these are needed; the downloader on this system does not ask for them by itself.
    assert (library / "colorama").is_dir()
