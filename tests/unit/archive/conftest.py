"""Archives to look at and to damage."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from docgen.model.archive import Change, Changes
from tests.unit.archive.helpers import make_set, written


@pytest.fixture(scope="session")
def sound_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of the small package; read only."""
    return written(tmp_path_factory.mktemp("package")).root


@pytest.fixture
def bag(sound_package: Path, tmp_path: Path) -> Path:
    """A copy of the small package that a test may damage."""
    return Path(shutil.copytree(sound_package, tmp_path / "copy" / sound_package.name))


@pytest.fixture(scope="session")
def sound_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year's folder with two versions of the small package; read only."""
    folder = tmp_path_factory.mktemp("year")
    first = written(folder / "一").root
    gone, new = Change("2030-02-0004", "撤下的一件"), Change("2030-02-0003", "只有纸质的一件")
    changes = Changes(first.name, added=(new,), withdrawn=(gone,), sources=("docgen.toml",))
    second = written(folder / "二", id=f"{first.name}-v2", changes=changes).root
    for bag in (first, second):
        bag.rename(folder / bag.name)
    return folder


@pytest.fixture
def year(sound_year: Path, tmp_path: Path) -> Path:
    """A copy of the year that a test may damage."""
    ignored = shutil.ignore_patterns("一", "二")
    return Path(shutil.copytree(sound_year, tmp_path / "2030", ignore=ignored))


@pytest.fixture
def discs(tmp_path: Path) -> Path:
    """A set of three discs that a test may damage."""
    return make_set(tmp_path / "光盘")
