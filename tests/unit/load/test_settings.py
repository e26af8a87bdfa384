"""The workspace and its settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.errors import MissingFile, SettingsError
from docgen.load.settings import Workspace, configured, find_workspace
from docgen.model.standard import Standard


def off(standard: Standard, settings: dict[str, object]) -> set[str]:
    made = configured(standard, Workspace(Path("w"), settings))
    return {m.id for m in made.materials.values() if m.off}


def test_companions_are_off_unless_they_are_usual_or_asked_for(standard: Standard) -> None:
    companions = {m.id for m in standard.materials.values() if m.basis == "C"}
    usual = {"naming-files", "studio-profile", "place-photos", "leader-works-copies"}
    assert off(standard, {}) == companions - usual
    assert off(standard, {"fill": {"companions": ["member-roster"]}}) == companions - usual - {"member-roster"}
    assert off(standard, {"fill": {"companions": ["all"]}}) == set()


def test_a_companion_that_does_not_exist(standard: Standard) -> None:
    with pytest.raises(SettingsError, match="nonsense"):
        off(standard, {"fill": {"companions": ["nonsense"]}})


def test_the_nearest_parent_is_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "docgen.toml").write_text("year = 2024\n", encoding="utf-8")
    inner = tmp_path / "成品" / "2024"
    inner.mkdir(parents=True)
    assert find_workspace(inner).root == tmp_path
    with pytest.raises(MissingFile):
        find_workspace(inner, inner)


def test_the_year_is_asked_set_or_the_newest(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, {})
    with pytest.raises(MissingFile):
        workspace.year(None)
    (tmp_path / "数据" / "2023").mkdir(parents=True)
    (tmp_path / "数据" / "2025.xlsx").write_bytes(b"")
    assert workspace.year(None) == 2025
    assert workspace.year(2019) == 2019
    assert Workspace(tmp_path, {"year": 2023}).year(None) == 2023


def test_the_data_of_a_year(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, {})
    folder = tmp_path / "数据" / "2024"
    folder.mkdir(parents=True)
    with pytest.raises(MissingFile):
        workspace.data(2024)
    for name in ("b.csv", "a.YAML", "notes.txt"):
        (folder / name).write_text("", encoding="utf-8")
    assert [p.name for p in workspace.data(2024)] == ["a.YAML", "b.csv"]
    (tmp_path / "数据" / "2024.xlsx").write_bytes(b"")
    assert [p.name for p in workspace.data(2024)] == ["2024.xlsx"]
