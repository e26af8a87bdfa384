"""Compiled templates are kept from studio to studio, and never outlive a change of their file."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.engine.forms import bound_form
from docgen.load.settings import Workspace
from docgen.load.standard import load_standard
from docgen.tasks import templates
from docgen.tasks.templates import TemplateShelf
from tests.toy_templates import draw


@pytest.fixture
def shelf_of(toy_folder: Path) -> object:
    draw(toy_folder / "templates")
    standard = load_standard(toy_folder)
    forms = [bound_form(standard, m.form) for m in standard.materials.values() if m.form]
    return lambda root: (TemplateShelf.of(standard, Workspace(root, {})), forms)


def test_two_studios_share_a_template(shelf_of, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    shelf, forms = shelf_of(tmp_path / "a")
    first = shelf.compile_all(forms)
    other, forms = shelf_of(tmp_path / "b")
    second = other.compile_all(forms)
    assert first and all(second[name] is template for name, template in first.items())


def test_an_own_template_and_a_changed_one_are_compiled(shelf_of, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    shelf, forms = shelf_of(tmp_path / "a")
    form = next(f for f in forms if f.form.template.endswith(".docx"))
    built_in = shelf.compile_all([form])[form.form.material]
    own = tmp_path / "a" / "模板" / Path(form.form.template).name
    own.parent.mkdir(parents=True)
    own.write_bytes(shelf.find(form.form.template).read_bytes() + b"\n")
    found = shelf.compile_all([form])[form.form.material]
    assert found is not built_in
    assert found.digest != built_in.digest
    own.unlink()
    assert shelf.compile_all([form])[form.form.material] is built_in


def test_only_so_many_are_kept(shelf_of, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(templates, "KEPT", 1)
    shelf, forms = shelf_of(tmp_path / "a")
    assert len(shelf.compile_all(forms)) > 1
    assert len(shelf.compiled) == 1
