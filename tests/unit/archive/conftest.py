"""Archives to look at and to damage."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.unit.archive.helpers import make_set, written


@pytest.fixture(scope="session")
def sound_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of the small package; read only."""
    return written(tmp_path_factory.mktemp("package")).root


@pytest.fixture
def bag(sound_package: Path, tmp_path: Path) -> Path:
    """A copy of the small package that a test may damage."""
    return Path(shutil.copytree(sound_package, tmp_path / "copy" / sound_package.name))


@pytest.fixture
def discs(tmp_path: Path) -> Path:
    """A set of three discs that a test may damage."""
    return make_set(tmp_path / "光盘")
