"""The built wheel, away from the checkout, carries its data and runs."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds nothing but the installed wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder / "dist"), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = (folder / "dist").glob("*.whl")
    target = folder / "site"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", str(target)]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    return target


def python(site: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(site), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_wheel_carries_its_data(site: Path) -> None:
    (wheel,) = (site.parent / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for part in ("schemas/db1508-t150-2023/fields.csv", "templates/db1508-t150-2023/word/", "samples/"):
        assert any(n.startswith(f"docgen/_data/{part}") for n in names), part
    assert not [n for n in names if n.startswith("tests") or "__pycache__" in n]


def test_the_wheel_runs_from_an_empty_folder(site: Path, tmp_path: Path) -> None:
    where = python(site, tmp_path, "-c", "import docgen; print(docgen.__file__)")
    assert where.stdout.strip().startswith(str(site))
    done = python(site, tmp_path, "-m", "docgen", "demo")
    assert done.returncode == 0, done.stderr
    assert "先看这里" in done.stdout
    assert len(list((tmp_path / "docgen-demo" / "成品").rglob("*.docx"))) > 90
    again = python(site, tmp_path / "docgen-demo", "-m", "docgen", "fill", "-y", "2024")
    assert again.returncode == 0
    assert "没有改动" in again.stdout
