"""A run that has nothing to do sees that cheaply, and sees every change."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import docgen.tasks.fill as task
from docgen.load.settings import configured, find_workspace
from docgen.load.standard import load_standard
from docgen.resources import schema_folder
from docgen.tasks.unchanged import NAME, run_mark


class _Loaded(Exception):
    """The data would be loaded now."""


def _load(*arguments: Any, **options: Any) -> Any:
    raise _Loaded


def _remove_document(workspace: Path) -> None:
    next((workspace / "成品").rglob("*.xlsx")).unlink()


def _touch_data(workspace: Path) -> None:
    path = workspace / "数据" / "2024.xlsx"
    path.write_bytes(path.read_bytes() + b"\0")


def _own_template(workspace: Path) -> None:
    (workspace / "模板" / "别的.docx").write_bytes(b"x")


def _new_attachment(workspace: Path) -> None:
    (workspace / "附件" / "新.pdf").write_bytes(b"x")


def _setting(workspace: Path) -> None:
    path = workspace / "docgen.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[fill]\n", "[fill]\nprint_picture_px = 1599\n"), encoding="utf-8")


def _damaged_note(workspace: Path) -> None:
    (workspace / "登记" / "2024" / "上次填充.json").write_text('{"mark": ', encoding="utf-8")


#: What changes documents comes last: the note can not be made to fit again.
CHANGES = (_touch_data, _own_template, _new_attachment, _setting, _damaged_note, _remove_document)


def _request(workspace: Path, **wishes: Any) -> task.FillRequest:
    found = find_workspace(workspace, None)
    standard = configured(load_standard(schema_folder("")), found)
    return task.FillRequest(found, standard, 2024, date(2024, 12, 31), **wishes)


def _fill(workspace: Path, **wishes: Any) -> task.FillResult:
    return task.fill(_request(workspace, **wishes))


def test_a_run_without_a_change_loads_nothing_and_every_change_is_seen(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _fill(workspace)
    note = workspace / "登记" / "2024" / NAME
    monkeypatch.setattr(task, "load_year", _load)
    again = _fill(workspace)
    assert again.unchanged == first.unchanged + len(first.new) + len(first.updated) > 0
    assert (again.findings, again.own_files, again.folder) == (first.findings, first.own_files, first.folder)
    # Packing asks whether the documents are up to date: that needs no more than the note either.
    assert task.outdated(_request(workspace)) == []
    for wishes in ({"force": True}, {"dry_run": True}, {"only": ("activity-record",)}):
        with pytest.raises(_Loaded):
            _fill(workspace, **wishes)
    known = json.loads(note.read_text(encoding="utf-8"))
    for change in CHANGES:
        change(workspace)
        with pytest.raises(_Loaded):
            _fill(workspace)
        with pytest.raises(_Loaded):
            task.outdated(_request(workspace))
        found = find_workspace(workspace, None)
        standard = configured(load_standard(schema_folder("")), found)
        known["mark"] = run_mark(found, standard, 2024, date(2024, 12, 31))
        note.write_text(json.dumps(known), encoding="utf-8")
        if change is not _remove_document:
            assert _fill(workspace).unchanged == again.unchanged
